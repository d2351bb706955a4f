"""The values of one indicator's page: now, its variants, its own history with the break where the definition changed, its courts."""

from collections.abc import Sequence
from dataclasses import dataclass

from xiezhi.record.models import Court
from xiezhi.rules.indicators.model import EVENNESS, RATIO, Formula, Indicator, Variant
from xiezhi.rules.indicators.periods import Grid, Period, grid, last_whole_month
from xiezhi.work.situation.health import Line, history, line_of, past_of
from xiezhi.work.situation.looking import Look, Shown, figures_for
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
    """The periods in which this definition was in force and none that followed it."""
    shown = figures_for(sight, look, [indicator.formula], grid=grid(look.period, PERIODS_SHOWN))
    return Past(indicator, [one for one in shown if _holds(indicator, one.period)])


def _holds(indicator: Indicator, period: Period) -> bool:
    followers = (one for one in known_indicators().values() if one.succeeds == indicator.id)
    return indicator.in_force(period.end) and not any(one.in_force(period.end) for one in followers)


def months_of(sight: Sight, look: Look, indicator: Indicator) -> list[Shown]:
    """Month by month, up to the end of the period; not for what is told of months together."""
    if indicator.formula.value == EVENNESS:
        return []
    last = last_whole_month(look.period.end)
    months = Grid(tuple(one for one in grid(last, MONTHS_SHOWN).periods if indicator.in_force(one.end)))
    return figures_for(sight, look, [indicator.formula], grid=months) if months.periods else []


def at_courts(sight: Sight, look: Look, formula: Formula) -> list[AtCourt]:
    """The figure of each court by itself, in administrative order; of ratios and means only, which courts of any size have in common."""
    if formula.value != RATIO:
        return []
    shown = {str(one.group[0]): one for one in figures_for(sight, look, [formula], by=("court_id",))}
    if len(shown) < 2:
        return []
    courts = Court.objects.filter(pk__in=[key for key in shown if key != "None"]).order_by("place")
    return [AtCourt(court, shown[str(court.pk)]) for court in courts]
