"""Working days of mainland China, and the roll of a last day that falls on a rest day.

Published years follow the State Council's yearly notices, make-up workdays included; later years are computed from the
statutory festivals and weekends, and whatever rests on them is provisional (R-MAKEUP). Called by both clocks.
Data: rules/data/calendar, 2004 to the last year of statutory.csv; outside it nothing is answered.
"""

from array import array
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import NamedTuple

from xiezhi.rules.errors import InputError, OutsideValidity
from xiezhi.rules.lawdata import DATA, Table, read_rows, read_table

SATURDAY = 5
DAYS_A_WEEK = 7
STATUSES = ("off", "lieu", "work")


class Notice(NamedTuple):
    """The State Council's notice for a year: where the days of that year come from. `entered_here`: by a court, not with the
    product."""

    name_zh: str
    name_en: str
    sources: tuple[str, ...]
    verification: str
    entered_here: bool = False


class SpecialDay(NamedTuple):
    """A day that a notice or a statute names: a holiday (off), a weekday off in lieu, or a weekend day to work (work)."""

    status: str
    name_zh: str
    name_en: str
    notice: Notice | None


class Day(NamedTuple):
    """What a day is and why: `kind` is working, make_up, weekend, in_lieu or holiday."""

    on: date
    working: bool
    kind: str
    name_zh: str
    name_en: str
    published: bool
    notice: Notice | None


@dataclass(frozen=True, slots=True, eq=False)
class Calendar:
    """Every day from `first` to `last`, working or rest; tables by ordinal for the clocks.

    `roll_to[i]` is the ordinal of the first working day on or after day `origin + i` (0 = beyond the calendar);
    `roll_provisional[i]` is 1 when finding it judged a day of an unpublished year; `working[i]` is 1 on working days.
    """

    first: date
    last: date
    published_through: date
    origin: int
    working: bytes
    roll_to: "array[int]"
    roll_provisional: bytes
    special: dict[date, SpecialDay]
    notices: dict[int, Notice]

    def _place(self, day: date) -> int:
        place = day.toordinal() - self.origin
        if not 0 <= place < len(self.working):
            zh, en = (
                f"日历只覆盖{self.first}至{self.last}",
                f"the calendar covers {self.first} to {self.last} only",
            )
            raise OutsideValidity("calendar", day, zh, en)
        return place

    def is_working(self, day: date) -> bool:
        """R-MAKEUP: make-up weekend days are working days, weekdays off in lieu are not."""
        return bool(self.working[self._place(day)])

    def is_published(self, day: date) -> bool:
        """Whether the notice for that day's year is out."""
        return self.first <= day <= self.published_through

    def roll(self, day: date) -> date:
        """R-ROLL: the first working day on or after a day."""
        rolled = self.roll_to[self._place(day)]
        if rolled == 0:
            raise OutsideValidity(
                "calendar", day, "其后的工作日超出日历", "the next working day lies beyond the calendar"
            )
        return date.fromordinal(rolled)

    def next_working_day(self, day: date) -> date:
        """The first working day after a day."""
        return self.roll(day + timedelta(days=1))

    def add_working_days(self, day: date, count: int) -> date:
        """R-WORKDAYS: the last of `count` working days after a day that is itself not counted."""
        if count < 0:
            raise InputError(
                f"工作日数不能为负：{count}",
                f"working days cannot be negative: {count}",
                field="working_days",
            )
        for _ in range(count):
            day = self.next_working_day(day)
        return day

    def judged_unpublished(self, first: date, last: date) -> bool:
        """Whether looking at every day from `first` to `last` meets a year without a notice."""
        return first <= last and last > self.published_through

    def explain(self, day: date) -> Day:
        """What a day is, by which holiday and which notice."""
        working, published = self.is_working(day), self.is_published(day)
        special = self.special.get(day)
        if special is None:
            kind, zh, en = _ordinary(day)
            return Day(day, working, kind, zh, en, published, self.notices.get(day.year))
        _, name_zh, name_en, notice = special
        kind, zh, en = {
            "off": ("holiday", name_zh, name_en),
            "lieu": ("in_lieu", f"{name_zh}调休", f"day off in lieu, {name_en}"),
            "work": ("make_up", f"{name_zh}调休上班", f"make-up workday for {name_en}"),
        }[special.status]
        return Day(day, working, kind, zh, en, published, notice)


def _ordinary(day: date) -> tuple[str, str, str]:
    if day.weekday() < SATURDAY:
        return "working", "工作日", "working day"
    return ("weekend", "星期六", "Saturday") if day.weekday() == SATURDAY else ("weekend", "星期日", "Sunday")


def _notices(folder: Path) -> tuple[date, dict[int, Notice]]:
    table = read_table(folder / "notices.toml")
    published_through = table.need("published_through", date)
    notices = {}
    for year, part in Table(table.file, "notices", table.need("notices", dict)).entries():
        names = part.need("name_zh", str), part.need("name_en", str)
        words = part.words("sources"), part.verification()
        notices[int(year)] = Notice(*names, *words, part.flag("entered_here"))
        part.done()
    table.done()
    return published_through, notices


def _special_day(row: Table, names: Table, notices: dict[int, Notice]) -> tuple[date, SpecialDay]:
    day, holiday, year = row.need_day("date"), row.need("holiday", str), row.get("notice_year", str)
    if holiday not in names:
        raise row.fault("holiday", f"names.toml 中没有{holiday}", f"{holiday} is not in names.toml")
    if year is not None and not (year.isdigit() and int(year) in notices):
        raise row.fault(
            "notice_year", f"notices.toml 中没有{year}年的通知", f"no notice of {year} in notices.toml"
        )
    notice = None if year is None else notices[int(year)]
    special = SpecialDay(row.choice("status", STATUSES, "off"), holiday, names.need(holiday, str), notice)
    row.done()
    return day, special


def _special_days(folder: Path, notices: dict[int, Notice]) -> dict[date, SpecialDay]:
    names = read_table(folder / "names.toml")
    special: dict[date, SpecialDay] = {}
    for file in ("days.csv", "statutory.csv"):
        for row in read_rows(folder / file):
            day, found = _special_day(row, names, notices)
            if day in special:
                raise row.fault("date", f"{day} 重复", f"{day} stands twice")
            special[day] = found
    return special


@cache
def load_calendar(folder: Path = DATA / "calendar") -> Calendar:
    """The calendar this product ships, or that of another folder. Raises RuleDataError naming file and line."""
    published_through, notices = _notices(folder)
    special = _special_days(folder, notices)
    first, last = date(min(special).year, 1, 1), date(max(special).year, 12, 31)
    origin, size = first.toordinal(), (last - first).days + 1
    working = bytearray((first.weekday() + place) % DAYS_A_WEEK < SATURDAY for place in range(size))
    for day, found in special.items():
        working[day.toordinal() - origin] = found.status == "work"
    roll_to = array("i", [*range(origin, origin + size), 0])
    provisional = bytearray(origin + place > published_through.toordinal() for place in range(size + 1))
    for place in reversed(range(size)):
        if not working[place]:
            roll_to[place], provisional[place] = roll_to[place + 1], provisional[place + 1]
    return Calendar(
        first,
        last,
        published_through,
        origin,
        bytes(working),
        roll_to[:size],
        bytes(provisional[:size]),
        special,
        notices,
    )
