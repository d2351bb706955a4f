"""The figures of a report: few questions for all of them, through the doorway of figures, from the pinned snapshot.

One question for each of: the period, the same one last year, the one before it; months; classes; courts or divisions; causes; the last
days of months. Courts and divisions keep administrative order.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TypeAlias

from xiezhi.rules.indicators.catalogue import formulas, indicators
from xiezhi.rules.indicators.model import INTERNATIONAL, Formula
from xiezhi.rules.indicators.periods import CAMPAIGN, MONTH, Grid, Period, grid_over, last_whole_month
from xiezhi.rules.indicators.thresholds import thresholds
from xiezhi.work.situation.codes import in_order
from xiezhi.work.situation.computed import Answer
from xiezhi.work.situation.counts import (
    age_bands,
    flaws,
    formula_of,
    hidden_overruns,
    late_entries,
    within_base,
)
from xiezhi.work.situation.durations import times, window
from xiezhi.work.situation.horizon import first_day
from xiezhi.work.situation.looking import Look, Shown, by_key, facts_of, figures_for
from xiezhi.work.situation.report.values import Basis, Places
from xiezhi.work.situation.sight import Sight

OPENING, NEW, ACCEPTED, CLOSED, PENDING = (
    f"flow.{name}" for name in ("opening", "new", "accepted", "closed", "pending")
)
FLOW = (OPENING, NEW, ACCEPTED, CLOSED, PENDING)
DISPUTES, CLEARANCE, CLOSING_RATE, BALANCE = (
    "flow.new:disputes",
    "flow.clearance",
    "flow.closing_rate",
    "flow.balance",
)
NORMAL, APPROVED, OVERDUE = "ops.in_normal_limit", "ops.in_approved_limit", "ops.overdue_pending"
PENDING_IN_LIMIT, EXTENSION = "ops.pending_in_limit", "cn2024.extension"
MEAN_DAYS, MEDIAN_DAYS = "ops.mean_days", "ops.median_days"
LONG = ("ops.long_pending_1y", "ops.long_pending_2y", "ops.long_pending_3y")
FOLLOWED_MONTHS = thresholds().followed_months
MONTHS_BACK = 24
LAST_DAYS = thresholds().last_days  # of a month
CAUSES_SHOWN = thresholds().causes_shown
# Figures that stand apart for classes, and for courts or divisions.
OF_A_CLASS = (OPENING, NEW, CLOSED, PENDING, NORMAL, APPROVED, MEAN_DAYS, MEDIAN_DAYS, LONG[0], LONG[2])
OF_A_PLACE = (OPENING, NEW, CLOSED, PENDING, NORMAL, APPROVED, OVERDUE, MEDIAN_DAYS, LONG[0], LONG[2])

Found: TypeAlias = Mapping[str, Shown]
Parts: TypeAlias = Mapping[str | None, Found]


@dataclass(frozen=True, slots=True)
class MonthEnd:
    """A month of the period, or of its year before it: how many cases it closed, and how many of them in its last days."""

    month: Period
    closed: float
    last: Period
    in_last: float


@dataclass(frozen=True)
class Measured:
    """Everything counted for a report. `before`: the same period last year, empty where it ends before the facts begin; `previous`: the
    period before, None where it is the same or ends before the facts begin. `begun`: the first day of the facts of these courts; months
    before it are not there: of them nothing is known, which is not nought.

    `to_date`: what came in and was closed since the year began, empty where the period is all of that; `to_date_before`: in the same days of
    last year. `parts`: by court, or by division for a single court; `areas`: by prefecture, where there are several, with their months
    (`area_months`). `times`: how long cases take with the open ones counted (`durations`), found apart because it takes the statistics.
    What the facts do not allow is not there.
    """

    basis: Basis
    places: Places
    now: Found
    before: Found
    previous: Found | None
    months: Sequence[tuple[Period, Found]]
    ends: Sequence[MonthEnd]
    classes: Parts
    classes_before: Parts
    parts: Parts
    parts_before: Parts
    causes: Parts
    causes_before: Parts
    areas: Parts
    areas_before: Parts
    area_months: Mapping[str | None, Sequence[Found]]
    by_division: bool
    rows: int
    begun: date | None
    to_date: Found
    to_date_before: Found
    times: Answer | None = None

    @property
    def period(self) -> Period:
        return self.basis.period

    def amount(self, key: str, found: Found | None = None) -> float:
        """The numerator of a figure; 0 where it is not there."""
        shown = (self.now if found is None else found).get(key)
        return (shown.numerator if shown else None) or 0

    @property
    def is_empty(self) -> bool:
        """Whether nothing was pending and nothing happened."""
        return not self.amount(ACCEPTED) and not self.amount(PENDING)

    @property
    def has_before(self) -> bool:
        """Whether there are facts of the same period last year."""
        return bool(self.before)


def measure(sight: Sight, basis: Basis, places: Places) -> Measured:
    """All figures of a report. The sight says what may be counted."""
    look = Look(basis.snapshot, basis.scope, basis.period, basis.courts, basis.division)
    period, before = basis.period, basis.period.last_year
    begun = first_day(basis.snapshot, basis.courts)
    earlier = [one for one in dict.fromkeys((before, period.previous)) if not _is_before(one, begun)]
    compared = _at(sight, look, _formulas(basis), [*earlier, period])
    by_division = basis.courts is not None and len(basis.courts) == 1
    return Measured(
        basis,
        places,
        compared[period],
        _comparable(compared.get(before, {})),
        _comparable(compared[period.previous])
        if period.previous != before and period.previous in compared
        else None,
        _months(sight, look),
        _month_ends(sight, look),
        *_apart(sight, look, "case_class", OF_A_CLASS),
        *_apart(sight, look, "division_id" if by_division else "court_id", OF_A_PLACE),
        *_apart(sight, look, "cause_code", (NEW, CLOSED, PENDING)),
        *(_apart(sight, look, "city_id", OF_A_PLACE) if places.areas else ({}, {})),
        _area_months(sight, look) if places.areas else {},
        by_division,
        facts_of(basis.snapshot).quality.rows,
        begun,
        *_to_date(sight, look, begun),
    )


def _to_date(sight: Sight, look: Look, begun: date | None) -> tuple[Found, Found]:
    """What came in and was closed since the year began and how evenly, and in the same days of last year; empty where the period is all of the year so far,
    and the second where the facts do not hold all of it."""
    period = look.period.year_to_date
    before = period.last_year
    known = begun is None or before.start >= begun.replace(day=1)
    asked = [] if period == look.period else [*([before] if known else []), period]
    found = _at(sight, look, by_key((NEW, CLOSED, BALANCE)), asked)
    return found.get(period, {}), found.get(before, {})


def _is_before(period: Period, begun: date | None) -> bool:
    """Whether a period ends before the facts begin."""
    return begun is not None and period.end < begun


def with_times(sight: Sight, measured: Measured) -> Measured:
    """The same with how long cases take. Imports the statistics: not for a request."""
    basis = measured.basis
    look = Look(basis.snapshot, basis.scope, times_window(basis.period), basis.courts, basis.division)
    return replace(measured, times=times(sight, look, {"by": "case_class"}, lambda done, total: None))


def times_window(period: Period) -> Period:
    """The cases whose time to close is followed: those filed in the months up to the end of the period."""
    return window(period, FOLLOWED_MONTHS)


def _formulas(basis: Basis) -> list[Formula]:
    """Those of the catalogue that are in force as the period ends, and the counts that a report tells; those of other countries where
    they were asked for."""
    abroad = INTERNATIONAL in basis.annexes
    inside = [
        one.formula
        for one in indicators().values()
        if one.shown and (abroad or one.family != INTERNATIONAL) and one.in_force(basis.period.end)
    ]
    told = (*age_bands(), *flaws(), *late_entries(), *hidden_overruns(), within_base())
    counted = [one.formula for one in told]
    return [*inside, formulas()[DISPUTES][1], *counted]


def _at(
    sight: Sight, look: Look, wanted: Sequence[Formula], periods: Sequence[Period]
) -> dict[Period, dict[str, Shown]]:
    found: dict[Period, dict[str, Shown]] = {period: {} for period in periods}
    for one in _asked(sight, look, wanted, periods):
        found[one.period][one.key] = one
    return found


def _asked(
    sight: Sight, look: Look, wanted: Sequence[Formula], periods: Sequence[Period], by: tuple[str, ...] = ()
) -> Iterator[Shown]:
    """The figures in periods in the order of their days: one question for those that follow each other without a gap."""
    for row in _rows(periods):
        yield from figures_for(sight, look, wanted, grid=Grid(tuple(row)), by=by)


def _rows(periods: Sequence[Period]) -> list[list[Period]]:
    """Periods put together where one begins the day after another ends: that is what a grid takes."""
    rows: list[list[Period]] = []
    for one in periods:
        if rows and rows[-1][-1].end + timedelta(days=1) == one.start:
            rows[-1].append(one)
        else:
            rows.append([one])
    return rows


def _months_shown(look: Look) -> Grid | None:
    """The months up to the end of the period: two years of them, or all of the period where it is longer; of these the ones that do not
    end before the facts begin. None where there are none."""
    last, begun = last_whole_month(look.period.end), first_day(look.snapshot, look.courts)
    if _is_before(last, begun):
        return None
    start = min(last.shifted(1 - MONTHS_BACK).start, look.period.start)
    return grid_over(MONTH, start if begun is None else max(start, begun), last.end)


def _area_months(sight: Sight, look: Look) -> Mapping[str | None, Sequence[Found]]:
    """What came in and was closed in each of the months shown, by prefecture."""
    months = _months_shown(look)
    if months is None:
        return {}
    places = {period: place for place, period in enumerate(months.periods)}
    found: dict[str | None, list[dict[str, Shown]]] = {}
    for one in figures_for(sight, look, by_key((NEW, CLOSED)), grid=months, by=("city_id",)):
        row = found.setdefault(one.group[0], [{} for _ in months.periods])
        row[places[one.period]][one.key] = one
    return found


def _months(sight: Sight, look: Look) -> list[tuple[Period, Found]]:
    months = _months_shown(look)
    if months is None:
        return []
    found: dict[Period, dict[str, Shown]] = {period: {} for period in months.periods}
    for one in figures_for(sight, look, by_key((NEW, CLOSED, PENDING)), grid=months):
        found[one.period][one.key] = one
    return [(period, found[period]) for period in months.periods if found[period]]


def _month_ends(sight: Sight, look: Look) -> list[MonthEnd]:
    """The whole months of the period and of its year so far since the facts begin, each cut before its last days."""
    period, begun = look.period, first_day(look.snapshot, look.courts)
    start = min(period.start, date(period.end.year, 1, 1))
    months = [
        one
        for one in grid_over(MONTH, start, period.end).periods
        if start <= one.start and one.end <= period.end and not _is_before(one, begun)
    ]
    if not months:
        return []
    cut = {month: month.end - timedelta(days=LAST_DAYS - 1) for month in months}
    halves = [
        Period(CAMPAIGN, start, end)
        for month, last in cut.items()
        for start, end in ((month.start, last - timedelta(days=1)), (last, month.end))
    ]
    closed = {
        one.period: one.numerator or 0
        for one in figures_for(sight, look, by_key((CLOSED,)), grid=Grid(tuple(halves)))
    }
    return [
        MonthEnd(month, closed.get(early, 0) + closed.get(late, 0), late, closed.get(late, 0))
        for month, early, late in zip(months, halves[::2], halves[1::2])
    ]


def _apart(sight: Sight, look: Look, column: str, keys: Sequence[str]) -> tuple[Parts, Parts]:
    """The figures apart by a column, now and in the same period last year."""
    found: dict[Period, dict[str | None, dict[str, Shown]]] = {look.period: {}, look.period.last_year: {}}
    for one in _asked(sight, look, by_key(keys), (look.period.last_year, look.period), by=(column,)):
        found[one.period].setdefault(one.group[0], {})[one.key] = one
    before = {group: _comparable(of_group) for group, of_group in found[look.period.last_year].items()}
    return found[look.period], before


def _comparable(found: Found) -> Found:
    """Without what is known only as it stands now: of an end gone by it is too uncertain to be compared."""

    def stands_now(key: str) -> bool:
        formula = formula_of(key)
        return formula is not None and formula.stands_now

    return {key: shown for key, shown in found.items() if not stands_now(key)}


def classes_in_order(parts: Parts) -> list[str | None]:
    """Classes in the order of the columns' words, those not told last; without classes of which nothing was counted."""
    counted = (value for value, found in parts.items() if any(one.numerator for one in found.values()))
    return in_order("case_class", counted)
