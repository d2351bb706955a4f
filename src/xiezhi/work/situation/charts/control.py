"""One court over time with the limits of its usual up and down, and the points that leave them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from xiezhi.rules.language import tr
from xiezhi.work.situation.charts.chart import Cell, Chart
from xiezhi.work.situation.charts.drawing import (
    MEASURE,
    Dot,
    Drawing,
    Line,
    Linked,
    Mark,
    Path,
    Text,
    names_at_end,
    room_for,
    text_width,
)
from xiezhi.work.situation.charts.scale import (
    Scale,
    count_ticks,
    grid,
    month_words,
    months_axis,
    number_between,
    number_words,
    percent_between,
    percent_ticks,
    percent_words,
    scale_over,
)
from xiezhi.work.situation.statistics.control import SEASONAL, Control

TOP, BOTTOM, HEIGHT = 24, 216, 242
UNDER = 20  # px under a dot for the name of its month
MOST_NAMED = 4  # months beyond the limits that the sentence names


@dataclass(frozen=True, slots=True)
class Opened:
    """The month of a value and the address of its cases."""

    month: date
    href: str = ""


def control(
    chart: Control,
    months: Sequence[Opened],
    title: str = "",
    *,
    share: bool = False,
    unit: tuple[str, str] = ("件", "cases"),
) -> Chart:
    """What is judged as a line with its dots; outside: filled dark with a ring; in a run: hollow. Without season, the raw values lie grey behind."""
    title = title or tr("变化还是波动", "Change or noise")
    chart = _as_drawn(chart)
    known = [one for one in (*chart.judged, *chart.values, *chart.low, *chart.high) if one is not None]
    named_under = any(_is_under(chart, place) for place in chart.outside)
    # Not from nought: a control chart is about the distance to its limits.
    scale = scale_over(
        known or [0.0, 1.0],
        TOP,
        BOTTOM - UNDER if named_under else BOTTOM,
        zero=False,
        most=1.0 if share and max(known, default=0.0) <= 1 else None,
    )
    ticks, unit_words = (percent_ticks(scale.ticks), "") if share else count_ticks(scale, *unit)
    marks: list[Mark] = [*grid(scale, ticks), Text(0, 12, unit_words, "quiet", "end", -8)]
    marks += months_axis([one.month for one in months], BOTTOM, top=TOP)
    marks += [*_limits(chart, scale), *_lines(chart, scale), *_dots(chart, months, scale, share=share)]
    marks += _names(chart, months, scale, share=share)
    names, labels = _limit_names(chart, scale, share=share)
    marks += names
    rows = tuple(_row(chart, place, one, scale, share=share) for place, one in enumerate(months))
    columns = (
        tr("月份", "Month"),
        tr("数值", "Value"),
        tr("去季节后", "Without season"),
        tr("下限", "Lower limit"),
        tr("上限", "Upper limit"),
        tr("信号", "Signal"),
    )
    return Chart(
        title,
        _told(chart, months),
        columns,
        rows,
        Drawing(tuple(marks), HEIGHT, room_for(ticks), room_for(labels, 14)),
    )


def _as_drawn(chart: Control) -> Control:
    """Without the lower limits under nought: no count comes there, so there is nothing to see of them."""
    return replace(chart, low=tuple(None if one is None or one < 0 else one for one in chart.low))


def _is_under(chart: Control, place: int) -> bool:
    return (chart.judged[place] or 0.0) < chart.centre


def _x(place: int, chart: Control) -> float:
    return (place + 0.5) / len(chart.values)


def _limits(chart: Control, scale: Scale) -> list[Mark]:
    y = scale.y(chart.centre)
    marks: list[Mark] = [Line(0, y, 1, y, "mean")]
    for ends in (chart.low, chart.high):
        for place, end in enumerate(ends):
            if end is None:
                continue
            left, width = place / len(ends), 1 / len(ends)
            if len(set(ends)) == 1:
                marks.append(Line(0, scale.y(end), 1, scale.y(end), "limit"))
                break
            marks.append(Line(left, scale.y(end), left + width, scale.y(end), "limit-plain"))
    return marks


def _lines(chart: Control, scale: Scale) -> list[Mark]:
    marks: list[Mark] = []
    if chart.basis == SEASONAL:
        marks += [Path(points, "line-dashed") for points in _stretches(chart.values, scale)]
    return [*marks, *(Path(points, "line-thin") for points in _stretches(chart.judged, scale))]


def _stretches(values: Sequence[float | None], scale: Scale) -> list[tuple[tuple[float, float], ...]]:
    """The line in pieces, broken where a value is missing."""
    pieces: list[list[tuple[float, float]]] = [[]]
    for place, value in enumerate(values):
        if value is None:
            pieces.append([])
        else:
            pieces[-1].append(((place + 0.5) / len(values), scale.y(value)))
    return [tuple(piece) for piece in pieces if len(piece) > 1]


def _dots(chart: Control, months: Sequence[Opened], scale: Scale, *, share: bool) -> list[Mark]:
    marks: list[Mark] = []
    for place, (value, one) in enumerate(zip(chart.judged, months, strict=True)):
        if value is None:
            continue
        x, y = _x(place, chart), scale.y(value)
        kind, radius = (
            ("dot-outside", 5)
            if place in chart.outside
            else ("dot-run", 4)
            if place in chart.runs
            else ("dot-small", 2.5)
        )
        words = f"{month_words(one.month, year=True)} {_written(chart.values[place], share=share)}"
        marks.append(Linked(one.href, words, (Dot(x, y, 9, "touch"), Dot(x, y, radius, kind))))
    return marks


def _names(chart: Control, months: Sequence[Opened], scale: Scale, *, share: bool) -> list[Mark]:
    """The months of the points beyond the limits, the latest first, clear of the line; one is left out (it is in the table) where another
    stands."""
    marks: list[Mark] = []
    taken: list[tuple[float, float, bool]] = []
    for place in reversed(chart.outside):
        value = chart.judged[place]
        assert value is not None
        x, above = _x(place, chart), not _is_under(chart, place)
        words = f"{month_words(months[place].month, year=True)} {_written(chart.values[place], share=share)}"
        width = text_width(words) / MEASURE
        anchor = "start" if x < 0.12 else "end" if x > 0.88 else "middle"
        start = x - width * {"start": 0.0, "middle": 0.5, "end": 1.0}[anchor]
        if any(side == above and start < end and begin < start + width for begin, end, side in taken):
            continue
        taken.append((start, start + width, above))
        under = [
            scale.y(one)
            for spot, one in enumerate(chart.judged)
            if one is not None and start <= _x(spot, chart) <= start + width
        ]
        y = min([scale.y(value), *under]) - 10 if above else max([scale.y(value), *under]) + UNDER
        marks.append(Text(x, y, words, "strong-haloed", anchor, roomy=len(taken) > 1))
    return marks


def _limit_names(chart: Control, scale: Scale, *, share: bool) -> tuple[list[Mark], list[str]]:
    if not chart.values or all(end is None for end in chart.high):
        return [], []
    last_high, last_low = (
        next((end for end in reversed(ends) if end is not None), None) for ends in (chart.high, chart.low)
    )
    # From above, so that where all three lie at one height they still stand in their order.
    written = [
        (last_high, tr("上限", "upper"), "quiet"),
        (chart.centre, tr("均值", "mean"), "strong"),
        (last_low, tr("下限", "lower"), "quiet"),
    ]
    names = [
        (scale.y(value), f"{name}{tr('', ' ')}{_between(value, scale, share=share)}", kind)
        for value, name, kind in written
        if value is not None
    ]
    return names_at_end(names, BOTTOM), [words for _, words, _ in names]


def _between(value: float | None, scale: Scale, *, share: bool) -> str:
    """What was worked out and not counted, a limit or a value without its season: as fine as the axis is."""
    if value is None:
        return "—"
    return percent_between(value, scale) if share else number_between(value, scale)


def _written(value: float | None, *, share: bool) -> str:
    if value is None:
        return "—"
    return percent_words(value) if share else number_words(round(value, 2))


def _row(chart: Control, place: int, one: Opened, scale: Scale, *, share: bool) -> tuple[Cell, ...]:
    judged = chart.judged[place] if chart.basis == SEASONAL else None
    signal = (
        tr("限外", "outside")
        if place in chart.outside
        else tr("同侧连续", "run")
        if place in chart.runs
        else ""
    )
    numbers = (judged, chart.low[place], chart.high[place])
    return (
        Cell(month_words(one.month, year=True)),
        Cell(_written(chart.values[place], share=share), one.href),
        *(Cell(_between(number, scale, share=share)) for number in numbers),
        Cell(signal),
    )


def _told(chart: Control, months: Sequence[Opened]) -> str:
    basis = (
        tr("已去季节，一月二月合看", "without season, January and February taken together")
        if chart.basis == SEASONAL
        else tr("原值", "as counted")
    )
    if chart.calm:
        return tr(
            f"{basis}；没有限外的月份，也没有八个月同在一侧",
            f"{basis}; no month outside the limits, no run of eight on one side",
        )
    joined = tr("、", ", ")
    parts = []
    if chart.outside:
        named = joined.join(
            month_words(months[place].month, year=True) for place in chart.outside[-MOST_NAMED:]
        )
        count = len(chart.outside)
        parts.append(
            tr(f"限外：{named}", f"outside the limits: {named}")
            if count <= MOST_NAMED
            else tr(
                f"限外{count}个月，最近的是{named}", f"{count} months outside the limits, the latest {named}"
            )
        )
    if chart.runs:
        first, last = (
            month_words(months[place].month, year=True) for place in (chart.runs[0], chart.runs[-1])
        )
        parts.append(
            tr(
                f"{first}至{last}之间有八个月以上同在一侧",
                f"eight or more on one side between {first} and {last}",
            )
        )
    return tr("；", "; ").join((basis, *parts))
