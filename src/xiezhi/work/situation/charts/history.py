"""An indicator over its periods. Where its definition changed the line breaks: values on both sides are different things."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import TypeAlias

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
    Rect,
    Text,
    room_for,
    text_width,
)
from xiezhi.work.situation.charts.scale import (
    Scale,
    grid,
    number_ticks,
    number_words,
    percent_ticks,
    percent_words,
    scale_over,
)

TOP, BOTTOM, HEIGHT = 36, 216, 242
Ends: TypeAlias = tuple[float | None, float | None]


@dataclass(frozen=True, slots=True)
class Spot:
    """A period: its short name, its value (None = no cases), numerator and denominator in words, `few` cases, the address of its cases.
    `interval`: the two ends in force at its end (None = open), where a document sets them."""

    period: str
    value: float | None
    counted: str = ""
    few: bool = False
    href: str = ""
    interval: Ends | None = None


@dataclass(frozen=True, slots=True)
class Break:
    """From the period at `place` on another definition counts, named in `words`."""

    place: int
    words: str


def history(
    spots: Sequence[Spot],
    breaks: Sequence[Break] = (),
    title: str = "",
    *,
    share: bool = True,
) -> Chart:
    """The intervals are a tint, each behind the periods in which it was in force."""
    title = title or tr("历史", "History")
    many = max(1, len(spots))
    known = [spot.value for spot in spots if spot.value is not None]
    ends = [end for spot in spots for end in spot.interval or () if end is not None]
    scale = scale_over(
        [*known, *ends],
        TOP,
        BOTTOM,
        zero=not known or min(known) <= 0.4 * max(known),
        most=1.0 if share else None,
    )
    labels = percent_ticks(scale.ticks) if share else number_ticks(scale.ticks)
    marks: list[Mark] = [
        *_intervals(spots, scale),
        *grid(scale, labels),
        Line(0, BOTTOM, 1, BOTTOM, "axis"),
        *_periods(spots),
    ]
    cuts = [0, *sorted(one.place for one in breaks if 0 < one.place < len(spots)), len(spots)]
    for start, end in pairwise(cuts):
        marks += [Path(points, "line") for points in _stretches(spots, start, end, scale)]
    marks += _breaks(breaks, many)
    marks += [
        _dot(spot, place, many, scale, share=share)
        for place, spot in enumerate(spots)
        if spot.value is not None
    ]
    last = next((place for place in reversed(range(len(spots))) if spots[place].value is not None), None)
    words = "" if last is None else _written(spots[last].value, share=share)
    if last is not None:
        marks.append(
            Text((last + 0.5) / many, scale.y(spots[last].value or 0.0) + 4, words, "accent-text", dx=10)
        )
    columns = (
        tr("期间", "Period"),
        tr("数值", "Value"),
        tr("分子÷分母", "Numerator ÷ denominator"),
        tr("定义", "Definition"),
    )
    rows = tuple(_row(spot, place, breaks, share=share) for place, spot in enumerate(spots))
    return Chart(
        title,
        _told(spots, breaks, share=share),
        columns,
        rows,
        Drawing(tuple(marks), HEIGHT, room_for(labels), room_for([words], 16)),
    )


def _intervals(spots: Sequence[Spot], scale: Scale) -> list[Mark]:
    """A tint for each run of periods with the same interval."""
    marks: list[Mark] = []
    for interval, run in groupby(enumerate(spots), key=lambda pair: pair[1].interval):
        places = [place for place, _ in run]
        if interval is not None:
            marks += _interval(interval, places[0] / len(spots), (places[-1] + 1) / len(spots), scale)
    return marks


def _interval(interval: Ends, start: float, end: float, scale: Scale) -> list[Mark]:
    low, high = interval
    top, bottom = scale.y(scale.high if high is None else high), scale.y(scale.low if low is None else low)
    edges = [
        Line(start, scale.y(value), end, scale.y(value), "limit") for value in interval if value is not None
    ]
    return [Rect(start, top, end - start, max(0.0, bottom - top), "interval"), *edges]


def _periods(spots: Sequence[Spot]) -> list[Mark]:
    """Names of periods as dense as they stand apart; on a narrow drawing every other one."""
    many = max(1, len(spots))
    widest = max((text_width(spot.period) for spot in spots), default=0) + 14
    step = next(
        one for one in (1, 2, 4, 8, 12, 24, 48, 1000) if widest * many / one <= MEASURE or one == 1000
    )
    return [
        Text((place + 0.5) / many, BOTTOM + 18, spots[place].period, "quiet", "middle", roomy=place // step % 2 == 1)
        for place in range(0, len(spots), step)
    ]  # fmt: skip


def _stretches(
    spots: Sequence[Spot], start: int, end: int, scale: Scale
) -> list[tuple[tuple[float, float], ...]]:
    pieces: list[list[tuple[float, float]]] = [[]]
    for place in range(start, end):
        value = spots[place].value
        if value is None:
            pieces.append([])
        else:
            pieces[-1].append(((place + 0.5) / len(spots), scale.y(value)))
    return [tuple(piece) for piece in pieces if len(piece) > 1]


def _breaks(breaks: Sequence[Break], many: int) -> list[Mark]:
    marks: list[Mark] = []
    for one in breaks:
        x = one.place / many
        anchor, aside = ("start", 6) if x < 0.6 else ("end", -6)
        marks += [Line(x, 4, x, BOTTOM, "break"), Text(x, 14, one.words, "label-haloed", anchor, aside)]
    return marks


def _dot(spot: Spot, place: int, many: int, scale: Scale, *, share: bool) -> Linked:
    x, y = (place + 0.5) / many, scale.y(spot.value or 0.0)
    words = " ".join(filter(None, (spot.period, _written(spot.value, share=share), spot.counted)))
    return Linked(
        spot.href,
        words,
        (Dot(x, y, 9, "touch"), Dot(x, y, 4 if spot.few else 3, "dot-few" if spot.few else "dot-small")),
    )


def _written(value: float | None, *, share: bool) -> str:
    if value is None:
        return "—"
    return percent_words(value) if share else number_words(round(value, 1 if abs(value) >= 10 else 2))


def _row(spot: Spot, place: int, breaks: Sequence[Break], *, share: bool) -> tuple[Cell, ...]:
    definition = next(
        (one.words for one in sorted(breaks, key=lambda one: -one.place) if one.place <= place), ""
    )
    value = tr("无案件", "no cases") if spot.value is None else _written(spot.value, share=share)
    return Cell(spot.period), Cell(value, spot.href), Cell(spot.counted), Cell(definition)


def _told(spots: Sequence[Spot], breaks: Sequence[Break], *, share: bool) -> str:
    known = [spot for spot in spots if spot.value is not None]
    if not known:
        return tr("没有数值", "no values")
    first, last = known[0], known[-1]
    told = tr(
        f"{first.period} {_written(first.value, share=share)}，{last.period} {_written(last.value, share=share)}",
        f"{first.period} {_written(first.value, share=share)}, {last.period} {_written(last.value, share=share)}",
    )
    if not breaks:
        return told
    named = tr("、", ", ").join(one.words for one in breaks)
    return told + tr(
        f"；定义变更处断开，两边不比较：{named}",
        f"; the line breaks where the definition changed, sides are not compared: {named}",
    )
