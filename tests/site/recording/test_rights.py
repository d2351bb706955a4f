"""Who may record: a foreign case is not there, a post without the right is told why, decisions belong to whom the ladder names."""

import re
from typing import Any

import pytest
from django.utils import timezone

from tests.cast import Member, Province, Story, appoint, docketed
from tests.site.recording.conftest import Pen, address, filled_in, text
from tests.site_cast import signed_in
from xiezhi.record.errors import NotThere
from xiezhi.record.models import Event
from xiezhi.record.visibility import file_for
from xiezhi.rules.procedure.catalogue import load_procedure
from xiezhi.site.staff.recording.desk import OF_REGISTRY

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


def test_while_a_case_is_suspended_it_is_neither_suspended_again_nor_is_a_deduction_begun(
    province: Province, story: Story
) -> None:
    story.on(4, 1, "suspension.ordered", span_no=1, ground="other_case")
    for path in (address(story), f"/cases/{story.case}"):
        page = text(signed_in(province.river.clerk).get(path))
        for kind in ("suspension.ordered", DEDUCTION):  # what happened before can still be entered
            assert page.count(f'href="{address(story, kind)}"') == 1
            assert f'<a href="{address(story, kind)}">补录此前发生的</a>' in page
        assert "已有尚未恢复的中止期间" in page
        assert "请先登记恢复审理" in page
    answer = Pen(province.river.clerk).sends(story, DEDUCTION, occurred_on="2019-03-20", ground="appraisal")
    assert answer.status_code == 302


def test_a_basic_court_converts_no_case_to_the_review_of_a_death_sentence(province: Province) -> None:
    river = province.river
    criminal = docketed(river, type="0201", branch="criminal", procedure="criminal.first.simplified")
    page = text(Pen(river.judge).opens(criminal.assigned(river.judge), "procedure.converted"))
    assert 'value="criminal.first.ordinary"' in page
    assert "criminal.review" not in page
    assert "civil.first" not in page


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


def choices(page: str, name: str) -> list[str]:
    """What a list of the form offers, group after group."""
    inside = re.search(rf'<select name="{re.escape(name)}".*?</select>', page, re.DOTALL)
    assert inside, "the form has no such list"
    return [words.strip() for words in re.findall(r'label="([^"]+)"|<option[^>]*>([^<]+)', inside[0]) for words in words if words]  # fmt: skip


def test_everybody_stands_once_with_division_and_post_the_own_division_first(
    province: Province, story: Story
) -> None:
    river = province.river
    appoint(
        river, "", "judge", "criminal", officer=river.division_head.officer
    )  # he hears cases elsewhere too
    appoint(river, "", "committee_member", officer=river.division_head.officer)
    offered = choices(text(Pen(river.clerk).opens(story, "panel.changed")), "members[1].officer")
    assert offered[1:4] == ["承办部门", "容若水（民事审判庭副院长）", "马文渊（民事审判庭庭长）"]
    assert [words for words in offered if "马文渊" in words] == ["马文渊（民事审判庭庭长）"]
    assert offered.index("院领导及其他") < offered.index("欧阳靖远（院长）") < offered.index("其他部门")
    assert "铁木尔（刑事审判庭法官）" in offered[offered.index("其他部门") :]


def test_only_divisions_in_which_somebody_judges_handle_cases(province: Province) -> None:
    story = docketed(province.river)
    page = text(Pen(province.river.filing_officer).opens(story, "case.assigned"))
    assert choices(page, "division_id") == ["请选择", "民事审判庭", "刑事审判庭"]
    assert choices(page, "reporting_judge")[1] == "各部门"


def test_who_recuses_is_looked_for_in_the_panel_first(province: Province, story: Story) -> None:
    page = text(Pen(province.river.division_head).opens(story, "recusal.granted"))
    offered = choices(page, "officer")
    assert offered[:3] == ["请选择", "本案审判组织", "陆知衡（民事审判庭法官）"]
    assert len(offered) == len(set(offered))


def test_the_panel_begins_with_the_judge_to_whom_the_case_was_assigned(province: Province) -> None:
    river = province.river
    page = text(Pen(river.judge).opens(docketed(river).assigned(river.judge), "panel.formed"))
    assert filled_in(page)["members[1].officer"] == river.judge.id
    assert filled_in(page)["members[1].role"] == "reporting_judge"
    assert filled_in(page)["members[2].officer"] == ""


def test_an_unassigned_case_is_assigned_by_the_filing_officer(province: Province) -> None:
    river = province.river
    story = docketed(river)
    answer: Any = Pen(river.filing_officer).sends(
        story, "case.assigned", occurred_on="2019-03-04", division_id=river.division("civil"), reporting_judge=river.judge.id
    )  # fmt: skip
    assert answer.status_code == 302
    assert answer.url == "/docket"  # an assigned case is no longer theirs to see
    assert story.row.reporting_judge_id == river.judge.officer.id


# --- every post that may record something


RECORDING = sorted({name for kind in load_procedure().kinds.values() for name in kind.recorders})


@pytest.mark.parametrize("role", RECORDING)
def test_no_post_records_in_a_case_that_it_does_not_see(province: Province, story: Story, role: str) -> None:
    """Somebody of the court in this post and another division, without a part in the case. Heads of the court and those who run its
    trial management see its cases, archives see what supervisors did in each; for everybody else it is not there, whatever the post
    could record elsewhere."""
    river = province.river
    stranger = appoint(river, "百里鸿", role, "criminal")
    try:
        file_for(stranger.looks(timezone.localdate()), story.case)
    except NotThere:
        hidden = True
    else:
        hidden = False
    assert hidden is (role not in ("president", "vice_president", "trial_management", "archives"))
    if not hidden:
        return
    client, before = signed_in(stranger), events(story)
    for kind in (kind for kind in load_procedure().kinds.values() if role in kind.recorders):
        if kind.name in OF_REGISTRY:
            continue
        assert client.get(address(story, kind.name)).status_code == 404, kind.name
        assert client.post(address(story, kind.name), {"occurred_on": "2019-04-01"}).status_code == 404, (
            kind.name
        )
    assert client.get(address(story)).status_code == 404
    assert client.post(address(story, DEDUCTION, "preview"), {}).status_code == 404
    asked = {"kind": DEDUCTION, "occurred_on": "2019-04-01", "data": {}}
    program = client.post(f"/api/cases/{story.case}/events", asked, content_type="application/json")
    assert program.status_code == 404
    assert client.post(f"/registry/cases/{story.case}/docket", {"act": "docket"}).status_code == 404
    assert events(story) == before
