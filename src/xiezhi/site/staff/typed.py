"""What readers type into addresses and forms, read once for every page."""

import re
from datetime import date

from xiezhi.rules.dates import parse_date
from xiezhi.rules.errors import InputError
from xiezhi.rules.limits.exchange import PLAUSIBLE_YEARS

_WHOLE = re.compile(r"[0-9]{1,12}|[0-9]{1,3}(,[0-9]{3}){1,3}")
LONGEST_SHOWN = 40  # characters of what cannot be read


def typed_number(text: str, most: float, *, digits: int = 0) -> float | None:
    """A number from nought to `most`, its thousands apart or not, with at most so many digits behind the point; None where nothing was
    typed. Raises InputError."""
    typed = text.strip()
    if not typed:
        return None
    whole, point, behind = typed.partition(".")
    fine = not point or (behind.isascii() and behind.isdigit() and len(behind) <= digits)
    found = float(f"{whole.replace(',', '')}.{behind or 0}") if fine and _WHOLE.fullmatch(whole) else None
    if found is None or found > most:
        shown = typed[:LONGEST_SHOWN]
        zh, en = (
            ("整数", "whole number")
            if not digits
            else (f"数（至多{digits}位小数）", f"number of at most {digits} decimals")
        )
        raise InputError(f"“{shown}”不是0至{most:,.0f}的{zh}", f'"{shown}" is no {en} from 0 to {most:,.0f}')
    return found


def typed_day(text: str) -> date:
    """A day written YYYY-MM-DD. Raises InputError, also for years in which no case lies: reckoning from them leaves the calendar."""
    day = parse_date(text)
    if day.year not in PLAUSIBLE_YEARS:
        first, last = PLAUSIBLE_YEARS[0], PLAUSIBLE_YEARS[-1]
        raise InputError(f"应为{first}至{last}年间的一天", f"expected a day from {first} to {last}")
    return day
