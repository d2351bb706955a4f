"""The periods of a report: month, quarter, half-year, year, the older statistical year, or between two days.

A grid of periods of one kind gives each day a number, so that an engine puts a million days into their periods at once. `2019Q3`,
`2019-10`, `2019H1`, `2019` are written so, `2012S` is the older statistical year. Handbook of indicators, section 1.5; data:
rules/data/indicators/periods.toml.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from xiezhi.rules.dates import ONE_DAY, add_months, parse_date
from xiezhi.rules.errors import InputError
from xiezhi.rules.indicators.columns import FOLDER
from xiezhi.rules.lawdata import VERIFICATIONS, Table, read_table

MONTH, QUARTER, HALF, YEAR, STATISTICAL, CAMPAIGN = (
    "month",
    "quarter",
    "half",
    "year",
    "statistical",
    "campaign",
)
LENGTHS = {MONTH: 1, QUARTER: 3, HALF: 6, YEAR: 12}  # months
MONTHS_A_YEAR = 12
LONGEST_MONTH = 31
DAYS_A_YEAR = 365
FIRST_YEAR, LAST_YEAR = 1900, 2099  # of what is read
OLDER_YEAR, WINDOW_OFFSET = "older_statistical_year", "window_offset"
_WRITTEN = re.compile(
    r"(?P<year>(?:19|20)\d\d)(?:-(?P<month>0[1-9]|1[0-2])|Q(?P<quarter>[1-4])|H(?P<half>[12])|(?P<older>S))?"
)


@dataclass(frozen=True, slots=True)
class Period:
    """From one day to another, both included."""

    kind: str
    start: date
    end: date

    @property
    def days(self) -> int:
        return (self.end - self.start).days + 1

    @property
    def reckoned_days(self) -> int:
        """Its days, by which a rate is brought to a year: 365 for a whole year, leap or not."""
        return DAYS_A_YEAR if self.kind in (YEAR, STATISTICAL) else self.days

    @property
    def name(self) -> str:
        """How it is written: 2019Q3, 2019-10, 2019H1, 2019, 2012S, or 2019-10-01..2019-12-15."""
        year, place = self.start.year, (self.start.month - 1) // LENGTHS.get(self.kind, 1) + 1
        names = {
            MONTH: f"{year}-{place:02}",
            QUARTER: f"{year}Q{place}",
            HALF: f"{year}H{place}",
            YEAR: f"{year}",
            STATISTICAL: f"{self.end.year}S",
        }
        return names.get(self.kind, f"{self.start}..{self.end}")

    def shifted(self, periods: int) -> "Period":
        """The period so many of its kind later (before, if negative); a campaign moves by its days."""
        if self.kind == CAMPAIGN:
            days = timedelta(days=self.days * periods)
            return Period(CAMPAIGN, self.start + days, self.end + days)
        if self.kind == STATISTICAL:
            return statistical_year(self.end.year + periods)
        return _from(self.kind, add_months(self.start, LENGTHS[self.kind] * periods))

    @property
    def previous(self) -> "Period":
        """The period before it (环比)."""
        return self.shifted(-1)

    @property
    def last_year(self) -> "Period":
        """The same period of the year before (同比)."""
        if self.kind == CAMPAIGN:
            start, end = (add_months(day, -MONTHS_A_YEAR) for day in (self.start, self.end))
            if (
                self.end + ONE_DAY
            ).day == 1:  # whole months stay whole: to the end of February, leap year or not
                end = add_months(self.end + ONE_DAY, -MONTHS_A_YEAR) - ONE_DAY
            return Period(CAMPAIGN, start, end)
        if self.kind == STATISTICAL:
            return self.previous
        return _from(self.kind, add_months(self.start, -MONTHS_A_YEAR))

    def so_far(self, day: date) -> "Period":
        """What of it has passed by the end of a day: all of it, or its days up to this one. Raises InputError before it begins."""
        if day < self.start:
            raise InputError(
                f"期间 {self.name} 还没有开始（数据到 {day}）",
                f"the period {self.name} has not begun (facts reach to {day})",
                field="period",
            )
        return self if self.end <= day else between(self.start, day)

    @property
    def year_to_date(self) -> "Period":
        """From the first day of its year to its last day: of the calendar year, for an older statistical year of that."""
        return self if self.kind == STATISTICAL else between(date(self.end.year, 1, 1), self.end)


def _from(kind: str, start: date) -> Period:
    return Period(kind, start, add_months(start, LENGTHS[kind]) - timedelta(days=1))


def between(start: date, end: date) -> Period:
    """The days from one to another: a month, quarter, half-year or year where they are one. Raises InputError."""
    if end < start:
        raise InputError(
            f"期间的末日 {end} 早于首日 {start}", f"the period ends on {end}, before it starts on {start}", field="to"
        )  # fmt: skip
    if start.day == 1:
        for kind, months in LENGTHS.items():
            if (start.month - 1) % months == 0 and _from(kind, start).end == end:
                return Period(kind, start, end)
    return Period(CAMPAIGN, start, end)


def quarter_of(day: date) -> Period:
    """The quarter that holds a day."""
    return _from(QUARTER, date(day.year, (day.month - 1) // LENGTHS[QUARTER] * LENGTHS[QUARTER] + 1, 1))


def last_whole_month(day: date) -> Period:
    """The month that ends on a day, else the one before: of a month that goes on nothing is set beside whole ones."""
    month = _from(MONTH, day.replace(day=1))
    return month if month.end == day else month.previous


def statistical_year(year: int) -> Period:
    """The older statistical year of courts: from the day after its last day of the year before. Which years had it is not verified, so
    that it is there only for whoever asks for it."""
    month, day = _settings().older_year_ends
    return Period(STATISTICAL, date(year - 1, month, day) + ONE_DAY, date(year, month, day))


def last_day_of_months(kind: str) -> int:
    """On which day end the months of which periods of a kind consist: the 20th in an older statistical year, else with the calendar's."""
    return _settings().older_year_ends[1] if kind == STATISTICAL else LONGEST_MONTH


def window_offset(periods: "Grid") -> "Grid":
    """The windows over whose accepted cases some courts divide the closings of these periods: each begins and ends a month earlier,
    so that the intake of the last weeks does not count. Off unless a court asks for it."""
    months = -_settings().window_offset_months
    return Grid(tuple(_moved(period, months) for period in periods.periods))


def _moved(period: Period, months: int) -> Period:
    after = add_months(period.end + ONE_DAY, months)
    return Period(CAMPAIGN, add_months(period.start, months), after - ONE_DAY)


@dataclass(frozen=True, slots=True)
class Unusual:
    """Periods other than those of the calendar, there for whoever asks for them: what they are called, how they are reckoned, who did so."""

    name_zh: str
    name_en: str
    formula_zh: str
    formula_en: str
    source_zh: str
    source_en: str
    verification: str


@dataclass(frozen=True, slots=True)
class _Settings:
    older_year_ends: tuple[int, int]  # month, day
    window_offset_months: int
    told: dict[str, Unusual]


def unusual_periods() -> dict[str, Unusual]:
    """Those of periods.toml, by their keys there."""
    return _settings().told


@cache
def _settings() -> _Settings:
    table = read_table(FOLDER / "periods.toml")
    year, offset = table.need_table(OLDER_YEAR), table.need_table(WINDOW_OFFSET)
    last = date.fromisoformat(f"2001-{year.need('last_day', str)}")
    months = offset.need("months", int)
    told = {OLDER_YEAR: _unusual(year), WINDOW_OFFSET: _unusual(offset)}
    table.done()
    return _Settings((last.month, last.day), months, told)


def _unusual(table: Table) -> Unusual:
    names = ("name_zh", "name_en", "formula_zh", "formula_en", "source_zh", "source_en")
    told = {name: table.need(name, str) for name in names}
    found = Unusual(**told, verification=table.choice("verification", VERIFICATIONS))
    table.done()
    return found


def read_period(text: str) -> Period:
    """2019, 2019H1, 2019Q3, 2019-10, 2012S (the older statistical year), or 2019-10-01..2019-12-15. Raises InputError."""
    first, dots, last = text.strip().partition("..")
    if dots:
        start, end = parse_date(first, field="period"), parse_date(last, field="period")
        if start.year < FIRST_YEAR or end.year > LAST_YEAR:
            raise _misread(text)
        return between(start, end)
    found = _WRITTEN.fullmatch(text.strip().upper())
    if found is None:
        raise _misread(text)
    year = int(found["year"])
    if found["older"]:
        return statistical_year(year)
    for kind in (MONTH, QUARTER, HALF):
        if found[kind]:
            return _from(kind, date(year, (int(found[kind]) - 1) * LENGTHS[kind] + 1, 1))
    return _from(YEAR, date(year, 1, 1))


def _misread(text: str) -> InputError:
    return InputError(
        f"无法识别的期间：{text}；请写成 2019、2019H1、2019Q3、2019-10、2012S 或 2019-10-01..2019-12-15",
        f"no such period: {text}; write 2019, 2019H1, 2019Q3, 2019-10, 2012S or 2019-10-01..2019-12-15",
        field="period",
    )


@dataclass(frozen=True, slots=True)
class Grid:
    """Periods in a row, without gap: those of one kind, of the last of them perhaps only what has passed; or a single one between any two
    days."""

    periods: tuple[Period, ...]

    @property
    def kind(self) -> str:
        return self.periods[0].kind

    @property
    def start(self) -> date:
        return self.periods[0].start

    @property
    def end(self) -> date:
        return self.periods[-1].end


def grid(last: Period, count: int = 1) -> Grid:
    """So many periods up to one."""
    return Grid(tuple(last.shifted(place) for place in range(1 - count, 1)))


def grid_over(kind: str, start: date, end: date) -> Grid:
    """The periods of a kind that hold the days from one to another."""
    months = LENGTHS[kind]
    first = _from(kind, date(start.year, (start.month - 1) // months * months + 1, 1))
    found = [first]
    while found[-1].end < end:
        found.append(found[-1].shifted(1))
    return Grid(tuple(found))
