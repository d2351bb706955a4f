"""A grid of periods as numbers, so that an engine puts every day of a million cases into its period by arithmetic.

Months, quarters, half-years and years count from the beginning of our era; other periods count from the first of the grid. What is one
grid's own stands in blanks.
"""

from datetime import date, timedelta

import ibis
import ibis.expr.types as ir

from xiezhi.rules.dates import ONE_DAY
from xiezhi.rules.indicators.periods import (
    LENGTHS,
    LONGEST_MONTH,
    MONTHS_A_YEAR,
    QUARTER,
    Grid,
    Period,
    last_day_of_months,
)
from xiezhi.work.situation.engine import blanks


def month_number(day: date, last_day: int = LONGEST_MONTH) -> int:
    """The number of the month of a day, from the beginning of our era, where months end on `last_day`: that of `Rows.with_month`."""
    return day.year * MONTHS_A_YEAR + day.month + (day.day > last_day)


def whole_months(period: Period, last_day: int, until: date | None) -> tuple[int, int]:
    """The numbers of the first and the last month that lie wholly in a period and are over on a day; the last before the first where none
    does."""
    first = month_number(period.start - ONE_DAY, last_day) + 1
    last = month_number(period.end + ONE_DAY, last_day) - 1
    return first, last if until is None else min(last, month_number(until, last_day) - 1)


class Numbering:
    """The numbers of a grid: `first` to `last`."""

    def __init__(self, grid: Grid) -> None:
        self.grid = grid
        kinds = {period.kind for period in grid.periods}
        self._months = LENGTHS.get(grid.kind, 0) if len(kinds) == 1 else 0
        self.first = self._calendar_number(grid.start) if self._months else 0
        self.last = self.first + len(grid.periods) - 1

    @property
    def single(self) -> bool:
        return self.first == self.last

    @property
    def month_end(self) -> int:
        """The last day of the months of its periods."""
        return last_day_of_months(self.grid.kind)

    @property
    def form(self) -> tuple[int, int]:
        """What the queries of a grid rest on but for their blanks: the months of a period, and how many periods have their own days."""
        return (0, 1) if self.single else (self._months, 0 if self._months else len(self.grid.periods))

    @property
    def blanks(self) -> blanks.Blanks:
        """What stands in them."""
        edges = {f"edge_{place}": day for place, day in enumerate(self._edges)} if not self._months else {}
        return {
            "start": self.grid.start,
            "end": self.grid.end,
            "first": self.first,
            "last": self.last,
            "month_end": self.month_end,
            **edges,
        }

    @property
    def _edges(self) -> list[date]:
        """The first day of each period, then the first after them."""
        return [*(period.start for period in self.grid.periods), self.grid.end + timedelta(days=1)]

    def _calendar_number(self, day: date) -> int:
        return (day.year * MONTHS_A_YEAR + day.month - 1) // self._months

    def number(self, day: ir.DateValue) -> ir.IntegerValue:
        """The number of the period that holds a day, also of one before or after the grid; null for null."""
        if not self._months:
            return self._place(day)
        a_year = MONTHS_A_YEAR // self._months
        if self._months == LENGTHS[QUARTER]:
            return (day.year() * a_year + day.quarter() - 1).cast("int64")
        part = (day.month() - 1) // self._months if self._months < MONTHS_A_YEAR else ibis.literal(0)
        return (day.year() * a_year + part).cast("int64")

    def _place(self, day: ir.DateValue) -> ir.IntegerValue:
        """-1 before the grid, then 0, 1, …; one past the last after it."""
        begun = [(day >= blanks.day(f"edge_{place}")).cast("int64") for place in range(len(self._edges))]
        return sum(begun[1:], begun[0]) - 1

    def edge(self, name: str, number: ir.IntegerValue | None) -> ir.DateValue:
        """The first ("start") or last ("end") day of the period of a number; of a single period it is the same for all."""
        if self.single or number is None:
            return blanks.day(name)
        if name == "start":
            return self._start(number)
        return (self._start(number + 1) - ibis.interval(days=1)).cast("date")

    def _start(self, number: ir.IntegerValue) -> ir.DateValue:
        if not self._months:
            places = range(len(self._edges))
            return ibis.cases(*((number == place, blanks.day(f"edge_{place}")) for place in places))
        months = number * self._months
        year = (months // MONTHS_A_YEAR).cast("int64")
        month = (months % MONTHS_A_YEAR + 1).cast("int64")
        return ibis.date(year, month, ibis.literal(1))
