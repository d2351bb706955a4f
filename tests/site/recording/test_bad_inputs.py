"""What nobody should send: hostile words, endless numbers, days of no calendar, identifiers of strangers. Nothing fails, nothing slips in."""

from typing import Any
from uuid import uuid4

import pytest

from tests.cast import Province, Story
from tests.site.recording.conftest import Pen, address, text
from xiezhi.record.models import Event

pytestmark = pytest.mark.django_db
HOSTILE = '"><script>alert(1)</script>{{ request }}{% now %}\u202e'


def events(story: Story) -> int:
    return Event.objects.filter(case=story.case).count()


def refused(pen: Pen, story: Story, kind: str, **typed: Any) -> str:
    """What is shown for something that must not be recorded."""
    before = events(story)
    answer = pen.sends(story, kind, **typed)
    assert answer.status_code == 200
    assert events(story) == before
    return text(answer)


def test_hostile_words_are_kept_as_words(province: Province, story: Story) -> None:
    pen = Pen(province.river.clerk)
    page = refused(pen, story, "service.sent", paper=HOSTILE, party_no="", way="post")
    assert "<script>alert" not in page
    answer = pen.sends(story, "note.recorded", occurred_on="2019-03-20", text=HOSTILE)
    assert "<script>alert" not in text(pen.client.get(answer.url))


@pytest.mark.parametrize(
    "day",
    ["", "2019-02-30", "0001-01-01", "1899-12-31", "2200-01-01", "99999-01-01", "1.4.2019", "x" * 9000],
)  # fmt: skip
def test_a_day_of_no_calendar_is_refused_at_its_field(province: Province, story: Story, day: str) -> None:
    page = refused(Pen(province.river.clerk), story, "note.recorded", text="一", occurred_on=day)
    assert 'id="id_occurred_on_error"' in page


@pytest.mark.parametrize("months", ["0", "-3", "1.5", "9" * 5000, "1e9", "六", "10000"])
def test_a_number_that_is_none_is_refused_at_its_field(province: Province, story: Story, months: str) -> None:
    typed = {"months": months, "days": "", "approver": "president", "reason": "繁"}
    page = refused(Pen(province.river.judge), story, "extension.requested", occurred_on="2019-08-01", **typed)
    assert 'id="id_months_error"' in page


def test_a_text_too_long_is_refused_with_its_length(province: Province, story: Story) -> None:
    page = refused(
        Pen(province.river.clerk), story, "note.recorded", text="长" * 20_001, occurred_on="2019-03-20"
    )
    assert "至多20000个字符，现有20001个" in page


def test_control_characters_are_refused_at_the_field(province: Province, story: Story) -> None:
    page = refused(Pen(province.river.clerk), story, "note.recorded", text="a\x07b", occurred_on="2019-03-20")
    assert 'id="id_text_error"' in page


def test_a_nul_is_refused_before_anything_is_asked(province: Province, story: Story) -> None:
    answer = Pen(province.river.clerk).client.post(address(story, "note.recorded"), {"text": "a\0b"})
    assert answer.status_code == 400


@pytest.mark.parametrize("field", ["reporting_judge", "division_id"])
def test_strangers_are_not_on_the_list(province: Province, story: Story, field: str) -> None:
    pen = Pen(province.river.division_head)
    strangers = {
        "reporting_judge": [province.hill.judge.id, province.river.archives.id, str(uuid4()), "x"],
        "division_id": [province.hill.division("civil"), str(uuid4()), "x"],
    }[field]
    for stranger in strangers:
        page = refused(pen, story, "case.assigned", occurred_on="2019-04-01", **{field: stranger})
        assert f'id="id_{field}_error"' in page


def test_who_is_recused_is_not_offered(province: Province, story: Story) -> None:
    river = province.river
    story.on(4, 1, "conflict.declared", officer=river.second_judge.id, ground="近亲属")
    page = text(Pen(river.division_head).opens(story, "case.assigned"))
    assert "白玛央金" not in page
    assert "陆知衡" in page


def test_a_span_of_another_kind_or_none_is_not_on_the_list(province: Province, story: Story) -> None:
    story.on(4, 1, "deduction.started", span_no=1, ground="appraisal")
    pen = Pen(province.river.clerk)
    for number in ("2", "0", "-1", "x", "9" * 30):
        assert "列表中没有这一项" in refused(pen, story, "deduction.ended", span_no=number)


def test_numbers_and_digests_from_outside_are_not_taken(province: Province, story: Story) -> None:
    pen = Pen(province.river.clerk)
    pen.sends(
        story,
        "deduction.started",
        occurred_on="2019-04-01",
        ground="appraisal",
        span_no="77",
        sha256="f" * 64,
    )
    span = story.row.events.latest("seq")
    assert span.kind == "deduction.started"
    page = text(pen.opens(story, "deduction.ended"))
    assert '<option value="1"' in page


def test_rows_without_end_are_cut(province: Province, story: Story) -> None:
    pen = Pen(province.river.judge)
    page = refused(pen, story, "panel.changed", other={"members.rows": "9999", "form": ""})
    assert page.count('class="row"') <= 30  # as many as the catalogue allows
    assert "members[1].officer" in page


@pytest.mark.parametrize("sent", ["", "-1", "x", "9" * 50, "²"])
def test_a_count_of_rows_that_is_none_is_no_row(province: Province, story: Story, sent: str) -> None:
    page = refused(Pen(province.river.judge), story, "panel.changed", other={"members.rows": sent})
    assert "请至少填一行" in page


@pytest.mark.parametrize("token", ["", "short", "x" * 500, "../../x", HOSTILE])
def test_a_token_of_ones_own_making_does_no_harm(province: Province, story: Story, token: str) -> None:
    pen = Pen(province.river.clerk)
    answer = pen.sends(story, "note.recorded", occurred_on="2019-03-20", text="一", token=token)
    assert answer.status_code == 302
    assert story.row.events.latest("seq").external_ref.startswith("form/")


def test_a_form_without_its_csrf_token_is_refused(province: Province, story: Story) -> None:
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    client.cookies = Pen(province.river.clerk).client.cookies
    for view in ("kind", "preview"):
        answer = client.post(address(story, "note.recorded", view), {"text": "一"})
        assert answer.status_code == 403
    assert "note.recorded" not in story.row.events.values_list("kind", flat=True)


def test_a_name_of_forty_signs_and_foreign_letters_fit(province: Province, story: Story) -> None:
    name = "示范省河西市临川区人民政府国有资产监督管理委员会下属建设工程投资开发集团有限责任公司"
    pen = Pen(province.river.clerk)
    answer = pen.sends(
        story, "party.joined", occurred_on="2019-04-01", other={"party.role": "third_party", "party.kind": "organisation", "party.name": name}
    )  # fmt: skip
    assert answer.status_code == 302
    assert name in text(pen.opens(story, "party.left"))


def test_the_preview_of_nonsense_is_an_answer_too(province: Province, story: Story) -> None:
    pen = Pen(province.river.clerk)
    for nonsense in ({}, {"occurred_on": HOSTILE}, {"ground": "x", "upload": "[object File]"}):
        answer = pen.client.post(address(story, "deduction.started", "preview"), nonsense)
        assert answer.status_code == 200
        assert "现在的审限" in text(answer)
