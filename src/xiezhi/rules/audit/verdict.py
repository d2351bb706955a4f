"""Whether a case was closed in time, as far as its text lets one tell.

The question of `question` is put to the clock. As long as one silence of the text could explain an excess, the answer is "cannot
tell", and what would have to be known is named. Called by the audit of judgments.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from itertools import product
from typing import Any

from xiezhi.rules.audit.question import NO_DOCKETING, PRIVATE_CUSTODY, PROSECUTION, Draft, Words, question_of
from xiezhi.rules.errors import OutsideValidity, XiezhiError
from xiezhi.rules.limits.clock import Clock
from xiezhi.rules.limits.model import CaseInput, Outcome, Status

DOCKETING_REVIEW = "registry.criminal.docket"
PRIVATE_FREE = "criminal.first.private.free"
# the stricter procedure is asked about first; the text rarely says which of the two was followed
OTHER_RETRIAL = {
    "civil.retrial.second_procedure": "civil.retrial.first_procedure",
    "administrative.retrial.second_procedure": "administrative.retrial.first_procedure",
}
BEYOND_EVERY_THRESHOLD = 100.0  # years: any variant for graver cases applies


Silence = tuple[Words, Callable[[CaseInput], CaseInput]]


class Verdict(StrEnum):
    """What the text lets one say about the limit."""

    IN_TIME = "in_time"
    OVER_LIMIT = "over_limit"
    CANNOT_TELL = "cannot_tell"
    NO_LIMIT = "no_limit"


VERDICT_WORDS: dict[Verdict, Words] = {
    Verdict.IN_TIME: ("期限内", "in time"),
    Verdict.OVER_LIMIT: ("超过文书所载期限", "over the limit the text tells of"),
    Verdict.CANNOT_TELL: ("无法判断", "cannot tell"),
    Verdict.NO_LIMIT: ("无法定期限", "no statutory limit"),
}


@dataclass(frozen=True, slots=True)
class Audit:
    """The answer for one judgment: verdict, the clock's outcome, what was assumed and what is missing to tell."""

    record: Mapping[str, Any]
    verdict: Verdict
    case: CaseInput | None = None
    outcome: Outcome | None = None
    anchor_from: Words | None = None
    missing: tuple[Words, ...] = ()
    notes: tuple[Words, ...] = ()

    @property
    def days_over(self) -> int | None:
        """Days between the deadline and a later closing; None when there is none."""
        if (
            self.outcome is None
            or self.outcome.deadline is None
            or self.case is None
            or self.case.closed_on is None
        ):
            return None
        return max(0, (self.case.closed_on - self.outcome.deadline).days)


def audit(record: Mapping[str, Any], clock: Clock) -> Audit:
    """Audit one record of the reader. Never raises for what a text says or does not say."""
    asked = question_of(record)
    if asked is None:
        unclear = ("看不出案件类型或者审级", "the kind of case or the instance is not clear")
        return Audit(record, Verdict.CANNOT_TELL, missing=(unclear,))
    case = asked.case(record)
    try:
        outcome = clock.compute(case)
        verdict = _verdict(case, outcome, asked, clock)
    except OutsideValidity as fault:
        return _answer(record, Verdict.CANNOT_TELL, asked, case, None, _unknown_law(asked.rule, fault, clock))
    except XiezhiError as fault:
        return _answer(record, Verdict.CANNOT_TELL, asked, case, None, (fault.zh, fault.en))
    return _answer(record, verdict, asked, case, outcome)


def _answer(
    record: Mapping[str, Any],
    verdict: Verdict,
    asked: Draft,
    case: CaseInput,
    outcome: Outcome | None,
    *more: Words,
) -> Audit:
    missing = tuple(dict.fromkeys([*asked.missing, *more]))
    return Audit(
        record, verdict, case, outcome, asked.anchor_from, missing, tuple(dict.fromkeys(asked.notes))
    )


def _unknown_law(name: str, fault: OutsideValidity, clock: Clock) -> Words:
    """Why the catalogue has no limit for a case: most often the procedure is younger than the case."""
    rule = clock.catalogue.rules[name]
    first = rule.versions[0].first
    if fault.day >= first:
        return fault.zh, fault.en
    return (
        f"“{rule.name_zh}”当时的期限（规则库所载自{first}起）",
        f"the limit of “{rule.name_en}” at the time (the catalogue has it from {first} on)",
    )


def _verdict(case: CaseInput, outcome: Outcome, asked: Draft, clock: Clock) -> Verdict:
    if outcome.status in (Status.EXEMPT, Status.NO_LIMIT):
        return Verdict.NO_LIMIT
    if outcome.status is not Status.RUNNING or case.closed_on is None:
        return Verdict.CANNOT_TELL
    assert outcome.deadline is not None  # a running clock has both
    assert case.anchor_date is not None
    if case.closed_on < case.anchor_date:
        asked.missing.append(
            ("裁判日期早于起算日，日期须核对", "the decision is dated before the start: check the dates")
        )
        return Verdict.CANNOT_TELL
    if outcome.in_time:
        if outcome.soft_deadline is not None and case.closed_on > outcome.soft_deadline:
            usual = outcome.soft_deadline
            asked.notes.append(
                (
                    f"超过一般期限（{usual}），在最长期限之内",
                    f"beyond the usual limit ({usual}), within the longest",
                )
            )
        return Verdict.IN_TIME
    explained = next((words for other, words in _kinder(case, asked, clock) if _in_time(other, clock)), None)
    if explained is not None:
        asked.missing.extend(explained)
    if asked.unexplained:
        asked.notes.append((
            f"超过基本期限；文书提到的{asked.unexplained}项无日期或者无依据的事由可能延长了期限",
            f"beyond the basic limit; events without dates or ground ({asked.unexplained}) could explain it",
        ))  # fmt: skip
    if any(issue.startswith("extension_") for issue in outcome.issues):
        asked.missing.append(
            ("延长审限的法定事由和批准", "ground and approval of the extension, as the law wants them")
        )
        return Verdict.CANNOT_TELL
    return Verdict.CANNOT_TELL if explained is not None or asked.unexplained else Verdict.OVER_LIMIT


def _in_time(case: CaseInput, clock: Clock) -> bool:
    return clock.compute(case, steps=False).in_time is True


def _kinder(case: CaseInput, asked: Draft, clock: Clock) -> Iterator[tuple[CaseInput, list[Words]]]:
    """The same case under every mix of what the text leaves open, the fewest first; with what would have to be known."""
    silences = list(_silences(case, asked, clock))
    for taken in sorted(product(*[(False, True)] * len(silences)), key=sum):
        chosen = [silence for silence, take in zip(silences, taken) if take]
        other = case
        for _, filled in chosen:
            other = filled(other)
        yield other, [words for words, _ in chosen]


def _silences(case: CaseInput, asked: Draft, clock: Clock) -> Iterator[Silence]:
    """What the text does not say and the law asks, with the case as it would stand under the kinder answer."""
    if asked.branch == "criminal":
        yield ("结案时被告人是否在押", "whether the accused was in custody at the end"), _at_large
    if asked.shortened:
        sentence = (
            "可能判处的刑期（决定较短或者较长的期限）",
            "the sentence to be expected (it decides which limit applies)",
        )
        yield sentence, _grave
    if case.procedure in OTHER_RETRIAL:
        procedure = (
            "再审适用第一审程序还是第二审程序",
            "whether the retrial followed the first or the second-instance procedure",
        )
        yield procedure, lambda other: replace(other, procedure=OTHER_RETRIAL[other.procedure])
    late = _latest_docketing(case, asked, clock)
    if late is not None:
        yield NO_DOCKETING, lambda other: replace(other, anchor_date=late)


def _at_large(case: CaseInput) -> CaseInput:
    rule = PRIVATE_FREE if case.procedure == PRIVATE_CUSTODY else case.procedure
    return replace(case, procedure=rule, facts=replace(case.facts, in_custody=False))


def _grave(case: CaseInput) -> CaseInput:
    return replace(case, facts=replace(case.facts, max_sentence_years=BEYOND_EVERY_THRESHOLD))


def _latest_docketing(case: CaseInput, asked: Draft, clock: Clock) -> date | None:
    """Where only the prosecution is dated: the last day on which the court had to docket the case."""
    if case.anchor_date is None or asked.anchor_from != PROSECUTION:
        return None
    return clock.compute(
        CaseInput(DOCKETING_REVIEW, case.anchor_date, case.court_level), steps=False
    ).deadline
