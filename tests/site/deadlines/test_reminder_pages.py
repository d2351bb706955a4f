"""Acknowledging reminders and entering leave on the pages."""

from datetime import timedelta

import pytest
from django.test import Client

from tests.cast import Member, Province, Story
from tests.site_cast import signed_in
from tests.watch_pages import rows, shown, text
from tests.watched_cases import TODAY
from xiezhi.record.models import Post
from xiezhi.work.deadlines.models import Absence, Deadline, Reminder
from xiezhi.work.deadlines.reminders import scan

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("plain_files")]
WEEK = TODAY + timedelta(days=7)


@pytest.fixture
def reminded(province: Province, cases: dict[str, Story]) -> list[int]:
    """The reminders of the judge."""
    Deadline.objects.exclude(kind="trial").delete()
    scan(TODAY)
    return list(Reminder.objects.filter(officer=province.river.judge.officer).values_list("pk", flat=True))


def still_open(who: Member) -> int:
    return Reminder.objects.filter(officer=who.officer, acknowledged_at=None).count()


def test_the_tab_counts_the_reminders_and_its_list_has_as_many(
    province: Province, reminded: list[int]
) -> None:
    page = shown(province.river.judge, "/deadlines/reminders")
    assert rows(page) == len(reminded) == 4
    assert 'aria-current="page">我的提醒<span class="count">4</span>' in page


def test_one_click_acknowledges_one_with_its_note(province: Province, reminded: list[int]) -> None:
    client = signed_in(province.river.judge)
    said = client.post("/deadlines/reminders/seen", {"only": reminded[0], "note": "明日宣判"}, follow=True)
    assert "已确认1条提醒" in text(said)
    assert still_open(province.river.judge) == len(reminded) - 1
    assert Reminder.objects.get(pk=reminded[0]).note == "明日宣判"


def test_whose_post_has_ended_acknowledges_nothing(province: Province, reminded: list[int]) -> None:
    judge = province.river.judge
    client = signed_in(judge)
    Post.objects.filter(officer=judge.officer).update(last_on=TODAY - timedelta(days=1))
    assert client.post("/deadlines/reminders/seen", {"only": reminded[0]}).status_code == 404
    assert client.post("/deadlines/reminders/seen", {"only": "1"}).status_code == 404
    assert still_open(judge) == len(reminded)


def test_ticked_ones_and_all_listed_are_acknowledged_together(
    province: Province, reminded: list[int]
) -> None:
    client = signed_in(province.river.judge)
    client.post("/deadlines/reminders/seen", {"reminder": reminded[:2], "listed": reminded})
    assert still_open(province.river.judge) == len(reminded) - 2
    client.post("/deadlines/reminders/seen", {"all": "1", "listed": reminded})
    assert still_open(province.river.judge) == 0
    assert "没有待确认的提醒" in text(client.get("/deadlines/reminders"))


@pytest.mark.parametrize(
    "typed", [{}, {"reminder": ["x"]}, {"only": ""}, {"only": "-1"}, {"reminder": ["９"]}]
)
def test_nothing_chosen_is_said_and_nothing_happens(
    province: Province, reminded: list[int], typed: dict[str, object]
) -> None:
    said = signed_in(province.river.judge).post("/deadlines/reminders/seen", typed, follow=True)
    assert said.status_code in (200, 404)
    assert still_open(province.river.judge) == len(reminded)


def test_a_reminder_of_somebody_else_is_not_there(province: Province, reminded: list[int]) -> None:
    for who in (province.river.second_judge, province.river.president, province.hill.judge):
        assert signed_in(who).post("/deadlines/reminders/seen", {"only": reminded[0]}).status_code == 404
    assert still_open(province.river.judge) == len(reminded)


# --- leave


def enter(client: Client, away: Member, stand_in: Member, first: object = TODAY, last: object = WEEK) -> str:
    typed = {"officer": away.officer.pk, "stand_in": stand_in.officer.pk, "first_on": first, "last_on": last}
    return text(client.post("/deadlines/absences", typed, follow=True))


def test_during_leave_reminders_and_desk_of_the_absent_stand_before_the_stand_in(
    province: Province, reminded: list[int]
) -> None:
    river = province.river
    assert "已登记离岗" in enter(signed_in(river.judge), river.judge, river.second_judge)
    client = signed_in(river.second_judge)
    page = text(client.get("/deadlines/reminders"))
    assert "您正在代：" in page and "不开放案卷" in page
    assert rows(page) == len(reminded) + still_open(river.second_judge)
    desk = text(client.get("/desk"))
    assert f"代{river.judge.officer.name}" in desk and "案卷不对您开放" in desk


def test_standing_in_opens_no_file(province: Province, cases: dict[str, Story]) -> None:
    river = province.river
    enter(signed_in(river.judge), river.judge, river.second_judge)
    client = signed_in(river.second_judge)
    assert str(cases["near"].case) not in text(client.get("/desk"))
    assert client.get(f"/cases/{cases['near'].case}").status_code == 404


def test_a_refused_entry_keeps_what_was_typed_and_names_the_field(province: Province) -> None:
    river = province.river
    page = enter(signed_in(river.division_head), river.judge, river.second_judge, WEEK, TODAY)
    assert "止日早于起日" in page and f'value="{WEEK}"' in page
    assert not Absence.objects.exists()
    assert "没有这位人员" in enter(signed_in(river.judge), river.second_judge, river.judge)
    assert "不是一个日期" in enter(signed_in(river.judge), river.judge, river.second_judge, "gestern")
    assert "没有这位人员" in enter(signed_in(river.judge), river.judge, province.hill.judge)


def test_leave_is_ended_by_those_who_may_enter_it(province: Province) -> None:
    river = province.river
    enter(signed_in(river.judge), river.judge, river.second_judge)
    made = Absence.objects.get()
    assert signed_in(river.second_judge).post(f"/deadlines/absences/{made.pk}/ended").status_code == 404
    assert "由本人、庭长或者院长结束" in shown(river.second_judge, "/deadlines/absences")
    client = signed_in(river.division_head)
    assert "离岗已结束" in text(client.post(f"/deadlines/absences/{made.pk}/ended", follow=True))
    assert "已经结束" in text(client.post(f"/deadlines/absences/{made.pk}/ended", follow=True))


def test_nobody_of_another_court_sees_who_is_away(province: Province) -> None:
    river = province.river
    enter(signed_in(river.judge), river.judge, river.second_judge)
    assert "没有与您有关的离岗登记" in shown(province.hill.president, "/deadlines/absences")
    assert "没有与您有关的离岗登记" in shown(river.clerk, "/deadlines/absences")
