"""Reports made by the worker: asked for, followed, kept. The rights are those that the asker has when the worker makes it.

A report and its entry in the audit trail are kept in one transaction, under the identifier of the job: a worker that takes the job up
again after a kill finds both or neither.
"""

import hashlib
import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from xiezhi.record import jobs
from xiezhi.record.audit import note
from xiezhi.record.errors import NotThere, Refused
from xiezhi.record.models import Account, Court, Division, Job
from xiezhi.record.models.jobs import OPEN
from xiezhi.record.viewers import Viewer, viewer_of
from xiezhi.rules.indicators.periods import read_period
from xiezhi.rules.language import language, speak_to
from xiezhi.site.staff.situation.asking import Asked
from xiezhi.site.staff.situation.report_links import links_of
from xiezhi.work.situation import snapshots
from xiezhi.work.situation.horizon import check_has_facts
from xiezhi.work.situation.models import Report, Snapshot
from xiezhi.work.situation.report import keeping
from xiezhi.work.situation.report.wanted import Wanted, demand, usual_court, written_of

REPORT = "situation.report"  # the kind of the job
ASKED, CANCELLED = "report.asked", "report.cancelled"
SHOWN_FOR = timedelta(hours=1)  # so long a finished job stands on the page


def wanted_by(asked: Asked, annexes: tuple[str, ...] = ()) -> Wanted:
    """The report of a question: of its court, or of what the post answers for. Raises Refused."""
    snapshot = snapshots.of_id(str(asked.snapshot.id))
    if snapshot is None:
        raise NotThere("没有这份数据快照", "no such snapshot")
    key, below, division = usual_court(asked.viewer)
    court = asked.court
    if court is None:
        court = Court.objects.get(pk=key)
    else:
        below = asked.below and court.level != "basic"
    chosen = asked.division or (Division.objects.get(pk=division) if division else None)
    return Wanted(court, below and chosen is None, chosen, asked.scope, asked.period, snapshot, annexes)


def ask_for(
    viewer: Viewer, wanted: Wanted, recipients: Sequence[str], *, at: datetime, again_of: Report | None = None
) -> Job:
    """Have a report made, or made again; the same asked for twice at once is one piece of work. Raises Refused, NotThere, InputError."""
    demand(
        viewer, wanted.court.pk, below=wanted.below, division=wanted.division.pk if wanted.division else None
    )
    assert viewer.post is not None
    if again_of is None:
        check_has_facts(wanted.period, wanted.snapshot)
    request = written_of(wanted) | {
        "recipients": keeping.clean_recipients(recipients), "post": str(viewer.post.id), "language": language(),
        "again_of": str(again_of.pk) if again_of else "",
    }  # fmt: skip
    digest = hashlib.sha256(json.dumps(request, sort_keys=True).encode()).hexdigest()
    with transaction.atomic():
        job = jobs.ask(
            REPORT, f"{viewer.officer}/{digest[:40]}", court=wanted.court.pk, officer=viewer.officer, at=at
        )
        if not job.result:
            Job.objects.filter(pk=job.pk).update(result={"request": request})
        note(viewer, ASKED, object_class="O6", object_id=str(wanted.court.pk), details=request)
    return job


def again(report: Report) -> Wanted:
    """The same report: same court, period, scope, and the facts as known then. Raises NotThere when these are gone."""
    snapshot = snapshots.of_id(report.snapshot_id)
    if snapshot is None:
        raise NotThere(
            "那时的数据快照已经不在了；已生成的文件照常可以下载",
            "the facts of then are no longer there; the files made then can still be taken",
        )
    return Wanted(
        report.court,
        report.below,
        report.division,
        report.scope,
        read_period(report.period),
        snapshot,
        tuple(report.annexes),
    )


def run(work: jobs.Run) -> None:
    """Make the report, once. Raises Refused when the asker no longer holds the post in which he asked."""
    key = work.job.pk
    if not Report.objects.filter(pk=key).exists():
        _make(work, key)
    work.result |= {"report": str(key)}


def _make(work: jobs.Run, key: UUID) -> None:
    request = work.result["request"]
    viewer = asker_of(work.job, request["post"])
    wanted = read_wanted(request)
    sight = demand(
        viewer, wanted.court.pk, below=wanted.below, division=wanted.division.pk if wanted.division else None
    )
    with speak_to(request["language"]):
        made = keeping.make(
            sight, wanted, links_of(wanted), key=key, by=viewer.officer, at=timezone.now(), recipients=request["recipients"],
            again_of=_first_of(request), told=work.report,
        )  # fmt: skip
    with transaction.atomic():
        work.report(1, 1, problems=len(made.report.faults))
        keeping.keep(viewer, made)


def _first_of(request: dict[str, Any]) -> Report | None:
    """The report that is to be made again, if one is."""
    first = request.get("again_of")
    return Report.objects.filter(pk=first).first() if first else None


def read_wanted(request: dict[str, Any]) -> Wanted:
    """What a job was asked for. Raises NotThere when the snapshot is gone."""
    division = Division.objects.get(pk=request["division"]) if request["division"] else None
    return Wanted(
        Court.objects.get(pk=request["court"]), request["below"], division, request["scope"], read_period(request["period"]),
        _snapshot(request["snapshot"]), tuple(request.get("annexes", ())),
    )  # fmt: skip


def _snapshot(key: str) -> Snapshot:
    found = snapshots.of_id(key)
    if found is None:
        raise NotThere("没有这份数据快照", "no such snapshot")
    return found


def asker_of(job: Job, post: str) -> Viewer:
    """The one who asked for a job, in the post in which he asked. Raises Refused when he no longer holds it."""
    account = Account.objects.select_related("officer").filter(officer=job.officer_id, is_active=True).first()
    viewer = viewer_of(account, on=timezone.localdate(), post=post) if account else None
    if viewer is None or viewer.post is None or str(viewer.post.id) != post:
        raise Refused(
            "您已不在申请报告时的岗位，没有生成",
            "you no longer hold the post in which you asked; nothing was made",
        )
    return viewer


def works_of(viewer: Viewer, now: datetime) -> list[Job]:
    """The viewer's own reports that are being made, or were within the hour without becoming one."""
    return own_works(viewer, REPORT, "report", now)


def work_of(viewer: Viewer, job: UUID) -> Job:
    """One of the viewer's, asked for in the same post. Raises NotThere."""
    return own_work(viewer, job, REPORT)


@transaction.atomic
def cancel(viewer: Viewer, job: UUID) -> None:
    """End one of the viewer's. Raises NotThere."""
    cancel_own(viewer, work_of(viewer, job), CANCELLED, object_class="O6")


def own_works(viewer: Viewer, kind: str, made: str, now: datetime) -> list[Job]:
    """The jobs of this kind that the viewer asked for in the same post and that go on, or were asked for within the hour and made nothing
    (`made`: where their result names what they make)."""
    if viewer.post is None:
        return []
    own = Job.objects.filter(kind=kind, officer=viewer.officer, result__request__post=str(viewer.post.id))
    recent = own.filter(asked_at__gt=now - SHOWN_FOR, **{f"result__{made}__isnull": True})
    return list((own.filter(state__in=OPEN) | recent).order_by("-asked_at")[:10])


def own_work(viewer: Viewer, job: UUID, kind: str) -> Job:
    """A job of this kind that the viewer asked for in the same post. Raises NotThere."""
    found = Job.objects.filter(pk=job, kind=kind, officer=viewer.officer).first()
    if (
        found is None
        or viewer.post is None
        or found.result.get("request", {}).get("post") != str(viewer.post.id)
    ):
        raise NotThere("没有这项工作", "no such work")
    return found


def cancel_own(viewer: Viewer, job: Job, verb: str, *, object_class: str) -> None:
    """End a job, with an entry in the audit trail; nothing where it has ended."""
    if job.state in OPEN:
        jobs.cancel(job.pk)
        note(viewer, verb, object_class=object_class, object_id=str(job.pk))
