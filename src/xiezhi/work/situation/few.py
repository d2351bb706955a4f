"""Whether a value rests on so few cases that it says little, and how far chance reaches then (handbook of indicators, section 4, rule 4).

The threshold stands in rules/data/indicators/thresholds.toml.
"""

from xiezhi.rules.indicators.model import COUNT, RATIO
from xiezhi.rules.indicators.thresholds import thresholds
from xiezhi.work.situation.counts import formula_of
from xiezhi.work.situation.looking import Shown
from xiezhi.work.situation.statistics.funnel import interval

FEW = thresholds().few_cases


def cases_behind(shown: Shown) -> float | None:
    """How many cases a value rests on: those of its denominator; of its numerator for a median or an evenness, which have no
    denominator, and where judges or inhabitants stand below. None for a count, which rests on nothing but itself, and where money stands
    below, which tells of no number of cases."""
    formula = formula_of(shown.key)
    if formula is None or formula.value == COUNT or formula.rests_on_sums:
        return None
    below = formula.denominator if formula.value == RATIO else None
    return shown.numerator if below is None or below.per else shown.denominator


def is_few(shown: Shown) -> bool:
    """Whether these are fewer than FEW: the value is then for reference only, grey and without colour."""
    cases = cases_behind(shown)
    return cases is not None and cases < FEW


def lacks_people(shown: Shown) -> bool:
    """Whether there is no value because too few judges stand below, or nobody knows how many judges or inhabitants."""
    formula = formula_of(shown.key)
    below = formula.denominator if formula else None
    untold = not shown.hidden and shown.value is None and shown.denominator is None
    return untold and below is not None and bool(below.per)


def chance(shown: Shown) -> tuple[float, float] | None:
    """Between which shares the true one may well lie (95 %), for a share of few cases; None for everything else, as for two counts of
    which neither is among the other."""
    formula, part, whole = formula_of(shown.key), shown.numerator, shown.denominator
    if (
        formula is None
        or not formula.nested
        or not is_few(shown)
        or part is None
        or not whole
        or part > whole
    ):
        return None
    ends = interval(part, whole)
    return (1 - ends[1], 1 - ends[0]) if ends and formula.complement else ends


__all__ = ["FEW", "cases_behind", "chance", "is_few", "lacks_people"]
