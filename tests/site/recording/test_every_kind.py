"""Every kind of event that a person can record is reached by somebody, in a case that stands where the event can follow."""

from typing import Any

import pytest

from tests.cast import Member, Province, Story
from tests.site.recording.conftest import Pen, address, filled_in, text
from xiezhi.record.models import Event
from xiezhi.rules.procedure.catalogue import load_procedure
from xiezhi.site.staff.recording.desk import OF_REGISTRY

pytestmark = pytest.mark.django_db
KINDS = [kind for kind in load_procedure().kinds if kind not in OF_REGISTRY]


def prepared(story: Story, kind: str) -> None:
    """The case where an event of this kind can follow."""
    if kind.startswith("hearing.") and kind != "hearing.scheduled":
        story.on(5, 6, "hearing.scheduled", hearing_no=1, starts_at="2019-05-20T09:30", room="第三法庭")
    elif kind == "deduction.ended":
        story.on(4, 1, "deduction.started", span_no=1, ground="appraisal")
    elif kind in ("suspension.ended", "suspension.reviewed"):
        story.on(4, 1, "suspension.ordered", span_no=1, ground="other_case")
    elif kind in ("extension.granted", "extension.refused", "extension.withdrawn", "extension.lapsed"):
        story.on(8, 1, "extension.requested", request_no=1, months=6, approver="president", reason="案情复杂")
    elif kind == "supplementary_investigation.returned":
        story.on(4, 1, "supplementary_investigation.started", span_no=1)
    elif kind == "notice.ended":
        story.on(4, 1, "notice.published", span_no=1)
    elif kind in ("appeal.filed", "effect.established", "case.archived"):
        story.closed()
    elif kind in ("appeal.withdrawn", "appeal.forwarded"):
        story.closed().on(6, 10, "appeal.filed", party_no=1)
    elif kind == "document.withdrawn":
        paper: Any = {"sha256": "a" * 64, "name": "起诉状.pdf", "media_type": "application/pdf", "size": 9}
        story.on(3, 6, "document.filed", document_no=1, file="main", **paper)
    elif kind == "record.unsealed":
        story.on(4, 1, "record.sealed", ground="未成年人", order="封存决定书")
    elif kind == "panel.formed":
        panel = next(one for one in story.state.history if one.kind == "panel.formed")
        story.on(3, 6, "correction.recorded", corrects=panel.seq, action="withdraw", reason="误录")


def recorder_of(province: Province, story: Story, kind: str) -> Member:
    """Somebody who may record it here and sees the case."""
    river = province.river
    if kind == "payload.destroyed":
        story.closed()
        return river.archives
    if kind == "record.unsealed" or load_procedure().kinds[kind].name == "recusal.granted":
        return river.president
    if kind == "case.assigned":
        return river.division_head
    return river.judge


@pytest.mark.parametrize("kind", KINDS)
def test_the_form_of_every_kind_opens(province: Province, story: Story, kind: str) -> None:
    prepared(story, kind)
    answer = Pen(recorder_of(province, story, kind)).opens(story, kind)
    assert answer.status_code == 200
    if kind != "correction.recorded":
        assert {"token", "seen"} <= filled_in(text(answer)).keys()


@pytest.mark.parametrize("kind", KINDS)
def test_an_empty_form_records_nothing_it_should_not(province: Province, story: Story, kind: str) -> None:
    """Whatever is sent empty is refused at its fields or recorded whole; it never fails."""
    prepared(story, kind)
    pen = Pen(recorder_of(province, story, kind))
    before = Event.objects.filter(case=story.case).count()
    answer = pen.client.post(address(story, kind), {})
    assert answer.status_code == 200
    assert Event.objects.filter(case=story.case).count() == before


@pytest.mark.parametrize("kind", KINDS)
def test_the_foresight_of_every_kind_answers(province: Province, story: Story, kind: str) -> None:
    prepared(story, kind)
    pen = Pen(recorder_of(province, story, kind))
    if kind == "correction.recorded":
        return
    page = pen.opens(story, kind)
    assert "审限" in pen.foresees(story, kind, page) or "登记前后" in pen.foresees(story, kind, page)
