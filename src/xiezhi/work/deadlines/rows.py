"""Deadlines as rows: how an answer of a clock is written, and how the one before it ends. One writer for following, recomputing and
the acceptance of an edition."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from xiezhi.record import copying
from xiezhi.record.models.shared import new_id
from xiezhi.work.deadlines.clocks import Answer, Key

_ABOUT = ("id", "case_id", "subject", "kind")
_SINCE = ("event_id", "change_id", "known_from", "superseded_at")
COLUMNS = (*_ABOUT, *Answer._fields, *_SINCE)
NAMES = ", ".join(COLUMNS)
TABLE = "deadlines_deadline"
INSERT = f"INSERT INTO deadlines_deadline ({NAMES}) VALUES ({', '.join(['%s'] * len(COLUMNS))})"
SUPERSEDE = """
UPDATE deadlines_deadline SET superseded_at = %s
WHERE case_id = %s AND subject = %s AND kind = %s AND superseded_at IS NULL
"""

Row = list[Any]


def row_of(
    case: UUID, key: Key, answer: Answer, *, known_from: datetime, event: UUID | None = None, change: int | None = None
) -> Row:  # fmt: skip
    """An answer in the order of COLUMNS."""
    return [new_id(), case, *key, *answer, event, change, known_from, None]


def answer_in(row: Sequence[Any]) -> Answer:
    """The answer from the columns of `Answer`, read in that order."""
    return Answer(*row)


def leaves_a_row(answer: Answer) -> bool:
    """Whether a clock that was never seen running is worth a row: it runs still, or it was fulfilled late."""
    return answer.closed_on is None or answer.in_time is False


def superseded(row: Row, at: datetime) -> None:
    """End a row that is not written yet."""
    row[-1] = at


def copy_rows(cursor: Any, rows: Sequence[Row]) -> None:
    """Many rows at once."""
    copying.copy_rows(cursor, TABLE, COLUMNS, rows)
