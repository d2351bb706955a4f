"""The values of the overview: does the stock grow, and where. Every figure comes through the doorway (`looking`), few questions for all.

Counts of months, classes and areas add up to the figures of the period, so each kind of division is one question.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from xiezhi.record.models import Court
from xiezhi.rules.indicators.columns import fact_columns
from xiezhi.rules.indicators.periods import MONTH, Grid, Period, grid, grid_over
from xiezhi.work.situation.counted import Counted
from xiezhi.work.situation.counts import age_bands, flaws, within_base
from xiezhi.work.situation.looking import Look, Shown, by_key, figures_for
from xiezhi.work.situation.sight import Sight
from xiezhi.work.situation.suppression import hidden_among

OPENING, NEW, CLOSED, PENDING = "flow.opening", "flow.new", "flow.closed", "flow.pending"
FLOW = (OPENING, NEW, CLOSED, PENDING)
NET, BALANCE, CLEARANCE = "ops.in_approved_limit", "flow.balance", "flow.clearance"
MONTHS_SHOWN = 24


@dataclass(frozen=True, slots=True)
class Flow:
    """opening + new − closed = pending."""

    opening: Shown
    new: Shown
    closed: Shown
    pending: Shown

    @property
    def grown(self) -> float | None:
        """By how many cases the stock grew; None where it may not be told."""
        if self.pending.numerator is None or self.opening.numerator is None:
            return None
        return self.pending.numerator - self.opening.numerator


@dataclass(frozen=True, slots=True)
class Month:
    """A month with what came in and what was closed."""

    period: Period
    new: Shown
    closed: Shown


@dataclass(frozen=True, slots=True)
class Part:
    """The cases of a class or of a court: `value` is that of the column they share (None = not told)."""

    value: str | None
    flow: dict[str, Shown]


@dataclass(frozen=True, slots=True)
class Area:
    """A court, or a court with those below it: the figures of its courts added up."""

    court: Court
    below: bool
    new: float
    closed: float
    pending: float
    months: Sequence[tuple[Period, float, float]]


@dataclass(frozen=True, slots=True)
class Limit:
    """Within the limit, net (after deductions and extensions) and gross (by the calendar), of one class."""

    value: str | None
    net: Shown
    gross: Shown


@dataclass(frozen=True, slots=True)
class Overview:
    """Everything the page shows. `before`: the same period last year; `previous`: the period before."""

    flow: Flow
    before: Flow
    previous: Flow
    months: Sequence[Month]
    balance: Shown | None
    year: Sequence[Month]
    clearance: Shown | None
    ages: Sequence[tuple[Counted, Shown]]
    classes: Sequence[Part]
    limits: Sequence[Limit]
    areas: Sequence[Area]
    flaws: Sequence[tuple[Counted, Shown]]


def overview(sight: Sight, look: Look) -> Overview | None:
    """The overview of a look; None where nothing can be counted."""
    flows = [_flow(sight, look, period) for period in _compared(look.period)]
    if flows[0] is None:
        return None
    flow, before, previous = (found or flows[0] for found in flows)
    months = _months(sight, look, grid(_last_month(look.period), MONTHS_SHOWN))
    return Overview(
        flow, before, previous, months, _first(sight, look, BALANCE), [one for one in months if one.period.start.year == look.period.end.year],
        _first(sight, look, CLEARANCE), _counted(sight, look, age_bands()), _classes(sight, look), _limits(sight, look),
        areas(sight, look), _counted(sight, look, flaws()),
    )  # fmt: skip


def _compared(period: Period) -> tuple[Period, Period, Period]:
    return period, period.last_year, period.previous


def _last_month(period: Period) -> Period:
    """The month in which a period ends."""
    return grid_over(MONTH, period.end, period.end).periods[-1]


def _flow(sight: Sight, look: Look, period: Period) -> Flow | None:
    found = {one.key: one for one in figures_for(sight, look, by_key(FLOW), grid=Grid((period,)))}
    if len(found) < len(FLOW):
        return None
    # Any three of them tell the fourth.
    hidden = not sight.lists and hidden_among([found[key].numerator for key in FLOW])
    if hidden or any(one.hidden for one in found.values()):
        found = {key: Shown(key, period, (), None, None, None, hidden=True) for key in FLOW}
    return Flow(*(found[key] for key in FLOW))


def _months(sight: Sight, look: Look, months: Grid) -> list[Month]:
    found = {
        (one.key, one.period): one for one in figures_for(sight, look, by_key((NEW, CLOSED)), grid=months)
    }
    if not found:
        return []
    return [Month(period, found[NEW, period], found[CLOSED, period]) for period in months.periods]


def _first(sight: Sight, look: Look, key: str) -> Shown | None:
    return next(iter(figures_for(sight, look, by_key((key,)))), None)


def _counted(sight: Sight, look: Look, counts: Sequence[Counted]) -> list[tuple[Counted, Shown]]:
    """Counts of which the first group may add up to a figure shown beside them."""
    found = {one.key: one for one in figures_for(sight, look, [count.formula for count in counts])}
    shown = [(count, found[count.key]) for count in counts if count.key in found]
    if sight.lists:
        return shown
    hidden = hidden_among([one.numerator for _, one in shown])
    return [
        (count, Shown(one.key, one.period, (), None, None, None, hidden=True) if place in hidden or one.hidden else one)
        for place, (count, one) in enumerate(shown)
    ]  # fmt: skip


def _classes(sight: Sight, look: Look) -> list[Part]:
    """By class of case, in the order of the catalogue of columns."""
    found: dict[str | None, dict[str, Shown]] = {}
    for one in figures_for(sight, look, by_key(FLOW), by=("case_class",)):
        found.setdefault(one.group[0], {})[one.key] = one
    return [Part(value, found[value]) for value in _in_order(found) if any(one.numerator or one.hidden for one in found[value].values())]  # fmt: skip


def _limits(sight: Sight, look: Look) -> list[Limit]:
    found: dict[str | None, dict[str, Shown]] = {}
    for one in figures_for(sight, look, [*by_key((NET,)), within_base().formula], by=("case_class",)):
        found.setdefault(one.group[0], {})[one.key] = one
    pairs = (
        (value, found[value].get(NET), found[value].get(within_base().key)) for value in _in_order(found)
    )
    return [
        Limit(value, net, gross)
        for value, net, gross in pairs
        if net and gross and (net.denominator or net.hidden)
    ]


def _in_order(found: Iterable[str | None]) -> list[str | None]:
    order = list(fact_columns()["case_class"].words)
    return sorted(found, key=lambda value: order.index(value) if value in order else len(order))


def areas(sight: Sight, look: Look) -> list[Area]:
    """The parts of what is looked at: for the province each superior court with those below it, else each court by itself.

    In administrative order. Small counts are left to the list of figures: who may not see them gets no areas.
    """
    if not sight.lists:
        return []
    months = grid(_last_month(look.period), MONTHS_SHOWN)
    by_month: dict[str, dict[tuple[str, date], float]] = {}
    for one in figures_for(sight, look, by_key((NEW, CLOSED)), grid=months, by=("court_id",)):
        by_month.setdefault(str(one.group[0]), {})[one.key, one.period.start] = one.numerator or 0
    now: dict[str, dict[str, float]] = {}
    for one in figures_for(sight, look, by_key((NEW, CLOSED, PENDING)), by=("court_id",)):
        now.setdefault(str(one.group[0]), {})[one.key] = one.numerator or 0
    groups = _groups(sorted(by_month.keys() | now.keys()))
    return [_area(*group, now, by_month, months) for group in groups] if len(groups) > 1 else []


def _area(
    court: Court, keys: list[str], below: bool, now: dict[str, dict[str, float]], by_month: dict[str, dict[tuple[str, date], float]], months: Grid
) -> Area:  # fmt: skip
    def total(key: str) -> float:
        return sum(now.get(one, {}).get(key, 0) for one in keys)

    def of_month(key: str, day: date) -> float:
        return sum(by_month.get(one, {}).get((key, day), 0) for one in keys)

    line = [
        (period, of_month(NEW, period.start), of_month(CLOSED, period.start)) for period in months.periods
    ]
    return Area(court, below, total(NEW), total(CLOSED), total(PENDING), line)


def _groups(keys: list[str]) -> list[tuple[Court, list[str], bool]]:
    """Courts of which there are figures; those below an intermediate court with it where there are several of these."""
    courts = {
        str(court.pk): court for court in Court.objects.filter(pk__in=[key for key in keys if key != "None"])
    }
    heads = {court.parent_id for court in courts.values() if court.level == "basic"}
    gathered = len(heads) > 1
    found: dict[str, list[str]] = {}
    for key, court in courts.items():
        head = str(court.parent_id) if gathered and court.level == "basic" and court.parent_id else key
        found.setdefault(head, []).append(key)
    missing = [key for key in found if key not in courts]
    courts |= {str(court.pk): court for court in Court.objects.filter(pk__in=missing)}
    named = (
        (courts[head], keys, gathered and courts[head].level == "intermediate")
        for head, keys in found.items()
    )
    return sorted(named, key=lambda group: group[0].place)
