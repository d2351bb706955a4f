"""Every clock of a case as its events and the law give it: the trial limit, that of each accused, and the clocks beside it.

Pure: a state and a law in, answers out; no database. A clock that is fulfilled has an end (`closed_on`), one that is no longer asked
for is not there. `follow` writes down what differs from before.
"""

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from xiezhi.record.state import CaseState, Happening, acting, clock_input
from xiezhi.rules.errors import OutsideValidity
from xiezhi.rules.limits.duties import Duty
from xiezhi.rules.limits.model import (
    CaseInput,
    Deduction,
    Extension,
    Facts,
    Outcome,
    Suspension,
)
from xiezhi.rules.limits.watch import Watch
from xiezhi.work.deadlines.law_in_force import LawInForce
from xiezhi.work.deadlines.watching import runs_of

TRIAL = "trial"
ACCUSED = "accused"
PARTY = "party/"
FILING = "docketing"  # the group of the clocks until a case is filed
_MOVES = (Deduction, Suspension, Extension)


class Key(NamedTuple):
    """Which clock of a case: of what (empty: the case itself), and the trial limit or the rule of a clock beside it."""

    subject: str
    kind: str


CASE = Key("", TRIAL)


class Answer(NamedTuple):
    """What a clock says, in the order of the columns of a deadline."""

    rule: str
    rule_from: date | None
    law_version: str
    status: str
    anchor_on: date | None
    due_on: date | None
    nominal_on: date | None
    soft_on: date | None
    base_on: date | None
    base_days: int | None
    stopped_on: date | None
    deducted_days: int
    remaining_days: int | None
    extensions: int
    provisional: bool
    issues: str
    closed_on: date | None
    in_time: bool | None


Clocks = dict[Key, Answer]

UNTOLD = "untold"
"""The status of a clock beside the limit that had run out before another system told of the case, which never tells whether such a
duty was done: it has no due date, and its last day stands in `base_on`."""


def clocks_of(law: LawInForce, state: CaseState, court_level: str | None, on: date) -> Clocks:
    """The whole set of clocks of a case on a day."""
    found = trial_clocks(law, state, court_level, on)
    found.update(clocks_beside(law, state, court_level))
    return found


# --- the trial limit


def trial_clocks(law: LawInForce, state: CaseState, court_level: str | None, on: date) -> Clocks:
    """The limit of the case, and that of each accused where they differ in custody."""
    question = clock_input(state, court_level, on)
    if question is None:
        return {}
    asked = {CASE: question} | {
        Key(f"{PARTY}{number}", TRIAL): in_custody(question, custody)
        for number, custody in accused_apart(state)
    }
    return {
        key: answer for key, one in asked.items() if (answer := trial_answer(law, one, key=key)) is not None
    }


def accused_apart(state: CaseState) -> list[tuple[int, bool]]:
    """The number and custody of every accused, where at least two differ in it; else none (CrPL 105(4): what counts is the
    custody of each)."""
    if state.branch != "criminal":
        return []
    told = [
        (party["no"], party["in_custody"])
        for party in state.parties
        if party["role"] == ACCUSED and "in_custody" in party and "left" not in party
    ]
    return told if len({custody for _, custody in told}) > 1 else []


def in_custody(question: CaseInput, custody: bool) -> CaseInput:
    """The question about one accused."""
    return replace(question, facts=replace(question.facts, in_custody=custody))


def trial_answer(law: LawInForce, question: CaseInput, *, key: Key = CASE) -> Answer | None:
    """The clock's answer without its story; None for days that the law data do not cover."""
    try:
        outcome = law.clock.compute(question, steps=False)
        base = base_limit(law, question, outcome)
    except OutsideValidity:
        return None
    return answer_of(outcome, base, question.closed_on)


def base_limit(law: LawInForce, question: CaseInput, outcome: Outcome) -> Outcome:
    """The limit as it would be had nothing been deducted, suspended or extended: beyond its last day lies the hidden overrun."""
    plain = without_moves(question)
    return outcome if plain is question else law.clock.compute(plain, steps=False)


def days_of(base: Outcome) -> int | None:
    """The length of a limit in days, before its last day is rolled over rest days."""
    if base.nominal_deadline is None or base.anchor_date is None:
        return None
    return abs((base.nominal_deadline - base.anchor_date).days)


def without_moves(question: CaseInput) -> CaseInput:
    """The question without deduction, suspension and extension; the same one where there are none."""
    lasting = tuple(event for event in question.events if not isinstance(event, _MOVES))
    return question if len(lasting) == len(question.events) else replace(question, events=lasting)


def answer_of(outcome: Outcome, base: Outcome, closed_on: date | None) -> Answer:
    """An outcome of either clock as the columns of a deadline; `base` is the limit that nothing moved. The bulk clock gives neither
    anchor, and so no length, nor extensions."""
    return Answer(
        outcome.rule, outcome.rule_from, outcome.law_version or "", str(outcome.status), outcome.anchor_date,
        outcome.deadline, outcome.nominal_deadline, outcome.soft_deadline, base.deadline, days_of(base), outcome.stopped_on,
        outcome.deducted_days, outcome.remaining_days, len(outcome.extensions), outcome.provisional, ",".join(sorted(outcome.issues)), closed_on,
        outcome.in_time,
    )  # fmt: skip


# --- the clocks beside it


def clocks_beside(law: LawInForce, state: CaseState, court_level: str | None) -> Clocks:
    """The registry, transfer and secondary clocks: those that run, and those that were fulfilled."""
    watches = law.watches.of(state.branch, state.instance, state.type)
    if not watches:
        return {}
    found: Clocks = {}
    for run in runs_of(watches, state, acting(state)):
        plain = plain_answer(law, run.watch, run.anchor, state, court_level)
        if plain is not None:
            key = Key(run.subject, run.watch.rule)
            found[key] = plain if run.ended_on is None else ended(plain, run.ended_on)
    return found


def filing_due(
    law: LawInForce, state: CaseState, happened: Iterable[Happening], court_level: str | None
) -> date | None:
    """The last day for filing a case that was received, by the clock of its kind; None where no receipt is told or the law sets none."""
    if not state.branch:  # its words were destroyed: what it was is not known
        return None
    watches = [
        watch for watch in law.watches.of(state.branch, state.instance, state.type) if watch.group == FILING
    ]
    run = next(runs_of(watches, state, happened), None) if watches else None
    answer = plain_answer(law, run.watch, run.anchor, state, court_level) if run is not None else None
    return answer.due_on if answer is not None else None


def ended(answer: Answer, on: date) -> Answer:
    """The answer of a clock that was fulfilled on a day."""
    return answer._replace(closed_on=on, in_time=None if answer.due_on is None else on <= answer.due_on)


def untold(clocks: Clocks, law: LawInForce, told: Collection[str], on: date) -> Clocks:
    """The clocks of a case that came in from another system on a day. What had run out before is overdue only where the system tells
    of such things at all: `told` are the kinds of events it carries."""
    ends = _ends(law)
    return {
        key: answer._replace(status=UNTOLD, due_on=None, provisional=False)
        if answer.closed_on is None
        and answer.due_on is not None
        and answer.due_on < on
        and ends.get(key.kind, frozenset()).isdisjoint(told)
        else answer
        for key, answer in clocks.items()
    }


def _ends(law: LawInForce) -> dict[str, frozenset[str]]:
    """By rule the kinds of events that fulfil its clock."""
    ends: dict[str, frozenset[str]] = {}
    for watch in law.watches.all:
        ends[watch.rule] = ends.get(watch.rule, frozenset()) | watch.ends
    return ends


def plain_answer(
    law: LawInForce, watch: Watch, anchor: date, state: CaseState, court_level: str | None
) -> Answer | None:
    """A clock beside the limit, still running, from a day on; None for days that the law data do not cover."""
    duty = law.duties.get(watch.rule)
    if duty is not None:
        return duty_answer(law, duty, anchor)
    told = state.facts
    facts = Facts(
        in_custody=told.get("in_custody"), others=tuple(sorted(told.get("others", {}).items())), grounds=tuple(told.get("grounds", ()))
    )  # fmt: skip
    return rule_answer(law, CaseInput(watch.rule, anchor, court_level, facts))


def rule_answer(law: LawInForce, question: CaseInput) -> Answer | None:
    """The clock's answer for a registry or transfer rule, remembered: thousands of cases ask the same."""
    known = law.answers
    if question not in known:
        if len(known) > MOST_REMEMBERED:
            known.clear()
        known[question] = trial_answer(law, question)
    return known[question]  # type: ignore[return-value]


def duty_answer(law: LawInForce, duty: Duty, anchor: date) -> Answer | None:
    """A secondary clock as the columns of a deadline, remembered."""
    known, key = law.answers, (duty.id, anchor)
    if key not in known:
        if len(known) > MOST_REMEMBERED:
            known.clear()
        known[key] = _duty_answer(law, duty, anchor)
    return known[key]  # type: ignore[return-value]


MOST_REMEMBERED = 200_000


def _duty_answer(law: LawInForce, duty: Duty, anchor: date) -> Answer | None:
    try:
        due, reached = duty.due(anchor, law.calendar), duty.reached(anchor, law.calendar)
    except OutsideValidity:
        return None
    provisional = duty.direction == "after" and due > law.calendar.published_through
    return Answer(
        duty.id, None, "", "running", anchor, due, None, None, due, abs((reached - anchor).days), None, 0, None, 0, provisional, "",
        None, None,
    )  # fmt: skip


__all__ = [
    "Answer",
    "CASE",
    "Clocks",
    "Key",
    "TRIAL",
    "UNTOLD",
    "accused_apart",
    "clocks_beside",
    "clocks_of",
    "trial_clocks",
    "untold",
]
