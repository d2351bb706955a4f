"""Change or noise: limits worked out by hand, signals, the season, the Spring Festival."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xiezhi.work.situation.statistics.control import RAW, SEASONAL, individuals, points_outside, proportions
from xiezhi.work.situation.statistics.errors import TooFewValues, UnusableValues


def seasonal(years: int, level: float = 1000, seed: int = 3) -> list[float]:
    noise = np.random.default_rng(seed).normal(0, 10, 12 * years)
    return [level + 150 * math.sin(2 * math.pi * month / 12) + noise[month] for month in range(12 * years)]


def test_limits_are_the_mean_and_2_66_mean_moving_ranges():
    chart = individuals([10, 12, 11, 13, 10])  # mean 11.2, ranges 2 1 2 3: mean 2
    assert chart.centre == pytest.approx(11.2)
    assert (chart.low[0], chart.high[0]) == pytest.approx((5.88, 16.52))
    assert chart.calm and chart.basis == RAW


def test_a_month_of_nought_is_no_signal_where_the_lower_limit_lies_under_nought():
    chart = individuals([1, 9, 0, 8])
    assert chart.low[0] < 0 and chart.calm


def test_a_month_of_nought_without_its_season_lies_under_nought_and_is_no_signal():
    """Few cases a year: without season an empty month comes to a little less than none."""
    values = [float(place % 12 == 5) for place in range(48)]
    values[6] = values[20] = 1.0
    chart = individuals(values, first_month=1)
    empty = {place for place, value in enumerate(values) if not value}
    assert chart.basis == SEASONAL
    assert any(chart.judged[place] < 0 for place in empty)
    assert not empty & set(chart.outside)


def test_a_month_beyond_a_limit_is_a_signal():
    values = [100, 102, 99, 101, 100, 98, 140, 101, 100, 99, 102, 100]
    assert individuals(values).outside == (6,)


def test_eight_months_on_one_side_are_a_signal_and_seven_are_not():
    assert individuals([10, 11] * 2 + [20, 21] * 4).runs == tuple(range(4, 12))
    assert individuals([10, 11, 10, 12, 13, 12, 13, 12, 13, 12, 10, 11, 10]).runs == ()


def test_a_court_where_nothing_changes_is_calm():
    chart = individuals([50] * 30, first_month=1)
    assert chart.calm
    assert (chart.low[0], chart.centre, chart.high[0]) == (50, 50, 50)


def test_the_usual_season_is_no_signal_once_it_is_taken_out():
    values = seasonal(4)
    assert individuals(values).runs or individuals(values).outside
    chart = individuals(values, first_month=1)
    assert chart.basis == SEASONAL
    assert chart.outside == ()


def test_under_two_years_the_values_stay_as_they_are():
    chart = individuals(seasonal(2)[:23], first_month=1)
    assert chart.basis == RAW
    assert chart.judged == chart.values


def test_an_odd_december_stays_odd_without_season():
    values = seasonal(4)
    values[23] += 300
    assert 23 in individuals(values, first_month=1).outside


def test_the_festival_in_january_or_february_makes_no_signal():
    values = seasonal(4)
    for year, first in enumerate(
        (True, False, True, False)
    ):  # the festival fell now into the one, now into the other month
        values[12 * year + (0 if first else 1)] -= 300
    chart = individuals(values, first_month=1)
    assert chart.outside == ()
    assert chart.judged[0] != chart.values[0]


def test_a_january_and_february_outside_are_one_point_and_other_months_one_each():
    values = seasonal(4)
    values[25], values[30] = values[25] + 600, values[30] + 400
    chart = individuals(values, first_month=1)
    assert chart.outside == (24, 25, 30)
    assert points_outside(chart, 1) == [(24, 25), (30,)]
    odd = individuals([100, 102, 99, 101, 100, 98, 140, 101, 100, 99, 102, 100], first_month=8)
    assert points_outside(odd, 8) == [(6,)]


def test_a_january_at_the_end_waits_for_its_february():
    values = [*seasonal(3), 10.0]
    assert 36 not in individuals(values, first_month=1).outside


def test_two_values_are_too_few():
    with pytest.raises(TooFewValues):
        individuals([1, 2])


@pytest.mark.parametrize("values", [[1, 2, float("nan")], [1, 2, -3]], ids=["no number", "negative count"])
def test_impossible_values_are_refused(values):
    with pytest.raises(UnusableValues):
        individuals(values)


def test_limits_of_a_share_follow_the_number_of_cases():
    chart = proportions([10, 20, 5], [100, 200, 50])  # 10 % throughout: 3·√(0.09/n)
    assert chart.centre == pytest.approx(0.1)
    assert chart.high == pytest.approx((0.19, 0.16364, 0.22728), abs=1e-5)
    assert chart.low[0] == pytest.approx(0.01)
    assert chart.calm


def test_a_month_without_cases_has_no_share_and_breaks_no_run():
    chart = proportions([1, 0, 1, *[40] * 4, 0, *[40] * 4], [100, 100, 100, *[200] * 4, 0, *[200] * 4])
    assert chart.values[7] is None and chart.low[7] is None
    assert chart.runs == (3, 4, 5, 6, 8, 9, 10, 11)


def test_a_docket_without_any_case_has_no_limits():
    assert proportions([0, 0, 0], [0, 0, 0]).high == (None, None, None)


def test_a_part_larger_than_its_whole_is_refused():
    with pytest.raises(UnusableValues):
        proportions([2, 1, 1], [1, 1, 1])


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(0, 5000), min_size=3, max_size=60))
def test_the_mean_lies_between_the_limits(values):
    chart = individuals(values)
    assert (chart.low[0] or 0) <= chart.centre + 1e-9
    assert chart.centre <= (chart.high[0] or 0) + 1e-9
