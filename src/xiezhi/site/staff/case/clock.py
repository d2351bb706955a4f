"""The clock of the page: the strip with its marks, the derivation, the rule behind it, and the answers that held before."""

from collections.abc import Iterator
from dataclasses import dataclass

from xiezhi.record.projection import hearing_time
from xiezhi.record.state import CaseState
from xiezhi.rules.language import tr
from xiezhi.rules.limits.loader import load_catalogue
from xiezhi.rules.limits.model import Status
from xiezhi.site.clock_strip import Course, Mark, State, Strip, course_of, law_marks, strip_of
from xiezhi.site.clock_strip.words import whole_day
from xiezhi.site.derivation import Line, derivation_of
from xiezhi.site.staff.case.known import Known
from xiezhi.site.staff.case.voice import kind_name
from xiezhi.work.deadlines.panel import EarlierAnswer, Limit

WITHOUT_DAY = {
    Status.PAUSED: ("停止计算", "the clock stood"),
    Status.SUSPENDED: ("中止", "suspended"),
    Status.EXEMPT: ("不受限", "exempt"),
    Status.NO_LIMIT: ("无法定期限", "no limit"),
    Status.INVALID: ("算不出", "not computable"),
}


@dataclass(frozen=True, slots=True)
class Clock:
    """The strip and the derivation of one case on one day."""

    strip: Strip
    derivation: tuple[Line, ...]
    rule: str
    rule_name: str
    rule_from: str


@dataclass(frozen=True, slots=True)
class Before:
    """An answer of the clock that an event led to."""

    words: str
    event: str
    seq: int
    answer: EarlierAnswer


def clock_of(known: Known, limit: Limit) -> Clock:
    """The clock as it stood at the end of the day looked at."""
    strip = strip_of(course_of_case(known.state, limit), marks=list(_marks(known.state, limit)))
    outcome = limit.outcome
    if outcome is None:
        return Clock(strip, (), "", "", "")
    rule = load_catalogue().rules.get(outcome.rule)
    name = tr(rule.name_zh, rule.name_en) if rule else ""
    since = whole_day(outcome.rule_from) if outcome.rule_from else ""
    return Clock(strip, derivation_of(outcome), outcome.rule if rule else "", name, since)


def course_of_case(state: CaseState, limit: Limit) -> Course:
    """The course; a docketed case for which nothing can be computed says why."""
    if limit.outcome is None and state.filed_on is not None:
        outside = limit.outside
        reason = (
            tr(outside.zh, outside.en)
            if outside
            else tr("没有登记适用程序，不计算期限", "no procedure is recorded, so no limit is computed")
        )
        return Course(State.INVALID, limit.on, closed_on=state.closed_on, reasons=(reason,))
    return course_of(limit.outcome, today=limit.on, closed_on=state.closed_on, received_on=state.received_on)


def _marks(state: CaseState, limit: Limit) -> Iterator[Mark]:
    """The days worth marking while the case is pending."""
    if state.closed_on is not None:
        return
    if limit.outcome is not None:
        yield from law_marks(limit.outcome, limit.rung, limit.warned)
    for hearing in state.hearings:
        if hearing["standing"] == "scheduled":
            day = hearing_time(hearing["starts_at"]).date()
            yield Mark(day, tr(f"第{hearing['no']}次开庭", f"hearing {hearing['no']}"), "hearing")
    if limit.next_check is not None:
        yield Mark(limit.next_check, tr("核查中止原因", "check the suspension"), "check")
    if limit.target is not None:
        yield Mark(limit.target, tr("内部目标", "own target"), "target")


def befores(answers: list[EarlierAnswer]) -> list[Before]:
    """The answers before the present one, newest first."""
    return [
        Before(
            whole_day(answer.due_on) if answer.due_on else tr(*WITHOUT_DAY.get(answer.status, ("—", "—"))),
            kind_name(answer.kind) if answer.kind else tr("法规数据变更", "change of the law data"),
            answer.seq,
            answer,
        )
        for answer in answers[1:]
    ]
