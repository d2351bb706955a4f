"""Month arithmetic as the procedure laws read it, days that may be counted only once, the wording of a day, and strict reading of dates.

Two readings of "n months": the corresponding day (civil and the like) and last day to last day (criminal). Half months are law
data (days added after whole months), so they are not here; the roll over rest days is the calendar's. Called by both clocks.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Protocol, TypeVar

from xiezhi.rules.errors import InputError

MONTHS_A_YEAR = 12
ONE_DAY = timedelta(days=1)


def add_months(day: date, months: int) -> date:
    """R-MONTH: the day of the same number, or the last day of a month too short for it (Civil Code 202)."""
    last = _last_day(day, months)
    return last.replace(day=min(day.day, last.day))


def add_months_criminal(day: date, months: int) -> date:
    """R-MONTH-CR: like R-MONTH, but from the last day of a month to the last day of a month (CrPI 202)."""
    last = _last_day(day, months)
    return last if day == _last_day(day, 0) else last.replace(day=min(day.day, last.day))


def _last_day(day: date, months: int) -> date:
    """The last day of the month so many months after that of a day."""
    year, month = divmod(day.year * MONTHS_A_YEAR + day.month - 1 + months, MONTHS_A_YEAR)
    if not date.min.year <= year <= date.max.year:
        raise InputError(
            f"{day} 加 {months} 个月超出日历",
            f"{day} plus {months} months leaves the calendar",
            field="months",
        )
    if month + 1 == MONTHS_A_YEAR:
        return date(year, MONTHS_A_YEAR, 31)
    return date(year, month + 2, 1) - ONE_DAY


def union_days(spans: Iterable[tuple[int, int]]) -> int:
    """R-UNION: how many days spans (s, e] of ordinals cover together, each day once (R-DED: e - s days, so s = e gives none)."""
    days, covered_to = 0, 0
    for start, end in sorted(spans):
        days += max(0, end - max(start, covered_to))
        covered_to = max(covered_to, end)
    return days


class Dated(Protocol):
    """A wording in force from `first` to `last`, both inclusive."""

    @property
    def first(self) -> date: ...

    @property
    def last(self) -> date: ...


Wording = TypeVar("Wording", bound=Dated)


def in_force(wordings: Sequence[Wording], on: date) -> Wording | None:
    """The wording of a day among wordings in order, or None where none was in force."""
    place = bisect_right(wordings, on, key=lambda wording: wording.first) - 1
    return wordings[place] if place >= 0 and on <= wordings[place].last else None


def parse_date(text: str, *, field: str | None = None) -> date:
    """A day written YYYY-MM-DD and nothing else. Raises InputError."""
    try:
        day = date.fromisoformat(text)
    except (TypeError, ValueError):
        day = None
    if day is None or day.isoformat() != text:
        zh, en = (
            f"日期应写作 2024-03-01，实为 {text!r}",
            f"expected a date such as 2024-03-01, found {text!r}",
        )
        raise InputError(zh, en, field=field)
    return day
