"""What following writes beside the trial limit, made from the events for pending cases that have it not: cases recorded before
deadlines were watched, or before a clock was. Safe to repeat; events that are recorded meanwhile win.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from xiezhi.record import ledger
from xiezhi.record.projection import MAINLAND
from xiezhi.record.state import fold
from xiezhi.work.deadlines import questions
from xiezhi.work.deadlines.clocks import CASE, Key, clocks_of
from xiezhi.work.deadlines.law_in_force import law_in_force
from xiezhi.work.deadlines.rows import copy_rows, leaves_a_row, row_of

PAGE = 40  # cases locked together: their events are read under the lock
_WITHOUT = """
SELECT c.id FROM record_case c WHERE c.closed_on IS NULL AND c.procedure <> '' AND c.id > %s
AND NOT EXISTS (SELECT 1 FROM deadlines_question q WHERE q.case_id = c.id) ORDER BY c.id
"""
_LOCK = """
SELECT c.id, k.level FROM record_case c JOIN record_court k ON k.id = c.court_id
WHERE c.id = ANY(%s) AND c.closed_on IS NULL ORDER BY c.id FOR NO KEY UPDATE OF c SKIP LOCKED
"""
_STANDING = (
    "SELECT case_id, subject, kind FROM deadlines_deadline WHERE case_id = ANY(%s) AND superseded_at IS NULL"
)
_KEEP = "INSERT INTO deadlines_question (case_id, asks) VALUES (%s, %s) ON CONFLICT (case_id) DO NOTHING"

Report = Callable[[int, int], None]


def fill(*, at: datetime, report: Report = lambda done, total: None) -> int:
    """Give every pending case its question, and the clocks beside its limit that are missing; how many cases got one."""
    with connection.cursor() as cursor:
        cursor.execute(_WITHOUT, [UUID(int=0)])
        waiting = [case for (case,) in cursor.fetchall()]
    done = filled = 0
    while done < len(waiting):
        filled += _fill(waiting[done : done + PAGE], at)
        done = min(done + PAGE, len(waiting))
        report(done, len(waiting))
    return filled


@transaction.atomic
def _fill(cases: Sequence[UUID], at: datetime) -> int:
    law, on = law_in_force(), at.astimezone(MAINLAND).date()
    with connection.cursor() as cursor:
        cursor.execute(_LOCK, [list(cases)])
        levels = dict(cursor.fetchall())
        cursor.execute(_STANDING, [list(levels)])
        standing = {(case, Key(subject, kind)) for case, subject, kind in cursor.fetchall()}
        asked: list[tuple[UUID, Any]] = []
        rows = []
        for case, level in levels.items():
            state = fold(ledger.happenings(case))
            asks = questions.asked(state, level)
            if asks is not None:
                asked.append((case, questions.written(asks)))
            rows += [
                row_of(case, key, answer, known_from=at)
                for key, answer in clocks_of(law, state, level, on).items()
                if key != CASE and (case, key) not in standing and leaves_a_row(answer)
            ]
        cursor.executemany(_KEEP, asked)
        copy_rows(cursor.cursor, rows)
    return len(asked)
