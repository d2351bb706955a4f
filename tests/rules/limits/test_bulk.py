"""The bulk clock means what the single clock means: same dates, statuses, days and issue codes, case by case."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from random import Random

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.rules.limits.random_cases import RandomCases
from xiezhi.rules.errors import InputError, OutsideValidity, XiezhiError
from xiezhi.rules.limits.bulk import BulkCases, BulkEvents, Codes, compute_bulk, compute_cases, from_cases
from xiezhi.rules.limits.bulk import engine as bulk_engine
from xiezhi.rules.limits.bulk.columns import DEDUCTION, NO_DAY, NO_DAYS
from xiezhi.rules.limits.clock import Clock, default_clock
from xiezhi.rules.limits.model import (
    CaseInput,
    Conversion,
    Deduction,
    Extension,
    Facts,
    Issue,
    Outcome,
    Status,
)

TOLD_BY_THE_SINGLE_CLOCK_ONLY = {"anchor_date", "spans", "extensions", "readings", "steps", "ladder"}
COMPARED = [name for name in Outcome._fields if name not in TOLD_BY_THE_SINGLE_CLOCK_ONLY]
TODAY = date(2026, 11, 24)


def under(**readings: object) -> Clock:
    """The shipped law and calendar under other readings."""
    clock = default_clock()
    return Clock(clock.catalogue, clock.calendar, replace(clock.readings, **readings))  # type: ignore[arg-type]


def asked_one_by_one(clock: Clock, cases: Sequence[CaseInput]) -> list[Outcome | None]:
    answers: list[Outcome | None] = []
    for case in cases:
        try:
            answers.append(clock.compute(case, steps=False))
        except XiezhiError:
            answers.append(None)
    return answers


def told(outcome: Outcome | XiezhiError | None) -> dict[str, object] | None:
    """What both clocks tell; None where the question lies outside the validity of the data."""
    if not isinstance(outcome, Outcome):
        return None
    return {name: getattr(outcome, name) for name in COMPARED} | {"issues": set(outcome.issues)}


def assert_agree(clock: Clock, cases: Sequence[CaseInput]) -> list[Outcome | None]:
    single = asked_one_by_one(clock, cases)
    for case, one, other in zip(cases, single, compute_cases(cases, clock)):
        assert told(one) == told(other), case
    return single


def random_cases(seed: int, count: int) -> list[CaseInput]:
    draw = RandomCases(default_clock().catalogue, Random(seed))
    return [draw.case() for _ in range(count)]


def test_the_two_clocks_agree_on_random_cases_of_every_rule() -> None:
    answers = assert_agree(default_clock(), random_cases(seed=20260101, count=6000))
    known = [answer for answer in answers if answer is not None]
    assert {answer.status for answer in known} == set(Status)
    assert {issue for answer in known for issue in answer.issues} == set(Issue), (
        "the random cases should raise every issue"
    )


@given(st.randoms(use_true_random=False))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_the_two_clocks_agree_on_whatever_hypothesis_finds(random: Random) -> None:
    draw = RandomCases(default_clock().catalogue, random)
    assert_agree(default_clock(), [draw.case() for _ in range(3)])


@pytest.mark.parametrize(
    "readings",
    [
        {"excluded_span": "inclusive"},
        {"unknown_custody": "free"},
        {"defence_preparation_days": 15},
        {"president_delegates": True},
        {"new_law_for_pending": (date(2013, 1, 1), date(2015, 5, 1), date(2022, 1, 1))},
    ],
    ids=lambda readings: next(iter(readings)),
)
def test_the_two_clocks_agree_under_other_readings(readings: dict[str, object]) -> None:
    assert_agree(under(**readings), random_cases(seed=7, count=600))


def test_a_reading_that_needs_the_steps_is_left_to_the_single_clock() -> None:
    with pytest.raises(InputError, match="先加月数"):
        compute_bulk(*from_cases([], default_clock().catalogue), under(extension_order="shift_first"))


def test_every_rule_agrees_on_every_month_end_and_leap_day() -> None:
    clock = default_clock()
    days = [
        date(year, month, day)
        for year in (2012, 2016, 2024, 2025)
        for month, day in ((1, 31), (2, 28), (8, 31), (12, 31))
    ]
    days += [date(2016, 2, 29), date(2024, 2, 29), clock.catalogue.known_through, clock.calendar.last]
    cases = [
        CaseInput(rule, day, "basic", Facts(in_custody=custody, election_day=day), as_of=TODAY)
        for rule in clock.catalogue.rules
        for day in days
        for custody in (True, False)
    ]
    assert_agree(clock, cases)


def test_the_order_in_which_events_are_entered_does_not_matter() -> None:
    cases = [case for case in random_cases(seed=11, count=500) if len(case.events) > 1]
    turned = [replace(case, events=case.events[::-1]) for case in cases]
    for one, other in zip(compute_cases(cases, default_clock()), compute_cases(turned, default_clock())):
        assert told(one) == told(other)


def test_blocks_do_not_change_the_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    cases = random_cases(seed=13, count=300)
    whole = [told(answer) for answer in compute_cases(cases, default_clock())]
    monkeypatch.setattr(bulk_engine, "BLOCK", 7)
    assert [told(answer) for answer in compute_cases(cases, default_clock())] == whole


def test_a_question_outside_the_validity_of_the_data_is_marked_and_not_answered() -> None:
    cases = [
        CaseInput("civil.first.ordinary", date(1999, 1, 4)),
        CaseInput("civil.first.ordinary", date(2031, 1, 1)),
        CaseInput("civil.first.ordinary", date(2025, 3, 3)),
    ]
    outcome = compute_bulk(*from_cases(cases, default_clock().catalogue))
    assert outcome.error.tolist() == [True, True, False]
    assert outcome.deadline.tolist() == [NO_DAY, NO_DAY, date(2025, 9, 3).toordinal()]
    assert outcome.at(0) is None
    faults = list(compute_cases(cases, default_clock()))
    assert isinstance(faults[1], OutsideValidity)


def test_a_span_without_a_believable_end_is_refused_by_both_clocks() -> None:
    case = CaseInput(
        "civil.first.ordinary", date(2025, 3, 3), events=(Deduction("appraisal", date(2025, 4, 1), date.max),)
    )
    assert assert_agree(default_clock(), [case]) == [None]


def test_a_case_turned_into_a_row_is_told_like_the_single_clock_tells_it() -> None:
    case = CaseInput(
        "civil.first.simplified",
        date(2025, 4, 1),
        "basic",
        events=(
            Extension(1, None, "president", date(2025, 6, 10), date(2025, 6, 20), True),
            Conversion("civil.first.ordinary", date(2025, 7, 28)),
        ),
        as_of=date(2025, 9, 30),
    )
    outcome = compute_bulk(*from_cases([case], default_clock().catalogue)).at(0)
    assert outcome is not None
    assert (outcome.rule, outcome.law_version) == ("civil.first.ordinary", "civil-procedure-2023")
    assert (outcome.nominal_deadline, outcome.deadline) == (date(2025, 10, 1), date(2025, 10, 9))
    assert (outcome.days_left, outcome.gross_days) == (9, 182)


def test_one_value_may_stand_for_a_whole_column() -> None:
    codes = Codes(default_clock().catalogue)
    anchors = np.array([date(2025, 3, 3).toordinal(), date(2025, 3, 5).toordinal()], np.int32)
    procedures = np.full(2, codes.rule["civil.first.ordinary"])
    cases = BulkCases.of(procedures, anchors, as_of=TODAY.toordinal())
    events = BulkEvents.of(
        [0, 0, 1], [DEDUCTION], codes.ground["appraisal"], anchors[1:] + 36, anchors[1:] + 76
    )
    outcome = compute_bulk(cases, events)
    assert [date.fromordinal(day) for day in outcome.deadline] == [date(2025, 9, 3), date(2025, 10, 15)]
    assert outcome.deducted_days.tolist() == [0, 40]
    assert outcome.remaining_days.tolist() == [NO_DAYS, NO_DAYS]


def test_no_cases_give_no_answers() -> None:
    assert list(compute_bulk(*from_cases([], default_clock().catalogue)).rows()) == []


@pytest.mark.parametrize("offsets", [[0, 0], [0, 0, 2], [0, 1, 0], [1, 1, 1]])
def test_events_that_do_not_fit_the_cases_are_refused(offsets: list[int]) -> None:
    cases = BulkCases.of([0, 0], [NO_DAY, NO_DAY])
    with pytest.raises(InputError, match="offsets"):
        compute_bulk(cases, BulkEvents.of(offsets, [DEDUCTION], [0], [1]))


@pytest.mark.parametrize("column", ["procedure", "kind", "code", "approver"])
def test_codes_that_do_not_exist_are_refused(column: str) -> None:
    cases = BulkCases.of([999 if column == "procedure" else 0], [TODAY.toordinal()])
    codes = {"kind": 0, "code": 0, "approver": 0} | ({column: 99} if column != "procedure" else {})
    events = BulkEvents.of(
        [0, 1], [codes["kind"]], codes["code"], TODAY.toordinal(), approver=codes["approver"]
    )
    with pytest.raises(InputError, match=column):
        compute_bulk(cases, events)


def test_columns_of_different_lengths_are_refused() -> None:
    with pytest.raises(InputError, match="anchor"):
        BulkCases.of([0, 0], [NO_DAY])
