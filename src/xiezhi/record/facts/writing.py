"""The facts of all cases, or of some, as Parquet: how they are known now, and beside it how they were known before.

Two files of the same columns: `current` holds one row a case, `past` the rows that were superseded. Both together say how every case
was known at the end of any past day; figures of now need not wade through the past. Sorted by court and case; memory stays bounded.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, closing
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID

from django.db import connection, transaction

from xiezhi.record.facts.columns import schema
from xiezhi.record.facts.pages import read_pages
from xiezhi.record.facts.reading import Limits

if TYPE_CHECKING:
    import pyarrow as pa

CURRENT, PAST = "current.parquet", "past.parquet"
PAGE = 500  # cases read together
ROW_GROUP = 60_000
MANY = 20_000  # cases from which on further processes are worth their start
_IDS = "SELECT id FROM record_case ORDER BY court_id, id"

Progress = Callable[[int], None]


class Written(NamedTuple):
    """What was written: cases, rows of both files, events that could not be opened, and the digest of the contents."""

    cases: int
    rows: int
    unreadable: int
    digest: str


def write(
    folder: Path,
    limits: Limits,
    *,
    cases: Iterable[UUID] | None = None,
    progress: Progress = lambda done: None,
    helpers: int = 0,
) -> Written:
    """Write both files of these cases, or of all, into a folder; `progress` is told how many cases are done, `helpers` are further
    processes that read."""
    pages = _pages(_all_ids() if cases is None else iter(sorted(cases)))
    with ExitStack() as stack:
        now, before = (stack.enter_context(_File(folder / name)) for name in (CURRENT, PAST))
        done = unreadable = 0
        for found in read_pages(pages, limits, helpers):
            now.add(found.current)
            before.add(found.past)
            done, unreadable = done + found.asked, unreadable + found.unreadable
            progress(done)
    return Written(now.rows, now.rows + before.rows, unreadable, digest(folder))


def digest(folder: Path) -> str:
    """The digest of the files of a folder, by which one knows that they are as they were written."""
    sums = hashlib.sha256()
    for path in sorted(folder.glob("*.parquet")):
        with path.open("rb") as file:
            sums.update(hashlib.file_digest(file, "sha256").digest())
    return sums.hexdigest()


# --- the cases


def _all_ids() -> Iterator[UUID]:
    """Every case, by court: streamed, as a province has millions."""
    with transaction.atomic(), closing(connection.chunked_cursor()) as cursor:
        cursor.execute(_IDS)
        while rows := cursor.fetchmany(10_000):
            yield from (key for (key,) in rows)


def _pages(ids: Iterator[UUID]) -> Iterator[list[UUID]]:
    while page := list(islice(ids, PAGE)):
        yield page


# --- files


class _File:
    """One Parquet file that grows by rows. Closed without a fault it is whole."""

    def __init__(self, path: Path) -> None:
        import pyarrow.parquet as pq

        self.rows = 0
        self._writer: pq.ParquetWriter = pq.ParquetWriter(path, schema(), compression="zstd")
        self._waiting: list[pa.RecordBatch] = []
        self._held = 0

    def __enter__(self) -> "_File":
        return self

    def __exit__(self, *fault: object) -> None:
        self._flush()
        self._writer.close()

    def add(self, rows: "pa.RecordBatch") -> None:
        if rows.num_rows:
            self._waiting.append(rows)
            self._held += rows.num_rows
            self.rows += rows.num_rows
            if self._held >= ROW_GROUP:
                self._flush()

    def _flush(self) -> None:
        import pyarrow as pa

        if self._waiting:
            self._writer.write_table(pa.Table.from_batches(self._waiting), row_group_size=self._held)
            self._waiting, self._held = [], 0
