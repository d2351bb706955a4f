"""The month page: days, rest days, figures; other months; and the lists behind its figures."""

import re

import pytest

from tests.cast import Province, Story
from tests.site_cast import signed_in
from tests.watch_pages import opens_as_many, rows, shown, text
from tests.watched_cases import told

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("plain_files")]


def day(page: str, iso: str) -> str:
    """The cell of a day, without its marks of layout."""
    found = re.search(
        rf'<td class="([^"]*)"[^>]*><p class="m-day"><time datetime="{iso}">(.*?)</td>', page, re.DOTALL
    )
    assert found is not None, iso
    return f"{found[1]} {re.sub(r'<[^>]+>', ' ', found[2])}"


def test_the_month_of_today_shows_what_is_due_and_heard(province: Province, cases: dict[str, Story]) -> None:
    page = shown(province.river.president, "/deadlines/month")
    assert "2019年9月" in page
    assert re.search(r"m-today .*今天.*届满\s+1.*开庭\s+1", day(page, "2019-09-16"), re.DOTALL)
    assert "已超期限" in day(page, "2019-09-11")
    assert "m-outside" in day(page, "2019-08-26")


def test_rest_days_holidays_and_make_up_workdays_are_told_apart(
    province: Province, cases: dict[str, Story]
) -> None:
    """The notice of 2019: Mid-Autumn on 13 September, National Day from 1 to 7 October, work on Sunday 29 September."""
    page = shown(province.river.president, "/deadlines/month")
    assert "m-rest" in day(page, "2019-09-13") and "中秋节" in day(page, "2019-09-13")
    assert "m-rest" in day(page, "2019-09-14")
    assert "m-rest" not in day(page, "2019-09-29") and "班" in day(page, "2019-09-29")


def test_what_a_holiday_moved_is_told_by_its_name_and_opens(province: Province) -> None:
    told(province.river, province.river.judge, 4, 1)
    client = signed_in(province.river.president)
    page = text(client.get("/deadlines/month?month=2019-10"))
    assert re.search(r"届满\s+1.*含国庆节顺延\s+1", day(page, "2019-10-08"), re.DOTALL)
    listed = text(client.get("/deadlines/list/rolled?on=2019-10-08"))
    assert rows(listed) == 1 and "名义届满日2019年10月1日" in listed


@pytest.mark.parametrize(
    "typed", ["", "?month=2019-13", "?month=abc", "?month=1019-01", "?month=2019-9-1", "?month=２０１９-09"]
)
def test_what_is_no_month_is_this_month(province: Province, cases: dict[str, Story], typed: str) -> None:
    assert "2019年9月" in shown(province.river.president, f"/deadlines/month{typed}")


def test_one_turns_to_the_months_before_and_after_and_back(province: Province) -> None:
    client = signed_in(province.river.president)
    for month, before, after in (("2019-01", "2018-12", "2019-02"), ("2018-12", "2018-11", "2019-01")):
        page = text(client.get(f"/deadlines/month?month={month}"))
        for other in (before, after, "2019-09"):
            assert f"month={other}" in page
            assert client.get(f"/deadlines/month?month={other}").status_code == 200


@pytest.mark.parametrize("month", ["2019-07", "2019-10", "2020-01", "2020-03"])
def test_every_number_of_other_months_opens_as_many_rows(
    province: Province, cases: dict[str, Story], month: str
) -> None:
    client = signed_in(province.river.president)
    opens_as_many(client, text(client.get(f"/deadlines/month?month={month}")))


def test_a_month_beyond_the_calendar_is_shown_all_the_same(province: Province) -> None:
    page = shown(province.river.president, "/deadlines/month?month=2099-05")
    assert "2099年5月" in page and "m-rest" in day(page, "2099-05-02")


def test_the_hearing_of_a_protected_case_is_counted_and_not_named(province: Province) -> None:
    told(province.river, province.river.judge, 8, 5, secrecy="protected", cause={"name": "秘密案由纠纷"}).on(
        9,
        2,
        "hearing.scheduled",
        hearing_no=1,
        starts_at="2019-09-16T09:30",
        room="第九审判庭",
        purpose="秘密目的",
    )
    listed = shown(province.river.president, "/deadlines/list/hearings?on=2019-09-16")
    assert rows(listed) == 1
    assert not {"秘密案由", "第九审判庭", "秘密目的"} & {
        word for word in ("秘密案由", "第九审判庭", "秘密目的") if word in listed
    }
