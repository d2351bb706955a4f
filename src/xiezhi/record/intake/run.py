"""The job `intake`: a file into the record, batch after batch, each with its outcomes in one transaction.

After a kill the file is read again from its beginning and batches that are committed are passed over; cancelled, what is done stays and `start` goes
on. Behind the file come the rows that were repaired. With more than one process (settings.INTAKE_PROCESSES) batches are recorded side by side.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.utils import timezone

from xiezhi.record.intake import keeping
from xiezhi.record.intake.batch import SIZE, Desk
from xiezhi.record.intake.faults import Words
from xiezhi.record.intake.files.opening import open_table
from xiezhi.record.intake.files.table import Row, Table
from xiezhi.record.intake.hands import Hands, Task
from xiezhi.record.intake.items import Reader, batches
from xiezhi.record.intake.mapping.values import Mapping, read_mapping
from xiezhi.record.intake.models import Import, ImportBatch, ImportRow
from xiezhi.record.intake.places import Places
from xiezhi.record.intake.policy import courts_of_import, may_found_courts
from xiezhi.record.intake.rerunning import record_repaired
from xiezhi.record.jobs import Run, Stopped
from xiezhi.record.projection import MAINLAND
from xiezhi.rules.errors import XiezhiError

KIND = "intake"
ROWS, TEXTS = (
    500,
    50,
)  # rows a batch: what two processes hold of them stays small; texts of judgments are long
LARGE = 2_000_000  # bytes of a file that several processes share
MOST_TOLD = 200  # values without a code
PROBLEMS = (ImportRow.QUARANTINED, ImportRow.UNREADABLE)
_VANISHED = """
SELECT count(*) FROM intake_delivered d WHERE d.source_id = %s AND NOT EXISTS (
    SELECT 1 FROM intake_importrow r WHERE r.of_id = %s AND r.external_ref = d.external_ref)
"""


def run(run: Run) -> None:
    """Do the work of one job. What the file or the mapping is refused for becomes the import's fault, and the job's."""
    of = Import.objects.select_related("source", "mapping", "court").get(pk=UUID(run.job.subject))
    Import.objects.filter(pk=of.pk).update(standing=Import.RUNNING, fault_zh="", fault_en="", ended_at=None)
    try:
        _work(run, of, timezone.now())
    except Stopped:
        _end(of, Import.STOPPED)
        raise
    except XiezhiError as fault:
        _end(of, Import.FAILED, fault)
        raise
    _end(of, Import.DONE)


def _end(of: Import, standing: str, fault: XiezhiError | None = None) -> None:
    told = {"fault_zh": fault.zh, "fault_en": fault.en} if fault else {}
    Import.objects.filter(pk=of.pk).update(standing=standing, ended_at=timezone.now(), **told)


def _work(run: Run, of: Import, at: datetime) -> None:
    assert of.mapping is not None  # `start` gave it one
    mapping = read_mapping(of.mapping.content)
    today = at.astimezone(MAINLAND).date()
    places = Places(courts_of_import(of, today), mapping.outside_courts and may_found_courts(of))
    if not of.read_whole:
        with keeping.opened(of.sha256) as stream:
            table = open_table(stream, of.size, mapping.reading)
            reader = Reader(mapping, table.columns, places, today, epoch_1904=table.epoch_1904)
            _record_file(run, of, table, reader, at)
            Import.objects.filter(pk=of.pk).update(
                read_whole=True,
                notes=[list(words) for words in (*table.notes, *_unlisted(of))],
                vanished=_vanished(of),
            )
    record_repaired(run, of, places, mapping, at)
    run.result |= _counts(of)


def _record_file(run: Run, of: Import, table: Table, reader: Reader, at: datetime) -> None:
    done = dict(ImportBatch.objects.filter(of=of).values_list("place", "counts"))
    counts = Counter(_counts(of))
    size = next(
        (kept[SIZE] for kept in done.values()), TEXTS if reader.mapping.shape == "judgments" else ROWS
    )
    large = of.size > LARGE or reader.mapping.shape == "judgments"
    with Hands(Desk(of, table.columns, at, size), reader, large=large) as hands:
        for outcome in hands.record(_tasks(batches(table.rows, size, reader), set(done))):
            counts.update(outcome)
            _report(run, counts, table.share())
    _report(run, counts, 1.0)
    run.result["unmapped"] = [
        [unmapped.field, unmapped.value[:100], times]
        for unmapped, times in hands.unmapped.most_common(MOST_TOLD)
    ]


def _tasks(stretches: Iterator[list[Row]], done: set[int]) -> Iterator[Task]:
    for place, rows in enumerate(stretches):
        if place not in done:
            yield Task(place, rows)


def _report(run: Run, counts: Counter[str], share: float) -> None:
    read = counts.total()
    total = max(read, round(read / share)) if share > 0 else None
    run.result |= dict(counts)
    run.report(read, total, problems=sum(counts[standing] for standing in PROBLEMS))


def _counts(of: Import) -> dict[str, int]:
    from xiezhi.record.intake.queries import counts

    return counts(of)


def _unlisted(of: Import) -> list[Words]:
    """How many rows tell of a cause that stands in no list."""
    found = ImportRow.objects.filter(of=of, reasons__contains=[{"field": "cause", "note": True}]).count()
    if not found:
        return []
    return [
        (
            f"{found:,}行的案由不在立案日施行的案由、罪名名单里，照原文登记；见逐行结果的说明",
            f"{found:,} rows name a cause that is not in the list in force on the day of filing; recorded as it stands, see the rows",
        )
    ]


def _vanished(of: Import) -> int:
    """Cases that the source told of before and this file does not name."""
    with connection.cursor() as cursor:
        cursor.execute(_VANISHED, [of.source_id, of.pk])
        return int(cursor.fetchone()[0])


__all__ = ["KIND", "Mapping", "run"]
