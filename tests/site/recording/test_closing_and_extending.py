"""Closing and more time: the last party's day counts, the ladder says who decides, and the dates are shown before and after."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.cast import DEFENDANT, Province, Story, docketed
from tests.site.recording.conftest import Pen, days_ago, text
from xiezhi.record.ledger import happenings
from xiezhi.record.models import CaseDocument

pytestmark = pytest.mark.django_db
UNLISTED = "法律数据未列"


def newest(story: Story) -> tuple[str, dict[str, object], str]:
    last = happenings(story.case)[-1]
    return last.kind, last.data, last.occurred_on.isoformat()


# --- closing


def test_each_way_says_which_day_counts(province: Province, story: Story) -> None:
    page = text(Pen(province.river.clerk).opens(story, "case.closed"))
    for words in ("公告送达：公告刊登之日", "邮寄送达：交邮之日", "留置送达：裁判文书留在受送达人住所之日"):
        assert words in page


def test_the_last_party_closes_the_case(province: Province, story: Story) -> None:
    days = {
        "closing[1].way": "served",
        "closing[1].on": "2019-06-03",
        "closing[2].way": "posted",
        "closing[2].on": "2019-06-05",
    }
    answer = Pen(province.river.clerk).sends(
        story, "case.closed", outcome="judgment", way="", occurred_on="", other=days
    )
    assert answer.status_code == 302
    assert newest(story) == ("case.closed", {"outcome": "judgment", "way": "posted"}, "2019-06-05")


def test_a_party_half_filled_in_is_told_so_and_nothing_is_lost(province: Province, story: Story) -> None:
    half = {"closing[1].way": "served", "closing[2].on": "2019-06-05"}
    answer = Pen(province.river.clerk).sends(
        story, "case.closed", outcome="judgment", way="pronounced", occurred_on="2019-06-05", other=half
    )
    page = text(answer)
    assert "请改正各当事人的送达日期" in page
    assert "请填日期" in page
    assert "请选择方式" in page
    assert 'value="2019-06-05"' in page
    assert '<details class="closing" open>' in page


def served(story: Story) -> Story:
    """The judgment on record as served: posted to one party, left at the address of the other."""
    story.on(6, 3, "service.sent", party_no=1, paper="民事判决书", way="post")
    return story.on(6, 5, "service.completed", party_no=2, paper="民事判决书", way="left")


def test_what_the_services_on_record_say_is_not_typed_again(province: Province, story: Story) -> None:
    pen = Pen(province.river.clerk)
    page = pen.opens(served(story), "case.closed")
    filled = pen.fills(page)
    assert [filled[f"closing[{party}].{part}"] for party in (1, 2) for part in ("way", "on")] == [
        "posted", "2019-06-03", "left_at_address", "2019-06-05",
    ]  # fmt: skip
    assert '<details class="closing" open>' in text(page)
    assert "还没有送达裁判文书的记录" not in text(page)
    assert pen.resends(story, "case.closed", page, outcome="judgment").status_code == 302
    assert newest(story) == ("case.closed", {"outcome": "judgment", "way": "left_at_address"}, "2019-06-05")


def test_a_way_chosen_for_all_counts_before_the_services_on_record(province: Province, story: Story) -> None:
    typed = {"outcome": "judgment", "way": "pronounced", "occurred_on": "2019-06-01"}
    Pen(province.river.clerk).sends(served(story), "case.closed", **typed)
    assert newest(story) == ("case.closed", {"outcome": "judgment", "way": "pronounced"}, "2019-06-01")


def test_what_is_changed_party_by_party_counts_before_a_way_for_all(province: Province, story: Story) -> None:
    typed = {"outcome": "judgment", "way": "pronounced", "occurred_on": "2019-06-01"}
    days = {"closing[2].on": "2019-06-06"}
    Pen(province.river.clerk).sends(served(story), "case.closed", other=days, **typed)
    assert newest(story) == ("case.closed", {"outcome": "judgment", "way": "left_at_address"}, "2019-06-06")


def test_a_party_without_a_service_on_record_is_named(province: Province, story: Story) -> None:
    story.on(6, 3, "service.sent", party_no=1, paper="民事判决书", way="post")
    page = text(Pen(province.river.clerk).opens(story, "case.closed"))
    assert f"还没有送达裁判文书的记录：被告{DEFENDANT['name']}" in page


def test_a_closing_after_the_last_day_is_shown_as_late(province: Province, story: Story) -> None:
    pen = Pen(province.river.clerk)
    page = pen.opens(story, "case.closed")
    typed = {"outcome": "judgment", "way": "pronounced", "occurred_on": "2019-09-12"}
    shown = pen.foresees(story, "case.closed", page, **typed)
    assert "超10日" in shown
    answer = pen.resends(story, "case.closed", page, **typed)
    assert answer.status_code == 302  # a late closing is recorded like any other


# --- more time


def fresh(province: Province) -> Story:
    """A case of today: docketed less than half a year ago, so that its clock runs."""
    from tests.cast import DOCKETING, moment, sole
    from xiezhi.record import ledger
    from xiezhi.record.recorders import Feed

    river, day = province.river, days_ago(100)
    written = ledger.open_case(
        river.court.id, "case.docketed", DOCKETING, occurred_on=day, by=Feed("here"), at=moment(day)
    )
    for kind, data in (
        ("case.assigned", {"division_id": river.division("civil"), "reporting_judge": river.judge.id, "way": "random"}),
        ("panel.formed", sole(river.judge, river.clerk)),
    ):  # fmt: skip
        written = ledger.append(written.case, kind, data, occurred_on=day, by=Feed("here"), at=moment(day))
    return Story(river, written.case, written.state)


def test_a_request_begins_with_what_the_ladder_allows(province: Province) -> None:
    story = fresh(province)
    pen = Pen(province.river.judge)
    page = pen.opens(story, "extension.requested")
    assert pen.fills(page)["months"] == "6"
    assert pen.fills(page)["approver"] == "president"
    shown = text(page)
    assert "由本院院长决定，至多6个月" in shown
    assert "最迟申请" in shown
    assert "自然天数100日，净100日" in shown
    answer = pen.resends(story, "extension.requested", page, reason="案情复杂")
    assert answer.status_code == 302


def test_a_second_request_beside_one_that_waits_is_not_offered(province: Province) -> None:
    story = fresh(province)
    pen = Pen(province.river.judge)
    pen.sends(story, "extension.requested", reason="案情复杂")
    page = text(pen.client.get(f"/cases/{story.case}/record"))
    assert "已有尚未决定的延长申请" in page


def test_a_grant_shows_the_new_day_and_moves_it(province: Province) -> None:
    story = fresh(province)
    Pen(province.river.judge).sends(story, "extension.requested", reason="案情复杂")
    pen = Pen(province.river.president)
    page = pen.opens(story, "extension.granted")
    shown = text(page)
    assert "登记前后" in shown
    assert "6个月" in shown
    answer = pen.resends(story, "extension.granted", page)
    assert "届满日：" in text(pen.client.get(answer.url))


def test_both_lengths_or_none_are_refused_at_the_field(province: Province) -> None:
    story = fresh(province)
    answer = Pen(province.river.judge).sends(story, "extension.requested", days="10", reason="案情复杂")
    assert 'id="id_months_error"' in text(answer)
    assert "恰填一项" in text(answer)


def test_the_decision_of_a_court_above_is_recorded_with_its_paper(province: Province) -> None:
    story = fresh(province)
    Pen(province.river.judge).sends(
        story, "extension.requested", approver="superior", months="3", reason="案情复杂"
    )
    answer = Pen(province.river.clerk).sends(
        story, "extension.granted", decided_by="示范省河西市中级人民法院", upload=SimpleUploadedFile("批复.pdf", b"%PDF-1 x")
    )  # fmt: skip
    assert answer.status_code == 302
    assert CaseDocument.objects.get(case=story.case).title == "批复"


def test_the_adjournment_offers_the_grounds_of_the_law(province: Province, story: Story) -> None:
    story.on(5, 6, "hearing.scheduled", hearing_no=1, starts_at="2019-05-20T09:30")
    pen = Pen(province.river.clerk)
    page = pen.opens(story, "hearing.adjourned")
    assert "当事人临时提出回避申请" in text(page)
    shown = pen.foresees(story, "hearing.adjourned", page, ground="other")
    assert "院长" in shown
    answer = pen.resends(story, "hearing.adjourned", page, ground="recusal_raised")
    assert "事由：当事人临时提出回避申请" in text(pen.client.get(answer.url))


def test_a_criminal_adjournment_takes_words_of_its_own(province: Province) -> None:
    story = docketed(
        province.river, type="0201", branch="criminal", procedure="criminal.first.ordinary"
    ).assigned(province.river.judge)
    story.on(5, 6, "hearing.scheduled", hearing_no=1, starts_at="2019-05-20T09:30")
    answer = Pen(province.river.judge).sends(story, "hearing.adjourned", ground="辩护人申请调取新的证据")
    assert answer.status_code == 302


@pytest.mark.parametrize(
    ("procedure", "ground", "offered"),
    [
        ("civil.first.ordinary", "notice", True),
        ("civil.first.simplified", "notice", False),  # EXT19 4(4)
        ("civil.first.ordinary", "psychiatric", False),
    ],
)
def test_the_grounds_that_the_law_lists_for_the_procedure_stand_first(
    province: Province, procedure: str, ground: str, offered: bool
) -> None:
    story = docketed(province.river, procedure=procedure).assigned(province.river.judge)
    page = text(Pen(province.river.judge).opens(story, "deduction.started"))
    listed, others = page.split(f'<optgroup label="{UNLISTED}">')
    assert f'<option value="{ground}">' in (listed if offered else others)
    assert f'<option value="{ground}">' not in (others if offered else listed)


@pytest.mark.parametrize(
    ("kind", "typed", "told"),
    [
        ("deduction.started", {"ground": "psychiatric"}, "不适用于"),
        ("suspension.ordered", {"ground": "accused_ill"}, "不适用于"),
        (
            "procedure.converted",
            {"to": "civil.first.third_party_revocation", "reason": "误用程序"},
            "法律没有规定从",
        ),
        ("limit.restarted", {"reason": "cross_application"}, "不适用"),
    ],
)
def test_what_the_law_data_do_not_list_is_recorded_with_a_word_of_what_the_clock_makes_of_it(
    province: Province, story: Story, kind: str, typed: dict[str, str], told: str
) -> None:
    pen = Pen(province.river.judge)
    page = pen.opens(story, kind)
    assert f'<optgroup label="{UNLISTED}">' in text(page)
    shown = pen.foresees(story, kind, page, occurred_on="2019-04-01", **typed)
    assert told in shown
    assert "登记后审限不变" in shown
    assert pen.resends(story, kind, page, occurred_on="2019-04-01", **typed).status_code == 302
    assert newest(story)[0] == kind


def test_a_ground_outside_the_list_is_refused(province: Province, story: Story) -> None:
    answer = Pen(province.river.clerk).sends(
        story, "deduction.started", occurred_on="2019-04-01", ground="committee_discussion"
    )
    assert "列表中没有这一项" in text(answer)


def test_the_conversions_of_the_law_stand_first(province: Province) -> None:
    story = docketed(province.river, procedure="civil.first.simplified").assigned(province.river.judge)
    page = text(Pen(province.river.judge).opens(story, "procedure.converted"))
    listed, others = page.split(f'<optgroup label="{UNLISTED}">')
    assert 'value="civil.first.ordinary"' in listed
    assert 'value="civil.first.small_claims"' not in listed
    assert 'value="civil.first.small_claims"' in others
    assert 'value="civil.first.simplified"' not in page


def test_a_ground_of_an_extension_that_the_step_does_not_list_can_be_chosen(province: Province) -> None:
    story = docketed(
        province.river, type="0201", branch="criminal", procedure="criminal.first.ordinary"
    ).assigned(province.river.judge)
    page = text(Pen(province.river.judge).opens(story, "extension.requested"))
    listed, others = page.split(f'<optgroup label="{UNLISTED}">')
    assert 'value="incidental_civil"' in listed
    assert 'value="special_circumstances"' in others
