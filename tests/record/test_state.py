"""What a case is, told from its events alone."""

from datetime import date
from operator import itemgetter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.record.lives import (
    CIVIL_DIVISION,
    CLERK,
    COLLEGIAL,
    DEFENDANT,
    DOCKETING,
    LI,
    PLAINTIFF,
    SOLE,
    WANG,
    ZHAO,
    Life,
    closed,
    docketed,
)
from xiezhi.record.state import CaseState, Happening, apply, broken_by, clock_input, fold, standing
from xiezhi.rules.limits.clock import default_clock
from xiezhi.rules.limits.model import (
    Conversion,
    Deduction,
    Extension,
    NoticePeriod,
    Restart,
    SupplementaryInvestigation,
    Suspension,
)
from xiezhi.rules.procedure.order import fault


def test_a_docketed_case_is_pending_and_shows_what_was_docketed():
    state = docketed(amount_fen=1_200_000, dispute_id=LI).state
    assert (state.number, state.type, state.branch, state.instance) == (
        "（2019）示0102民初1号",
        "0301",
        "civil",
        "first",
    )
    assert (state.procedure, state.cause_code, state.cause_name) == (
        "civil.first.ordinary",
        "9129",
        "买卖合同纠纷",
    )
    assert (state.filed_on, state.anchor_on, state.stage) == (date(2019, 3, 1), date(2019, 3, 1), "pending")
    assert (state.amount_fen, state.dispute_id, state.secrecy) == (1_200_000, LI, "ordinary")
    assert [party["name"] for party in state.parties] == ["马晓燕", "示范建材有限公司"]


def test_the_clock_may_start_on_another_day_than_the_docketing():
    assert docketed(anchor_on="2019-03-04").state.anchor_on == date(2019, 3, 4)


def test_the_day_of_receipt_is_that_of_the_receipt_unless_the_docketing_says_otherwise():
    received = Life().on(2, 25, "case.received")
    assert received.state.stage == "received"
    assert received.on(3, 1, "case.docketed", **DOCKETING).state.received_on == date(2019, 2, 25)
    assert docketed(received_on="2019-02-26").state.received_on == date(2019, 2, 26)


def test_the_stages_of_a_life():
    life = docketed()
    stages = [life.state.stage]
    for month, day, kind, data in (
        (3, 20, "suspension.ordered", {"span_no": 1, "ground": "party_death"}),
        (5, 20, "suspension.ended", {"span_no": 1}),
        (6, 3, "case.closed", {"outcome": "mediated", "way": "served"}),
        (6, 3, "effect.established", {}),
        (9, 3, "case.archived", {"catalogue_number": "2019-民-1", "retention": "long_term"}),
    ):
        stages.append(life.on(month, day, kind, **data).state.stage)
    assert stages == ["pending", "suspended", "pending", "closed", "effective", "archived"]
    assert (life.state.outcome, life.state.closing_way) == ("mediated", "served")
    assert (life.state.catalogue_number, life.state.retention) == ("2019-民-1", "long_term")


# --- panel


def assign(life: Life, month: int, day: int, judge: str) -> Life:
    return life.on(
        month, day, "case.assigned", division_id=CIVIL_DIVISION, reporting_judge=judge, way="random"
    )


def test_an_assigned_judge_has_a_part_from_that_day_on_and_keeps_it_in_the_panel():
    life = assign(docketed(), 3, 4, LI)
    assert (life.state.division_id, life.state.reporting_judge) == (CIVIL_DIVISION, LI)
    state = life.on(3, 6, "panel.formed", **SOLE).state
    assert state.panel == ((LI, "reporting_judge"), (CLERK, "clerk"))
    assert {(part.officer, part.first_on, part.last_on) for part in state.parts} == {
        (LI, date(2019, 3, 4), None),
        (CLERK, date(2019, 3, 6), None),
    }


def test_who_is_replaced_had_his_last_day_the_day_before():
    life = docketed().on(3, 6, "panel.formed", **COLLEGIAL)
    wang_out = {
        **COLLEGIAL,
        "members": [
            {**one, "officer": CLERK} if one["officer"] == WANG else one for one in COLLEGIAL["members"]
        ][:3],
    }
    state = life.on(4, 1, "panel.changed", **wang_out).state
    ended = {part.officer for part in state.parts if part.last_on == date(2019, 3, 31)}
    assert ended == {WANG, CLERK}  # the clerk's part as clerk; he now presides
    assert [officer for officer, role in state.panel if role == "presiding_judge"] == [CLERK]


def test_a_new_assignment_replaces_the_reporting_judge_and_nobody_else():
    life = assign(docketed(), 3, 4, LI).on(3, 6, "panel.formed", **COLLEGIAL)
    state = assign(life, 4, 1, CLERK).state
    assert state.reporting_judge == CLERK
    assert {officer for officer, role in state.panel if role != "reporting_judge"} == {WANG, ZHAO, CLERK}


def test_who_was_named_by_mistake_and_replaced_the_same_day_had_no_day():
    state = assign(assign(docketed(), 3, 4, WANG), 3, 4, LI).state
    assert [part.officer for part in state.parts] == [LI]


# --- parties, hearings, papers


def test_parties_join_and_leave_and_are_spoken_for():
    third = {"no": 3, "role": "third_party", "kind": "person", "name": "才旦卓玛"}
    state = (
        docketed()
        .on(3, 9, "party.joined", party=third)
        .on(3, 9, "representative.appointed", party_no=3, representative={"name": "祁律师", "kind": "lawyer"})
        .on(
            3, 10, "representative.appointed", party_no=3, representative={"name": "安律师", "kind": "lawyer"}
        )
        .on(3, 11, "representative.dismissed", party_no=3, name="祁律师")
        .on(4, 1, "party.left", party_no=2, reason="原告撤回对其起诉")
        .state
    )
    assert [person["name"] for person in state.parties[2]["representatives"]] == ["安律师"]
    assert [bool(party.get("left")) for party in state.parties] == [False, True, False]


def test_a_hearing_is_scheduled_then_held():
    life = docketed().on(
        3, 10, "hearing.scheduled", hearing_no=1, starts_at="2019-04-01T09:00", room="第三法庭"
    )
    assert life.state.hearings[0]["standing"] == "scheduled"
    held = life.on(4, 1, "hearing.held", hearing_no=1).state.hearings[0]
    assert (held["no"], held["starts_at"], held["room"], held["standing"]) == (
        1,
        "2019-04-01T09:00",
        "第三法庭",
        "held",
    )


def test_a_withdrawn_paper_stays_listed_as_withdrawn():
    paper = {
        "sha256": "a" * 64,
        "name": "起诉状.pdf",
        "media_type": "application/pdf",
        "size": 10,
        "file": "main",
    }
    life = docketed().on(3, 1, "document.filed", document_no=1, **paper)
    state = life.on(3, 5, "document.withdrawn", document_no=1, reason="重复").state
    assert [(one["no"], bool(one.get("withdrawn"))) for one in state.documents] == [(1, True)]


def test_a_merged_case_is_linked_to_the_one_it_went_into():
    state = docketed().on(4, 1, "case.merged", into_number="（2019）示0102民初2号").state
    assert state.links == ({"kind": "merged_into", "number": "（2019）示0102民初2号"},)


def test_a_conflict_is_known_from_the_day_it_was_declared():
    life = docketed().on(3, 5, "conflict.declared", officer=WANG, ground="原告近亲属")
    state = life.on(3, 8, "recusal.granted", officer=WANG, ground="准予回避").state
    assert state.conflicts == {WANG: {"ground": "原告近亲属", "first_on": date(2019, 3, 5)}}


def test_appeals_are_open_until_forwarded_or_withdrawn_by_whoever_filed_them():
    life = closed().on(6, 5, "appeal.filed", party_no=1).on(6, 6, "appeal.filed", party_no=2)
    assert life.on(6, 7, "appeal.withdrawn", party_no=1).state.appeals == (2,)
    assert life.on(6, 20, "appeal.forwarded").state.appeals == ()


def test_a_case_is_one_in_custody_as_long_as_one_accused_is():
    accused = [
        {"no": number, "role": "accused", "kind": "person", "name": name, "in_custody": True}
        for number, name in ((1, "甲某"), (2, "乙某"))
    ]
    life = docketed(branch="criminal", parties=accused, procedure="criminal.first.ordinary")
    assert life.state.facts["in_custody"] is True
    life.on(4, 1, "custody.changed", party_no=1, in_custody=False, measure="取保候审")
    assert life.state.facts["in_custody"] is True
    life.on(4, 2, "custody.changed", party_no=2, in_custody=False)
    assert life.state.facts["in_custody"] is False
    assert life.state.custody == ((date(2019, 4, 1), 1, False), (date(2019, 4, 2), 2, False))


# --- late entries, corrections, destruction


def test_a_late_entry_takes_its_place_by_its_own_day():
    life = docketed().on(3, 6, "panel.formed", **SOLE).on(5, 1, "panel.changed", **COLLEGIAL)
    to_wang = {"form": "sole", "members": [{"officer": WANG, "role": "reporting_judge"}]}
    state = life.on(4, 1, "panel.changed", **to_wang).state
    assert state.panel_form == "collegial"
    assert {(part.officer, part.first_on, part.last_on) for part in state.parts if part.last_on} == {
        (LI, date(2019, 3, 6), date(2019, 3, 31)),
        (CLERK, date(2019, 3, 6), date(2019, 3, 31)),
        (WANG, date(2019, 4, 1), date(2019, 4, 30)),
    }


def test_a_replaced_event_acts_as_corrected():
    life = docketed().on(3, 20, "deduction.started", span_no=1, ground="appraisal")
    life.on(
        3,
        25,
        "correction.recorded",
        corrects=2,
        action="replace",
        reason="日期有误",
        occurred_on="2019-03-18",
    )
    assert life.state.spans[0].start == date(2019, 3, 18)
    renamed = {**DOCKETING, "cause": {"name": "承揽合同纠纷"}}
    life.on(3, 26, "correction.recorded", corrects=1, action="replace", reason="案由有误", data=renamed)
    assert (life.state.cause_name, life.state.filed_on, life.state.last_seq) == (
        "承揽合同纠纷",
        date(2019, 3, 1),
        4,
    )


def test_a_withdrawn_closing_leaves_the_case_pending_until_the_correction_is_withdrawn():
    life = closed().on(6, 5, "correction.recorded", corrects=2, action="withdraw", reason="误结")
    assert (life.state.stage, life.state.outcome, life.state.withdrawn) == ("pending", None, frozenset({2}))
    life.on(6, 6, "correction.recorded", corrects=3, action="withdraw", reason="原结案无误")
    assert (life.state.stage, life.state.withdrawn) == ("closed", frozenset({3}))


def test_the_last_correction_of_an_event_counts():
    life = closed()
    for day, outcome in ((5, "ruling"), (6, "mediated")):
        life.on(
            6,
            day,
            "correction.recorded",
            corrects=2,
            action="replace",
            reason="误",
            data={"outcome": outcome, "way": "served"},
        )
    assert life.state.outcome == "mediated"


def test_a_correction_that_breaks_what_rests_on_it_is_told():
    life = (
        docketed()
        .on(3, 20, "deduction.started", span_no=1, ground="appraisal")
        .on(4, 20, "deduction.ended", span_no=1)
    )
    found = broken_by(life.state, Happening(4, "correction.recorded", date(2019, 5, 1), withdrawal(2)))
    assert found is not None
    assert "第3号记录不再成立" in found.zh
    assert "event 3 would no longer hold" in found.en
    last = Happening(4, "correction.recorded", date(2019, 5, 1), withdrawal(3))
    assert broken_by(life.state, last) is None


def test_of_a_destroyed_payload_the_day_remains():
    history = [
        happening._replace(data={})
        if happening.kind in ("case.docketed", "case.closed", "panel.formed")
        else happening
        for happening in closed().on(6, 1, "panel.formed", **SOLE).state.history
    ]
    state = fold(history)
    assert (state.filed_on, state.closed_on, state.number, state.parties) == (
        date(2019, 3, 1),
        date(2019, 6, 3),
        "",
        (),
    )
    assert (state.stage, state.panel) == ("closed", ())


# --- the question to the clock


def test_the_clock_is_asked_with_everything_that_bears_on_the_limit():
    life = (
        docketed(
            procedure="civil.first.simplified", facts={"foreign_related": False, "others": {"rural": True}}
        )
        .on(3, 20, "deduction.started", span_no=1, ground="appraisal")
        .on(4, 20, "deduction.ended", span_no=1)
        .on(4, 25, "suspension.ordered", span_no=2, ground="party_death")
        .on(5, 1, "procedure.converted", to="civil.first.ordinary", reason="案情复杂")
        .on(5, 2, "limit.restarted", reason="jurisdiction_changed")
        .on(5, 3, "notice.published", span_no=3)
        .on(5, 4, "supplementary_investigation.started", span_no=4)
        .on(8, 1, "extension.requested", request_no=1, months=6, approver="president", reason="复杂")
        .on(8, 5, "extension.granted", request_no=1, months=3, approver="president", parties_consent=True)
        .on(8, 6, "extension.requested", request_no=2, days=30, approver="superior", reason="复杂")
        .on(8, 7, "extension.requested", request_no=3, days=30, approver="superior", reason="复杂")
        .on(8, 8, "extension.lapsed", request_no=3)
    )
    question = clock_input(life.state, "basic", date(2019, 9, 1))
    assert question is not None
    assert (question.procedure, life.state.procedure) == ("civil.first.simplified", "civil.first.ordinary")
    assert (question.anchor_date, question.court_level, question.closed_on) == (
        date(2019, 3, 1),
        "basic",
        None,
    )
    assert question.facts.others == (("rural", True),)
    assert set(question.events) == {
        Deduction("appraisal", date(2019, 3, 20), date(2019, 4, 20)),
        Suspension("party_death", date(2019, 4, 25), None),
        Conversion("civil.first.ordinary", date(2019, 5, 1)),
        Restart("jurisdiction_changed", date(2019, 5, 2)),
        NoticePeriod(date(2019, 5, 3), None),
        SupplementaryInvestigation(date(2019, 5, 4), None),
        Extension(3, None, "president", date(2019, 8, 1), date(2019, 8, 5), True, None, True, False),
        Extension(None, 30, "superior", date(2019, 8, 6), None, None),
    }


def test_the_deadline_of_the_worked_example_follows_from_the_record():
    question = clock_input(docketed().state, "basic", date(2019, 6, 1))
    assert question is not None
    assert default_clock().compute(question).deadline == date(2019, 9, 2)


def test_a_case_without_procedure_has_no_clock_to_ask():
    nameless = {key: value for key, value in DOCKETING.items() if key != "procedure"}
    assert (
        clock_input(
            fold([Happening(1, "case.docketed", date(2019, 3, 1), nameless)]), "basic", date(2019, 6, 1)
        )
        is None
    )
    assert clock_input(CaseState(), None, date(2019, 6, 1)) is None


# --- any order of events


def assignment(judge: str) -> dict[str, Any]:
    return {"division_id": CIVIL_DIVISION, "reporting_judge": judge, "way": "random"}


def withdrawal(seq: int) -> dict[str, Any]:
    return {"corrects": seq, "action": "withdraw", "reason": "误"}


def moved(seq: int, day: date) -> dict[str, Any]:
    return {"corrects": seq, "action": "replace", "reason": "误", "occurred_on": day.isoformat()}


DAYS = st.dates(date(2019, 1, 1), date(2019, 12, 31))
NUMBERS = st.integers(1, 3)
ACTS = st.one_of(
    st.tuples(st.just("case.received"), st.just({})),
    st.tuples(st.just("case.docketed"), st.just(DOCKETING)),
    st.tuples(st.just("case.assigned"), st.sampled_from([assignment(LI), assignment(WANG)])),
    st.tuples(st.sampled_from(["panel.formed", "panel.changed"]), st.sampled_from([SOLE, COLLEGIAL])),
    st.tuples(st.just("party.joined"), NUMBERS.map(lambda no: {"party": {**PLAINTIFF, "no": no}})),
    st.tuples(st.just("party.left"), NUMBERS.map(lambda no: {"party_no": no, "reason": "撤回"})),
    st.tuples(st.just("representative.appointed"), NUMBERS.map(lambda no: {"party_no": no, "representative": {"name": "祁律师", "kind": "lawyer"}})),
    st.tuples(st.just("representative.dismissed"), NUMBERS.map(lambda no: {"party_no": no, "name": "祁律师"})),
    st.tuples(st.just("hearing.scheduled"), NUMBERS.map(lambda no: {"hearing_no": no, "starts_at": "2019-04-01T09:00"})),
    st.tuples(st.sampled_from(["hearing.held", "hearing.cancelled"]), NUMBERS.map(lambda no: {"hearing_no": no, "reason": "误排"})),
    st.tuples(st.just("deduction.started"), NUMBERS.map(lambda no: {"span_no": no, "ground": "appraisal"})),
    st.tuples(st.just("suspension.ordered"), NUMBERS.map(lambda no: {"span_no": no, "ground": "party_death"})),
    st.tuples(st.sampled_from(["deduction.ended", "suspension.ended", "notice.published", "notice.ended"]), NUMBERS.map(lambda no: {"span_no": no})),
    st.tuples(st.just("extension.requested"), NUMBERS.map(lambda no: {"request_no": no, "months": 6, "approver": "president", "reason": "复杂"})),
    st.tuples(st.sampled_from(["extension.granted", "extension.lapsed"]), NUMBERS.map(lambda no: {"request_no": no, "months": 3, "approver": "president"})),
    st.tuples(st.just("custody.changed"), st.fixed_dictionaries({"party_no": NUMBERS, "in_custody": st.booleans()})),
    st.tuples(st.just("procedure.converted"), st.just({"to": "civil.first.simplified", "reason": "简单"})),
    st.tuples(st.just("case.closed"), st.just({"outcome": "judgment", "way": "served"})),
    st.tuples(st.sampled_from(["appeal.filed", "appeal.withdrawn"]), NUMBERS.map(lambda no: {"party_no": no})),
    st.tuples(st.just("effect.established"), st.just({})),
    st.tuples(st.just("conflict.declared"), st.sampled_from([{"officer": LI, "ground": "亲属"}])),
    st.tuples(st.just("payload.destroyed"), NUMBERS.map(lambda no: {"seqs": [no], "order": "决定", "ground": "期满"})),
    st.tuples(st.just("correction.recorded"), st.integers(1, 9).map(withdrawal)),
    st.tuples(st.just("correction.recorded"), st.builds(moved, st.integers(1, 9), DAYS)),
)  # fmt: skip
HISTORIES = st.lists(st.tuples(ACTS, DAYS), max_size=14).map(
    lambda acts: [Happening(seq, kind, day, data) for seq, ((kind, data), day) in enumerate(acts, 1)]
)
BOOKKEEPING = ("history", "withdrawn", "last_seq", "latest_on")


def shown(state: CaseState) -> dict[str, object]:
    """What a case shows, without how it was told."""
    return {name: value for name, value in vars(state).items() if name not in BOOKKEEPING}


@given(HISTORIES)
def test_one_event_after_another_gives_what_all_together_give(history):
    state = CaseState()
    for happening in history:
        state = apply(state, happening)
    assert state == fold(history)


@given(HISTORIES)
def test_a_step_leaves_the_state_before_it_as_it_was(history):
    state = CaseState()
    for happening in history:
        before = fold(state.history)
        apply(state, happening)
        assert state == before
        state = apply(state, happening)


@given(HISTORIES, st.data())
def test_a_withdrawn_event_leaves_no_trace(history, data):
    history = [happening for happening in history if happening.kind != "correction.recorded"]
    candidates = [happening for happening in history if happening.kind != "case.docketed"]
    if not candidates:
        return
    gone = data.draw(st.sampled_from(candidates))
    told = fold([*history, Happening(99, "correction.recorded", date(2020, 1, 1), withdrawal(gone.seq))])
    assert shown(told) == shown(fold([happening for happening in history if happening is not gone]))


@given(HISTORIES)
def test_any_order_of_events_is_either_refused_or_recorded(history):
    state = CaseState()
    for happening in history:
        asked = standing(state)
        found = fault(
            happening.kind, happening.data, asked, happening.occurred_on, recorded_on=date(2020, 1, 1)
        )
        if found is None:
            state = apply(state, happening._replace(seq=state.last_seq + 1))
    assert state.stage in ("received", "pending", "suspended", "closed", "effective", "archived")
    question = clock_input(state, "basic", date(2020, 1, 1))
    assert question is None or default_clock().compute(question, steps=False)


@pytest.mark.parametrize("party", [PLAINTIFF, DEFENDANT], ids=itemgetter("name"))
def test_what_was_given_to_the_fold_is_never_changed_by_it(party):
    told = {**party}
    life = docketed().on(3, 2, "party.left", party_no=party["no"], reason="撤回")
    assert party == told
    assert any(one.get("left") for one in life.state.parties)
