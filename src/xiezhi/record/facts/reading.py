"""Cases as facts: read in batches, one query a table, only the events that bear on a column opened.

Who may see what is no matter here: facts are for figures, and whoever asks for figures is narrowed to what he may see
(work.situation.sight). Called by `writing` and, for a few cases, by whoever checks.
"""

import logging
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from functools import cache, partial
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple, Protocol
from uuid import UUID

from cryptography.exceptions import InvalidTag
from django.db import connection
from psycopg.types.string import TextLoader

from xiezhi.record import ledger
from xiezhi.record.case_values import CaseState, Happening, Item
from xiezhi.record.facts.row import Limit, Other, Place, Row
from xiezhi.record.facts.sources import untold_by_source
from xiezhi.record.facts.versions import Dossier, Known, WithoutExtensions, versions
from xiezhi.record.facts.words import usual_days, words
from xiezhi.record.models.shared import HERE
from xiezhi.record.numbers import sort_key
from xiezhi.record.projection import mainland_day
from xiezhi.record.state import CORRECTION
from xiezhi.rules.procedure.catalogue import load_procedure

log = logging.getLogger(__name__)

DOCKETED, LINKED = "case.docketed", "link.recorded"
# The kinds that move a column; the others are not even decrypted.
BEARING = (
    "case.received", DOCKETED, "case.assigned", "panel.formed", "panel.changed", "party.joined", "party.left", "service.sent",
    "service.completed", "service.failed", "hearing.scheduled", "hearing.held", "hearing.adjourned", "hearing.cancelled",
    "deduction.started", "suspension.ordered", "suspension.ended", "procedure.converted", "custody.changed", LINKED, "case.closed",
    "appeal.filed", "appeal.withdrawn", "appeal.forwarded", CORRECTION, "record.sealed", "record.unsealed",
)  # fmt: skip
_CASES = "SELECT id, court_id, source FROM record_case WHERE id = ANY(%s) ORDER BY court_id, id"
_EVENTS = """
SELECT e.seq, e.kind, e.occurred_on, p.key, p.cipher, e.version, e.case_id, e.recorded_at, e.source
FROM record_event e LEFT JOIN record_payload p ON p.event_id = e.id
WHERE e.case_id = ANY(%s) AND e.kind = ANY(%s) ORDER BY e.case_id, e.seq
"""
_COURTS = "SELECT id, code, level, parent_id FROM record_court ORDER BY place, id"
_NAMED = "SELECT id, court_id, instance, number FROM record_case WHERE id = ANY(%s) OR number_key = ANY(%s)"
_REVIEWED = """
SELECT l.case_id, COALESCE(l.other_id, o.id) FROM record_caselink l
LEFT JOIN record_case o ON l.other_id IS NULL AND o.number = l.number
WHERE l.case_id = ANY(%s) AND l.kind = 'retrial_of' ORDER BY l.id
"""
_ENFORCED = (
    "SELECT case_id, number FROM record_caselink WHERE case_id = ANY(%s) AND kind = %s ORDER BY id DESC"
)


class Limits(Protocol):
    """How the facts learn of deadlines, given from above: the record knows no clock."""

    def of(self, cases: Sequence[UUID]) -> Mapping[str, Sequence[Limit]]:
        """The answers of the trial limit of these cases, oldest first, by case."""

    def without_extensions(self, state: CaseState, court_level: str, on: Any) -> Any:
        """The last day of a case's limit had it not been extended; None where the clock has no answer."""

    def filing_due(self, state: CaseState, happened: Sequence[Happening], court_level: str) -> date | None:
        """The last day for filing a case that was received; None where no receipt is told or the law sets none."""


class Courts(NamedTuple):
    """The courts with their places in the tree, and their identifiers by code."""

    places: Mapping[str, Place]
    by_code: Mapping[str, str]


class Read(NamedTuple):
    """The rows of some cases in the order of `file_columns`, case by case; how many events could not be opened."""

    rows: list[Row]
    unreadable: int


@cache
def on_clock() -> tuple[str, ...]:
    """The kinds that the clock asks for: opened where the limit without its extensions has to be found."""
    return tuple(
        name for name, kind in load_procedure().kinds.items() if kind.clock or name == "party.joined"
    )


@cache
def moving() -> tuple[str, ...]:
    """The kinds after which a case's facts may read otherwise."""
    return tuple({*BEARING, *on_clock(), ledger.DESTROYED})


def courts() -> Courts:
    """The tree of the courts as it stands."""
    with connection.cursor() as cursor:
        _plain(cursor)
        cursor.execute(_COURTS)
        found = {row[0]: row[1:] for row in cursor.fetchall()}
    places = {key: _place(key, found) for key in found}
    return Courts(places, {place.code: key for key, place in places.items() if place.code})


def _place(key: str, found: Mapping[str, tuple[Any, ...]]) -> Place:
    code, level, _ = found[key]
    chain: dict[str, str] = {}
    above: str | None = key
    while above is not None and found[above][1] not in chain:
        chain[found[above][1]] = above
        above = found[above][2]
    return Place(key, code, level, chain.get("high"), chain.get("intermediate"))


def read(cases: Sequence[UUID], tree: Courts, limits: Limits) -> Read:
    """The facts of these cases, all versions, sorted by court and case."""
    with connection.cursor() as cursor:
        _plain(cursor)
        cursor.execute(_CASES, [list(cases)])
        order = cursor.fetchall()
        answers = limits.of(cases)
        events, unreadable = _events(cursor, cases, BEARING)
        mixed = [UUID(case) for case, told in answers.items() if any(one.deducted_to_find for one in told)]
        if mixed:
            more, worse = _events(cursor, mixed, (*BEARING, *on_clock()))
            events |= more
            unreadable += worse
        find = _finder(cursor, events)
    without: WithoutExtensions = limits.without_extensions
    imported = any(source != HERE for _, _, source in order)
    untold = untold_by_source() if imported else {}
    rows: list[Row] = []
    for case, court, source in order:
        dossier = Dossier(
            case,
            tree.places[court],
            events.get(case, ()),
            answers.get(case, ()),
            untold.get(source, frozenset()),
        )
        rows += versions(dossier, find, tree.by_code, without, limits.filing_due)
    return Read(rows, unreadable)


def _plain(cursor: Any) -> None:
    """Identifiers as texts: quicker, and as events and files write them."""
    cursor.cursor.adapters.register_loader("uuid", TextLoader)


def _events(cursor: Any, cases: Sequence[UUID], kinds: Sequence[str]) -> tuple[dict[str, list[Known]], int]:
    """The events of these kinds by case, and how many could not be opened: they count as if nothing were known of them."""
    cursor.execute(_EVENTS, [list(cases), list(kinds)])
    unreadable = 0
    found: dict[str, list[Known]] = {}
    for case, rows in groupby(cursor.fetchall(), key=itemgetter(6)):
        told = found[case] = []
        for row in rows:
            try:
                told.append(
                    Known(ledger.read_happening(row), row[7], is_late(*row[1:3], *row[7:9]), row[8] == HERE)
                )
            except (InvalidTag, ValueError) as fault:
                log.error(
                    "facts: event %s of case %s cannot be opened: %s", row[0], case, type(fault).__name__
                )
                told.append(Known(Happening(row[0], row[1], row[2], {}, row[5]), row[7], here=row[8] == HERE))
                unreadable += 1
    return found, unreadable


def is_late(kind: str, occurred_on: date, recorded_at: datetime, source: str) -> bool:
    """Whether an event was recorded late. What came from elsewhere was recorded there, and a correction comes after what it corrects."""
    return (
        source == HERE
        and kind != CORRECTION
        and (mainland_day(recorded_at) - occurred_on).days > usual_days()
    )


# --- the cases that links name


def _finder(cursor: Any, events: Mapping[str, Sequence[Known]]) -> Any:
    """The cases that the links of these events name, as the record has them now."""
    links = list(_links(events.values()))
    if not links:
        return _nobody
    by_id, by_number = _named(
        cursor,
        {link["case_id"] for link in links if "case_id" in link},
        {link["number"] for link in links if link.get("number")},
    )
    reviews = [key for key, other in by_id.items() if other.instance in words().prior["through"]]
    if reviews:
        cursor.execute(_REVIEWED, [reviews])
        reviewed = {case: other for case, other in cursor.fetchall() if other is not None}
        for case, other in reviewed.items():
            by_id[case] = by_id[case]._replace(reviews=other)
        more, _ = _named(cursor, set(reviewed.values()) - by_id.keys(), set())
        by_id |= more
    through = [link for link in links if link["kind"] == words().basis_through]
    resumed = {other.id for link in through if (other := _found(by_id, by_number, link)) is not None}
    if resumed:
        cursor.execute(_ENFORCED, [list(resumed), words().basis_link])
        for case, decision in cursor.fetchall():  # of several the first, which comes last here
            by_id[case] = by_id[case]._replace(enforces=decision)
    return partial(_found, by_id, by_number)


def _nobody(link: Item) -> Other | None:
    return None


def _found(by_id: Mapping[str, Other], by_number: Mapping[str, str], link: Item) -> Other | None:
    key = link.get("case_id") or by_number.get(link.get("number") or "")
    return by_id.get(key) if key else None


def _links(dossiers: Iterable[Sequence[Known]]) -> Iterable[Item]:
    for events in dossiers:
        for event in events:
            kind, data = event.happening.kind, event.happening.data
            if kind == CORRECTION:
                data = data.get("data") or {}
            if kind in (DOCKETED, LINKED, CORRECTION):
                yield from data.get("links", ())
                if "link" in data:
                    yield data["link"]


def _named(cursor: Any, keys: set[str], numbers: set[str]) -> tuple[dict[str, Other], dict[str, str]]:
    """Cases by identifier, and the identifiers of those whose number was asked for. Of two with one number none is meant."""
    if not keys and not numbers:
        return {}, {}
    cursor.execute(_NAMED, [[UUID(key) for key in keys], [sort_key(number) for number in numbers]])
    by_id: dict[str, Other] = {}
    having: dict[str, list[str]] = defaultdict(list)
    for key, court, instance, number in cursor.fetchall():
        by_id[key] = Other(key, court, instance)
        if number in numbers:
            having[number].append(key)
    return by_id, {number: found[0] for number, found in having.items() if len(found) == 1}
