"""A file too long to wait for, written by the worker: asked for, followed, fetched by the one who asked, gone after a week.

The rows are read when the worker writes them, with the rights its asker has then; who has left the post gets nothing.
"""

import hashlib
import tempfile
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any, BinaryIO, cast
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from xiezhi.record import jobs, results
from xiezhi.record.errors import NotThere, Refused
from xiezhi.record.models import Account, Job
from xiezhi.record.models.jobs import DONE
from xiezhi.record.viewers import Viewer, viewer_of
from xiezhi.rules.language import language, speak_to
from xiezhi.site.staff.docket import asking, sheets
from xiezhi.site.staff.docket.columns import DocketColumn, chosen
from xiezhi.site.staff.docket.listing import DAYS, Listing
from xiezhi.site.staff.docket.paging import mark_of, read_mark
from xiezhi.site.staff.docket.rows import Row
from xiezhi.site.staff.docket.taking import MOST_ROWS, Wanted, note_taking, sheet_of

EXPORT = "docket.export"  # the kind of the job
SITUATION_EXPORT = (
    "situation.export"  # the list behind a number, written by site.staff.situation.list_exporting
)
KINDS = (EXPORT, SITUATION_EXPORT)
KEPT = timedelta(days=7)
PAGE = 2_000  # rows read at once


def ask_for(want: Wanted, viewer: Viewer, columns: list[DocketColumn], at: datetime) -> Job:
    """Have the file written; the same question asked twice is one piece of work."""
    request = {
        "query": want.query, "form": want.form, "purpose": want.purpose, "columns": [column.key for column in columns],
    }  # fmt: skip
    return ask(viewer, EXPORT, request, at)


def ask(viewer: Viewer, kind: str, request: dict[str, Any], at: datetime) -> Job:
    """Enter the writing of a file as work of the viewer in his post and language."""
    assert viewer.post is not None
    request = request | {"post": str(viewer.post.id), "language": language()}
    digest = hashlib.sha256(repr(sorted(request.items())).encode()).hexdigest()
    with transaction.atomic():
        job = jobs.ask(
            kind, f"{viewer.officer}/{digest[:40]}", court=viewer.post.court, officer=viewer.officer, at=at
        )
        if not job.result:
            Job.objects.filter(pk=job.pk).update(result={"request": request})
    return job


def run(work: jobs.Run) -> None:
    """Write the file. Raises Refused when the asker no longer holds the post in which he asked."""
    request = work.result["request"]
    viewer = asker(work.job, request["post"])
    with speak_to(request["language"]), tempfile.TemporaryFile() as stream:
        asked = asking.read_query(request["query"], viewer)
        want = Wanted(asked, request["query"], request["form"], request["purpose"], looked=True)
        rows = _rows(work, Listing(asked, viewer))
        sheet = sheet_of(want, viewer, chosen(request["columns"]), rows, timezone.now())
        count = sheets.WRITERS[want.form](sheet, cast(BinaryIO, stream))
        stream.seek(0)
        results.keep(work.job.pk, stream.read())
        note_taking(want, viewer, count)
    work.result |= {"rows": count, "kept": True}
    work.report(count, count)


def asker(job: Job, post: str) -> Viewer:
    """The one who asked for a file, in the post in which he asked. Raises Refused when he no longer holds it."""
    account = Account.objects.select_related("officer").filter(officer=job.officer_id, is_active=True).first()
    viewer = viewer_of(account, on=timezone.localdate(), post=post) if account else None
    if viewer is None or viewer.post is None or str(viewer.post.id) != post:
        raise Refused(
            "您已不在申请导出时的岗位，没有导出",
            "you no longer hold the post in which you asked; nothing was exported",
        )
    return viewer


def _rows(work: jobs.Run, listing: Listing) -> Iterator[Row]:
    """The rows page by page, telling how far the work is after each."""
    done, total, mark = 0, min(listing.count(), MOST_ROWS), None
    while done < MOST_ROWS:
        cut = listing.page(mark, PAGE)
        yield from cut.rows
        done += len(cut.rows)
        work.report(done, max(total, done))
        if not cut.more_after:
            return
        mark = read_mark({"after": mark_of(cut.rows[-1])}, day=listing.asked.sort in DAYS)


def exports_of(viewer: Viewer, now: datetime) -> list[Job]:
    """The files the viewer asked for in this post within the last week, the latest first."""
    if viewer.post is None:
        return []
    own = Job.objects.filter(kind__in=KINDS, officer=viewer.officer, asked_at__gt=now - KEPT)
    return list(own.filter(result__request__post=str(viewer.post.id)).order_by("-asked_at")[:20])


def export_of(viewer: Viewer, job: UUID, now: datetime) -> Job:
    """One of them. Raises NotThere for anybody else's, for one of another post, and for one that is too old."""
    found = next((one for one in exports_of(viewer, now) if one.pk == job), None)
    if found is None:
        raise NotThere("没有这份导出文件", "no such export")
    return found


def contents_of(job: Job) -> bytes:
    """The file. Raises NotThere while there is none."""
    if job.state != DONE:
        raise NotThere("没有这份导出文件", "no such export")
    return results.open_result(job.pk)


def forget(now: datetime) -> int:
    """Remove the files that are older than a week; how many there were."""
    gone = 0
    for job in Job.objects.filter(kind__in=KINDS, ended_at__lt=now - KEPT, result__kept=True):
        results.remove(job.pk)
        Job.objects.filter(pk=job.pk).update(result={**job.result, "kept": False})
        gone += 1
    return gone


__all__ = [
    "EXPORT",
    "KINDS",
    "SITUATION_EXPORT",
    "ask",
    "ask_for",
    "asker",
    "contents_of",
    "export_of",
    "exports_of",
    "forget",
    "run",
]
