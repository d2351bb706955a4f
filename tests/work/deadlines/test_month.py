"""The month: what is due on each day and what a rest day moved there, hearings, other clocks; and the lists behind the figures."""

from datetime import date

import pytest

from tests.cast import Province, Story, found_province
from tests.watched_cases import TODAY, cases_at_every_level, told, with_hearings
from xiezhi.work.deadlines.models import Deadline
from xiezhi.work.deadlines.watched.beside import beside_in, read_beside
from xiezhi.work.deadlines.watched.month import (
    month_of,
    read_sittings,
    rolled_to,
    sittings_in,
    weeks_of,
)
from xiezhi.work.deadlines.watched.scope import WHOLE, Scope

pytestmark = pytest.mark.django_db
SEPTEMBER = (date(2019, 8, 26), date(2019, 10, 6))


@pytest.fixture
def province(db: None) -> Province:
    return found_province()


@pytest.fixture
def cases(province: Province) -> dict[str, Story]:
    found = cases_at_every_level(province)
    with_hearings(found, province)
    return found


@pytest.mark.parametrize(
    ("year", "month", "first", "last"),
    [
        (2019, 9, date(2019, 8, 26), date(2019, 10, 6)),
        (2021, 2, date(2021, 2, 1), date(2021, 2, 28)),
        (2024, 2, date(2024, 1, 29), date(2024, 3, 3)),
        (2026, 12, date(2026, 11, 30), date(2027, 1, 3)),
    ],
)
def test_a_month_is_shown_in_whole_weeks(year: int, month: int, first: date, last: date) -> None:
    assert weeks_of(year, month) == (first, last)


def test_every_due_date_of_the_month_is_counted_once(province: Province, cases: dict[str, Story]) -> None:
    days = month_of(province.river.president.looks(TODAY), WHOLE, *SEPTEMBER)
    standing = Deadline.objects.filter(
        superseded_at=None, closed_on=None, kind="trial", due_on__range=SEPTEMBER
    ).values_list("due_on", flat=True)
    assert {day: figures.due for day, figures in days.items() if figures.due} == {
        day: list(standing).count(day) for day in set(standing)
    }


def test_a_day_moved_over_rest_days_is_counted_where_it_went(province: Province) -> None:
    """Six months from 30 March 2019 end on 30 September; from 1 April on 1 October, National Day: 8 October."""
    told(province.river, province.river.judge, 3, 30)
    moved = told(province.river, province.river.judge, 4, 1)
    president = province.river.president.looks(TODAY)
    days = month_of(president, WHOLE, date(2019, 9, 30), date(2019, 11, 3))
    assert (days[date(2019, 10, 8)].due, days[date(2019, 10, 8)].rolled) == (1, 1)
    assert days[date(2019, 10, 8)].nominal == date(2019, 10, 1)
    assert days[date(2019, 9, 30)].rolled == 0
    assert list(rolled_to(president, WHOLE, date(2019, 10, 8)).values_list("pk", flat=True)) == [moved.case]


def test_hearings_fixed_or_held_are_counted_and_cancelled_ones_are_not(
    province: Province, cases: dict[str, Story]
) -> None:
    president = province.river.president.looks(TODAY)
    days = month_of(president, WHOLE, *SEPTEMBER)
    assert {day.day: figures.hearings for day, figures in days.items() if figures.hearings} == {
        10: 1,
        16: 1,
        18: 1,
    }
    (sitting,) = read_sittings(president, sittings_in(president, WHOLE, TODAY, TODAY), 5)
    assert (sitting.case.case, sitting.room, sitting.standing) == (
        cases["near"].case,
        "第一审判庭",
        "scheduled",
    )


def test_other_clocks_are_counted_and_listed_nearest_first(
    province: Province, cases: dict[str, Story]
) -> None:
    president = province.river.president.looks(TODAY)
    days = month_of(president, WHOLE, date(2019, 1, 1), date(2020, 12, 31))
    rows = beside_in(president, WHOLE)
    assert sum(figures.beside for figures in days.values()) == rows.count() > 0
    listed = read_beside(president, rows, 500)
    assert [one.due_on for one in listed] == sorted(one.due_on for one in listed)
    assert all(one.kind != "trial" or one.subject for one in listed)
    assert read_beside(president, rows, 2, 1) == listed[1:3]


def test_nothing_of_another_court_stands_in_the_month(province: Province, cases: dict[str, Story]) -> None:
    stranger = province.hill.president.looks(TODAY)
    assert month_of(stranger, WHOLE, *SEPTEMBER) == {}
    assert not sittings_in(stranger, WHOLE, *SEPTEMBER).exists()
    assert not beside_in(stranger, WHOLE).exists()


def test_the_month_of_a_court_above_is_that_of_the_courts_below(
    province: Province, cases: dict[str, Story]
) -> None:
    below = month_of(province.river.president.looks(TODAY), WHOLE, *SEPTEMBER)
    above = province.middle.president.looks(TODAY)
    assert month_of(above, WHOLE, *SEPTEMBER) == below
    assert month_of(above, Scope(court=province.hill.court.pk), *SEPTEMBER) == {}
