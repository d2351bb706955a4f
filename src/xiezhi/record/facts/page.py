"""One page of cases as facts: rows as columns with their types."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID

from xiezhi.record.facts.columns import schema
from xiezhi.record.facts.reading import Courts, Limits, read
from xiezhi.record.facts.row import Row

if TYPE_CHECKING:
    import pyarrow as pa


class Page(NamedTuple):
    """The facts of some cases: how they are known now, how they were known before; how many were asked for, and how many of their
    events could not be opened."""

    current: "pa.RecordBatch"
    past: "pa.RecordBatch"
    asked: int
    unreadable: int


def page_of(cases: Sequence[UUID], tree: Courts, limits: Limits) -> Page:
    """The facts of some cases, sorted by court and case."""
    found = read(cases, tree, limits)
    current = [row for row in found.rows if row[-1] is None]
    past = [row for row in found.rows if row[-1] is not None]
    return Page(batch_of(current), batch_of(past), len(cases), found.unreadable)


def batch_of(rows: Sequence[Row]) -> "pa.RecordBatch":
    """Rows in the order of `file_columns` as columns with their types."""
    import pyarrow as pa

    columns: Sequence[Sequence[object]] = list(zip(*rows)) or [()] * len(schema())
    arrays = [pa.array(values, field.type) for values, field in zip(columns, schema())]
    return pa.RecordBatch.from_arrays(arrays, schema=schema())
