"""A rate's change in two parts: by hand, and always adding up."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xiezhi.work.situation.statistics.change import kitagawa
from xiezhi.work.situation.statistics.errors import UnusableValues


def test_a_change_splits_into_mix_and_rate_as_worked_out_by_hand():
    # Half and half at 90 % and 50 % → 70 %; then a quarter and three quarters at 92 % and 50 % → 60.5 %.
    found = kitagawa({"simple": (45, 50), "ordinary": (25, 50)}, {"simple": (23, 25), "ordinary": (37.5, 75)})
    assert found is not None
    assert (found.before, found.after) == pytest.approx((0.7, 0.605))
    assert found.mix == pytest.approx(-0.25 * 0.91 + 0.25 * 0.5)
    assert found.rate == pytest.approx(0.02 * 0.375)
    assert found.mix + found.rate == pytest.approx(found.difference)


def test_a_kind_of_case_that_is_new_changes_the_mix_only():
    found = kitagawa({"old": (5, 10)}, {"old": (5, 10), "new": (10, 10)})
    assert found is not None
    assert (found.rate, found.mix) == pytest.approx((0, 0.25))


def test_without_cases_there_is_nothing_to_explain():
    assert kitagawa({}, {"a": (1, 2)}) is None
    assert kitagawa({"a": (0, 0)}, {"a": (1, 2)}) is None


@pytest.mark.parametrize(
    "counts", [(-1, 2), (1, 0), (1, -1)], ids=["negative", "nothing below", "negative below"]
)
def test_impossible_counts_are_refused(counts):
    with pytest.raises(UnusableValues):
        kitagawa({"a": counts}, {"a": (1, 2)})


groups = st.dictionaries(
    st.sampled_from("abcd"), st.tuples(st.integers(0, 50), st.integers(1, 50)), min_size=1
)


@settings(deadline=None)
@given(groups, groups)
def test_the_parts_always_add_up_to_the_change(before, after):
    found = kitagawa(before, after)
    assert found is not None
    assert found.mix + found.rate == pytest.approx(found.difference, abs=1e-9)
    assert sum(part.mix + part.rate for part in found.parts) == pytest.approx(found.difference, abs=1e-9)
