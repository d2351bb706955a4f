"""Small counts stay hidden, also from those who can subtract."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xiezhi.work.situation.suppression import FEWEST_SHOWN, hidden_among, hides_share, is_small

COUNTS = st.lists(st.integers(0, 40), max_size=12)


@pytest.mark.parametrize(
    "count, small", [(None, False), (0, False), (1, True), (4, True), (5, False), (100, False)]
)
def test_one_to_four_are_small(count, small):
    assert is_small(count) is small


@given(COUNTS)
def test_no_small_count_is_shown(counts):
    hidden = hidden_among(counts)
    assert all(place in hidden for place, count in enumerate(counts) if is_small(count))


@given(COUNTS)
def test_nothing_is_hidden_where_no_count_is_small(counts):
    if not any(map(is_small, counts)):
        assert not hidden_among(counts)


@given(COUNTS)
def test_with_the_total_shown_no_hidden_count_can_be_worked_out(counts):
    """The hidden ones together are more than one count and no small number, unless there is nothing else to hide."""
    hidden = hidden_among(counts)
    if not hidden:
        return
    left = [count for place, count in enumerate(counts) if count and place not in hidden]
    together = sum(counts[place] for place in hidden)
    assert not left or (len(hidden) > 1 and together >= FEWEST_SHOWN)


@pytest.mark.parametrize(
    "numerator, denominator, hidden",
    [(3, 100, True), (97, 100, True), (50, 100, False), (0, 100, False), (100, 100, False), (2, 4, True), (None, 3, True)],
)  # fmt: skip
def test_a_share_hides_a_small_numerator_and_a_small_rest(numerator, denominator, hidden):
    assert hides_share(numerator, denominator) is hidden
