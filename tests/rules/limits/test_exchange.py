"""A question to the clock comes in as JSON and is refused with its field when it cannot be meant; the answer goes out whole."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from xiezhi.rules.errors import InputError
from xiezhi.rules.limits.clock import compute
from xiezhi.rules.limits.exchange import read_case, write_outcome
from xiezhi.rules.limits.model import (
    Conversion,
    Deduction,
    Extension,
    NoticePeriod,
    Restart,
    SupplementaryInvestigation,
    Suspension,
)

EXAMPLES = Path(__file__).parents[4] / "shared" / "data" / "examples" / "deadlines.jsonl"
PLAIN: dict[str, Any] = {
    "id": "a1",
    "procedure": "civil.first.ordinary",
    "court_level": "basic",
    "anchor_date": "2024-03-11",
}
GRANT: dict[str, Any] = {
    "type": "extend", "months": 6, "approver": "president", "applied_on": "2024-08-20", "decided_on": "2024-08-30",
    "approved": True,
}  # fmt: skip


def with_event(**event: Any) -> dict[str, Any]:
    return PLAIN | {"events": [event]}


def fault_of(record: Any) -> InputError:
    with pytest.raises(InputError) as caught:
        read_case(record)
    return caught.value


def test_every_kind_of_event_is_read() -> None:
    events = [
        {"type": "deduct", "ground": "appraisal", "start": "2024-04-01", "end": "2024-05-06"},
        {"type": "suspend", "ground": "party_death", "start": "2024-06-03", "end": None},
        GRANT,
        {"type": "convert", "to": "civil.first.simplified", "on": "2024-04-02"},
        {"type": "supplementary_investigation", "start": "2024-04-01", "end": "2024-04-30"},
        {"type": "restart", "reason": "remand", "on": "2024-04-03"},
        {"type": "notice_period", "start": "2024-04-01", "end": "2025-04-01"},
    ]
    kinds = [type(event) for event in read_case(PLAIN | {"events": events}).events]
    assert kinds == [
        Deduction,
        Suspension,
        Extension,
        Conversion,
        SupplementaryInvestigation,
        Restart,
        NoticePeriod,
    ]


def test_what_is_not_part_of_the_question_is_left_alone() -> None:
    for_people = {
        "expected": {"deadline": "1999-01-01"},
        "reasoning": [1],
        "certainty": None,
        "readings": "x",
        "article": 3,
        "来源": "档案",
    }
    assert read_case(PLAIN | for_people) == read_case(PLAIN)


def test_facts_are_read_and_silence_stays_silence() -> None:
    case = read_case(
        PLAIN
        | {
            "facts": {
                "in_custody": False,
                "grounds": ["major_complex"],
                "max_sentence_years": 3,
                "election_day": "2024-05-01",
            }
        }
    )
    assert case.facts.in_custody is False
    assert case.facts.grounds == ("major_complex",)
    assert case.facts.max_sentence_years == 3
    assert case.facts.election_day == date(2024, 5, 1)
    assert read_case(PLAIN | {"facts": None}).facts.in_custody is None


def test_a_number_may_name_a_case() -> None:
    assert read_case(PLAIN | {"id": 17}).id == "17"
    assert read_case(PLAIN | {"id": None}).id is None


NO_DAYS = [
    "2024-02-30",
    "2024-2-3",
    "20240203",
    "2024/02/03",
    "2024年2月3日",
    "",
    "0001-01-01",
    "9999-12-31",
    "2024-02-03T00:00",
    20240203,
    True,
    [],
]


@pytest.mark.parametrize("day", NO_DAYS)
def test_a_day_that_does_not_exist_is_refused_with_its_field(day: Any) -> None:
    assert fault_of(PLAIN | {"anchor_date": day}).field == "anchor_date"
    fault = fault_of(with_event(type="deduct", ground="appraisal", start=day, end=None))
    assert fault.field == "events[1].start"
    assert "events[1].start" in fault.zh
    assert "events[1].start" in fault.en


@pytest.mark.parametrize("length", [0, -1, 1.5, 6.0, True, "6", 10**30, float("inf"), [6]])
def test_a_grant_counts_whole_months_from_one(length: Any) -> None:
    assert fault_of(PLAIN | {"events": [GRANT | {"months": length}]}).field == "events[1].months"


def test_a_grant_has_months_or_days_and_never_both() -> None:
    assert fault_of(PLAIN | {"events": [GRANT | {"days": 30}]}).field == "events[1].months"
    assert fault_of(PLAIN | {"events": [GRANT | {"months": None}]}).field == "events[1].months"
    assert read_case(
        PLAIN | {"events": [GRANT | {"months": None, "approved": None, "decided_on": None}]}
    ).events


def test_an_approval_needs_its_day() -> None:
    assert fault_of(PLAIN | {"events": [GRANT | {"decided_on": None}]}).field == "events[1].decided_on"


@pytest.mark.parametrize(
    ("record", "field"),
    [
        (None, "record"), ([], "record"), ("text", "record"), (12, "record"),
        (PLAIN | {"procedure": None}, "procedure"),
        (PLAIN | {"procedure": " "}, "procedure"), (PLAIN | {"procedure": 1}, "procedure"),
        (PLAIN | {"court_level": "village"}, "court_level"), (PLAIN | {"court_level": ["basic"]}, "court_level"),
        (PLAIN | {"id": ["a"]}, "id"), (PLAIN | {"id": True}, "id"), (PLAIN | {"id": 1.5}, "id"),
        (PLAIN | {"facts": []}, "facts"),
        (PLAIN | {"facts": 0}, "facts"), (PLAIN | {"facts": {"in_custody": "yes"}}, "facts.in_custody"),
        (PLAIN | {"facts": {"in_custody": 1}}, "facts.in_custody"),
        (PLAIN | {"facts": {"grounds": "major_complex"}}, "facts.grounds"),
        (PLAIN | {"facts": {"grounds": [1]}}, "facts.grounds[1]"),
        (PLAIN | {"facts": {"max_sentence_years": float("nan")}}, "facts.max_sentence_years"),
        (PLAIN | {"facts": {"max_sentence_years": 1e300}}, "facts.max_sentence_years"),
        (PLAIN | {"facts": {"max_sentence_years": True}}, "facts.max_sentence_years"),
        (PLAIN | {"events": {}}, "events"), (PLAIN | {"events": [None]}, "events[1]"),
        (with_event(type="pause"), "events[1].type"),
        (with_event(type=["deduct"]), "events[1].type"), (with_event(), "events[1].type"),
        (with_event(type="deduct", start="2024-04-01"), "events[1].ground"),
        (with_event(type="deduct", ground="appraisal"), "events[1].start"),
        (with_event(type="convert", to="civil.first.ordinary"), "events[1].on"),
        (PLAIN | {"events": [GRANT | {"approver": "friend"}]}, "events[1].approver"),
        (PLAIN | {"events": [GRANT | {"approved": "true"}]}, "events[1].approved"),
        (PLAIN | {"events": [GRANT, GRANT | {"applied_on": "soon"}]}, "events[2].applied_on"),
    ],
)  # fmt: skip
def test_a_complaint_names_the_field(record: Any, field: str) -> None:
    fault = fault_of(record)
    assert fault.field == field
    assert fault.zh.startswith(field)
    assert fault.en.startswith(field)


def test_a_complaint_never_repeats_a_whole_page() -> None:
    assert len(fault_of(PLAIN | {"court_level": "长" * 10_000}).zh) < 200


def test_an_answer_carries_its_derivation_and_survives_json() -> None:
    case = read_case(with_event(type="deduct", ground="appraisal", start="2024-04-01", end="2024-05-06"))
    answer = json.loads(json.dumps(write_outcome(case, compute(case))))
    assert (answer["id"], answer["status"], answer["deducted_days"]) == ("a1", "running", 35)
    assert answer["nominal_deadline"] == "2024-10-16"
    assert answer["law_version"]
    assert all(step["text_zh"] and step["text_en"] and step["rule"] for step in answer["steps"])
    assert answer["articles"] == list(dict.fromkeys(answer["articles"]))
    assert answer["excluded"] == [{"ground": "appraisal", "start": "2024-04-01", "end": "2024-05-06"}]


def test_without_steps_the_answer_is_the_same_but_for_the_derivation() -> None:
    case = read_case(PLAIN)
    whole, short = (
        write_outcome(case, compute(case)),
        write_outcome(case, compute(case, steps=False), steps=False),
    )
    assert "steps" not in short
    assert short.items() <= whole.items()


@pytest.mark.skipif(not EXAMPLES.exists(), reason="the shared examples are not here")
def test_the_shared_examples_come_out_as_expected() -> None:
    for line in EXAMPLES.read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        case = read_case(record)
        answer = write_outcome(case, compute(case))
        expected = record["expected"] | {"issues": sorted(record["expected"].get("issues", answer["issues"]))}
        assert {field: answer[field] for field in expected} == expected, record["id"]
