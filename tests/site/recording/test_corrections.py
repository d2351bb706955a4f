"""Undoing by correction: from the time line, with the old content before one's eyes, never more than one may record oneself."""

from typing import Any

import pytest

from tests.cast import DEFENDANT, PLAINTIFF, Province, Story, docketed
from tests.site.recording.conftest import Pen, address, text
from tests.site_cast import signed_in
from xiezhi.record.ledger import happenings
from xiezhi.record.state import fold

pytestmark = pytest.mark.django_db
CORRECTION = "correction.recorded"
PHONE = "13912345678"


@pytest.fixture
def deducted(province: Province, story: Story) -> Story:
    """With a deduction, entry 4, begun on the wrong day."""
    return story.on(4, 1, "deduction.started", by=province.river.clerk, span_no=1, ground="appraisal")


def corrected(pen: Pen, story: Story, seq: int, **typed: Any) -> Any:
    return pen.sends(story, CORRECTION, f"?event={seq}", reason="日期误录", **typed)


def state(story: Story) -> Any:
    return fold(happenings(story.case))


def test_the_time_line_leads_to_the_correction(province: Province, deducted: Story) -> None:
    page = text(signed_in(province.river.clerk).get(f"/cases/{deducted.case}"))
    assert f"{address(deducted, CORRECTION)}?event=4" in page
    assert f"{address(deducted, CORRECTION)}?event=1" not in page  # the docketing is the registry's
    past = text(signed_in(province.river.clerk).get(f"/cases/{deducted.case}?as_of=2019-12-01"))
    assert "?event=4" not in past


def test_an_entry_is_withdrawn(province: Province, deducted: Story) -> None:
    answer = corrected(Pen(province.river.clerk), deducted, 4, action="withdraw")
    assert answer.status_code == 302
    assert state(deducted).spans == ()


def test_the_old_content_is_there_and_replaced(province: Province, deducted: Story) -> None:
    pen = Pen(province.river.clerk)
    page = text(pen.opens(deducted, CORRECTION, "?event=4"))
    assert 'value="2019-04-01"' in page
    assert '<option value="appraisal" selected>' in page
    corrected(pen, deducted, 4, other={"data.ground": "audit_valuation"}, occurred_on="2019-04-08")
    span = state(deducted).spans[0]
    assert (span.no, span.ground, str(span.start)) == (1, "audit_valuation", "2019-04-08")


def test_what_a_correction_put_there_is_what_the_next_one_begins_with(
    province: Province, deducted: Story
) -> None:
    pen = Pen(province.river.clerk)
    corrected(pen, deducted, 4, occurred_on="2019-04-08")
    page = text(pen.opens(deducted, CORRECTION, "?event=4"))
    assert 'value="2019-04-08"' in page
    corrected(pen, deducted, 4, occurred_on="2019-04-01")  # back to the first
    assert str(state(deducted).spans[0].start) == "2019-04-01"


def test_a_correction_shows_what_it_does_to_the_dates(province: Province, deducted: Story) -> None:
    deducted.on(4, 22, "deduction.ended", span_no=1)
    pen = Pen(province.river.clerk)
    page = pen.opens(deducted, CORRECTION, "?event=4")
    shown = pen.foresees(deducted, CORRECTION, page, occurred_on="2019-04-08", reason="误录")
    assert "2019年9月23日" in shown
    assert "2019年9月16日" in shown


def test_a_correction_that_changes_nothing_is_refused(province: Province, deducted: Story) -> None:
    answer = corrected(Pen(province.river.clerk), deducted, 4)
    assert "没有改动任何内容" in text(answer)


def test_a_correction_needs_its_reason(province: Province, deducted: Story) -> None:
    answer = Pen(province.river.clerk).sends(deducted, CORRECTION, "?event=4", action="withdraw", reason="  ")
    assert "请写明更正的理由" in text(answer)
    assert state(deducted).spans


def test_a_correction_that_breaks_the_record_says_which_entry(province: Province, deducted: Story) -> None:
    deducted.on(4, 22, "deduction.ended", span_no=1)
    answer = corrected(Pen(province.river.clerk), deducted, 4, action="withdraw")
    assert "更正之后，第5号记录不再成立" in text(answer)


def test_an_error_in_the_new_content_stands_at_its_field(province: Province, deducted: Story) -> None:
    answer = corrected(Pen(province.river.clerk), deducted, 4, other={"data.ground": ""})
    assert 'id="id_data.ground_error"' in text(answer)


def test_nobody_corrects_what_he_could_not_record(province: Province, deducted: Story) -> None:
    pen = Pen(province.river.clerk)
    for seq in ("1", "2", "99", "x", "-4", "4.0", "9" * 30):
        assert pen.opens(deducted, CORRECTION, f"?event={seq}").status_code == 404
    asked = deducted.on(
        8, 1, "extension.requested", request_no=1, months=3, approver="president", reason="繁"
    )
    assert pen.opens(asked, CORRECTION, "?event=5").status_code == 404


def test_an_entry_is_chosen_from_those_one_may_correct(province: Province, deducted: Story) -> None:
    page = text(Pen(province.river.clerk).opens(deducted, CORRECTION))
    assert "?event=4" in page
    assert "?event=1" not in page


def test_a_withdrawn_entry_can_be_brought_back(province: Province, deducted: Story) -> None:
    pen = Pen(province.river.clerk)
    corrected(pen, deducted, 4, action="withdraw")
    assert pen.opens(deducted, CORRECTION, "?event=4").status_code == 404
    corrected(pen, deducted, 5)  # the correction itself can only be withdrawn
    assert len(state(deducted).spans) == 1


# --- the docketing, with all its objects


@pytest.fixture
def received(province: Province) -> Story:
    """Docketed, not assigned; the plaintiff with protected details and a lawyer."""
    plaintiff = PLAINTIFF | {
        "sensitive": {"phone": PHONE, "address": "示范路1号"},
        "representatives": [{"name": "周远", "kind": "lawyer"}],
    }
    return docketed(province.river, parties=[plaintiff, DEFENDANT], facts={"others": {"complex": True}})


def test_the_docketing_is_corrected_without_opening_what_is_masked(
    province: Province, received: Story
) -> None:
    pen = Pen(province.river.filing_officer)
    page = pen.opens(received, CORRECTION, "?event=1")
    assert PHONE not in text(page)
    assert 'value="周远"' in text(page)
    assert "撤销：" not in text(page)  # a docketing is replaced, never withdrawn
    answer = pen.resends(
        received, CORRECTION, page, reason="姓名误录", other={"data.parties[1].name": "马晓艳"}
    )
    assert answer.status_code == 302
    now = state(received)
    assert [(one["no"], one["name"]) for one in now.parties] == [(1, "马晓艳"), (2, "示范建材有限公司")]
    assert now.parties[0]["sensitive"] == {"phone": PHONE, "address": "示范路1号"}
    assert now.facts["others"] == {"complex": True}
    assert now.number == received.state.number


def test_a_party_forgotten_at_the_docketing_gets_the_next_number(province: Province, received: Story) -> None:
    pen = Pen(province.river.filing_officer)
    page = pen.opens(received, CORRECTION, "?event=1")
    page = pen.resends(received, CORRECTION, page, reason="漏录", more="data.parties")
    third = {
        "data.parties[3].role": "third_party",
        "data.parties[3].kind": "person",
        "data.parties[3].name": "李文",
    }
    answer = pen.resends(received, CORRECTION, page, other=third)
    assert answer.status_code == 302
    assert [(one["no"], one["name"]) for one in state(received).parties][-1] == (3, "李文")


def test_a_party_struck_out_is_gone(province: Province, received: Story) -> None:
    answer = corrected(Pen(province.river.filing_officer), received, 1, other={"data.parties[2].drop": "on"})
    assert answer.status_code == 302
    assert [one["no"] for one in state(received).parties] == [1]
