"""How long until a case is closed, with the open ones counted: Kaplan–Meier, competing ends, comparison of groups.

A median over closed cases only hides the slow ones, which are still open. Here an open case counts for as long as it has lasted
(censored). The cases are those filed in a span of which all is known, so none comes in late (no left truncation).
Kaplan, Meier, JASA 53 (1958) 457–481; Aalen, Johansen, Scand. J. Statist. 5 (1978) 141–150; Mantel, Cancer Chemother. Rep. 50 (1966).
"""

import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from xiezhi.work.situation.statistics.checks import equally_many, not_negative, numbers

CONFIDENCE = 0.95


@dataclass(frozen=True, slots=True)
class Curve:
    """Share still open after each day on which something ended, day 0 first; `low`, `high`: 95 % interval (log-log).

    `at_risk[i]`: cases under observation just before `days[i]`; `lasting_longest`: those observed to the
    `longest` day. `median` None: half were never closed within the observation.
    """

    days: tuple[float, ...]
    share: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]
    at_risk: tuple[int, ...]
    cases: int
    closed: int
    longest: float
    lasting_longest: int
    median: float | None
    median_low: float | None
    median_high: float | None

    @property
    def unended(self) -> int:
        """Cases followed no further without an ending: still open, or gone elsewhere."""
        return self.cases - self.closed

    def share_at(self, day: float) -> float:
        """The share still open after a day."""
        return next(
            (
                share
                for last, share in zip(reversed(self.days), reversed(self.share), strict=True)
                if last <= day
            ),
            1.0,
        )


@dataclass(frozen=True, slots=True)
class Incidence:
    """Of all cases, the share that has ended in this way after each day; with the others and the open ones it adds up to 1."""

    end: str
    days: tuple[float, ...]
    share: tuple[float, ...]
    cases: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """Log-rank test: `p` is how likely curves differ at least so much where in truth they are the same."""

    statistic: float
    degrees: int
    p: float


def survival(days: Sequence[float], closed: Sequence[bool]) -> Curve:
    """The curve of cases that lasted so many days, closed at the end or still open. Raises UnusableValues."""
    import numpy as np
    from lifelines import KaplanMeierFitter

    lasted, ended = _observed(days, closed)
    fitter = KaplanMeierFitter(alpha=1 - CONFIDENCE)
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")  # about few cases early on, which the number at risk shows
        fitter.fit(lasted, event_observed=ended)
        interval = fitter.confidence_interval_.to_numpy()
    table = fitter.event_table
    kept = (table["observed"].to_numpy() > 0) | (table.index.to_numpy() == 0)
    share = fitter.survival_function_.iloc[:, 0].reindex(table.index).to_numpy()
    low, high = _whole(interval[:, 0], share), _whole(interval[:, 1], share)
    spots = table.index.to_numpy()
    return Curve(
        days=_floats(spots[kept]), share=_floats(share[kept]), low=_floats(low[kept]), high=_floats(high[kept]),
        at_risk=tuple(int(one) for one in _at_risk(spots[kept], lasted)),
        cases=int(lasted.size), closed=int(ended.sum()), longest=float(lasted.max()), lasting_longest=int((lasted == lasted.max()).sum()),
        median=_first_at_half(spots, share), median_low=_first_at_half(spots, low), median_high=_first_at_half(spots, high),
    )  # fmt: skip


def competing(days: Sequence[float], ends: Sequence[str | None]) -> tuple[Incidence, ...]:
    """Aalen–Johansen: one curve for each way of ending, in the order in which the ways first occur; None = still open.

    Written out here, because ties (many cases end on one day) are exact so, without the random shifts of the library.
    """
    import numpy as np

    lasted, ended = _observed(days, [end is not None for end in ends])
    ways = list(dict.fromkeys(end for end in ends if end is not None))
    spots, at = np.unique(lasted[ended], return_inverse=True)
    place = {way: number for number, way in enumerate(ways)}
    which = np.array([place[end] for end in ends if end is not None], "int64")
    counts = np.bincount(at * len(ways) + which, minlength=spots.size * len(ways)).reshape(
        spots.size, len(ways)
    )
    risk = _at_risk(spots, lasted)
    still_open = np.cumprod(1 - counts.sum(axis=1) / risk)
    before = np.concatenate([[1.0], still_open[:-1]])[: spots.size]
    shares = np.cumsum(before[:, None] * counts / risk[:, None], axis=0)
    line = (0.0, *_floats(spots))
    return tuple(
        Incidence(way, line, (0.0, *_floats(shares[:, number])), int((which == number).sum()))
        for way, number in place.items()
    )


def compare(days: Sequence[float], closed: Sequence[bool], groups: Sequence[str]) -> Comparison | None:
    """The log-rank test between groups; None where there are fewer than two groups or nothing was closed."""
    equally_many(days, groups)
    lasted, ended = _observed(days, closed)
    if len(set(groups)) < 2 or not ended.any():
        return None
    import numpy as np
    from lifelines.statistics import multivariate_logrank_test

    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        found = multivariate_logrank_test(lasted, np.asarray(groups, dtype=str), ended)
    if not np.isfinite(found.test_statistic):
        return None
    return Comparison(float(found.test_statistic), len(set(groups)) - 1, float(found.p_value))


def _observed(days: Sequence[float], closed: Sequence[bool]) -> tuple[Any, Any]:
    import numpy as np

    equally_many(days, closed)
    return not_negative(numbers(days)), np.asarray(closed, dtype=bool)


def _at_risk(spots: Any, lasted: Any) -> Any:
    """How many cases were under observation just before each day: those that lasted so long."""
    import numpy as np

    return lasted.size - np.searchsorted(np.sort(lasted), spots)


def _whole(bound: Any, share: Any) -> Any:
    """The interval where log-log has no value: at 1 and at 0 the curve itself; never beyond 0 and 1."""
    import numpy as np

    return np.clip(np.where(np.isfinite(bound), bound, share), 0.0, 1.0)


def _first_at_half(spots: Any, share: Any) -> float | None:
    at = (share <= 0.5 + 1e-12).nonzero()[0]
    return float(spots[at[0]]) if at.size else None


def _floats(values: Any) -> tuple[float, ...]:
    return tuple(float(one) for one in values)
