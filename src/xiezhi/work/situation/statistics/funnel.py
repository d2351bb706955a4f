"""Courts beside each other without a ranking: a value against its number of cases, with the limits of chance around the whole.

Spiegelhalter, Statistics in Medicine 24 (2005) 1185–1202. Outside the limits means "look at the cases", nothing more.
Limits 95 % and 99.8 %: p0 ± z·√(p0(1−p0)/n), exact binomial counts where n·p0·(1−p0) < 10; Poisson counts for ratios of observed to
expected. Over-dispersion: courts differ for lawful reasons; φ is the mean of the squared z-scores with the outer tenths drawn in
(winsorised), and widens the limits by √φ where it exceeds 1 + 2·√(2/I) for I courts. The literature leaves that cut-off open; ours is
two standard errors of φ under pure chance.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from xiezhi.work.situation.statistics.checks import equally_many, not_negative, numbers, parts_of
from xiezhi.work.situation.statistics.errors import UnusableValues

Z_95, Z_998 = 1.959964, 3.090232
TAIL_95, TAIL_998 = 0.025, 0.001
EXACT_BELOW = 10  # of n·p0·(1−p0)
TAIL_DRAWN_IN = 0.1
CURVE_POINTS = 60
INSIDE, OUTSIDE_95, OUTSIDE_998, NO_CASES = "inside", "outside_95", "outside_998", "no_cases"


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits for one number of cases (or of expected cases)."""

    size: float
    low_998: float
    low_95: float
    high_95: float
    high_998: float


@dataclass(frozen=True, slots=True)
class Point:
    """One court: `part` of `size`; `state` one of INSIDE, OUTSIDE_95, OUTSIDE_998, NO_CASES (then value and limits are None)."""

    part: float
    size: float
    value: float | None
    limits: Limits | None
    state: str


@dataclass(frozen=True, slots=True)
class Funnel:
    """Points in the order given, the common value, and limits along the sizes for drawing (outer envelope, so without teeth)."""

    target: float
    points: tuple[Point, ...]
    curve: tuple[Limits, ...]
    dispersion: float
    widened: bool
    ceiling: float | None


def proportions(parts: Sequence[float], wholes: Sequence[float], *, overdispersion: bool = False) -> Funnel:
    """Shares of courts around their pooled share. Raises UnusableValues."""
    equally_many(parts, wholes)
    taken, total = not_negative(numbers(parts)), not_negative(numbers(wholes))
    parts_of(taken, total)
    if not total.sum():
        raise UnusableValues("没有案件", "there are no cases")
    p0 = float(taken.sum() / total.sum())
    spread = (p0 * (1 - p0)) ** 0.5
    known = total > 0
    phi = _dispersion((taken[known] / total[known] - p0) * total[known] ** 0.5 / spread) if spread else 1.0
    widen = _widening(phi, int(known.sum())) if overdispersion else 1.0
    return _funnel(taken, total, p0, phi, widen, lambda size: share_limits(size, p0, widen), 1.0)


def ratios(
    observed: Sequence[float], expected: Sequence[float], *, target: float = 1.0, overdispersion: bool = False
) -> Funnel:
    """Observed counts to expected ones (or counts per judge to `target` per judge), with Poisson limits. Raises UnusableValues."""
    equally_many(observed, expected)
    counts, sizes = not_negative(numbers(observed)), not_negative(numbers(expected))
    if not sizes.sum() or target <= 0:
        raise UnusableValues("没有可期待的案件数", "nothing is expected")
    known = sizes > 0
    means = target * sizes[known]
    phi = _dispersion((counts[known] - means) / means**0.5)
    widen = _widening(phi, int(known.sum())) if overdispersion else 1.0
    return _funnel(counts, sizes, target, phi, widen, lambda size: ratio_limits(size, target, widen), None)


def share_limits(size: float, p0: float, widen: float = 1.0) -> Limits:
    """Limits of a share of `size` cases; they hold p0 and stay within 0 and 1. `widen`: √φ."""
    spread = size * p0 * (1 - p0)
    if spread < EXACT_BELOW:
        from scipy.stats import binom

        ends = [
            float(binom.ppf(q, round(size), p0)) / size
            for q in (TAIL_998, TAIL_95, 1 - TAIL_95, 1 - TAIL_998)
        ]
    else:
        ends = [p0 + z * spread**0.5 / size for z in (-Z_998, -Z_95, Z_95, Z_998)]
    return _around(size, p0, ends, widen, 1.0)


def ratio_limits(size: float, target: float = 1.0, widen: float = 1.0) -> Limits:
    """Limits of a ratio of a count to `size` expected; they hold the target and do not go under nought."""
    from scipy.stats import poisson

    ends = [
        float(poisson.ppf(q, target * size)) / size for q in (TAIL_998, TAIL_95, 1 - TAIL_95, 1 - TAIL_998)
    ]
    return _around(size, target, ends, widen, None)


def interval(part: float, whole: float) -> tuple[float, float] | None:
    """The 95 % interval of a share of few cases (Wilson, JASA 22 (1927) 209–212); None without cases. Raises UnusableValues."""
    if whole == 0:
        return None
    if not 0 <= part <= whole:
        raise UnusableValues("部分大于全体", "a part is larger than its whole")
    z = Z_95
    centre, spread = part + z * z / 2, z * (part * (whole - part) / whole + z * z / 4) ** 0.5
    low, high = ((centre + way * spread) / (whole + z * z) for way in (-1, 1))
    return max(0.0, low), min(1.0, high)


def _funnel(
    parts: Any, sizes: Any, target: float, phi: float, widen: float, limits: Any, ceiling: float | None
) -> Funnel:
    points = tuple(_point(float(part), float(size), limits) for part, size in zip(parts, sizes, strict=True))
    return Funnel(target, points, _curve(float(sizes.max()), limits), phi, widen > 1, ceiling)


def _point(part: float, size: float, limits: Any) -> Point:
    if size == 0:
        return Point(part, size, None, None, NO_CASES)
    own, value = limits(size), part / size
    state = INSIDE
    if value < own.low_998 - _TINY or value > own.high_998 + _TINY:
        state = OUTSIDE_998
    elif value < own.low_95 - _TINY or value > own.high_95 + _TINY:
        state = OUTSIDE_95
    return Point(part, size, value, own, state)


_TINY = 1e-12  # rounding: a value that is the limit is not beyond it


def _around(size: float, target: float, ends: list[float], widen: float, ceiling: float | None) -> Limits:
    lows = [max(0.0, target - widen * max(0.0, target - end)) for end in ends[:2]]
    highs = [target + widen * max(0.0, end - target) for end in ends[2:]]
    if ceiling is not None:
        highs = [min(ceiling, end) for end in highs]
    return Limits(size, lows[0], lows[1], highs[0], highs[1])


def _curve(largest: float, limits: Any) -> tuple[Limits, ...]:
    """Limits at sizes up to a tenth beyond the largest, closer together where the funnel is wide."""
    import numpy as np

    sizes = sorted({max(1, round(one)) for one in np.geomspace(1, max(2.0, 1.1 * largest), CURVE_POINTS)})
    found: list[Limits] = []
    for size in reversed(sizes):
        own, inner = limits(float(size)), found[-1] if found else None
        found.append(own if inner is None else Limits(
            own.size, min(own.low_998, inner.low_998), min(own.low_95, inner.low_95),
            max(own.high_95, inner.high_95), max(own.high_998, inner.high_998),
        ))  # fmt: skip
    return tuple(reversed(found))


def _dispersion(scores: Any) -> float:
    import numpy as np

    if scores.size < 2:
        return 1.0
    low, high = np.quantile(scores, [TAIL_DRAWN_IN, 1 - TAIL_DRAWN_IN])
    return float((np.clip(scores, low, high) ** 2).mean())


def _widening(phi: float, courts: int) -> float:
    return float(phi**0.5) if courts and phi > 1 + 2 * (2 / courts) ** 0.5 else 1.0
