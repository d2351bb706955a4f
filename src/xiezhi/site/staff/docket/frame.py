"""What stands on the docket's page, as its templates are given it: table, pager, views, filters, tools."""

from datetime import date
from typing import Any
from urllib.parse import parse_qsl, urlencode

from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import mark_safe

from xiezhi.record.models import CourtView
from xiezhi.record.viewers import Viewer
from xiezhi.rules.language import tr
from xiezhi.rules.procedure.catalogue import event_kind
from xiezhi.site.staff.docket import court_views, preferences, taking
from xiezhi.site.staff.docket.asking import ORDERS, Asked, sorts_of
from xiezhi.site.staff.docket.choices import chips_set, menus, people_for
from xiezhi.site.staff.docket.columns import COLUMNS, Cell, DocketColumn
from xiezhi.site.staff.docket.listing import Figures
from xiezhi.site.staff.docket.paging import SIZE, Cut, mark_of
from xiezhi.site.staff.docket.rows import Row
from xiezhi.site.staff.docket.views import MINE, is_wide, view_words, views_for
from xiezhi.site.staff.parts import Column, Page, Tab

TICK = "in-tick"
_ONCE = ("purpose", "ticked", "taking", "named")  # of what was typed, shown again once
ORDER_WORDS = {
    "due": ("按届满日排序，停表与不受限在后", "by due date; stopped and unlimited clocks last"),
    "filed": ("按立案日排序", "by day of filing"),
    "number": ("按案号排序", "by case number"),
    "closed": ("按结案日排序", "by day of closing"),
    "parties": ("按当事人拼音排序", "by the first party, in the order of pinyin"),
    "judge": ("按承办人拼音排序", "by judge, in the order of pinyin"),
}


def drawn(rows: list[Row], columns: list[DocketColumn], on: date) -> list[tuple[bool, list[Cell]]]:
    """The rows as cells, each row with whether it is protected."""
    return [(row.hidden, [column.shown(row, on) for column in columns]) for row in rows]


def table(
    asked: Asked,
    figures: Figures,
    cut: Cut,
    columns: list[DocketColumn],
    viewer: Viewer,
    first: int,
    ticked: frozenset[str] = frozenset(),
) -> dict[str, Any]:
    """The table with its head, its count and its pager; `first` is the number of its first row as the address has it, `ticked` the
    rows that were ticked before. The first column ticks."""
    wide = is_wide(viewer)
    lines = zip(cut.rows, drawn(cut.rows, columns, asked.day(viewer)))
    return {
        "rows": [(hidden, [_tick(row, ticked), *cells]) for row, (hidden, cells) in lines],
        "head": [Column(tr("选", "Tick"), kind=TICK), *(_head(asked, column, wide) for column in columns)],
        "keys": ["tick", *(column.key for column in columns)],
        "page": _page(asked, figures, cut, first),
        "total": figures.total,
        "capped": figures.capped,
        "ordered": _order_words(asked),
    }


def _tick(row: Row, ticked: frozenset[str]) -> Cell:
    """The box that ticks a row. A protected case has none: its identifier would stand there."""
    if row.hidden:
        return Cell(TICK, "", "", "")
    words = tr(f"选{row.number or '未编号案件'}", f"tick {row.number or 'the case without a number'}")
    box = format_html(
        '<input type="checkbox" name="case" value="{}" form="take" aria-label="{}"{}>',
        row.case, words, mark_safe(" checked") if str(row.case) in ticked else "",
    )  # fmt: skip
    return Cell(TICK, "", "", box)


def _head(asked: Asked, column: DocketColumn, wide: bool) -> Column:
    if column.sort not in sorts_of(asked.view, wide=wide, past=asked.as_of is not None):
        return Column(column.words, kind=column.classes)
    here = asked.sort == column.sort
    down = not asked.descending if here else column.sort == "closed"
    way = ("ascending", "descending")[asked.descending] if here else ""
    return Column(
        column.words, "?" + asked.address(sort=column.sort, order=ORDERS[down]), way, column.classes
    )


def _page(asked: Asked, figures: Figures, cut: Cut, first: int) -> Page:
    first = first if cut.more_before else 1
    last = first + len(cut.rows) - 1
    total = max(figures.total, last)
    before = after = ""
    if cut.more_before and cut.rows:
        before = "?" + asked.address(before=mark_of(cut.rows[0]), row=str(max(1, first - SIZE)))
    if cut.more_after:
        after = "?" + asked.address(after=mark_of(cut.rows[-1]), row=str(last + 1))
    return Page(min(first, last), last, total, -(-first // SIZE), max(1, -(-total // SIZE)), before, after)


def _order_words(asked: Asked) -> str:
    return tr(*ORDER_WORDS[asked.sort]) + (tr("，由后到前", ", latest first") if asked.descending else "")


def surroundings(
    request: HttpRequest, asked: Asked, figures: Figures, viewer: Viewer, kept: dict[str, Any]
) -> dict[str, Any]:
    """What stands around the table: views, filters, tools, and what was typed into a form that was refused."""
    people, own = people_for(asked, viewer), preferences.own_views(kept)
    courts = court_views.court_views(viewer)
    shared = next((view for view in courts if court_views.mark_of(view) == asked.saved), None)
    return {
        "asked": asked,
        "as_of": asked.as_of,
        "as_of_offered": True,
        "tabs": _tabs(asked, figures, viewer, own, courts),
        "current": next((view for view in own if view.id == asked.saved), None),
        "shared": shared,
        "may_end": shared is not None and court_views.may_end(shared, viewer),
        "may_share": court_views.may_make(viewer),
        "chips": chips_set(asked, people, asked.day(viewer)),
        "menus": menus(asked, people, viewer),
        "filtered": bool(asked.filters.set()),
        "clear": "?" + asked.address(saved=None, **dict.fromkeys(asked.filters.set())),
        "query": asked.address(),
        "place": _place(request),
        "fields": parse_qsl(asked.address()),
        "columns": list(COLUMNS.values()),
        "compact": preferences.is_compact(kept),
        "taking": "taking" in request.GET,
        "ticked": "ticked" in request.GET,
        "shortest": taking.SHORTEST_PURPOSE,
        "longest": taking.LONGEST_PURPOSE,
        "purpose": request.GET.get("purpose", "")[: 2 * taking.LONGEST_PURPOSE],
        "named": request.GET.get("named", "")[: preferences.LONGEST_NAME],
        "printed_at": timezone.now(),
        "may_docket": viewer.post is not None
        and viewer.post.role in event_kind("case.docketed").office_roles,
    }


def _place(request: HttpRequest) -> str:
    """The question and the place in the list, to come back to."""
    kept = [(name, value) for name, value in request.GET.items() if name not in _ONCE]
    return urlencode(kept)


def _tabs(
    asked: Asked, figures: Figures, viewer: Viewer, own: list[preferences.OwnView], courts: list[CourtView]
) -> list[Tab]:
    day = f"&as_of={asked.as_of:%Y-%m-%d}" if asked.as_of else ""
    standing = [
        Tab(
            view_words(view, viewer), f"?view={view.key}{day}", _figure(asked, figures, view.key),
            asked.view is view and not asked.saved,
        )
        for view in views_for(viewer)
        if view.key != MINE or figures.views.get(MINE) or asked.view.key == MINE or asked.as_of
    ]  # fmt: skip
    shared = [
        (tr(f"本院：{view.name}", f"Court: {view.name}"), view.query, court_views.mark_of(view))
        for view in courts
    ]
    saved = shared + [(view.name, view.query, view.id) for view in own]
    return standing + [
        Tab(words, f"?{query}&saved={mark}{day}", None, mark == asked.saved) for words, query, mark in saved
    ]


def _figure(asked: Asked, figures: Figures, key: str) -> int | None:
    """The figure of a view; a view that is looked at without filters has the figure of its list."""
    if asked.view.key == key and not asked.filters.set():
        return None if figures.capped else figures.total
    return figures.views.get(key)
