"""How conditions lie to each other: what their texts say is so, and nothing else is said."""

import pytest

from xiezhi.rules.indicators.columns import fact_columns
from xiezhi.rules.indicators.conditions import read_condition
from xiezhi.rules.indicators.relations import lie_apart, lies_within

CIVIL = "case_class == 'civil' and instance == 'first'"


def read(text):
    return read_condition(text, fact_columns())


@pytest.mark.parametrize(
    ("one", "other", "within"),
    [
        (f"{CIVIL} and hearing_held", CIVIL, True),
        (f"({CIVIL}) and hearing_held", f"hearing_held and {CIVIL}", True),
        (CIVIL, f"{CIVIL} and hearing_held", False),
        (f"{CIVIL} or hearing_held", CIVIL, False),
    ],
    ids=["narrower", "in another order", "wider", "one of two"],
)
def test_who_asks_for_more_lies_within(one, other, within):
    assert lies_within(read(one), read(other)) is within


def test_every_case_lies_within_no_condition_at_all():
    assert lies_within(read(CIVIL), None)
    assert not lies_within(None, read(CIVIL))


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [
        ("procedure == 'simplified'", "procedure == 'small_claims'", True),
        ("procedure in ('simplified', 'ordinary')", f"{CIVIL} and procedure == 'small_claims'", True),
        ("procedure in ('simplified', 'ordinary')", "procedure == 'ordinary'", False),
        ("procedure == 'simplified'", "tribunal == 'sole'", False),
        ("procedure == 'simplified'", "procedure != 'simplified'", False),
    ],
    ids=["two words", "none in common", "one in common", "two columns", "no word told"],
)
def test_different_words_of_one_column_lie_apart(one, other, apart):
    assert lie_apart(read(one), read(other)) is lie_apart(read(other), read(one)) is apart
