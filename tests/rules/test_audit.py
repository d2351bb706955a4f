"""What the audit may say about a judgment, and what it must leave open: silence accuses nobody."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xiezhi.rules.audit import Audit, Verdict, audit
from xiezhi.rules.limits.clock import default_clock

CRIMINAL: dict[str, Any] = {
    "doc_id": "d1",
    "case_no": "（2023）示0101刑初7号",
    "court": "示范市东区人民法院",
    "court_level": "基层",
    "document_type": "刑事判决书",
    "trial_level": "一审",
    "procedure_stated": "普通",
    "accepted_date": "2023-03-06",
    "decision_date": "2023-05-30",
    "parties": {"defendants": ["甲某"]},
}
CIVIL = CRIMINAL | {
    "case_no": "（2023）示0101民初8号",
    "document_type": "民事判决书",
    "parties": {"plaintiffs": ["乙某"]},
}


def asked(record: dict[str, Any], **changes: Any) -> Audit:
    return audit(record | changes, default_clock())


def told(words: tuple[tuple[str, str], ...]) -> str:
    return " / ".join(english for _, english in words)


def deadline(found: Audit) -> str:
    assert found.outcome
    return str(found.outcome.deadline)


def test_a_case_closed_on_its_last_day_is_in_time() -> None:
    assert asked(CIVIL, decision_date="2023-09-06").verdict is Verdict.IN_TIME
    late = asked(CIVIL, decision_date="2023-09-07")
    assert (late.verdict, late.days_over) == (Verdict.OVER_LIMIT, 1)


def test_a_criminal_first_instance_has_two_months_as_a_rule_and_three_at_most() -> None:
    within = asked(CRIMINAL)
    assert within.verdict is Verdict.IN_TIME
    assert within.outcome
    assert (str(within.outcome.soft_deadline), deadline(within)) == ("2023-05-06", "2023-06-06")
    assert "beyond the usual limit (2023-05-06)" in told(within.notes)
    assert not asked(CRIMINAL, decision_date="2023-04-30").notes
    assert asked(CRIMINAL, decision_date="2023-06-09").verdict is Verdict.OVER_LIMIT


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({}, "criminal.first.ordinary"),
        ({"procedure_stated": None}, "criminal.first.ordinary"),
        ({"procedure_stated": "简易"}, "criminal.first.simplified"),
        ({"procedure_stated": "速裁"}, "criminal.first.fast_track"),
        ({"trial_level": "二审", "document_type": "刑事裁定书"}, "criminal.appeal"),
        ({"trial_level": "一审重审"}, "criminal.first.remand"),
        ({"trial_level": "再审", "retrial_ordered_date": "2023-03-06"}, "criminal.retrial"),
        ({"document_type": "刑事附带民事判决书"}, "criminal.first.ordinary"),
        ({"parties": {"private_prosecutors": ["丙某"]}}, "criminal.first.private.custody"),
        ({"document_type": "民事判决书"}, "civil.first.ordinary"),
        ({"document_type": "民事判决书", "procedure_stated": "简易"}, "civil.first.simplified"),
        ({"document_type": "民事判决书", "procedure_stated": "小额"}, "civil.first.small_claims"),
        ({"document_type": "民事判决书", "trial_level": "二审"}, "civil.appeal.judgment"),
        ({"document_type": "民事裁定书", "trial_level": "二审"}, "civil.appeal.ruling"),
        ({"document_type": "行政判决书"}, "administrative.first.ordinary"),
        ({"document_type": "行政判决书", "procedure_stated": "简易"}, "administrative.first.simplified"),
        ({"document_type": "行政判决书", "trial_level": "二审"}, "administrative.appeal"),
        ({"document_type": "执行裁定书", "trial_level": "执行"}, "enforcement.first"),
        ({"document_type": "执行裁定书", "trial_level": "执行异议"}, "enforcement.objection"),
        ({"document_type": None, "case_no": "（2023）示0101行初9号"}, "administrative.first.ordinary"),
    ],
)
def test_the_kind_of_case_the_instance_and_the_stated_procedure_choose_the_rule(
    changes: dict[str, Any], rule: str
) -> None:
    found = asked(CRIMINAL, **changes)
    assert found.case
    assert found.case.procedure == rule


def test_without_a_docketing_date_the_prosecution_starts_the_clock_and_this_is_said() -> None:
    found = asked(CRIMINAL, accepted_date=None, prosecuted_date="2023-03-06")
    assert found.verdict is Verdict.IN_TIME
    assert found.anchor_from
    assert "prosecution" in found.anchor_from[1]
    assert "the docketing date" in told(found.missing)


def test_an_excess_that_a_later_docketing_could_explain_is_left_open() -> None:
    prosecuted = asked(CRIMINAL, accepted_date=None, prosecuted_date="2023-03-06", decision_date="2023-06-12")
    assert prosecuted.verdict is Verdict.CANNOT_TELL
    assert (
        asked(CRIMINAL, accepted_date=None, prosecuted_date="2023-03-06", decision_date="2023-07-12").verdict
        is Verdict.OVER_LIMIT
    )


def test_an_excess_that_vanishes_when_the_accused_is_free_is_left_open() -> None:
    on_saturday = CRIMINAL | {"accepted_date": "2023-03-10"}
    found = asked(on_saturday, decision_date="2023-06-12")
    assert found.verdict is Verdict.CANNOT_TELL
    assert "custody" in told(found.missing)


def test_an_excess_that_a_graver_sentence_would_explain_is_left_open() -> None:
    found = asked(CRIMINAL, procedure_stated="简易", decision_date="2023-04-10")
    assert found.verdict is Verdict.CANNOT_TELL
    assert "sentence" in told(found.missing)


def test_a_private_prosecution_may_last_six_months_while_the_accused_is_free() -> None:
    private = CRIMINAL | {"parties": {"private_prosecutors": ["丙某"]}}
    assert asked(private, decision_date="2023-08-30").verdict is Verdict.CANNOT_TELL
    assert asked(private, decision_date="2023-09-30").verdict is Verdict.OVER_LIMIT


@pytest.mark.parametrize(
    "kind", ["延期审理", "中止审理", "延长审限", "补充侦查", "指定管辖", "合并审理", "鉴定", "公告"]
)
def test_an_undated_event_may_explain_the_excess(kind: str) -> None:
    event = {
        "type": kind,
        "date": None,
        "end": None,
        "reason": None,
        "count": 2,
        "months": None,
        "approved_by": None,
    }
    found = asked(CRIMINAL, decision_date="2024-01-30", time_events=[event])
    assert found.verdict is Verdict.CANNOT_TELL
    assert "events without dates or ground (2) could explain it" in told(found.notes)


@pytest.mark.parametrize("kind", ["抗诉", "追加起诉", "变更起诉", "附带民事撤诉", "附带民事调解"])
def test_an_event_that_gives_no_time_explains_nothing(kind: str) -> None:
    event = {"type": kind, "date": "2023-04-01", "end": None, "reason": None, "count": 1}
    assert asked(CRIMINAL, decision_date="2024-01-30", time_events=[event]).verdict is Verdict.OVER_LIMIT


def test_a_dated_suspension_stops_the_clock_until_the_trial_goes_on() -> None:
    events = [
        {"type": "中止审理", "date": "2023-04-06", "end": None, "reason": "被告人患有严重疾病，无法出庭"},
        {"type": "恢复审理", "date": "2023-10-06", "end": None, "reason": None},
    ]
    found = asked(CRIMINAL, decision_date="2023-12-01", time_events=events)
    assert found.verdict is Verdict.IN_TIME
    assert found.outcome
    assert found.outcome.deducted_days == 183


def test_supplementary_investigation_restarts_the_limit_on_return() -> None:
    event = {"type": "补充侦查", "date": "2023-05-06", "end": "2023-06-05", "reason": "补充侦查"}
    assert deadline(asked(CRIMINAL, decision_date="2023-08-31", time_events=[event])) == "2023-09-05"


def test_an_extension_the_clock_refuses_for_want_of_its_ground_accuses_nobody() -> None:
    event = {
        "type": "延长审限",
        "date": "2023-05-20",
        "months": 3,
        "approved_by": "中级人民法院",
        "reason": None,
    }
    found = asked(CRIMINAL, decision_date="2023-08-30", time_events=[event])
    assert found.verdict is Verdict.CANNOT_TELL
    assert "ground and approval of the extension" in told(found.missing)


def test_an_extension_that_needs_no_more_is_counted() -> None:
    event = {"type": "延长审限", "date": "2023-08-20", "months": 3, "approved_by": "本院院长", "reason": None}
    assert asked(CIVIL, decision_date="2023-12-06", time_events=[event]).verdict is Verdict.IN_TIME
    assert asked(CIVIL, decision_date="2023-12-07", time_events=[event]).verdict is Verdict.OVER_LIMIT


def test_an_appraisal_with_both_days_is_deducted_in_a_civil_case() -> None:
    event = {"type": "鉴定", "date": "2023-04-06", "end": "2023-05-06", "reason": None}
    assert deadline(asked(CIVIL, decision_date="2023-10-01", time_events=[event])) == "2023-10-07"


def test_a_dated_change_of_procedure_converts_and_an_undated_one_is_said() -> None:
    change = {"from": "简易", "to": "普通", "date": "2023-03-20"}
    dated = asked(CRIMINAL, procedure_changes=[change], decision_date="2023-06-19")
    assert dated.case
    assert (dated.case.procedure, deadline(dated), dated.verdict) == (
        "criminal.first.simplified",
        "2023-06-20",
        Verdict.IN_TIME,
    )
    undated = asked(CRIMINAL, procedure_changes=[change | {"date": None}], decision_date="2023-06-19")
    assert undated.verdict is Verdict.CANNOT_TELL
    assert "change of procedure" in told(undated.missing)


def test_what_is_missing_is_named() -> None:
    found = asked(CRIMINAL, accepted_date=None, decision_date=None)
    assert found.verdict is Verdict.CANNOT_TELL
    assert {"the date of the decision", "the docketing date"} <= {english for _, english in found.missing}


def test_a_decision_before_the_start_is_doubted_not_praised() -> None:
    found = asked(CRIMINAL, decision_date="2022-12-30")
    assert found.verdict is Verdict.CANNOT_TELL
    assert "check the dates" in told(found.missing)


def test_a_procedure_younger_than_the_case_is_told_by_its_name() -> None:
    found = asked(CRIMINAL, procedure_stated="速裁", accepted_date="2017-03-06", decision_date="2017-03-09")
    assert found.verdict is Verdict.CANNOT_TELL
    assert "“Criminal fast-track procedure” at the time" in told(found.missing)


def test_a_procedure_without_a_limit_is_neither_in_time_nor_over() -> None:
    supervision = CRIMINAL | {"document_type": "执行裁定书", "trial_level": "执行监督"}
    assert asked(supervision, decision_date="2030-01-01").verdict is Verdict.NO_LIMIT


def test_nobody_is_named_or_scored() -> None:
    judges = {"presiding_judge": "丁某", "judges": ["丁某"], "clerks": ["戊某"]}
    assert asked(CRIMINAL, **judges).verdict is asked(CRIMINAL).verdict


anything = st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.dates().map(date.isoformat)
kinds = ["延期审理", "建议延期审理", "中止审理", "恢复审理", "延长审限", "补充侦查", "鉴定", "x"]
event_fields = dict.fromkeys(("date", "end", "reason", "months", "approved_by"), anything)
event = st.fixed_dictionaries(
    {"type": st.sampled_from(kinds), "count": st.none() | st.integers(1, 3), **event_fields}
)
fields = ("trial_level", "document_type", "court_level", "accepted_date", "decision_date")


@given(st.fixed_dictionaries(dict.fromkeys(fields, anything)), st.lists(event, max_size=4))
def test_no_record_is_too_strange_to_be_answered(strange: dict[str, Any], time_events: list[Any]) -> None:
    for record in (strange, CRIMINAL, CIVIL | {"accepted_date": strange["accepted_date"]}):
        assert asked(record, time_events=time_events).verdict in Verdict


def test_a_civil_retrial_beyond_three_months_needs_to_know_which_procedure_was_followed() -> None:
    retrial = CIVIL | {"case_no": "（2023）示01民再2号", "trial_level": "再审", "court_level": "中级"}
    quick, slow, late = (
        asked(retrial, decision_date=day) for day in ("2023-05-30", "2023-08-30", "2023-12-20")
    )
    assert quick.verdict is Verdict.IN_TIME
    assert slow.verdict is Verdict.CANNOT_TELL
    assert "second-instance procedure" in told(slow.missing)
    assert late.verdict is Verdict.OVER_LIMIT
