"""One stretch of rows into the record, with the outcome of every row, in one transaction: all of it is there, or none.

New cases go through the bulk doorway, cases that the source told otherwise before through corrections. What is refused is handed to quarantine
with its reason and its cells.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Any, NamedTuple
from uuid import UUID

from django.db import IntegrityError, connection, transaction
from psycopg.types.json import Jsonb

from xiezhi.record import documents
from xiezhi.record.bulk import IncomingCase, IncomingEvent, Known, append_many, collector_asleep
from xiezhi.record.copying import copy_rows
from xiezhi.record.intake.corrections import correct
from xiezhi.record.intake.faults import Fault, note, of_error
from xiezhi.record.intake.incoming import Incoming
from xiezhi.record.intake.models import Delivered, Import, ImportBatch, ImportRow
from xiezhi.record.intake.raw_rows import lock_row
from xiezhi.record.models.shared import new_id
from xiezhi.record.recorders import Feed
from xiezhi.rules.errors import XiezhiError

NOTHING = Jsonb([])
SIZE = "size"  # beside the counts of a batch
TRIES = 4  # two batches at once may meet the same case: the later one looks again
_BEGIN = "INSERT INTO intake_importbatch (of_id, place, counts) VALUES (%s, %s, '{}') ON CONFLICT (of_id, place) DO NOTHING"
_ROWS = ("of_id", "line", "standing", "external_ref", "number", "case_id", "reasons", "raw")
_OVERWRITE = """
UPDATE intake_importrow SET standing = %s, external_ref = %s, number = %s, case_id = %s, reasons = %s, raw = coalesce(%s, CASE WHEN %s THEN raw END)
WHERE of_id = %s AND line = %s
"""
# Held until the batch is recorded: another batch that tells of the same case waits and sees what this one made of it.
_KNOWN = "SELECT * FROM intake_delivered WHERE source_id = %s AND external_ref = ANY(%s) ORDER BY external_ref FOR UPDATE"
_DELIVERED = ("source_id", "external_ref", "case_id", "digest", "version", "of_id")


class Item(NamedTuple):
    """What some lines of the file say of one case: the case, or why it cannot be recorded. `cells` None: the lines could not be read."""

    lines: tuple[tuple[int, Sequence[Any] | None], ...]
    incoming: Incoming | None
    faults: tuple[Fault, ...] = ()
    ref: str = ""
    number: str = ""


class Outcome(NamedTuple):
    """What became of an item."""

    standing: str
    case: UUID | None = None
    reasons: tuple[Fault, ...] = ()


@dataclass(slots=True)
class Desk:
    """What the recording of an import needs to know beside its rows."""

    of: Import
    columns: Sequence[str]
    at: datetime
    size: int = 0  # of the batches, which stays the same until the file is read whole
    _known: Known | None = None

    @property
    def feed(self) -> Feed:
        return Feed(self.of.source.code)

    def known(self, courts: Iterable[UUID]) -> Known:
        """What is in the record, looked up again when a court is not yet among it."""
        if self._known is None or not self._known.levels.keys() >= set(courts):
            self._known = Known()
        return self._known


def record(desk: Desk, place: int | None, items: Sequence[Item]) -> Counter[str]:
    """Record a batch; how many rows had which outcome. A place that is recorded already gives nothing. `place` None: rows that were repaired,
    whose outcomes are written anew."""
    for attempt in range(1, TRIES + 1):
        try:
            with collector_asleep(), transaction.atomic():
                if place is not None and not _begun(desk, place):
                    return Counter()
                return _record(desk, place, items)
        except IntegrityError:
            if attempt == TRIES:
                raise
    raise AssertionError


def _begun(desk: Desk, place: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(_BEGIN, [desk.of.pk, place])
        return bool(cursor.rowcount == 1)


def _record(desk: Desk, place: int | None, items: Sequence[Item]) -> Counter[str]:
    known = _delivered(desk, items)
    outcomes: dict[int, Outcome] = {}
    new: dict[str, int] = {}
    for number, item in enumerate(items):
        if item.incoming is None:
            unreadable = all(cells is None for _, cells in item.lines)
            outcomes[number] = Outcome(
                ImportRow.UNREADABLE if unreadable else ImportRow.QUARANTINED, None, item.faults
            )
        elif item.incoming.ref in known:
            outcomes[number] = _again(desk, item.incoming, known[item.incoming.ref])
        elif item.incoming.ref in new:
            outcomes[number] = _twice(item.incoming, items[new[item.incoming.ref]])
        else:
            new[item.incoming.ref] = number
    _mark_told(desk, known)
    outcomes |= _new_cases(desk, items, list(new.values()))
    for number, outcome in outcomes.items():  # a line that repeats one of this batch shares its case
        twin = new.get(items[number].incoming.ref) if items[number].incoming else None  # type: ignore[union-attr]
        if outcome.standing == ImportRow.SAME and outcome.case is None and twin is not None:
            first = outcomes[twin]
            outcomes[number] = (
                outcome._replace(case=first.case)
                if first.case
                else Outcome(ImportRow.QUARANTINED, None, first.reasons)
            )
    counts = _write(desk, place, items, outcomes)
    if place is not None:
        told = {SIZE: desk.size, **counts}
        ImportBatch.objects.filter(of=desk.of, place=place).update(counts=told)
    return counts


# --- known to us already


def _delivered(desk: Desk, items: Sequence[Item]) -> dict[str, Delivered]:
    refs = [item.incoming.ref for item in items if item.incoming]
    found = Delivered.objects.raw(_KNOWN, [desk.of.source_id, refs])
    return {delivered.external_ref: delivered for delivered in found}


def _again(desk: Desk, incoming: Incoming, before: Delivered) -> Outcome:
    """A case that the source told of before: nothing new, or a correction."""
    if bytes(before.digest) == incoming.digest:
        before.of = desk.of
        return Outcome(ImportRow.SAME, before.case_id, incoming.notes)
    older = bool(incoming.version and before.version) and _order(incoming.version) < _order(before.version)
    if older:
        zh, en = (
            f"版本{incoming.version}早于已登记的{before.version}，不采用",
            f"version {incoming.version} is older than {before.version}, which is recorded",
        )
        return Outcome(ImportRow.SAME, before.case_id, (note("version", zh, en),))
    newer = bool(incoming.version) and incoming.version != before.version
    if before.of_id == desk.of.pk and not newer:
        zh, en = (
            "本文件中同一案件另有内容不同的行",
            "another row of this file tells of the same case otherwise",
        )
        return Outcome(ImportRow.QUARANTINED, None, (Fault("external_id", zh, en),))
    if before.of.received_at > desk.of.received_at:
        zh, en = (
            f"之后的文件“{before.of.name}”已经更新本案",
            f"the later file “{before.of.name}” already brought this case up to date",
        )
        return Outcome(ImportRow.QUARANTINED, None, (Fault("", zh, en),))
    try:
        _keep_papers(incoming)
        steps = correct(before.case_id, incoming, desk.feed, desk.at)
    except XiezhiError as fault:
        return Outcome(ImportRow.QUARANTINED, None, (of_error(fault),))
    Delivered.objects.filter(pk=before.pk).update(
        digest=incoming.digest, version=incoming.version, of=desk.of
    )
    before.digest, before.version, before.of = incoming.digest, incoming.version, desk.of
    if not steps:
        return Outcome(ImportRow.SAME, before.case_id, incoming.notes)
    told = note("", f"更正或者补记{steps}项", f"{steps} events corrected or added")
    return Outcome(ImportRow.CORRECTED, before.case_id, (told, *incoming.notes))


def _mark_told(desk: Desk, known: dict[str, Delivered]) -> None:
    """Note that this file told of these cases, so that another row of it cannot tell otherwise: the same file twice adds nothing."""
    told = [before.pk for before in known.values() if before.of_id == desk.of.pk]
    earlier = Import.objects.filter(received_at__lt=desk.of.received_at)
    Delivered.objects.filter(pk__in=told, of__in=earlier).update(of=desk.of)


def _order(version: str) -> tuple[int, float, str]:
    """Versions that are numbers in the order of numbers, others as texts (days in ISO order)."""
    try:
        return 0, float(version), ""
    except ValueError:
        return 1, 0.0, version


def _twice(incoming: Incoming, first: Item) -> Outcome:
    assert first.incoming is not None
    line = first.lines[0][0]
    if first.incoming.digest == incoming.digest:
        return Outcome(ImportRow.SAME, None, (note("", f"与第{line}行相同", f"the same as line {line}"),))
    zh, en = f"与第{line}行是同一案件而内容不同", f"the same case as line {line}, told otherwise"
    return Outcome(ImportRow.QUARANTINED, None, (Fault("external_id", zh, en),))


# --- new to us


def _new_cases(desk: Desk, items: Sequence[Item], places: Sequence[int]) -> dict[int, Outcome]:
    by_id: dict[UUID, int] = {}
    cases: list[IncomingCase] = []
    for number in places:
        incoming = items[number].incoming
        assert incoming is not None
        events = [IncomingEvent(told.kind, told.on, told.data) for told in incoming.events]
        _keep_papers(incoming)
        case = IncomingCase(new_id(), incoming.court, incoming.ref, events)
        by_id[case.id] = number
        cases.append(case)
    known = desk.known(case.court for case in cases)
    loaded = append_many(cases, by=desk.feed, at=desk.at, known=known)
    outcomes: dict[int, Outcome] = {}
    for rejected in loaded.rejected:
        fault = of_error(rejected.fault)
        outcomes[by_id.pop(rejected.case.id)] = Outcome(ImportRow.QUARANTINED, None, (fault,))
    rows = []
    for case_id, number in by_id.items():
        incoming = items[number].incoming
        assert incoming is not None
        outcomes[number] = Outcome(ImportRow.RECORDED, case_id, incoming.notes)
        rows.append((desk.of.source_id, incoming.ref, case_id, incoming.digest, incoming.version, desk.of.pk))
    _copy("intake_delivered", _DELIVERED, rows)
    return outcomes


def _keep_papers(incoming: Incoming) -> None:
    """Store what its events file. Stored by contents, so that a batch that is not committed leaves at most what the next try finds there."""
    for paper in incoming.papers:
        documents.store(BytesIO(paper))


# --- outcomes


def _write(
    desk: Desk, place: int | None, items: Sequence[Item], outcomes: dict[int, Outcome]
) -> Counter[str]:
    counts: Counter[str] = Counter()
    rows: list[tuple[Any, ...]] = []
    for number, item in enumerate(items):
        outcome = outcomes[number]
        ref = item.incoming.ref if item.incoming else item.ref
        told = item.incoming.number if item.incoming else item.number
        reasons = Jsonb([fault.as_json() for fault in outcome.reasons]) if outcome.reasons else NOTHING
        for line, cells in item.lines:
            kept = outcome.standing == ImportRow.QUARANTINED and cells is not None
            raw = lock_row(desk.columns, cells) if kept and cells is not None else None
            counts[outcome.standing] += 1
            rows.append(
                (
                    desk.of.pk,
                    line,
                    outcome.standing,
                    _fit(ref, 200),
                    _fit(told, 80),
                    outcome.case,
                    reasons,
                    raw,
                )
            )
    if place is not None:
        _copy("intake_importrow", _ROWS, rows)
    else:
        with connection.cursor() as cursor:
            cursor.executemany(
                _OVERWRITE, [(*row[2:8], row[2] == ImportRow.QUARANTINED, row[0], row[1]) for row in rows]
            )
    return counts


def _fit(text: str, longest: int) -> str:
    """What a column can hold: no NUL, not too long."""
    return text.replace("\0", "")[:longest]


def _copy(table: str, names: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
    with connection.cursor() as wrapped:
        copy_rows(wrapped.cursor, table, names, rows)
