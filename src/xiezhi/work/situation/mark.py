"""How far a snapshot has seen the log of events, and which cases changed since: exact, and it costs the writers nothing.

Entries of the log are numbered in the order of writing, but a number may become visible after a greater one (its transaction was
still under way). So beside the last entry the gaps below it are kept and looked at again, for a day: what is not filled by then was
given up by its transaction. What changes without an event (limits that move with the days or the law) the deadlines tell.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection

from xiezhi.record.facts.reading import moving
from xiezhi.work.situation.limits_of_cases import CaseLimits

GAPS_LOOKED_FOR = 1_000_000  # entries back from the last one, where nothing was seen before
GIVEN_UP = timedelta(days=1)

_LAST = "SELECT COALESCE(max(entry), 0) FROM record_event"
_GAPS = """
SELECT before + 1, entry - 1
FROM (SELECT entry, lag(entry, 1, %(after)s::bigint) OVER (ORDER BY entry) AS before FROM record_event WHERE entry > %(after)s AND entry <= %(last)s) told
WHERE entry > before + 1 ORDER BY 1
"""
_CHANGED = """
SELECT case_id FROM record_event WHERE entry > %(after)s AND entry <= %(last)s AND kind = ANY(%(kinds)s)
UNION SELECT e.case_id FROM unnest(%(firsts)s::bigint[], %(lasts)s::bigint[]) gap (first, last) JOIN record_event e ON e.entry BETWEEN gap.first AND gap.last
"""
# Cases whose link names another by number only: what it names may just have been entered, or have got another number.
_NAMING = """
SELECT l.case_id FROM record_caselink l WHERE l.other_id IS NULL AND l.number IN (
    SELECT number FROM record_case WHERE id = ANY(%(cases)s) AND number <> ''
    UNION SELECT number FROM record_casepast WHERE case_id = ANY(%(cases)s) AND number <> '')
"""
# And those that are about the decision reviewed by a case whose own link changed.
_THROUGH = """
SELECT l.case_id FROM record_caselink l JOIN record_case c ON c.id = l.other_id
WHERE c.id = ANY(%(cases)s) AND c.instance = 'retrial_review' AND l.kind = 'retrial_of'
"""


class Gap(NamedTuple):
    """Numbers of the log that nobody had seen yet, and when that was noticed."""

    first: int
    last: int
    found_at: datetime


class Mark(NamedTuple):
    """How far the log was seen, when, and what was missing below."""

    entry: int
    at: datetime
    gaps: tuple[Gap, ...]


def mark_now(at: datetime, before: Mark | None = None) -> Mark:
    """How far the log can be seen now. Ask before reading cases: what comes meanwhile is seen again."""
    with connection.cursor() as cursor:
        cursor.execute(_LAST)
        (last,) = cursor.fetchone()
        after = max(0, last - GAPS_LOOKED_FOR) if before is None else before.entry
        cursor.execute(_GAPS, {"after": after, "last": last})
        found = [Gap(first, until, at) for first, until in cursor.fetchall()]
    waiting = [gap for gap in (before.gaps if before else ()) if at - gap.found_at < GIVEN_UP]
    if before is None and after == 0:
        found = [gap for gap in found if gap.first > 1]  # what a first entry leaves before it is none
    return Mark(last, at, (*waiting, *found))


def changed_between(before: Mark, now: Mark) -> set[UUID]:
    """The cases whose facts may read otherwise than at the earlier mark."""
    asked: dict[str, Any] = {
        "after": before.entry,
        "last": now.entry,
        "kinds": list(moving()),
        "firsts": [gap.first for gap in before.gaps],
        "lasts": [gap.last for gap in before.gaps],
    }
    with connection.cursor() as cursor:
        cursor.execute(_CHANGED, asked)
        found = {case for (case,) in cursor.fetchall()}
        for others in (_NAMING, _THROUGH):
            cursor.execute(others, {"cases": list(found)})
            found |= {case for (case,) in cursor.fetchall()}
    return found | CaseLimits().moved_since(before.at)


def written(gaps: Iterable[Gap]) -> list[list[object]]:
    """Gaps as a row keeps them."""
    return [[gap.first, gap.last, gap.found_at.isoformat()] for gap in gaps]


def gaps_in(kept: Iterable[Sequence[object]]) -> tuple[Gap, ...]:
    return tuple(
        Gap(int(str(first)), int(str(last)), datetime.fromisoformat(str(at))) for first, last, at in kept
    )
