"""The docket's pages: the list, its files, and what a reader keeps of it."""

from typing import Any
from urllib.parse import parse_qsl, urlencode

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from xiezhi.record.audit import note
from xiezhi.record.viewers import Viewer
from xiezhi.rules.errors import InputError
from xiezhi.rules.language import tr
from xiezhi.site.staff.access import signed_in, viewer_in
from xiezhi.site.staff.docket import asking, frame, preferences, sheets
from xiezhi.site.staff.docket.asking import Asked
from xiezhi.site.staff.docket.columns import DocketColumn, chosen
from xiezhi.site.staff.docket.listing import DAYS, Listing
from xiezhi.site.staff.docket.paging import Cut, read_mark
from xiezhi.site.staff.docket.rows import Row
from xiezhi.site.staff.docket.views import scope_of, usual_columns, view_words


def kept(request: HttpRequest) -> dict[str, Any]:
    """The reader's preferences."""
    found: dict[str, Any] = request.user.preferences  # type: ignore[union-attr]
    return found


@signed_in
def docket(request: HttpRequest) -> HttpResponse:
    """The list of cases."""
    viewer = viewer_in(request)
    if scope_of(viewer) == "none":
        return render(request, "staff/docket_none.html")
    asked = asking.read(request.GET.dict(), viewer)
    listing = Listing(asked, viewer)
    cut = listing.page(read_mark(request.GET.dict(), day=asked.sort in DAYS))
    figures = listing.figures().agreeing_with(cut)
    _audit(viewer, "docket.listed", asked, figures.total)
    columns = _columns(asked, viewer, kept(request))
    context = frame.table(asked, figures, cut, columns, asked.day(viewer), _first_row(request))
    context |= frame.surroundings(request, asked, figures, viewer, kept(request))
    return render(request, "staff/docket.html", context)


def _columns(asked: Asked, viewer: Viewer, preferred: dict[str, Any]) -> list[DocketColumn]:
    """The columns the reader chose for this view, or the usual ones."""
    return chosen(preferences.columns_of(preferred, asked.view.key) or usual_columns(asked.view, viewer))


def _audit(viewer: Viewer, verb: str, asked: Asked, count: int, **more: Any) -> None:
    """Lists are audited as query and count, not row by row."""
    note(viewer, verb, object_class="O1", details={"query": asked.address(), "count": count}, **more)


def _first_row(request: HttpRequest) -> int:
    """The number of the page's first row, as the address carries it; only shown, never counted with."""
    typed = request.GET.get("row", "")
    return max(1, int(typed)) if typed.isascii() and typed.isdigit() and len(typed) < 9 else 1


@signed_in
def export(request: HttpRequest, form: str) -> HttpResponse:
    """The rows of the list as a file: same rows, same order, same rights."""
    viewer = viewer_in(request)
    if form not in sheets.WRITERS or scope_of(viewer) == "none":
        raise Http404
    asked = asking.read(request.GET.dict(), viewer)
    listing, purpose = Listing(asked, viewer), " ".join(request.GET.get("purpose", "").split())
    cut = listing.page(None, sheets.MOST_ROWS)
    total = listing.figures().agreeing_with(cut).total
    refusal = _refusal(asked, cut, total, purpose)
    if refusal:
        _audit(
            viewer,
            "docket.exported",
            asked,
            total,
            purpose=purpose,
            outcome="denied",
            reason=refusal,
            service=form,
        )
        messages.error(request, refusal)
        return _back(asked.address(), purpose=purpose)
    sheet = _sheet(request, asked, viewer, cut.rows, purpose)
    _audit(viewer, "docket.exported", asked, len(sheet.rows), purpose=purpose, service=form)
    return _file(sheets.WRITERS[form](sheet), form, viewer)


def _refusal(asked: Asked, cut: Cut, total: int, purpose: str) -> str:
    """Why these rows are not handed out; empty when they are. What counts is the row too many, not a figure that may lag behind."""
    least, most = sheets.SHORTEST_PURPOSE, sheets.LONGEST_PURPOSE
    if asked.faults:
        return tr("没有导出，条件有误：", "Not exported; a filter is wrong: ") + asked.faults[0]
    if not least <= len(purpose) <= most:
        return tr(
            f"没有导出：请写明用途，{least}至{most}个字",
            f"Not exported: state the purpose in {least} to {most} characters",
        )
    if cut.more_after:
        found = max(total, sheets.MOST_ROWS + 1)
        return tr(
            f"没有导出：列表有{found:,}件，一次最多{sheets.MOST_ROWS:,}件；请加上条件",
            f"Not exported: the list has {found:,} cases, at most {sheets.MOST_ROWS:,} go into a file; narrow it",
        )
    return ""


def _sheet(request: HttpRequest, asked: Asked, viewer: Viewer, rows: list[Row], purpose: str) -> sheets.Sheet:
    mark = sheets.mark_words(
        viewer.name, timezone.now(), purpose,
        demonstration=settings.DEMONSTRATION, training=settings.TRAINING, as_of=asked.as_of,
    )  # fmt: skip
    columns = _columns(asked, viewer, kept(request))
    return sheets.Sheet(view_words(asked.view, viewer), columns, rows, asked.day(viewer), mark)


def _file(content: bytes, form: str, viewer: Viewer) -> HttpResponse:
    answer = HttpResponse(content, content_type=sheets.MEDIA_TYPES[form])
    answer["Content-Disposition"] = f'attachment; filename="docket-{viewer.on:%Y%m%d}.{form}"'
    answer["Cache-Control"] = "no-store"
    return answer


@signed_in
@require_POST
def keep_view(request: HttpRequest) -> HttpResponse:
    """Save, rename or remove a view of one's own."""
    query, name = request.POST.get("query", ""), request.POST.get("name", "")
    try:
        view, words, stays = _kept_view(viewer_in(request), request.POST.dict())
    except InputError as fault:
        messages.error(request, tr(f"没有保存：{fault.zh}", f"Not saved: {fault.en}"))
        return _back(query, named=name)
    messages.success(request, words)
    return _back(view.query, saved=view.id) if stays else _back(view.query)


def _kept_view(viewer: Viewer, typed: dict[str, Any]) -> tuple[preferences.OwnView, str, bool]:
    """What was asked for, done: the view, what to say, and whether the view is still there."""
    name, saved = typed.get("name", ""), typed.get("saved", "")
    if typed.get("act") == "remove":
        view = preferences.remove_view(viewer.account, saved)
        return view, tr(f"已删去视图“{view.name}”", f'View "{view.name}" removed'), False
    if typed.get("act") == "rename":
        view = preferences.rename_view(viewer.account, saved, name)
    else:
        view = preferences.save_view(viewer.account, name, typed.get("query", ""))
    return view, tr(f"已保存视图“{view.name}”", f'View "{view.name}" saved'), True


@signed_in
@require_POST
def keep_columns(request: HttpRequest) -> HttpResponse:
    """Remember columns or close rows."""
    account = viewer_in(request).account
    if "compact" in request.POST:
        preferences.choose_compact(account, request.POST["compact"] == "1")
    else:
        keys = [] if "usual" in request.POST else request.POST.getlist("column")
        preferences.choose_columns(account, request.POST.get("view", ""), keys)
    return _back(request.POST.get("query", ""))


def _back(query: str, **typed: str) -> HttpResponseRedirect:
    """To the list one came from, with what was typed into a form that was refused."""
    return redirect(f"{reverse('staff:docket')}?{urlencode([*parse_qsl(query), *typed.items()])}")
