"""The case page as its viewers meet it: what each sees, what is refused, and what the trail then says."""

import io
import json
import re
from datetime import date
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection, connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.cast import (
    DEFENDANT,
    PLAINTIFF,
    Member,
    Province,
    Story,
    appoint,
    collegial,
    docketed,
    found_province,
    moment,
)
from tests.site_cast import signed_in
from xiezhi.record.documents import store
from xiezhi.record.models import AuditEntry, CaseDocument, Conflict, Event
from xiezhi.record.state import CaseState
from xiezhi.rules.language import speak_to
from xiezhi.rules.procedure.catalogue import load_procedure
from xiezhi.site.staff.case.names import Names
from xiezhi.site.staff.case.voice import voice_of
from xiezhi.site.staff.case.wording import TOLD, say

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("plain_files")]

BASELINE = Path(__file__).parents[1] / "baselines" / "query_counts.json"
PHONE, ADDRESS = "13912345678", "示范省河西市临川区柳堰路8号3单元"
PERSON = {**PLAINTIFF, "sex": "female", "birth_year": 1979, "sensitive": {"phone": PHONE, "address": ADDRESS}}
LONG_NAME = "示范省河西市临川区人民政府国有资产监督管理委员会下属建设工程投资开发集团有限责任公司"
PDF = b"%PDF-1.7 main", b"%PDF-1.7 inner"


@pytest.fixture
def province(db) -> Province:
    return found_province()


@pytest.fixture
def story(province: Province) -> Story:
    """A civil case before a panel of the river court: a deduction, a hearing to come, minutes of the panel."""
    river = province.river
    third = {"no": 3, "role": "third_party", "kind": "person", "name": "公孙旁"}
    told = docketed(river, parties=[PERSON, DEFENDANT, third]).assigned(river.judge)
    panel = collegial(river.presiding_judge, river.judge, river.assessor, river.clerk)
    told.on(3, 5, "panel.formed", **panel)
    told.on(4, 1, "deduction.started", by=river.judge, span_no=1, ground="appraisal")
    told.on(4, 22, "deduction.ended", by=river.clerk, span_no=1, recorded=moment(date(2019, 4, 30)))
    told.on(
        5, 6, "hearing.scheduled", by=river.clerk, hearing_no=1, starts_at="2019-05-20T09:30", room="第三法庭"
    )
    told.on(5, 21, "minutes.recorded", by=river.clerk, text="多数意见认为应予支持", of="第一次评议")
    return told


def page(who: Member, story: Story, query: str = "", client: Client | None = None) -> Any:
    return (client or signed_in(who)).get(address(story) + query)


def address(story: Story, view: str = "case", *more: object) -> str:
    return reverse(f"staff:{view}", args=[story.case, *more])


def text(answer: Any) -> str:
    return answer.content.decode()


def trail(story: Story) -> list[tuple[str, str, str]]:
    entries = AuditEntry.objects.filter(case=story.case).order_by("entry")
    return list(entries.values_list("verb", "object_class", "outcome"))


# --- who sees what


def test_a_member_of_the_panel_sees_everything(province: Province, story: Story) -> None:
    shown = text(page(province.river.judge, story))
    for words in (
        "马晓燕",
        "扣除起：",
        "多数意见认为应予支持",
        "陆知衡（承办法官）",
        "迟录8日",
        "届满日怎样算出",
    ):
        assert words in shown, words
    assert trail(story) == [("case.read", "O1", "ok"), ("case.read", "O2", "ok")]


def test_each_class_that_is_read_leaves_one_entry(province: Province, story: Story) -> None:
    page(province.river.clerk, story, "?tab=parties")
    assert trail(story) == [("case.read", "O1", "ok")]


def test_a_foreign_case_is_answered_like_one_that_does_not_exist(province: Province, story: Story) -> None:
    client = signed_in(province.far.judge)
    foreign = client.get(address(story))
    unknown = client.get(reverse("staff:case", args=[uuid4()]))
    assert (foreign.status_code, unknown.status_code) == (404, 404)
    assert _without_tokens(foreign) == _without_tokens(unknown)
    assert trail(story) == [("case.read", "", "denied")]


def _without_tokens(answer: Any) -> str:
    plain = re.sub(r'value="[A-Za-z0-9]{64}"|X-CSRFToken": "[^"]*"', "", text(answer))
    return re.sub(r"/cases/[0-9a-f-]{36}", "", plain)


@pytest.mark.parametrize("view", ["case_purpose", "case_reveal"])
def test_what_is_asked_of_a_foreign_case_is_not_there_either(
    province: Province, story: Story, view: str
) -> None:
    answer = signed_in(province.far.judge).post(address(story, view), {"party": 1, "field": "phone"})
    assert answer.status_code == 404


def test_who_has_a_conflict_no_longer_finds_the_case(province: Province, story: Story) -> None:
    Conflict.objects.create(
        case_id=story.case, officer=province.river.judge.officer, ground="近亲属", first_on=date(2019, 5, 1)
    )
    assert page(province.river.judge, story).status_code == 404


def test_a_line_manager_sees_metadata_until_a_purpose_is_stated(province: Province, story: Story) -> None:
    head = province.river.division_head
    client = signed_in(head)
    before = text(page(head, story, client=client))
    assert "届满日怎样算出" in before
    assert "打开案件" in before
    assert "马晓燕 诉 示范建材有限公司" in before, "the two sides are metadata, as in the list of cases"
    for hidden in ("1979", "公孙旁", "第一次评议", "case-tabs"):
        assert hidden not in before
    client.post(address(story, "case_purpose"), {"purpose": "审核延长审限的申请"})
    after = text(page(head, story, client=client))
    assert "1979年生" in after and "公孙旁" in after
    assert "第一次评议" not in after  # the inner file stays closed, and there is no trace of it
    assert trail(story) == [
        ("case.metadata_read", "", "ok"), ("case.purpose_stated", "", "ok"), ("case.read", "O1", "ok"),
    ]  # fmt: skip
    assert AuditEntry.objects.get(verb="case.read").purpose == "审核延长审限的申请"


def test_a_purpose_that_says_nothing_is_refused_and_kept(province: Province, story: Story) -> None:
    client = signed_in(province.river.division_head)
    answer = text(client.post(address(story, "case_purpose"), {"purpose": "看"}))
    assert "至少4个字" in answer
    assert 'value="看"' in answer
    assert "1979" not in answer


def test_a_purpose_belongs_to_one_case(province: Province, story: Story) -> None:
    head = province.river.division_head
    other = docketed(province.river, parties=[PERSON, DEFENDANT]).assigned(province.river.judge)
    client = signed_in(head)
    client.post(address(story, "case_purpose"), {"purpose": "审核延长审限的申请"})
    assert "1979" not in text(page(head, other, client=client))


def test_trial_management_sees_metadata_and_no_door(province: Province, story: Story) -> None:
    shown = text(page(province.river.trial_management, story))
    assert "只能看案件的基本信息：案号、法院、庭室、审判组织、案由、两造名称" in shown
    assert "马晓燕 诉 示范建材有限公司" in shown
    assert "1979" not in shown and "公孙旁" not in shown
    assert "case_purpose" not in shown
    assert "打开案件" not in shown


def test_a_vice_president_in_charge_of_no_division_states_a_purpose_like_any_supervisor(
    province: Province, story: Story
) -> None:
    leader = appoint(province.river, "宋清和", "vice_president")
    client = signed_in(leader)
    assert "打开案件" in text(page(leader, story, client=client))
    client.post(address(story, "case_purpose"), {"purpose": "审核延长审限的申请"})
    assert "1979年生" in text(page(leader, story, client=client))
    other = docketed(province.river, parties=[PERSON, DEFENDANT]).assigned(
        province.river.criminal_judge, division="criminal"
    )
    one_division = province.river.vice_president
    assert "打开案件" in text(page(one_division, story))
    assert "打开案件" not in text(page(one_division, other)), "another's division"


@pytest.mark.parametrize("secrecy", ["protected", "sealed"])
def test_a_protected_case_shows_not_even_its_number(province: Province, secrecy: str) -> None:
    river = province.river
    told = docketed(river, secrecy="protected").assigned(river.judge)
    if secrecy == "sealed":
        told.on(5, 1, "record.sealed", ground="犯罪记录封存", order="（2019）封1号")
    answer = text(page(river.president, told))
    assert told.state.number not in answer
    assert "马晓燕" not in answer
    assert ("case.read", "", "denied") in trail(told)


def test_somebody_who_is_not_signed_in_is_asked_to(story: Story) -> None:
    answer = Client().get(address(story))
    assert answer.status_code == 302


# --- protected values


def test_protected_values_are_masked_until_opened(province: Province, story: Story) -> None:
    client = signed_in(province.river.clerk)
    masked = text(client.get(address(story) + "?tab=parties"))
    assert PHONE not in masked
    assert ADDRESS not in masked
    opened = text(client.post(address(story, "case_reveal"), {"party": 1, "field": "phone"}))
    assert PHONE in opened
    assert ADDRESS not in opened
    assert PHONE not in text(client.get(address(story) + "?tab=parties"))
    entry = AuditEntry.objects.get(verb="case.sensitive_opened")
    assert (entry.object_class, entry.object_id, entry.outcome) == ("O1", "1/phone", "ok")
    assert PHONE not in json.dumps(list(AuditEntry.objects.values()), default=str)


def test_without_a_part_in_the_case_opening_a_value_needs_a_reason(province: Province, story: Story) -> None:
    client = signed_in(province.river.division_head)
    asked = {"party": 1, "field": "phone", "reason": ""}
    assert client.post(address(story, "case_reveal"), asked).status_code == 404  # the file is closed
    client.post(address(story, "case_purpose"), {"purpose": "核对送达情况"})
    refused = text(client.post(address(story, "case_reveal"), asked))
    assert PHONE not in refused
    assert "请写明目的" in refused
    assert PHONE in text(client.post(address(story, "case_reveal"), asked | {"reason": "电话核对地址"}))
    assert AuditEntry.objects.get(verb="case.sensitive_opened", outcome="ok").purpose == "电话核对地址"


@pytest.mark.parametrize(
    "asked",
    [
        {"party": 9, "field": "phone"},
        {"party": 1, "field": "name"},
        {"party": 1, "field": "identity_number"},
        {},
    ],
)
def test_values_that_are_not_on_the_page_are_not_there(
    province: Province, story: Story, asked: dict[str, Any]
) -> None:
    assert signed_in(province.river.clerk).post(address(story, "case_reveal"), asked).status_code == 404


# --- documents


@pytest.fixture
def papers(story: Story) -> list[CaseDocument]:
    """One document of the main file, one of the inner file, one whose contents are not in the storage."""
    for number, (file, contents) in enumerate(zip(("main", "inner"), PDF), 1):
        stored = store(io.BytesIO(contents))
        _file(story, number, file, stored.sha256, stored.size, stored.media_type)
    _file(story, 3, "main", "0" * 64, 10, "application/pdf")
    return list(CaseDocument.objects.filter(case=story.case).order_by("no"))


def _file(story: Story, number: int, file: str, sha256: str, size: int, media_type: str) -> None:
    story.on(
        5, 22, "document.filed", document_no=number, sha256=sha256, name=f"材料{number}.pdf", title=f"{file}材料{number}",
        media_type=media_type, size=size, file=file, pages=3,
    )  # fmt: skip


def test_the_panel_downloads_both_files(province: Province, story: Story, papers: list[CaseDocument]) -> None:
    client = signed_in(province.river.judge)
    for paper, contents in zip(papers, PDF):
        answer = client.get(address(story, "document", paper.pk))
        assert answer.content == contents
        assert answer["Content-Disposition"].startswith("attachment")
        assert answer["X-Content-Type-Options"] == "nosniff"
    assert trail(story) == [("document.downloaded", "O1", "ok"), ("document.downloaded", "O2", "ok")]


def test_the_inner_file_is_not_there_for_others(
    province: Province, story: Story, papers: list[CaseDocument]
) -> None:
    client = signed_in(province.river.division_head)
    client.post(address(story, "case_purpose"), {"purpose": "审核延长审限的申请"})
    listed = text(client.get(address(story) + "?tab=documents"))
    assert "main材料1" in listed
    assert "inner材料2" not in listed
    assert "inner材料2" not in text(client.get(address(story)))
    assert client.get(address(story, "document", papers[0].pk)).status_code == 200
    assert client.get(address(story, "document", papers[1].pk)).status_code == 404
    assert ("document.downloaded", "O2", "denied") in trail(story)


def test_contents_that_are_missing_are_told_plainly(
    province: Province, story: Story, papers: list[CaseDocument]
) -> None:
    client = signed_in(province.river.judge)
    answer = client.get(address(story, "document", papers[2].pk), follow=True)
    assert "存储中没有这份材料的内容：材料3.pdf" in text(answer)


def test_a_document_of_another_case_is_not_there(
    province: Province, story: Story, papers: list[CaseDocument]
) -> None:
    other = docketed(province.river).assigned(province.river.judge)
    client = signed_in(province.river.judge)
    assert client.get(address(other, "document", papers[0].pk)).status_code == 404


# --- as known on a past day


def test_a_past_day_knows_only_what_was_recorded_then(province: Province, story: Story) -> None:
    shown = text(page(province.river.judge, story, "?as_of=2019-04-25"))
    assert "按2019年4月25日24时所知显示" in shown
    assert "停，余" in shown  # the deduction had ended on the 22nd, and nobody knew yet
    assert "第一次评议" not in shown


def test_the_last_minute_of_the_day_counts(province: Province) -> None:
    river = province.river
    told = docketed(river).assigned(river.judge)
    told.on(4, 1, "note.recorded", text="夜里登记的", recorded=moment(date(2019, 4, 1), 23, 59))
    assert "夜里登记的" in text(page(river.judge, told, "?as_of=2019-04-01"))
    assert "夜里登记的" not in text(page(river.judge, told, "?as_of=2019-03-31"))


def test_before_it_was_recorded_there_was_nothing(province: Province, story: Story) -> None:
    assert "本案还没有任何记录" in text(page(province.river.judge, story, "?as_of=2019-02-01"))


@pytest.mark.parametrize("day", ["yesterday", "2019-02-30", "2199-01-01", "0001-01-01"])
def test_a_day_that_cannot_be_shown_is_said_so(province: Province, story: Story, day: str) -> None:
    answer = page(province.river.judge, story, f"?as_of={day}")
    assert answer.status_code == 200
    assert 'class="note warning"' in text(answer)
    assert 'class="banner"' not in text(answer)


def test_rights_are_those_of_today_whatever_day_is_shown(province: Province, story: Story) -> None:
    river = province.river
    panel = collegial(river.presiding_judge, river.second_judge, river.assessor, river.clerk)
    story.on(6, 1, "panel.changed", **panel)
    assert page(river.judge, story, "?as_of=2019-05-25").status_code == 404


# --- events


@pytest.mark.parametrize(
    ("approver", "zh", "en"),
    [
        ("president", "院长批准延长审限6个月", "The president granted an extension of 6 months"),
        (
            "spc",
            "最高人民法院批准延长审限6个月",
            "The Supreme People's Court granted an extension of 6 months",
        ),
        ("not_specified", "批准延长审限6个月", "Extension of 6 months granted"),
    ],
)
def test_who_granted_more_time_is_said_as_people_say_it(approver: str, zh: str, en: str) -> None:
    voice = voice_of(CaseState(), Names({}, {}, {}), {}, frozenset())
    data = {"request_no": 1, "months": 6, "approver": approver}
    for language, words in (("zh", zh), ("en", en)):
        with speak_to(language):
            assert say(voice, "extension.granted", data, date(2019, 5, 1)).words == words


def test_every_kind_of_event_has_words() -> None:
    assert set(TOLD) == set(load_procedure().kinds)


def test_a_correction_strikes_what_it_corrects_and_links_to_it(province: Province, story: Story) -> None:
    river = province.river
    number = next(one.seq for one in story.state.history if one.kind == "deduction.ended")
    story.on(
        5, 23, "correction.recorded", corrects=number, action="replace", reason="日期抄错", data={"span_no": 1},
        occurred_on="2019-04-18",
    )  # fmt: skip
    shown = text(page(river.judge, story))
    assert f'href="#event-{number}"' in shown
    assert f'id="event-{number}"' in shown
    assert "现为2019年4月18日" in shown
    assert "已更正" in shown


def test_a_destroyed_content_is_shown_as_such(province: Province, story: Story) -> None:
    river = province.river
    story.on(5, 23, "note.recorded", text="须删除的内容")
    story.on(
        5, 24, "payload.destroyed", seqs=[story.state.last_seq], order="（2019）毁1号", ground="依申请删除"
    )
    shown = text(page(river.judge, story))
    assert "须删除的内容" not in shown
    assert "内容已依法销毁" in shown


def test_a_case_only_received_has_a_page(province: Province) -> None:
    from xiezhi.record import ledger
    from xiezhi.record.recorders import Feed

    river, day = province.river, date(2019, 3, 1)
    written = ledger.open_case(
        river.court.id, "case.received", {}, occurred_on=day, by=Feed("here"), at=moment(day)
    )
    shown = text(page(river.filing_officer, Story(river, written.case, written.state)))
    assert "已收案，尚未立案" in shown
    assert "未立案" in shown


def test_a_case_without_a_procedure_says_why_there_is_no_limit(province: Province) -> None:
    river = province.river
    told = docketed(river, procedure=None).assigned(river.judge)
    assert "没有登记适用程序" in text(page(river.judge, told))


# --- linked cases


def test_a_linked_case_that_may_not_be_seen_keeps_its_number(province: Province) -> None:
    far = docketed(province.far).assigned(province.far.judge)
    near = docketed(province.river, links=[{"kind": "split_from", "number": far.state.number}])
    near.assigned(province.river.judge).on(
        3, 9, "link.recorded", link={"kind": "split_from", "number": far.state.number}
    )
    shown = text(page(province.river.judge, near))
    assert far.state.number not in shown
    assert "分立自另一案件" in shown
    assert near.state.number not in text(page(province.far.judge, far))  # and the other way it does not exist


def test_the_panel_of_the_appeal_sees_the_case_it_came_from(province: Province) -> None:
    first = docketed(province.river).assigned(province.river.judge)
    appeal = docketed(
        province.middle, type="0302", instance="second", procedure="civil.appeal.judgment",
        links=[{"kind": "appeal_of", "number": first.state.number}], dispute_id=str(first.row.dispute_id),
    ).assigned(province.middle.judge)  # fmt: skip
    shown = text(page(province.middle.judge, appeal))
    assert f'href="{address(first)}"' in shown
    assert page(province.middle.judge, first).status_code == 200
    assert appeal.state.number not in text(page(province.river.judge, first))


# --- integrity and trail


@pytest.mark.parametrize(
    ("act", "told"),
    [
        (
            "UPDATE record_event SET occurred_on = '2019-04-02' WHERE case_id = %s AND seq = 4",
            "内容与其哈希不符",
        ),
        ("UPDATE record_event SET seq = 40 WHERE case_id = %s AND seq = 4", "内容与其哈希不符"),
        ("DELETE FROM record_event WHERE case_id = %s AND seq = 4", "与上一条的链断开"),
        ("DELETE FROM record_event WHERE case_id = %s AND seq = 7", "末尾的记录缺失"),
        (
            "UPDATE record_payload SET cipher = '\\x00' || cipher WHERE event_id ="
            " (SELECT id FROM record_event WHERE case_id = %s AND seq = 6)",
            "加密内容已被改动",
        ),
    ],
)
@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_what_was_changed_behind_the_ledger_is_named(
    province: Province, story: Story, act: str, told: str
) -> None:
    judge = province.river.judge
    assert "条记录都与登记时相同" in text(page(judge, story, "?tab=integrity"))
    with connections["owner"].cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(act, [story.case])
        cursor.execute("SET session_replication_role = origin")
    assert told in text(page(judge, story, "?tab=integrity"))


def test_the_trail_is_shown_to_those_who_deal_with_the_case(province: Province, story: Story) -> None:
    river = province.river
    page(province.far.judge, story)
    client = signed_in(river.division_head)
    client.post(address(story, "case_purpose"), {"purpose": "审核延长审限的申请"})
    shown = text(page(river.judge, story, "?tab=readers"))
    assert "被拒：案件内容" in shown
    assert "孟荞" in shown
    assert "审核延长审限的申请" in shown
    manager = text(client.get(address(story) + "?tab=readers"))
    assert "谁看过本案" not in manager


# --- bounded work


def _crowded(province: Province, parties: int, notes: int) -> Story:
    river = province.river
    names = [PERSON, DEFENDANT] + [
        {"no": number, "role": "defendant", "kind": "organisation", "name": f"{LONG_NAME}{number}"}
        for number in range(3, parties + 1)
    ]
    told = docketed(river, parties=names).assigned(river.judge)
    told.on(
        3, 5, "panel.formed", **collegial(river.presiding_judge, river.judge, river.assessor, river.clerk)
    )
    for number in range(notes):
        told.on(3, 6, "note.recorded", text=f"第{number}次联系当事人")
    return told


@pytest.mark.parametrize(
    "tab", ["events", "parties", "hearings", "documents", "requests", "integrity", "readers"]
)
def test_the_queries_of_a_page_do_not_grow_with_the_case(province: Province, tab: str) -> None:
    small, large = _crowded(province, 2, 2), _crowded(province, 30, 60)
    client = signed_in(province.river.judge)
    counts = []
    for story in (small, large):  # fills the caches of the process, and the trail
        client.get(address(story))
    for story in (small, large):
        with CaptureQueriesContext(connection) as queries:
            assert client.get(f"{address(story)}?tab={tab}").status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert counts[1] <= json.loads(BASELINE.read_text(encoding="utf-8"))[f"case.{tab}"]


def test_both_languages_are_whole(province: Province, story: Story) -> None:
    client = signed_in(province.river.judge)
    client.cookies["language"] = "en"
    for tab in ("events", "parties", "hearings", "documents", "requests", "integrity", "readers"):
        shown = text(client.get(f"{address(story)}?tab={tab}"))
        assert "{" not in re.sub(r"<meta[^>]*>|<body[^>]*>", "", shown)
    assert "Deduction starts" in text(client.get(address(story)))
    assert Event.objects.filter(case=story.case).count() == story.state.last_seq
