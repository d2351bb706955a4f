"""From which day and up to which the facts of a snapshot reach."""

from datetime import date

from xiezhi.work.situation.kept import Kept
from xiezhi.work.situation.looking import facts_of

_days: Kept[date | None] = Kept(64)
_first_days: Kept[date | None] = Kept(64)


def first_day(snapshot: str) -> date | None:
    """The first day on which a case of the snapshot was filed; None without cases."""
    return _first_days.get(snapshot, lambda: _first_day(snapshot))


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
