"""A holiday notice entered by a court: read from a small table, checked day by day, and put into the texts of the calendar data.

The State Council's notice for a year usually comes out weeks before the next edition of this product. Pure: texts in, texts out;
`rules.calendar` reads the result like any other calendar.
"""

import csv
import re
from collections.abc import Mapping, Sequence
from datetime import date
from io import StringIO
from typing import NamedTuple

from xiezhi.rules.calendar import SATURDAY, Calendar
from xiezhi.rules.errors import InputError, XiezhiError

DAYS, STATUTORY, NOTICES = "calendar/days.csv", "calendar/statutory.csv", "calendar/notices.toml"
REST_WORDS = {"休": True, "休息": True, "rest": True, "off": True, "班": False, "上班": False, "work": False}
COLUMNS = (
    {"日期", "day", "date"},
    {"休班", "休/班", "rest_or_work", "kind", "status"},
    {"名称", "节日", "name", "holiday"},
)
MOST_ROWS = 366

Files = Mapping[str, str]


class NoticeDay(NamedTuple):
    """A row of a notice: a day, whether it is a rest day (else a weekend day to work), the name of the holiday."""

    on: date
    rest: bool
    name: str


class NoticeFaults(XiezhiError):
    """What is wrong with a notice, row by row: each an InputError with `line` and `field`."""

    def __init__(self, faults: Sequence[InputError]) -> None:
        super().__init__(
            "；".join(fault.zh for fault in faults[:5]), "; ".join(fault.en for fault in faults[:5])
        )
        self.faults = tuple(faults)


def read_notice(text: str) -> list[NoticeDay]:
    """The rows of a notice from CSV with a heading (日期,休班,名称 or date,kind,name). Raises NoticeFaults."""
    lines = list(csv.reader(StringIO(text.removeprefix("\ufeff").strip())))
    if not lines or not _is_heading(lines[0]):
        raise NoticeFaults(
            [_fault(1, "heading", "首行应为：日期,休班,名称", "the first line must be: date,kind,name")]
        )
    faults: list[InputError] = []
    rows = [
        row for line, fields in enumerate(lines[1:], 2) if (row := _row(line, fields, faults)) is not None
    ]
    if faults:
        raise NoticeFaults(faults)
    return rows


def _is_heading(fields: list[str]) -> bool:
    return len(fields) == len(COLUMNS) and all(
        field.strip().lower() in known for field, known in zip(fields, COLUMNS)
    )


def _row(line: int, fields: list[str], faults: list[InputError]) -> NoticeDay | None:
    if not any(field.strip() for field in fields):
        return None
    if len(fields) != len(COLUMNS):
        faults.append(
            _fault(line, "line", f"应有3栏，实有{len(fields)}栏", f"3 fields expected, {len(fields)} found")
        )
        return None
    day, kind, name = (field.strip() for field in fields)
    try:
        on = date.fromisoformat(day)
    except ValueError:
        faults.append(
            _fault(line, "day", f"“{day}”不是日期，应如 2027-01-01", f"{day!r} is no day such as 2027-01-01")
        )
        return None
    if kind.lower() not in REST_WORDS:
        faults.append(_fault(line, "kind", f"“{kind}”应为 休 或 班", f"{kind!r} must be rest or work"))
        return None
    return NoticeDay(on, REST_WORDS[kind.lower()], name)


def _fault(line: int | None, field: str, zh: str, en: str) -> InputError:
    where_zh, where_en = (f"第{line}行，", f"line {line}, ") if line else ("", "")
    return InputError(f"{where_zh}{zh}", f"{where_en}{en}", field=field, line=line)


def with_notice(
    files: Files, calendar: Calendar, year: int, rows: Sequence[NoticeDay], *, source: tuple[str, str]
) -> dict[str, str]:
    """The texts with the notice of a year, in place of the one before or of the computed festivals. `source` names the notice in
    both languages. Raises NoticeFaults; `line` counts the rows from 2, as in a file with a heading."""
    _check(calendar, year, rows)
    festivals = {day for day, found in calendar.special.items() if day.year == year and found.status == "off"}
    told = sorted(rows)
    lines = [f"{row.on},{_status(row, festivals)},{row.name},{year}" for row in told]
    changed = dict(files)
    changed[DAYS] = _with_days(files[DAYS], year, lines)
    changed[STATUTORY] = _with_days(files[STATUTORY], year, [])
    changed[NOTICES] = _with_name(
        files[NOTICES], year, source, max(calendar.published_through, date(year, 12, 31))
    )
    return changed


def _status(row: NoticeDay, festivals: set[date]) -> str:
    if not row.rest:
        return "work"
    return "off" if row.on in festivals or row.on.weekday() >= SATURDAY else "lieu"


def _check(calendar: Calendar, year: int, rows: Sequence[NoticeDay]) -> None:
    next_year = calendar.published_through.year + 1
    if year != next_year and year not in calendar.notices:
        zh, en = (
            f"只能录入{next_year}年或者更正已有通知的年份，不能录入{year}年",
            f"only {next_year} or a year that has a notice can be entered, not {year}",
        )
        raise NoticeFaults([_fault(None, "year", zh, en)])
    if not 0 < len(rows) <= MOST_ROWS:
        raise NoticeFaults([_fault(None, "rows", "通知应有1至366行", "a notice has 1 to 366 rows")])
    faults: list[InputError] = []
    seen: set[date] = set()
    names = {found.name_zh for found in calendar.special.values()}
    for line, row in enumerate(rows, 2):
        faults += _row_faults(line, row, year, seen, names)
        seen.add(row.on)
    rest = {row.on for row in rows if row.rest}
    faults += [
        _fault(None, "rows", f"缺少法定节假日{day}（{found.name_zh}）", f"the statutory holiday {day} ({found.name_en}) is missing")
        for day, found in sorted(calendar.special.items())
        if day.year == year and found.notice is None and day not in rest
    ]  # fmt: skip
    if faults:
        raise NoticeFaults(faults)


def _row_faults(line: int, row: NoticeDay, year: int, seen: set[date], names: set[str]) -> list[InputError]:
    weekend = row.on.weekday() >= SATURDAY
    faults = []
    if row.on.year != year and (row.on.year, row.on.month) != (year - 1, 12):
        faults.append(_fault(line, "day", f"{row.on}不在{year}年", f"{row.on} is not in {year}"))
    if row.on in seen:
        faults.append(_fault(line, "day", f"{row.on}重复", f"{row.on} stands twice"))
    if not row.rest and not weekend:
        faults.append(
            _fault(
                line,
                "kind",
                f"{row.on}不是周末，无须写明上班",
                f"{row.on} is no weekend day, work need not be said",
            )
        )
    if row.name not in names:
        known = "、".join(sorted(names))
        faults.append(
            _fault(
                line,
                "name",
                f"没有节日“{row.name}”，应为：{known}",
                f"no holiday {row.name!r}; known: {known}",
            )
        )
    return faults


def _with_days(text: str, year: int, lines: list[str]) -> str:
    """A CSV file of days without those of a year and its notice, and with these in their place, in order."""
    heading, *others = text.splitlines()
    again = {line.partition(",")[0] for line in lines}
    kept = [
        line for line in others if line and not _is_of(line, year) and line.partition(",")[0] not in again
    ]
    return "\n".join([heading, *sorted([*kept, *lines])]) + "\n"


def _is_of(line: str, year: int) -> bool:
    """Whether a day lies in a year, or was settled by its notice: that of 2008 spoke of the last days of 2007."""
    return line.startswith(f"{year}-") or line.endswith(f",{year}")


def _with_name(text: str, year: int, source: tuple[str, str], through: date) -> str:
    without = re.sub(rf"^\[notices\.{year}\]\n(?:(?!\[).*\n?)*", "", text, flags=re.MULTILINE)
    told = re.sub(r"^published_through = .*$", f"published_through = {through}", without, flags=re.MULTILINE)
    name_zh, name_en = (name.replace("\\", "").replace('"', "'") for name in source)
    block = (
        f'[notices.{year}]\nname_zh = "{name_zh}"\nname_en = "{name_en}"\nsources = []\nverification = "unverified"\n'
        "entered_here = true\n"
    )
    return f"{told.rstrip()}\n\n{block}"


def with_own_notices(files: Files, own: Mapping[int, str], foundation: Files) -> dict[str, str]:
    """Newer texts with the notices a court entered for years that these do not know yet; `own` names them, `foundation` holds them."""
    changed = dict(files)
    for year in sorted(own):
        days = [line for line in foundation[DAYS].splitlines() if _is_of(line, year)]
        changed[DAYS] = _with_days(changed[DAYS], year, days)
        changed[STATUTORY] = _with_days(changed[STATUTORY], year, [])
        found = re.search(rf"^\[notices\.{year}\]\n(?:(?!\[).*\n?)*", foundation[NOTICES], flags=re.MULTILINE)
        told = re.sub(
            r"^published_through = .*$",
            f"published_through = {year}-12-31",
            changed[NOTICES],
            flags=re.MULTILINE,
        )
        changed[NOTICES] = f"{told.rstrip()}\n\n{found.group(0).strip() if found else ''}\n"
    return changed
