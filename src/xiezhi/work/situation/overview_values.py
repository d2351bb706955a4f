"""What the overview consists of: plain values."""

from collections.abc import Sequence
from dataclasses import dataclass

from xiezhi.record.models import Court
from xiezhi.rules.indicators.periods import Grid, Period, grid, last_whole_month
from xiezhi.work.situation.counted import Counted
from xiezhi.work.situation.looking import Shown

NET = "ops.in_approved_limit"
MONTHS_SHOWN = 24


def counted_as(key: str, period: Period, count: float) -> Shown:
    """A count put together from others, as a figure."""
    return Shown(key, period, (), count, count, None)


def months_to(period: Period, count: int) -> Grid:
    """So many whole months up to the end of a period."""
    return grid(last_whole_month(period.end), count)


@dataclass(frozen=True, slots=True)
class Flow:
    """opening + new − closed = pending."""

    opening: Shown
    new: Shown
    closed: Shown
    pending: Shown

    @property
    def grown(self) -> float | None:
        """By how many cases the stock grew; None where it may not be told."""
        if self.pending.numerator is None or self.opening.numerator is None:
            return None
        return self.pending.numerator - self.opening.numerator


@dataclass(frozen=True, slots=True)
class Month:
    """A month with what came in and what was closed."""

    period: Period
    new: Shown
    closed: Shown


@dataclass(frozen=True, slots=True)
class Part:
    """The cases of a class or of a court: `value` is that of the column they share (None = not told)."""

    value: str | None
    flow: dict[str, Shown]


@dataclass(frozen=True, slots=True)
class Area:
    """A court, or a court with those below it: the figures of its courts added up."""

    court: Court
    below: bool
    new: float
    closed: float
    pending: float
    months: Sequence[tuple[Period, float, float]]


@dataclass(frozen=True, slots=True)
class Limit:
    """Within the limit, net (after deductions and extensions) and gross (by the calendar), of one class."""

    value: str | None
    net: Shown
    gross: Shown


@dataclass(frozen=True, slots=True)
class Overview:
    """Everything the page shows. `before`: the same period last year; `previous`: the period before; None where these end before the
    facts begin, as months before it are left out. `year`: the whole months of the year of the period's end up to it, and `balance` the
    evenness of their closings. `to_date`: since the year began, with the same of the year before where the facts reach so far back; None where
    the period is all of it."""

    flow: Flow
    before: Flow | None
    previous: Flow | None
    to_date: tuple[Flow, Flow | None] | None
    months: Sequence[Month]
    balance: Shown | None
    year: Sequence[Month]
    ages: Sequence[tuple[Counted, Shown]]
    classes: Sequence[Part]
    limits: Sequence[Limit]
    areas: Sequence[Area]
    flaws: Sequence[tuple[Counted, Shown]]
