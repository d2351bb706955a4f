"""Figures of the engine beside those computed row by row."""

from collections.abc import Callable, Sequence

import pytest

from tests.work.situation.random_facts import Row
from tests.work.situation.slow_figures import figure as slow_figure
from tests.work.situation.slow_figures import told
from xiezhi.rules.indicators.catalogue import formulas
from xiezhi.work.situation.engine.figures import Figure, figures
from xiezhi.work.situation.engine.question import Parameters, Question
from xiezhi.work.situation.facts.table import Facts

EVERY = [formula for _, formula in formulas().values()]
NUMBERS = {"judges": 40.0, "fte": 31.5, "population": 120_000.0}
PARAMETERS = Parameters(**NUMBERS)


def compare(facts: Facts, rows: list[Row], question: Question, keep: Callable[[Row], bool]) -> None:
    """Every formula of the catalogue, in each group and period; the parameters of the question are NUMBERS."""
    check(figures(facts, question, EVERY), rows, question, keep)


def check(
    found: Sequence[Figure],
    rows: list[Row],
    question: Question,
    keep: Callable[[Row], bool] = lambda row: True,
) -> None:
    """Figures that were found for every formula."""
    assert len(found) >= len(EVERY) * len(question.grid.periods)
    for one in found:
        formula = formulas()[one.key][1]

        def of_group(row: Row, group: tuple[str | None, ...] = one.group) -> bool:
            of_it = all(row[name] == value for name, value in zip(question.by, group))
            return keep(row) and of_it and told(row, question.columns)

        value, above, below = slow_figure(rows, formula, one.period, question.scope, of_group, NUMBERS)
        place = (one.key, one.period.name, one.group)
        assert one.numerator == pytest.approx(float(above)), place
        assert one.denominator == (None if below is None else pytest.approx(float(below))), place
        assert one.value == (None if value is None else pytest.approx(float(value))), place
