"""The ledger: the only writer of events and of the rows that sum them up.

`append` records one event in a case, `open_case` the first event of a new one; bulk loads go through `record.bulk`. Each is one
transaction: permission, lock, may-it-follow, event, rows, followers. Nothing is ever changed or deleted; a mistake is put
right by a further event (`correction.recorded`).
"""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, connection, transaction

from xiezhi.record import chain, recorders, schemas
from xiezhi.record.encryption import lock, unlock
from xiezhi.record.errors import InputError, NotThere, Overtaken, ReadOnlyHere
from xiezhi.record.following import Recorded, followers
from xiezhi.record.models.shared import HERE, new_id
from xiezhi.record.numbers import give_number
from xiezhi.record.party_label import parties_key
from xiezhi.record.projection import DOCKET, changed, docket_row, mainland_day
from xiezhi.record.protection import FORGETTABLE
from xiezhi.record.recorders import Feed, Recorder
from xiezhi.record.references import Existing, in_database, refuse_unknown
from xiezhi.record.search_words import search_words
from xiezhi.record.state import CORRECTION, CaseState, Happening, apply, broken_by, fold, standing
from xiezhi.rules.limits.exchange import PLAUSIBLE_YEARS
from xiezhi.rules.procedure.catalogue import event_kind
from xiezhi.rules.procedure.order import fault, not_yet

DOCKETED = "case.docketed"
DESTROYED = "payload.destroyed"
LONGEST_REF = 200
NUMBER_ONCE = "case_number_once"  # the constraint

_LOCK_CASE = """
SELECT c.court_id, k.level, k.code, c.source, c.last_seq, c.last_hash, pg_advisory_xact_lock_shared(%s)
FROM record_case c JOIN record_court k ON k.id = c.court_id WHERE c.id = %s FOR UPDATE OF c
"""
_LOOK_AT_CASE = """
SELECT c.court_id, k.level, k.code, c.source, c.last_seq, c.last_hash, %s
FROM record_case c JOIN record_court k ON k.id = c.court_id WHERE c.id = %s
"""
_EVENTS = """
SELECT e.seq, e.kind, e.occurred_on, p.key, p.cipher, e.version, e.recorded_at
FROM record_event e LEFT JOIN record_payload p ON p.event_id = e.id WHERE e.case_id = %s
"""
EVENT_COLUMNS = (
    "id", "case_id", "court_id", "seq", "kind", "version", "occurred_on", "recorded_at", "officer_id", "post_id", "source",
    "external_ref", "payload_hash", "prev_hash", "hash",
)  # fmt: skip
_INSERT_EVENT = f"""
WITH written AS (INSERT INTO record_event ({", ".join(EVENT_COLUMNS)}) VALUES ({", ".join(["%s"] * len(EVENT_COLUMNS))}) RETURNING id)
INSERT INTO record_payload (event_id, key, cipher) SELECT id, %s, %s FROM written
"""
# The kinds whose words stand in the docket, and so in the docket as it was known.
_TOLD_IN_DOCKET = frozenset({DOCKETED, "party.joined", CORRECTION})
_FORGET_PAST = f"UPDATE record_casepast SET {', '.join(f'{name} = {nothing}' for name, nothing in FORGETTABLE.items())} WHERE case_id = %s"
_DESTROY = """
UPDATE record_payload SET key = NULL, cipher = NULL
WHERE event_id IN (SELECT id FROM record_event WHERE case_id = %s AND seq = ANY(%s))
"""
_KEEP_PAST = f"""
INSERT INTO record_casepast (case_id, {", ".join(DOCKET)}, known_to)
SELECT id, {", ".join(DOCKET)}, %s FROM record_case WHERE id = %s
"""
BESIDE_DOCKET = ("dispute_id", "parties_key", "search")
_CASE_COLUMNS = (*DOCKET, *BESIDE_DOCKET, "last_seq", "last_hash")
_UPDATE_CASE = f"UPDATE record_case SET {', '.join(f'{name} = %s' for name in _CASE_COLUMNS)} WHERE id = %s"
_UPDATE_BESIDE = f"UPDATE record_case SET {', '.join(f'{name} = %s' for name in BESIDE_DOCKET)} WHERE id = %s"
_NEXT_IN_CHAIN = "UPDATE record_case SET last_seq = %s, last_hash = %s WHERE id = %s"
_INSERT_CASE = f"""
INSERT INTO record_case (id, source, external_ref, {", ".join(_CASE_COLUMNS)})
VALUES ({", ".join(["%s"] * (3 + len(_CASE_COLUMNS)))})
"""
_SHARE_LOCK = "SELECT k.level, k.code, pg_advisory_xact_lock_shared(%s) FROM record_court k WHERE k.id = %s"


class Written(NamedTuple):
    """What the ledger wrote: the case, the event, its place in the case, and the case's state after it."""

    case: UUID
    event: UUID
    seq: int
    state: CaseState


class _Place(NamedTuple):
    """Where the next event goes."""

    case: UUID
    court: UUID
    court_level: str
    court_code: str
    seq: int
    prev_hash: bytes
    recorded_at: datetime


def happenings(case: UUID, *, known_at: datetime | None = None) -> list[Happening]:
    """The events of a case in order, decrypted; as known at a moment if one is given. A destroyed payload is empty."""
    with connection.cursor() as cursor:
        if known_at is None:
            cursor.execute(_EVENTS + " ORDER BY e.seq", [case])
        else:
            cursor.execute(_EVENTS + " AND e.recorded_at <= %s ORDER BY e.seq", [case, known_at])
        return [read_happening(row) for row in cursor.fetchall()]


def read_happening(row: tuple[Any, ...]) -> Happening:
    """One row of seq, kind, occurred_on, key, cipher, version (further columns are left alone)."""
    seq, kind, occurred_on, key, cipher, version = row[:6]
    data = chain.unpack(unlock(key, cipher)) if cipher is not None else {}
    return Happening(seq, kind, occurred_on, data, version)


@transaction.atomic
def append(
    case: UUID,
    kind: str,
    data: dict[str, Any],
    *,
    occurred_on: date,
    by: Recorder | Feed,
    at: datetime,
    ref: str = "",
    seen: int | None = None,
) -> Written:
    """Record one event in a case. `occurred_on` is the day in law, `at` the moment of recording; `seen` is the last event the
    recorder knew of when he wrote (None: he does not say).

    Raises InputError for data that do not fit the kind, Refused when the event may not follow or the recorder may not
    record it, NotThere for a foreign case, ReadOnlyHere for a case that another system feeds, Overtaken when something was
    recorded after `seen`. Nothing is written then.
    """
    place, before = _place_in(_LOCK_CASE, case, kind, data, by, at)
    recorders.check_text("ref", ref, LONGEST_REF)
    if seen is not None and seen < before.last_seq:
        raise Overtaken(seen, before.last_seq)
    return _record(place, kind, data, occurred_on, by, ref, before)


class Foreseen(NamedTuple):
    """What an event would make of a case, were it recorded now."""

    before: CaseState
    after: CaseState
    court_level: str


def foresee(
    case: UUID, kind: str, data: dict[str, Any], *, occurred_on: date, by: Recorder | Feed, at: datetime
) -> Foreseen:
    """What `append` would do, without writing anything; raises as `append` does."""
    place, before = _place_in(_LOOK_AT_CASE, case, kind, data, by, at)
    happening = checked(place.seq, kind, data, occurred_on, before, place.recorded_at)
    return Foreseen(before, apply(before, happening), place.court_level)


def _place_in(
    query: str, case: UUID, kind: str, data: dict[str, Any], by: Recorder | Feed, at: datetime
) -> tuple[_Place, CaseState]:
    """Where the next event of a case goes and how the case stands, after the permission was asked."""
    with connection.cursor() as cursor:
        cursor.execute(query, [chain.LEDGER_LOCK, case])
        found = cursor.fetchone()
        if found is None:
            raise NotThere("没有这个案件", "no such case")
        court, level, code, source, last_seq, last_hash, _ = found
        cursor.execute(_EVENTS + " ORDER BY e.seq", [case])
        rows = cursor.fetchall()
    # The record's time never runs backwards within a case, whatever the machine's clock does.
    moment = max(at, rows[-1][6])
    before = fold(read_happening(row) for row in rows)
    recorders.check_post(by, mainland_day(at))
    recorders.check(by, event_kind(kind), data, court, before)
    # After the permission: who may not see the case learns nothing of its source.
    refuse_foreign_rows(source, by)
    return _Place(case, court, level, code, last_seq + 1, bytes(last_hash), moment), before


@transaction.atomic
def open_case(
    court: UUID,
    kind: str,
    data: dict[str, Any],
    *,
    occurred_on: date,
    by: Recorder | Feed,
    at: datetime,
    ref: str = "",
) -> Written:
    """Record the first event of a new case (`case.received` or `case.docketed`); raises as `append` does."""
    with connection.cursor() as cursor:
        cursor.execute(_SHARE_LOCK, [chain.LEDGER_LOCK, court])
        found = cursor.fetchone()
    if found is None:
        raise NotThere("没有这个法院", "no such court")
    recorders.check_text("ref", ref, LONGEST_REF)
    recorders.check_post(by, mainland_day(at))
    recorders.check(by, event_kind(kind), data, court, None)
    place = _Place(new_id(), court, found[0], found[1], 1, chain.NOTHING_BEFORE, at)
    return _record(place, kind, data, occurred_on, by, ref, None)


def refuse_foreign_rows(source: str, by: Recorder | Feed) -> None:
    """Follower mode: a case fed by another system is written by that system's feed only."""
    if source not in (HERE, recorders.source_of(by)) and source == settings.FOLLOWS_ANOTHER_SYSTEM:
        raise ReadOnlyHere(
            f"本案由{source}提供，在此只读；请在原系统登记",
            f"the case is fed by {source} and read-only here; record it there",
        )


def _record(
    place: _Place,
    kind: str,
    data: dict[str, Any],
    occurred_on: date,
    by: Recorder | Feed,
    ref: str,
    before: CaseState | None,
) -> Written:
    if kind == DOCKETED and isinstance(data, dict) and data.get("number") in (None, ""):
        given = give_number(place.court, place.court_code, data.get("type", ""), occurred_on.year)
        data = {**data, "number": given}
    happening = checked(place.seq, kind, data, occurred_on, before or CaseState(), place.recorded_at)
    after = apply(before or CaseState(), happening)
    event, digest = new_id(), b""
    with connection.cursor() as cursor:
        values, secret = event_row(place, event, happening, by, recorders.source_of(by), ref)
        digest = values[-1]
        if kind == DESTROYED:
            emptied = set(happening.data["seqs"])
            kept = [past._replace(data={}) if past.seq in emptied else past for past in after.history]
            after = fold(kept)
        try:
            if before is None:
                cursor.execute(_INSERT_CASE, _case_row(place, by, ref, after, digest))
            else:
                _update_case(cursor, place, before, after, digest)
        except IntegrityError as fault:
            if NUMBER_ONCE in str(fault):
                raise number_taken(after.number) from fault
            raise
        cursor.execute(_INSERT_EVENT, [*values, *secret])
        if kind == DESTROYED:
            cursor.execute(_DESTROY, [place.case, happening.data["seqs"]])
            if any(past.kind in _TOLD_IN_DOCKET for past in after.history if past.seq in emptied):
                cursor.execute(_FORGET_PAST, [place.case])
        _write_children(cursor, place.case, before, after)
    recorded = Recorded(
        place.case, place.court, place.court_level, event, kind, occurred_on, place.recorded_at, before, after
    )
    for follower in followers():
        follower.one(recorded)
    return Written(place.case, event, place.seq, after)


def number_taken(number: str) -> InputError:
    return InputError(f"案号{number}已有案件", f"there is a case {number} already", field="number")


def checked(
    seq: int,
    kind: str,
    data: dict[str, Any],
    occurred_on: date,
    before: CaseState,
    at: datetime,
    existing: Existing = in_database,
) -> Happening:
    """The event as it may be recorded: its data fit the kind, what they point to exists, and it may follow. Raises InputError."""
    clean = schemas.validate(kind, data)
    if occurred_on.year not in PLAUSIBLE_YEARS:
        first, last = PLAUSIBLE_YEARS[0], PLAUSIBLE_YEARS[-1]
        raise InputError(
            f"{occurred_on}不在{first}至{last}年间",
            f"{occurred_on} is not a day from {first} to {last}",
            field="occurred_on",
        )
    refuse_unknown(kind, clean, existing)
    today = mainland_day(at)
    found = fault(kind, clean, standing(before), occurred_on, recorded_on=today)
    happening = Happening(seq, kind, occurred_on, clean, event_kind(kind).version)
    if found is None and kind == CORRECTION:
        corrected = next(past for past in before.history if past.seq == clean["corrects"])
        clean = schemas.validate_correction(corrected.kind, clean)
        refuse_unknown(corrected.kind, clean.get("data", {}), existing)
        happening = happening._replace(data=clean)
        moved = clean.get("occurred_on")
        found = (not_yet(date.fromisoformat(moved), today) if moved else None) or broken_by(before, happening)
    if found is not None:
        raise found
    return happening


def event_row(
    place: Any, event: UUID, happening: Happening, by: Recorder | Feed, source: str, ref: str
) -> tuple[tuple[Any, ...], tuple[bytes, bytes]]:
    """The row of an event in the order of EVENT_COLUMNS, and key and cipher of its payload."""
    packed = chain.pack(happening.data)
    officer, post = (None, None) if isinstance(by, Feed) else (by.officer, by.post)
    link = chain.Link(
        event, place.case, place.court, happening.seq, happening.kind, happening.version, happening.occurred_on,
        place.recorded_at, officer, post, source, ref, chain.payload_hash(packed), place.prev_hash,
    )  # fmt: skip
    return (*link, chain.leaf_hash(chain.canonical(link))), lock(packed)


def _case_row(place: _Place, by: Recorder | Feed, ref: str, state: CaseState, digest: bytes) -> list[Any]:
    return [
        place.case, recorders.source_of(by), ref, *docket_row(state, place.court, place.recorded_at),
        *beside_docket(place.case, state), place.seq, digest,
    ]  # fmt: skip


def beside_docket(case: UUID, state: CaseState) -> tuple[Any, ...]:
    """The columns of the case that the docket does not list: the dispute, how its parties sort, what a search finds it by."""
    return state.dispute_id or case, parties_key(state.parties), search_words(state)


def _update_case(cursor: Any, place: _Place, before: CaseState, after: CaseState, digest: bytes) -> None:
    """The row as it now reads; how it read before is kept, so that the docket can be shown as it was known."""
    row, beside = docket_row(after, place.court, place.recorded_at), beside_docket(place.case, after)
    if row == docket_row(before, place.court, place.recorded_at):
        cursor.execute(_NEXT_IN_CHAIN, [place.seq, digest, place.case])
        if before.parties != after.parties or before.dispute_id != after.dispute_id:
            cursor.execute(
                _UPDATE_BESIDE, [*beside, place.case]
            )  # a third party stands in no label, yet finds the case
        return
    cursor.execute(_KEEP_PAST, [place.recorded_at, place.case])
    cursor.execute(_UPDATE_CASE, [*row, *beside, place.seq, digest, place.case])


def _write_children(cursor: Any, case: UUID, before: CaseState | None, after: CaseState) -> None:
    """Rewrite the rows of those tables in which something changed; few rows, and the same identifiers again."""
    different = list(changed(before or CaseState(), after))
    for kind in reversed(different):
        if before is not None:
            cursor.execute(_delete(kind.table), [case])
    for kind in different:
        rows = kind.rows(case, after)
        if rows:
            cursor.executemany(_insert(kind.table, kind.columns), rows)


def _delete(table: str) -> str:
    if table == "record_representative":
        return "DELETE FROM record_representative WHERE party_id IN (SELECT id FROM record_caseparty WHERE case_id = %s)"
    return f"DELETE FROM {table} WHERE case_id = %s"


def _insert(table: str, columns: Iterable[str]) -> str:
    names = list(columns)
    return f"INSERT INTO {table} ({', '.join(names)}) VALUES ({', '.join(['%s'] * len(names))})"
