"""One event at a time: what the ledger writes, what it refuses, and that it writes all or nothing."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest

from tests.cast import DOCKETING, JUDGMENT, TODAY, Story, collegial, docketed, moment, sole
from xiezhi.record import chain, ledger
from xiezhi.record.errors import InputError, NotThere, Overtaken, ReadOnlyHere, Refused
from xiezhi.record.models import (
    Case,
    CaseDocument,
    CaseLink,
    CaseParty,
    CasePast,
    Conflict,
    Event,
    Hearing,
    PanelMember,
    Payload,
    Representative,
)
from xiezhi.record.recorders import Feed
from xiezhi.record.state import fold

MARCH_1 = date(2019, 3, 1)


def count_everything():
    tables = (
        Case,
        Event,
        Payload,
        CasePast,
        CaseParty,
        PanelMember,
        Hearing,
        CaseDocument,
        CaseLink,
        Conflict,
    )
    return [table.objects.count() for table in tables]


def test_a_docketed_case_stands_in_the_docket_with_its_number_and_parties(province):
    story = docketed(province.river, by=province.river.filing_officer, amount_fen=1_200_000)
    case = story.row
    assert case.number == "（2019）示0102民初1号"
    assert (case.stage, case.filed_on, case.cause_name) == ("pending", MARCH_1, "买卖合同纠纷")
    assert case.parties_label == "马晓燕|示范建材有限公司"
    assert (case.amount_fen, case.dispute_id, case.last_seq) == (1_200_000, case.id, 1)
    event = Event.objects.get()
    assert (event.officer_id, event.post_id) == (
        province.river.filing_officer.officer.id,
        province.river.filing_officer.post.id,
    )


def test_each_event_holds_on_to_the_one_before(province):
    story = docketed(province.river).assigned(province.river.judge)
    story.on(3, 6, "panel.formed", **sole(province.river.judge, province.river.clerk)).closed()
    before = chain.NOTHING_BEFORE
    for event in Event.objects.order_by("seq"):
        assert bytes(event.prev_hash) == before
        link = chain.Link(
            event.id, event.case_id, event.court_id, event.seq, event.kind, event.version, event.occurred_on, event.recorded_at,
            event.officer_id, event.post_id, event.source, event.external_ref, bytes(event.payload_hash), bytes(event.prev_hash),
        )  # fmt: skip
        before = chain.leaf_hash(chain.canonical(link))
        assert bytes(event.hash) == before
    assert (bytes(story.row.last_hash), story.row.last_seq) == (before, 4)


def test_a_whole_life_reads_the_same_from_its_events_and_from_its_rows(province):
    river = province.river
    story = docketed(river).assigned(river.judge)
    story.on(
        3, 6, "panel.formed", **collegial(river.presiding_judge, river.judge, river.assessor, river.clerk)
    )
    story.on(3, 20, "party.joined", party={"no": 3, "role": "third_party", "kind": "person", "name": "丹增"})
    story.on(
        3, 21, "representative.appointed", party_no=1, representative={"name": "顾行舟", "kind": "lawyer"}
    )
    story.on(4, 1, "hearing.scheduled", hearing_no=1, starts_at="2019-04-20T09:30", room="第三法庭")
    assert story.row.next_hearing_at == moment(date(2019, 4, 20), 9, 30)
    story.on(4, 20, "hearing.held", hearing_no=1)
    story.on(
        4, 22, "document.filed", document_no=1, sha256="a" * 64, name="判决书.pdf", media_type="application/pdf", size=9, file="main"
    )  # fmt: skip
    story.on(5, 5, "link.recorded", link={"kind": "mediation_of", "number": "（2019）示0102诉前调8号"})
    story.closed()
    case = story.row
    assert (case.stage, case.outcome, case.closing_way, case.closed_on) == (
        "closed",
        "judgment",
        "pronounced",
        date(2019, 6, 3),
    )
    assert fold(ledger.happenings(case.id)) == story.state
    assert list(CaseParty.objects.values_list("no", "name")) == [
        (1, "马晓燕"),
        (2, "示范建材有限公司"),
        (3, "丹增"),
    ]
    assert Representative.objects.get().party.no == 1
    assert [one.standing for one in Hearing.objects.all()] == ["held"]
    assert CaseDocument.objects.get().name == "判决书.pdf"
    assert CaseLink.objects.get().kind == "mediation_of"
    assert PanelMember.objects.filter(last_on=None).count() == 4


def test_a_third_party_finds_the_case_though_the_label_does_not_name_it(province, rows):
    story = docketed(province.river)
    story.on(
        3, 20, "party.joined", party={"no": 3, "role": "third_party", "kind": "person", "name": "才让卓玛"}
    )
    assert "才让卓玛" not in story.row.parties_label
    assert rows("SELECT count(*) FROM record_case WHERE search @@ '''!卓玛'''::tsquery") == [(1,)]


def test_a_case_received_first_takes_the_dispute_its_docketing_names(province):
    dispute = uuid4()
    court = province.river.court.id
    received = ledger.open_case(
        court,
        "case.received",
        {},
        occurred_on=date(2019, 2, 25),
        by=Feed("here"),
        at=moment(date(2019, 2, 25)),
    )
    story = Story(province.river, received.case, received.state)
    assert (story.row.stage, story.row.dispute_id) == ("received", received.case)
    story.on(3, 1, "case.docketed", **DOCKETING, dispute_id=str(dispute))
    assert (story.row.stage, story.row.dispute_id) == ("pending", dispute)


def test_a_correction_changes_the_row_and_the_error_stays_in_the_record(province):
    story = docketed(province.river).assigned(province.river.judge)
    wrong = {**DOCKETING, "number": story.row.number, "amount_fen": 100}
    story.on(3, 9, "correction.recorded", corrects=1, action="replace", reason="标的额有误", data=wrong)
    assert story.row.amount_fen == 100
    assert Event.objects.filter(case=story.case).count() == 3
    past = CasePast.objects.filter(case=story.case).order_by("known_from")
    assert [row.amount_fen for row in past] == [None, None]


# --- what is refused


@pytest.mark.parametrize("month, day", [(12, 2), (12, 31)])
def test_what_has_not_happened_yet_is_refused(province, month, day):
    story = docketed(province.river)
    with pytest.raises(InputError, match="尚未发生"):
        story.on(month, day, "note.recorded", text="预告", recorded=moment(TODAY))


def test_a_refused_event_leaves_nothing_behind(province):
    story = docketed(province.river)
    before = count_everything(), story.row.last_hash
    for kind, data in (
        ("case.docketed", DOCKETING),
        ("hearing.held", {"hearing_no": 1}),
        ("appeal.filed", {}),
        ("note.recorded", {"text": ""}),
        ("no.such_kind", {}),
    ):
        with pytest.raises(InputError):
            story.on(4, 1, kind, **data)
    assert (count_everything(), story.row.last_hash) == before


def test_an_event_that_names_an_unknown_judge_or_division_is_refused(province):
    story = docketed(province.river)
    stranger = str(uuid4())
    with pytest.raises(InputError, match="没有人员") as refused:
        story.on(
            3, 4, "case.assigned", division_id=province.river.division("civil"), reporting_judge=stranger, way="random"
        )  # fmt: skip
    assert refused.value.field == "reporting_judge"
    with pytest.raises(InputError, match="没有部门"):
        story.on(
            3, 4, "case.assigned", division_id=stranger, reporting_judge=province.river.judge.id, way="random"
        )  # fmt: skip
    panel = sole(province.river.judge, province.river.clerk)
    panel["members"][1]["officer"] = stranger
    with pytest.raises(InputError, match="没有人员"):
        story.on(3, 6, "panel.formed", **panel)


def test_a_number_can_be_brought_along_once(province):
    docketed(province.river, number="（2019）示0102民初7号")
    with pytest.raises(InputError, match="已有案件"):
        docketed(province.river, number="（2019）示0102民初7号")
    docketed(province.hill, number="（2019）示0102民初7号")  # another court's docket


@pytest.mark.parametrize(
    "spelled",
    [
        "(2019)示0102民初7号",
        "（２０１９）示0102民初007号",
        "（2019）示0102\n民初\u200b7 号 ",
        "〔2019〕示0102民初7",
    ],
)
def test_a_number_in_another_spelling_is_the_same_number(province, spelled):
    docketed(province.river, number="（2019）示0102民初7号")
    with pytest.raises(InputError, match="已有案件"):
        docketed(province.river, number=spelled)
    assert docketed(province.hill, number=spelled).row.number == "（2019）示0102民初7号"


@pytest.mark.parametrize("day", [date.min, date(1899, 12, 31)])
def test_a_day_before_all_law_known_here_is_refused(province, day):
    with pytest.raises(InputError, match="不在1900至2199年间"):
        ledger.open_case(
            province.river.court.id, "case.docketed", DOCKETING, occurred_on=day, by=Feed("here"), at=moment(MARCH_1)
        )  # fmt: skip


def test_a_correction_may_not_move_an_event_into_days_to_come(province):
    story = docketed(province.river).on(3, 9, "note.recorded", text="谈话")
    with pytest.raises(InputError, match="尚未发生"):
        story.on(
            3,
            10,
            "correction.recorded",
            corrects=2,
            action="replace",
            reason="日期有误",
            occurred_on="2019-03-11",
        )
    story.on(
        3,
        10,
        "correction.recorded",
        corrects=2,
        action="replace",
        reason="日期有误",
        occurred_on="2019-03-10",
    )


@pytest.mark.parametrize("data", [None, [], "案件"])
def test_a_docketing_that_is_no_object_is_refused(province, data):
    with pytest.raises(InputError, match="JSON 对象"):
        ledger.open_case(
            province.river.court.id, "case.docketed", data, occurred_on=MARCH_1, by=Feed("here"), at=moment(MARCH_1)
        )  # fmt: skip


def test_a_correction_may_not_take_the_number_of_another_case(province):
    first, second = docketed(province.river), docketed(province.river)
    with pytest.raises(InputError, match="已有案件"):
        second.on(
            3, 9, "correction.recorded", corrects=1, action="replace", reason="案号有误",
            data={**DOCKETING, "number": first.row.number},
        )  # fmt: skip


def test_an_unknown_case_and_one_of_another_court_get_the_same_answer(province):
    story = docketed(province.river)
    note = {"text": "记录"}
    told = []
    for case in (uuid4(), story.case):
        with pytest.raises(NotThere) as refused:
            ledger.append(case, "note.recorded", note, occurred_on=TODAY, by=province.far.judge.recorder, at=moment(TODAY))  # fmt: skip
        told.append((refused.value.zh, refused.value.en))
    assert told[0] == told[1]


def test_only_those_who_deal_with_a_case_record_its_steps(province):
    river = province.river
    story = docketed(river).assigned(river.judge)
    story.on(3, 9, "note.recorded", text="阅卷", by=river.judge)
    with pytest.raises(Refused, match="本案的办案人员"):
        story.on(3, 9, "hearing.scheduled", hearing_no=1, starts_at="2019-04-20T09:30", by=river.second_judge)
    with pytest.raises(Refused):
        story.on(3, 9, "note.recorded", text="旁观", by=river.system_administrator)
    with pytest.raises(NotThere):
        story.on(3, 9, "note.recorded", text="越界", by=province.far.judge)


def test_who_has_a_conflict_can_record_no_more(province):
    river = province.river
    story = docketed(river).assigned(river.judge)
    story.on(3, 8, "conflict.declared", officer=river.judge.id, ground="当事人的近亲属", by=river.judge)
    with pytest.raises(NotThere):
        story.on(3, 9, "note.recorded", text="阅卷", by=river.judge)


def test_who_has_a_conflict_is_not_seated_again(province):
    river = province.river
    story = docketed(river).assigned(river.judge)
    story.on(3, 8, "conflict.declared", officer=river.judge.id, ground="当事人的近亲属", by=river.judge)
    for kind, data in (
        (
            "case.assigned",
            {"division_id": river.division("civil"), "reporting_judge": river.judge.id, "way": "random"},
        ),
        ("panel.formed", sole(river.judge, river.clerk)),
    ):
        with pytest.raises(InputError, match="回避"):
            story.on(3, 9, kind, **data)


def test_the_registry_corrects_its_own_entries_until_the_case_is_assigned_and_no_longer(province):
    river = province.river
    story = docketed(river, by=river.filing_officer)
    story.on(3, 1, "note.recorded", text="材料不全，已告知补正", by=river.filing_officer)
    story.on(
        3, 2, "correction.recorded", corrects=2, action="withdraw", reason="误录", by=river.filing_officer
    )
    story.assigned(river.judge)
    story.on(3, 6, "note.recorded", text="已阅卷", by=river.judge)
    with pytest.raises(Refused):
        story.on(
            3, 7, "correction.recorded", corrects=5, action="withdraw", reason="误录", by=river.filing_officer
        )
    with pytest.raises(Refused):
        story.on(3, 7, "case.closed", by=river.filing_officer, **JUDGMENT)


def test_whoever_could_not_have_recorded_an_event_cannot_correct_it(province):
    river = province.river
    story = docketed(river).assigned(river.judge)
    story.on(3, 6, "note.recorded", text="已阅卷", by=river.judge)
    story.on(4, 1, "case.closed", by=river.judge, **JUDGMENT)
    with pytest.raises(Refused):
        story.on(4, 2, "correction.recorded", corrects=4, action="withdraw", reason="误录", by=river.archives)


def test_only_those_who_deal_with_a_case_put_papers_into_its_inner_file(province):
    river = province.river
    story = docketed(river).assigned(river.judge)
    paper: dict[str, Any] = {
        "sha256": "0" * 64, "name": "笔录.pdf", "media_type": "application/pdf", "size": 1, "document_no": 1, "file": "inner",
    }  # fmt: skip
    with pytest.raises(Refused):
        story.on(3, 6, "document.filed", by=river.filing_officer, **paper)
    story.on(3, 6, "document.filed", by=river.judge, **paper)


def test_who_left_the_panel_can_record_no_more(province):
    river = province.river
    story = docketed(river).assigned(river.judge).assigned(river.second_judge, 4, 1)
    with pytest.raises(Refused):
        story.on(4, 2, "note.recorded", text="阅卷", by=river.judge)
    story.on(4, 2, "note.recorded", text="阅卷", by=river.second_judge)


def test_a_case_fed_by_another_system_is_read_only_here(province, settings):
    settings.FOLLOWS_ANOTHER_SYSTEM = "old_system"
    written = ledger.open_case(
        province.river.court.id, "case.docketed", {**DOCKETING, "number": "（2019）示0102民初9号"}, occurred_on=MARCH_1,
        by=Feed("old_system"), at=moment(MARCH_1), ref="A-9",
    )  # fmt: skip
    here = province.river.filing_officer.recorder
    with pytest.raises(ReadOnlyHere):
        ledger.append(
            written.case, "note.recorded", {"text": "记录"}, occurred_on=MARCH_1, by=here, at=moment(TODAY)
        )
    foreign = province.hill.filing_officer.recorder
    with pytest.raises(NotThere):  # not even that another system feeds it
        ledger.append(
            written.case, "note.recorded", {"text": "记录"}, occurred_on=MARCH_1, by=foreign, at=moment(TODAY)
        )
    ledger.append(
        written.case,
        "note.recorded",
        {"text": "记录"},
        occurred_on=MARCH_1,
        by=Feed("old_system"),
        at=moment(TODAY),
    )
    assert Case.objects.get(source="old_system", external_ref="A-9").last_seq == 2


# --- time


def test_the_time_of_the_record_never_runs_backwards_within_a_case(province):
    story = docketed(province.river, recorded=moment(TODAY))
    an_hour_ago = moment(TODAY) - timedelta(hours=1)
    story.on(3, 2, "note.recorded", text="钟慢了", recorded=an_hour_ago)
    assert [event.recorded_at for event in Event.objects.order_by("seq")] == [moment(TODAY)] * 2


def test_a_late_entry_takes_its_place_among_the_events_by_its_own_day(province):
    river = province.river
    story = docketed(river).assigned(river.judge).assigned(river.second_judge, 5, 6)
    story.on(4, 1, "panel.formed", **sole(river.judge, river.clerk), recorded=moment(date(2019, 5, 8)))
    assert story.row.reporting_judge_id == river.second_judge.officer.id
    assert Event.objects.get(case=story.case, seq=4).occurred_on == date(2019, 4, 1)


def test_what_is_recorded_after_the_closing_must_have_happened_before(province):
    story = docketed(province.river).closed()
    story.on(6, 1, "hearing.scheduled", hearing_no=1, starts_at="2019-06-02T09:30", recorded=moment(TODAY))
    with pytest.raises(InputError, match="已于2019-06-03结案"):
        story.on(6, 4, "hearing.cancelled", hearing_no=1, reason="结案", recorded=moment(TODAY))
    with pytest.raises(InputError):
        story.on(6, 4, "case.closed", **JUDGMENT)


def test_who_saw_less_than_is_recorded_now_is_told_before_anything_is_written(province):
    story = docketed(province.river).assigned(province.river.judge)
    story.on(3, 5, "note.recorded", text="来电询问进度")
    before = count_everything()
    with pytest.raises(Overtaken) as told:
        ledger.append(
            story.case, "note.recorded", {"text": "已答复"}, occurred_on=date(2019, 3, 6),
            by=province.river.judge.recorder, at=moment(TODAY), seen=2,
        )  # fmt: skip
    assert (told.value.seen, told.value.now) == (2, 3)
    assert count_everything() == before
    written = ledger.append(
        story.case, "note.recorded", {"text": "已答复"}, occurred_on=date(2019, 3, 6),
        by=province.river.judge.recorder, at=moment(TODAY), seen=3,
    )  # fmt: skip
    assert written.seq == 4


def test_what_an_event_would_do_is_foreseen_and_nothing_is_written(province):
    story = docketed(province.river).assigned(province.river.judge)
    before = count_everything()
    foreseen = ledger.foresee(
        story.case, "suspension.ordered", {"span_no": 1, "ground": "party_death"}, occurred_on=date(2019, 4, 1),
        by=province.river.judge.recorder, at=moment(TODAY),
    )  # fmt: skip
    assert (foreseen.before.suspended, foreseen.after.suspended) == (False, True)
    assert foreseen.court_level == "basic"
    assert count_everything() == before
    assert story.row.stage == "pending"


def test_nobody_foresees_what_he_could_not_record(province):
    story = docketed(province.river).assigned(province.river.judge)
    with pytest.raises(NotThere):
        ledger.foresee(
            story.case, "note.recorded", {"text": "越界"}, occurred_on=date(2019, 4, 1),
            by=province.far.judge.recorder, at=moment(TODAY),
        )  # fmt: skip
    with pytest.raises(Refused):
        ledger.foresee(
            story.case, "note.recorded", {"text": "越权"}, occurred_on=date(2019, 4, 1),
            by=province.river.second_judge.recorder, at=moment(TODAY),
        )  # fmt: skip
