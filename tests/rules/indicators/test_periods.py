"""Periods follow each other without gap, know the period before and the same of last year, and read what people write."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xiezhi.rules.errors import InputError
from xiezhi.rules.indicators.periods import (
    CAMPAIGN,
    LENGTHS,
    STATISTICAL,
    YEAR,
    Period,
    between,
    grid,
    grid_over,
    quarter_of,
    read_period,
    statistical_year,
    unusual_periods,
    window_offset,
)

DAY = timedelta(days=1)
DAYS = st.dates(date(1990, 1, 1), date(2060, 12, 31))
KINDS = st.sampled_from(sorted(LENGTHS))


@pytest.mark.parametrize(
    "text, start, end",
    [
        ("2019", date(2019, 1, 1), date(2019, 12, 31)),
        ("2019H2", date(2019, 7, 1), date(2019, 12, 31)),
        ("2019q3", date(2019, 7, 1), date(2019, 9, 30)),
        ("2020-02", date(2020, 2, 1), date(2020, 2, 29)),
        ("2012S", date(2011, 12, 21), date(2012, 12, 20)),
        (" 2019-10-01..2019-12-15 ", date(2019, 10, 1), date(2019, 12, 15)),
    ],
)
def test_a_period_is_read_as_people_write_it(text: str, start: date, end: date):
    period = read_period(text)
    assert (period.start, period.end) == (start, end)
    assert read_period(period.name) == period


@pytest.mark.parametrize(
    "text",
    ["", "19", "1800", "2101", "2019Q5", "2019Q0", "2019H3", "2019-13", "2019-00", "2019-1", "2019S1", "2019-10-01..",
     "..2019-10-01", "2019-10-01..2019-02-30", "2019-10-01..2019-09-30", "20191001..20191231", "0001-01-01..9999-12-31",
     "2019-10-01..2019-11-01..2019-12-01", "２０１９", "2019\n"[:-1] + "x"],
    ids=range(20),
)  # fmt: skip
def test_what_is_no_period_is_refused(text: str):
    with pytest.raises(InputError):
        read_period(text)


@given(st.text(max_size=30))
def test_any_text_is_a_period_or_refused(text: str):
    try:
        period = read_period(text)
    except InputError:
        return
    assert period.start <= period.end
    assert period.previous.end < period.start


def test_days_that_make_a_quarter_are_that_quarter():
    assert between(date(2019, 7, 1), date(2019, 9, 30)) == read_period("2019Q3")
    assert between(date(2019, 7, 1), date(2019, 9, 29)).kind == CAMPAIGN


def test_a_period_that_ends_before_it_starts_is_refused():
    with pytest.raises(InputError):
        between(date(2019, 10, 2), date(2019, 10, 1))


@given(KINDS, DAYS, DAYS)
def test_a_grid_holds_every_day_once(kind: str, one: date, other: date):
    start, end = sorted((one, other))
    found = grid_over(kind, start, end)
    assert found.start <= start and end <= found.end
    assert all(before.end + DAY == after.start for before, after in pairwise(found.periods))
    assert not any(period.end < start or period.start > end for period in found.periods)


@given(KINDS, DAYS, st.integers(1, 40))
def test_periods_up_to_one_follow_without_gap(kind: str, day: date, count: int):
    last = grid_over(kind, day, day).periods[0]
    found = grid(last, count)
    assert found.periods[-1] == last and len(found.periods) == count
    assert all(before.end + DAY == after.start for before, after in pairwise(found.periods))


@given(KINDS, DAYS, st.integers(-30, 30))
def test_going_forth_and_back_gives_the_same_period(kind: str, day: date, steps: int):
    period = grid_over(kind, day, day).periods[0]
    assert period.shifted(steps).shifted(-steps) == period


@given(DAYS, st.integers(0, 900))
def test_a_campaign_before_another_has_as_many_days_and_touches_it(start: date, length: int):
    period = Period(CAMPAIGN, start, start + timedelta(days=length))
    assert period.previous.days == period.days
    assert period.previous.end + DAY == period.start


def test_the_same_period_of_last_year_is_of_the_same_kind():
    assert read_period("2020-02").last_year == read_period("2019-02")
    assert read_period("2021-02").last_year.end == date(2020, 2, 29)
    assert read_period("2020Q1").last_year == read_period("2019Q1")
    assert read_period("2012S").last_year == read_period("2011S")


def test_a_campaign_up_to_the_leap_day_ends_a_year_earlier_on_the_last_of_february():
    assert read_period("2020-01-05..2020-02-29").last_year.end == date(2019, 2, 28)


def test_whole_months_are_compared_with_whole_months_whatever_the_year():
    """To the end of February, leap year or not."""
    assert read_period("2021-01-01..2021-02-28").last_year.end == date(2020, 2, 29)
    assert read_period("2020-01-01..2020-02-28").last_year.end == date(2019, 2, 28)
    assert read_period("2019Q3").year_to_date.last_year == between(date(2018, 1, 1), date(2018, 9, 30))


@pytest.mark.parametrize(
    ("day", "name"),
    [(date(2019, 1, 1), "2019Q1"), (date(2019, 9, 30), "2019Q3"), (date(2020, 12, 31), "2020Q4")],
)
def test_a_day_lies_in_its_quarter(day: date, name: str):
    assert quarter_of(day) == read_period(name)


def test_the_year_to_date_begins_in_january():
    assert read_period("2019Q3").year_to_date == between(date(2019, 1, 1), date(2019, 9, 30))
    assert read_period("2019Q4").year_to_date == read_period("2019")


def test_a_leap_year_is_reckoned_with_365_days():
    assert (read_period("2020").days, read_period("2020").reckoned_days) == (366, 365)
    assert read_period("2020H1").reckoned_days == 182


def test_older_statistical_years_follow_day_on_day():
    years = grid(statistical_year(2012), 5).periods
    assert all(before.end + DAY == after.start for before, after in pairwise(years))
    assert {year.kind for year in years} == {STATISTICAL}


def test_the_older_year_is_there_only_for_whoever_asks():
    assert between(date(2011, 12, 21), date(2012, 12, 20)).kind == CAMPAIGN
    assert read_period("2012").kind == YEAR


def test_the_offset_window_of_a_year_runs_from_december_to_november():
    window = window_offset(grid(read_period("2022"))).periods
    assert [(one.start, one.end) for one in window] == [(date(2021, 12, 1), date(2022, 11, 30))]


def test_periods_other_than_those_of_the_calendar_say_where_they_come_from():
    told = unusual_periods()
    assert list(told) == ["older_statistical_year", "window_offset"]
    assert all(one.source_zh and one.source_en and one.formula_zh and one.formula_en for one in told.values())


def test_offset_windows_of_months_follow_without_gap():
    windows = window_offset(grid(read_period("2020-12"), 24)).periods
    assert all(before.end + DAY == after.start for before, after in pairwise(windows))
