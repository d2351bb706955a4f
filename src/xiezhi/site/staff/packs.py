"""The paper packs: what lies there of the last nights for the divisions of this viewer, download, and having one made now."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST

from xiezhi.record import jobs
from xiezhi.record.errors import NotThere
from xiezhi.record.models import Court, Division, Job
from xiezhi.record.models.jobs import DONE, OPEN, RUNNING
from xiezhi.record.viewers import Viewer
from xiezhi.rules.language import language, tr
from xiezhi.rules.offices import role
from xiezhi.site.staff.access import signed_in, viewer_in
from xiezhi.site.staff.parts import Progress
from xiezhi.work.deadlines.pack import shelf as pack_shelf
from xiezhi.work.deadlines.pack.making import (
    COURT,
    DIVISION,
    PACKS,
    ask_for_court,
    ask_for_division,
    busy_divisions,
    divisions_for,
    take_for,
)
from xiezhi.work.deadlines.pack.shelf import Kept
from xiezhi.work.typesetting import NoChineseFont, typefaces

SHOWN_FOR = timedelta(hours=1)  # so long a finished job stands on the page


@dataclass(frozen=True, slots=True)
class Line:
    """A division with its packs, the newest first."""

    division: Division
    packs: tuple[Kept, ...]

    @property
    def newest(self) -> Kept | None:
        return self.packs[0] if self.packs else None

    @property
    def earlier(self) -> tuple[Kept, ...]:
        return self.packs[1:]


@signed_in
def packs(request: HttpRequest) -> HttpResponse:
    """The packs of one court as far as the viewer may have them."""
    viewer = viewer_in(request)
    courts = list(Court.objects.filter(pk__in=divisions_for(viewer).order_by().values("court")))
    court = _chosen(courts, request.GET.get("court", ""), viewer)
    divisions = list(divisions_for(viewer).filter(court=court).order_by("place", "pk")) if court else []
    context = {
        "court": court,
        "courts": courts,
        "lines": _lines(divisions, busy_divisions(court.pk)) if court else [],
        "works": [progress_of(job) for job in _jobs(court, divisions)] if court else [],
        "whole_court": _has_court(viewer),
        "font_fault": _font_fault(),
        "nights": pack_shelf.NIGHTS_KEPT,
    }
    return render(request, "staff/packs.html", context)


@require_POST
@signed_in
def make(request: HttpRequest) -> HttpResponse:
    """Have the pack of a division, or those of a court, made in the language of the page."""
    viewer, at = viewer_in(request), timezone.now()
    what, _, key = request.POST.get("what", "").partition("/")
    try:
        asked_for = UUID(key)
    except ValueError:
        raise NotThere("没有这个庭", "no such division") from None
    ask = {DIVISION: ask_for_division, COURT: ask_for_court}.get(what)
    if ask is None:
        raise NotThere("没有这种纸本", "no such pack")
    job = ask(viewer, asked_for, language(), at=at)
    messages.success(
        request, tr("已开始生成，完成后可以下载。", "It is being made and can be downloaded when done.")
    )
    return redirect(f"{reverse('staff:packs')}?court={job.court_id}")


@signed_in
def work(request: HttpRequest, job_id: UUID) -> HttpResponse:
    """The bar of a job, renewed by itself; a POST cancels."""
    job = _job_for(viewer_in(request), job_id)
    if request.method == "POST":
        jobs.cancel(job.pk)
        return redirect(f"{reverse('staff:packs')}?court={job.court_id}")
    return render(request, "parts/progress.html", {"progress": progress_of(job)})


@signed_in
def pack(request: HttpRequest, division_id: UUID, name: str) -> HttpResponse:
    """One pack as a PDF."""
    division, kept, pdf = take_for(viewer_in(request), division_id, name)
    answer = HttpResponse(pdf, content_type="application/pdf")
    title = tr("期限", "limits")
    filename = f"{title}-{division.court.name}{division.name}-{kept.at:%Y-%m-%d}.pdf"
    answer["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=filename) or ""
    return answer


def _chosen(courts: Sequence[Court], asked: str, viewer: Viewer) -> Court | None:
    """The court of the page: the one asked for, else the viewer's own."""
    by_key = {str(court.pk): court for court in courts}
    own = str(viewer.post.court) if viewer.post else ""
    return by_key.get(asked) or by_key.get(own) or next(iter(courts), None)


def _has_court(viewer: Viewer) -> bool:
    return viewer.post is not None and role(viewer.post.role).docket != "division"


def _lines(divisions: Sequence[Division], busy: set[UUID]) -> list[Line]:
    """The divisions with pending cases or packs; the only one of a head in any case."""
    found: dict[UUID, list[Kept]] = {}
    for night in pack_shelf.nights():
        for kept in pack_shelf.of_night(night):
            found.setdefault(kept.division, []).append(kept)
    return [
        Line(division, tuple(sorted(found.get(division.pk, ()), key=lambda kept: kept.at, reverse=True)))
        for division in divisions
        if len(divisions) == 1 or division.pk in busy or division.pk in found
    ]


def _font_fault() -> str:
    try:
        typefaces()
    except NoChineseFont as fault:
        return tr(fault.zh, fault.en)
    return ""


def _subjects(court: Court, divisions: Iterable[Division]) -> list[str]:
    keys = [f"{COURT}/{court.pk}", *(f"{DIVISION}/{division.pk}" for division in divisions)]
    return [f"{key}/{lang}" for key in keys for lang in ("zh", "en")]


def _jobs(court: Court, divisions: Iterable[Division]) -> list[Job]:
    """The jobs of these divisions that are under way or ended just now, one of each."""
    asked = Job.objects.filter(kind=PACKS, subject__in=_subjects(court, divisions)).order_by("-asked_at")
    recent = asked.filter(asked_at__gte=timezone.now() - SHOWN_FOR) | asked.filter(state__in=OPEN)
    newest: dict[str, Job] = {}
    for job in recent:
        newest.setdefault(job.subject, job)
    return list(newest.values())


def _job_for(viewer: Viewer, job_id: UUID) -> Job:
    """A job about divisions of the viewer. Raises NotThere."""
    job = Job.objects.filter(pk=job_id, kind=PACKS).exclude(court=None).first()
    if job is not None:
        what, key, _ = job.subject.split("/")
        mine = divisions_for(viewer)
        seen = mine.filter(pk=key) if what == DIVISION else mine.filter(court=UUID(key))
        if seen.exists() and (what == DIVISION or _has_court(viewer)):
            return job
    raise NotThere("没有这项工作", "no such work")


def progress_of(job: Job) -> Progress:
    """The bar of a job."""
    what, key, lang = job.subject.split("/")
    named = Division.objects.filter(pk=key).first() if what == DIVISION else Court.objects.get(pk=key)
    name = tr(named.name, named.name_en or named.name) if named else ""
    tongue = {"zh": tr("中文", "Chinese"), "en": tr("英文", "English")}[lang]
    words = tr(f"生成{name}纸本（{tongue}）", f"Making the pack of {name} ({tongue})")
    if job.fault_zh:
        words = tr(f"{words}：{job.fault_zh}", f"{words}: {job.fault_en}")
    here = reverse("staff:pack_work", args=[job.pk])
    return Progress(
        words, job.done, job.total, job.state, _time_left(job), poll_href=here if job.state in OPEN else "",
        cancel_href=here if job.state in OPEN else "",
        result_href=_result_of(job, what, key) if job.state == DONE else "",
    )  # fmt: skip


def _result_of(job: Job, what: str, key: str) -> str:
    """Where the result lies: the pack itself, or the page with all of the court."""
    if what == DIVISION and "pack" in job.result:
        return reverse("staff:pack", args=[key, job.result["pack"]])
    return f"{reverse('staff:packs')}?court={job.court_id}"


def _time_left(job: Job) -> str:
    if job.state != RUNNING or not job.done or not job.total or job.began_at is None:
        return ""
    passed = (timezone.now() - job.began_at).total_seconds()
    seconds = int(passed / job.done * (job.total - job.done)) + 1
    return tr(f"约{seconds}秒", f"about {seconds} s")
