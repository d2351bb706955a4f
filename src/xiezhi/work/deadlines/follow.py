"""Deadlines follow events: whatever touches the clock gives a new deadline, which supersedes the one before."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection

from xiezhi.record.following import Follower, Recorded
from xiezhi.record.models.shared import new_id
from xiezhi.record.projection import MAINLAND
from xiezhi.record.state import clock_input
from xiezhi.rules.errors import OutsideValidity
from xiezhi.rules.limits.clock import default_clock
from xiezhi.rules.limits.model import CaseInput, Deduction, Extension, Outcome, Suspension
from xiezhi.rules.procedure.catalogue import event_kind

COLUMNS = (
    "id", "case_id", "subject", "kind", "rule", "rule_from", "law_version", "status", "anchor_on", "due_on", "nominal_on",
    "soft_on", "base_on", "stopped_on", "deducted_days", "remaining_days", "extensions", "provisional", "issues", "closed_on",
    "in_time", "event_id", "known_from", "superseded_at",
)  # fmt: skip
_SUPERSEDE = """
UPDATE deadlines_deadline SET superseded_at = %s WHERE case_id = %s AND subject = '' AND kind = 'trial' AND superseded_at IS NULL
"""
_INSERT = f"INSERT INTO deadlines_deadline ({', '.join(COLUMNS)}) VALUES ({', '.join(['%s'] * len(COLUMNS))})"


def touches_clock(recorded: Recorded) -> bool:
    """Whether an event can move the trial limit."""
    return event_kind(recorded.kind).clock


def follow(recorded: Recorded) -> None:
    """A new deadline after one event. The one before ends even where the clock has no answer any more: it would be a wrong one."""
    if not touches_clock(recorded):
        return
    row = deadline_row(recorded)
    with connection.cursor() as cursor:
        if recorded.before is not None:
            cursor.execute(_SUPERSEDE, [recorded.recorded_at, recorded.case])
        if row is not None:
            cursor.execute(_INSERT, row)


def follow_many(cursor: Any, batch: Sequence[Recorded]) -> None:
    """The deadlines of new cases loaded in bulk, every one of them with the time in which it was known."""
    latest: dict[UUID, list[Any]] = {}
    rows: list[list[Any]] = []
    for recorded in batch:
        if not touches_clock(recorded):
            continue
        before = latest.pop(recorded.case, None)
        if before is not None:
            before[-1] = recorded.recorded_at
        row = deadline_row(recorded)
        if row is not None:
            latest[recorded.case] = row
            rows.append(row)
    with cursor.copy(f"COPY deadlines_deadline ({', '.join(COLUMNS)}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


def deadline_row(recorded: Recorded) -> list[Any] | None:
    """The row that the clock's answer gives, in the order of COLUMNS; None where there is no clock to ask."""
    on = recorded.recorded_at.astimezone(MAINLAND).date()
    question = clock_input(recorded.after, recorded.court_level, on)
    if question is None:
        return None
    outcome = answer(question)
    if outcome is None:
        return None
    return [
        new_id(), recorded.case, "", "trial", outcome.rule, outcome.rule_from, outcome.law_version or "", str(outcome.status),
        outcome.anchor_date, outcome.deadline, outcome.nominal_deadline, outcome.soft_deadline, base_day(question),
        outcome.stopped_on, outcome.deducted_days, outcome.remaining_days, len(outcome.extensions), outcome.provisional,
        ",".join(outcome.issues), recorded.after.closed_on, outcome.in_time, recorded.event, recorded.recorded_at, None,
    ]  # fmt: skip


def answer(question: CaseInput) -> Outcome | None:
    """The clock's answer without its story; None for days that the law data do not cover."""
    try:
        return default_clock().compute(question, steps=False)
    except OutsideValidity:
        return None


def base_day(question: CaseInput) -> date | None:
    """The day the limit would end had nothing been deducted, suspended or extended: beyond it lies the hidden overrun."""
    lasting = tuple(
        event for event in question.events if not isinstance(event, (Deduction, Suspension, Extension))
    )
    plain = answer(replace(question, events=lasting))
    return None if plain is None else plain.deadline


FOLLOWER = Follower(one=follow, many=follow_many)

__all__ = ["FOLLOWER", "deadline_row"]
