"""What an audit may say about a judgment, and what it must leave open."""

from typing import Any

import pytest

from xiezhi.demo.judgments import invented_judgments
from xiezhi.rules.audit import Audit, Verdict, audit
from xiezhi.rules.limits.clock import default_clock
from xiezhi.rules.text import read_judgment


def judged(**facts: Any) -> Audit:
    """The audit of a first-instance criminal judgment with these facts."""
    record = {
        "doc_id": "1",
        "case_no": "（2023）示0121刑初1号",
        "court_level": "基层",
        "document_type": "刑事判决书",
        "trial_level": "一审",
        "time_events": [],
        "procedure_changes": [],
    }
    return audit(record | facts, default_clock())


def missing(answer: Audit) -> str:
    return "; ".join(words[1] for words in answer.missing)


def test_a_judgment_within_three_months_of_docketing_is_in_time() -> None:
    answer = judged(accepted_date="2023-03-01", decision_date="2023-05-20")
    assert answer.verdict is Verdict.IN_TIME
    assert answer.outcome is not None
    assert str(answer.outcome.deadline) == "2023-06-01"


def test_a_judgment_months_later_without_any_reason_told_is_over_the_limit() -> None:
    answer = judged(accepted_date="2023-03-01", decision_date="2023-09-20")
    assert answer.verdict is Verdict.OVER_LIMIT
    assert answer.days_over == 111


def test_an_extension_without_a_date_forbids_to_say_over_the_limit() -> None:
    events = [{"type": "延长审限", "date": None, "months": 3, "approved_by": "示范省松原市中级人民法院"}]
    answer = judged(accepted_date="2023-03-01", decision_date="2023-08-20", time_events=events)
    assert answer.verdict is Verdict.CANNOT_TELL
    assert "extension" in missing(answer)


def test_without_a_docketing_date_the_prosecution_counts_and_the_audit_says_so() -> None:
    answer = judged(prosecuted_date="2023-03-01", decision_date="2023-05-20")
    assert answer.verdict is Verdict.IN_TIME
    assert answer.anchor_from is not None
    assert "prosecution" in answer.anchor_from[1]
    assert "docketing date" in missing(answer)


def test_days_within_the_review_of_the_docketing_are_not_held_against_the_court() -> None:
    answer = judged(prosecuted_date="2023-03-01", decision_date="2023-06-06")
    assert answer.verdict is Verdict.CANNOT_TELL


def test_supplementary_investigation_with_its_days_starts_the_limit_afresh() -> None:
    events = [
        {"type": "延期审理", "date": "2023-05-08", "reason": "补充侦查", "end": "2023-06-07"},
        {"type": "恢复审理", "date": "2023-06-07"},
    ]
    answer = judged(accepted_date="2023-03-06", decision_date="2023-08-30", time_events=events)
    assert answer.verdict is Verdict.IN_TIME
    assert answer.outcome is not None
    assert str(answer.outcome.anchor_date) == "2023-06-07"


def test_a_simplified_case_over_twenty_days_needs_the_sentence_to_be_expected() -> None:
    answer = judged(procedure_stated="简易", accepted_date="2023-03-01", decision_date="2023-04-10")
    assert answer.verdict is Verdict.CANNOT_TELL
    assert "sentence" in missing(answer)


def test_a_decision_before_the_docketing_is_a_doubt_about_dates_not_a_verdict() -> None:
    answer = judged(accepted_date="2023-03-01", decision_date="2022-03-01")
    assert answer.verdict is Verdict.CANNOT_TELL
    assert "check the dates" in missing(answer)


def test_a_remanded_case_waits_for_the_day_the_court_got_it_back() -> None:
    answer = judged(trial_level="一审重审", prosecuted_date="2022-03-01", decision_date="2023-04-10")
    assert answer.verdict is Verdict.CANNOT_TELL
    assert "remanded case" in missing(answer)


def test_a_day_outside_the_law_data_cannot_be_told() -> None:
    answer = judged(procedure_stated="速裁", accepted_date="2017-03-01", decision_date="2017-03-08")
    assert answer.verdict is Verdict.CANNOT_TELL


@pytest.mark.parametrize("record", [{}, {"trial_level": 7}, {"case_no": "甲", "trial_level": "一审"}])
def test_a_record_that_says_nothing_cannot_be_told(record: dict[str, Any]) -> None:
    assert audit(record, default_clock()).verdict is Verdict.CANNOT_TELL


def test_an_empty_judgment_is_read_and_audited_without_a_crash() -> None:
    assert audit(read_judgment("").as_record(), default_clock()).verdict is Verdict.CANNOT_TELL


def test_every_invented_judgment_has_the_verdict_it_was_written_for() -> None:
    verdicts = {
        document["doc_id"][:2]: str(audit(read_judgment(document["text"]).as_record(), default_clock()).verdict)
        for document in invented_judgments()
    }
    assert verdicts == {
        "01": "in_time",
        "02": "in_time",
        "03": "over_limit",
        "04": "in_time",
        "05": "in_time",
        "06": "in_time",
        "07": "in_time",
        "08": "in_time",
        "09": "cannot_tell",
        "10": "in_time",
    }
