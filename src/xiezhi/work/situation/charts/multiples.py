"""Small lines of courts, each from nought on a scale of its own, in administrative order: shapes to compare, not heights."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from xiezhi.rules.dates import add_months
from xiezhi.rules.language import tr
from xiezhi.work.situation.charts.chart import Cell, Chart
from xiezhi.work.situation.charts.drawing import Drawing, Line, Linked, Mark, Path, Text, text_width
from xiezhi.work.situation.charts.scale import month_words, number_words

HEIGHT = 56
CELL, GAP, WIDTH = 104, 0.035, 640  # px down, share across, px of the width for which names are cut


@dataclass(frozen=True, slots=True)
class Area:
    """A court (or one with those below it) with its months, oldest first."""

    name: str
    new: Sequence[float]
    closed: Sequence[float]
    href: str = ""


def spark(area: Area, first: date) -> Chart:
    """The lines of one court without words, for a page that sets names and numbers around it."""
    marks = _lines(area, first, 0, 1, 2, HEIGHT)
    return Chart(
        area.name, _told(area), _columns(first, area), _rows([area]), Drawing(tuple(marks), HEIGHT + 4, 8, 8)
    )


def multiples(areas: Sequence[Area], first: date, title: str = "", *, columns: int = 4) -> Chart:
    """All courts in one drawing, row by row; for paper, where nothing flows."""
    title = title or tr("各法院每月新收与结案", "New and closed by court")
    width = (1 - GAP * (columns - 1)) / columns
    marks: list[Mark] = []
    for place, area in enumerate(areas):
        left, top = (place % columns) * (width + GAP), (place // columns) * CELL
        highest = number_words(max([*area.new, *area.closed, 0]))
        room = width * WIDTH - text_width(highest) - 36
        marks += [
            Line(left, top + 4, left + width, top + 4, "grid"),
            Linked(area.href, _told(area), (Text(left, top + 20, cut(area.name, room), "strong"),)),
            Text(left + width, top + 20, tr(f"最高{highest}", f"top {highest}"), "quiet", "end"),
            *_lines(area, first, left, left + width, top + 28, top + 28 + HEIGHT - 12),
        ]
        if area.new and area.closed:
            month = month_words(add_months(first, len(area.new) - 1))
            marks += [
                Text(
                    left,
                    top + 88,
                    tr(
                        f"{month}新收{number_words(area.new[-1])}",
                        f"{month} new {number_words(area.new[-1])}",
                    ),
                    "quiet",
                ),
                Text(
                    left + width,
                    top + 88,
                    tr(f"结案{number_words(area.closed[-1])}", f"closed {number_words(area.closed[-1])}"),
                    "accent-text",
                    "end",
                ),
            ]
    rows = -(-len(areas) // columns)
    columns_of_table = _columns(first, areas[0]) if areas else (tr("法院", "Court"),)
    told = tr(
        f"{len(areas)}个法院，按行政区划顺序，纵轴各自从零起",
        f"{len(areas)} courts in administrative order, each on its own scale from nought",
    )
    return Chart(
        title, told, columns_of_table, _rows(areas), Drawing(tuple(marks), max(1, rows) * CELL, 8, 8)
    )


def cut(name: str, room: float) -> str:
    """A name cut to a width in px, with a sign that it is."""
    if text_width(name) <= room:
        return name
    while name and text_width(name + "…") > room:
        name = name[:-1]
    return name + "…"


def _lines(area: Area, first: date, left: float, right: float, top: float, bottom: float) -> list[Mark]:
    highest, many = max([*area.new, *area.closed, 1]), max(len(area.new), len(area.closed))
    marks: list[Mark] = [Line(left, bottom, right, bottom, "axis")]
    january = [place for place in range(1, many) if (first.month - 1 + place) % 12 == 0]
    step = (right - left) / max(1, many - 1)
    marks += [Line(left + place * step, top, left + place * step, bottom, "grid") for place in january]
    for values, kind in ((area.new, "line-grey"), (area.closed, "line-thin")):
        points = tuple(
            (left + place * step, bottom - value / highest * (bottom - top))
            for place, value in enumerate(values)
        )
        if len(points) > 1:
            marks.append(Path(points, kind))
    return marks


def _columns(first: date, area: Area) -> tuple[str, ...]:
    name = month_words(add_months(first, max(0, len(area.new) - 1)), year=True)
    return (
        tr("法院", "Court"),
        tr("新收合计", "New in all"),
        tr("结案合计", "Closed in all"),
        tr(f"{name}新收", f"New, {name}"),
        tr(f"{name}结案", f"Closed, {name}"),
    )


def _rows(areas: Sequence[Area]) -> tuple[tuple[Cell, ...], ...]:
    return tuple(
        (
            Cell(area.name, area.href),
            *(
                Cell(number_words(one))
                for one in (sum(area.new), sum(area.closed), *area.new[-1:], *area.closed[-1:])
            ),
        )
        for area in areas
    )


def _told(area: Area) -> str:
    new, closed = number_words(sum(area.new)), number_words(sum(area.closed))
    return tr(f"{area.name}：新收{new}件，结案{closed}件", f"{area.name}: {new} new, {closed} closed")
