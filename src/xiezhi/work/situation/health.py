"""The health check: every indicator in force at the end of the period, beside its interval and its own past. Not an examination.

Inside the interval is enough, both ends raise the same question, and where nobody set an interval nothing is coloured. Nothing is
ranked or added up (handbook of indicators, sections 0 and 4).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from xiezhi.rules.indicators.model import GROUPS, Indicator, Interval
from xiezhi.rules.indicators.periods import Grid, Period, grid
from xiezhi.work.situation.few import is_few, lacks_people
from xiezhi.work.situation.looking import Look, Shown, figures_for
from xiezhi.work.situation.own_intervals import known_indicators
from xiezhi.work.situation.sight import Sight

PAST_PERIODS = 7
# What is said of a value: it lies inside or outside the interval in force; there is none; it rests on too few cases; there are none; too
# few people stand below, or nobody knows how many.
INSIDE, OUTSIDE, WITHOUT, FEW, NOTHING, PEOPLE = "inside", "outside", "without", "few", "nothing", "people"
STATE_WORDS = {
    INSIDE: ("区间内", "inside"), OUTSIDE: ("区间外", "outside"), WITHOUT: ("无区间", "no interval"),
    FEW: ("件数少", "few cases"), NOTHING: ("无案件", "no cases"), PEOPLE: ("人数不足或者不详", "people few or not known"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """An indicator in the period. `before`: the same period last year, None where another definition was in force then. `past`: the
    periods before, oldest first, only as far back as this definition reaches. Neither of what is known only as it stands now."""

    indicator: Indicator
    now: Shown
    before: Shown | None
    past: Sequence[Shown]
    interval: Interval | None
    state: str


@dataclass(frozen=True, slots=True)
class Health:
    """The lines by group, in the order of the groups; `absent`: indicators in force that these facts or this sight cannot tell."""

    groups: Sequence[tuple[str, Sequence[Line]]]
    absent: Sequence[Indicator]


def in_force(period: Period, *, legacy: bool = False) -> list[Indicator]:
    """The indicators whose definition is in force on the last day of a period, with the intervals of this installation; those of the past
    only when asked for."""
    return [one for one in known_indicators().values() if one.in_force(period.end) and (one.shown or legacy)]


def health(sight: Sight, look: Look, *, legacy: bool = False) -> Health:
    """The health check of a look."""
    asked = in_force(look.period, legacy=legacy)
    found = history(sight, look, asked, past_of(look.period))
    lines = {one.id: line_of(one, found.get(one.formula.key, {}), look.period) for one in asked}
    groups = [
        (group, [line for one in asked if one.group == group and (line := lines[one.id]) is not None])
        for group in GROUPS
    ]
    return Health(
        [(group, kept) for group, kept in groups if kept], [one for one in asked if lines[one.id] is None]
    )


def past_of(period: Period) -> Grid:
    """The period and those before it in a row, for its own past."""
    return grid(period, PAST_PERIODS + 1)


def history(
    sight: Sight, look: Look, asked: Sequence[Indicator], periods: Grid
) -> dict[str, dict[Period, Shown]]:
    """The figures of the indicators in the periods and in the same period last year, by key and period."""
    formulas = [one.formula for one in asked]
    found: dict[str, dict[Period, Shown]] = {}
    grids = [periods]
    if look.period.last_year not in periods.periods:
        grids.append(Grid((look.period.last_year,)))
    for one in (
        figure for asked_for in grids for figure in figures_for(sight, look, formulas, grid=asked_for)
    ):
        found.setdefault(one.key, {})[one.period] = one
    return found


def line_of(indicator: Indicator, found: dict[Period, Shown], period: Period) -> Line | None:
    """An indicator with what was found of it; None where it cannot be told."""
    now = found.get(period)
    if now is None:
        return None
    past = [
        shown for when, shown in sorted(found.items(), key=lambda pair: pair[0].start)
        if when != period and when.start < period.start and indicator.in_force(when.end) and when.kind == period.kind
    ]  # fmt: skip
    before = found.get(period.last_year)
    if before is not None and not indicator.in_force(period.last_year.end):
        before = None
    if indicator.formula.stands_now:
        past, before = [], None
    interval = indicator.interval_on(period.end)
    return Line(indicator, now, before, past[-PAST_PERIODS:], interval, state_of(now, interval))


def state_of(shown: Shown, interval: Interval | None) -> str:
    """What is said of a value. Few cases come first: a value that rests on little is neither inside nor outside."""
    if shown.value is None:
        return PEOPLE if lacks_people(shown) else NOTHING
    if is_few(shown):
        return FEW
    if interval is None:
        return WITHOUT
    low, high = interval.low, interval.high
    inside = (low is None or shown.value >= low) and (high is None or shown.value <= high)
    return INSIDE if inside else OUTSIDE
