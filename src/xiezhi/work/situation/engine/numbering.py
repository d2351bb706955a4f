"""A grid of periods as numbers, so that an engine puts every day of a million cases into its period by arithmetic.

Months, quarters, half-years and years count from the beginning of our era; other periods count from the first of the grid.
"""

from datetime import date, timedelta

import ibis
import ibis.expr.types as ir

from xiezhi.rules.indicators.periods import LENGTHS, MONTHS_A_YEAR, QUARTER, Grid, Period


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

    def period(self, number: int) -> Period:
        return self.grid.periods[number - self.first]

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
        edges = [*(period.start for period in self.grid.periods), self.grid.end + timedelta(days=1)]
        begun = [(day >= ibis.date(edge)).cast("int64") for edge in edges]
        return sum(begun[1:], begun[0]) - 1

    def edge(self, name: str, number: ir.IntegerValue | None) -> ir.DateValue:
        """The first ("start") or last ("end") day of the period of a number; of a single period it is the same for all."""
        if self.single or number is None:
            period = self.grid.periods[0]
            return ibis.date(period.start if name == "start" else period.end)
        if name == "start":
            return self._start(number)
        return (self._start(number + 1) - ibis.interval(days=1)).cast("date")

    def _start(self, number: ir.IntegerValue) -> ir.DateValue:
        if not self._months:
            starts = [*(period.start for period in self.grid.periods), self.grid.end + timedelta(days=1)]
            branches = [(number == place, ibis.date(day)) for place, day in enumerate(starts)]
            return ibis.cases(*branches)
        months = number * self._months
        year = (months // MONTHS_A_YEAR).cast("int64")
        month = (months % MONTHS_A_YEAR + 1).cast("int64")
        return ibis.date(year, month, ibis.literal(1))
