"""Two people at once, and one who sends a form twice."""

import pytest

from tests.cast import Province, Story
from tests.site.recording.conftest import Pen, text
from xiezhi.record.models import Event

pytestmark = pytest.mark.django_db
DEDUCTION = {"occurred_on": "2019-04-01", "ground": "appraisal", "document": "鉴定委托书"}


def kinds(story: Story) -> list[str]:
    return list(Event.objects.filter(case=story.case).order_by("seq").values_list("kind", flat=True))


def test_who_was_overtaken_compares_and_then_records(province: Province, story: Story) -> None:
    clerk, judge = Pen(province.river.clerk), Pen(province.river.judge)
    page = clerk.opens(story, "deduction.started")
    judge.sends(story, "hearing.scheduled", occurred_on="2019-03-20", starts_at="2019-05-20T09:30")
    compared = clerk.resends(story, "deduction.started", page, **DEDUCTION)
    shown = text(compared)
    assert "本案又登记了别的事" in shown
    assert "第1次开庭定于2019年5月20日 09:30" in shown
    assert "陆知衡，" in shown  # by whom
    assert "扣除起：鉴定" in shown  # what is about to be recorded
    assert 'value="鉴定委托书"' in shown
    assert kinds(story)[-1] == "hearing.scheduled"
    answer = clerk.resends(story, "deduction.started", compared)
    assert answer.status_code == 302
    assert kinds(story)[-1] == "deduction.started"


def test_being_overtaken_again_is_told_again(province: Province, story: Story) -> None:
    clerk, judge = Pen(province.river.clerk), Pen(province.river.judge)
    page = clerk.opens(story, "deduction.started")
    for times in (1, 2):
        judge.sends(story, "note.recorded", occurred_on="2019-03-20", text=f"第{times}条")
        page = clerk.resends(story, "deduction.started", page, **DEDUCTION)
        assert f"第{times}条" in text(page)
    assert "第1条" not in text(page)  # seen already
    assert clerk.resends(story, "deduction.started", page).status_code == 302


def test_minutes_of_the_panel_are_not_shown_to_one_who_may_not_read_them(
    province: Province, story: Story
) -> None:
    story.on(8, 1, "extension.requested", request_no=1, months=3, approver="president", reason="账目繁多")
    president = Pen(province.river.president)
    page = president.opens(story, "extension.granted")
    Pen(province.river.judge).sends(
        story, "minutes.recorded", occurred_on="2019-08-02", text="少数意见", of="评议"
    )
    compared = text(president.resends(story, "extension.granted", page, occurred_on="2019-08-05"))
    assert "另有不对您开放的记录" in compared
    assert "少数意见" not in compared


def test_a_form_sent_twice_is_recorded_once(province: Province, story: Story) -> None:
    pen = Pen(province.river.clerk)
    page = pen.opens(story, "deduction.started")
    first = pen.resends(story, "deduction.started", page, **DEDUCTION)
    second = pen.resends(story, "deduction.started", page, **DEDUCTION)
    assert first.url == second.url
    assert kinds(story).count("deduction.started") == 1
    assert "没有重复登记" in text(pen.client.get(second.url))


def test_the_mark_of_a_form_holds_for_its_writer_and_case_only(province: Province, story: Story) -> None:
    clerk, judge = Pen(province.river.clerk), Pen(province.river.judge)
    page = clerk.opens(story, "note.recorded")
    token = clerk.fills(page)["token"]
    clerk.resends(story, "note.recorded", page, occurred_on="2019-03-20", text="一")
    judge.sends(story, "note.recorded", occurred_on="2019-03-20", text="二", token=token)
    assert kinds(story).count("note.recorded") == 2


def test_a_new_form_records_the_same_again(province: Province, story: Story) -> None:
    pen = Pen(province.river.clerk)
    for _ in range(2):
        pen.sends(story, "note.recorded", occurred_on="2019-03-20", text="电话通知")
    assert kinds(story).count("note.recorded") == 2


@pytest.mark.parametrize("seen", ["", "-1", "x", "9" * 40, "１"])
def test_a_form_that_does_not_say_what_was_seen_is_compared(
    province: Province, story: Story, seen: str
) -> None:
    pen = Pen(province.river.clerk)
    answer = pen.sends(story, "note.recorded", occurred_on="2019-03-20", text="一", seen=seen)
    assert "本案又登记了别的事" in text(answer)
    assert "note.recorded" not in kinds(story)
