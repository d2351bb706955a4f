"""Changes of the law data: what a staged edition would move, before and after, and the decision on it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from xiezhi.record import jobs
from xiezhi.record.audit import note
from xiezhi.record.errors import NotThere, Refused
from xiezhi.record.models import Job
from xiezhi.record.models.jobs import OPEN
from xiezhi.record.viewers import Viewer
from xiezhi.rules.errors import InputError
from xiezhi.rules.language import tr
from xiezhi.site.staff.access import signed_in, viewer_in
from xiezhi.site.staff.deadlines import asking, frame
from xiezhi.site.staff.deadlines.asking import Asked
from xiezhi.site.staff.deadlines.change_lines import line_of
from xiezhi.site.staff.deadlines.paging import SIZE, page_number, page_of
from xiezhi.site.staff.parts import Chip, Progress
from xiezhi.work.deadlines.changed_law import change_list, editions
from xiezhi.work.deadlines.changed_law.change_list import changes_in, read_changes
from xiezhi.work.deadlines.models import Edition

STANDINGS = {
    Edition.STAGED: ("待决定", "waits for a decision"),
    Edition.IN_FORCE: ("现行", "in force"),
    Edition.SUPERSEDED: ("已被替代", "superseded"),
    Edition.REFUSED: ("不予采用", "refused"),
}


@signed_in
def changes(request: HttpRequest, edition: int | None = None) -> HttpResponse:
    """The edition that waits, or one that was decided on; below, all decisions."""
    viewer = viewer_in(request)
    none = frame.without_cases(request, viewer)
    if none is not None:
        return none
    asked = asking.read(request.GET.dict(), viewer)
    found = editions.staged() if edition is None else _edition(edition)
    context = frame.head(asked, frame.CHANGES) | {"chips": (), "decides": decides(viewer)}
    context["history"] = [told(one) for one in change_list.decided()[:SIZE]]
    if found is not None:
        context |= _list(request, asked, found)
    return render(request, "staff/deadlines_changes.html", context)


def _edition(key: int) -> Edition:
    found = Edition.objects.defer("files").select_related("staged_by", "decided_by").filter(pk=key).first()
    if found is None:
        raise NotThere("没有这一版法规数据", "no such edition")
    return found


def decides(viewer: Viewer) -> bool:
    """Whether the viewer's post decides on editions."""
    return viewer.recorder is not None and editions.may_decide(viewer.recorder)


def told(edition: Edition) -> dict[str, Any]:
    """An edition in words."""
    return {
        "edition": edition,
        "title": tr(edition.title_zh, edition.title_en),
        "standing": tr(*STANDINGS[edition.standing]),
        "by": edition.staged_by.name if edition.staged_by else tr("随软件提供", "came with the software"),
        "decided_by": edition.decided_by.name if edition.decided_by else "",
    }


def _list(request: HttpRequest, asked: Asked, edition: Edition) -> dict[str, Any]:
    viewer = asked.viewer
    moved_only = request.GET.get("moved") == "1"
    rows = changes_in(viewer, edition, asked.scope.court, dates_only=moved_only)
    number = page_number(request)
    lines = [line_of(one) for one in read_changes(viewer, rows, SIZE, (number - 1) * SIZE)]
    total, courts = rows.count(), change_list.by_court(viewer, edition)
    note(
        viewer,
        "deadlines.listed",
        object_class="O1",
        details={"list": "changes", "edition": edition.pk, "count": total},
    )
    work = change_list.work_on(edition)
    here = reverse("staff:deadlines_edition", args=[edition.pk])
    return {
        "told": told(edition),
        "lines": lines,
        "total": total,
        "changed": sum(court.moves for court in courts),
        "moved": sum(court.dates for court in courts),
        "moved_only": moved_only,
        "page": page_of(request, number, len(lines), total),
        "court_chips": court_chips(courts, here, asked.scope.court),
        "progress": progress_of(work, edition, viewer) if work is not None else None,
        "here": here,
        "chosen": asked.scope.court,
        "purpose": request.GET.get("purpose", "")[:60],
    }


def court_chips(courts: list[change_list.CourtMoves], here: str, chosen: UUID | None) -> list[Chip]:
    """A filter by court; of one court there is nothing to choose."""
    if len(courts) < 2 and chosen is None:
        return []
    choices = tuple(
        Chip(
            tr(court.name, court.name_en or court.name),
            f"{here}?court={court.court}",
            court.court == chosen,
            court.moves,
        )
        for court in courts
    )
    words = next((chip.words for chip in choices if chip.on), tr("法院", "Court"))
    whole = Chip(tr("全部", "All"), here, chosen is None, one_of=True)
    return [whole, Chip(words, "", chosen is not None, choices=choices)]


def progress_of(work: Job, edition: Edition, viewer: Viewer) -> Progress | None:
    """The work on an edition as a bar; none once it is done."""
    if work.state == "done":
        return None
    words = {
        editions.COMPARE: tr("比对在计的期限", "Comparing the open clocks"),
        editions.CARRY_OUT: tr("按新版改写期限", "Moving the dates"),
    }[work.kind]
    if work.state == "failed":
        words += tr(f"：{work.fault_zh}", f": {work.fault_en}")
    poll = reverse("staff:deadlines_progress", args=[edition.pk]) if work.state in OPEN else ""
    mine = decides(viewer) and work.kind == editions.COMPARE and work.state in OPEN
    cancel = reverse("staff:deadlines_cancel", args=[edition.pk]) if mine else ""
    return Progress(words, work.done, work.total, work.state, cancel_href=cancel, poll_href=poll)


@signed_in
def progress(request: HttpRequest, edition: int) -> HttpResponse:
    """The bar alone; when the work is done, the whole page is asked for again."""
    viewer = viewer_in(request)
    found = _edition(edition)
    work = change_list.work_on(found)
    bar = progress_of(work, found, viewer) if work is not None else None
    if bar is None:
        answer = HttpResponse(status=200)
        answer["HX-Refresh"] = "true"
        return answer
    return render(request, "parts/progress.html", {"progress": bar})


@signed_in
@require_POST
def cancel(request: HttpRequest, edition: int) -> HttpResponse:
    """Stop comparing an edition; nothing has moved."""
    work = change_list.work_on(_edition(edition))
    if not decides(viewer_in(request)) or work is None or work.kind != editions.COMPARE:
        raise Http404
    jobs.cancel(work.pk)
    return redirect("staff:deadlines_changes")


@signed_in
@require_POST
def decide(request: HttpRequest, edition: int) -> HttpResponse:
    """Accept an edition or refuse it, with a note; by those alone who may."""
    viewer = viewer_in(request)
    if viewer.recorder is None:
        raise Http404
    act = editions.accept if request.POST.get("act") == "accept" else editions.refuse
    words = " ".join(request.POST.get("note", "").split())
    try:
        found = act(edition, by=viewer.recorder, at=timezone.now(), note=words)
    except (Refused, InputError) as fault:
        messages.error(request, tr(f"没有决定：{fault.zh}", f"Not decided: {fault.en}"))
        return redirect("staff:deadlines_changes")
    said = {
        Edition.IN_FORCE: tr("已接受；期限正在改写", "Accepted; the dates are being moved"),
        Edition.REFUSED: tr("已决定不采用；期限不变", "Refused; no date moves"),
    }
    note(viewer, "edition.decided", object_id=str(edition), details={"standing": found.standing})
    messages.success(request, said[found.standing])
    return redirect("staff:deadlines_edition", edition)
