"""Deadlines follow events: whatever moves a clock of the case gives a new deadline, which supersedes the one before.

The trial limit is answered anew after every event that bears on it, the clocks beside it whenever their answer differs from the one
that stands. Nothing is overwritten: what was said before keeps the time in which it was known.
"""

from collections.abc import Collection, Iterable, Sequence
from typing import Any
from uuid import UUID

from django.db import connection

from xiezhi.record.following import Follower, Recorded
from xiezhi.record.projection import mainland_day
from xiezhi.record.state import clock_input
from xiezhi.rules.limits.watch import WATCHABLE
from xiezhi.rules.procedure.catalogue import event_kind
from xiezhi.work.deadlines import questions
from xiezhi.work.deadlines.clocks import (
    CASE,
    TRIAL,
    UNTOLD,
    Answer,
    Clocks,
    Key,
    accused_apart,
    clocks_beside,
    clocks_of,
    trial_answer,
    trial_clocks,
    untold,
)
from xiezhi.work.deadlines.law_in_force import LawInForce, law_in_force, law_of
from xiezhi.work.deadlines.looks import REVIEWED
from xiezhi.work.deadlines.rows import (
    INSERT,
    SUPERSEDE,
    Row,
    answer_in,
    copy_rows,
    leaves_a_row,
    row_of,
    superseded,
)

# The edition in force and the answers that stand, in one look.
_STANDING = f"""
SELECT (SELECT digest FROM deadlines_edition WHERE standing = 'in_force'), d.subject, d.kind, {", ".join(f"d.{name}" for name in Answer._fields)}
FROM (SELECT 1) AS one LEFT JOIN deadlines_deadline d ON d.case_id = %s AND d.superseded_at IS NULL
"""


def touches_limit(kind: str) -> bool:
    """Whether events of a kind can move the trial limit."""
    return event_kind(kind).clock


def follow(recorded: Recorded) -> None:
    """New deadlines after one event. One that stood ends even where the clock has no answer any more: it would be a wrong one."""
    limit = touches_limit(recorded.kind)
    if recorded.kind == REVIEWED:
        _keep_question(recorded)
    if not limit and recorded.kind not in WATCHABLE:
        return
    with connection.cursor() as cursor:
        law, standing = _standing(cursor, recorded)
        found = _clocks(law, recorded, limit=limit)
        asked = {key for key in standing if limit or key.kind != TRIAL}
        gone = [key for key in asked if key == CASE or _differs(standing[key], found.get(key))]
        new = [key for key in found if key == CASE or _differs(found[key], standing.get(key))]
        at = recorded.recorded_at
        rows = [
            row_of(recorded.case, key, found[key], known_from=at, event=recorded.event)
            for key in new
            if key == CASE or key in standing or leaves_a_row(found[key])
        ]
        with connection.wrap_database_errors, connection.connection.pipeline():
            for key in gone:
                cursor.execute(SUPERSEDE, [at, recorded.case, *key])
            for row in rows:
                cursor.execute(INSERT, row)
            if limit:
                cursor.execute(*questions.keeping(recorded.case, recorded.after, recorded.court_level))


def _keep_question(recorded: Recorded) -> None:
    with connection.cursor() as cursor:
        cursor.execute(*questions.keeping(recorded.case, recorded.after, recorded.court_level))


def _standing(cursor: Any, recorded: Recorded) -> tuple[LawInForce, Clocks]:
    if recorded.before is None:
        return law_in_force(), {}
    cursor.execute(_STANDING, [recorded.case])
    rows = cursor.fetchall()
    return law_of(rows[0][0]), {Key(row[1], row[2]): answer_in(row[3:]) for row in rows if row[2]}


def _differs(one: Answer, other: Answer | None) -> bool:
    """Whether a clock says something else now. What was fulfilled stays judged by the law of its day, and what another system did not
    tell stays untold until it is fulfilled here."""
    if (
        other is not None
        and UNTOLD in (one.status, other.status)
        and one.closed_on is other.closed_on is None
    ):
        return one.anchor_on != other.anchor_on
    if other is not None and one.closed_on is not None and one.closed_on == other.closed_on:
        return one.anchor_on != other.anchor_on
    return one != other


def _clocks(law: LawInForce, recorded: Recorded, *, limit: bool) -> Clocks:
    if not limit:
        return clocks_beside(law, recorded.after, recorded.court_level)
    on = mainland_day(recorded.recorded_at)
    return clocks_of(law, recorded.after, recorded.court_level, on)


def follow_many(cursor: Any, batch: Sequence[Recorded]) -> None:
    """The deadlines of new cases loaded in bulk.

    The trial limit of a case gets every answer it had, with the time in which it was known. The other clocks are written once, as
    they stand after the last event: those that run, and those fulfilled late; one that was begun and fulfilled in time before the
    load leaves no row, as nobody here ever had to watch it. What had run out before, and no event of the load tells of such things,
    is not told by its source (`clocks.untold`).
    """
    law = law_in_force()
    rows: list[Row] = []
    last: dict[UUID, Recorded] = {}
    latest: dict[UUID, Row] = {}
    for recorded in batch:
        last[recorded.case] = recorded
        if touches_limit(recorded.kind):
            _follow_limit(law, recorded, latest, rows)
    asked = []
    told = {recorded.kind for recorded in batch}
    for recorded in last.values():
        rows += _others(law, recorded, told)
        asks = questions.asked(recorded.after, recorded.court_level)
        if asks is not None:
            asked.append((recorded.case, asks))
    copy_rows(cursor, rows)
    questions.copy_asked(cursor, asked)


def _follow_limit(law: LawInForce, recorded: Recorded, latest: dict[UUID, Row], rows: list[Row]) -> None:
    """One more answer of the trial limit of a case, which ends the one before."""
    before = latest.pop(recorded.case, None)
    if before is not None:
        superseded(before, recorded.recorded_at)
    on = mainland_day(recorded.recorded_at)
    question = clock_input(recorded.after, recorded.court_level, on)
    answer = None if question is None else trial_answer(law, question)
    if answer is not None:
        row = row_of(recorded.case, CASE, answer, known_from=recorded.recorded_at, event=recorded.event)
        latest[recorded.case] = row
        rows.append(row)


def _others(law: LawInForce, recorded: Recorded, told: Collection[str]) -> Iterable[Row]:
    """The clocks of a case apart from its trial limit, as they stand now; `told` are the kinds of events that the load tells of."""
    state, at = recorded.after, recorded.recorded_at
    found = untold(clocks_beside(law, state, recorded.court_level), law, told, mainland_day(at))
    if accused_apart(state):
        apart = trial_clocks(law, state, recorded.court_level, mainland_day(at))
        found |= {key: answer for key, answer in apart.items() if key != CASE}
    return [
        row_of(recorded.case, key, answer, known_from=at, event=recorded.event)
        for key, answer in found.items()
        if leaves_a_row(answer)
    ]


FOLLOWER = Follower(one=follow, many=follow_many)

__all__ = ["FOLLOWER"]
