"""What stands on the docket's page, as its templates are given it: table, pager, views, filters, tools."""

from datetime import date
from typing import Any
from urllib.parse import parse_qsl

from django.http import HttpRequest
from django.utils import timezone

from xiezhi.record.viewers import Viewer
from xiezhi.rules.language import tr
from xiezhi.site.staff.docket import preferences, sheets
from xiezhi.site.staff.docket.asking import ORDERS, Asked, sorts_of
from xiezhi.site.staff.docket.choices import chips_set, menus, people_for
from xiezhi.site.staff.docket.columns import COLUMNS, Cell, DocketColumn
from xiezhi.site.staff.docket.listing import Figures
from xiezhi.site.staff.docket.paging import SIZE, Cut, mark_of
from xiezhi.site.staff.docket.rows import Row
from xiezhi.site.staff.docket.views import MINE, view_words, views_for
from xiezhi.site.staff.parts import Column, Page, Tab

ORDER_WORDS = {
    "due": ("按届满日排序，停表与不受限在后", "by due date; stopped and unlimited clocks last"),
    "filed": ("按立案日排序", "by day of filing"),
    "number": ("按案号排序", "by case number"),
    "closed": ("按结案日排序", "by day of closing"),
}


def drawn(rows: list[Row], columns: list[DocketColumn], on: date) -> list[tuple[bool, list[Cell]]]:
    """The rows as cells, each row with whether it is protected."""
    return [(row.hidden, [column.shown(row, on) for column in columns]) for row in rows]


def table(
    asked: Asked, figures: Figures, cut: Cut, columns: list[DocketColumn], on: date, first: int
) -> dict[str, Any]:
    """The table with its head, its count and its pager; `first` is the number of its first row as the address has it."""
    return {
        "rows": drawn(cut.rows, columns, on),
        "head": [_head(asked, column) for column in columns],
        "keys": [column.key for column in columns],
        "page": _page(asked, figures, cut, first),
        "total": figures.total,
        "capped": figures.capped,
        "ordered": _order_words(asked),
    }


def _head(asked: Asked, column: DocketColumn) -> Column:
    if column.sort not in sorts_of(asked.view):
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
    return {
        "asked": asked,
        "as_of": asked.as_of,
        "as_of_offered": True,
        "tabs": _tabs(asked, figures, viewer, own),
        "current": next((view for view in own if view.id == asked.saved), None),
        "chips": chips_set(asked, people, asked.day(viewer)),
        "menus": menus(asked, people, viewer),
        "filtered": bool(asked.filters.set()),
        "clear": "?" + asked.address(saved=None, **dict.fromkeys(asked.filters.set())),
        "query": asked.address(),
        "fields": parse_qsl(asked.address()),
        "columns": list(COLUMNS.values()),
        "compact": preferences.is_compact(kept),
        "most_rows": sheets.MOST_ROWS,
        "too_many": figures.total > sheets.MOST_ROWS,
        "purpose": request.GET.get("purpose", "")[: sheets.LONGEST_PURPOSE],
        "named": request.GET.get("named", "")[: preferences.LONGEST_NAME],
        "printed_at": timezone.now(),
    }


def _tabs(asked: Asked, figures: Figures, viewer: Viewer, own: list[preferences.OwnView]) -> list[Tab]:
    day = f"&as_of={asked.as_of:%Y-%m-%d}" if asked.as_of else ""
    standing = [
        Tab(
            view_words(view, viewer), f"?view={view.key}{day}", _figure(asked, figures, view.key),
            asked.view is view and not asked.saved,
        )
        for view in views_for(viewer)
        if view.key != MINE or figures.views.get(MINE) or asked.view.key == MINE or asked.as_of
    ]  # fmt: skip
    saved = [
        Tab(view.name, f"?{view.query}&saved={view.id}{day}", None, view.id == asked.saved) for view in own
    ]
    return standing + saved


def _figure(asked: Asked, figures: Figures, key: str) -> int | None:
    """The figure of a view; a view that is looked at without filters has the figure of its list."""
    if asked.view.key == key and not asked.filters.set():
        return None if figures.capped else figures.total
    return figures.views.get(key)
