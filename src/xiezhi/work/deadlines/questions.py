"""What the trial clock of every pending case is asked, kept beside its deadline, so that a whole province can be answered anew
without opening a single event."""

import json
from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from xiezhi.record.state import CaseState, clock_input
from xiezhi.rules.limits.asking import write_question
from xiezhi.rules.limits.exchange import read_case
from xiezhi.rules.limits.model import COURT_LEVELS, CaseInput
from xiezhi.work.deadlines.clocks import CASE, PARTY, TRIAL, Key, accused_apart, in_custody
from xiezhi.work.deadlines.looks import last_look

ACCUSED = "accused"  # beside the question: the custody of each accused, where they differ
LOOKED = "looked_on"  # beside it: when the cause of an open suspension was last looked at
_KEEP = """
INSERT INTO deadlines_question (case_id, asks) VALUES (%s, %s)
ON CONFLICT (case_id) DO UPDATE SET asks = excluded.asks
"""
_FORGET = "DELETE FROM deadlines_question WHERE case_id = %s"
_COPY = "COPY deadlines_question (case_id, asks) FROM STDIN"

Asks = dict[str, Any]


def asked(state: CaseState, court_level: str | None) -> Asks | None:
    """What the clock of a pending case is asked, as JSON; None for a case that is closed or has no clock to ask. Neither the day of
    asking nor the number of the case is part of it."""
    if state.closed_on is not None:
        return None
    question = clock_input(state, court_level, date.min)
    if question is None:
        return None
    told = write_question(question)
    for name in ("as_of", "id"):  # so that equal cases ask equal questions
        told.pop(name, None)
    apart = accused_apart(state)
    if apart:
        told[ACCUSED] = {str(number): custody for number, custody in apart}
    looked_on = last_look(state)
    if looked_on is not None:
        told[LOOKED] = looked_on.isoformat()
    return told


def read_asked(asks: Asks, on: date) -> Iterable[tuple[Key, CaseInput]]:
    """The questions to the clock on a day: of the case, and of each accused apart."""
    level = asks.get("court_level")  # kept questions of courts abroad may still tell theirs
    known = level if level in COURT_LEVELS else None
    question = read_case({**asks, "court_level": known, "as_of": on.isoformat()})
    yield CASE, question
    for number, custody in asks.get(ACCUSED, {}).items():
        yield Key(f"{PARTY}{number}", TRIAL), in_custody(question, custody)


def keeping(case: UUID, state: CaseState, court_level: str | None) -> tuple[str, list[Any]]:
    """The statement that keeps the question of a case as it is now, or forgets it."""
    asks = asked(state, court_level)
    return (_FORGET, [case]) if asks is None else (_KEEP, [case, written(asks)])


def written(asks: Asks) -> str:
    """As it is stored."""
    return json.dumps(asks, ensure_ascii=False, separators=(",", ":"))


def copy_asked(cursor: Any, asked_now: Iterable[tuple[UUID, Asks]]) -> None:
    """The questions of many new cases at once."""
    with cursor.copy(_COPY) as copy:
        for case, asks in asked_now:
            copy.write_row((case, written(asks)))
