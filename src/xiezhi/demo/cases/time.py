"""The days of the invented province: working days, months and the rhythm of filing, as arrays over day numbers.

Day 0 is the first day shown. Holidays come from the calendar of the rules, the ends of limits from month arithmetic as there.
"""

from datetime import date, timedelta
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from xiezhi.rules.calendar import load_calendar

Days = npt.NDArray[np.int32]
Floats = npt.NDArray[np.float64]

YEARS_BEFORE = 3
GROWTH_A_YEAR = 0.07
BEYOND = 400
WAYS = 7  # of moving the days of a week to its working days
SPRING_FESTIVAL = "春节"
# Filing by month: more in the first half, a trough before year's end when clerks close rather than open.
_MONTHS = (1.06, 0.94, 1.34, 1.28, 1.18, 1.20, 1.04, 0.96, 0.92, 0.86, 0.82, 0.66)
_BEFORE_OURS = 0.28  # in the first months, for what grew out of cases older than those shown
_REST_DAY = 0.015  # cases filed online on rest days and docketed at once
_AROUND_FESTIVAL = 0.45
_DAYS_AROUND = 8


class Horizon:
    """The days from the first of January three years before `today` to `today`, and some beyond for planning."""

    def __init__(self, today: date) -> None:
        calendar = load_calendar()
        self.today = today
        self.first = date(today.year - YEARS_BEFORE, 1, 1)
        self.last = (today - self.first).days
        size = self.last + 1 + BEYOND
        self.dates = [self.first + timedelta(days=step) for step in range(size)]
        self.working = np.array(
            [calendar.is_working(day) if day <= calendar.last else day.weekday() < 5 for day in self.dates]
        )
        places = np.arange(size, dtype=np.int32)
        self.back: Days = np.maximum.accumulate(np.where(self.working, places, 0)).astype(np.int32)
        self.ahead: Days = np.minimum.accumulate(np.where(self.working, places, size - 1)[::-1])[::-1].astype(
            np.int32
        )
        self.spread: Days = np.stack([self._spread(step / WAYS) for step in range(WAYS)])
        self._origin = np.datetime64(self.first.isoformat())

    def _spread(self, shift: float) -> Days:
        """Every day moved to a working day of its week, so that each of them gets as much; later days never move before earlier ones."""
        weeks = np.array([day.toordinal() - day.weekday() for day in self.dates])
        _, week, length = np.unique(weeks, return_inverse=True, return_counts=True)
        working = np.bincount(week, self.working).astype(np.int64)
        before = np.concatenate([[0], np.cumsum(length)[:-1]])
        place = np.arange(len(week)) - before[week]
        rank = np.floor((place + shift) * working[week] / length[week]).astype(np.int64)
        all_working = np.flatnonzero(self.working)
        first = np.concatenate([[0], np.cumsum(working)[:-1]])
        chosen = all_working[(first[week] + rank).clip(max=len(all_working) - 1)]
        return np.where(working[week] > 0, chosen, self.back).astype(np.int32)

    def months_on(self, days: Days, months: int) -> Days:
        """The corresponding day so many months later, the last day of the month where there is none."""
        moments = self._origin + days.astype("timedelta64[D]")
        month = moments.astype("datetime64[M]")
        number = (moments - month.astype("datetime64[D]")).astype(np.int64)
        target = (month + months).astype("datetime64[D]")
        length = ((month + months + 1).astype("datetime64[D]") - target).astype(np.int64)
        moved = target + np.minimum(number, length - 1).astype("timedelta64[D]")
        found: Days = (moved - self._origin).astype(np.int32)
        return found

    def years(self, days: Days) -> Days:
        """The calendar year of each day."""
        return (self._origin + days.astype("timedelta64[D]")).astype("datetime64[Y]").astype(
            np.int32
        ) + np.int32(1970)

    def year_ends(self) -> list[int]:
        """The day numbers of the thirty-firsts of December shown."""
        ends = (date(year, 12, 31) for year in range(self.first.year, self.today.year + 1))
        return [(end - self.first).days for end in ends if end <= self.today]

    def month_ends(self) -> list[int]:
        """The day numbers of the last days of the months shown."""
        days = self.dates[: self.last + 2]
        return [place for place, (day, after) in enumerate(pairwise(days)) if day.month != after.month]

    def filing_weights(self) -> Floats:
        """How much is filed on each day shown, in parts of one."""
        shown = self.dates[: self.last + 1]
        festival = np.zeros(len(shown) + 2 * _DAYS_AROUND, dtype=bool)
        special = load_calendar().special
        for place, day in enumerate(shown):
            named = special.get(day)
            if named is not None and named.name_zh == SPRING_FESTIVAL and named.status == "off":
                festival[place : place + 2 * _DAYS_AROUND + 1] = True
        passed = np.arange(len(shown))
        growth = (1 + GROWTH_A_YEAR) ** (passed / 365) * (1 + _BEFORE_OURS * np.exp(-passed / 120))
        months = np.array([_MONTHS[day.month - 1] for day in shown])
        weights = growth * months * np.where(self.working[: self.last + 1], 1.0, _REST_DAY)
        weights = weights * np.where(festival[_DAYS_AROUND:][: len(shown)], _AROUND_FESTIVAL, 1.0)
        return weights / weights.sum()  # type: ignore[no-any-return]

    @property
    def years_shown(self) -> float:
        """How many years the days shown amount to, growth taken into account by its mean."""
        return (self.last + 1) / 365
