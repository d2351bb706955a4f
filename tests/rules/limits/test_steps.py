"""The derivation: every step a sentence in both languages, with its article, and the last ones leading to the deadline.

Each statement is checked on every worked example that has an answer; the example at fault is named.
"""

import re
from collections.abc import Iterator
from datetime import date
from functools import cache

from tests.rules.limits.test_examples import EXAMPLES, case_of
from xiezhi.rules.limits.clock import compute, default_clock
from xiezhi.rules.limits.model import CaseInput, Deduction, Extension, Outcome, Restart, Status, Step
from xiezhi.rules.limits.sentences import day_en, day_zh

CHINESE = re.compile(r"[一-鿿]")
DOCUMENT_NUMBER = re.compile(r"法[发释函]?〔\d{4}〕\d+号")  # has no English form
RULE_ID = re.compile(r"\b(civil|criminal|administrative|enforcement|registry|transfer)\.[a-z]")
SUMMED_UP = ("appended", "stopped")  # arithmetic on what was proven before
TURNS = ("converted", "restarted", "investigated", "returned")
RESTS_ON_LAW = ("start", "base", "excluded", "extended", *TURNS, "rolled", "soft", "no_limit")
ABOUT_ISSUES = ("refused", "flagged")


@cache
def outcomes() -> dict[str, Outcome]:
    answers = {str(example["id"]): compute(case_of(example)) for example in EXAMPLES}
    return {name: outcome for name, outcome in answers.items() if outcome.status is not Status.INVALID}


def with_status(*statuses: Status) -> Iterator[tuple[str, Outcome]]:
    return ((name, outcome) for name, outcome in outcomes().items() if outcome.status in statuses)


def kind_of(step: Step) -> str:
    return step.kind.partition(".")[0]


def steps_of(outcome: Outcome, *kinds: str) -> list[Step]:
    return [step for step in outcome.steps if kind_of(step) in kinds]


def every_step() -> Iterator[tuple[str, Step]]:
    return ((name, step) for name, outcome in outcomes().items() for step in outcome.steps)


def test_every_step_is_a_sentence_in_both_languages() -> None:
    for name, step in every_step():
        assert CHINESE.search(step.text_zh), name
        assert step.text_zh.endswith("。"), (name, step.text_zh)
        assert step.text_en.endswith("."), (name, step.text_en)
        assert not re.search(r"None|[{}]", step.text_zh + step.text_en), (name, step)


def test_an_english_sentence_holds_no_chinese_and_no_rule_id() -> None:
    for name, step in every_step():
        assert not CHINESE.search(DOCUMENT_NUMBER.sub("", step.text_en)), (name, step.text_en)
        assert not RULE_ID.search(step.text_en + step.text_zh), (name, step)


def test_every_step_that_rests_on_law_names_article_and_text_version() -> None:
    for name, outcome in outcomes().items():
        for step in steps_of(outcome, *RESTS_ON_LAW):
            assert step.sources, (name, step)
            for source in step.sources:
                assert source.document, name
                assert re.search(r"\d{4}", source.version), (name, source)
                assert source.zh.startswith("《"), (name, source)
                assert source.en, (name, source)
                assert not CHINESE.search(source.en), (name, source)


def test_every_kind_of_step_is_known_to_rest_on_law_or_not() -> None:
    kinds = {kind_of(step) for _, step in every_step()}
    assert kinds == {*RESTS_ON_LAW, *SUMMED_UP, *ABOUT_ISSUES}


def test_the_days_of_a_step_stand_in_order() -> None:
    for name, step in every_step():
        if step.start and step.end and kind_of(step) != "refused":
            assert step.start <= step.end, (name, step)


def test_the_steps_lead_from_the_anchor_to_the_deadline() -> None:
    for name, outcome in with_status(Status.RUNNING):
        assert outcome.steps[0].kind == "start", name
        assert outcome.steps[-1].kind in ("rolled", "soft"), name
        (rolled,) = steps_of(outcome, "rolled")
        assert (rolled.start, rolled.end) == (outcome.nominal_deadline, outcome.deadline), name
        assert outcome.deadline is not None
        assert day_zh(outcome.deadline) in rolled.text_zh, name
        assert day_en(outcome.deadline) in rolled.text_en, name


def test_a_roll_names_both_days_and_why() -> None:
    for name, outcome in with_status(Status.RUNNING):
        (rolled,) = steps_of(outcome, "rolled")
        assert outcome.nominal_deadline is not None
        if outcome.nominal_deadline != outcome.deadline:
            assert day_zh(outcome.nominal_deadline) in rolled.text_zh, name
            assert "休息日" in rolled.text_zh, name


def test_a_rule_with_a_soft_date_says_it_and_no_other_does() -> None:
    for name, outcome in with_status(Status.RUNNING):
        said = [step.end for step in steps_of(outcome, "soft")]
        assert said == ([outcome.soft_deadline] if outcome.soft_deadline else []), name


def test_the_provisional_mark_is_told_in_words() -> None:
    for name, outcome in with_status(Status.RUNNING):
        (rolled,) = steps_of(outcome, "rolled")
        assert ("provisional" in rolled.text_en) == outcome.provisional, name
        assert ("暂定" in rolled.text_zh) == outcome.provisional, name


def test_a_clock_that_stands_says_since_when_and_what_was_left() -> None:
    for name, outcome in with_status(Status.SUSPENDED, Status.PAUSED):
        last = outcome.steps[-1]
        assert last.kind == "stopped", name
        assert outcome.stopped_on is not None
        assert day_zh(outcome.stopped_on) in last.text_zh, name
        assert day_en(outcome.stopped_on) in last.text_en, name
        assert f"{outcome.remaining_days}日" in last.text_zh, name
        assert str(outcome.remaining_days) in last.text_en, name


def test_every_issue_is_told_in_a_step_and_every_such_step_is_an_issue() -> None:
    for name, outcome in outcomes().items():
        told = {step.kind.partition(".")[2] for step in steps_of(outcome, *ABOUT_ISSUES)}
        assert told == {str(issue) for issue in outcome.issues}, name


def test_the_excluded_days_are_told_in_one_sum() -> None:
    for name, outcome in with_status(Status.RUNNING):
        told = [step.days for step in steps_of(outcome, "appended")]
        assert told == ([outcome.deducted_days] if outcome.deducted_days else []), name


def test_the_excluded_spans_and_granted_extensions_each_have_their_step() -> None:
    for name, outcome in outcomes().items():
        spans = [(step.start, step.end) for step in steps_of(outcome, "excluded")]
        assert spans == [(span.start, span.end) for span in outcome.spans], name
        decided = [step.end for step in steps_of(outcome, "extended")]
        assert {grant.decided_on for grant in outcome.extensions} <= set(decided), name


def test_the_readings_named_are_told_in_the_catalogue() -> None:
    known = set(default_clock().catalogue.reading_texts)
    for name, outcome in outcomes().items():
        assert set(outcome.readings) == {reading for step in outcome.steps for reading in step.readings}, name
        assert set(outcome.readings) <= known, name


def test_leaving_the_steps_out_changes_no_answer() -> None:
    for example in EXAMPLES:
        whole, bare = compute(case_of(example)), compute(case_of(example), steps=False)
        assert bare.steps == ()
        assert bare == whole._replace(steps=(), readings=bare.readings), example["id"]


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


def test_a_restart_cites_the_texts_of_its_own_branch_only() -> None:
    supplemented = Restart("papers_supplemented", date(2024, 3, 8))
    for rule, expected in (
        ("registry.civil.docket", {"cpi", "ali", "registration"}),
        ("transfer.file_request", {"tlp"}),
        ("compensation.committee", {"committee_procedure"}),
    ):
        outcome = compute(CaseInput(rule, date(2024, 3, 5), "basic", events=(supplemented,)))
        [restarted] = steps_of(outcome, "restarted")
        assert {source.document for source in restarted.sources} == expected


def test_a_civil_docketing_clock_does_not_cite_the_criminal_procedure_law() -> None:
    for rule, absent in (("registry.civil.docket", "crpl"), ("registry.criminal.docket", "cpl")):
        outcome = compute(CaseInput(rule, date(2024, 3, 5), "basic"))
        assert absent not in {source.document for step in outcome.steps for source in step.sources}


def test_a_span_while_the_clock_stands_is_told_without_days() -> None:
    spans = (
        Deduction("appraisal", date(2024, 4, 1), None),
        Deduction("notice", date(2024, 4, 5), date(2024, 5, 6)),
    )
    outcome = compute(CaseInput("civil.first.ordinary", date(2024, 3, 1), "basic", events=spans))
    assert outcome.deducted_days == 0
    assert [step.days for step in steps_of(outcome, "excluded")] == [None, 0]
    assert "already stood" in steps_of(outcome, "excluded")[1].text_en
