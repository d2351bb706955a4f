"""Cohorts, balance, forecast and planning: what is told of months that are over, and of those that are not."""

from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from tests.cast import appoint, found_province, moment
from tests.facts_cases import a_fact, keep_facts
from xiezhi.rules.indicators.periods import read_period
from xiezhi.work.situation import snapshots
from xiezhi.work.situation.balance import months, tens_of, working_days, years
from xiezhi.work.situation.cohorts import cohorts
from xiezhi.work.situation.forecasting import (
    FEWEST_MONTHS,
    forecast,
    forecast_of,
    known_months,
    stock_of,
    with_closings,
)
from xiezhi.work.situation.horizon import last_day
from xiezhi.work.situation.looking import Look
from xiezhi.work.situation.planning import last_year, months_of_work, months_to, plan
from xiezhi.work.situation.sight import sight_of

FIRST = date(2016, 1, 4)


@pytest.fixture
def province(db):
    return found_province()


@pytest.fixture
def look(province, tmp_path, monkeypatch):
    """Forty-five months of cases, more in the first half of the year, each closed after 40 days; the last of them was filed on 17 September 2019."""
    rows, day, last = [], FIRST, date(2019, 9, 20)
    while day <= last:
        closed = day + timedelta(days=40)
        rows += [
            a_fact(
                province.river,
                day,
                closed if closed <= last else None,
                extended_times=1 if day.month == 12 else 0,
            )
            for _ in range(3 if day.month <= 6 else 2)
        ]
        day += timedelta(days=4)
    return Look(keep_facts(rows, tmp_path, monkeypatch), "all", read_period("2019Q3"), None)


@pytest.fixture
def sight(province):
    return sight_of(province.high.trial_management.looks())


def test_the_months_known_are_whole_ones(look):
    found = known_months(look)
    assert (found.periods[0].name, found.periods[-1].name) == ("2016-01", "2019-08")


def test_a_year_of_months_is_needed(province, sight, tmp_path, monkeypatch):
    rows = [a_fact(province.river, date(2019, month, 2)) for month in range(1, 11)]
    short = Look(keep_facts(rows, tmp_path, monkeypatch), "all", read_period("2019Q3"), None)
    assert known_months(short) is None and FEWEST_MONTHS == 12
    assert forecast(sight, short, {}, lambda done, total: None) == {"months": 0}


def test_a_forecast_is_plain_values_and_reads_back(sight, look):
    import json

    answer = json.loads(json.dumps(forecast(sight, look, {}, lambda done, total: None)))
    intake, stock = forecast_of(answer["intake"]), stock_of(answer["stock"])
    assert len(intake.middle) == len(stock.middle) == 12 and answer["months"] == 44
    assert all(
        low <= middle <= high
        for low, middle, high in zip(intake.bands.low_95, intake.middle, intake.bands.high_95)
    )
    assert min(stock.middle) >= 0
    assert [count for _, count in answer["fewest"]] == sorted(count for _, count in answer["fewest"])


def test_closings_above_intake_empty_the_stock_and_no_further():
    assert with_closings(10, {"middle": [5, 5, 5]}, 8) == [7, 4, 1]
    assert with_closings(10, {"middle": [0, 0]}, 8) == [2, 0]


def test_a_cohort_is_whole_when_its_last_case_has_had_its_days(sight, look):
    found = cohorts(sight, look)
    assert [one.period.name for one in found][-1] == "2019Q3" and len(found) == 12
    by_name = {one.period.name: {part.days: part for part in one.parts} for one in found}
    assert by_name["2019Q2"][60].whole and not by_name["2019Q2"][90].whole
    assert by_name["2018Q2"][30].share == 0 and by_name["2018Q2"][60].share == 1


@pytest.mark.parametrize("name", ["2019-02", "2020-02", "2019-01", "2019-04"])
def test_the_tens_of_a_month_are_the_month(name):
    month = read_period(name)
    tens = tens_of(month)
    assert tens[0].start == month.start and tens[-1].end == month.end
    assert sum(part.days for part in tens) == month.days and [part.days for part in tens[:2]] == [10, 10]
    assert sum(map(working_days, tens)) == working_days(month)


def test_the_parts_of_a_month_add_up_to_its_closings(sight, look):
    found = months(sight, look)
    assert len(found) == 9
    for month in found:
        assert (
            sum(ten.figures["flow.closed"].numerator for ten in month.tens)
            == month.figures["flow.closed"].numerator
        )
        assert sum(ten.expected for ten in month.tens) == pytest.approx(1)


def test_december_is_told_of_years_that_are_over(sight, look):
    found = years(sight, look)
    assert [year.closed_share is None for year in found] == [False, False, True]
    assert found[-1].balance is None and 0 < found[0].expected < 0.12


def test_who_lists_no_cases_sees_no_parts_of_a_month(province, look):
    research = appoint(province.river, "花千重", "research")
    found = months(sight_of(research.looks()), look)
    assert found and all(month.tens == () for month in found)


def test_the_plan_stands_on_the_last_day_of_the_facts_whatever_the_period(sight, look):
    one, other = plan(sight, look), plan(sight, Look(look.snapshot, "all", read_period("2017"), None))
    assert one.day == other.day and one.day.end == date(2019, 9, 17)
    assert one.year.end == date(2019, 8, 31) == last_year(date(2019, 9, 20)).end
    assert one.whole == other.whole


def test_one_mistyped_year_is_not_the_day_up_to_which_the_facts_reach(province, sight, tmp_path, monkeypatch):
    rows = [a_fact(province.river, day) for day in (date(2019, 9, 2), date(2091, 9, 2))]
    look = Look(keep_facts(rows, tmp_path, monkeypatch), "all", read_period("2019Q3"), None)
    kept: Any = SimpleNamespace(known_at=moment(date(2019, 9, 20)))
    monkeypatch.setattr(snapshots, "of_id", lambda key: kept)
    known = snapshots.known_day(kept)
    assert plan(sight, look).day.end == last_day(look.snapshot) == known <= date(2019, 9, 20)


def test_queue_arithmetic():
    assert months_of_work(100, 25) == 4 and months_of_work(100, 0) is None
    assert months_to(100, 40, new=10, closed=20) == 6
    assert months_to(100, 40, new=20, closed=20) is None
    assert months_to(30, 40, new=20, closed=1) == 0
