"""How long until closed: against values worked out by hand, against the library, and on the inputs courts really have."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lifelines import AalenJohansenFitter

from xiezhi.work.situation.statistics.errors import TooFewValues, UnusableValues
from xiezhi.work.situation.statistics.survival import compare, competing, survival

# The placebo and the treated arm of Freireich et al. (1963), weeks of remission, the textbook example of survival analysis.
TREATED = [6, 6, 6, 7, 10, 13, 16, 22, 23, 6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35]
RELAPSED = [True] * 9 + [False] * 12
PLACEBO = [1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23]


def test_the_textbook_curve_comes_out_as_in_the_textbook():
    curve = survival(TREATED, RELAPSED)
    assert curve.days == (0, 6, 7, 10, 13, 16, 22, 23)
    assert [round(one, 4) for one in curve.share] == [
        1,
        0.8571,
        0.8067,
        0.7529,
        0.6902,
        0.6275,
        0.5378,
        0.4482,
    ]
    assert curve.at_risk[1:] == (21, 17, 15, 12, 11, 7, 6)
    assert (curve.cases, curve.closed, curve.unended, curve.median) == (21, 9, 12, 23)


def test_the_textbook_logrank_test_comes_out_as_in_the_textbook():
    found = compare(TREATED + PLACEBO, RELAPSED + [True] * 21, ["treated"] * 21 + ["placebo"] * 21)
    assert found is not None
    assert (round(found.statistic, 2), found.degrees) == (16.79, 1)
    assert found.p == pytest.approx(4.17e-5, rel=0.01)


def test_open_cases_make_the_median_longer_than_the_closed_ones_alone():
    days, closed = [10, 20, 30, 100, 100, 100], [True, True, True, False, False, False]
    curve = survival(days, closed)
    assert curve.median == 30
    assert survival([10, 20, 30], [True] * 3).median == 20


def test_when_every_case_is_open_there_is_no_median_and_nothing_was_closed():
    curve = survival([5, 40, 90], [False, False, False])
    assert (curve.share, curve.low, curve.high) == ((1,), (1,), (1,))
    assert (curve.median, curve.closed, curve.longest, curve.lasting_longest) == (None, 0, 90, 1)


def test_cases_closed_on_the_day_of_filing_count_from_day_nought():
    curve = survival([0, 0, 10, 10], [True, False, True, True])
    assert curve.days[0] == 0
    assert (curve.share[0], curve.at_risk[0]) == pytest.approx((0.75, 4))


def test_one_case_is_a_curve():
    assert survival([12], [True]).median == 12


@pytest.mark.parametrize(
    ("days", "closed"),
    [([-1, 3], [True, True]), ([1, float("nan")], [True, True]), ([1, 2], [True])],
    ids=["negative", "no number", "unequal lists"],
)
def test_impossible_input_is_refused(days, closed):
    with pytest.raises(UnusableValues):
        survival(days, closed)


def test_no_cases_are_refused():
    with pytest.raises(TooFewValues):
        survival([], [])


def test_competing_ends_and_the_open_share_add_up_to_all():
    days, ends = [2, 3, 3, 5, 8, 8, 9], ["judgment", "settled", None, "judgment", "settled", "judgment", None]
    curves = competing(days, ends)
    still_open = survival(days, [end is not None for end in ends])
    for place, day in enumerate(curves[0].days):
        assert sum(curve.share[place] for curve in curves) + still_open.share_at(day) == pytest.approx(1)
    assert [(curve.end, curve.cases) for curve in curves] == [("judgment", 3), ("settled", 2)]


def test_competing_ends_agree_with_the_library_where_no_days_are_equal():
    generator = np.random.default_rng(7)
    days = list(generator.permutation(np.arange(1, 61)).astype(float))
    codes = list(generator.integers(0, 3, 60))
    fitter = AalenJohansenFitter(calculate_variance=False).fit(days, codes, event_of_interest=1)
    ours = next(
        one for one in competing(days, [None if code == 0 else str(code) for code in codes]) if one.end == "1"
    )
    theirs = fitter.cumulative_density_.iloc[:, 0]
    for day, share in zip(ours.days, ours.share, strict=True):
        assert share == pytest.approx(float(theirs[theirs.index <= day].iloc[-1]))


def test_one_group_or_no_closing_leaves_nothing_to_compare():
    assert compare([1, 2], [True, True], ["a", "a"]) is None
    assert compare([1, 2], [False, False], ["a", "b"]) is None


cases = st.lists(st.tuples(st.integers(0, 900), st.booleans()), min_size=1, max_size=40)


@settings(max_examples=40, deadline=None)
@given(cases)
def test_the_curve_never_rises_and_stays_inside_its_interval(found):
    days, closed = [day for day, _ in found], [end for _, end in found]
    curve = survival(days, closed)
    assert list(curve.share) == sorted(curve.share, reverse=True)
    assert all(
        0 <= low <= share + 1e-9 and share <= high + 1e-9 and high <= 1
        for low, share, high in zip(curve.low, curve.share, curve.high, strict=True)
    )
    assert curve == survival(days, closed)
