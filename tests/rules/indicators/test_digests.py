"""A digest tells whether a definition counts in another way, and apart from it whether only its words are others."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from xiezhi.rules.indicators.catalogue import indicators, scopes
from xiezhi.rules.indicators.columns import fact_columns
from xiezhi.rules.indicators.conditions import read_condition
from xiezhi.rules.indicators.digests import digests_of, digests_of_scope
from xiezhi.rules.indicators.model import Interval

ONE = indicators()["flow.clearance"]


def with_condition(text, trees=None):
    side = replace(ONE.formula.numerator, where=read_condition(text, fact_columns(), trees or {}), text=text)
    return digests_of(replace(ONE, formula=replace(ONE.formula, numerator=side)))


def test_another_condition_is_another_rule_with_the_same_words():
    first, second = with_condition("instance == 'first'"), with_condition("instance == 'second'")
    assert first.rule != second.rule and first.words == second.words


def test_a_term_that_comes_to_mean_something_else_is_another_rule():
    first, second = (
        with_condition("heard", {"heard": read_condition(f"instance == '{word}'", fact_columns())})
        for word in ("first", "second")
    )
    assert first.rule != second.rule


def test_the_same_condition_written_otherwise_is_the_same_definition():
    assert with_condition("instance == 'first'") == with_condition("( instance=='first' )")


@pytest.mark.parametrize("name", ["name_zh", "formula_en", "source_zh", "caveat_en"])
def test_other_words_are_told_apart_from_another_rule(name):
    words: dict[str, Any] = {name: "另一种说法"}
    before, after = digests_of(ONE), digests_of(replace(ONE, **words))
    assert before.rule == after.rule and before.words != after.words


def test_another_reference_interval_is_no_other_rule():
    interval = Interval(0.9, None, "某院〔2025〕3号", "No. 3 of 2025", date(2025, 1, 1), None)
    before, after = digests_of(ONE), digests_of(replace(ONE, intervals=(interval,)))
    assert before.rule == after.rule and before.words != after.words


def test_no_two_indicators_and_no_two_scopes_have_one_rule_and_one_text():
    every = [*map(digests_of, indicators().values()), *map(digests_of_scope, scopes().values())]
    assert len(set(every)) == len(every)
