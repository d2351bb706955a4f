"""What is asked of imports: a look at the file, a trial of a mapping, outcomes, the result as a file. Every one through `policy`."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Count, QuerySet

from xiezhi.record.errors import NotThere
from xiezhi.record.intake import keeping, policy
from xiezhi.record.intake.faults import Fault, Words
from xiezhi.record.intake.files.opening import open_table
from xiezhi.record.intake.files.table import Reading, Table
from xiezhi.record.intake.items import Reader, grouped
from xiezhi.record.intake.mapping.converting import Unmapped
from xiezhi.record.intake.mapping.guessing import Guess, guess
from xiezhi.record.intake.mapping.values import Mapping
from xiezhi.record.intake.models import Import, ImportRow
from xiezhi.record.intake.places import Places
from xiezhi.record.intake.raw_rows import open_row
from xiezhi.record.intake.trial import TrialPlaces
from xiezhi.record.viewers import Viewer

SAMPLED, SHOWN, TRIED = 200, 8, 1_000
LINES_TOLD = 10


class ColumnSeen(NamedTuple):
    """A column: its name, some of its values as texts, and how many of the rows looked at have one."""

    name: str
    samples: tuple[str, ...]
    filled: int


@dataclass(frozen=True, slots=True)
class Preview:
    """A first look at a file: what it is, its columns, and the mapping that headings and values suggest, with the reasons."""

    kind: str
    encoding: str
    delimiter: str
    sheets: tuple[str, ...]
    sheet: str
    columns: tuple[ColumnSeen, ...]
    rows_seen: int
    notes: tuple[Words, ...]
    guess: Guess


@dataclass(frozen=True, slots=True)
class FaultSeen:
    """A fault that several rows share: where it lies, what it says for the first of them, how often, in which lines."""

    field: str
    zh: str
    en: str
    count: int
    lines: tuple[int, ...]


@dataclass(slots=True)
class Check:
    """A trial of a mapping on the first rows; nothing was written."""

    rows: int = 0
    good: int = 0
    faults: list[FaultSeen] = field(default_factory=list)
    unmapped: list[tuple[Unmapped, int]] = field(default_factory=list)
    notes: list[Words] = field(default_factory=list)
    examples: list[dict[str, Any]] = field(default_factory=list)


def preview(of: UUID, *, by: Viewer | None, reading: Reading | None = None) -> Preview:
    """A look at the beginning of a file. Raises NotThere, InputError for a reading that does not fit."""
    known = policy.import_for(by, of)
    with keeping.opened(known.sha256) as stream:
        table = open_table(stream, known.size, reading)
        rows = [row.cells for _, row in zip(range(SAMPLED), table.rows) if row.cells is not None]
        seen = tuple(
            _column(name, [cells[place] for cells in rows]) for place, name in enumerate(table.columns)
        )
        suggested = guess(table.columns, rows, reading=reading or Reading())
        return Preview(
            table.kind, table.encoding, table.delimiter, table.sheets, table.sheet, seen, len(rows), tuple(table.notes), suggested
        )  # fmt: skip


def _column(name: str, cells: Sequence[Any]) -> ColumnSeen:
    there = [cell for cell in cells if cell is not None and str(cell).strip()]
    shown = tuple(dict.fromkeys(str(cell)[:80] for cell in there))
    return ColumnSeen(name, shown[:SHOWN], len(there))


def check(of: UUID, mapping: Mapping, *, by: Viewer | None, on: date, rows: int = TRIED) -> Check:
    """Try a mapping on the first rows of a file: faults by column with their lines, values that no code names, mixed forms of days.

    Raises NotThere, InputError for a mapping that is not whole or does not fit the file.
    """
    known = policy.import_for(by, of)
    places = TrialPlaces(
        policy.courts_of_import(known, on), mapping.outside_courts and policy.may_found_courts(known)
    )
    with keeping.opened(known.sha256) as stream:
        table = open_table(stream, known.size, mapping.reading)
        return _tried(table, mapping, places, on, rows, known.source.code)


def _tried(table: Table, mapping: Mapping, places: Places, on: date, most: int, source: str) -> Check:
    from xiezhi.record.intake.trial import mixed_days, refused_later, taken_numbers

    reader = Reader(mapping, table.columns, places, on, epoch_1904=table.epoch_1904)
    first = [row for _, row in zip(range(most), table.rows)]
    if mapping.shape == "events":
        first = list(grouped(iter(first), reader))
    seen: dict[tuple[str, str], list[tuple[int, Fault]]] = {}
    found = Check(rows=len(first))
    numbers: Counter[str] = Counter()
    items = list(reader.items(first))
    taken = taken_numbers([item.incoming for item in items if item.incoming is not None], source)
    for item in items:
        faults = [fault for fault in item.faults if fault.grave]
        if item.incoming is not None:
            numbers[item.incoming.ref] += 1
            faults += refused_later(item.incoming, numbers[item.incoming.ref] > 1, taken)
            if len(found.examples) < SHOWN:
                told = [
                    {"kind": event.kind, "on": event.on, "data": event.data} for event in item.incoming.events
                ]
                found.examples.append(
                    {"line": item.lines[0][0], "number": item.incoming.number, "events": told}
                )
        if not faults:
            found.good += len(item.lines)
        for fault in faults:
            seen.setdefault((fault.field, _form(fault.zh)), []).append((item.lines[0][0], fault))
    for (name, _), places_seen in seen.items():
        fault = places_seen[0][1]
        found.faults.append(
            FaultSeen(
                name,
                fault.zh,
                fault.en,
                len(places_seen),
                tuple(line for line, _ in places_seen[:LINES_TOLD]),
            )
        )
    found.faults.sort(key=lambda fault: -fault.count)
    found.unmapped = reader.unmapped.most_common(200)
    found.notes = [*table.notes, *mixed_days(mapping, table.columns, first)]
    return found


def _form(text: str) -> str:
    """A message without its values, so that the same fault of many rows is told once."""
    import re

    return re.sub(r"“[^”]*”|\d[\d,.-]*", "…", text)


# --- outcomes


def counts(of: Import) -> dict[str, int]:
    """How many rows had which outcome; those that were repaired and wait count as such."""
    found = ImportRow.objects.filter(of=of).values("standing").annotate(rows=Count("pk")).order_by()
    return {row["standing"]: row["rows"] for row in found}


def outcomes(
    of: UUID, *, by: Viewer | None, standings: Sequence[str] = (), field: str = ""
) -> QuerySet[ImportRow]:
    """The rows of an import in the order of the file, to be cut into pages by the caller; those of some outcomes, or with a fault in a field, only.

    Raises NotThere.
    """
    of_import = ImportRow.objects.filter(of=policy.import_for(by, of))
    found = of_import.select_related("repaired_by").defer("raw").order_by("line")
    if standings:
        found = found.filter(standing__in=list(standings))
    return found.filter(reasons__contains=[{"field": field}]) if field else found


def quarantined_cells(of: UUID, line: int, *, by: Viewer | None) -> dict[str, Any]:
    """The cells of a quarantined row by column, as they stood in the file or were repaired. Raises NotThere."""
    known = policy.import_for(by, of)
    row = ImportRow.objects.filter(of=known, line=line).exclude(raw=None).first()
    if row is None or row.raw is None:
        raise NotThere("这一行不在隔离中", "this row is not in quarantine")
    return open_row(bytes(row.raw))
