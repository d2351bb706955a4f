"""Planning ahead of the last day of the facts: how many closings keep the stock from growing, and which open cases pass their limit in the
next months if nothing changes. Counts of cases, which open; no judgment on anybody.
"""

from dataclasses import dataclass, replace
from datetime import date

from xiezhi.rules.indicators.periods import MONTH, Period, between, grid, grid_over
from xiezhi.work.situation.flow_keys import CLOSED, NEW, PENDING
from xiezhi.work.situation.horizon import last_day
from xiezhi.work.situation.looking import Look, Shown, by_key, figures_for
from xiezhi.work.situation.page_counts import limits, passing
from xiezhi.work.situation.parts import told_together
from xiezhi.work.situation.sight import Sight

USUAL = 12  # months whose mean is the usual month


@dataclass(frozen=True, slots=True)
class Plan:
    """`day`: the last day of the facts, as a period. Figures by key: `whole` of all pending on that day, `classes` by class. `new`, `closed`: of
    the last twelve whole months."""

    day: Period
    whole: dict[str, Shown]
    classes: dict[str, dict[str, Shown]]
    year: Period
    new: Shown
    closed: Shown

    @property
    def a_month(self) -> tuple[float, float] | None:
        """What came in and was closed in a usual month; None where it may not be told."""
        if self.new.numerator is None or self.closed.numerator is None:
            return None
        return self.new.numerator / USUAL, self.closed.numerator / USUAL


def plan(sight: Sight, look: Look) -> Plan | None:
    """The plan for a look, whatever its period; None where there is nothing to count."""
    reached = last_day(look.snapshot)
    if reached is None:
        return None
    today = Period("campaign", reached, reached)
    now = replace(look, period=today)
    formulas = [*by_key([PENDING]), *(one.formula for one in (*passing(), *limits()))]
    whole = {one.key: one for one in figures_for(sight, now, formulas)}
    if not whole:
        return None
    whole = told_together(sight, whole, [formula.key for formula in formulas if formula.key != PENDING])
    classes: dict[str, dict[str, Shown]] = {}
    # A table of two ways would tell by its sums what is hidden in it: only for who lists the cases.
    for one in figures_for(sight, now, formulas, by=("case_class",)) if sight.lists else ():
        classes.setdefault(one.group[0] or "", {})[one.key] = one
    year = last_year(reached)
    flow = {one.key: one for one in figures_for(sight, replace(look, period=year), by_key([NEW, CLOSED]))}
    return Plan(today, whole, classes, year, flow[NEW], flow[CLOSED])


def last_year(reached: date) -> Period:
    """The last twelve whole months up to a day."""
    month = grid_over(MONTH, reached, reached).periods[0]
    newest = month if month.end <= reached else month.previous
    months = grid(newest, USUAL)
    return between(months.start, months.end)


def months_of_work(pending: float, closed_a_month: float) -> float | None:
    """Stock in months of work: pending ÷ closings a month; None where nothing is closed (handbook, section 5.6)."""
    return pending / closed_a_month if closed_a_month else None


def months_to(pending: float, target: float, new: float, closed: float) -> float | None:
    """In how many months the stock falls to a target with so many new and closed a month; 0 where it is there, None where it never is."""
    if pending <= target:
        return 0.0
    return (pending - target) / (closed - new) if closed > new else None
