"""Courts beside each other without a ranking: each by its number of cases, with the limits of chance around the common value."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

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
    round_step,
    scale_over,
)
from xiezhi.work.situation.statistics.funnel import (
    INSIDE,
    NO_CASES,
    OUTSIDE_95,
    OUTSIDE_998,
    Funnel,
    Limits,
    Point,
)

TOP, BOTTOM, HEIGHT = 24, 276, 318
DOT = 5 / MEASURE


@dataclass(frozen=True, slots=True)
class Court:
    """The name of a point of the funnel and the address of its cases."""

    name: str
    href: str = ""


def funnel(found: Funnel, courts: Sequence[Court], title: str = "", *, share: bool = True) -> Chart:
    """Points in the order given (administrative), never sorted by value; only those outside the limits carry their name."""
    title = title or tr("各法院与偶然的界限", "Courts and the limits of chance")
    widest = _widest(found)
    scale = _scale(found, widest, share=share)
    labels = percent_ticks(scale.ticks) if share else number_ticks(scale.ticks)
    across = max(limit.size for limit in found.curve)
    marks: list[Mark] = [
        *grid(scale, labels),
        *_sizes(across),
        *_bands(_drawn(found, widest), scale, across),
    ]
    y = scale.y(found.target)
    mean = tr(
        f"合计{_written(found.target, share=share, fine=True)}",
        f"all {_written(found.target, share=share, fine=True)}",
    )
    marks += [Line(0, y, 1, y, "mean"), Text(1, y + 4, mean, "strong", dx=8), *_limit_names(found, scale)]
    marks += _points(found, courts, scale, across, share=share)
    rows = tuple(_row(point, court, share=share) for point, court in zip(found.points, courts, strict=True))
    columns = (
        tr("法院", "Court"),
        tr("分子", "Numerator"),
        tr("分母", "Denominator"),
        tr("数值", "Value"),
        tr("95%界限", "95 % limits"),
        tr("99.8%界限", "99.8 % limits"),
        tr("位置", "Position"),
    )
    return Chart(
        title,
        _told(found, courts),
        columns,
        rows,
        Drawing(tuple(marks), HEIGHT, room_for(labels), room_for([mean, "99.8%"], 14)),
    )


def _widest(found: Funnel) -> float:
    """From which size on the limits make the scale: those of tiny courts reach over everything."""
    sizes = sorted(point.size for point in found.points if point.size)
    return sizes[0] if sizes else 1.0


def _scale(found: Funnel, widest: float, *, share: bool) -> Scale:
    values = [point.value for point in found.points if point.value is not None]
    limits = _drawn(found, widest)
    values += [found.target, max(limit.high_95 for limit in limits), min(limit.low_95 for limit in limits)]
    return scale_over(values, TOP, BOTTOM, zero=min(values) < 0.3 * max(values), most=found.ceiling)


def _drawn(found: Funnel, widest: float) -> list[Limits]:
    """The limits from the smallest court on."""
    return [limit for limit in found.curve if limit.size >= widest / 2] or list(found.curve)


def _at(size: float, across: float) -> float:
    """Across by the square root of the size, so that small courts do not stand in one heap."""
    return math.sqrt(size / across)


def _sizes(across: float) -> list[Mark]:
    step = round_step(across / 5)
    ticks = [place * step for place in range(int(across / step) + 1)]
    if ticks[-1] > step:
        ticks.insert(1, max(1, round(step / 4)))
    marks: list[Mark] = []
    for place, tick in enumerate(ticks):
        x = _at(tick, across)
        marks += [
            Line(x, BOTTOM, x, BOTTOM + 4, "axis"),
            Text(x, BOTTOM + 18, number_words(tick), "quiet", "middle", roomy=place % 2 == 0 and place > 0),
        ]
    return [
        *marks,
        Line(0, BOTTOM, 1, BOTTOM, "axis"),
        Text(1, BOTTOM + 36, tr("案件数", "cases"), "quiet", "end"),
    ]


def _bands(curve: Sequence[Limits], scale: Scale, across: float) -> list[Mark]:
    def area(low: Sequence[float], high: Sequence[float]) -> tuple[tuple[float, float], ...]:
        xs = [_at(limit.size, across) for limit in curve]
        upper = [(x, scale.y(value)) for x, value in zip(xs, high, strict=True)]
        return (*upper, *reversed([(x, scale.y(value)) for x, value in zip(xs, low, strict=True)]))

    outer = area([one.low_998 for one in curve], [one.high_998 for one in curve])
    inner = area([one.low_95 for one in curve], [one.high_95 for one in curve])
    half = len(curve)
    return [Path(inner, "band-inner", closed=True), Path(outer[:half], "limit-outer"), Path(outer[half:], "limit-outer"),
            Path(inner[:half], "limit"), Path(inner[half:], "limit")]  # fmt: skip


def _limit_names(found: Funnel, scale: Scale) -> list[Mark]:
    last = found.curve[-1]
    return [
        Text(1, scale.y(value) + 4, words, "quiet", dx=8)
        for value, words in _spaced(last.high_95, last.high_998, found, scale)
    ]


def _spaced(inner: float, outer: float, found: Funnel, scale: Scale) -> list[tuple[float, str]]:
    """Both names where there is room over the common value, else the outer one only, else none."""
    target = scale.y(found.target)
    named = [
        (value, words) for value, words in ((inner, "95%"), (outer, "99.8%")) if target - scale.y(value) >= 14
    ]
    if len(named) == 2 and scale.y(inner) - scale.y(outer) < 14:
        named = named[1:]
    return named


def _points(
    found: Funnel, courts: Sequence[Court], scale: Scale, across: float, *, share: bool
) -> list[Mark]:
    marks: list[Mark] = []
    spots = [
        (_at(point.size, across), scale.y(point.value)) for point in found.points if point.value is not None
    ]
    taken = [(x - DOT, x + DOT, y) for x, y in spots]
    for point, court in zip(found.points, courts, strict=True):
        if point.value is None:
            continue
        x, y = _at(point.size, across), scale.y(point.value)
        outside = point.state != INSIDE
        words = f"{court.name} {_written(point.value, share=share, fine=True)} ({number_words(point.part)}/{number_words(point.size)})"
        dots: tuple[Dot, ...] = (
            Dot(x, y, 9, "touch"),
            Dot(x, y, 5 if outside else 4, "dot-outside" if outside else "dot-grey"),
        )
        if point.state == OUTSIDE_998:
            dots = (*dots, Dot(x, y, 8, "ring"))
        marks.append(Linked(court.href, words, dots))
        if outside:
            marks += _name(court.name, x, y, taken)
    return marks


def _name(name: str, x: float, y: float, taken: list[tuple[float, float, float]]) -> list[Mark]:
    """The name beside its point, on the side with room; left out (it is in the table) where another name stands."""
    width = text_width(name) / MEASURE
    for anchor, start in (("start", x + 2.4 * DOT), ("end", x - 2.4 * DOT - width)):
        if (
            start < 0
            or start + width > 1
            or any(
                abs(y - other) < 11 and start < end and begin < start + width for begin, end, other in taken
            )
        ):
            continue
        taken.append((start, start + width, y))
        return [Text(x, y + 4, name, "strong-haloed", anchor, 12 if anchor == "start" else -12)]
    return []


def _written(value: float, *, share: bool, fine: bool = False) -> str:
    if share:
        return percent_words(value, 1 if fine else 0 if abs(100 * value - round(100 * value)) < 1e-6 else 1)
    return f"{value:,.2f}"


def _row(point: Point, court: Court, *, share: bool) -> tuple[Cell, ...]:
    states = {
        INSIDE: tr("界限内", "inside"),
        OUTSIDE_95: tr("95%界限外", "outside 95 %"),
        OUTSIDE_998: tr("99.8%界限外", "outside 99.8 %"),
    }
    if point.value is None or point.limits is None:
        return Cell(court.name), *(Cell("—") for _ in range(5)), Cell(tr("无案件", "no cases"))
    own = point.limits
    spans = ((own.low_95, own.high_95), (own.low_998, own.high_998))
    return (
        Cell(court.name), Cell(number_words(point.part), court.href), Cell(number_words(point.size)),
        Cell(_written(point.value, share=share, fine=True)),
        *(Cell(f"{_written(low, share=share, fine=True)}–{_written(high, share=share, fine=True)}") for low, high in spans),
        Cell(states[point.state]),
    )  # fmt: skip


def _told(found: Funnel, courts: Sequence[Court]) -> str:
    outside = [
        court.name
        for point, court in zip(found.points, courts, strict=True)
        if point.state in (OUTSIDE_95, OUTSIDE_998)
    ]
    without = sum(point.state == NO_CASES for point in found.points)
    told = tr(f"{len(courts)}个法院", f"{len(courts)} courts")
    if without:
        told += tr(f"，其中{without}个无案件", f", {without} of them without cases")
    told += tr("；", "; ")
    if not outside:
        others = tr("其余", "the others ") if without else ""
        told += others + tr("都在界限内", "all inside the limits")
    else:
        named = tr("、", ", ").join(outside)
        told += tr(
            f"界限外（请看案件，不是评价）：{named}",
            f"outside the limits (look at the cases; no judgement): {named}",
        )
    if found.widened:
        told += tr(
            f"；法院之间本有差别，界限已放宽（φ＝{found.dispersion:.1f}）",
            f"; courts differ anyway, limits widened (φ = {found.dispersion:.1f})",
        )
    return told
