"""The rows of cases held against their events: every case is folded again and each of its rows compared.

Rows are a cache: where they differ, the events are right. Cases are read in batches, one query a table, so that a whole
province fits into little memory. Whether the events themselves are as recorded, `record.verification` says. Called by the command line.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice, pairwise
from operator import itemgetter
from typing import Any, NamedTuple
from uuid import UUID

from cryptography.exceptions import InvalidTag
from django.db import connection, transaction
from psycopg.types.string import TextLoader

from xiezhi.record import chain
from xiezhi.record.effects import EFFECTS
from xiezhi.record.encryption import unlock, unlock_together
from xiezhi.record.ledger import BESIDE_DOCKET, beside_docket
from xiezhi.record.projection import CHILDREN, DOCKET, MAINLAND, Children, Row, docket_row
from xiezhi.record.state import CORRECTION, CaseState, Happening, apply

BATCH = 500  # cases read together

_IDS = "SELECT id FROM record_case WHERE id > %s ORDER BY id LIMIT %s"
_LOCK = "SELECT 1 FROM record_case WHERE id = ANY(%s) ORDER BY id FOR SHARE"
_CASE = (*DOCKET, *BESIDE_DOCKET, "last_seq", "last_hash", "source", "external_ref")
_CASES = f"SELECT id, {', '.join(_CASE)} FROM record_case WHERE id = ANY(%s)"
_PASTS = f"SELECT case_id, {', '.join(DOCKET)}, known_to FROM record_casepast WHERE case_id = ANY(%s) ORDER BY known_from, id"
_EVENTS = """
SELECT e.case_id, e.seq, e.kind, e.occurred_on, p.key, p.cipher, e.version, e.recorded_at, e.court_id, e.hash, e.payload_hash,
    e.source, e.external_ref
FROM record_event e LEFT JOIN record_payload p ON p.event_id = e.id WHERE e.case_id = ANY(%s) ORDER BY e.case_id, e.seq
"""
_ORPHANS = "SELECT DISTINCT case_id FROM {table} t WHERE NOT EXISTS (SELECT 1 FROM record_case c WHERE c.id = t.case_id)"
_WITH_A_CASE = (
    "record_event",
    "record_casepast",
    *(kind.table for kind in CHILDREN if "case_id" in kind.columns),
)
_KNOWN_FROM = DOCKET.index("known_from")
_SENSITIVE = "sensitive"
_SPEAKING = {*EFFECTS, CORRECTION}
_FIRST_TWO = itemgetter(0, 1)  # identifiers, by which the rows of a case in one table are told apart


class Difference(NamedTuple):
    """One place where a row is not what the events say."""

    case: UUID
    table: str
    column: str
    found: str
    expected: str


@dataclass(frozen=True, slots=True)
class Compared:
    """How many cases and events were compared, how many cases differ, and the first differences."""

    cases: int
    events: int
    differing: int
    differences: tuple[Difference, ...]


class _Stored(NamedTuple):
    """What is stored of one case."""

    row: Row | None
    past: list[Row]
    events: list[Row]
    children: dict[str, list[Row]]


class _Unreadable(Exception):
    """The events of a case do not add up to anything."""


def check(
    cases: Iterable[UUID] | None = None,
    progress: Callable[[int], None] = lambda done: None,
    *,
    most: int = 100,
) -> Compared:
    """Compare the rows of these cases, or of all, with their events. `progress` is told how many cases are done."""
    done = events = 0
    told: list[Difference] = [] if cases is not None else list(_orphans())
    differing = len({orphan.case for orphan in told})
    for batch in _batches(cases):
        count, suspects = _compare(batch)
        # An append may have come between two queries: who differs is looked at again while nobody can write.
        for case in suspects:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(_LOCK, [[case]])
                found = _differences(case, _read(cursor, [case])[case])
            differing += bool(found)
            told += found[: max(0, most - len(told))]
        done, events = done + len(batch), events + count
        progress(done)
    return Compared(done, events, differing, tuple(told[:most]))


def _batches(cases: Iterable[UUID] | None) -> Iterator[list[UUID]]:
    if cases is not None:
        waiting = iter(cases)
        while batch := list(islice(waiting, BATCH)):
            yield batch
        return
    last = UUID(int=0)
    while True:
        with connection.cursor() as cursor:
            cursor.execute(_IDS, [last, BATCH])
            batch = [case for (case,) in cursor.fetchall()]
        if not batch:
            return
        yield batch
        last = batch[-1]


def _orphans() -> Iterator[Difference]:
    """Rows whose case is gone."""
    with connection.cursor() as cursor:
        for table in _WITH_A_CASE:
            cursor.execute(_ORPHANS.format(table=table))
            for (case,) in cursor.fetchall():
                yield Difference(case, table, "case_id", str(case), "")


def _compare(batch: list[UUID]) -> tuple[int, list[UUID]]:
    """How many events these cases have, and which of the cases seem to differ."""
    with connection.cursor() as cursor:
        stored = _read(cursor, batch)
    return sum(len(one.events) for one in stored.values()), [
        case for case in batch if _differences(case, stored[case])
    ]


def _read(cursor: Any, batch: list[UUID]) -> dict[UUID, _Stored]:
    """Everything of these cases. Identifiers are read as texts, as events write them: quicker, and they compare."""
    cursor.cursor.adapters.register_loader("uuid", TextLoader)
    cursor.execute(_CASES, [batch])
    rows = {row[0]: row[1:] for row in cursor.fetchall()}
    past, events = _by_case(cursor, _PASTS, batch), _by_case(cursor, _EVENTS, batch)
    children = {kind.table: _by_case(cursor, _children(kind), batch) for kind in CHILDREN}
    return {
        case: _Stored(rows.get(key), past[key], events[key], {table: found[key] for table, found in children.items()})
        for case, key in zip(batch, map(str, batch))
    }  # fmt: skip


def _by_case(cursor: Any, statement: str, batch: list[UUID]) -> dict[str, list[Row]]:
    cursor.execute(statement, [batch])
    found: dict[str, list[Row]] = defaultdict(list)
    for row in cursor.fetchall():
        found[row[0]].append(row[1:])
    return found


def _children(kind: Children) -> str:
    columns = ", ".join(f"t.{name}" for name in kind.columns)
    if "case_id" in kind.columns:
        return f"SELECT t.case_id, {columns} FROM {kind.table} t WHERE t.case_id = ANY(%s)"
    return f"SELECT p.case_id, {columns} FROM {kind.table} t JOIN record_caseparty p ON p.id = t.party_id WHERE p.case_id = ANY(%s)"


# --- one case


def _differences(case: UUID, stored: _Stored) -> list[Difference]:
    try:
        states = list(_states(stored.events))
    except _Unreadable as fault:
        return [Difference(case, "record_event", "", str(fault), "")]
    if stored.row is None or not states:
        return [Difference(case, "record_case", "", str(stored.row is not None), str(bool(states)))]
    state = states[-1]
    found = _unlike(case, "record_case", _CASE, stored.row, _case_row(case, stored, state))
    found += _past_differences(case, stored, states)
    for kind in CHILDREN:
        found += _child_differences(case, kind, stored.children[kind.table], state)
    return found


def _states(events: list[Row]) -> Iterator[CaseState]:
    """The state after each event."""
    state = CaseState()
    for seq, kind, occurred_on, key, cipher, version, *others in events:
        data: dict[str, Any] = {}
        try:
            if cipher is not None:
                packed = unlock(key, cipher)
                if chain.payload_hash(packed) != bytes(others[3]):
                    raise _Unreadable(f"{seq}: payload")
                data = chain.unpack(packed)
            state = apply(state, Happening(seq, kind, occurred_on, data, version))
        except (InvalidTag, LookupError, TypeError, ValueError, AttributeError) as fault:
            raise _Unreadable(f"{seq}: {type(fault).__name__}") from fault
        yield state


def _case_row(case: UUID, stored: _Stored, state: CaseState) -> Row:
    """The row as it should be. Since when it reads so is compared with the past, by days."""
    assert stored.row is not None
    first, last = stored.events[0], stored.events[-1]
    docket = docket_row(state, first[7], stored.row[_KNOWN_FROM])
    return _plain((*docket, *beside_docket(case, state), len(stored.events), last[8], first[10], first[11]))


def _past_differences(case: UUID, stored: _Stored, states: list[CaseState]) -> list[Difference]:
    """The docket as it was known at the end of every day, from the rows and from the events."""
    assert stored.row is not None
    now = stored.row[: len(DOCKET)]
    moments = {event[6] for event in stored.events}
    rows = [*(row[:-1] for row in stored.past), now]
    ends = [row[-1] for row in stored.past]
    begins = [row[_KNOWN_FROM] for row in rows]
    if ends != begins[1:] or not moments.issuperset(begins):
        return [Difference(case, "record_casepast", "known_to", _told(ends), _told(begins[1:]))]
    if any(event[4] is None for event in stored.events):
        return []  # what was destroyed says no more how the docket read
    found, wanted = _by_day(rows), _by_day(_expected_past(stored.events, states))
    return [] if found == wanted else [_first_unlike_day(case, found, wanted)]


def _expected_past(events: list[Row], states: list[CaseState]) -> list[Row]:
    """The docket row after each event that has an effect at all."""
    speaking = ((event, state) for event, state in zip(events, states) if event[1] in _SPEAKING)
    return [docket_row(state, event[7], event[6]) for event, state in speaking]


def _by_day(rows: list[Row]) -> list[tuple[date, Row]]:
    """How the docket read at the end of each day on which it changed."""
    days: dict[date, Row] = {}
    for row in rows:
        days[row[_KNOWN_FROM].astimezone(MAINLAND).date()] = row[:_KNOWN_FROM]
    told = list(days.items())
    return told[:1] + [after for before, after in pairwise(told) if before[1] != after[1]]


def _first_unlike_day(
    case: UUID, found: list[tuple[date, Row]], wanted: list[tuple[date, Row]]
) -> Difference:
    for (day, row), (wanted_day, wanted_row) in zip(found, wanted):
        if day != wanted_day:
            return Difference(case, "record_casepast", "known_from", str(day), str(wanted_day))
        for unlike in _unlike(case, "record_casepast", DOCKET, row, wanted_row):
            return unlike
    return Difference(case, "record_casepast", "", f"{len(found)} days", f"{len(wanted)} days")


def _child_differences(case: UUID, kind: Children, rows: list[Row], state: CaseState) -> list[Difference]:
    expected = kind.rows(case, state)
    if not rows and not expected:
        return []
    if _SENSITIVE in kind.columns:
        place = kind.columns.index(_SENSITIVE)
        rows = [(*row[:place], _opened(row[place]), *row[place + 1 :]) for row in rows]
        expected = [
            (*row[:place], party.get(_SENSITIVE), *row[place + 1 :])
            for row, party in zip(expected, state.parties)
        ]
    found, wanted = sorted(rows, key=_FIRST_TWO), sorted(map(_plain, expected), key=_FIRST_TWO)
    if len(found) != len(wanted):
        return [Difference(case, kind.table, "", f"{len(found)} rows", f"{len(wanted)} rows")]
    pairs = zip(found, wanted)
    return next(filter(None, (_unlike(case, kind.table, kind.columns, *pair)[:1] for pair in pairs)), [])


def _opened(cipher: Any) -> Any:
    """What a sensitive field holds; words that nothing equals when it cannot be opened."""
    try:
        return None if cipher is None else json.loads(unlock_together(bytes(cipher)))
    except (InvalidTag, ValueError, IndexError):
        return "unreadable"


def _unlike(case: UUID, table: str, columns: tuple[str, ...], found: Row, expected: Row) -> list[Difference]:
    if found == expected:
        return []
    return [
        Difference(case, table, name, _shown(name, is_), _shown(name, wanted))
        for name, is_, wanted in zip(columns, found, expected)
        if is_ != wanted and not (name == "search" and _words(is_) == _words(wanted))
    ]


def _words(search: str | None) -> set[str]:
    return set((search or "").split(" "))


def _plain(row: Row) -> Row:
    """A row as the database would give it: identifiers as texts."""
    return tuple([str(value) if type(value) is UUID else value for value in row])


def _shown(column: str, value: Any) -> str:
    """A value as it may be told: nothing of what is kept encrypted."""
    if column == _SENSITIVE:
        return "" if value is None else "…"
    return value.hex() if isinstance(value, bytes) else _told(value)


def _told(value: Any) -> str:
    return str(value)[:200]
