"""What may follow what in the life of a case, and what the recorder is told when it may not."""

from datetime import date

import pytest

from tests.record.lives import (
    CLERK,
    COLLEGIAL,
    DEFENDANT,
    DOCKETING,
    LI,
    SOLE,
    WANG,
    ZHAO,
    Life,
    closed,
    docketed,
)
from xiezhi.record.state import CaseState, standing
from xiezhi.rules.errors import InputError
from xiezhi.rules.procedure.catalogue import load_procedure
from xiezhi.rules.procedure.order import fault

NOTHING_BEFORE = {"case.received", "case.docketed"}


@pytest.mark.parametrize(
    "kind", sorted(load_procedure().kinds.keys() - NOTHING_BEFORE - {"correction.recorded"})
)
def test_nothing_precedes_the_docketing_but_the_receipt(kind):
    found = fault(kind, {"corrects": 1}, standing(CaseState()), date(2019, 3, 1))
    assert found is not None
    assert "尚未立案" in found.zh or "尚未结案" in found.zh


def test_a_case_is_received_and_docketed_once():
    life = Life().on(2, 27, "case.received").on(3, 1, "case.docketed", **DOCKETING)
    assert "already docketed" in life.forbidden(3, 2, "case.docketed", **DOCKETING)
    assert "already received" in life.forbidden(3, 2, "case.received")


def test_a_case_cannot_be_docketed_before_it_was_received():
    assert "before the case was received" in Life().on(3, 5, "case.received").forbidden(
        3, 1, "case.docketed", **DOCKETING
    )
    assert "早于收案日期" in Life().forbidden(3, 1, "case.docketed", **DOCKETING, received_on="2019-03-02")


def test_two_parties_cannot_bear_one_number():
    parties = [DEFENDANT, DEFENDANT]
    assert "two parties bear the number 2" in Life().forbidden(
        3, 1, "case.docketed", **DOCKETING | {"parties": parties}
    )


def test_what_has_not_happened_yet_is_not_recorded():
    case = standing(docketed().state)
    tomorrow, today = date(2019, 4, 2), date(2019, 4, 1)
    found = fault("note.recorded", {"text": "阅卷"}, case, tomorrow, recorded_on=today)
    assert found is not None
    assert found.field == "occurred_on"
    assert fault("note.recorded", {"text": "阅卷"}, case, today, recorded_on=today) is None


def test_a_late_act_is_recorded_all_the_same():
    case = standing(docketed().state)
    assert (
        fault("hearing.scheduled", {"hearing_no": 1}, case, date(2019, 3, 2), recorded_on=date(2021, 1, 1))
        is None
    )


def test_what_happens_in_a_trial_does_not_precede_the_docketing():
    assert "早于立案日期2019-03-01" in docketed().forbidden(
        2, 28, "deduction.started", span_no=1, ground="appraisal"
    )
    assert not docketed().forbidden(2, 28, "note.recorded", text="立案前阅卷")


# --- deductions and suspensions


def test_a_deduction_ends_only_once_it_has_begun_and_the_open_ones_are_named():
    life = docketed().on(3, 20, "deduction.started", span_no=1, ground="appraisal")
    said = life.forbidden(4, 1, "deduction.ended", span_no=2)
    assert "可用的序号：1" in said
    assert "there is: 1" in said
    assert "there is no deduction that is running" in docketed().forbidden(4, 1, "deduction.ended", span_no=1)
    assert not life.forbidden(4, 1, "deduction.ended", span_no=1)


def test_a_deduction_is_not_ended_by_a_resumption():
    life = docketed().on(3, 20, "deduction.started", span_no=1, ground="appraisal")
    assert "没有尚未恢复的中止期间" in life.forbidden(4, 1, "suspension.ended", span_no=1)


def test_a_deduction_does_not_end_before_it_begins():
    life = docketed().on(3, 20, "deduction.started", span_no=1, ground="appraisal")
    assert "before 2019-03-20, when deduction 1 began" in life.forbidden(3, 19, "deduction.ended", span_no=1)


def test_a_number_is_given_once_and_the_next_one_is_named():
    life = docketed().on(3, 20, "deduction.started", span_no=1, ground="appraisal")
    assert "下一个序号是2" in life.forbidden(3, 25, "suspension.ordered", span_no=1, ground="party_death")


def test_a_suspension_on_another_ground_needs_its_reason():
    assert "理由" in docketed().forbidden(3, 20, "suspension.ordered", span_no=1, ground="other")
    assert not docketed().forbidden(3, 20, "suspension.ordered", span_no=1, ground="other", reason="等待批复")


# --- extensions


def requested() -> Life:
    return docketed().on(
        8, 1, "extension.requested", request_no=1, months=6, approver="president", reason="案情复杂"
    )


@pytest.mark.parametrize(
    "kind, data",
    [
        ("extension.granted", {"months": 6, "approver": "president"}),
        ("extension.refused", {"approver": "president", "reason": "理由不足"}),
        ("extension.withdrawn", {}),
        ("extension.lapsed", {}),
    ],
)
def test_an_extension_is_decided_only_while_its_request_is_pending(kind, data):
    assert not requested().forbidden(8, 5, kind, request_no=1, **data)
    assert "延长申请2不是尚未决定的延长申请" in requested().forbidden(8, 5, kind, request_no=2, **data)
    decided = requested().on(8, 5, kind, request_no=1, **data)
    assert "没有尚未决定的延长申请" in decided.forbidden(8, 6, kind, request_no=1, **data)


def test_an_extension_is_as_long_as_its_months_or_its_days_say():
    for length in ({}, {"months": 1, "days": 3}):
        said = docketed().forbidden(
            8, 1, "extension.requested", request_no=1, approver="president", reason="复杂", **length
        )
        assert "exactly one of the two" in said


# --- hearings


def test_a_hearing_is_held_adjourned_or_cancelled_only_as_scheduled():
    life = docketed().on(3, 10, "hearing.scheduled", hearing_no=1, starts_at="2019-04-01T09:00")
    assert "scheduled and still to be held" in docketed().forbidden(4, 1, "hearing.held", hearing_no=1)
    assert not life.forbidden(4, 1, "hearing.held", hearing_no=1)
    life.on(4, 1, "hearing.adjourned", hearing_no=1, ground="新的证据")
    assert "庭次1不是已排期尚未开的庭" in life.forbidden(
        4, 2, "hearing.cancelled", hearing_no=1, reason="误排"
    )


# --- the panel


def member(officer: str, role: str) -> dict[str, str]:
    return {"officer": officer, "role": role}


@pytest.mark.parametrize(
    "form, members, said",
    [
        ("sole", [member(CLERK, "clerk")], "exactly one reporting judge"),
        ("sole", [member(LI, "reporting_judge"), member(WANG, "member")], "expected 1"),
        ("sole", [member(LI, "reporting_judge"), member(LI, "presiding_judge")], "no presiding judge"),
        ("collegial", [member(LI, "reporting_judge")], "exactly one presiding judge"),
        ("collegial", [member(LI, "reporting_judge"), member(WANG, "presiding_judge")], "at least 3"),
        (
            "collegial",
            [member(LI, "reporting_judge"), member(WANG, "presiding_judge"), member(ZHAO, "member"), member(CLERK, "assessor")],
            "must be odd",
        ),
        ("collegial", [*COLLEGIAL["members"], member(ZHAO, "clerk")], "stands there 2 times"),
    ],
)  # fmt: skip
def test_a_panel_that_is_not_whole_is_refused(form, members, said):
    assert said in docketed().forbidden(3, 5, "panel.formed", form=form, members=members)


def test_a_presiding_judge_may_report_himself():
    members = [
        member(LI, "presiding_judge"),
        member(LI, "reporting_judge"),
        member(WANG, "member"),
        member(ZHAO, "assessor"),
    ]
    assert not docketed().forbidden(3, 5, "panel.formed", form="collegial", members=members)


def test_a_panel_is_formed_once_and_then_changed():
    assert "请先记录组成审判组织" in docketed().forbidden(3, 5, "panel.changed", **SOLE)
    formed = docketed().on(3, 5, "panel.formed", **SOLE)
    assert "record a change of panel" in formed.forbidden(3, 9, "panel.formed", **COLLEGIAL)
    assert not formed.forbidden(3, 9, "panel.changed", **COLLEGIAL)


# --- parties


def test_who_is_spoken_of_is_a_party_of_the_case():
    said = docketed().forbidden(3, 9, "service.sent", party_no=7, paper="起诉状副本", way="post")
    assert "没有当事人7；可用的序号：1、2" in said


def test_a_party_joins_under_a_number_of_its_own_and_leaves_once():
    third = {"no": 3, "role": "third_party", "kind": "person", "name": "东洲草"}
    assert "当事人2已经用过；下一个序号是3" in docketed().forbidden(
        3, 9, "party.joined", party=third | {"no": 2}
    )
    life = docketed().on(3, 9, "party.joined", party=third).on(4, 9, "party.left", party_no=3, reason="撤回")
    assert "仍在本案中的当事人" in life.forbidden(4, 10, "party.left", party_no=3, reason="撤回")


def test_only_a_representative_of_that_party_is_dismissed():
    life = docketed().on(
        3, 9, "representative.appointed", party_no=1, representative={"name": "祁律师", "kind": "lawyer"}
    )
    assert "现有：祁律师" in life.forbidden(3, 10, "representative.dismissed", party_no=1, name="安律师")
    assert not life.forbidden(3, 10, "representative.dismissed", party_no=1, name="祁律师")


def test_a_procedure_is_converted_into_another_one():
    assert "another procedure" in docketed().forbidden(
        4, 1, "procedure.converted", to="civil.first.ordinary", reason="误"
    )
    nameless = {key: value for key, value in DOCKETING.items() if key != "procedure"}
    life = Life().on(3, 1, "case.docketed", **nameless)
    assert "没有适用程序" in life.forbidden(
        4, 1, "procedure.converted", to="civil.first.ordinary", reason="转换"
    )


# --- closing and after


def test_a_case_is_closed_once():
    assert "correct that entry first" in closed().forbidden(
        6, 4, "case.closed", outcome="ruling", way="served"
    )


def test_effect_and_archiving_follow_the_closing():
    assert "尚未结案" in docketed().forbidden(6, 20, "effect.established")
    assert "早于结案日期" in closed().forbidden(6, 2, "effect.established")
    life = closed().on(6, 20, "effect.established")
    assert "已经生效" in life.forbidden(6, 21, "effect.established")
    assert not life.forbidden(9, 1, "case.archived", catalogue_number="2019-民-1", retention="long_term")


def test_an_appeal_follows_the_closing_and_precedes_the_effect():
    assert "尚未结案" in docketed().forbidden(6, 10, "appeal.filed", party_no=2)
    assert "已经生效" in closed().on(6, 20, "effect.established").forbidden(6, 21, "appeal.filed", party_no=2)
    life = closed().on(6, 10, "appeal.filed", party_no=2)
    assert not life.forbidden(6, 20, "appeal.forwarded", number="（2019）示01民终9号")
    assert "没有尚未处理的上诉" in life.on(6, 12, "appeal.withdrawn", party_no=2).forbidden(
        6, 20, "appeal.forwarded"
    )


def test_a_forgotten_act_of_before_the_closing_can_be_added_a_later_one_not():
    added = {"span_no": 1, "ground": "appraisal"}
    assert not closed().forbidden(5, 2, "deduction.started", **added)
    assert "only what happened up to that day" in closed().forbidden(6, 4, "deduction.started", **added)


def test_a_closed_case_is_not_assigned_again():
    said = closed().forbidden(5, 1, "case.assigned", division_id=LI, reporting_judge=LI, way="random")
    assert "案件已于2019-06-03结案，不能再登记" in said


@pytest.mark.parametrize(
    "kind, data",
    [
        ("service.completed", {"party_no": 1, "paper": "判决书", "way": "direct"}),
        ("note.recorded", {"text": "移送档案"}),
        ("link.recorded", {"link": {"kind": "enforcement_of", "number": "（2019）示0102执7号"}}),
        ("record.sealed", {"ground": "未成年人", "order": "封存决定书"}),
        ("conflict.declared", {"officer": ZHAO, "ground": "与代理人系近亲属"}),
        ("payload.destroyed", {"seqs": [1], "order": "销毁决定书", "ground": "保管期满"}),
        ("document.filed", {"document_no": 1, "sha256": "0" * 64, "name": "判决书.pdf", "media_type": "application/pdf", "size": 9, "file": "main"}),
    ],
)  # fmt: skip
def test_what_belongs_after_the_closing_is_recorded_after_it(kind, data):
    assert not closed().forbidden(7, 1, kind, **data)


def test_a_record_is_sealed_once_and_unsealed_only_when_sealed():
    assert "没有封存" in closed().forbidden(7, 1, "record.unsealed", order="解除")
    life = closed().on(7, 1, "record.sealed", ground="未成年人", order="决定")
    assert "已经封存" in life.forbidden(7, 2, "record.sealed", ground="未成年人", order="决定")
    assert not life.forbidden(7, 2, "record.unsealed", order="解除")


# --- corrections


def correction(life: Life, **data: object) -> str:
    return life.forbidden(7, 1, "correction.recorded", reason="录入有误", **data)


def test_a_correction_names_an_event_that_is_there():
    assert "本案没有第9号记录" in correction(closed(), corrects=9, action="withdraw")
    assert "no event 1" in correction(Life(), corrects=1, action="withdraw")


def test_a_docketing_is_replaced_but_not_withdrawn():
    assert "误立的案件请以销案结案" in correction(closed(), corrects=1, action="withdraw")
    assert not correction(closed(), corrects=1, action="replace", data=DOCKETING)


def test_a_withdrawal_carries_nothing_and_a_replacement_something():
    assert "a withdrawal carries nothing new" in correction(
        closed(), corrects=2, action="withdraw", data={"a": 1}
    )
    assert "须写明新内容或者新日期" in correction(closed(), corrects=2, action="replace")
    assert not correction(closed(), corrects=2, action="replace", occurred_on="2019-06-04")


def test_what_is_withdrawn_comes_back_by_withdrawing_the_correction():
    life = closed().on(6, 5, "correction.recorded", corrects=2, action="withdraw", reason="误结")
    assert "请撤销那一次更正" in correction(life, corrects=2, action="withdraw")
    assert "can only be withdrawn" in correction(life, corrects=3, action="replace", data={"corrects": 1})
    assert not correction(life, corrects=3, action="withdraw")


def test_what_is_destroyed_is_neither_destroyed_again_nor_replaced_nor_brought_back():
    destruction = {"order": "决定", "ground": "保管期满"}
    life = closed().on(7, 1, "payload.destroyed", seqs=[2], **destruction)
    assert "已经销毁" in life.forbidden(7, 2, "payload.destroyed", seqs=[2], **destruction)
    assert "本案没有第8号记录" in life.forbidden(7, 2, "payload.destroyed", seqs=[8], **destruction)
    assert "只能撤销" in correction(life, corrects=2, action="replace", data={"outcome": "ruling"})
    assert "不能恢复" in correction(life, corrects=3, action="withdraw")


def test_an_unknown_kind_is_refused_by_name():
    with pytest.raises(InputError, match=r"没有名为 'case.dreamt' 的事件"):
        fault("case.dreamt", {}, standing(CaseState()), date(2019, 1, 1))
