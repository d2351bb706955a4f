"""The limits of chance of one indicator: its months as a control chart, its courts as a funnel. Computed by the worker (`computed`).

A share (what the numerator counts is among what the denominator counts) has binomial limits; two counts of cases beside each other have
those of a ratio; a mean or a median has a control chart of its values and no funnel. Handbook of indicators, sections 5.2 and 5.3.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from xiezhi.rules.indicators.catalogue import indicators
from xiezhi.rules.indicators.digests import digest
from xiezhi.rules.indicators.model import COUNT, RATIO, Formula, Indicator
from xiezhi.work.situation.computed import Answer, Progress
from xiezhi.work.situation.indicator_page import at_courts, months_of
from xiezhi.work.situation.looking import Look, Shown
from xiezhi.work.situation.sight import Sight

if TYPE_CHECKING:
    from xiezhi.work.situation.statistics.control import Control
    from xiezhi.work.situation.statistics.funnel import Funnel

LIMITS = "indicator_limits"
FEWEST_MONTHS, FEWEST_COURTS = 12, 3


def is_share(formula: Formula) -> bool:
    """Whether the value tells which part of the denominator the numerator is."""
    return formula.nested and not formula.complement


def is_ratio_of_counts(formula: Formula) -> bool:
    """Whether two counts of cases stand beside each other, neither among the other."""
    above, below = formula.numerator, formula.denominator
    if formula.value != RATIO or below is None or formula.nested:
        return False
    if formula.complement or formula.scale != 1 or formula.by_days:
        return False
    return not any(side.of or side.per or side.distinct for side in (above, below))


def choices_of(sight: Sight, look: Look, indicator: Indicator) -> dict[str, str]:
    """What tells the question from others of the same look: the indicator, and the people of its months, who change while the snapshot stays."""
    told = {"indicator": indicator.id}
    if indicator.formula.parameters:
        months = months_of(sight, look, indicator)
        told["people"] = digest([(one.period.name, one.denominator) for one in months])
    return told


def limits(sight: Sight, look: Look, choices: Mapping[str, str], told: Progress) -> Answer:
    """Control chart and funnel of choices["indicator"] as plain values; None where there is none. Job LIMITS."""
    indicator = indicators()[choices["indicator"]]
    months = months_of(sight, look, indicator)
    control = control_of(indicator.formula, months)
    told(1, 2)
    courts = [one.shown for one in at_courts(sight, look, indicator.formula)]
    funnel = funnel_of(indicator.formula, courts)
    return {
        "control": asdict(control) if control else None,
        "funnel": asdict(funnel) if funnel else None,
    }


def control_of(formula: Formula, months: Sequence[Shown]) -> "Control | None":
    """The control chart of the months; None where they are few, some are hidden or have no cases."""
    from xiezhi.work.situation.statistics import control
    from xiezhi.work.situation.statistics.errors import UnusableValues

    if len(months) < FEWEST_MONTHS or any(one.hidden for one in months):
        return None
    if is_share(formula):
        try:
            return control.proportions(
                [one.numerator or 0 for one in months], [one.denominator or 0 for one in months]
            )
        except UnusableValues:  # days that contradict each other: closed before it was filed
            return None
    values = [one.value for one in months if one.value is not None]
    if len(values) < len(months):
        return None
    seasonal = months[0].period.start.month if formula.value == COUNT else None
    return control.individuals(values, first_month=seasonal)


def funnel_of(formula: Formula, courts: Sequence[Shown]) -> "Funnel | None":
    """The funnel over the courts; None for what is no share or ratio of counts, and for few courts."""
    from xiezhi.work.situation.statistics import funnel
    from xiezhi.work.situation.statistics.errors import UnusableValues

    if any(one.hidden for one in courts) or len([one for one in courts if one.denominator]) < FEWEST_COURTS:
        return None
    parts = [float(one.numerator or 0) for one in courts]
    wholes = [float(one.denominator or 0) for one in courts]
    try:
        if is_share(formula):
            return funnel.proportions(parts, wholes, overdispersion=True)
        if is_ratio_of_counts(formula) and sum(parts) > 0:
            return funnel.ratios(parts, wholes, target=sum(parts) / sum(wholes), overdispersion=True)
    except UnusableValues:
        return None
    return None


def control_read(told: Mapping[str, Any]) -> "Control":
    """A control chart from the plain values of an answer."""
    from xiezhi.work.situation.statistics.control import Control

    lines = ("values", "judged", "low", "high", "outside", "runs")
    values: dict[str, Any] = {name: tuple(value) if name in lines else value for name, value in told.items()}
    return Control(**values)


def funnel_read(told: Mapping[str, Any]) -> "Funnel":
    """A funnel from the plain values of an answer."""
    from xiezhi.work.situation.statistics.funnel import Funnel, Limits, Point

    points = tuple(
        Point(**(one | {"limits": Limits(**one["limits"]) if one["limits"] else None}))
        for one in told["points"]
    )
    values = {**told, "points": points, "curve": tuple(Limits(**one) for one in told["curve"])}
    return Funnel(**values)
