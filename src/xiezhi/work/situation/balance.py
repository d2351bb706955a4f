"""Are closings spread evenly over the year and over the month, and what went with it where they are not (均衡结案).

Months are cut into their three tens of days (the last has eight to eleven). The share of working days in a ten-day part is what an
even month would close there. Beside it what may lie behind a rush: closings with an extension, hidden overruns, very young cases.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from xiezhi.rules.calendar import load_calendar
from xiezhi.rules.indicators.periods import MONTH, YEAR, Grid, Period, grid, grid_over, read_period
from xiezhi.work.situation.counts import formula_of, hidden_overruns
from xiezhi.work.situation.flow_keys import BALANCE, CLOSED, NEW
from xiezhi.work.situation.looking import Look, Shown, by_key, figures_for
from xiezhi.work.situation.page_counts import bunched
from xiezhi.work.situation.sight import Sight

YEARS = 3
TENS = 3  # ten-day parts of a month


@dataclass(frozen=True, slots=True)
class Month:
    """A month: figures by key, and its three ten-day parts (none for who lists no cases)."""

    period: Period
    figures: dict[str, Shown]
    tens: tuple["Tenth", ...]


@dataclass(frozen=True, slots=True)
class Tenth:
    """Ten days of a month: figures by key; `expected`: its share of the month's working days, `share`: of its closings."""

    period: Period
    figures: dict[str, Shown]
    expected: float
    share: float | None


@dataclass(frozen=True, slots=True)
class Year:
    """A year with the evenness of its months, and the shares of December in closings, in intake and in working days (None where the
    year is not over or nothing was counted)."""

    period: Period
    balance: Shown | None
    december: dict[str, Shown]
    closed_share: float | None
    new_share: float | None
    expected: float | None


def keys_beside() -> tuple[str, ...]:
    """The counts that may explain a rush."""
    return (*(one.key for one in bunched()), hidden_overruns()[0].key)


def months(sight: Sight, look: Look) -> list[Month]:
    """The months of the year that the look's period ends in, up to the end of the period."""
    first = date(look.period.end.year, 1, 1)
    whole = grid_over(MONTH, first, look.period.end)
    formulas = by_key([NEW, CLOSED, *keys_beside()])
    by_month = _by_period(figures_for(sight, look, formulas, grid=whole))
    by_ten: dict[Period, dict[str, Shown]] = {}
    if sight.lists:
        tens = Grid(tuple(part for period in whole.periods for part in tens_of(period)))
        by_ten = _by_period(figures_for(sight, look, by_key([CLOSED, *keys_beside()]), grid=tens))
    return [
        Month(period, by_month[period], tuple(_tenths(period, by_month[period], by_ten)))
        for period in whole.periods
        if period in by_month
    ]


def tens_of(month: Period) -> tuple[Period, ...]:
    """The three ten-day parts of a month."""
    starts = [month.start + timedelta(days=10 * place) for place in range(TENS)]
    ends = [*(start - timedelta(days=1) for start in starts[1:]), month.end]
    return tuple(Period("campaign", start, end) for start, end in zip(starts, ends))


def _tenths(
    month: Period, figures: dict[str, Shown], found: dict[Period, dict[str, Shown]]
) -> Iterator[Tenth]:
    total = figures[CLOSED].numerator
    for part in tens_of(month):
        if part in found:
            count = found[part][CLOSED].numerator
            share = count / total if total and count is not None else None
            yield Tenth(part, found[part], working_days(part) / max(1, working_days(month)), share)


def years(sight: Sight, look: Look) -> list[Year]:
    """The last three years up to the one that the look's period ends in."""
    last = read_period(str(look.period.end.year))
    span = grid(last, YEARS)
    balance = formula_of(BALANCE)
    assert balance is not None
    flows = by_key([NEW, CLOSED])
    by_year = _by_period(figures_for(sight, look, [balance, *flows], grid=span))
    by_month = _by_period(figures_for(sight, look, flows, grid=grid_over(MONTH, span.start, span.end)))
    return [
        _year(period, by_year[period], by_month, look.period.end)
        for period in span.periods
        if period in by_year
    ]


def _year(
    period: Period, figures: dict[str, Shown], by_month: dict[Period, dict[str, Shown]], reached: date
) -> Year:
    assert period.kind == YEAR
    december = read_period(f"{period.start.year}-12")
    over = period.end <= reached
    shown = by_month.get(december, {}) if over else {}
    known = over and period.start >= load_calendar().first
    expected = working_days(december) / working_days(period) if known else None
    return Year(
        period, figures.get(BALANCE) if over else None, shown, _share(shown, figures, CLOSED), _share(shown, figures, NEW), expected
    )  # fmt: skip


def _share(part: dict[str, Shown], whole: dict[str, Shown], key: str) -> float | None:
    total = whole[key].numerator
    count = part[key].numerator if key in part else None
    return count / total if total and count is not None else None


def _by_period(shown: list[Shown]) -> dict[Period, dict[str, Shown]]:
    found: dict[Period, dict[str, Shown]] = {}
    for one in shown:
        found.setdefault(one.period, {})[one.key] = one
    return found


@cache
def working_days(period: Period) -> int:
    """Working days of a period; Mondays to Fridays beyond the published calendar."""
    calendar = load_calendar()
    days = (period.start + timedelta(days=place) for place in range(period.days))
    return sum(calendar.is_working(day) if day <= calendar.last else day.weekday() < 5 for day in days)
