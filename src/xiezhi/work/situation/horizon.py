"""From which day and up to which the facts of a snapshot reach, and about which periods they may be asked."""

from datetime import date

from xiezhi.rules.calendar import load_calendar
from xiezhi.rules.dates import add_months
from xiezhi.rules.errors import InputError
from xiezhi.rules.indicators.periods import MONTHS_A_YEAR, Period
from xiezhi.work.situation.kept import Kept
from xiezhi.work.situation.looking import Look, facts_of
from xiezhi.work.situation.models import Snapshot
from xiezhi.work.situation.snapshots import known_day

LONGEST_YEARS = 10  # of a period: figures of one go through every month of it

_days: Kept[date | None] = Kept(64)
_first_days: Kept[date | None] = Kept(64)


def counted_period(period: Period, snapshot: Snapshot) -> Period:
    """What of a period is counted: all of it, or of one that goes on the days that a snapshot knows. Raises InputError before it begins,
    and for one that is too long or too early."""
    check_bounds(period)
    return period.so_far(known_day(snapshot))


def check_bounds(period: Period) -> None:
    """Raises InputError for a period longer than ten years, or that begins before the calendar of working days does."""
    first = load_calendar().first
    if period.start < first:
        raise InputError(
            f"期间 {period.name} 早于工作日历的首日 {first}",
            f"the period {period.name} begins before the calendar of working days does, on {first}",
            field="period",
        )
    if period.end >= add_months(period.start, LONGEST_YEARS * MONTHS_A_YEAR):
        raise InputError(
            f"期间 {period.name} 过长，最长{LONGEST_YEARS}年",
            f"the period {period.name} is too long: {LONGEST_YEARS} years at most",
            field="period",
        )


def first_day(snapshot: str) -> date | None:
    """The first day on which a case of the snapshot was filed; None without cases."""
    return _first_days.get(snapshot, lambda: _first_day(snapshot))


def is_before_facts(look: Look) -> bool:
    """Whether a look's period ends before the first case was filed: of it nothing is known, which is not nought."""
    first = first_day(look.snapshot)
    return first is not None and look.period.end < first


def _first_day(snapshot: str) -> date | None:
    facts = facts_of(snapshot)
    found: date | None = facts.run(facts.table.aggregate(filed=facts.table.filed_on.min()))["filed"][
        0
    ].as_py()
    return found


def last_day(snapshot: str) -> date | None:
    """The latest day on which a case of the snapshot was filed or closed; None without cases."""
    return _days.get(snapshot, lambda: _last_day(snapshot))


def _last_day(snapshot: str) -> date | None:
    facts = facts_of(snapshot)
    found = facts.run(
        facts.table.aggregate(filed=facts.table.filed_on.max(), closed=facts.table.closed_on.max())
    )
    days = [day for column in found.columns for day in column.to_pylist() if day is not None]
    return max(days, default=None)
