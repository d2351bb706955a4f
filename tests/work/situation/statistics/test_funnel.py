"""Courts beside each other: limits against tables and formulas, over-dispersion, intervals of few cases."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binom
from statsmodels.stats.proportion import proportion_confint

from xiezhi.work.situation.statistics.errors import UnusableValues
from xiezhi.work.situation.statistics.funnel import (
    INSIDE,
    NO_CASES,
    OUTSIDE_95,
    OUTSIDE_998,
    interval,
    proportions,
    ratio_limits,
    ratios,
    share_limits,
)


def test_limits_of_many_cases_are_those_of_the_normal_curve():
    own = share_limits(1000, 0.2)  # √(0.2·0.8/1000) = 0.0126491
    assert (own.low_95, own.high_95) == pytest.approx((0.175208, 0.224792), abs=1e-6)
    assert (own.low_998, own.high_998) == pytest.approx((0.160911, 0.239089), abs=1e-6)


def test_limits_of_few_cases_are_exact_counts():
    own = share_limits(20, 0.1)  # binomial 20, 0.1: 95 % up to 5 cases, 99.8 % up to 7
    assert (own.low_998, own.low_95, own.high_95, own.high_998) == (0, 0, 5 / 20, 7 / 20)
    assert binom.cdf(5, 20, 0.1) >= 0.975 > binom.cdf(4, 20, 0.1)


def test_poisson_limits_are_those_of_the_table():
    own = ratio_limits(10)  # Poisson with mean 10: 2.5 % at 4, 97.5 % at 17
    assert (own.low_95, own.high_95) == (0.4, 1.7)


def test_courts_are_judged_by_their_own_size_and_stay_in_their_order():
    found = proportions([5, 150, 260, 9_790, 0], [50, 1_000, 1_000, 100_000, 0])
    assert found.target == pytest.approx(0.1)
    assert [point.state for point in found.points] == [INSIDE, OUTSIDE_998, OUTSIDE_998, OUTSIDE_95, NO_CASES]
    assert [point.size for point in found.points] == [50, 1_000, 1_000, 100_000, 0]


def test_the_common_value_is_the_pooled_share():
    assert proportions([1, 9], [10, 90]).target == pytest.approx(0.1)


def test_courts_that_differ_anyway_widen_the_limits():
    parts, wholes = [200, 400, 250, 350, 300, 500, 150, 280], [1000] * 8
    plain, widened = proportions(parts, wholes), proportions(parts, wholes, overdispersion=True)
    assert plain.dispersion > 1 and not plain.widened and widened.widened
    assert sum(one.state != INSIDE for one in widened.points) < sum(
        one.state != INSIDE for one in plain.points
    )


def test_dispersion_draws_the_outer_tenths_in():
    # z-scores by hand: five courts at p0 ± 1 standard error and one far out, which the tenth draws in.
    even = proportions([100] * 10, [1000] * 10)
    assert even.dispersion == 0
    assert not proportions([100] * 10, [1000] * 10, overdispersion=True).widened


def test_observed_to_expected_holds_one_and_finds_the_court_with_too_many():
    found = ratios([10, 30, 100], [10, 12, 100])
    assert [point.state for point in found.points] == [INSIDE, OUTSIDE_998, INSIDE]
    assert found.points[1].value == 2.5


def test_the_interval_of_a_small_share_is_that_of_the_library():
    assert interval(3, 17) == pytest.approx((0.0619, 0.4103), abs=5e-4)
    for part, whole in ((0, 1), (1, 1), (3, 17), (19, 19)):
        assert interval(part, whole) == pytest.approx(
            proportion_confint(part, whole, method="wilson"), abs=1e-6
        )


def test_a_part_larger_than_its_whole_has_no_interval():
    with pytest.raises(UnusableValues):
        interval(2, 1)


def test_no_cases_have_no_interval():
    assert interval(0, 0) is None


@pytest.mark.parametrize(
    ("parts", "wholes"),
    [([], []), ([0], [0]), ([3], [2]), ([-1], [2]), ([1, 2], [3])],
    ids=["none", "no cases", "part over whole", "negative", "unequal"],
)
def test_impossible_input_is_refused(parts, wholes):
    with pytest.raises(UnusableValues):
        proportions(parts, wholes)


@pytest.mark.parametrize("share", [0, 10], ids=["never", "always"])
def test_a_province_where_all_courts_agree_flags_no_court(share):
    assert all(point.state == INSIDE for point in proportions([share, share], [10, 10]).points)


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 5000), st.floats(0.001, 0.999))
def test_limits_hold_the_common_value_and_the_wider_holds_the_narrower(size, p0):
    own = share_limits(size, p0)
    assert 0 <= own.low_998 <= own.low_95 <= p0 <= own.high_95 <= own.high_998 <= 1


@settings(max_examples=20, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 300), st.integers(0, 2000)), min_size=1, max_size=20).filter(
        lambda courts: any(size for _, size in courts)
    )
)
def test_the_drawn_funnel_narrows_with_size(courts):
    found = proportions([min(part, size) for part, size in courts], [size for _, size in courts])
    highs, lows = [one.high_95 for one in found.curve], [one.low_998 for one in found.curve]
    assert highs == sorted(highs, reverse=True)
    assert lows == sorted(lows)
