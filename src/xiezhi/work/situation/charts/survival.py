"""How long until closed: the share still open against days since filing, its interval, its median, the number still observed."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from xiezhi.rules.language import tr
from xiezhi.work.situation.charts.chart import Cell, Chart
from xiezhi.work.situation.charts.drawing import APART, Drawing, Line, Mark, Path, Text, room_for
from xiezhi.work.situation.charts.scale import grid, number_words, percent_words, scale_over
from xiezhi.work.situation.statistics.survival import Curve

TOP, BOTTOM = 24, 236
TICKS = (30, 60, 90, 180, 360, 720, 1440)
MOST_TICKS = 7


@dataclass(frozen=True, slots=True)
class Named:
    """A curve of a group of cases; `closed_only` is the median of the closed ones alone, shown to be told apart; `left`: how many were
    transferred or merged, of whom the curve knows no ending either (None: not told apart from the open ones)."""

    name: str
    curve: Curve
    closed_only: float | None = None
    left: int | None = None


def survival(curves: Sequence[Named], title: str = "") -> Chart:
    """The first curve in full, with its interval and median; further ones grey. Under the axis: the number observed of the first."""
    title = title or tr("从立案到结案要多久", "How long from filing to closing")
    scale = scale_over([0.0, 1.0], TOP, BOTTOM, most=1.0)
    longest = max((one.curve.longest for one in curves), default=1.0) or 1.0
    ticks = day_ticks(longest)
    marks: list[Mark] = [
        *grid(scale, [f"{100 * tick:g}" for tick in scale.ticks]),
        Text(0, 12, tr("未结比例，%", "still open, %"), "quiet", "start", -24),
    ]
    for place, tick in enumerate(ticks):
        x = tick / longest
        marks += [
            Line(x, BOTTOM, x, BOTTOM + 4, "axis"),
            Text(x, BOTTOM + 18, tr(f"{tick}日", f"{tick}"), "quiet", "middle", roomy=place % 2 == 1),
        ]
    if curves:
        marks += _at_risk(curves[0].curve, ticks, longest)
        for other in curves[1:]:
            marks.append(Path(_steps(other.curve, longest, other.curve.share, scale.y), "line-grey"))
        marks += [*_main(curves[0], longest, scale.y), *_names(curves, scale.y)]
    rows = tuple(row for one in curves for row in _rows(one, ticks))
    right = room_for([*_name_words(curves), _observed_words()], 18)
    return Chart(
        title,
        _told(curves),
        _columns(),
        rows,
        Drawing(tuple(marks), BOTTOM + 46, 40, right),
    )


def day_ticks(longest: float) -> list[int]:
    """Round days up to the longest, not more than seven steps."""
    step = next(
        (one for one in TICKS if longest / one <= MOST_TICKS),
        TICKS[-1] * max(1, round(longest / TICKS[-1] / MOST_TICKS)),
    )
    return list(range(0, int(longest) + 1, step))


def _steps(
    curve: Curve, longest: float, values: Sequence[float], y: Callable[[float], float]
) -> tuple[tuple[float, float], ...]:
    points = [(0.0, y(1.0))]
    for day, value in zip(curve.days, values, strict=True):
        points += [(day / longest, points[-1][1]), (day / longest, y(value))]
    return (*points, (curve.longest / longest, points[-1][1]))


def _main(one: Named, longest: float, y: Callable[[float], float]) -> list[Mark]:
    curve = one.curve
    low, high = _steps(curve, longest, curve.low, y), _steps(curve, longest, curve.high, y)
    marks: list[Mark] = [
        Path((*high, *reversed(low)), "band", closed=True),
        Path(_steps(curve, longest, curve.share, y), "line"),
    ]
    if curve.median is not None:
        x = curve.median / longest
        aside, anchor = (8, "start") if x < 0.6 else (-8, "end")
        over = y(0.5) - (26 if anchor == "start" else -18)
        marks += [
            Line(0, y(0.5), x, y(0.5), "tie"), Line(x, y(0.5), x, BOTTOM, "tie"),
            Text(x, over, tr(f"中位{curve.median:g}日", f"median {curve.median:g} days"), "strong-haloed", anchor, aside),
            Text(x, over + 15, _interval_words(curve), "quiet-haloed", anchor, aside),
        ]  # fmt: skip
        if one.closed_only is not None:
            closed = one.closed_only / longest
            words = tr(f"只看已结{one.closed_only:g}日", f"closed only {one.closed_only:g}")
            marks += [
                Line(closed, BOTTOM - 12, closed, BOTTOM, "mean"),
                Text(closed, BOTTOM - 16, words, "quiet-haloed", "end", -2),
            ]
    return marks


def _interval_words(curve: Curve) -> str:
    low = "—" if curve.median_low is None else f"{curve.median_low:g}"
    if curve.median_high is None:
        return tr(f"95%区间自{low}日起", f"95 % from {low} on")
    return tr(f"95%区间{low}至{curve.median_high:g}日", f"95 %: {low} to {curve.median_high:g}")


def _name_words(curves: Sequence[Named]) -> list[str]:
    if len(curves) == 1:
        left = curves[0].curve.share[-1]
        words = percent_words(left, 0) if left >= 0.01 or not left else tr("不足1%", "under 1%")
        return [tr(f"{words}未结", f"{words} open")]
    return [one.name for one in curves]


def _names(curves: Sequence[Named], y: Callable[[float], float]) -> list[Mark]:
    """Names at the right end of the plot, in the order of their curves there, none over another, none under the axis."""
    ends = sorted(zip(curves, _name_words(curves), strict=True), key=lambda pair: pair[0].curve.share[-1])
    places: list[float] = []
    for one, _ in ends:
        wanted = min(y(one.curve.share[-1]), BOTTOM - 4)
        places.append(min(wanted, places[-1] - APART) if places else wanted)
    kinds = ["accent-text" if one is curves[0] else "quiet" for one, _ in ends]
    return [
        Text(1, place + 4, words, kind, dx=8)
        for (_, words), place, kind in zip(ends, places, kinds, strict=True)
    ]


def _at_risk(curve: Curve, ticks: Sequence[int], longest: float) -> list[Mark]:
    counts = [(tick, at_risk(curve, tick)) for tick in ticks]
    marks: list[Mark] = [Text(1, BOTTOM + 36, _observed_words(), "quiet", dx=18)]
    for place, (tick, count) in enumerate(counts):
        marks.append(Text(tick / longest, BOTTOM + 36, f"{count:,}", "quiet", "middle", roomy=place % 2 == 1))
    return marks


def _observed_words() -> str:
    return tr("件在观察", "observed")


def at_risk(curve: Curve, day: float) -> int:
    """How many cases were still under observation on a day: those before the next ending, or none after the longest."""
    if day > curve.longest:
        return 0
    return next(
        (count for spot, count in zip(curve.days, curve.at_risk, strict=True) if spot >= day),
        curve.lasting_longest,
    )


def _columns() -> tuple[str, ...]:
    return (
        tr("分组", "Group"), tr("天数", "Days"), tr("未结比例", "Still open"), tr("95%区间", "95 % interval"), tr("观察中", "Observed"),
    )  # fmt: skip


def _rows(one: Named, ticks: Sequence[int]) -> list[tuple[Cell, ...]]:
    rows: list[tuple[Cell, ...]] = []
    for tick in ticks:
        place = max((spot for spot, day in enumerate(one.curve.days) if day <= tick), default=0)
        interval = f"{percent_words(one.curve.low[place])}–{percent_words(one.curve.high[place])}"
        share, observed = percent_words(one.curve.share[place]), number_words(at_risk(one.curve, tick))
        rows.append((Cell(one.name), Cell(str(tick)), Cell(share), Cell(interval), Cell(observed)))
    return rows


def _told(curves: Sequence[Named]) -> str:
    parts = []
    for one in curves:
        curve = one.curve
        median = (
            tr("至今未过半", "not yet half closed")
            if curve.median is None
            else tr(f"中位{curve.median:g}日", f"median {curve.median:g} days")
        )
        parts.append(
            tr(
                f"{one.name}：{curve.cases:,}件，{unended_words(curve.unended, one.left)}也算在内，{median}",
                f"{one.name}: {curve.cases:,} cases, {unended_words(curve.unended, one.left)}, counted too, {median}",
            )
        )
    return tr("；", "; ").join([*parts, tr("自然天数", "calendar days")])


def unended_words(unended: int, left: int | None) -> str:
    """The cases without an ending: the open ones, and apart from them those that went elsewhere."""
    if left is None:
        return tr(f"其中未结和移送、并案的{unended:,}件", f"{unended:,} open, transferred or merged")
    still_open = unended - left
    if not left:
        return tr(f"其中未结{still_open:,}件", f"{still_open:,} open")
    return tr(
        f"其中未结{still_open:,}件（另有移送、并案{left:,}件）",
        f"{still_open:,} open ({left:,} more transferred or merged)",
    )
