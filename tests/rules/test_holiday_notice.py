"""A holiday notice entered by a court: checked day by day, put into the calendar, kept when the product is updated."""

from datetime import date, timedelta

import pytest

from xiezhi.rules.calendar import load_calendar
from xiezhi.rules.holiday_notice import NoticeDay, NoticeFaults, read_notice, with_notice, with_own_notices
from xiezhi.rules.lawdata import DATA

NAMES = ("某年放假安排", "holidays of a year")


@pytest.fixture
def files() -> dict[str, str]:
    folder = DATA / "calendar"
    return {f"calendar/{path.name}": path.read_text("utf-8") for path in folder.iterdir()}


def festivals(year: int) -> list[NoticeDay]:
    """The statutory days of a year without a notice, as rest days."""
    special = load_calendar().special
    return [NoticeDay(day, True, found.name_zh) for day, found in special.items() if day.year == year]


def read(tmp_path, files):
    for path, text in files.items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text(text, "utf-8")
    return load_calendar(tmp_path / "calendar")


def next_year() -> int:
    return load_calendar().published_through.year + 1


def a_weekend_day(year: int) -> date:
    special = load_calendar().special
    days = (date(year, 1, 1) + timedelta(days=place) for place in range(365))
    return next(day for day in days if day.weekday() == 6 and day not in special)


def test_the_notice_of_the_next_year_makes_its_days_published(tmp_path, files) -> None:
    year = next_year()
    work = a_weekend_day(year)
    rows = [*festivals(year), NoticeDay(work, False, "春节")]
    calendar = read(tmp_path, with_notice(files, load_calendar(), year, rows, source=NAMES))
    assert calendar.published_through == date(year, 12, 31)
    assert calendar.is_working(work) and not load_calendar().is_working(work)
    assert calendar.notices[year].entered_here and calendar.explain(work).name_zh == "春节调休上班"


def test_a_notice_entered_again_takes_the_place_of_the_first(tmp_path, files) -> None:
    year = next_year()
    once = with_notice(files, load_calendar(), year, [*festivals(year), NoticeDay(a_weekend_day(year), False, "春节")], source=NAMES)  # fmt: skip
    again = with_notice(once, read(tmp_path, once), year, festivals(year), source=NAMES)
    assert again == with_notice(files, load_calendar(), year, festivals(year), source=NAMES)


def test_a_notice_may_settle_the_last_days_of_the_year_before(tmp_path, files) -> None:
    year = next_year()
    eve = date(year - 1, 12, 31)
    rows = [NoticeDay(eve, True, "元旦"), *festivals(year)]
    told = with_notice(files, load_calendar(), year, rows, source=NAMES)
    (tmp_path / "calendar").mkdir()
    assert read(tmp_path, told).is_working(eve) is False


def test_an_update_of_the_product_keeps_the_notices_it_does_not_know(tmp_path, files) -> None:
    year = next_year()
    own = with_notice(files, load_calendar(), year, festivals(year), source=NAMES)
    kept = with_own_notices(files, {year: NAMES[0]}, own)
    calendar = read(tmp_path, kept)
    assert calendar.published_through.year == year and calendar.notices[year].name_zh == NAMES[0]


@pytest.mark.parametrize(
    "change, field",
    [
        (lambda rows, year: rows[:-1], "rows"),
        (lambda rows, year: [*rows, rows[0]], "day"),
        (lambda rows, year: [*rows, NoticeDay(date(year, 3, 3), False, "春节")], "kind"),
        (lambda rows, year: [*rows, NoticeDay(date(year + 1, 5, 6), True, "春节")], "day"),
        (lambda rows, year: [*rows, NoticeDay(a_weekend_day(year), False, "中元节")], "name"),
        (lambda rows, year: [], "rows"),
    ],
)
def test_rows_that_cannot_be_are_refused_with_line_and_field(files, change, field) -> None:
    year = next_year()
    with pytest.raises(NoticeFaults) as refused:
        with_notice(files, load_calendar(), year, change(festivals(year), year), source=NAMES)
    assert field in {fault.field for fault in refused.value.faults}


def test_a_year_that_is_too_far_ahead_is_refused(files) -> None:
    year = next_year() + 1
    with pytest.raises(NoticeFaults, match=str(year)):
        with_notice(files, load_calendar(), year, festivals(year), source=NAMES)


def test_a_small_table_is_read_in_either_language() -> None:
    told = [NoticeDay(date(2027, 1, 1), True, "元旦"), NoticeDay(date(2027, 1, 3), False, "元旦")]
    assert read_notice("\ufeff日期,休班,名称\n2027-01-01,休,元旦\n\n2027-01-03,班,元旦\n") == told
    assert read_notice("date,kind,name\n2027-01-01,rest,元旦\n2027-01-03,work,元旦") == told


@pytest.mark.parametrize(
    "text, line, field",
    [
        ("", 1, "heading"),
        ("2027-01-01,休,元旦", 1, "heading"),
        ("日期,休班,名称\n2027-02-30,休,元旦", 2, "day"),
        ("日期,休班,名称\n2027-01-01,休,元旦\n2027-01-02,也许,元旦", 3, "kind"),
        ("日期,休班,名称\n2027-01-01,休", 2, "line"),
    ],
)
def test_a_table_that_cannot_be_read_says_where(text, line, field) -> None:
    with pytest.raises(NoticeFaults) as refused:
        read_notice(text)
    assert [(fault.line, fault.field) for fault in refused.value.faults] == [(line, field)]
