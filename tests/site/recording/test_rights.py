"""Who may record: a foreign case is not there, a post without the right is told why, decisions belong to whom the ladder names."""

from typing import Any

import pytest

from tests.cast import Member, Province, Story, docketed
from tests.site.recording.conftest import Pen, address, text
from tests.site_cast import signed_in
from xiezhi.record.models import Event

pytestmark = pytest.mark.django_db
DEDUCTION = "deduction.started"


def events(story: Story) -> int:
    return Event.objects.filter(case=story.case).count()


@pytest.mark.parametrize("who", ["far.judge", "hill.judge", "river.second_judge", "river.discipline"])
def test_a_case_that_is_not_seen_is_not_there(province: Province, story: Story, who: str) -> None:
    house, name = who.split(".")
    client = signed_in(getattr(getattr(province, house), name))
    before = events(story)
    for answer in (
        client.get(address(story)),
        client.get(address(story, DEDUCTION)),
        client.post(address(story, DEDUCTION), {"ground": "appraisal", "occurred_on": "2019-04-01"}),
        client.post(address(story, DEDUCTION, "preview"), {"ground": "appraisal"}),
    ):
        assert answer.status_code == 404
    assert events(story) == before


def test_who_sees_but_may_not_record_is_told_who_may(province: Province, story: Story) -> None:
    pen = Pen(province.river.president)
    answer = pen.opens(story, DEDUCTION)
    assert answer.status_code == 403
    assert "由本案的办案人员登记" in text(answer)
    sent = pen.client.post(address(story, DEDUCTION), {"ground": "appraisal", "occurred_on": "2019-04-01"})
    assert sent.status_code == 403


def test_a_post_that_never_records_it_is_told_which_posts_do(province: Province, story: Story) -> None:
    answer = Pen(province.river.trial_management).opens(story, DEDUCTION)
    assert answer.status_code == 403
    assert "书记员" in text(answer)


def test_an_unknown_kind_has_no_form(province: Province, story: Story) -> None:
    client = signed_in(province.river.judge)
    for kind in ("case.invented", "case.docketed", "case.received", "payload%2Fdestroyed"):
        assert client.get(address(story, "x").replace("/x", f"/{kind}")).status_code == 404


def test_what_is_not_its_time_says_what_is_lacking(province: Province, story: Story) -> None:
    answer = Pen(province.river.clerk).opens(story, "case.archived")
    assert answer.status_code == 409
    assert "案件尚未结案；请先记录结案" in text(answer)


def test_nothing_open_means_nothing_to_end(province: Province, story: Story) -> None:
    answer = Pen(province.river.clerk).opens(story, "suspension.ended")
    assert (answer.status_code, "没有尚未恢复的中止期间" in text(answer)) == (409, True)


# --- decisions on more time


def asked(story: Story, approver: str) -> Story:
    return story.on(8, 1, "extension.requested", request_no=1, months=3, approver=approver, reason="账目繁多")


def test_the_president_decides_without_a_part_in_the_case(province: Province, story: Story) -> None:
    asked(story, "president")
    pen = Pen(province.river.president)
    page = text(pen.opens(story, "extension.granted"))
    assert "账目繁多" in page
    assert 'value="欧阳靖远"' in page  # decided by himself
    answer = pen.sends(story, "extension.granted", occurred_on="2019-08-05")
    assert answer.status_code == 302
    granted = Event.objects.filter(case=story.case).latest("seq")
    assert (granted.kind, granted.officer_id) == ("extension.granted", province.river.president.officer.id)


def test_a_head_of_division_decides_on_no_extension(province: Province, story: Story) -> None:
    asked(story, "president")
    assert Pen(province.river.division_head).opens(story, "extension.granted").status_code == 403


def test_what_a_superior_court_decides_the_panel_records(province: Province, story: Story) -> None:
    asked(story, "superior")
    refused = Pen(province.river.president).opens(story, "extension.granted")
    assert (refused.status_code, "由上一级人民法院决定" in text(refused)) == (403, True)
    answer = Pen(province.river.clerk).sends(
        story, "extension.granted", occurred_on="2019-08-20", decided_by="示范省河西市中级人民法院，（2019）示01审批3号"
    )  # fmt: skip
    assert answer.status_code == 302


# --- a sealed record


def test_a_sealed_case_opens_for_its_unsealing_only(province: Province, story: Story) -> None:
    story.on(4, 1, "record.sealed", ground="未成年人", order="封存决定书")
    river = province.river
    for who in (river.president, river.judge):
        assert Pen(who).opens(story, DEDUCTION).status_code == 404
    page = Pen(river.president).opens(story, "record.unsealed")
    assert page.status_code == 200
    assert story.row.number not in text(page)
    answer = Pen(river.president).sends(story, "record.unsealed", order="解除封存决定书")
    assert answer.status_code == 302
    assert story.row.secrecy == "ordinary"


# --- the list of acts


def acts(who: Member, story: Story) -> str:
    return text(signed_in(who).get(address(story)))


def test_the_acts_are_links_or_reasons(province: Province, story: Story) -> None:
    page = acts(province.river.clerk, story)
    assert f'href="{address(story, DEDUCTION)}"' in page
    assert f'href="{address(story, "extension.requested")}"' not in page
    assert "“申请延长审限”由" in page


def test_acts_of_criminal_cases_stand_last_in_a_civil_one(province: Province, story: Story) -> None:
    unusual, custody = "一般不用于本类案件", f'href="{address(story, "custody.changed")}"'
    usual, _, rest = acts(province.river.clerk, story).partition(unusual)
    assert custody in rest
    assert custody not in usual
    river = province.river
    criminal = docketed(river, type="0201", branch="criminal", procedure="criminal.first.ordinary")
    assert unusual not in acts(river.judge, criminal.assigned(river.judge))


def test_the_page_of_the_case_offers_what_is_due_first(province: Province, story: Story) -> None:
    page = text(signed_in(province.river.clerk).get(f"/cases/{story.case}"))
    assert f'class="button main" href="{address(story, "hearing.scheduled")}"' in page
    story.on(4, 1, "suspension.ordered", span_no=1, ground="other_case")
    page = text(signed_in(province.river.clerk).get(f"/cases/{story.case}"))
    assert f'class="button main" href="{address(story, "suspension.ended")}"' in page


def test_the_president_finds_his_decision_on_a_file_that_is_closed_to_him(
    province: Province, story: Story
) -> None:
    asked(story, "president")
    page = text(signed_in(province.river.president).get(f"/cases/{story.case}"))
    assert address(story, "extension.granted") in page


def test_an_unassigned_case_is_assigned_by_the_filing_officer(province: Province) -> None:
    river = province.river
    story = docketed(river)
    answer: Any = Pen(river.filing_officer).sends(
        story, "case.assigned", occurred_on="2019-03-04", division_id=river.division("civil"), reporting_judge=river.judge.id
    )  # fmt: skip
    assert answer.status_code == 302
    assert answer.url == "/docket"  # an assigned case is no longer theirs to see
    assert story.row.reporting_judge_id == river.judge.officer.id
