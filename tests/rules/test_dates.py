"""Month arithmetic, days counted once, strict dates."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xiezhi.rules.dates import add_months, add_months_criminal, parse_date, union_days
from xiezhi.rules.errors import InputError

DAYS = st.dates(date(1950, 1, 1), date(2150, 12, 31))
MONTHS = st.integers(0, 48)
SPANS = st.lists(
    st.tuples(st.integers(0, 60), st.integers(0, 20)).map(lambda pair: (pair[0], pair[0] + pair[1])),
    max_size=8,
)
unhurried = settings(deadline=None)


@pytest.mark.parametrize(
    "docketed, months, expected",
    [
        (date(2025, 2, 28), 6, date(2025, 8, 28)),
        (date(2024, 12, 31), 6, date(2025, 6, 30)),
        (date(2014, 5, 28), 3, date(2014, 8, 28)),
        (date(2023, 8, 31), 6, date(2024, 2, 29)),
        (date(2024, 8, 31), 6, date(2025, 2, 28)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2024, 12, 1), 1, date(2025, 1, 1)),
        (date(2024, 11, 30), 1, date(2024, 12, 30)),
    ],
)
def test_civil_months_end_on_the_day_of_the_same_number_or_the_last_of_a_short_month(
    docketed, months, expected
):
    assert add_months(docketed, months) == expected


@pytest.mark.parametrize(
    "accepted, months, expected",
    [
        (date(2025, 4, 30), 2, date(2025, 6, 30)),
        (date(2025, 4, 30), 3, date(2025, 7, 31)),
        (date(2023, 2, 28), 1, date(2023, 3, 31)),
        (date(2024, 2, 28), 1, date(2024, 3, 28)),
        (date(2024, 2, 29), 1, date(2024, 3, 31)),
        (date(2025, 1, 31), 1, date(2025, 2, 28)),
        (date(2025, 1, 30), 1, date(2025, 2, 28)),
        (date(2025, 11, 30), 1, date(2025, 12, 31)),
    ],
)
def test_criminal_months_lead_from_the_last_day_of_a_month_to_the_last_day_of_a_month(
    accepted, months, expected
):
    assert add_months_criminal(accepted, months) == expected


@unhurried
@given(DAYS)
def test_no_months_lead_nowhere(day):
    assert add_months(day, 0) == add_months_criminal(day, 0) == day


@unhurried
@given(DAYS, MONTHS)
def test_months_end_in_the_month_they_name(day, months):
    for add in (add_months, add_months_criminal):
        end = add(day, months)
        assert (end.year - day.year) * 12 + end.month - day.month == months


@unhurried
@given(DAYS, st.integers(0, 400), MONTHS)
def test_a_later_start_never_ends_earlier(day, days_later, months):
    for add in (add_months, add_months_criminal):
        assert add(day, months) <= add(day + timedelta(days=days_later), months)


@unhurried
@given(DAYS, MONTHS)
def test_the_criminal_reading_is_never_the_shorter_one(day, months):
    assert add_months(day, months) <= add_months_criminal(day, months)


@pytest.mark.parametrize(
    "day, months", [(date.max, 1), (date(9999, 12, 1), 1), (date.min, -1), (date(2024, 1, 1), 10**9)]
)
def test_months_beyond_the_calendar_are_refused(day, months):
    for add in (add_months, add_months_criminal):
        with pytest.raises(InputError, match="超出日历"):
            add(day, months)


def test_the_last_month_of_all_can_be_reached():
    assert add_months(date(9999, 11, 30), 1) == date(9999, 12, 30)
    assert add_months_criminal(date(9999, 11, 30), 1) == date.max


def test_an_appraisal_and_a_notice_that_overlap_are_deducted_once():
    appraisal = (date(2025, 4, 10).toordinal(), date(2025, 5, 20).toordinal())
    notice = (date(2025, 5, 10).toordinal(), date(2025, 6, 9).toordinal())
    assert union_days([appraisal, notice]) == union_days([notice, appraisal]) == 60


def test_a_span_that_ends_where_it_starts_has_no_day():
    assert union_days([]) == union_days([(5, 5)]) == 0


@unhurried
@given(SPANS)
def test_each_day_of_a_union_counts_once(spans):
    assert union_days(spans) == len({day for start, end in spans for day in range(start + 1, end + 1)})


@unhurried
@given(SPANS, st.randoms())
def test_a_union_does_not_depend_on_order_or_repetition(spans, random):
    shuffled = [*spans, *spans[:2]]
    random.shuffle(shuffled)
    assert union_days(shuffled) == union_days(spans)


@unhurried
@given(st.dates())
def test_a_date_reads_back_as_it_is_written(day):
    assert parse_date(day.isoformat()) == day


@pytest.mark.parametrize(
    "text", ["", " ", "2024-02-30", "2023-02-29", "20240301", "2024-3-1", "2024/03/01", "2024-03-01 ", "2024-W09-5",
             "2024年3月1日", "0000-01-01", "2024-03-01T00:00:00", "２０２４-03-01", "9" * 10_000, "\ud800", None, 20240301],
)  # fmt: skip
def test_anything_but_a_plain_date_is_refused(text):
    with pytest.raises(InputError, match="2024-03-01") as refused:
        parse_date(text, field="filed_on")
    assert refused.value.field == "filed_on"
