"""Dates in running text: full dates in every spelling, and those that lean on an earlier one.

同日, 次日, 同月26日, 同年3月2日 and a bare 3月2日 are resolved against the date last mentioned before them. A date
that is masked (××日) or impossible keeps its words and has no day. Positions refer to the uniform text.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from xiezhi.rules.text.numerals import CALENDAR, number, year_number

_YEAR = r"(?:[12][0-9oO〇]{3}|[一二12][0-9oO〇零一二三四五六七八九]{3}|[一二]千[0-9〇零一二三四五六七八九十百]{0,4})"
_MASK = r"[×xX*＊某]{1,2}"
_PART = rf"[{CALENDAR}]{{1,3}}"
_DAY = r"(?:日|号|(?=[向，由以于]))"

_DATE = re.compile(
    rf"(?P<year>{_YEAR}) ?年 ?(?P<month>元|正|{_PART}|{_MASK}) ?月份? ?(?P<day>{_PART}|{_MASK}) ?{_DAY}"
    rf"|(?P<near_year>同年|当年|本年|次年|翌年)? ?(?P<near_month>同月|当月|次月) ?(?P<day_of_month>{_PART}) ?[日号]"
    rf"|(?:(?P<year_word>同年|当年|本年|次年|翌年) ?|(?<![0-9年]))"
    rf"(?P<bare_month>元|正|{_PART}) ?月 ?(?P<bare_day>{_PART}) ?[日号]"
    rf"|(?P<same>同一?日|当日|当天|即日)|(?P<next>次日|翌日|第二[日天](?!起)|隔日)"
    rf"|(?<=日)[、和及](?P<listed_day>{_PART})日"
)


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date as written: where it stands, its words, and its day when they name one."""

    start: int
    end: int
    raw: str
    day: date | None


def _calendar_day(year: int | None, month: int | None, day: int | None) -> date | None:
    if year is None or month is None or day is None:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _bare_date(match: re.Match[str], before: date) -> date | None:
    month, day = number(match["bare_month"]), number(match["bare_day"])
    year = before.year + (match["year_word"] in ("次年", "翌年"))
    found = _calendar_day(year, month, day)
    # 12月20日起诉，1月5日开庭: without 同年 a much earlier month means the year has turned.
    if found and match["year_word"] is None and (before - found).days > 183:
        return _calendar_day(year + 1, month, day)
    return found


def _date_in_near_month(match: re.Match[str], before: date) -> date | None:
    year, month = before.year, before.month
    if match["near_month"] == "次月":
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    return _calendar_day(year, month, number(match["day_of_month"]))


def _leaning_date(match: re.Match[str], before: date) -> date | None:
    """A date that is complete only with the date mentioned before it."""
    if match["same"]:
        return before
    if match["next"]:
        return before + timedelta(days=1)
    if match["bare_month"]:
        return _bare_date(match, before)
    if match["near_month"]:
        return _date_in_near_month(match, before)
    return _calendar_day(before.year, before.month, number(match["listed_day"]))


def _mentions(text: str, start: int, end: int) -> Iterator[DateMention]:
    before: date | None = None
    for match in _DATE.finditer(text, start, end):
        if match["year"]:
            day = _calendar_day(year_number(match["year"]), number(match["month"]), number(match["day"]))
        else:
            day = _leaning_date(match, before) if before else None
        before = day or before
        yield DateMention(match.start(), match.end(), match.group(), day)


def find_dates(text: str, start: int = 0, end: int | None = None) -> list[DateMention]:
    """All dates between two positions of a uniform text, in order."""
    return list(_mentions(text, start, len(text) if end is None else end))


def whole_date(text: str) -> date | None:
    """The day that a text names when it is a full date and nothing else."""
    match = _DATE.fullmatch(text.strip())
    if match is None or not match["year"]:
        return None
    return _calendar_day(year_number(match["year"]), number(match["month"]), number(match["day"]))
