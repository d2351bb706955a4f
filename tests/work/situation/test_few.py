"""When a value rests on so few cases that it is for reference only, and how far chance reaches then."""

from dataclasses import replace

import pytest

from xiezhi.rules.indicators.catalogue import formulas, indicators
from xiezhi.rules.indicators.model import COUNT, EVENNESS, MEDIAN, RATIO
from xiezhi.rules.indicators.periods import read_period
from xiezhi.work.situation.few import FEW, chance, is_few
from xiezhi.work.situation.health import FEW as TOO_FEW
from xiezhi.work.situation.health import INSIDE, NOTHING, WITHOUT, state_of
from xiezhi.work.situation.looking import Shown

MARCH = read_period("2019-03")
SHARE, MEDIAN_DAYS, BALANCE, CLOSED, PER_JUDGE = (
    "cn2024.appeal", "ops.median_days", "flow.balance", "flow.closed", "flow.per_judge",
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
    interval = next(iter(replace(indicators()[SHARE]).intervals), None)
    assert state_of(shown(SHARE, 0.5, 5, 10), interval) == TOO_FEW
    assert state_of(shown(SHARE, None, 0, 0), interval) == NOTHING
    assert INSIDE not in (state_of(shown(SHARE, 0.5, 5, 10), interval), NOTHING)


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


def test_the_rest_of_a_share_has_the_rest_of_its_reach():
    of_the_rest = next(key for key, (_, one) in formulas().items() if one.complement and one.unit == "share")
    low, high = chance(shown(of_the_rest, 1 - 3 / 17, 3, 17))
    assert low < 1 - 3 / 17 < high
