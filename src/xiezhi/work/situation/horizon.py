"""From which day and up to which the facts of a snapshot reach, and about which periods they may be asked."""

from collections.abc import Collection, Mapping
from datetime import date

from xiezhi.record.projection import mainland_day
from xiezhi.rules.calendar import load_calendar
from xiezhi.rules.dates import ONE_DAY, add_months
from xiezhi.rules.errors import InputError
from xiezhi.rules.indicators.periods import LENGTHS, MONTHS_A_YEAR, Period
from xiezhi.work.situation import snapshots
from xiezhi.work.situation.kept import Kept
from xiezhi.work.situation.looking import Look, facts_of
from xiezhi.work.situation.models import Snapshot
from xiezhi.work.situation.sight import Sight
from xiezhi.work.situation.snapshots import known_day

LONGEST_YEARS = 10  # of a period: figures of one go through every month of it

_days: Kept[date | None] = Kept(64)
_first_days: Kept[Mapping[str | None, date]] = Kept(64)


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


def check_has_facts(period: Period, snapshot: Snapshot) -> None:
    """Raises InputError for a period that ends before the first case of a snapshot was filed."""
    first = first_day(str(snapshot.id))
    if first is None:
        raise InputError("还没有案件事实", "there are no facts yet", field="period")
    if period.end < first:
        raise InputError(
            f"{period.name} 没有事实：事实自 {first} 起",
            f"there are no facts of {period.name}: they begin on {first}",
            field="period",
        )


def may_ask(sight: Sight, period: Period, snapshot: Snapshot) -> bool:
    """Whether figures of this period may be asked for. Who lists no cases asks for calendar months, quarters, half-years and years that were
    over when the snapshot was taken: of two spans that overlap, and of one that goes on, a day later, the difference may be one case."""
    over = period.kind in LENGTHS and period.end < mainland_day(snapshot.known_at)
    return sight.lists or over


def may_ask_as_of(sight: Sight, day: date, today: date) -> bool:
    """Whether facts may be asked for as they were known at the end of this day: for who lists no cases that of a month, or today. What is
    known on one day and not on the day before may be one case."""
    return sight.lists or day == today or (day + ONE_DAY).day == 1


def may_pin(sight: Sight, snapshot: Snapshot) -> bool:
    """Whether an address may name this snapshot: for who lists no cases the newest, or one as known at the end of a month."""
    if sight.lists:
        return True
    if snapshot.kind == Snapshot.AS_KNOWN:
        return (known_day(snapshot) + ONE_DAY).day == 1
    newest = snapshots.latest()
    return newest is not None and newest.id == snapshot.id


def first_day(snapshot: str, courts: Collection[str] | None = None) -> date | None:
    """The first day on which a case of the snapshot was filed, in one of these courts (None = in any); None without cases."""
    days = _first_days.get(snapshot, lambda: _first_days_of_courts(snapshot))
    return min((day for court, day in days.items() if courts is None or court in courts), default=None)


def is_before_facts(look: Look) -> bool:
    """Whether a look's period ends before the first case was filed: of it nothing is known, which is not nought."""
    first = first_day(look.snapshot)
    return first is not None and look.period.end < first


def _first_days_of_courts(snapshot: str) -> dict[str | None, date]:
    facts = facts_of(snapshot)
    found = facts.run(facts.table.group_by("court_id").agg(filed=facts.table.filed_on.min()))
    pairs = zip(found["court_id"].to_pylist(), found["filed"].to_pylist())
    return {court: day for court, day in pairs if day is not None}


def last_day(snapshot: str) -> date | None:
    """The day up to which the facts of a snapshot reach: the latest on which a case was filed or closed, but no day later than those it knows
    (one mistyped year would be the last of all); None without cases."""
    return _days.get(snapshot, lambda: _last_day(snapshot))


def _last_day(snapshot: str) -> date | None:
    facts = facts_of(snapshot)
    found = facts.run(
        facts.table.aggregate(filed=facts.table.filed_on.max(), closed=facts.table.closed_on.max())
    )
    days = [day for column in found.columns for day in column.to_pylist() if day is not None]
    kept = snapshots.of_id(snapshot)
    return min(max(days), known_day(kept)) if days and kept else max(days, default=None)
