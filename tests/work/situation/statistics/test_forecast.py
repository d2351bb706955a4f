"""Months ahead: the baseline by hand, the choice between methods, bands in order, the stock that follows."""

import math

import numpy as np
import pytest

from xiezhi.work.situation.charts.forecast import told
from xiezhi.work.situation.statistics import forecast as forecasting
from xiezhi.work.situation.statistics.errors import TooFewValues, UnusableValues
from xiezhi.work.situation.statistics.forecast import (
    BASELINE,
    Bands,
    Forecast,
    Score,
    fewest_closings,
    forecast,
    stock,
)


def months(many: int, growth: float = 4) -> list[float]:
    noise = np.random.default_rng(11).normal(0, 25, many)
    return [
        800 + growth * month + 120 * math.sin(math.pi * month / 6) + noise[month] for month in range(many)
    ]


@pytest.fixture(scope="module")
def long_forecast():
    return forecast(months(40), 6)


def test_the_baseline_says_as_in_the_same_month_a_year_ago():
    values = [float(10 * month) for month in range(1, 21)]
    found = forecast(values, 14)
    assert found.method == BASELINE and found.baseline_only
    assert found.middle[:12] == tuple(values[8:20])
    assert found.middle[12:] == tuple(values[8:10])


def test_its_spread_is_that_of_the_past_years_and_grows_with_each_year():
    found = forecast([100.0, 110.0] * 6 + [110.0, 100.0] * 6, 24)
    # Every month was 10 away from the year before: the 95 % band reaches about 19.6 in the first year, √2 times that in the second.
    assert found.bands.high_95[0] - found.middle[0] == pytest.approx(19.6, rel=0.1)
    assert found.bands.high_95[12] - found.middle[12] == pytest.approx(19.6 * math.sqrt(2), rel=0.1)


def test_a_year_alone_gives_months_and_no_bands():
    found = forecast(months(12), 3)
    assert found.middle and found.bands == Bands()


def test_with_three_years_methods_compete_and_the_best_is_taken(long_forecast):
    assert not long_forecast.baseline_only
    assert long_forecast.scores[0].method == long_forecast.method
    assert long_forecast.scores[0].mase == min(score.mase for score in long_forecast.scores)
    assert all(0 <= score.coverage_80 <= score.coverage_95 <= 1 for score in long_forecast.scores)


def test_bands_lie_in_order_around_the_middle(long_forecast):
    bands = long_forecast.bands
    for line in zip(
        bands.low_95, bands.low_80, long_forecast.middle, bands.high_80, bands.high_95, strict=True
    ):
        assert list(line) == sorted(line)
        assert line[0] >= 0


def test_the_same_months_give_the_same_forecast():
    assert forecast(months(20), 5) == forecast(months(20), 5)


def test_a_court_where_nothing_changes_stays_so():
    found = forecast([7.0] * 40, 3)
    assert found.baseline_only
    assert found.middle == found.bands.low_95 == found.bands.high_95 == (7, 7, 7)


def test_a_method_that_does_not_settle_is_left_out(monkeypatch):
    def fails(series, horizon):
        raise ValueError("does not settle")

    for method in (forecasting.ETS, forecasting.SARIMA):
        monkeypatch.setitem(forecasting._METHODS, method, fails)
    found = forecast(months(36), 3)
    assert found.method == BASELINE
    assert [score.method for score in found.scores] == [BASELINE]


@pytest.mark.parametrize("values", [[], [5.0], [1.0] * 11], ids=["none", "one", "eleven"])
def test_under_a_year_nothing_is_forecast(values):
    with pytest.raises(TooFewValues):
        forecast(values)


@pytest.mark.parametrize(
    "values", [[1.0] * 12 + [-1.0], [1.0] * 12 + [float("inf")]], ids=["negative", "infinite"]
)
def test_impossible_months_are_refused(values):
    with pytest.raises(UnusableValues):
        forecast(values)


def test_stock_is_what_was_there_plus_new_less_closed():
    intake, closings = forecast([10.0] * 20, 3), forecast([8.0] * 20, 3)
    assert stock(100, intake, closings).middle == (102, 104, 106)
    assert stock(100, closings, intake).middle == (98, 96, 94)


def test_what_is_not_there_cannot_be_closed():
    assert stock(5, forecast([10.0] * 20, 2), forecast([12.0] * 20, 2)).middle == (3, 1)
    assert stock(5, forecast([10.0] * 20, 2), forecast([100.0] * 20, 2)).middle == (0, 0)


def test_the_stock_has_bands_that_widen(long_forecast):
    found = stock(3000, long_forecast, forecast([900.0] * 20, 6))
    widths = [high - low for low, high in zip(found.bands.low_95, found.bands.high_95, strict=True)]
    assert widths[-1] > widths[0] > 0


def test_the_fewest_closings_that_hold_the_stock_are_those_that_come_in(long_forecast):
    assert fewest_closings(forecast([10.0] * 20, 4)) == 10
    assert fewest_closings(long_forecast, 0.9) > fewest_closings(long_forecast)
    enough = forecast([fewest_closings(long_forecast, 0.99)] * 20, 6)
    assert stock(1000, long_forecast, enough).middle[-1] < 1000


def test_a_stock_has_bands_only_where_intake_and_closings_have_them(long_forecast):
    a_year = forecast(months(12), 6)
    assert stock(10, long_forecast, a_year).bands == stock(10, a_year, long_forecast).bands == Bands()


def test_intake_and_closings_reach_equally_far_ahead():
    with pytest.raises(UnusableValues):
        stock(10, forecast([1.0] * 20, 2), forecast([1.0] * 20, 3))


def test_a_band_that_did_not_hold_is_not_told_and_no_method_is_compared_with_itself():
    poor, fair = Score("seasonal_naive", 1.2, 0.4, 0.56), Score("ets", 0.9, 0.8, 0.94)
    assert fair.holds and not poor.holds
    alone = Forecast("seasonal_naive", 40, (5.0,), Bands(), False, (poor,), None)
    assert told(alone) == "方法：与上年同月相同；95%区间只盖住56%，靠不住，不画区间"
    beside = Forecast("ets", 40, (5.0,), Bands(), False, (fair, poor), None)
    assert "0.75倍" in told(beside) and "盖住94%" in told(beside)
