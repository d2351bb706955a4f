"""Figures of many formulas at once: for each base of the formulas one scan of the facts, grouped by period and by the columns asked for.

Formulas share what they share: the cases closed in the period, by which twenty of them divide, are counted once.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import numpy as np

from xiezhi.rules.indicators.columns import WHOLE, fact_columns
from xiezhi.rules.indicators.conditions import Named
from xiezhi.rules.indicators.model import COUNT, EVENNESS, MEDIAN, Formula, Side
from xiezhi.rules.indicators.periods import Period
from xiezhi.work.situation.engine.parameters import GroupCourts
from xiezhi.work.situation.engine.question import Question
from xiezhi.work.situation.engine.scans import Array, Group, Measured, Monthly, measure_all
from xiezhi.work.situation.facts.table import Facts

FEWEST_MONTHS = 2  # of which one can say that they are even


class Figure(NamedTuple):
    """The figure of a formula in a period, for a group of the columns asked for; `value` is None where the denominator is 0."""

    key: str
    period: Period
    group: Group
    value: float | None
    numerator: float | None
    denominator: float | None


class LeftOut(NamedTuple):
    """A formula that cannot be computed, and what it lacks: columns of the facts, or parameters."""

    key: str
    columns: tuple[str, ...]
    parameters: tuple[str, ...]


class Answer(NamedTuple):
    """The figures of one formula as arrays of groups × periods; NaN where there is none."""

    formula: Formula
    value: Array
    numerator: Array
    denominator: Array | None


class Answers(NamedTuple):
    """Figures of many formulas for many courts and periods, for whom a list of them would be too long."""

    periods: tuple[Period, ...]
    groups: list[Group]
    answers: list[Answer]


def left_out(facts: Facts, question: Question, formulas: Iterable[Formula]) -> list[LeftOut]:
    """Which of the formulas the facts and parameters do not allow."""
    found = []
    for formula in formulas:
        unknown = tuple(sorted(one for one in formula.parameters if question.parameters.amount(one) is None))
        lacking = facts.lacks(formula)
        if unknown or lacking:
            found.append(LeftOut(formula.key, lacking, unknown))
    return found


def figures(facts: Facts, question: Question, formulas: Sequence[Formula]) -> list[Figure]:
    """The figures of the formulas that the facts allow (`left_out` tells of the others), for each period of the grid and each group.

    In the order of the formulas, then of the groups, then of the periods. Without `by` there is one group, (). A group is there when any
    of the scans has a row of it, or it is a court that was asked for; what it has none of counts 0. Raises InputError.
    """
    answers = figure_arrays(facts, question, formulas)
    return [figure for answer in answers.answers for figure in _listed(answers, answer)]


def figure_arrays(facts: Facts, question: Question, formulas: Sequence[Formula]) -> Answers:
    """The same as arrays. Raises InputError."""
    outside = {one.key for one in left_out(facts, question, formulas)}
    inside = [formula for formula in formulas if formula.key not in outside]
    measured = measure_all(facts, question, inside, _asked(question))
    courts = GroupCourts(facts, question) if any(formula.parameters for formula in inside) else None
    answers = [_answer(formula, question, measured, courts) for formula in inside]
    return Answers(question.grid.periods, measured.groups, answers)


def _asked(question: Question) -> set[Group]:
    """Groups that stand even where nothing is counted."""
    if not question.by:
        return {()}
    if question.by == ("court_id",) and question.courts is not None:
        return {(court,) for court in question.courts}
    return set()


def _answer(formula: Formula, question: Question, measured: Measured, courts: GroupCourts | None) -> Answer:
    numerator = _side(formula, formula.numerator, question, measured, courts)
    if formula.value == COUNT:
        return Answer(formula, numerator, numerator, None)
    if formula.value == MEDIAN:
        return Answer(formula, measured.median(formula), numerator, None)
    if formula.value == EVENNESS:
        return Answer(formula, _evenness(measured.monthly(formula)), numerator, None)
    assert formula.denominator is not None
    denominator = _side(formula, formula.denominator, question, measured, courts)
    value = _divided(numerator, denominator) * formula.scale
    if formula.by_days:
        value = value * np.array([period.reckoned_days for period in question.grid.periods], "float64")
    if formula.complement:
        value = 1 - value
    return Answer(formula, value, numerator, denominator)


def _side(
    formula: Formula, side: Side, question: Question, measured: Measured, courts: GroupCourts | None
) -> Array:
    if not side.per:
        return measured.amount(formula, side)
    assert courts is not None
    amount = question.parameters.amount(side.per)
    told = [courts.amounts(amount, group) for group in measured.groups]
    return np.array(told, "float64").reshape(len(measured.groups), len(question.grid.periods))


def _divided(numerator: Array, denominator: Array) -> Array:
    """NaN where the denominator is 0 or not known."""
    divided: Array = np.divide(
        numerator, denominator, out=np.full(numerator.shape, np.nan), where=denominator > 0
    )
    return divided


def _evenness(monthly: Monthly) -> Array:
    """1 − σ/μ of the counts of the months that lie wholly in a period and are over, σ over all of them (population); NaN where there are
    fewer than two, or nothing is counted in them."""
    months = np.where(monthly.months < FEWEST_MONTHS, np.nan, monthly.months)
    mean = monthly.total / months
    variance = np.maximum(monthly.squares / months - mean**2, 0)
    return 1 - _divided(np.sqrt(variance), mean)


def _listed(answers: Answers, answer: Answer) -> Iterator[Figure]:
    formula, denominator = answer.formula, answer.formula.denominator
    numerators = _numbers(answer.numerator, whole=_is_whole(formula.numerator) or formula.value == MEDIAN)
    values = numerators if formula.value == COUNT else _numbers(answer.value, whole=False)
    if answer.denominator is None or denominator is None:
        denominators: list[float | None] = [None] * len(values)
    else:
        denominators = _numbers(answer.denominator, whole=_is_whole(denominator))
    places = ((period, group) for group in answers.groups for period in answers.periods)
    for (period, group), value, above, below in zip(places, values, numerators, denominators):
        yield Figure(formula.key, period, group, value, above, below)


def _numbers(array: Array, *, whole: bool) -> list[float | None]:
    """As Python's numbers: counts as whole ones, None for what is not known."""
    known = zip(array.ravel().tolist(), np.isnan(array).ravel().tolist())
    if whole:
        return [None if unknown else int(number) for number, unknown in known]
    return [None if unknown else number for number, unknown in known]


def _is_whole(side: Side) -> bool:
    """Whether the numbers of a side are counts, or sums of whole numbers."""
    if side.per:
        return False
    return not isinstance(side.of, Named) or fact_columns()[side.of.column].kind == WHOLE
