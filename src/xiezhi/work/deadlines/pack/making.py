"""Making packs: every division's each night, one's own when asked for. Done division by division, so that a kill loses one of them."""

from collections.abc import Iterable
from datetime import date, datetime, time
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from xiezhi.record import jobs
from xiezhi.record.audit import note
from xiezhi.record.errors import NotThere, Refused
from xiezhi.record.models import Case, Division, Job
from xiezhi.record.models.jobs import FAILED
from xiezhi.record.projection import MAINLAND
from xiezhi.record.viewers import Viewer
from xiezhi.record.visibility import courts_of
from xiezhi.rules.errors import XiezhiError
from xiezhi.rules.language import LANGUAGES, speak_to
from xiezhi.rules.offices import role
from xiezhi.work.deadlines.pack import shelf as pack_shelf
from xiezhi.work.deadlines.pack.contents import pack_of
from xiezhi.work.deadlines.pack.printing import printed
from xiezhi.work.deadlines.pack.rows import FILING
from xiezhi.work.deadlines.pack.shelf import Kept
from xiezhi.work.typesetting import NoChineseFont, typefaces

PACKS = "packs"  # the kind of job
NIGHT, DIVISION, COURT = "night", "division", "court"
NIGHTLY_LANGUAGE = "zh"
MOST_NAMED = 20  # of the divisions that failed
MADE, TAKEN = "pack.made", "pack.taken"


class Incomplete(XiezhiError):
    """Some packs could not be made; the others are there."""


# --- who may


def divisions_for(viewer: Viewer) -> QuerySet[Division]:
    """The divisions whose packs the viewer's post may have: those that its docket takes in whole."""
    post, every = viewer.post, Division.objects.select_related("court")
    scope = role(post.role).docket if post else "none"
    if post is not None and scope == "division" and post.division is not None:
        return every.filter(pk=post.division)
    if post is not None and scope == "court":
        return every.filter(court=post.court)
    if scope == "court_and_below":
        return every.filter(court__in=courts_of(viewer))
    return every.none()


def division_for(viewer: Viewer, division: UUID) -> Division:
    """One of them. Raises NotThere."""
    found = divisions_for(viewer).filter(pk=division).first()
    if found is None:
        raise NotThere("没有这个庭的纸本", "there is no pack of that division")
    return found


# --- asking, taking


def ask_for_division(viewer: Viewer, division: UUID, lang: str, *, at: datetime) -> Job:
    """Have the pack of a division made now. Raises NotThere for a division that is not the viewer's."""
    found = division_for(viewer, division)
    return _asked(viewer, f"{DIVISION}/{found.pk}/{_language(lang)}", found.court_id, at)


def ask_for_court(viewer: Viewer, court: UUID, lang: str, *, at: datetime) -> Job:
    """Have the packs of all divisions of a court made now. Raises NotThere for a court that is not the viewer's."""
    alone = viewer.post is not None and role(viewer.post.role).docket == "division"
    if alone or not divisions_for(viewer).filter(court=court).exists():
        raise NotThere("没有这个法院的纸本", "there are no packs of that court")
    return _asked(viewer, f"{COURT}/{court}/{_language(lang)}", court, at)


def _language(lang: str) -> str:
    if lang not in LANGUAGES:
        raise Refused("语言只有中文、英文", "the languages are Chinese and English")
    return lang


def _asked(viewer: Viewer, subject: str, court: UUID, at: datetime) -> Job:
    job = jobs.ask(PACKS, subject, court=court, officer=viewer.officer, at=at)
    note(viewer, "pack.asked", object_class="O1", object_id=subject)
    return job


def take_for(viewer: Viewer, division: UUID, name: str) -> tuple[Division, Kept, bytes]:
    """A pack as it lies there, noted in the audit trail. Raises NotThere."""
    found = division_for(viewer, division)
    kept = pack_shelf.named(found.pk, name)
    pdf = pack_shelf.take(kept)
    note(viewer, TAKEN, object_class="O1", object_id=str(found.pk), details={"pack": kept.name})
    return found, kept, pdf


# --- making


def ask_for_night(at: datetime) -> Job:
    """Have every pack of this night made. Raises NoChineseFont where nothing could be printed."""
    typefaces()
    return jobs.ask(PACKS, f"{NIGHT}/{timezone.localdate(at)}", court=None, officer=None, at=at)


def last_night_failed(before: datetime) -> Job | None:
    """The job of the last night, if it failed."""
    nights = Job.objects.filter(kind=PACKS, subject__startswith=f"{NIGHT}/", asked_at__lt=before)
    last = nights.order_by("-asked_at").first()
    return last if last is not None and last.state == FAILED else None


def make_asked(run: jobs.Run) -> None:
    """The job: every division it asks for, without those whose pack was made since it was asked for (for a night: in that night)."""
    what, key, *more = run.job.subject.split("/")
    lang = more[0] if more else NIGHTLY_LANGUAGE
    since = datetime.combine(date.fromisoformat(key), time(), MAINLAND) if what == NIGHT else run.job.asked_at
    divisions = list(_asked_for(what, key))
    there = _made_since(since.replace(microsecond=0), lang)
    failed: list[str] = []
    made: list[Kept] = []
    run.report(0, len(divisions))
    for place, division in enumerate(divisions, 1):
        if division.pk not in there:
            made += _make_or_tell(division, lang, failed)
        run.result = {"made": len(made), "there": len(there), "failed": failed[:MOST_NAMED], "lang": lang}
        if what == DIVISION and made:
            run.result["pack"] = made[0].name
        run.report(place, len(divisions), problems=len(failed))
    pack_shelf.forget_old()
    if failed:
        raise Incomplete(
            f"{len(failed)}个庭的纸本没有生成，如{failed[0]}；详见服务日志，可重新开始",
            f"the packs of {len(failed)} divisions were not made, such as {failed[0]}; see the log, it can be started again",
        )


def _make_or_tell(division: Division, lang: str, failed: list[str]) -> list[Kept]:
    """Make one pack; a division that fails is told and does not keep the others waiting."""
    try:
        return [make(division, lang, timezone.now())]
    except NoChineseFont:
        raise
    except Exception:
        jobs.log.exception("pack of %s", division.pk)
        failed.append(f"{division.court.name}{division.name}")
        return []


def make(division: Division, lang: str, at: datetime) -> Kept:
    """Make the pack of a division as known now, and keep it."""
    with speak_to(lang):
        pdf = printed(pack_of(division, at))
    kept = pack_shelf.put(division.pk, lang, at, pdf)
    if lang == NIGHTLY_LANGUAGE:
        pack_shelf.lay_out(division, pdf)
    return kept


def busy_divisions(court: UUID) -> set[UUID]:
    """The divisions of a court that have pending cases, and so a pack each night."""
    return set(_asked_for(COURT, str(court)).values_list("pk", flat=True))


def _asked_for(what: str, key: str) -> QuerySet[Division]:
    """The divisions of a job with pending cases; one that is asked for by itself gets its pack also when it has none."""
    every = Division.objects.select_related("court").order_by("court__place", "place", "pk")
    if what == DIVISION:
        return every.filter(pk=UUID(key))
    pending = Case.objects.filter(closed_on=None)
    unassigned = Q(kind=FILING, court__in=pending.filter(division=None).values("court"))
    busy = every.filter(Q(pk__in=pending.exclude(division=None).values("division")) | unassigned)
    return busy.filter(court=UUID(key)) if what == COURT else busy


def _made_since(since: datetime, lang: str) -> set[UUID]:
    """The divisions of which a whole pack was made at or after a moment."""
    return set(
        _whole(
            kept
            for night in pack_shelf.nights()
            if night >= timezone.localdate(since)
            for kept in pack_shelf.of_night(night)
            if kept.lang == lang and kept.at >= since
        )
    )


def _whole(kept: Iterable[Kept]) -> Iterable[UUID]:
    return (one.division for one in kept if pack_shelf.is_whole(one))
