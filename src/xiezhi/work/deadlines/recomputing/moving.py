"""Standing deadlines of a few cases brought to what the law says, under the locks of these cases and in a moment.

A case that somebody records in is passed over and taken again later, so that nobody waits. What is written supersedes what stood; an answer
that only time or the law changed keeps the event it rests on, one that an accepted edition moved names its change.
"""

import json
import time
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection, transaction

from xiezhi.record import ledger
from xiezhi.record.state import fold
from xiezhi.rules.errors import XiezhiError
from xiezhi.work.deadlines.clocks import (
    CASE,
    TRIAL,
    UNTOLD,
    Answer,
    Clocks,
    Key,
    clocks_beside,
    duty_answer,
    trial_answer,
)
from xiezhi.work.deadlines.law_in_force import LawInForce, law_of
from xiezhi.work.deadlines.models import Change
from xiezhi.work.deadlines.questions import read_asked
from xiezhi.work.deadlines.recomputing.asking import dates, line
from xiezhi.work.deadlines.rows import Row, answer_in, copy_rows, leaves_a_row, row_of

MOST = 100  # cases locked together
FIRST = 20
FEWEST = 10
SOON = 0.03  # seconds a lock should last at most; the goal is a tenth
_LOCK = """
SELECT c.id, c.court_id, k.level, (SELECT digest FROM deadlines_edition WHERE standing = 'in_force')
FROM record_case c JOIN record_court k ON k.id = c.court_id WHERE c.id = ANY(%s) ORDER BY c.id FOR NO KEY UPDATE OF c SKIP LOCKED
"""
_ASKS = "SELECT case_id, asks::text FROM deadlines_question WHERE case_id = ANY(%s)"
_STANDING = f"""
SELECT d.case_id, d.id, d.event_id, d.subject, d.kind, {", ".join(f"d.{name}" for name in Answer._fields)}
FROM deadlines_deadline d WHERE d.case_id = ANY(%s) AND d.superseded_at IS NULL
"""
_SUPERSEDE = "UPDATE deadlines_deadline SET superseded_at = %s WHERE id = ANY(%s)"


class EditionChanged(XiezhiError):
    """Another edition came into force meanwhile: what was being written would be the law of yesterday."""

    def __init__(self) -> None:
        super().__init__(
            "其间另一版法规数据生效；请重新开始", "another edition of the law data came into force meanwhile; start again"
        )  # fmt: skip


class Stood(NamedTuple):
    """A standing deadline: its row, the event it rests on, what it says."""

    row: UUID
    event: UUID | None
    answer: Answer


class Moved(NamedTuple):
    """What one look at some cases did: clocks written anew, cases passed over, seconds the locks lasted."""

    written: int
    passed_over: list[UUID]
    seconds: float


class _Locked(NamedTuple):
    court: UUID
    level: str
    asks: str | None
    stood: dict[Key, Stood]


def move(
    law: LawInForce, cases: Sequence[UUID], *, on: date, at: datetime, edition: int | None = None
) -> Moved:
    """Bring these cases to what the law says on a day. Raises EditionChanged when the law is not the one in force any more."""
    with connection.cursor() as cursor:
        cursor.execute(_ASKS, [list(cases)])
        known = {asks: _trial(law, asks, on) for _, asks in cursor.fetchall()}  # before anybody has to wait
    with transaction.atomic():
        began = time.monotonic()
        with connection.cursor() as cursor:
            locked = _lock(cursor, law, cases)
            moves = [move for case, found in locked.items() for move in _moves(law, case, found, known, on)]
            changes = _changes(edition, locked, moves, at) if edition is not None else {}
            _write(cursor, moves, changes, at)
    seconds = time.monotonic() - began
    return Moved(len(moves), [case for case in cases if case not in locked], seconds)


class _Move(NamedTuple):
    case: UUID
    key: Key
    before: Stood | None
    after: Answer | None


def _lock(cursor: Any, law: LawInForce, cases: Sequence[UUID]) -> dict[UUID, _Locked]:
    cursor.execute(_LOCK, [list(cases)])
    rows = cursor.fetchall()
    if rows and law_of(rows[0][3]) is not law:
        raise EditionChanged
    mine = [row[0] for row in rows]
    cursor.execute(_ASKS, [mine])
    asks = dict(cursor.fetchall())
    found = {case: _Locked(court, level, asks.get(case), {}) for case, court, level, _ in rows}
    cursor.execute(_STANDING, [mine])
    for case, row, event, subject, kind, *answer in cursor.fetchall():
        found[case].stood[Key(subject, kind)] = Stood(row, event, answer_in(answer))
    return found


def _moves(
    law: LawInForce, case: UUID, locked: _Locked, known: Mapping[str, Clocks], on: date
) -> Iterable[_Move]:
    """What has to be written for a case. Clocks that were fulfilled or that no source told of, and limits of closed cases, stay as they
    are."""
    stood = {
        key: one
        for key, one in locked.stood.items()
        if one.answer.closed_on is None and one.answer.status != UNTOLD
    }
    found = _beside(law, case, locked, stood)
    if locked.asks is not None:
        found |= known[locked.asks] if locked.asks in known else _trial(law, locked.asks, on)
    else:
        stood = {key: one for key, one in stood.items() if key.kind != TRIAL}
    for key in {**stood, **found}:
        before, after = stood.get(key), found.get(key)
        if not _same(before, after):
            yield _Move(case, key, before, after)


def _same(before: Stood | None, after: Answer | None) -> bool:
    if before is None or after is None:
        return before is None and after is None
    return line(before.answer) == line(after) and before.answer.anchor_on == after.anchor_on


def _trial(law: LawInForce, asks: str, on: date) -> Clocks:
    told = ((key, trial_answer(law, question)) for key, question in read_asked(json.loads(asks), on))
    return {key: answer for key, answer in told if answer is not None}


def _beside(law: LawInForce, case: UUID, locked: _Locked, stood: Mapping[Key, Stood]) -> Clocks:
    """The open clocks beside the limit, answered anew: duties from their anchor, rules that hang on facts from the events."""
    rules = [key for key in stood if key.kind != TRIAL and key.kind not in law.duties]
    found: Clocks = {}
    if rules:
        every = clocks_beside(law, fold(ledger.happenings(case)), locked.level)
        found = {key: every[key] for key in rules if key in every}
    for key, one in stood.items():
        duty, anchor = law.duties.get(key.kind), one.answer.anchor_on
        if key.kind != TRIAL and duty is not None and anchor is not None:
            answer = duty_answer(law, duty, anchor)
            if answer is not None:
                found[key] = answer
    return found


# --- writing


def _changes(
    edition: int, locked: Mapping[UUID, _Locked], moves: Sequence[_Move], at: datetime
) -> dict[tuple[UUID, Key], int]:
    """The entries of the edition's list for the dates that move; one that came about after the list was made is added to it."""
    dated = {(move.case, move.key): move for move in moves if _moves_a_date(move)}
    listed = {
        (case, Key(subject, kind)): pk
        for pk, case, subject, kind in Change.objects.filter(
            edition=edition, case__in=list(locked)
        ).values_list("pk", "case_id", "subject", "kind")
    }
    missing = [
        change_of(edition, place[0], locked[place[0]].court, place[1], move.before and move.before.answer, move.after)
        for place, move in dated.items()
        if place not in listed
    ]  # fmt: skip
    for change in Change.objects.bulk_create(missing):
        listed[change.case_id, Key(change.subject, change.kind)] = change.pk
    found = {place: listed[place] for place in dated}
    Change.objects.filter(pk__in=found.values()).update(carried_out_at=at)
    return found


def _moves_a_date(move: _Move) -> bool:
    before = None if move.before is None else dates(move.before.answer)
    return before != (None if move.after is None else dates(move.after))


def change_of(
    edition: int, case: UUID, court: UUID, key: Key, before: Answer | None, after: Answer | None
) -> Change:
    """An entry of the list of what an edition moves."""
    return Change(
        edition_id=edition, case_id=case, court_id=court, subject=key.subject, kind=key.kind,
        due_before=before.due_on if before else None, due_after=after.due_on if after else None,
        provisional_before=before.provisional if before else False, provisional_after=after.provisional if after else False,
        status_before=before.status if before else "", status_after=after.status if after else "",
    )  # fmt: skip


def _write(
    cursor: Any, moves: Sequence[_Move], changes: Mapping[tuple[UUID, Key], int], at: datetime
) -> None:
    ended = [move.before.row for move in moves if move.before is not None]
    if ended:
        cursor.execute(_SUPERSEDE, [at, ended])
    rows = [
        _row(move, changes.get((move.case, move.key)), at)
        for move in moves
        if move.after is not None and (move.before is not None or leaves_a_row(move.after))
    ]
    if rows:
        copy_rows(cursor.cursor, rows)


def _row(move: _Move, change: int | None, at: datetime) -> Row:
    assert move.after is not None
    event = move.before.event if move.before is not None and change is None else None
    return row_of(move.case, move.key, move.after, known_from=at, event=event, change=change)


__all__ = ["CASE", "EditionChanged", "Moved", "change_of", "move"]
