"""Rows that were repaired, recorded again: read from quarantine, mapped as the file was, their outcomes written anew."""

from collections.abc import Iterator
from datetime import datetime

from xiezhi.record.intake.batch import Desk, record
from xiezhi.record.intake.files.table import Row
from xiezhi.record.intake.items import Reader
from xiezhi.record.intake.mapping.values import Mapping
from xiezhi.record.intake.models import Import, ImportRow
from xiezhi.record.intake.places import Places
from xiezhi.record.intake.raw_rows import open_row
from xiezhi.record.jobs import Run
from xiezhi.record.projection import MAINLAND

TOGETHER = 500


def record_repaired(run: Run, of: Import, places: Places, mapping: Mapping, at: datetime) -> None:
    """Record every repaired row of an import. Safe to repeat: what is recorded is repaired no more."""
    done = 0
    total = ImportRow.objects.filter(of=of, standing=ImportRow.REPAIRED).count()
    for kept in _stretches(of, mapping):
        rows, columns = _rows(kept)
        reader = Reader(mapping, columns, places, at.astimezone(MAINLAND).date())
        record(Desk(of, columns, at), None, reader.items(rows))
        done += len(rows)
        run.report(min(done, total), total)


def _stretches(of: Import, mapping: Mapping) -> Iterator[list[ImportRow]]:
    """Repaired rows in the order of the file; in an event log with all quarantined rows of their cases."""
    while True:
        waiting = ImportRow.objects.filter(of=of, standing=ImportRow.REPAIRED).exclude(raw=None)
        kept = list(waiting.order_by("line")[:TOGETHER])
        if not kept:
            return
        if mapping.shape == "events":
            refs = {row.external_ref for row in kept}
            both = (ImportRow.REPAIRED, ImportRow.QUARANTINED)
            kept = list(
                ImportRow.objects.filter(of=of, standing__in=both, external_ref__in=refs)
                .exclude(raw=None)
                .order_by("external_ref", "line")
            )
        yield kept


def _rows(kept: list[ImportRow]) -> tuple[list[Row], list[str]]:
    opened = [(row.line, open_row(bytes(row.raw or b""))) for row in kept]
    columns = list(dict.fromkeys(name for _, cells in opened for name in cells))
    return [Row(line, [cells.get(name) for name in columns]) for line, cells in opened], columns
