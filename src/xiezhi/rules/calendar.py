"""Working days of mainland China, and the roll of a last day that falls on a rest day.

Published years follow the State Council's yearly notices, make-up workdays included; later years are computed from the
statutory festivals and weekends, and whatever rests on them is provisional (R-MAKEUP). Called by both clocks.
Data: rules/data/calendar, 2004 to the last year of statutory.csv; outside it nothing is answered.
"""

import csv
import tomllib
from array import array
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import NamedTuple

from xiezhi.rules.dates import parse_date
from xiezhi.rules.errors import InputError, OutsideValidity, RuleDataError
from xiezhi.rules.lawdata import DATA, read_table

SATURDAY = 5


class Notice(NamedTuple):
    """The State Council's notice for a year: where the days of that year come from."""

    name_zh: str
    name_en: str
    sources: tuple[str, ...]
    verification: str


class Day(NamedTuple):
    """What a day is and why: `kind` is working, make_up, weekend or holiday."""

    on: date
    working: bool
    kind: str
    name_zh: str
    name_en: str
    published: bool
    notice: Notice | None


@dataclass(frozen=True, slots=True)
class Calendar:
    """Every day from `first` to `last`, working or rest; tables by ordinal for the clocks.

    `roll_to[i]` is the ordinal of the first working day on or after day `origin + i`; `roll_provisional[i]` is 1 when finding
    it judged a day of an unpublished year; `working[i]` is 1 on working days.
    """

    first: date
    last: date
    published_through: date
    origin: int
    working: bytes
    roll_to: "array[int]"
    roll_provisional: bytes
    special: dict[date, tuple[bool, str, int | None]]
    notices: dict[int, Notice]
    english: dict[str, str]

    def _place(self, day: date) -> int:
        place = day.toordinal() - self.origin
        if not 0 <= place < len(self.working):
            zh, en = f"日历只覆盖{self.first}至{self.last}", f"the calendar covers {self.first} to {self.last} only"
            raise OutsideValidity("calendar", day, zh, en)
        return place

    def is_working(self, day: date) -> bool:
        return bool(self.working[self._place(day)])

    def is_published(self, day: date) -> bool:
        """Whether the notice for that day's year is out."""
        return self.first <= day <= self.published_through

    def roll(self, day: date) -> date:
        """R-ROLL: the first working day on or after a day."""
        rolled = self.roll_to[self._place(day)]
        if rolled == 0:
            raise OutsideValidity("calendar", day, "其后的工作日超出日历", "the next working day lies beyond the calendar")
        return date.fromordinal(rolled)

    def next_working_day(self, day: date) -> date:
        """The first working day after a day."""
        return self.roll(day + timedelta(days=1))

    def add_working_days(self, day: date, count: int) -> date:
        """R-WORKDAYS: the last of `count` working days after a day that is itself not counted."""
        if count < 0:
            raise InputError(f"工作日数不能为负：{count}", f"working days cannot be negative: {count}", field="working_days")
        for _ in range(count):
            day = self.next_working_day(day)
        return day

    def judged_unpublished(self, first: date, last: date) -> bool:
        """Whether looking at every day from `first` to `last` meets a year without a notice."""
        return first <= last and last > self.published_through

    def explain(self, day: date) -> Day:
        """What a day is, by which holiday and which notice."""
        working = self.is_working(day)
        published = self.is_published(day)
        if day in self.special:
            _, name, year = self.special[day]
            notice = self.notices.get(year) if year is not None else None
            if working:
                return Day(day, working, "make_up", f"{name}调休上班", f"make-up workday for {self.english[name]}", published, notice)
            return Day(day, working, "holiday", name, self.english[name], published, notice)
        notice = self.notices.get(day.year)
        if working:
            return Day(day, working, "working", "工作日", "working day", published, notice)
        zh, en = ("星期六", "Saturday") if day.weekday() == SATURDAY else ("星期日", "Sunday")
        return Day(day, working, "weekend", zh, en, published, notice)


def _special_days(folder: Path, english: dict[str, str]) -> dict[date, tuple[bool, str, int | None]]:
    """The days that differ from their weekday, or are named: working or not, holiday, year of the notice."""
    special: dict[date, tuple[bool, str, int | None]] = {}
    for file, status in (("days.csv", None), ("statutory.csv", "off")):
        with (folder / file).open(encoding="utf-8", newline="") as stream:
            for number, row in enumerate(csv.DictReader(stream), 2):
                word = status or row["status"]
                day = parse_date(row["date"], field="date")
                if word not in ("off", "work") or row["holiday"] not in english or day in special:
                    raise RuleDataError(file, f"{number}", "状态、节日名称不明或者日期重复", "unknown status or holiday, or the day stands twice")
                special[day] = word == "work", row["holiday"], int(row["notice_year"]) if status is None else None
    return special


def _notices(folder: Path) -> tuple[date, dict[int, Notice]]:
    table = read_table(folder / "notices.toml")
    published_through = table.need("published_through", date)
    notices = {}
    for year in table.names():
        if year == "published_through":
            continue
        part = table.table(year)
        assert part is not None  # a name of this table
        names = part.need("name_zh", str), part.need("name_en", str)
        notices[int(year)] = Notice(*names, part.words("sources"), part.verification())
        part.done()
    return published_through, notices


@cache
def load_calendar(folder: Path = DATA / "calendar") -> Calendar:
    """The calendar this product ships. Raises RuleDataError naming file and line."""
    english = tomllib.loads((folder / "names.toml").read_text(encoding="utf-8"))
    special = _special_days(folder, english)
    published_through, notices = _notices(folder)
    first, last = date(min(special).year, 1, 1), date(max(special).year, 12, 31)
    origin = first.toordinal()
    days = [date.fromordinal(ordinal) for ordinal in range(origin, last.toordinal() + 1)]
    working = bytes(special[day][0] if day in special else day.weekday() < SATURDAY for day in days)
    unpublished = published_through.toordinal() - origin
    roll_to, provisional = array("i", bytes(4 * len(days))), bytearray(len(days))
    following, judged = 0, True
    for place in range(len(days) - 1, -1, -1):
        following = origin + place if working[place] else following
        judged = place > unpublished or (judged and not working[place])
        roll_to[place], provisional[place] = following, judged
    return Calendar(first, last, published_through, origin, working, roll_to, bytes(provisional), special, notices, english)
