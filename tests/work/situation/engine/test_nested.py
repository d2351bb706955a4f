"""Where the catalogue says that the numerator is among the denominator, its cases are."""

from datetime import date
from pathlib import Path

import pytest

from tests.work.situation.random_facts import Row, random_facts, write
from xiezhi.rules.indicators.catalogue import formulas
from xiezhi.rules.indicators.periods import Grid, Period, read_period
from xiezhi.work.situation.engine.cases import all_cases
from xiezhi.work.situation.engine.question import Question
from xiezhi.work.situation.facts.parquet import open_facts

NESTED = [formula for _, formula in formulas().values() if formula.nested]


def consistent(row: Row) -> Row:
    """Without what contradicts itself: modified without a decision, more served electronically than served."""
    if row["outcome_on_prior"] in ("modified", "remanded"):
        row = row | {"closed_kind": "judgment" if row["closed_on"] else None}
    return row | {
        "filed_on": row["filed_on"] or date(2018, 12, 3),
        "service_attempts": (row["service_attempts"] or 0) + (row["service_electronic"] or 0),
    }


@pytest.mark.parametrize(
    "period",
    [read_period("2019"), read_period("2019Q3"), read_period("2019-02-03..2020-02-29")],
    ids=lambda one: one.name,
)
def test_every_case_of_a_nested_numerator_is_one_of_the_denominator(period: Period, tmp_path: Path) -> None:
    rows = [consistent(row) for row in random_facts(61, 2000)]
    rows = [row for row in rows if row["closed_on"] is None or row["closed_on"] >= row["filed_on"]]
    found = all_cases(open_facts(write(rows, tmp_path)), Question("all", Grid((period,)), None), NESTED)
    assert sum(bool(one.numerator) for one in found.values()) > len(found) / 2
    for key, one in found.items():
        assert set(one.numerator) <= set(one.denominator), key
