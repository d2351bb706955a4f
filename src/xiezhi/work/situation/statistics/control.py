"""One court over time: has something changed, or is this the usual up and down? Shewhart's charts in two kinds.

Individuals (XmR): mean ± 2.66 × mean moving range, where 2.66 = 3 ÷ 1.128 (Shewhart; Wheeler, Understanding Variation). Shares: p-chart,
p̄ ± 3·√(p̄(1−p̄)/n). Signals: one point outside; eight in a row on one side of the mean.

The season is taken out first where two full years are at hand (STL; Cleveland et al., J. Off. Statist. 6 (1990) 3–73). The Spring Festival
moves between January and February: both months get half of their sum, and count as one point in ranges and runs. A January or
February at the edge whose partner is not in the series is drawn, but neither makes limits nor signals.
"""

import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from xiezhi.work.situation.statistics.checks import equally_many, not_negative, numbers, parts_of

RANGES_TO_LIMIT = 2.66
SIGMAS = 3.0
RUN = 8
YEAR = 12
FEWEST = 3
JANUARY, FEBRUARY = 1, 2
RAW, SEASONAL = "raw", "seasonal"


@dataclass(frozen=True, slots=True)
class Control:
    """`values` as given, `judged` what is compared with the limits (the same, or without season), limits one per value (None = no limit).

    A lower limit of individuals may lie under nought, where no count comes: then nothing is low enough to be beyond it.
    `outside`: places of points beyond a limit; `runs`: places of points in a run of eight or more on one side; `basis`: RAW or SEASONAL.
    """

    values: tuple[float | None, ...]
    judged: tuple[float | None, ...]
    centre: float
    low: tuple[float | None, ...]
    high: tuple[float | None, ...]
    outside: tuple[int, ...]
    runs: tuple[int, ...]
    basis: str

    @property
    def calm(self) -> bool:
        """Nothing but the usual up and down."""
        return not self.outside and not self.runs


def individuals(values: Sequence[float], *, first_month: int | None = None) -> Control:
    """The XmR chart of a series, oldest first. `first_month` (1–12): the values are months, of which this is the first.

    Points are judged by the limits as they come out: a month of nought lies a little under nought once its season is taken out, and is
    no signal for that. Raises TooFewValues under three values.
    """
    series = not_negative(numbers(values, fewest=FEWEST))
    units: list[tuple[int, ...]] = [(place,) for place in range(series.size)]
    judged, basis = series, RAW
    if first_month is not None and series.size >= 2 * YEAR and series.min() < series.max():
        units, halved = _festival_joined(series, first_month)
        judged, basis = halved - _season(halved), SEASONAL
    points = [float(judged[unit[0]]) if basis == RAW else float(judged[list(unit)].mean()) for unit in units]
    centre = sum(points) / len(points)
    reach = RANGES_TO_LIMIT * sum(abs(two - one) for one, two in pairwise(points)) / (len(points) - 1)
    low, high = centre - reach, centre + reach
    rounding = _TINY * max(1.0, high)
    beyond = [
        unit for unit, point in zip(units, points, strict=True)
        if point < low - rounding or point > high + rounding
    ]  # fmt: skip
    runs = [units[place] for place in _runs([_side(point, centre) for point in points])]
    many = series.size
    return Control(
        tuple(map(float, series)), tuple(map(float, judged)), centre, (low,) * many, (high,) * many,
        _places(beyond), _places(runs), basis,
    )  # fmt: skip


def points_outside(chart: Control, first_month: int) -> list[tuple[int, ...]]:
    """The points of a chart of months beyond a limit, each with the places of its months: two for a January and February judged as one."""
    if chart.basis == RAW:
        return [(place,) for place in chart.outside]
    units = _festival_units(first_month, len(chart.values))
    return [unit for unit in units if unit[0] in chart.outside]


def proportions(parts: Sequence[float], wholes: Sequence[float]) -> Control:
    """The p-chart of shares, oldest first; a month without cases has no value and breaks no run. Raises UnusableValues."""
    equally_many(parts, wholes)
    taken, total = not_negative(numbers(parts, fewest=FEWEST)), not_negative(numbers(wholes, fewest=FEWEST))
    parts_of(taken, total)
    if not total.sum():
        none = (None,) * len(taken)
        return Control(none, none, 0.0, none, none, (), (), RAW)
    centre = float(taken.sum() / total.sum())
    shares = [float(one / whole) if whole else None for one, whole in zip(taken, total, strict=True)]
    reach = [SIGMAS * (centre * (1 - centre) / whole) ** 0.5 if whole else None for whole in total]
    low = tuple(None if one is None else max(0.0, float(centre - one)) for one in reach)
    high = tuple(None if one is None else min(1.0, float(centre + one)) for one in reach)
    outside = [
        place for place, share in enumerate(shares)
        if share is not None and (share < (low[place] or 0.0) - _TINY or share > (high[place] or 0.0) + _TINY)
    ]  # fmt: skip
    known = [place for place, share in enumerate(shares) if share is not None]
    runs = [known[place] for place in _runs([_side(shares[place] or 0.0, centre) for place in known])]
    return Control(tuple(shares), tuple(shares), centre, low, high, tuple(outside), tuple(runs), RAW)


_TINY = 1e-12  # rounding: what is the limit is not beyond it


def _festival_joined(series: Any, first_month: int) -> tuple[list[tuple[int, ...]], Any]:
    """The series with January and February halved, and which months count as one point."""
    units, halved = _festival_units(first_month, series.size), series.copy()
    for unit in units:
        halved[list(unit)] = series[list(unit)].mean()
    return units, halved


def _festival_units(first_month: int, many: int) -> list[tuple[int, ...]]:
    """Which months count as one point: January with February; an edge without its partner counts as none."""
    months = [(first_month - 1 + step) % YEAR + 1 for step in range(many)]
    januaries = [(place, place + 1) for place in range(many - 1) if months[place] == JANUARY]
    alone = [(place,) for place in range(many) if months[place] not in (JANUARY, FEBRUARY)]
    return sorted([*januaries, *alone])


def _season(series: Any) -> Any:
    """The part that repeats every year: STL with one mean pattern for all years, so that one odd December stays odd.

    Not the robust variant: of 60 simulated calm series of 48 months it showed 0.8 points outside on average, this one 0.05, and
    both found more than nine in ten of single months six standard deviations off. Of two years alone a month and its twin
    mirror each other: which of them is the odd one, the cases say.
    """
    from statsmodels.tsa.seasonal import STL

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = STL(series, period=YEAR, seasonal=10 * series.size + 1, seasonal_deg=0).fit()
    return found.seasonal


def _side(point: float, centre: float) -> int:
    return (point > centre) - (point < centre)


def _runs(sides: list[int]) -> list[int]:
    """Places that belong to eight or more in a row on one side; a point on the mean ends the row."""
    found: list[int] = []
    start = 0
    for place in range(1, len(sides) + 1):
        if place == len(sides) or sides[place] != sides[start]:
            if sides[start] and place - start >= RUN:
                found += range(start, place)
            start = place
    return found


def _places(units: list[tuple[int, ...]]) -> tuple[int, ...]:
    return tuple(place for unit in units for place in unit)
