"""Recording what happened: numbers nobody types, papers filed along, late acts marked, refused forms that keep every word."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from tests.cast import Province, Story, docketed
from tests.site.recording.conftest import Pen, address, days_ago, text
from xiezhi.record.documents import open_document
from xiezhi.record.ledger import happenings
from xiezhi.record.models import CaseDocument, Event
from xiezhi.record.state import fold
from xiezhi.site.staff.recording.papers import Kept

pytestmark = pytest.mark.django_db
OPINION = b"%PDF-1.7 entrustment"


def newest(story: Story, kind: str) -> dict[str, object]:
    return next(one.data for one in reversed(happenings(story.case)) if one.kind == kind)


def paper(name: str = "鉴定委托书.pdf", contents: bytes = OPINION) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, contents)


def test_a_deduction_moves_the_last_day_and_says_so(province: Province, story: Story) -> None:
    pen = Pen(province.river.clerk)
    pen.sends(story, "deduction.started", occurred_on="2019-04-01", ground="appraisal")
    answer = pen.sends(story, "deduction.ended", occurred_on="2019-04-22")
    event = Event.objects.filter(case=story.case).latest("seq")
    assert (event.kind, answer.url) == ("deduction.ended", f"/cases/{story.case}#event-{event.seq}")
    page = text(pen.client.get(answer.url))
    assert "届满日：停止计算 → 2019年9月23日" in page.replace("，周一", "")


def test_the_next_number_is_given(province: Province, story: Story) -> None:
    story.on(3, 10, "suspension.ordered", span_no=4, ground="other_case")
    pen = Pen(province.river.clerk)
    pen.sends(story, "deduction.started", occurred_on="2019-04-01", ground="appraisal")
    assert newest(story, "deduction.started")["span_no"] == 5
    pen.sends(story, "hearing.scheduled", occurred_on="2019-04-02", starts_at="2019-05-20T09:30")
    assert newest(story, "hearing.scheduled")["hearing_no"] == 1


def test_the_only_hearing_is_chosen_and_its_day_given(province: Province, story: Story) -> None:
    story.on(5, 6, "hearing.scheduled", hearing_no=1, starts_at="2019-05-20T09:30", room="第三法庭")
    answer = Pen(province.river.clerk).sends(story, "hearing.held")
    assert answer.status_code == 302
    held = next(one for one in happenings(story.case) if one.kind == "hearing.held")
    assert (held.data["hearing_no"], held.occurred_on) == (1, date(2019, 5, 20))


def test_what_was_sent_is_offered_as_served(province: Province, story: Story) -> None:
    sent: Any = {"party_no": 2, "paper": "起诉状副本", "way": "post"}
    story.on(3, 8, "service.sent", **sent)
    Pen(province.river.clerk).sends(story, "service.completed", occurred_on="2019-03-12")
    assert newest(story, "service.completed") == sent


def test_a_party_joins_with_a_representative(province: Province, story: Story) -> None:
    pen = Pen(province.river.clerk)
    page = pen.opens(story, "party.joined")
    more = pen.resends(
        story, "party.joined", page, more="party.representatives", other={"party.name": "李文"}
    )
    assert 'value="李文"' in text(more)  # another row, and nothing lost
    pen.resends(
        story,
        "party.joined",
        more,
        occurred_on="2019-04-01",
        other={
            "party.role": "third_party",
            "party.sensitive.phone": "13912345678",
            "party.representatives[1].name": "周远",
            "party.representatives[1].kind": "lawyer",
        },
    )
    party = newest(story, "party.joined")["party"]
    assert isinstance(party, dict)
    assert (party["no"], party["name"]) == (3, "李文")
    assert party["representatives"] == [{"name": "周远", "kind": "lawyer"}]
    assert party["sensitive"] == {"phone": "13912345678"}


def test_a_panel_is_changed_row_by_row(province: Province, story: Story) -> None:
    river = province.river
    pen = Pen(river.clerk)
    page = pen.opens(story, "panel.changed")
    changed = {
        "form": "collegial",
        "members[3].officer": river.presiding_judge.id,
        "members[3].role": "presiding_judge",
    }
    wrong = pen.resends(story, "panel.changed", page, occurred_on="2019-04-01", other=changed)
    assert "至少3人" in text(wrong)
    page = pen.resends(story, "panel.changed", wrong, more="members")
    third = {"members[4].officer": river.assessor.id, "members[4].role": "assessor"}
    answer = pen.resends(story, "panel.changed", page, other=third)
    assert answer.status_code == 302
    assert len(story.row.panel.filter(last_on=None)) == 4


def test_a_member_struck_out_leaves_the_panel(province: Province, story: Story) -> None:
    answer = Pen(province.river.judge).sends(
        story, "panel.changed", occurred_on="2019-04-01", other={"members[2].drop": "on"}
    )
    assert answer.status_code == 302
    assert [one["role"] for one in newest(story, "panel.changed")["members"]] == ["reporting_judge"]  # type: ignore[attr-defined]


# --- papers


def test_a_paper_sent_along_is_filed_in_the_same_act(province: Province, story: Story) -> None:
    answer = Pen(province.river.clerk).sends(
        story, "deduction.started", occurred_on="2019-04-01", ground="appraisal", upload=paper()
    )
    assert answer.url.endswith("#event-4")  # the deduction, not its paper
    assert newest(story, "deduction.started")["document"] == "鉴定委托书"
    filed = CaseDocument.objects.get(case=story.case)
    assert (filed.name, filed.media_type, filed.file) == ("鉴定委托书.pdf", "application/pdf", "main")
    assert open_document(filed.sha256) == OPINION


def test_a_refused_form_keeps_the_paper_too(province: Province, story: Story) -> None:
    pen = Pen(province.river.clerk)
    refused = pen.sends(story, "deduction.started", occurred_on="2019-04-01", ground="", upload=paper())
    assert "已收到：鉴定委托书.pdf" in text(refused)
    answer = pen.resends(story, "deduction.started", refused, ground="appraisal")
    assert answer.status_code == 302
    assert CaseDocument.objects.get(case=story.case).name == "鉴定委托书.pdf"


def test_a_paper_kept_for_another_case_or_officer_is_not_taken(
    province: Province, story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    pen = Pen(province.river.clerk)
    refused = pen.sends(story, "deduction.started", occurred_on="2019-04-01", ground="", upload=paper())
    kept = pen.fills(refused)["kept"]
    other = Pen(province.river.judge)
    other.sends(story, "deduction.started", occurred_on="2019-04-01", ground="appraisal", kept=kept)
    other.sends(story, "deduction.ended", occurred_on="2019-04-02", kept="forged")
    assert not CaseDocument.objects.filter(case=story.case).exists()


def test_an_act_without_its_paper_is_recorded_and_warned_of(province: Province, story: Story) -> None:
    pen = Pen(province.river.clerk)
    page = pen.opens(story, "suspension.ordered")
    typed = {"occurred_on": "2019-04-01", "ground": "other_case"}
    assert "裁定" in pen.foresees(story, "suspension.ordered", page, **typed)
    assert pen.resends(story, "suspension.ordered", page, **typed).status_code == 302


def test_a_document_is_filed_with_what_it_is(province: Province, story: Story) -> None:
    pen = Pen(province.river.clerk)
    missing = pen.sends(story, "document.filed")
    assert "请选择要入卷的文件" in text(missing)
    answer = pen.sends(
        story, "document.filed", file="inner", title="评议提纲", upload=paper("a.html", b"<script>1</script>")
    )
    assert answer.status_code == 302
    filed = CaseDocument.objects.get(case=story.case)
    assert (filed.title, filed.media_type, filed.size, filed.file) == ("评议提纲", "text/plain", 18, "inner")


def test_an_empty_file_is_refused_at_its_field(province: Province, story: Story) -> None:
    answer = Pen(province.river.clerk).sends(story, "document.filed", upload=paper(contents=b""))
    assert 'id="id_upload_error">材料是空的' in text(answer)


def test_the_name_of_a_paper_is_cut_to_what_the_record_holds() -> None:
    assert Kept("", 0, "", "长" * 250 + ".pdf").title == "长" * 200


# --- late and early


def test_a_list_left_unchosen_says_choose(province: Province, story: Story) -> None:
    refused = text(Pen(province.river.clerk).sends(story, "suspension.ordered", occurred_on="2019-04-01"))
    assert 'id="id_ground_error">请选择' in refused
    assert "请填写" not in refused


def test_only_articles_of_the_branch_stand_beside_the_form(province: Province, story: Story) -> None:
    story.on(4, 1, "suspension.ordered", span_no=1, ground="other_case")
    river = province.river
    assert "行政诉讼法第" not in text(Pen(river.clerk).opens(story, "suspension.ordered"))
    assert "民诉法解释" in text(Pen(river.clerk).opens(story, "suspension.ended"))
    criminal = docketed(river, type="0201", branch="criminal", procedure="criminal.first.ordinary")
    criminal.assigned(river.judge).on(4, 1, "suspension.ordered", span_no=1, ground="accused_absconded")
    assert "民诉法解释" not in text(Pen(river.judge).opens(criminal, "suspension.ended"))


def test_a_late_act_is_marked_before_and_after(province: Province, story: Story) -> None:
    pen = Pen(province.river.clerk)
    page = pen.opens(story, "note.recorded")
    day = days_ago(12).isoformat()
    assert "迟录12日" in pen.foresees(story, "note.recorded", page, occurred_on=day, text="电话通知")
    answer = pen.resends(story, "note.recorded", page, occurred_on=day, text="电话通知")
    assert "迟录12日" in text(pen.client.get(answer.url))


def test_what_has_not_happened_is_refused_at_its_day(province: Province, story: Story) -> None:
    tomorrow = (timezone.localdate() + timedelta(1)).isoformat()
    answer = Pen(province.river.clerk).sends(story, "note.recorded", occurred_on=tomorrow, text="明天的事")
    assert "尚未发生的事不能登记" in text(answer)
    assert 'id="id_occurred_on_error"' in text(answer)
    assert "明天的事" in text(answer)


def test_what_the_order_refuses_stands_above_the_form(province: Province, story: Story) -> None:
    story.closed()
    answer = Pen(province.river.clerk).sends(
        story, "hearing.scheduled", occurred_on="2019-07-01", starts_at="2019-08-01T09:00", purpose="补充质证"
    )
    assert "只能补记当日及以前发生的" in text(answer)
    assert 'value="补充质证"' in text(answer)


def test_both_languages_say_the_same(province: Province, story: Story) -> None:
    pen = Pen(province.river.clerk)
    pen.client.cookies["language"] = "en"
    page = text(pen.opens(story, "deduction.started"))
    for words in ("Deduction started", "Begins on", "Ground of the deduction", "The limit now", "Record"):
        assert words in page
    refused = text(pen.sends(story, "deduction.started", ground=""))
    assert "Everything you typed is still here" in refused
    assert "Choose one" in refused


# --- linked cases


def test_a_merger_finds_the_other_case_by_its_number(province: Province, story: Story) -> None:
    other = docketed(province.river).assigned(province.river.judge)
    number = other.row.number.replace("（", "(").replace("）", ")")
    Pen(province.river.judge).sends(story, "case.merged", occurred_on="2019-04-01", into_number=number)
    merged = newest(story, "case.merged")
    assert merged == {"into_number": other.row.number, "into_case_id": str(other.case)}


def test_a_case_one_may_not_see_is_not_found_by_its_number(province: Province, story: Story) -> None:
    other = docketed(province.hill)
    Pen(province.river.judge).sends(
        story, "case.merged", occurred_on="2019-04-01", into_number=other.row.number
    )
    assert newest(story, "case.merged") == {"into_number": other.row.number}


def test_a_court_is_chosen_by_its_name_in_either_language(province: Province, story: Story) -> None:
    Pen(province.river.judge).sends(
        story, "case.transferred", occurred_on="2019-04-01", to_court="河西市望山区人民法院", reason="管辖"
    )
    assert newest(story, "case.transferred")["to_court"] == str(province.hill.court.id)
    assert fold(happenings(story.case)).transferred_to == str(province.hill.court.id)


def test_the_acts_page_is_in_the_address_of_the_case(story: Story) -> None:
    assert address(story) == f"/cases/{story.case}/record"
