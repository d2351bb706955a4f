"""The bulk doorway: many new cases with all their events, checked like single ones, written by columns (COPY).

A batch is one transaction: all its cases or none. Cases that fail a check are handed back with the reason and nothing of them is
written (all or nothing per case). Called by the demonstration province and by intake.
"""

import gc
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import Any, NamedTuple
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction

from xiezhi.record import chain
from xiezhi.record.copying import copy_rows
from xiezhi.record.errors import InputError, XiezhiError
from xiezhi.record.following import Recorded, followers
from xiezhi.record.ledger import (
    BESIDE_DOCKET,
    DESTROYED,
    DOCKETED,
    EVENT_COLUMNS,
    beside_docket,
    checked,
    event_row,
    number_taken,
)
from xiezhi.record.models import Court, Division, Officer, Post
from xiezhi.record.models.shared import new_id
from xiezhi.record.numbers import sort_key
from xiezhi.record.projection import CHILDREN, DOCKET, PARTIES, docket_row, mainland_day
from xiezhi.record.recorders import Feed, Recorder
from xiezhi.record.schemas import one_spelling
from xiezhi.record.state import CaseState, Happening, apply
from xiezhi.rules.case_number import parse_case_number

BATCH = (
    2_000  # cases a transaction: large enough for COPY, small enough to hold in memory and to lose in a crash
)

CASE_COLUMNS = ("id", "source", "external_ref", *DOCKET, "last_seq", "last_hash", *BESIDE_DOCKET)
_BY_REF = (
    "SELECT external_ref FROM record_case WHERE external_ref <> '' AND source = %s AND external_ref = ANY(%s)"
)
_BY_NUMBER = "SELECT court_id, number FROM record_case WHERE number_key = ANY(%s)"
PAST_COLUMNS = ("case_id", *DOCKET, "known_to")


class IncomingEvent(NamedTuple):
    """An event to record. `recorded_at` is given by the demonstration only: a real record says when it really was recorded."""

    kind: str
    occurred_on: date
    data: dict[str, Any]
    recorded_at: datetime | None = None
    officer: UUID | None = None
    post: UUID | None = None


class IncomingCase(NamedTuple):
    """A new case with its events in the order of recording."""

    id: UUID
    court: UUID
    external_ref: str
    events: Sequence[IncomingEvent]


@dataclass(frozen=True, slots=True)
class Rejected:
    """A case that was not written, the place of the event that failed (from 1), and why."""

    case: IncomingCase
    place: int
    fault: XiezhiError


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a bulk load wrote, and what it handed back."""

    cases: int
    events: int
    rejected: list[Rejected]


class Known:
    """What is in the record already: courts and their levels, officers, divisions, posts. May serve several loads in a row."""

    def __init__(self) -> None:
        self.levels = dict(Court.objects.values_list("id", "level"))
        self.posts = set(Post.objects.values_list("id", flat=True))
        officers, divisions = (model.objects.values_list("id", flat=True) for model in (Officer, Division))
        self._ids = {"officer": set(map(str, officers)), "division": set(map(str, divisions))}

    def existing(self, type_: str, named: list[str]) -> set[str]:
        return self._ids[type_].intersection(named)


class _Columns:
    """The rows of a batch, table by table."""

    def __init__(self) -> None:
        self.cases: list[tuple[Any, ...]] = []
        self.past: list[tuple[Any, ...]] = []
        self.events: list[tuple[Any, ...]] = []
        self.payloads: list[tuple[Any, ...]] = []
        self.children: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
        self.recorded: list[Recorded] = []
        self.highest: dict[tuple[UUID, str, int], int] = {}


class _Place(NamedTuple):
    case: UUID
    court: UUID
    recorded_at: datetime
    prev_hash: bytes


def append_many(
    cases: Iterable[IncomingCase],
    *,
    by: Feed,
    at: datetime,
    progress: Callable[[int], None] = lambda done: None,
    stop: Callable[[], bool] = lambda: False,
    known: Known | None = None,
) -> Loaded:
    """Record many new cases. `at` is the moment of recording for events that bring none; `progress` is told how many cases are
    done after each batch, `stop` is asked then whether to go on; `known` spares many small loads the look around. Raises nothing
    for faulty cases: they come back."""
    known = known or Known()
    written = events = 0
    rejected: list[Rejected] = []
    waiting = iter(cases)
    while batch := list(islice(waiting, BATCH)):
        with collector_asleep():
            columns, faulty = _prepare(batch, known, by, at)
        _write(columns)
        rejected += faulty
        written += len(columns.cases)
        events += len(columns.events)
        progress(written)
        if stop():
            break
    return Loaded(written, events, rejected)


@contextmanager
def collector_asleep() -> Iterator[None]:
    """A batch makes hundreds of thousands of objects and no circles: looking for those took a third of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _prepare(
    batch: Sequence[IncomingCase], known: Known, by: Feed, at: datetime
) -> tuple[_Columns, list[Rejected]]:
    columns, rejected = _Columns(), []
    there = _already_there(batch, by)
    for case in batch:
        found = _foreign(case, known, there) or _take(columns, case, known, by, at, there)
        if found is not None:
            rejected.append(found)
    return columns, rejected


def _already_there(batch: Sequence[IncomingCase], by: Feed) -> set[Any]:
    """The identifiers, references and numbers of this batch that cases of the record have."""
    told = [event.data.get("number") for case in batch for event in case.events if event.kind == DOCKETED]
    numbers = [one_spelling(number) for number in told if isinstance(number, str) and number.isprintable()]
    refs = [case.external_ref for case in batch if case.external_ref]
    found: set[Any] = set()
    with connection.cursor() as cursor:
        # Lists as arrays: a thousand placeholders take longer to put together than to look up.
        cursor.execute("SELECT id FROM record_case WHERE id = ANY(%s)", [[case.id for case in batch]])
        found.update(row[0] for row in cursor.fetchall())
        cursor.execute(_BY_REF, [by.source, refs])
        found.update(row[0] for row in cursor.fetchall())
        cursor.execute(_BY_NUMBER, [[sort_key(number) for number in numbers]])
        found.update(cursor.fetchall())
    return found


def _foreign(case: IncomingCase, known: Known, there: set[Any]) -> Rejected | None:
    """A case of a court we do not know, or one that is here already."""
    if case.court not in known.levels:
        return Rejected(case, 0, InputError(f"没有法院{case.court}", f"no court {case.court}", field="court"))
    if case.id in there or case.external_ref in there:
        known_as = case.external_ref if case.external_ref in there else case.id
        return Rejected(case, 0, InputError(f"已有案件{known_as}", f"the case {known_as} is here already"))
    return None


def _take(
    columns: _Columns, case: IncomingCase, known: Known, by: Feed, at: datetime, there: set[Any]
) -> Rejected | None:
    """One case into the columns, or the reason why not; nothing of a faulty case stays behind."""
    history: list[tuple[IncomingEvent, Happening, datetime, CaseState]] = []
    state: CaseState | None = None
    moment = None
    for seq, event in enumerate(case.events, 1):
        try:
            moment = _moment(event, at, moment)
            _refuse_what_bulk_cannot(event, known)
            happening = checked(
                seq, event.kind, event.data, event.occurred_on, state or CaseState(), moment, known.existing
            )
            state = apply(state or CaseState(), happening)
            if (case.court, state.number) in there:
                raise number_taken(state.number)
        except XiezhiError as reason:
            return Rejected(case, seq, reason)
        history.append((event, happening, moment, state))
    if state is None:
        return Rejected(case, 0, InputError("案件没有事件", "a case without events"))
    there.update(filter(None, (case.id, case.external_ref, state.number and (case.court, state.number))))
    _add(columns, case, known.levels[case.court], by, history)
    return None


def _refuse_what_bulk_cannot(event: IncomingEvent, known: Known) -> None:
    """Numbers are given out, and words destroyed, one case at a time; who recorded must be known here."""
    if event.kind == DOCKETED and not event.data.get("number"):
        raise InputError("批量登记的案件须有案号", "cases recorded in bulk need their number", field="number")
    if event.kind == DESTROYED:
        raise InputError(
            "内容的销毁须逐案登记", "the destruction of contents is recorded case by case", field="kind"
        )
    if event.officer is not None and (
        event.post not in known.posts or not known.existing("officer", [str(event.officer)])
    ):
        raise InputError(
            f"没有登记人 {event.officer}", f"there is no recorder {event.officer}", field="officer"
        )


def _moment(event: IncomingEvent, at: datetime, before: datetime | None) -> datetime:
    if event.recorded_at is not None and not settings.DEMONSTRATION:
        raise InputError(
            "登记时间由系统记载", "the moment of recording is set by the record itself", field="recorded_at"
        )
    moment = event.recorded_at or at
    return moment if before is None else max(moment, before)


def _add(
    columns: _Columns,
    case: IncomingCase,
    level: str,
    by: Feed,
    history: list[tuple[IncomingEvent, Happening, datetime, CaseState]],
) -> None:
    digest = chain.NOTHING_BEFORE
    before: CaseState | None = None
    row: tuple[Any, ...] | None = None
    for event, happening, moment, state in history:
        event_id = new_id()
        place = _Place(case.id, case.court, moment, digest)
        recorder = by if event.officer is None else Recorder(event.officer, event.post, "", case.court)  # type: ignore[arg-type]
        ref = case.external_ref if before is None else ""
        values, secret = event_row(place, event_id, happening, recorder, by.source, ref)
        digest = values[-1]
        columns.events.append(values)
        columns.payloads.append((event_id, *secret))
        columns.recorded.append(
            Recorded(
                case.id,
                case.court,
                level,
                event_id,
                happening.kind,
                happening.occurred_on,
                moment,
                before,
                state,
            )
        )
        row = _remember_past(columns, case, row, state, moment)
        before = state
    assert before is not None and row is not None
    columns.cases.append(
        (
            case.id, by.source, case.external_ref, *row, len(history), digest, *beside_docket(case.id, before),
        )
    )  # fmt: skip
    for kind in CHILDREN:
        columns.children[kind.table] += kind.rows(case.id, before)
    _count_number(columns, case.court, before.number)


def _remember_past(
    columns: _Columns, case: IncomingCase, row: tuple[Any, ...] | None, state: CaseState, moment: datetime
) -> tuple[Any, ...]:
    """The docket row after an event. Rows that differ are kept with the days in which they were known; what changed again on
    the same day is not: a docket is asked for as it was known at the end of a day."""
    new = docket_row(state, case.court, moment)
    if row is None:
        return new
    if row[:-1] == new[:-1]:
        return row
    if mainland_day(row[-1]) != mainland_day(moment):
        columns.past.append((case.id, *row, moment))
        return new
    return (*new[:-1], row[-1])


def _count_number(columns: _Columns, court: UUID, number: str) -> None:
    """Numbers that came along move the series on, so that the next docketing here goes on behind them."""
    try:
        parsed = parse_case_number(number)
    except InputError:
        return  # another country's, or an older system's: it takes part in no series of ours
    key = (court, parsed.symbol, parsed.year)
    columns.highest[key] = max(columns.highest.get(key, 0), parsed.serial)


@transaction.atomic
def _write(columns: _Columns) -> None:
    with connection.cursor() as wrapped:
        wrapped.execute("SELECT pg_advisory_xact_lock_shared(%s)", [chain.LEDGER_LOCK])
        cursor = wrapped.cursor
        _copy(cursor, "record_case", CASE_COLUMNS, columns.cases)
        _copy(cursor, "record_casepast", PAST_COLUMNS, columns.past)
        copy_rows(cursor, "record_event", EVENT_COLUMNS, columns.events)
        copy_rows(cursor, "record_payload", ("event_id", "key", "cipher"), columns.payloads)
        for kind in CHILDREN:
            # Identifiers stand in a state as texts, which only the text form takes; of a party there are none.
            write = copy_rows if kind.table == PARTIES else _copy
            write(cursor, kind.table, kind.columns, columns.children[kind.table])
        _move_series(cursor, columns.highest)
        for follower in followers():
            follower.many(cursor, columns.recorded)


def _copy(cursor: Any, table: str, names: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
    """In the text form, where PostgreSQL itself reads identifiers and the words of a search."""
    if not rows:
        return
    with cursor.copy(f"COPY {table} ({', '.join(names)}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


def _move_series(cursor: Any, highest: dict[tuple[UUID, str, int], int]) -> None:
    cursor.executemany(
        "INSERT INTO record_numberseries (court_id, symbol, year, last) VALUES (%s, %s, %s, %s) "
        "ON CONFLICT (court_id, symbol, year) DO UPDATE SET last = greatest(record_numberseries.last, excluded.last)",
        [(*key, last) for key, last in sorted(highest.items(), key=str)],
    )


__all__ = [
    "BATCH",
    "IncomingCase",
    "IncomingEvent",
    "Known",
    "Loaded",
    "Rejected",
    "append_many",
    "collector_asleep",
]
