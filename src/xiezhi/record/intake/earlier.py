"""Repairs of earlier imports that a file has not taken over: it comes again and still says what was repaired."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from django.db.models import Exists, OuterRef, QuerySet

from xiezhi.record.intake.models import Import, ImportRow
from xiezhi.record.intake.raw_rows import Repairs, open_repairs, open_row, text_of


class Earlier(NamedTuple):
    """A repair of the same case in another import: who made it, when, in which file, and what of it the file still needs."""

    by: str
    at: datetime | None
    file: str
    line: int
    repairs: Repairs


def repaired_before(of: Import) -> QuerySet[ImportRow]:
    """The quarantined rows of an import whose cases were repaired in another import of the source, for the same court."""
    same = _elsewhere(of).filter(external_ref=OuterRef("external_ref"))
    waiting = ImportRow.objects.filter(of=of, standing=ImportRow.QUARANTINED).exclude(raw=None)
    return waiting.exclude(external_ref="").filter(Exists(same)).order_by("line")


def earlier_repairs(of: Import, rows: Iterable[ImportRow]) -> dict[int, Earlier]:
    """By line the newest repair of the case, as far as the row still says what was repaired then. The rows come with their cells."""
    waiting = {row.line: row for row in rows if row.raw is not None and row.standing == ImportRow.QUARANTINED}
    newest = {
        before.external_ref: before
        for before in _elsewhere(of)
        .filter(external_ref__in={row.external_ref for row in waiting.values() if row.external_ref})
        .select_related("of", "repaired_by")
        .order_by("repaired_at")
    }
    found = {}
    for line, row in waiting.items():
        before = newest.get(row.external_ref)
        if before is None:
            continue
        cells = open_row(bytes(row.raw or b""))
        made = open_repairs(before.repairs)
        still = {
            column: told
            for column, told in made.items()
            if column in cells and text_of(cells[column]) == told[0]
        }
        if still:
            name = before.repaired_by.name if before.repaired_by else ""
            found[line] = Earlier(name, before.repaired_at, before.of.name, before.line, still)
    return found


def _elsewhere(of: Import) -> QuerySet[ImportRow]:
    return ImportRow.objects.filter(
        of__source=of.source_id, of__court=of.court_id, repairs__isnull=False
    ).exclude(of=of)
