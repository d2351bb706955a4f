"""An axis holds every value it is made for, whatever these are."""

from hypothesis import example, given
from hypothesis import strategies as st

from xiezhi.work.situation.charts.scale import (
    count_ticks,
    number_between,
    number_ticks,
    number_words,
    percent_between,
    percent_ticks,
    percent_words,
    scale_over,
)

amounts = st.just(0.0) | st.floats(1e-6, 1e12)  # no figure of cases is smaller


@given(
    values=st.lists(amounts, min_size=1, max_size=12), zero=st.booleans(), most=st.sampled_from([None, 1.0])
)
@example(
    values=[1.0, 1.3], zero=False, most=1.0
)  # a rate of more than all: what is counted above is not among what is below
@example(values=[0.9999999999999999, 1.0], zero=False, most=1.0)
@example(values=[0.0, 0.0], zero=False, most=None)
def test_every_value_lies_on_its_axis(values: list[float], zero: bool, most: float | None) -> None:
    scale = scale_over(values, 0, 100, zero=zero, most=most)
    assert scale.low < scale.high and list(scale.ticks) == sorted(set(scale.ticks))
    near = 1e-9 * max(1.0, *values)
    for value in values:
        assert scale.low - near <= value <= scale.high + near
        assert 0 <= scale.y(value) <= 100


def test_shares_end_at_one_when_none_is_more() -> None:
    assert scale_over([0.4, 0.98], 0, 100, most=1.0).high == 1
    assert scale_over([0.4, 1.08], 0, 100, most=1.0).high > 1


def _read(label: str) -> float:
    return float(label.replace(",", "").rstrip("%"))


@given(values=st.lists(st.floats(1e-4, 2_000.0), min_size=1, max_size=8), zero=st.booleans())
@example(values=[0.9, 0.99], zero=False)  # steps of 2.5 %: 92.5 % is no 92 %
def test_a_label_says_the_value_at_which_it_stands(values: list[float], zero: bool) -> None:
    scale = scale_over(values, 0, 100, zero=zero)
    labels, _ = count_ticks(scale)
    shares = percent_ticks(scale.ticks)
    for tick, label, share in zip(scale.ticks, labels, shares, strict=True):
        assert abs(_read(label) - tick) < 1e-5
        assert abs(_read(share) - 100 * tick) < 1e-4


def test_shares_carry_the_decimals_of_their_step_and_no_more() -> None:
    assert percent_ticks([0.9, 0.925, 0.95]) == ["90.0%", "92.5%", "95.0%"]
    assert percent_ticks([0.0, 0.2, 0.4]) == ["0%", "20%", "40%"]
    assert percent_ticks([0.0, 0.0025, 0.005]) == ["0.00%", "0.25%", "0.50%"]


def test_what_rounds_to_nought_has_no_sign_and_what_does_not_has_the_minus_of_print() -> None:
    assert [number_words(value) for value in (-0.0, -0.004, -0.04, -12)] == ["0", "0", "−0.04", "−12"]
    assert percent_words(-0.0001) == "0.0%"
    assert number_ticks([-0.5, 0.0, 0.5]) == ["−0.5", "0.0", "0.5"]


def test_what_lies_between_ticks_is_told_to_a_tenth_of_their_step() -> None:
    assert number_between(0.07, scale_over([0.0, 0.7], 0, 100)) == "0.07"
    assert number_between(1.84, scale_over([0.0, 4.0], 0, 100)) == "1.8"
    assert number_between(712.4, scale_over([0.0, 2_000.0], 0, 100)) == "712"
    assert percent_between(0.00312, scale_over([0.0, 0.01], 0, 100)) == "0.31%"
    assert percent_between(0.5, scale_over([0.0, 1.0], 0, 100)) == "50.0%"


def test_the_axis_of_counts_that_are_always_nought_begins_there() -> None:
    for zero in (True, False):
        assert scale_over([0.0, 0.0], 0, 100, zero=zero).low == 0
