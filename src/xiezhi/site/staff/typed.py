"""What readers type into addresses and forms, read once for every page."""

from datetime import date

from xiezhi.rules.dates import parse_date
from xiezhi.rules.errors import InputError
from xiezhi.rules.limits.exchange import PLAUSIBLE_YEARS


def typed_day(text: str) -> date:
    """A day written YYYY-MM-DD. Raises InputError, also for years in which no case lies: reckoning from them leaves the calendar."""
    day = parse_date(text)
    if day.year not in PLAUSIBLE_YEARS:
        first, last = PLAUSIBLE_YEARS[0], PLAUSIBLE_YEARS[-1]
        raise InputError(f"应为{first}至{last}年间的一天", f"expected a day from {first} to {last}")
    return day
