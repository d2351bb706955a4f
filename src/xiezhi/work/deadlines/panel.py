"""The limit of one case for its page: the clock's answer with its story, what may still be asked for, and what was said before.

Reads the state of the case (today's, or as it was known on a past day) and the deadlines that earlier events gave.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from xiezhi.record.state import CaseState, clock_input
from xiezhi.record.visibility import CaseFile
from xiezhi.rules.dates import add_months
from xiezhi.rules.errors import OutsideValidity
from xiezhi.rules.limits.clock import Clock, default_clock
from xiezhi.rules.limits.model import CaseInput, Outcome, Status
from xiezhi.rules.limits.rungs import Rung, rung_of
from xiezhi.work.deadlines.clocks import base_limit, days_of
from xiezhi.work.deadlines.law_in_force import LawInForce, law_in_force
from xiezhi.work.deadlines.looks import last_look
from xiezhi.work.deadlines.models import Deadline


@dataclass(frozen=True, slots=True)
class Limit:
    """The limit of a case on a day. Without an outcome either no procedure is recorded, or `outside` says which days the law data lack.
    `warned`: how many days before the last day somebody is told."""

    on: date
    outcome: Outcome | None
    outside: OutsideValidity | None
    rung: Rung | None
    warned: tuple[int, ...]
    next_check: date | None
    target: date | None


@dataclass(frozen=True, slots=True)
class EarlierAnswer:
    """A due date that held from one event to another."""

    due_on: date | None
    status: Status
    provisional: bool
    known_from: datetime
    kind: str  # empty: a change of the law data that was accepted
    seq: int


def limit_of(state: CaseState, court_level: str, on: date) -> Limit:
    """The limit as the state of the case gives it on a day."""
    law = law_in_force()
    outcome: Outcome | None = None
    outside: OutsideValidity | None = None
    warned: tuple[int, ...] = ()
    question = clock_input(state, court_level, on)
    if question is not None:
        try:
            told = law.clock.compute(question)
            outcome, warned = told, days_of_warning(question, told, law)
        except OutsideValidity as fault:
            outside = fault
    pending = state.closed_on is None
    return Limit(
        on,
        outcome,
        outside,
        next_rung(outcome, law.clock) if outcome and pending else None,
        warned if pending else (),
        next_check(state, law) if pending else None,
        own_target(outcome, law.clock) if outcome and pending else None,
    )


def next_rung(outcome: Outcome, clock: Clock | None = None) -> Rung | None:
    """The next rung of the ladder as it stands on the last day of the limit; None where no further extension is lawful."""
    if outcome.deadline is None:
        return None
    return rung_of(outcome, (clock or default_clock()).catalogue, outcome.deadline)


def next_check(state: CaseState, law: LawInForce) -> date | None:
    """By when the cause of an open suspension is looked at again; past where nobody did (internal, see warnings.toml)."""
    looked_on = last_look(state)
    if looked_on is None:
        return None
    return add_months(looked_on, law.warnings.suspension_every_months)


def days_of_warning(question: CaseInput, outcome: Outcome, law: LawInForce) -> tuple[int, ...]:
    """How many days before the last day somebody is told, as the reminders of this limit reckon it (`reminders`)."""
    return law.warnings.before(outcome.rule, days_of(base_limit(law, question, outcome)))


def own_target(outcome: Outcome, clock: Clock) -> date | None:
    """The day the product's own target leads to, where the law sets no limit."""
    if outcome.status is not Status.NO_LIMIT or outcome.rule_from is None or outcome.anchor_date is None:
        return None
    target = clock.catalogue.rules[outcome.rule].version(outcome.rule_from).target
    if target is None:
        return None
    return add_months(outcome.anchor_date, target.months) + timedelta(days=target.days)


def earlier_answers(file: CaseFile, known_at: datetime | None = None) -> list[EarlierAnswer]:
    """The due dates this case has had, newest first, each with the event that led to it; equal neighbours stand once."""
    rows = Deadline.objects.filter(case=file.case, subject="", kind="trial").select_related("event")
    if known_at is not None:
        rows = rows.filter(known_from__lte=known_at)
    answers: list[EarlierAnswer] = []
    for row in rows.order_by("known_from", "event__seq"):
        answer = EarlierAnswer(
            row.due_on,
            Status(row.status),
            row.provisional,
            row.known_from,
            row.event.kind if row.event else "",
            row.event.seq if row.event else 0,
        )
        if not answers or (answers[-1].due_on, answers[-1].status) != (answer.due_on, answer.status):
            answers.append(answer)
    return answers[::-1]
