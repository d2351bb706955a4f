"""What cases are found and sorted by, written anew for the whole record: after a change of how it is made.

It follows from the rows alone, so no event is opened. Pages of cases, each a small transaction; what is right already is left
alone, so that it can be repeated, and cut off and taken up again at any page. Called by the command line and as a job.
"""

from collections import defaultdict
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection, transaction

from xiezhi.record.jobs import Run
from xiezhi.record.models import Case
from xiezhi.record.party_label import in_label, parties_key
from xiezhi.record.search_words import ORDINARY, Named, words_of

PAGE = 500  # cases a transaction
REINDEX = "record.reindex"  # the kind of the job

_CASES = (
    "SELECT id, number, cause_name, secrecy FROM record_case WHERE id > %s ORDER BY id LIMIT %s FOR UPDATE"
)
_PARTIES = """
SELECT case_id, no, role, name, name_latin, left_on FROM record_caseparty WHERE case_id = ANY(%s) ORDER BY case_id, no
"""
_WRITE = """
UPDATE record_case AS c SET search = new.search::tsvector, parties_key = new.parties_key
FROM unnest(%s::uuid[], %s::text[], %s::text[]) AS new (id, search, parties_key)
WHERE c.id = new.id AND (c.search IS DISTINCT FROM new.search::tsvector OR c.parties_key <> new.parties_key)
"""


class Page(NamedTuple):
    """What was done in one transaction: the last case looked at, how many cases there were, how many changed."""

    last: UUID
    cases: int
    changed: int


def run(job: Run) -> None:
    """The whole record as a job; taken up again behind the last page that was finished."""
    total = Case.objects.count()
    after, done, changed = (
        UUID(job.result.get("after", str(UUID(int=0)))),
        job.job.done,
        job.result.get("changed", 0),
    )
    while (page := reindex_page(after)).cases:
        after, done, changed = page.last, done + page.cases, changed + page.changed
        job.result |= {"after": str(after), "changed": changed}
        job.report(done, max(total, done))


@transaction.atomic
def reindex_page(after: UUID, size: int = PAGE) -> Page:
    """The cases behind this one, in the order of their identifiers."""
    with connection.cursor() as cursor:
        cursor.execute(_CASES, [after, size])
        cases = cursor.fetchall()
        if not cases:
            return Page(after, 0, 0)
        parties = _parties(cursor, [case for case, *_ in cases])
        rows = [
            (case, *_made(number, cause, secrecy, parties[case])) for case, number, cause, secrecy in cases
        ]
        cursor.execute(_WRITE, [list(column) for column in zip(*rows)])
        return Page(cases[-1][0], len(cases), cursor.rowcount)


def _parties(cursor: Any, cases: list[UUID]) -> dict[UUID, list[dict[str, Any]]]:
    cursor.execute(_PARTIES, [cases])
    found: dict[UUID, list[dict[str, Any]]] = defaultdict(list)
    for case, no, role, name, latin, left in cursor.fetchall():
        found[case].append({"no": no, "role": role, "name": name, "name_latin": latin, "left": left})
    return found


def _made(number: str, cause: str, secrecy: str, parties: list[dict[str, Any]]) -> tuple[str, str]:
    """What finds a case, and how its parties sort."""
    named = [
        Named(party["name"], party["name_latin"], in_label(party["role"], party["left"])) for party in parties
    ]
    return words_of(number, cause, named if secrecy == ORDINARY else ()), parties_key(parties)
