"""Where courts stand on one line: dots, stacked where they meet, with the interval as a tint. No order but the place on the line."""

from collections.abc import Sequence
from dataclasses import dataclass

from xiezhi.rules.language import tr
from xiezhi.work.situation.charts.chart import Cell, Chart
from xiezhi.work.situation.charts.drawing import MEASURE, Dot, Drawing, Line, Linked, Mark, Rect, Text
from xiezhi.work.situation.charts.scale import (
    number_ticks,
    number_words,
    percent_ticks,
    percent_words,
    round_step,
)

RADIUS = 4
LOWEST = 22  # px kept above the line at least


@dataclass(frozen=True, slots=True)
class Value:
    """A court's value (None = none to show); `few` cases hollow."""

    name: str
    value: float | None
    few: bool = False
    href: str = ""


def distribution(
    values: Sequence[Value],
    title: str = "",
    *,
    share: bool = True,
    interval: tuple[float | None, float | None] | None = None,
) -> Chart:
    """The table keeps the order given (administrative)."""
    title = title or tr("各法院的数值分布", "How the courts' values lie")
    known = [one for one in values if one.value is not None]
    low, high, ticks = _span([one.value or 0.0 for one in known], interval, share=share)
    stacks, highest = _stacked(known, low, high)
    base = max(LOWEST, highest * (2 * RADIUS + 1) + 24)
    marks: list[Mark] = _interval(interval, low, high, base)
    marks.append(Line(0, base, 1, base, "axis"))
    words_of = percent_ticks(ticks) if share else number_ticks(ticks)
    for place, (tick, label) in enumerate(zip(ticks, words_of, strict=True)):
        x = (tick - low) / (high - low)
        marks += [
            Line(x, base, x, base + 4, "axis"),
            Text(x, base + 18, label, "quiet", "middle", roomy=place % 2 == 1),
        ]
    for one, level in zip(known, stacks, strict=True):
        x, y = ((one.value or 0.0) - low) / (high - low), base - RADIUS - 3 - level * (2 * RADIUS + 1)
        dot = Dot(x, y, RADIUS, "dot-few" if one.few else "dot-grey")
        marks.append(Linked(one.href, f"{one.name} {_written(one, share=share)}", (dot,)))
    rows = tuple((Cell(one.name), Cell(_written(one, share=share), one.href)) for one in values)
    told = tr(
        f"{len(known)}个法院有数值，{len(values) - len(known)}个没有",
        f"{len(known)} courts with a value, {len(values) - len(known)} without",
    )
    return Chart(
        title,
        told,
        (tr("法院", "Court"), tr("数值", "Value")),
        rows,
        Drawing(tuple(marks), base + 26, 24, 24),
    )


def _written(one: Value, *, share: bool) -> str:
    if one.value is None:
        return tr("无案件", "no cases")
    return percent_words(one.value) if share else number_words(round(one.value, 2))


def _span(
    values: Sequence[float], interval: tuple[float | None, float | None] | None, *, share: bool
) -> tuple[float, float, list[float]]:
    reach = [*values, *(end for end in interval or () if end is not None)] or [0.0, 1.0]
    low, high = min(reach), max(reach)
    step = round_step((high - low or abs(high) or 1.0) / 5)
    first, last = int(low // step), int(-(-high // step))
    last = last if last > first else first + 1
    if share and last * step > 1 >= high:
        last = round(1 / step)
    return (
        first * step,
        max(last * step, (first + 1) * step),
        [round(place * step, 10) for place in range(first, last + 1)],
    )


def _stacked(known: Sequence[Value], low: float, high: float) -> tuple[list[int], int]:
    """How high each dot stands: above those that would touch it."""
    levels: dict[int, int] = {}
    found = [0] * len(known)
    for place in sorted(range(len(known)), key=lambda spot: known[spot].value or 0.0):
        cell = int(((known[place].value or 0.0) - low) / (high - low) * MEASURE / (2 * RADIUS + 1))
        found[place] = levels.get(cell, 0)
        levels[cell] = found[place] + 1
    return found, max([*levels.values(), 0])


def _interval(
    interval: tuple[float | None, float | None] | None, low: float, high: float, base: float
) -> list[Mark]:
    if interval is None:
        return []
    left = 0.0 if interval[0] is None else (interval[0] - low) / (high - low)
    right = 1.0 if interval[1] is None else (interval[1] - low) / (high - low)
    edges = [x for x, end in ((left, interval[0]), (right, interval[1])) if end is not None]
    return [
        Rect(left, 20, right - left, base - 20, "interval"),
        *(Line(x, 16, x, base, "mean") for x in edges),
    ]
