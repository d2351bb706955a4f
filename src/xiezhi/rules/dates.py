"""Month arithmetic as the procedure laws read it, and strict reading of dates.

Two readings of "n months": the corresponding day (civil and the like) and last day to last day (criminal). Half months are law
data (days added after whole months), so they are not here. Called by both clocks.
"""

from calendar import monthrange
from datetime import date

from xiezhi.rules.errors import InputError

MONTHS_A_YEAR = 12


def add_months(day: date, months: int) -> date:
    """R-MONTH: the day of the same number, or the last day of a month too short for it (Civil Code 202)."""
    year, month, last = _target(day, months)
    return date(year, month, min(day.day, last))


def add_months_criminal(day: date, months: int) -> date:
    """R-MONTH-CR: like R-MONTH, but from the last day of a month to the last day of a month (CrPI 202)."""
    year, month, last = _target(day, months)
    from_last_day = day.day == monthrange(day.year, day.month)[1]
    return date(year, month, last if from_last_day else min(day.day, last))


def _target(day: date, months: int) -> tuple[int, int, int]:
    """Year, month and number of days of the month so many months later."""
    year, month = divmod(day.year * MONTHS_A_YEAR + day.month - 1 + months, MONTHS_A_YEAR)
    if not date.min.year <= year <= date.max.year:
        raise InputError(f"{day} 加 {months} 个月超出日历", f"{day} plus {months} months leaves the calendar", field="months")
    return year, month + 1, monthrange(year, month + 1)[1]


def parse_date(text: str, *, field: str | None = None) -> date:
    """A day written YYYY-MM-DD and nothing else. Raises InputError."""
    try:
        day = date.fromisoformat(text)
    except (TypeError, ValueError):
        day = None
    if day is None or day.isoformat() != text:
        zh, en = f"日期应写作 2024-03-01，实为 {text!r}", f"expected a date such as 2024-03-01, found {text!r}"
        raise InputError(zh, en, field=field)
    return day
