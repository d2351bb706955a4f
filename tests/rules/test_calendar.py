"""Working days, rolls, provisional years, and what a faulty calendar says of itself."""

from datetime import date, timedelta
from itertools import pairwise

import chinese_calendar
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xiezhi.rules.calendar import load_calendar
from xiezhi.rules.errors import InputError, OutsideValidity, RuleDataError

CALENDAR = load_calendar()
EVERY_DAY = [CALENDAR.first + timedelta(days=place) for place in range(len(CALENDAR.working))]
PUBLISHED_DAYS = [day for day in EVERY_DAY if CALENDAR.is_published(day)]
SOME_DAYS = st.dates(CALENDAR.first, date(2035, 11, 30))
unhurried = settings(deadline=None)


def test_the_calendar_reaches_from_2004_to_2035_and_is_published_through_2026():
    assert (CALENDAR.first, CALENDAR.last) == (date(2004, 1, 1), date(2035, 12, 31))
    assert CALENDAR.published_through == date(2026, 12, 31)
    assert load_calendar() is CALENDAR


def test_every_published_day_agrees_with_an_independent_calendar():
    assert [
        day for day in PUBLISHED_DAYS if CALENDAR.is_working(day) != chinese_calendar.is_workday(day)
    ] == []


def test_days_off_in_lieu_agree_with_an_independent_calendar():
    assert [
        day
        for day in PUBLISHED_DAYS
        if (CALENDAR.explain(day).kind == "in_lieu") != chinese_calendar.is_in_lieu(day)
    ] == []


def test_make_up_days_are_weekend_days_and_days_in_lieu_are_weekdays():
    for day, special in CALENDAR.special.items():
        assert special.status != "work" or day.weekday() >= 5
        assert special.status != "lieu" or day.weekday() < 5


def test_every_special_day_of_a_published_year_has_a_notice_and_none_of_a_later_year():
    assert all(
        (special.notice is not None) == CALENDAR.is_published(day)
        for day, special in CALENDAR.special.items()
    )


def test_a_notice_without_a_source_is_marked_unverified():
    assert sorted(CALENDAR.notices) == list(range(2004, 2027))
    assert all(notice.sources or notice.verification == "unverified" for notice in CALENDAR.notices.values())


@pytest.mark.parametrize("year", range(2027, 2036))
def test_a_year_without_notice_has_the_thirteen_statutory_days(year):
    days = {day: special.name_zh for day, special in CALENDAR.special.items() if day.year == year}
    spring = [day for day, name in days.items() if name == "春节"]
    assert len(spring) == 4
    assert date(year, 1, 20) <= spring[0] <= date(year, 2, 20)
    assert all(later - earlier == timedelta(days=1) for earlier, later in pairwise(spring))
    assert {date(year, 1, 1), date(year, 5, 1), date(year, 5, 2)} <= days.keys()
    assert {date(year, 10, 1), date(year, 10, 2), date(year, 10, 3)} <= days.keys()
    assert [day.month for day, name in days.items() if name == "清明节"] == [4]
    assert [day.month in (5, 6) for day, name in days.items() if name == "端午节"] == [True]
    assert [day.month in (9, 10) for day, name in days.items() if "中秋节" in name] == [True]


@pytest.mark.parametrize(
    "first_day",
    [
        date(2027, 2, 6),
        date(2028, 1, 26),
        date(2029, 2, 13),
        date(2030, 2, 3),
        date(2033, 1, 31),
        date(2034, 2, 19),
    ],
)
def test_the_eve_of_the_lunar_year_and_its_first_three_days_are_rest_days(first_day):
    names = [CALENDAR.explain(first_day + timedelta(days=place)).name_zh for place in (-1, 0, 1, 2)]
    assert names == ["春节"] * 4
    assert CALENDAR.explain(first_day + timedelta(days=3)).kind != "holiday"


def test_a_limit_ending_in_the_national_holiday_rolls_to_the_first_working_day_after_it():
    assert CALENDAR.roll(date(2025, 10, 1)) == date(2025, 10, 9)


def test_a_make_up_sunday_is_a_last_day_like_any_other():
    assert CALENDAR.roll(date(2024, 2, 4)) == date(2024, 2, 4)
    assert CALENDAR.roll(date(2024, 2, 3)) == date(2024, 2, 4)


def test_five_working_days_after_a_day_skip_the_holiday_and_count_the_make_up_day():
    assert CALENDAR.add_working_days(date(2024, 9, 11), 5) == date(2024, 9, 19)
    assert CALENDAR.add_working_days(date(2024, 9, 15), 0) == date(2024, 9, 15)


@unhurried
@given(SOME_DAYS)
def test_a_roll_lands_on_the_first_working_day_and_stays_there(day):
    rolled = CALENDAR.roll(day)
    assert rolled >= day
    assert CALENDAR.is_working(rolled)
    assert CALENDAR.roll(rolled) == rolled
    assert not any(CALENDAR.is_working(day + timedelta(days=place)) for place in range((rolled - day).days))


def test_a_later_day_never_rolls_to_an_earlier_one():
    assert all(earlier <= later for earlier, later in pairwise(CALENDAR.roll_to))


@unhurried
@given(SOME_DAYS, st.integers(0, 25))
def test_working_days_counted_lie_after_the_anchor_and_are_all_there(day, count):
    reached = CALENDAR.add_working_days(day, count)
    between = [day + timedelta(days=place) for place in range(1, (reached - day).days + 1)]
    assert sum(CALENDAR.is_working(one) for one in between) == count
    assert count == 0 or CALENDAR.is_working(reached)


def test_a_roll_is_provisional_exactly_when_it_judged_a_day_without_notice():
    for day in EVERY_DAY:
        judged = CALENDAR.judged_unpublished(day, CALENDAR.roll(day))
        assert bool(CALENDAR.roll_provisional[(day - CALENDAR.first).days]) == judged


def test_an_ordinary_weekday_of_a_year_without_notice_is_provisional_too():
    assert CALENDAR.judged_unpublished(date(2027, 3, 1), date(2027, 3, 1))
    assert not CALENDAR.judged_unpublished(date(2026, 12, 31), date(2026, 12, 31))
    assert not CALENDAR.judged_unpublished(date(2027, 3, 2), date(2027, 3, 1))


def test_the_tables_for_the_clocks_tell_the_same_as_the_questions():
    for place, day in enumerate(EVERY_DAY):
        assert CALENDAR.origin + place == day.toordinal()
        assert bool(CALENDAR.working[place]) == CALENDAR.is_working(day)
        assert date.fromordinal(CALENDAR.roll_to[place]) == CALENDAR.roll(day)


@pytest.mark.parametrize("day", [date(2003, 12, 31), date(2036, 1, 1), date.min, date.max])
def test_a_day_outside_the_calendar_is_not_answered(day):
    for question in (CALENDAR.is_working, CALENDAR.roll, CALENDAR.explain):
        with pytest.raises(OutsideValidity, match="2004-01-01") as refused:
            question(day)
        assert refused.value.day == day


def test_working_days_cannot_be_counted_backwards_or_beyond_the_calendar():
    with pytest.raises(InputError, match="-1"):
        CALENDAR.add_working_days(date(2024, 1, 1), -1)
    with pytest.raises(OutsideValidity):
        CALENDAR.add_working_days(date(2035, 12, 1), 10**6)


@pytest.mark.parametrize(
    "day, working, kind, zh, en",
    [
        (date(2024, 2, 12), False, "holiday", "春节", "Spring Festival"),
        (date(2024, 2, 15), False, "in_lieu", "春节调休", "day off in lieu, Spring Festival"),
        (date(2024, 2, 4), True, "make_up", "春节调休上班", "make-up workday for Spring Festival"),
        (date(2024, 3, 1), True, "working", "工作日", "working day"),
        (date(2024, 3, 2), False, "weekend", "星期六", "Saturday"),
        (date(2028, 10, 3), False, "holiday", "国庆节、中秋节", "National Day and Mid-Autumn Festival"),
    ],
)
def test_a_day_says_what_it_is(day, working, kind, zh, en):
    known = CALENDAR.explain(day)
    assert (known.working, known.kind, known.name_zh, known.name_en) == (working, kind, zh, en)
    assert known.published == (day.year < 2027)
    assert (known.notice is not None) == (day.year < 2027)


def test_a_day_cites_the_notice_that_arranged_it_even_from_the_year_before():
    assert CALENDAR.explain(date(2006, 12, 31)).notice == CALENDAR.notices[2007]


NAMES = '"元旦" = "New Year\'s Day"\n'
NOTICES = 'published_through = 2024-12-31\n[notices.2024]\nname_zh = "通知"\nname_en = "notice"\nsources = []\nverification = "unverified"\n'
DAYS = "date,status,holiday,notice_year\n2024-01-01,off,元旦,2024\n"
STATUTORY = "date,holiday\n2025-12-31,元旦\n"


@pytest.fixture
def write(tmp_path):
    """A small calendar in a folder of its own, with one file replaced."""

    def written(**replaced):
        files = {"names.toml": NAMES, "notices.toml": NOTICES, "days.csv": DAYS, "statutory.csv": STATUTORY}
        for name, text in {
            **files,
            **{name.replace("_", "."): text for name, text in replaced.items()},
        }.items():
            (tmp_path / name).write_text(text, encoding="utf-8")
        return tmp_path

    return written


def test_a_calendar_can_be_loaded_from_another_folder(write):
    calendar = load_calendar(write())
    assert (calendar.first, calendar.last, calendar.published_through) == (
        date(2024, 1, 1),
        date(2025, 12, 31),
        date(2024, 12, 31),
    )
    assert calendar.is_working(date(2024, 2, 12))


def test_a_roll_beyond_the_last_working_day_known_is_not_answered(write):
    calendar = load_calendar(write())
    with pytest.raises(OutsideValidity, match="超出日历") as refused:
        calendar.roll(date(2025, 12, 31))
    assert "beyond the calendar" in refused.value.en
    assert calendar.roll_to[-1] == 0


@pytest.mark.parametrize(
    "file, text, complaint",
    [
        ("days_csv", DAYS + "2024-13-01,off,元旦,2024\n", "days.csv, line 3.date"),
        ("days_csv", DAYS + "2024-02-01,free,元旦,2024\n", "days.csv, line 3.status"),
        ("days_csv", DAYS + "2024-02-01,off,植树节,2024\n", "days.csv, line 3.holiday"),
        ("days_csv", DAYS + "2024-02-01,off,元旦,2031\n", "days.csv, line 3.notice_year"),
        ("days_csv", DAYS + "2024-02-01,off,元旦,last\n", "days.csv, line 3.notice_year"),
        ("days_csv", DAYS + "2024-01-01,off,元旦,2024\n", "days.csv, line 3.date"),
        ("days_csv", DAYS + "2024-02-01,off\n", "days.csv, line 3"),
        ("days_csv", DAYS.replace("2024-01-01", ""), "days.csv, line 2.date"),
        ("statutory_csv", STATUTORY + "2024-01-01,元旦\n", "statutory.csv, line 3.date"),
        ("statutory_csv", "date,holiday,kind\n2025-12-31,元旦,x\n", "statutory.csv, line 2.kind"),
        ("notices_toml", NOTICES.replace("name_en", "name_fr"), "notices.toml, 2024.name_en"),
        (
            "notices_toml",
            NOTICES.replace("published_through", "published"),
            "notices.toml, published_through",
        ),
        ("notices_toml", NOTICES + "[more]\n", "notices.toml, more"),
        ("notices_toml", "not toml", "notices.toml, TOML"),
    ],
)
def test_a_faulty_calendar_names_file_and_line(write, file, text, complaint):
    with pytest.raises(RuleDataError) as refused:
        load_calendar(write(**{file: text}))
    assert complaint in refused.value.en


def test_a_missing_file_is_named(write):
    folder = write()
    (folder / "statutory.csv").unlink()
    with pytest.raises(RuleDataError, match=r"statutory\.csv"):
        load_calendar(folder)


def test_a_file_in_another_encoding_is_named(write):
    folder = write()
    (folder / "days.csv").write_bytes(DAYS.encode("gb18030"))
    with pytest.raises(RuleDataError, match=r"days\.csv"):
        load_calendar(folder)
