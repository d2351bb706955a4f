"""The values of one indicator's page: now, its variants, its own history with the break where the definition changed, its courts."""

from collections.abc import Sequence
from dataclasses import dataclass

from xiezhi.record.models import Court
from xiezhi.rules.indicators.model import EVENNESS, RATIO, Formula, Indicator, Variant
from xiezhi.rules.indicators.periods import Grid, Period, grid, last_whole_month
from xiezhi.work.situation.health import Line, history, line_of, past_of
from xiezhi.work.situation.looking import Look, Shown, courts_of, figures_for
from xiezhi.work.situation.own_intervals import known_indicators
from xiezhi.work.situation.sight import Sight

MONTHS_SHOWN = 36
PERIODS_SHOWN = 12


@dataclass(frozen=True, slots=True)
class Past:
    """The history of a definition: its figures where it was in force, oldest first."""

    indicator: Indicator
    shown: Sequence[Shown]


@dataclass(frozen=True, slots=True)
class AtCourt:
    """The figure of one court."""

    court: Court
    shown: Shown


@dataclass(frozen=True, slots=True)
class IndicatorPage:
    """`line` None: these facts or this sight cannot tell it. `history`: the older definition first; between two of them the series
    breaks. `months`: for the control chart. `courts`: in administrative order."""

    indicator: Indicator
    line: Line | None
    variants: Sequence[tuple[Variant, Shown | None]]
    history: Sequence[Past]
    months: Sequence[Shown]
    courts: Sequence[AtCourt]


def indicator_page(sight: Sight, look: Look, indicator: Indicator) -> IndicatorPage:
    """Everything the page shows of an indicator in this look."""
    found = history(sight, look, [indicator], past_of(look.period)).get(indicator.formula.key, {})
    variants = {
        one.key: one for one in figures_for(sight, look, [variant.formula for variant in indicator.variants])
    }
    return IndicatorPage(
        indicator, line_of(indicator, found, look.period),
        [(variant, variants.get(variant.formula.key)) for variant in indicator.variants],
        past_definitions(sight, look, indicator), months_of(sight, look, indicator),
        at_courts(sight, look, indicator.formula),
    )  # fmt: skip


def past_definitions(sight: Sight, look: Look, indicator: Indicator) -> list[Past]:
    """The periods up to the look's, each under the definition then in force, oldest first."""
    return [_past(sight, look, one) for one in _definitions(indicator)]


def _definitions(indicator: Indicator) -> list[Indicator]:
    """The indicator and the older definitions it took the place of, oldest first."""
    found = [indicator]
    while found[0].succeeds:
        found.insert(0, known_indicators()[found[0].succeeds])
    return found


def _past(sight: Sight, look: Look, indicator: Indicator) -> Past:
    """The periods in which this definition was in force and none that followed it; the look's alone of what is known only as it stands now."""
    periods = Grid((look.period,)) if indicator.formula.stands_now else grid(look.period, PERIODS_SHOWN)
    shown = figures_for(sight, look, [indicator.formula], grid=periods)
    return Past(indicator, [one for one in shown if _holds(indicator, one.period)])


def _holds(indicator: Indicator, period: Period) -> bool:
    followers = (one for one in known_indicators().values() if one.succeeds == indicator.id)
    return indicator.in_force(period.end) and not any(one.in_force(period.end) for one in followers)


def months_of(sight: Sight, look: Look, indicator: Indicator) -> list[Shown]:
    """Month by month, up to the end of the period; not for what is told of months together, or known only as it stands now."""
    if indicator.formula.value == EVENNESS or indicator.formula.stands_now:
        return []
    last = last_whole_month(look.period.end)
    months = Grid(tuple(one for one in grid(last, MONTHS_SHOWN).periods if indicator.in_force(one.end)))
    return figures_for(sight, look, [indicator.formula], grid=months) if months.periods else []


def at_courts(sight: Sight, look: Look, formula: Formula) -> list[AtCourt]:
    """The figure of each court by itself, without cases as with them, in administrative order; of ratios and means only, which courts of
    any size have in common."""
    if formula.value != RATIO:
        return []
    shown = {one.group[0]: one for one in figures_for(sight, look, [formula], by=("court_id",))}
    courts = [one for one in courts_of(sight, look) if str(one.pk) in shown or _stood(one, look.period)]
    if not shown or len(courts) < 2:
        return []
    without = Shown(formula.key, look.period, (), None, 0, None if formula.parameters else 0)
    return [
        AtCourt(court, shown.get(str(court.pk)) or without._replace(group=(str(court.pk),)))
        for court in courts
    ]


def _stood(court: Court, period: Period) -> bool:
    return court.first_on <= period.end and (court.last_on is None or period.start <= court.last_on)
