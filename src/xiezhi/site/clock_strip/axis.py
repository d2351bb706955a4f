"""The time axis of a drawing: days to percents, and the months written under it."""

from datetime import date, timedelta
from typing import NamedTuple

from xiezhi.rules.dates import MONTHS_A_YEAR
from xiezhi.rules.language import tr
from xiezhi.rules.limits.sentences import MONTHS_EN
from xiezhi.site.clock_strip.measure import text_width

STEPS = (1, 2, 3, 6, 12, 24, 60, 120)  # months from one written tick to the next
TICK_GAP = 10  # px between two month names
LEFT_OF_NAME = 3


class Tick(NamedTuple):
    """A month's first day with its name; an empty name is a tick only."""

    x: float
    words: str


class Axis(NamedTuple):
    """From the first day at the left edge to the last at the right."""

    first: date
    last: date

    @property
    def days(self) -> int:
        return (self.last - self.first).days

    def at(self, day: date) -> float:
        """Where a day stands, in percent."""
        return round(100 * (day - self.first).days / self.days, 3)

    def length(self, start: date, end: date) -> float:
        """How long a span is, in percent."""
        return round(100 * (end - start).days / self.days, 3)

    def ticks(self, width: int) -> list[Tick]:
        """The months at the coarsest step whose names stand apart."""
        for step in STEPS:
            ticks = self._named(step)
            if _stand_apart(ticks, width):
                return ticks
        return []

    def _named(self, step: int) -> list[Tick]:
        ticks: list[Tick] = []
        month = self.first.year * MONTHS_A_YEAR + self.first.month
        while True:
            year, place = divmod(month, MONTHS_A_YEAR)
            day = date(year, place + 1, 1)
            if day > self.last:
                return ticks
            if month % step == 0:
                ticks.append(Tick(self.at(day), _month_name(day, step, with_year=not ticks)))
            month += 1


def _month_name(day: date, step: int, *, with_year: bool) -> str:
    if step >= MONTHS_A_YEAR:
        return tr(f"{day.year}年", f"{day.year}")
    if with_year or day.month == 1:
        return tr(f"{day.year}年{day.month}月", f"{MONTHS_EN[day.month - 1]} {day.year}")
    return tr(f"{day.month}月", MONTHS_EN[day.month - 1])


def _stand_apart(ticks: list[Tick], width: int) -> bool:
    edge = float("-inf")
    for tick in ticks:
        left = tick.x * width / 100 + LEFT_OF_NAME
        if left < edge + TICK_GAP:
            return False
        edge = left + text_width(tick.words)
    return True


def axis_with_room(first: date, last: date, width: int, room: float) -> Axis:
    """An axis on which at least `room` px stay free to the right of `last` at this width."""
    days = max((last - first).days, 1)
    share = max(1 - room / width, 0.2)
    return Axis(first, first + timedelta(days=max(round(days / share), days + 1, 20)))
