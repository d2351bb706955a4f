"""Cases by the quarter of their filing: what share was closed within each of COHORT_DAYS.

A share is whole when even the last case of the quarter has had its days; until then it can still rise, and is told as such.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from xiezhi.rules.indicators.model import RATIO, Formula
from xiezhi.rules.indicators.periods import Period, grid, quarter_of
from xiezhi.work.situation.counts import formula_of
from xiezhi.work.situation.flow_keys import NEW
from xiezhi.work.situation.horizon import last_day
from xiezhi.work.situation.looking import Look, Shown, figures_for
from xiezhi.work.situation.page_counts import COHORT_DAYS, within
from xiezhi.work.situation.parts import hide
from xiezhi.work.situation.sight import Sight

QUARTERS = 12
_SHARE = ".share"


@dataclass(frozen=True, slots=True)
class Part:
    """Of a cohort, what was closed within so many days of filing. `whole`: nothing can be added to it any more."""

    days: int
    shown: Shown
    share: float | None
    whole: bool


@dataclass(frozen=True, slots=True)
class Cohort:
    """The cases filed in a quarter."""

    period: Period
    filed: Shown
    parts: tuple[Part, ...]


def cohorts(sight: Sight, look: Look) -> list[Cohort]:
    """The last twelve quarters up to the end of the look's period, oldest first."""
    new = formula_of(NEW)
    assert new is not None
    reached = last_day(look.snapshot) or look.period.end
    quarters = grid(quarter_of(look.period.end), QUARTERS)
    shares = [] if sight.lists else [_share_formula(one.formula, new) for one in within()]
    shown = figures_for(sight, look, [new, *(one.formula for one in within()), *shares], grid=quarters)
    found = {(one.key, one.period): one for one in shown}
    return [_cohort(sight, period, found, reached) for period in quarters.periods if (NEW, period) in found]


def _share_formula(closed: Formula, new: Formula) -> Formula:
    """The share as a figure of its own, for who lists no cases: counts in fives, divided, would give a false one."""
    return Formula(
        f"{closed.key}{_SHARE}",
        RATIO,
        closed.numerator,
        new.numerator,
        follows_scope=True,
        unit="share",
        nested=True,
    )


def _cohort(sight: Sight, period: Period, found: dict[tuple[str, Period], Shown], reached: date) -> Cohort:
    filed = found[NEW, period]
    steps = [found[one.key, period] for one in within()]
    parts = []
    for days, shown in zip(COHORT_DAYS, steps):
        told = found.get((f"{shown.key}{_SHARE}", period))
        share = told.value if told is not None else _divided(shown, filed)
        seen = hide(shown) if told is not None and told.hidden else shown
        parts.append(Part(days, seen, share, period.end + timedelta(days=days) <= reached))
    return Cohort(period, filed, tuple(parts))


def _divided(closed: Shown, filed: Shown) -> float | None:
    return closed.numerator / filed.numerator if filed.numerator and closed.numerator is not None else None
