"""The desk: what waits for whom, nearest date first, each with its one main action."""

import re
from typing import Any

import pytest
from django.test import Client

from tests.cast import Member, Province, Story, appoint, docketed, moment
from tests.site_cast import signed_in
from tests.watch_pages import shown, text
from tests.watched_cases import TODAY, told
from xiezhi.record import ledger
from xiezhi.record.models import AuditEntry, Conflict
from xiezhi.record.recorders import Feed
from xiezhi.work.deadlines.models import Deadline, Edition

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("plain_files")]
LINE = re.compile(r'<li><div class="desk-day">(.*?)</li>', re.DOTALL)
SECTION = re.compile(r'<section class="desk-section"><h2>(.*?)</h2>(.*?)</section>', re.DOTALL)
ASKED: dict[str, Any] = {
    "request_no": 1,
    "months": 3,
    "approver": "president",
    "ground": "special_circumstances",
    "reason": "案情复杂",
}


def plain(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def lines(page: str, kind: str = "") -> list[str]:
    """The rows of the desk in words, of one kind or all."""
    return [plain(line) for line in LINE.findall(page) if f'<span class="desk-kind">{kind}' in line]


def sections(page: str) -> dict[str, int]:
    """The sections with how many rows stand in each."""
    return {plain(words).strip(): len(LINE.findall(part)) for words, part in SECTION.findall(page)}


def without_other_clocks() -> None:
    Deadline.objects.exclude(kind="trial").delete()


def asks(river: Any) -> Story:
    """A request of the judge for three months more, pending since 10 September."""
    return told(river, river.judge, 4, 11).on(9, 10, "extension.requested", by=river.judge, **ASKED)


def received(house: Any, month: int, day: int) -> Any:
    happened = TODAY.replace(month=month, day=day)
    return ledger.open_case(
        house.court.id, "case.received", {"received_from": "当事人"}, occurred_on=happened, by=Feed("here"), at=moment(happened)
    ).case  # fmt: skip


def test_signing_in_and_the_brand_lead_to_the_desk(province: Province, client: Client) -> None:
    assert client.get("/")["Location"] == "/desk"
    assert 'class="brand" href="/desk"' in shown(province.river.judge, "/docket")


def test_a_judge_finds_his_limits_hearings_and_checks_nearest_first(
    province: Province, cases: dict[str, Story]
) -> None:
    without_other_clocks()
    page = shown(province.river.judge, "/desk")
    found = lines(page, "审限")
    order = ["past", "due_today", "near", "warned"]
    places = [
        next(place for place, line in enumerate(found) if cases[name].state.number in line) for name in order
    ]
    assert places == sorted(places)
    assert sections(page) == {"已过": 3, "今天，9月16日 周一": 2, "本周": 1, "以后": 2}
    assert "超5日" in found[0]
    assert cases["nearer"].state.number not in page  # the colleague's


def test_a_hearing_of_today_says_when_and_where_and_one_behind_asks_to_be_recorded(
    province: Province, cases: dict[str, Story]
) -> None:
    page = shown(province.river.judge, "/desk")
    found = lines(page, "开庭")
    assert len(found) == 3
    assert "09:30" in found[1] and "第一审判庭" in found[1]
    assert "还没有登记庭审情况" in found[0] and "登记开庭" in found[0]
    assert f'/cases/{cases["warned"].case}/record/hearing.held"' in page
    assert not any(cases["paused"].state.number in line for line in found)  # cancelled


def test_a_suspension_to_check_leads_to_its_form(province: Province, cases: dict[str, Story]) -> None:
    page = shown(province.river.judge, "/desk")
    (line,) = lines(page, "核查中止")
    assert cases["suspended"].state.number in line
    assert f'/cases/{cases["suspended"].case}/record/suspension.reviewed"' in page


def test_another_clock_leads_to_the_form_that_fulfils_it(province: Province) -> None:
    story = told(province.river, province.river.judge, 9, 10)
    page = shown(province.river.judge, "/desk")
    assert any("发送起诉状副本" in line and "登记办理" in line for line in lines(page, "其他期限"))
    assert f"/cases/{story.case}/record/service." in page


def test_a_head_finds_the_limits_of_his_division_and_its_figures(
    province: Province, cases: dict[str, Story]
) -> None:
    page = shown(province.river.division_head, "/desk")
    limits = lines(page, "审限")
    assert any(cases["nearer"].state.number in line and "承办白玛央金" in line for line in limits)
    assert not any(cases["fast_old"].state.number in line for line in limits)  # the criminal division's
    assert "本庭" in plain(page) and lines(page, "其他期限") == []


def test_a_request_waits_for_the_president_and_the_head_knows_of_it(province: Province) -> None:
    story = asks(province.river)
    page = shown(province.river.president, "/desk")
    (line,) = lines(page, "审批")
    assert "由您决定" in line and "延长3个月" in line and "陆知衡" in line and "9月10日申请" in line
    assert f'class="button main" href="/cases/{story.case}/record/extension.granted"' in page
    head = shown(province.river.division_head, "/desk")
    (line,) = lines(head, "审批")
    assert "由本院院长决定" in line and "看案件" in line and "extension.granted" not in head
    assert lines(shown(province.hill.president, "/desk"), "审批") == []
    story.on(9, 12, "extension.refused", request_no=1, approver="president", reason="不符合条件")
    assert lines(shown(province.river.president, "/desk"), "审批") == []


def test_cases_without_a_judge_wait_for_those_who_assign(province: Province) -> None:
    story = docketed(province.river, 9, 3)
    for who in (province.river.filing_officer, province.river.president):
        page = shown(who, "/desk")
        (line,) = lines(page, "分案")
        assert story.state.number in line and "9月3日立案" in line
        assert f'/cases/{story.case}/record/case.assigned"' in page
    assert lines(shown(province.river.judge, "/desk"), "分案") == []


def test_received_cases_wait_for_the_filing_officer(province: Province) -> None:
    case = received(province.river, 9, 11)
    page = shown(province.river.filing_officer, "/desk")
    (line,) = lines(page, "立案")
    assert "9月11日收到材料" in line and f'/cases/{case}/record/case.docketed"' in page
    assert lines(shown(province.hill.filing_officer, "/desk"), "立案") == []


def test_a_staged_edition_waits_for_those_alone_who_decide(province: Province) -> None:
    Edition.objects.create(
        digest="b" * 64,
        files={},
        title_zh="2020年放假安排",
        title_en="holidays in 2020",
        staged_at=moment(TODAY),
    )
    (line,) = lines(shown(province.high.president, "/desk"), "变更")
    assert "2020年放假安排" in line
    for who in (province.middle.president, province.river.president, province.high.judge):
        assert lines(shown(who, "/desk"), "变更") == []


def test_a_court_above_does_not_carry_the_work_of_the_courts_below(
    province: Province, cases: dict[str, Story]
) -> None:
    page = shown(province.middle.president, "/desk")
    assert lines(page) == [] and "没有等您办的事" in page


def test_a_protected_case_waits_without_its_name(province: Province) -> None:
    story = told(
        province.river, province.river.judge, 3, 25, secrecy="protected", cause={"name": "秘密案由纠纷"}
    )
    page = shown(province.river.president, "/desk")
    (line,) = lines(page, "审限")
    assert "受保护" in line
    assert "秘密案由" not in page and story.state.number not in page and str(story.case) not in page
    assert "秘密案由" in shown(province.river.judge, "/desk")


def test_a_conflict_takes_everything_of_a_case_off_the_desk(
    province: Province, cases: dict[str, Story]
) -> None:
    judge = province.river.judge
    for name in ("near", "suspended", "warned"):
        Conflict.objects.create(
            case_id=cases[name].case, officer=judge.officer, ground="近亲属", first_on=TODAY
        )
    page = shown(judge, "/desk")
    assert not any(cases[name].state.number in page for name in ("near", "suspended", "warned"))


@pytest.mark.parametrize(
    "who", ["judge", "division_head", "president", "clerk", "filing_officer", "trial_management"]
)
def test_each_chip_shows_as_many_rows_as_it_says(
    province: Province, cases: dict[str, Story], who: str
) -> None:
    asks(province.river)
    docketed(province.river, 9, 3)
    client = signed_in(getattr(province.river, who))
    page = text(client.get("/desk"))
    chips = re.findall(
        r'<a class="chip[^"]*" href="([^"]+)"[^>]*>[^<]+<span class="count">(\d+)</span>', page
    )
    assert chips[0] == ("/desk", str(len(lines(page))))
    for href, number in chips:
        assert len(lines(text(client.get(href)))) == int(number), href


def test_a_kind_that_is_none_shows_everything(province: Province, cases: dict[str, Story]) -> None:
    client = signed_in(province.river.judge)
    assert lines(text(client.get("/desk?kind=nowhere"))) == lines(text(client.get("/desk")))


def test_rows_beyond_what_a_desk_shows_are_one_link_away(province: Province) -> None:
    for place in range(33):
        told(province.river, province.river.judge, 3, 18 + place % 10)
    page = shown(province.river.judge, "/desk?kind=limit")
    assert len(lines(page)) == 30
    assert "审限还有3件" in page


def test_an_empty_desk_says_what_comes_next(province: Province) -> None:
    assert "到了提醒点" in shown(province.river.judge, "/desk")
    told(province.river, province.river.judge, 8, 1).on(
        9, 2, "hearing.scheduled", hearing_no=1, starts_at="2019-10-16T09:30"
    )
    without_other_clocks()
    page = shown(province.river.judge, "/desk")
    assert "没有等您办的事" in page
    assert "下一次开庭：2019年10月16日" in page and "2020年2月3日" in page


def test_the_week_shows_hearings_by_the_clock_and_what_is_due(
    province: Province, cases: dict[str, Story]
) -> None:
    page = shown(province.river.judge, "/desk")
    week = plain(page.split('class="desk-week"')[1].split("</ol>")[0])
    assert re.search(r"周一 9月16日 09:30 第一审判庭，买卖合同纠纷 届满1", week)
    assert re.search(r"周三 9月18日 14:00", week)
    assert "15:00" not in week and "周六 9月21日 休" in week
    assert "届满1" in plain(page.split('class="desk-week"')[1].split("</ol>")[1])  # next week


def test_opening_the_desk_leaves_an_entry(province: Province, cases: dict[str, Story]) -> None:
    shown(province.river.judge, "/desk")
    assert AuditEntry.objects.filter(verb="desk.opened", officer=province.river.judge.officer.pk).count() == 1


def test_another_post_has_another_desk(province: Province, cases: dict[str, Story]) -> None:
    """What waits hangs on the post one acts in, not on the person."""
    judge = province.river.judge
    elsewhere: Member = appoint(province.hill, "", "judge", "civil", officer=judge.officer)
    assert lines(shown(elsewhere, "/desk")) == []
