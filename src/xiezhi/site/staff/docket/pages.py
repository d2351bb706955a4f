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
from xiezhi.site.staff.access import signed_in
from xiezhi.site.staff.docket import asking, preferences, sheets
from xiezhi.site.staff.docket.asking import Asked
from xiezhi.site.staff.docket.choices import chips_set, menus, people_for
from xiezhi.site.staff.docket.columns import COLUMNS, DocketColumn, chosen
from xiezhi.site.staff.docket.listing import DAYS, Figures, Listing
from xiezhi.site.staff.docket.paging import SIZE, Cut, mark_of, read_mark
from xiezhi.site.staff.docket.rows import Row
from xiezhi.site.staff.docket.views import MINE, scope_of, usual_columns, view_words, views_for
from xiezhi.site.staff.parts import Column, Page, Tab

SHORTEST_PURPOSE, LONGEST_PURPOSE = 2, 60


def viewer_of(request: HttpRequest) -> Viewer:
    """On whose behalf a signed-in request reads."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    return viewer


def kept(request: HttpRequest) -> dict[str, Any]:
    """The reader's preferences."""
    found: dict[str, Any] = request.user.preferences  # type: ignore[union-attr]
    return found


@signed_in
def docket(request: HttpRequest) -> HttpResponse:
    """The list of cases."""
    viewer = viewer_of(request)
    if scope_of(viewer) == "none":
        return render(request, "staff/docket_none.html", {"viewer": viewer})
    asked = asking.read(request.GET, viewer)
    listing = Listing(asked, viewer)
    figures = listing.figures()
    cut = listing.page(read_mark(request.GET, day=asked.sort in DAYS))
    _audit(viewer, "docket.listed", asked, figures.total)
    columns = columns_for(asked, viewer, kept(request))
    context = _list(asked, figures, cut, columns, viewer, _first_row(request)) | _frame(request, asked, figures, viewer)
    return render(request, "staff/docket.html", context)


def columns_for(asked: Asked, viewer: Viewer, kept_choice: dict[str, Any]) -> list[DocketColumn]:
    """The columns the reader chose for this view, or the usual ones."""
    own = preferences.columns_of(kept_choice, asked.view.key)
    return chosen(own or usual_columns(asked.view, viewer))


def drawn(rows: list[Row], columns: list[DocketColumn], on: Any) -> list[tuple[bool, list[tuple[str, str, Any]]]]:
    """The rows as cells: whether protected, then classes, title and content of each."""
    return [(row.hidden, [column.shown(row, on) for column in columns]) for row in rows]


def _audit(viewer: Viewer, verb: str, asked: Asked, count: int, **more: Any) -> None:
    """Lists are audited as query and count, not row by row."""
    note(viewer, verb, object_class="O1", details={"query": asked.address(), "count": count}, **more)


def _first_row(request: HttpRequest) -> int:
    """The number of the page's first row, as the address carries it; only shown, never counted with."""
    typed = request.GET.get("row", "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 9 else 1


def _list(
    asked: Asked, figures: Figures, cut: Cut, columns: list[DocketColumn], viewer: Viewer, first: int
) -> dict[str, Any]:
    """The table with its head, its count and its pager."""
    return {
        "rows": drawn(cut.rows, columns, asked.day(viewer)),
        "head": [_head(asked, column) for column in columns],
        "keys": [column.key for column in columns],
        "page": _page(asked, figures, cut, first),
        "total": figures.total,
        "capped": figures.capped,
        "ordered": _order_words(asked),
    }


def _head(asked: Asked, column: DocketColumn) -> Column:
    if column.sort not in asking.sorts_of(asked.view):
        return Column(column.words, kind=f"in-{column.key} {column.kind}".strip())
    here = asked.sort == column.sort
    down = not asked.descending if here else column.sort == "closed"
    way = ("ascending", "descending")[asked.descending] if here else ""
    href = "?" + asked.address(sort=column.sort, order=asking.ORDERS[down])
    return Column(column.words, href, way, f"in-{column.key} {column.kind}".strip())


def _page(asked: Asked, figures: Figures, cut: Cut, first: int) -> Page:
    if not cut.more_before:
        first = 1
    last = first + len(cut.rows) - 1
    total = max(figures.total, last)
    before = after = ""
    if cut.more_before:
        before = "?" + asked.address(before=mark_of(cut.rows[0]), row=str(max(1, first - SIZE)))
    if cut.more_after:
        after = "?" + asked.address(after=mark_of(cut.rows[-1]), row=str(last + 1))
    return Page(min(first, last), last, total, -(-first // SIZE), max(1, -(-total // SIZE)), before, after)


def _order_words(asked: Asked) -> str:
    words = {
        "due": ("按届满日排序，停表与不受限在后", "by due date; stopped and unlimited clocks last"),
        "filed": ("按立案日排序", "by day of filing"),
        "number": ("按案号排序", "by case number"),
        "closed": ("按结案日排序", "by day of closing"),
    }
    return tr(*words[asked.sort]) + (tr("，由后到前", ", latest first") if asked.descending else "")


def _frame(request: HttpRequest, asked: Asked, figures: Figures, viewer: Viewer) -> dict[str, Any]:
    """What stands around the table: views, chips, choosers."""
    people, own = people_for(asked, viewer), preferences.own_views(kept(request))
    return {
        "asked": asked,
        "tabs": _tabs(asked, figures, viewer, own),
        "current": next((view for view in own if view.id == asked.saved), None),
        "chips": chips_set(asked, people, asked.day(viewer)),
        "menus": menus(asked, people, viewer),
        "clear": "?" + asking.Asked(asked.view, asking.Filters(), asked.sort, asked.descending, asked.as_of, "", ()).address(),
        "filtered": bool(asked.filters.set()),
        "fields": parse_qsl(asked.address()),
        "columns": list(COLUMNS.values()),
        "compact": preferences.is_compact(kept(request)),
        "query": asked.address(),
        "purpose": request.GET.get("purpose", "")[:LONGEST_PURPOSE],
        "named": request.GET.get("named", "")[: preferences.LONGEST_NAME],
        "printed_at": timezone.now(),
        "as_of": asked.as_of,
        "as_of_offered": True,
        "most_rows": sheets.MOST_ROWS,
        "too_many": figures.total > sheets.MOST_ROWS,
    }


def _tabs(asked: Asked, figures: Figures, viewer: Viewer, own: list[preferences.OwnView]) -> list[Tab]:
    day = f"&as_of={asked.as_of:%Y-%m-%d}" if asked.as_of else ""
    standing = [
        Tab(view_words(view, viewer), f"?view={view.key}{day}", _figure(asked, figures, view.key), _is_current(asked, view.key))
        for view in views_for(viewer)
        if view.key != MINE or figures.views.get(MINE) or asked.view.key == MINE
    ]
    saved = [Tab(view.name, f"?{view.query}&saved={view.id}{day}", None, view.id == asked.saved) for view in own]
    return standing + saved


def _is_current(asked: Asked, key: str) -> bool:
    return asked.view.key == key and not asked.saved


def _figure(asked: Asked, figures: Figures, key: str) -> int | None:
    if _is_current(asked, key) and not asked.filters.set():
        return None if figures.capped else figures.total
    return figures.views.get(key)


@signed_in
def export(request: HttpRequest, form: str) -> HttpResponse:
    """The rows of the list as a file: same rows, same order, same rights."""
    viewer = viewer_of(request)
    if form not in sheets.WRITERS or scope_of(viewer) == "none":
        raise Http404
    asked = asking.read(request.GET, viewer)
    listing, purpose = Listing(asked, viewer), " ".join(request.GET.get("purpose", "").split())
    total = listing.figures().total
    refusal = _refusal(asked, total, purpose)
    if refusal:
        _audit(viewer, "docket.exported", asked, total, purpose=purpose, outcome="denied", reason=refusal, service=form)
        messages.error(request, refusal)
        return _back(asked.address(), purpose=purpose)
    sheet = _sheet(request, asked, listing, purpose)
    _audit(viewer, "docket.exported", asked, len(sheet.rows), purpose=purpose, service=form)
    return _file(sheets.WRITERS[form](sheet), form, viewer)


def _refusal(asked: Asked, total: int, purpose: str) -> str:
    """Why these rows are not handed out; empty when they are."""
    if asked.faults:
        return tr("没有导出，条件有误：", "Not exported; a filter is wrong: ") + asked.faults[0]
    if not SHORTEST_PURPOSE <= len(purpose) <= LONGEST_PURPOSE:
        return tr(
            f"没有导出：请写明用途，{SHORTEST_PURPOSE}至{LONGEST_PURPOSE}个字",
            f"Not exported: state the purpose in {SHORTEST_PURPOSE} to {LONGEST_PURPOSE} characters",
        )
    if total > sheets.MOST_ROWS:
        return tr(
            f"没有导出：列表有{total:,}件，一次最多{sheets.MOST_ROWS:,}件；请加上条件",
            f"Not exported: the list has {total:,} cases, at most {sheets.MOST_ROWS:,} go into a file; narrow it",
        )
    return ""


def _sheet(request: HttpRequest, asked: Asked, listing: Listing, purpose: str) -> sheets.Sheet:
    viewer = listing.viewer
    mark = sheets.mark_words(
        viewer.name, timezone.now(), purpose,
        demonstration=settings.DEMONSTRATION, training=settings.TRAINING, as_of=asked.as_of,
    )  # fmt: skip
    rows = listing.page(None, sheets.MOST_ROWS).rows
    columns = columns_for(asked, viewer, kept(request))
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
    account, name = viewer_of(request).account, request.POST.get("name", "")
    view, query = request.POST.get("saved", ""), request.POST.get("query", "")
    try:
        match request.POST.get("act"):
            case "rename":
                kept_view = preferences.rename_view(account, view, name)
            case "remove":
                kept_view = preferences.remove_view(account, view)
                messages.success(request, tr(f"已删去视图“{kept_view.name}”", f"View “{kept_view.name}” removed"))
                return redirect(f"{reverse('staff:docket')}?{kept_view.query}")
            case _:
                kept_view = preferences.save_view(account, name, query)
        messages.success(request, tr(f"已保存视图“{kept_view.name}”", f"View “{kept_view.name}” saved"))
        return redirect(f"{reverse('staff:docket')}?{kept_view.query}&saved={kept_view.id}")
    except InputError as fault:
        messages.error(request, tr(f"没有保存：{fault.zh}", f"Not saved: {fault.en}"))
        return _back(query, named=name)


@signed_in
@require_POST
def keep_columns(request: HttpRequest) -> HttpResponse:
    """Remember columns or close rows."""
    account, query = viewer_of(request).account, request.POST.get("query", "")
    if "compact" in request.POST:
        preferences.choose_compact(account, request.POST["compact"] == "1")
    else:
        keys = [] if "usual" in request.POST else request.POST.getlist("column")
        preferences.choose_columns(account, asking.read(dict(request.POST.items()), viewer_of(request)).view.key, keys)
    return _back(query)


def _back(query: str, **typed: str) -> HttpResponseRedirect:
    """To the list one came from, with what was typed into a form that was refused."""
    return HttpResponseRedirect(f"{reverse('staff:docket')}?{urlencode([*parse_qsl(query), *typed.items()])}")
