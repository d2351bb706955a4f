"""Days as sources write them: ISO, with slashes, points or blanks, Chinese, without signs, as a serial number. Never guessed between two readings."""

import re
import unicodedata
from datetime import date, datetime
from functools import lru_cache
from typing import Any, NamedTuple

from xiezhi.record.intake.faults import shown
from xiezhi.record.intake.files.serial_days import moment_of
from xiezhi.rules.errors import InputError
from xiezhi.rules.limits.exchange import PLAUSIBLE_YEARS
from xiezhi.rules.text.dates import whole_date

_YEAR_FIRST = re.compile(
    r"(\d{4})\s*(?:[-/.]|年)\s*(\d{1,2})\s*(?:[-/.]|月)\s*(\d{1,2})\s*日?(?:[ T，,]\s*\d{1,2}[:时时]\d{1,2}.*)?"
)
_YEAR_LAST = re.compile(r"(\d{1,2})\s*[-/.]\s*(\d{1,2})\s*[-/.]\s*(\d{4})(?:[ T，,]\s*\d{1,2}:\d{2}.*)?")
_SOLID = re.compile(r"(\d{4})(\d{2})(\d{2})(?:\d{6})?")
_CHINESE = re.compile(r"[一二12][〇零0oO一二三四五六七八九\d千]{1,8}\s*年.*[日号]")
_SERIAL = re.compile(r"\d{4,6}(?:\.\d+)?")
ISO = re.compile(r"\d{4}-\d{2}-\d{2}")


class Form(NamedTuple):
    """How a column's days are written, as far as they do not say it themselves."""

    order: str = ""
    serial: bool = False
    epoch_1904: bool = False


def day_of(value: Any, form: Form) -> date:
    """The day of a cell. Raises InputError for what is no day, or could be two."""
    if isinstance(value, datetime):
        return _plausible(value.date(), value)
    if isinstance(value, date):
        return _plausible(value, value)
    if isinstance(value, bool):
        raise _no_day(value)
    if isinstance(value, int | float):
        return _of_number(float(value), form)
    return _of_text(unicodedata.normalize("NFKC", value).strip(), form)


@lru_cache(maxsize=50_000)
def _of_text(text: str, form: Form) -> date:
    found = kind_of(text, form)
    if found is None:
        raise _no_day(text)
    day = found[1]
    if day is None:
        zh = f"“{shown(text)}”可以是两个日期；请在对照中写明日、月的次序"
        en = f"“{shown(text)}” could be two days; say in the mapping whether day or month comes first"
        raise InputError(zh, en)
    return _plausible(day, text)


def kind_of(text: str, form: Form) -> tuple[str, date | None] | None:
    """The way a text writes a day (iso, ymd, dmy, mdy, solid, chinese, serial) and the day; None twice over: no day, or two."""
    if ISO.fullmatch(text):
        return _kind("iso", text[:4], text[5:7], text[8:])
    match = _YEAR_FIRST.fullmatch(text)
    if match:
        return _kind("chinese" if "年" in text else "ymd" if "-" not in text[:5] else "iso", *match.groups())
    match = _SOLID.fullmatch(text)
    if match and not form.serial:
        return _kind("solid", *match.groups())
    match = _YEAR_LAST.fullmatch(text)
    if match:
        return _year_last(match[1], match[2], match[3], form.order)
    if form.serial and _SERIAL.fullmatch(text):
        return "serial", _of_number(float(text), form)
    if _CHINESE.fullmatch(text):
        day = whole_date(text)
        return ("chinese", day) if day else None
    return None


def _year_last(first: str, second: str, year: str, order: str) -> tuple[str, date | None] | None:
    """01-03-2019: the order that was declared, else the only one possible."""
    if order in ("dmy", "mdy"):
        return _kind("dmy", year, second, first) if order == "dmy" else _kind("mdy", year, first, second)
    if int(first) > 12:
        return _kind("dmy", year, second, first)
    if int(second) > 12:
        return _kind("mdy", year, first, second)
    if first == second:
        return _kind("dmy", year, second, first)
    return "ambiguous", None


def _kind(kind: str, year: str, month: str, day: str) -> tuple[str, date] | None:
    try:
        return kind, date(int(year), int(month), int(day))
    except ValueError:
        return None


def _of_number(number: float, form: Form) -> date:
    if form.serial:
        moment = moment_of(number, form.epoch_1904)
        if moment is not None:
            return _plausible(moment.date() if isinstance(moment, datetime) else moment, number)
    elif number.is_integer() and 19_000_101 <= number <= 21_991_231:
        return _of_text(str(int(number)), form)
    raise _no_day(int(number) if number.is_integer() else number)


def _plausible(day: date, value: Any) -> date:
    if day.year in PLAUSIBLE_YEARS:
        return day
    zh = f"“{shown(value)}”不在{PLAUSIBLE_YEARS[0]}至{PLAUSIBLE_YEARS[-1]}年间"
    en = f"“{shown(value)}” is not a day from {PLAUSIBLE_YEARS[0]} to {PLAUSIBLE_YEARS[-1]}"
    raise InputError(zh, en)


def _no_day(value: Any) -> InputError:
    return InputError(f"“{shown(value)}”不是日期", f"“{shown(value)}” is not a day")
