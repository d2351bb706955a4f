"""The derivation: every step a sentence in both languages, with its article, and the last ones leading to the deadline."""

import re
from datetime import date
from typing import Any

import pytest

from tests.rules.limits.test_examples import EXAMPLES, case_of
from xiezhi.rules.limits.clock import compute, default_clock
from xiezhi.rules.limits.model import CaseInput, Deduction, Extension, Outcome, Status, Step
from xiezhi.rules.limits.sentences import day_en, day_zh

CHINESE = re.compile(r"[一-鿿]")
DOCUMENT_NUMBER = re.compile(r"法[发释函]?〔\d{4}〕\d+号")  # has no English form
BY_ARITHMETIC = ("appended",)  # the sum of what was proven before
TURNS = ("converted", "restarted", "investigated", "returned")
RESTS_ON_LAW = ("start", "base", "excluded", "extended", *TURNS, "rolled", "soft", "no_limit")
ANSWERED = [example for example in EXAMPLES if example["expected"]["status"] != "invalid"]
RUNNING = [example for example in EXAMPLES if example["expected"]["status"] == "running"]
STOPPED = [example for example in EXAMPLES if example["expected"]["status"] in ("suspended", "paused")]
of_examples = {"ids": lambda example: str(example["id"])}


def outcome_of(example: dict[str, Any]) -> Outcome:
    return compute(case_of(example))


def steps_of(outcome: Outcome, *kinds: str) -> list[Step]:
    return [step for step in outcome.steps if step.kind.partition(".")[0] in kinds]


@pytest.mark.parametrize("example", ANSWERED, **of_examples)
def test_every_step_is_a_sentence_in_both_languages(example: dict[str, Any]) -> None:
    for step in outcome_of(example).steps:
        assert CHINESE.search(step.text_zh), step
        assert step.text_zh.endswith("。"), step
        assert step.text_en.endswith((".", ")")), step
        assert "None" not in step.text_zh + step.text_en, step
        assert "{" not in step.text_zh + step.text_en, step


@pytest.mark.parametrize("example", ANSWERED, **of_examples)
def test_an_english_sentence_holds_no_chinese_and_no_bare_code(example: dict[str, Any]) -> None:
    for step in outcome_of(example).steps:
        assert not CHINESE.search(DOCUMENT_NUMBER.sub("", step.text_en)), step
        assert not re.search(r"\b(civil|criminal|administrative|enforcement)\.[a-z]", step.text_en), step


@pytest.mark.parametrize("example", ANSWERED, **of_examples)
def test_every_step_that_rests_on_law_names_article_and_text_version(example: dict[str, Any]) -> None:
    for step in steps_of(outcome_of(example), *RESTS_ON_LAW):
        assert step.sources, step
        for source in step.sources:
            assert source.document, step
            assert re.search(r"\d{4}", source.version), step
            assert source.zh.startswith("《"), step
            assert source.en, step
            assert not CHINESE.search(source.en), step


@pytest.mark.parametrize("example", ANSWERED, **of_examples)
def test_every_kind_of_step_is_known_to_rest_on_law_or_not(example: dict[str, Any]) -> None:
    kinds = {step.kind.partition(".")[0] for step in outcome_of(example).steps}
    assert kinds <= {*RESTS_ON_LAW, *BY_ARITHMETIC, "refused", "flagged", "stopped"}


@pytest.mark.parametrize("example", ANSWERED, **of_examples)
def test_the_days_of_a_step_stand_in_order(example: dict[str, Any]) -> None:
    for step in outcome_of(example).steps:
        if step.start and step.end and not step.kind.startswith("refused"):
            assert step.start <= step.end, step


@pytest.mark.parametrize("example", RUNNING, **of_examples)
def test_the_steps_lead_from_the_anchor_to_the_deadline(example: dict[str, Any]) -> None:
    outcome = outcome_of(example)
    kinds = [step.kind for step in outcome.steps]
    assert kinds[0] == "start"
    assert kinds[-1] in ("rolled", "soft")
    (rolled,) = steps_of(outcome, "rolled")
    assert (rolled.start, rolled.end) == (outcome.nominal_deadline, outcome.deadline)
    assert outcome.deadline is not None
    assert day_zh(outcome.deadline) in rolled.text_zh
    assert day_en(outcome.deadline) in rolled.text_en


@pytest.mark.parametrize("example", RUNNING, **of_examples)
def test_a_rule_with_a_soft_date_says_it_and_no_other_does(example: dict[str, Any]) -> None:
    outcome = outcome_of(example)
    assert [step.end for step in steps_of(outcome, "soft")] == (
        [outcome.soft_deadline] if outcome.soft_deadline else []
    )


@pytest.mark.parametrize("example", RUNNING, **of_examples)
def test_the_provisional_mark_is_told_in_words(example: dict[str, Any]) -> None:
    outcome = outcome_of(example)
    assert (
        "provisional" in outcome.steps[-1].text_en + steps_of(outcome, "rolled")[0].text_en
    ) == outcome.provisional


@pytest.mark.parametrize("example", STOPPED, **of_examples)
def test_a_clock_that_stands_says_since_when_and_what_was_left(example: dict[str, Any]) -> None:
    outcome = outcome_of(example)
    last = outcome.steps[-1]
    assert outcome.stopped_on is not None
    assert last.kind == "stopped"
    assert day_zh(outcome.stopped_on) in last.text_zh
    assert f"{outcome.remaining_days}日" in last.text_zh
    assert outcome.remaining_days is not None
    assert str(outcome.remaining_days) in last.text_en


@pytest.mark.parametrize("example", ANSWERED, **of_examples)
def test_every_issue_is_told_in_a_step_and_every_such_step_is_an_issue(example: dict[str, Any]) -> None:
    outcome = outcome_of(example)
    told = {step.kind.partition(".")[2] for step in steps_of(outcome, "refused", "flagged")}
    assert told == {str(issue) for issue in outcome.issues}


@pytest.mark.parametrize("example", ANSWERED, **of_examples)
def test_the_excluded_days_of_the_running_segment_can_be_added_up(example: dict[str, Any]) -> None:
    outcome = outcome_of(example)
    if outcome.status is Status.RUNNING and outcome.deducted_days:
        (appended,) = steps_of(outcome, "appended")
        assert appended.days == outcome.deducted_days
        assert f"{outcome.deducted_days}日" in appended.text_zh


@pytest.mark.parametrize("example", ANSWERED, **of_examples)
def test_the_readings_named_are_told_in_the_catalogue(example: dict[str, Any]) -> None:
    outcome = outcome_of(example)
    assert set(outcome.readings) <= set(default_clock().catalogue.reading_texts)
    assert set(outcome.readings) == {reading for step in outcome.steps for reading in step.readings}


@pytest.mark.parametrize("example", ANSWERED, **of_examples)
def test_leaving_the_steps_out_changes_no_answer(example: dict[str, Any]) -> None:
    case = case_of(example)
    whole, bare = compute(case), compute(case, steps=False)
    assert bare.steps == ()
    assert bare == whole._replace(steps=(), readings=bare.readings)


def test_a_case_without_limit_names_the_article_that_says_so() -> None:
    outcome = compute(CaseInput("criminal.review.death_penalty", date(2024, 5, 6), "spc"))
    (step,) = outcome.steps
    assert "CrPL" in step.sources[0].en
    assert outcome.deadline is None


def test_an_extension_cites_the_text_in_force_on_the_day_it_was_decided() -> None:
    granted = Extension(1, None, "president", date(2022, 1, 10), date(2022, 1, 11), True)
    outcome = compute(CaseInput("civil.first.simplified", date(2021, 10, 28), "basic", events=(granted,)))
    (extended,) = steps_of(outcome, "extended")
    (base,) = steps_of(outcome, "base")
    assert "civil-procedure-2017" in {source.version for source in base.sources}
    assert "civil-procedure-2021" in {source.version for source in extended.sources}


def test_a_deduction_names_its_ground_its_days_and_how_many_count() -> None:
    event = Deduction("appraisal", date(2024, 4, 1), date(2024, 5, 1))
    outcome = compute(CaseInput("civil.first.ordinary", date(2024, 3, 1), "basic", events=(event, event)))
    first, second = steps_of(outcome, "excluded")
    assert (first.start, first.end, first.days, second.days) == (date(2024, 4, 1), date(2024, 5, 1), 30, 0)
    assert "鉴定" in first.text_zh
    assert "30" in first.text_en
    assert any(source.document == "cpi" for source in first.sources)
