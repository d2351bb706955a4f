"""Days as spreadsheets count them: a serial number from 1900 or 1904, told from other numbers by its format only."""

import re
from datetime import date, datetime, timedelta

_FIRST_1900, _FIRST_1904 = datetime(1899, 12, 30), datetime(1904, 1, 1)  # noqa: DTZ001  days of a sheet have no zone
_BEFORE_LEAP_FAULT = 60  # spreadsheets believe in a 29 February 1900; the days before it are one off
_LAST = 2_958_465  # 9999-12-31
_BUILT_IN = frozenset((*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)))
_NOT_SIGNS = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h|m|s)[^\]]*\]', re.IGNORECASE)


def moment_of(serial: float, epoch_1904: bool = False) -> date | datetime | None:
    """The day (or the moment, when there is a part of a day) of a serial number; None when it is none."""
    if not 0 < serial < _LAST:
        return None
    if not epoch_1904 and serial < _BEFORE_LEAP_FAULT:
        serial += 1
    found = (_FIRST_1904 if epoch_1904 else _FIRST_1900) + timedelta(days=serial)
    whole = found.replace(microsecond=0) + timedelta(seconds=round(found.microsecond / 1_000_000))
    return whole.date() if (whole.hour, whole.minute, whole.second) == (0, 0, 0) else whole


def is_date_format(number: int, code: str) -> bool:
    """Whether a number format shows a day or a time."""
    if not code:
        return number in _BUILT_IN
    signs = _NOT_SIGNS.sub("", code).lower()
    return "general" not in signs and any(sign in signs for sign in "ymdhs年月日")
