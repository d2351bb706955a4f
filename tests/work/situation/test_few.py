"""When a value rests on so few cases that it is for reference only, and how far chance reaches then."""

from dataclasses import replace
from datetime import date

import pytest

from xiezhi.rules.indicators.catalogue import formulas
from xiezhi.rules.indicators.model import COUNT, EVENNESS, MEDIAN, RATIO, Interval
from xiezhi.rules.indicators.periods import read_period
from xiezhi.work.situation import few
from xiezhi.work.situation.few import FEW, chance, is_few
from xiezhi.work.situation.health import FEW as TOO_FEW
from xiezhi.work.situation.health import INSIDE, NOTHING, WITHOUT, state_of
from xiezhi.work.situation.looking import Shown

MARCH = read_period("2019-03")
SHARE, MEDIAN_DAYS, BALANCE, CLOSED, PER_JUDGE = (
    "cn2024.second_hearing", "ops.median_days", "flow.balance", "flow.closed", "flow.per_judge",
)  # fmt: skip


def shown(key: str, value: float | None, numerator: float | None, denominator: float | None = None) -> Shown:
    return Shown(key, MARCH, (), value, numerator, denominator)


def test_the_kinds_of_value_looked_at_here_are_those_of_the_catalogue():
    kinds = [formulas()[key][1].value for key in (SHARE, MEDIAN_DAYS, BALANCE, CLOSED, PER_JUDGE)]
    assert kinds == [RATIO, MEDIAN, EVENNESS, COUNT, RATIO]


@pytest.mark.parametrize("key", [MEDIAN_DAYS, BALANCE], ids=["median", "balance"])
def test_a_median_or_a_balance_of_one_case_is_of_few_cases(key):
    assert state_of(shown(key, 0.9, 1), None) == TOO_FEW
    assert state_of(shown(key, 0.9, FEW), None) == WITHOUT


def test_a_share_is_judged_by_its_denominator():
    assert is_few(shown(SHARE, 1.0, FEW - 1, FEW - 1))
    assert not is_few(shown(SHARE, 0.05, 1, FEW))


def test_cases_for_each_judge_are_judged_by_the_cases_however_few_the_judges():
    assert not is_few(shown(PER_JUDGE, 120.0, 360, 3))
    assert is_few(shown(PER_JUDGE, 1.0, 3, 3))


def test_a_count_is_never_of_few_cases():
    assert not is_few(shown(CLOSED, 1, 1))


def test_few_cases_are_neither_inside_nor_outside_and_no_cases_are_nothing():
    interval = Interval(0.4, 0.6, "某院〔2025〕3号", "Order 3 of 2025", date(2019, 1, 1), None)
    assert state_of(shown(SHARE, 0.5, 50, 100), interval) == INSIDE
    assert state_of(shown(SHARE, 0.5, 5, 10), interval) == TOO_FEW
    assert state_of(shown(SHARE, None, 0, 0), interval) == NOTHING


def test_chance_is_told_for_a_share_of_few_cases_and_holds_it():
    low, high = chance(shown(SHARE, 3 / 17, 3, 17))
    assert (low, high) == pytest.approx((0.0619, 0.4103), abs=5e-4)


@pytest.mark.parametrize(
    "figure",
    [
        shown(SHARE, 0.5, 500, 1000), shown(SHARE, None, 0, 0), shown(SHARE, None, None, None), shown(MEDIAN_DAYS, 12.0, 1), shown(CLOSED, 3, 3),
        shown(PER_JUDGE, 1.0, 3, 3),
    ],
    ids=["many cases", "no cases", "hidden", "median", "count", "for each judge"],
)  # fmt: skip
def test_chance_is_told_for_nothing_else(figure):
    assert chance(figure) is None


@pytest.mark.parametrize("key", ["cn2024.appeal", "flow.clearance", "ops.reversal_first", "cn2011.x1"])
def test_two_counts_beside_each_other_have_no_reach_of_a_share(key):
    """An appeal of this quarter may be against a decision of the last."""
    assert is_few(shown(key, 0.9, 9, 10)) and chance(shown(key, 0.9, 9, 10)) is None


def test_money_is_no_number_of_cases():
    assert not is_few(shown("cn2024.exec_recovery", 0.5, 9.0, 18.0))


def test_the_rest_of_a_share_has_the_rest_of_its_reach(monkeypatch):
    rest = replace(formulas()[SHARE][1], complement=True)
    low, high = chance(shown(SHARE, 3 / 17, 3, 17))
    monkeypatch.setattr(few, "formula_of", lambda key: rest)
    assert chance(shown(SHARE, 14 / 17, 3, 17)) == pytest.approx((1 - high, 1 - low))
