"""How the facts learn of deadlines: from the rows that the deadlines keep, with the time in which each was known.

So a figure and the board of deadlines say the same, and what was known on a past day is what stood there then. What no row tells is
asked of the law in force: the last day of an extended case without its extension, and that for filing a case.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db import connection
from psycopg.types.string import TextLoader

from xiezhi.record.case_values import CaseState, Happening
from xiezhi.record.clock_question import clock_input
from xiezhi.record.facts.row import Limit
from xiezhi.rules.errors import OutsideValidity
from xiezhi.rules.limits.model import Extension
from xiezhi.work.deadlines.clocks import filing_due
from xiezhi.work.deadlines.law_in_force import LawInForce, law_in_force

_ROWS = """
SELECT case_id, known_from, superseded_at, base_on, due_on, extensions, deducted_days, stopped_on
FROM deadlines_deadline WHERE case_id = ANY(%s) AND kind = 'trial' AND subject = '' ORDER BY case_id, known_from, id
"""


_MOVED = """
SELECT DISTINCT case_id FROM deadlines_deadline
WHERE id > %s AND kind = 'trial' AND subject = '' AND event_id IS NULL
"""
_LONGEST_WRITING = timedelta(minutes=15)  # from an identifier given to its row committed


class CaseLimits:
    """The trial limits of cases as the deadlines have them (`record.facts.reading.Limits`). The law is that in force when it is
    first asked: one object serves one making of facts."""

    @cached_property
    def _law(self) -> LawInForce:
        return law_in_force()

    def of(self, cases: Sequence[UUID]) -> Mapping[str, Sequence[Limit]]:
        """The answers of the trial limit of these cases, oldest first, by case."""
        found: dict[str, list[Limit]] = defaultdict(list)
        with connection.cursor() as cursor:
            cursor.cursor.adapters.register_loader("uuid", TextLoader)
            cursor.execute(_ROWS, [list(cases)])
            for row in cursor.fetchall():
                found[row[0]].append(_limit(*row[1:]))
        return found

    def moved_since(self, moment: datetime) -> set[UUID]:
        """The cases whose limit may have moved since without an event: by the passing of days, or by a change of the law data."""
        bound = UUID(int=int((moment - _LONGEST_WRITING).timestamp() * 1000) << 80)
        with connection.cursor() as cursor:
            cursor.execute(_MOVED, [bound])
            return {case for (case,) in cursor.fetchall()}

    def without_extensions(self, state: CaseState, court_level: str, on: date) -> date | None:
        """The last day of a case's limit had it not been extended, as of a day; None where the clock has no answer."""
        question = clock_input(state, court_level, on)
        if question is None:
            return None
        lasting = tuple(event for event in question.events if not isinstance(event, Extension))
        try:
            return self._law.clock.compute(replace(question, events=lasting), steps=False).deadline
        except OutsideValidity:
            return None

    def filing_due(self, state: CaseState, happened: Sequence[Happening], court_level: str) -> date | None:
        """The last day for filing a case that was received; None where no receipt is told or the law sets none."""
        return filing_due(self._law, state, happened, court_level)


def _limit(
    known_from: Any, known_to: Any, base: date | None, due: date | None, extensions: int, deducted: int, stopped: date | None
) -> Limit:  # fmt: skip
    extended = extensions > 0 and stopped is None
    return Limit(
        known_from, known_to, base, None if extended else due, due, extensions, deducted, stopped is not None, extended
    )  # fmt: skip
