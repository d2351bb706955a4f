"""Parquet in and out for `deadlines compute`, by columns where that is possible: millions of cases without an object for each.

Rows without events go through the bulk clock as columns. A value is read once for all rows that hold it, by the very reader of
the JSON Lines form; a row with a value that reader refuses, or with events, goes the long way, where the complaint is made.
"""

from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from typing import Any, Self

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import ArrowException, parquet

from xiezhi.rules.errors import InputError
from xiezhi.rules.limits.bulk import BulkCases, BulkEvents, BulkOutcome, compute_bulk, from_cases
from xiezhi.rules.limits.bulk.columns import NO_DAY, NO_DAYS, NOT_SAID, STATUSES, issues_of
from xiezhi.rules.limits.clock import default_clock
from xiezhi.rules.limits.exchange import read_case
from xiezhi.site.cli.answers import Answers
from xiezhi.site.cli.files import Line
from xiezhi.site.cli.rows import FACTS, PLAIN, check_columns, row_line, row_record, unreadable_row

BATCH = 100_000
EPOCH = date(1970, 1, 1).toordinal()
TEXT, DAY, COUNT, TRUTH = pa.string(), pa.date32(), pa.int32(), pa.bool_()
SCHEMA = pa.schema([
    ("id", TEXT), ("status", TEXT), ("deadline", DAY), ("nominal_deadline", DAY), ("soft_deadline", DAY),
    ("deducted_days", COUNT), ("remaining_days", COUNT), ("issues", pa.list_(TEXT)), ("provisional", TRUTH),
    ("days_left", COUNT), ("gross_days", COUNT), ("net_days", COUNT), ("in_time", TRUTH), ("rule", TEXT),
    ("law_version", TEXT), ("error", TEXT),
])  # fmt: skip
DAYS = [field.name for field in SCHEMA if field.type == DAY]
PLACES = {
    "anchor_date": "anchor",
    "foreign_related": "foreign",
    "hk_macao_tw": "foreign",
    "urgent": "facts",
    "second_instance": "facts",
}


def parquet_lines(name: str) -> Iterator[Line]:
    """Every row as a question, in order. Raises InputError when the file is unusable."""
    first = 1
    for batch in _batches(name):
        yield from _lines(batch, range(first, first + batch.num_rows))
        first += batch.num_rows


def answers_by_columns(name: str, answers: Answers) -> Iterator[pa.Table]:
    """The answers to a whole file, batch by batch, in the order of the rows."""
    first = 1
    for batch in _batches(name):
        yield _answer(batch, first, answers)
        first += batch.num_rows


def _batches(name: str) -> Iterator[pa.RecordBatch]:
    try:
        table = parquet.ParquetFile(name)
    except (ArrowException, OSError) as fault:
        zh, en = f"{name} 不是 Parquet 文件：{fault}", f"{name} is no Parquet file: {fault}"
        raise InputError(zh, en, field="FILE") from fault
    check_columns(table.schema_arrow.names)
    asked = [name for name in (*PLAIN, *FACTS, "events") if name in table.schema_arrow.names]
    yield from table.iter_batches(batch_size=BATCH, columns=asked)


def _lines(batch: pa.RecordBatch, numbers: Any) -> Iterator[Line]:
    for number, row in zip(numbers, _rows(batch)):
        yield unreadable_row(number, {}, row) if isinstance(row, Exception) else row_line(number, row)


def _rows(batch: pa.RecordBatch) -> Iterator[Any]:
    """The rows as dictionaries; for a row with a value that Python cannot hold (a day of the year 100000) the fault."""
    try:
        yield from batch.to_pylist()
    except (ValueError, OverflowError):
        for place in range(batch.num_rows):
            try:
                yield batch.slice(place, 1).to_pylist()[0]
            except (ValueError, OverflowError) as fault:
                yield fault


def _answer(batch: pa.RecordBatch, first: int, answers: Answers) -> pa.Table:
    cases, plain = _cases(batch, answers.as_of)
    places = np.flatnonzero(plain)
    outcome = compute_bulk(cases, BulkEvents.none(len(cases)), default_clock())
    known = ~outcome.error
    plain[places[outcome.error]] = False
    told = _table(outcome, batch.take(pa.array(places))).filter(pa.array(known))
    answers.asked += told.num_rows
    others = np.flatnonzero(~plain)
    if not others.size:
        return told
    singly = [_row(answer) for answer in answers.to(_lines(batch.take(pa.array(others)), others + first))]
    order = np.argsort(np.concatenate([places[known], others]), kind="stable")
    return pa.concat_tables([told, pa.Table.from_pylist(singly, schema=SCHEMA)]).take(pa.array(order))


def _cases(batch: pa.RecordBatch, as_of: date | None) -> tuple[BulkCases, np.ndarray[Any, Any]]:
    """The rows that can be answered by columns, and which rows they are."""
    plain = ~_have_events(batch) & _has_names(batch)
    columns: dict[str, Any] = {}
    for name in (*PLAIN[1:], *FACTS):
        if name not in batch.schema.names:
            continue
        values, fine = _column(name, batch.column(name))
        place = PLACES.get(name, name)
        columns[place] = columns[place] | values if place in columns else values
        plain &= fine
    if as_of is not None:
        asked = columns.get("as_of", np.zeros(batch.num_rows, np.int32))
        columns["as_of"] = np.where(asked == NO_DAY, as_of.toordinal(), asked)
    chosen = {name: values[plain] for name, values in columns.items()}
    return BulkCases.of(chosen.pop("procedure"), chosen.pop("anchor"), **chosen), plain


def _have_events(batch: pa.RecordBatch) -> np.ndarray[Any, Any]:
    if "events" not in batch.schema.names:
        return np.zeros(batch.num_rows, np.bool_)
    events = batch.column("events")
    if pa.types.is_list(events.type) or pa.types.is_large_list(events.type):
        return np.asarray(pc.fill_null(pc.greater(pc.list_value_length(events), 0), False))
    if pa.types.is_null(events.type):
        return np.zeros(batch.num_rows, np.bool_)
    return np.ones(batch.num_rows, np.bool_)


def _has_names(batch: pa.RecordBatch) -> bool:
    """Whether the ids are texts or whole numbers, as they must be."""
    kind = batch.schema.field("id").type if "id" in batch.schema.names else TEXT
    return any(
        test(kind)
        for test in (pa.types.is_string, pa.types.is_large_string, pa.types.is_integer, pa.types.is_null)
    )


def _column(name: str, array: pa.Array) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    """The column of the bulk clock, and where its value could be read."""
    try:
        coded = array.dictionary_encode()
        values = [*coded.dictionary.to_pylist(), None]
    except (ArrowException, ValueError, OverflowError):  # a type that is no value, a day that is no day
        return np.zeros(len(array), np.int8), np.zeros(len(array), np.bool_)
    numbers = [_number(name, value) for value in values]
    index = coded.indices.fill_null(len(values) - 1).to_numpy(zero_copy_only=False)
    fine = np.array([number is not None for number in numbers])
    return np.array([number or 0 for number in numbers])[index], fine[index]


@lru_cache(maxsize=500_000, typed=True)
def _number(name: str, value: Any) -> int | float | None:
    """What the bulk clock writes for a value of that field; None when it cannot be read."""
    try:
        case = read_case(row_record({"procedure": "-", name: value}))
    except (InputError, ValueError, TypeError, RecursionError):
        return None
    column = getattr(from_cases([case], default_clock().catalogue)[0], PLACES.get(name, name))
    return column[0].item()  # type: ignore[no-any-return]


def _table(outcome: BulkOutcome, batch: pa.RecordBatch) -> pa.Table:
    """The columns of the answers as they are written."""
    rules, asked = pa.array([*outcome.rules, None]), batch.column("procedure").cast(TEXT)
    masks, mask = np.unique(outcome.issues, return_inverse=True)
    issues = pa.array([sorted(issues_of(int(bits))) for bits in masks], pa.list_(TEXT))
    columns: dict[str, Any] = {
        "id": _names(batch),
        "status": pa.array([str(status) for status in STATUSES]).take(pa.array(outcome.status)),
        "issues": issues.take(pa.array(mask)),
        "provisional": pa.array(outcome.provisional),
        "in_time": pa.array(outcome.in_time == 1, mask=outcome.in_time == NOT_SAID),
        "rule": pc.coalesce(
            rules.take(pa.array(np.where(outcome.rule < 0, len(outcome.rules), outcome.rule))), asked
        ),
        "law_version": _law_versions(outcome),
        "error": pa.nulls(len(outcome), TEXT),
        "deducted_days": pa.array(outcome.deducted_days, COUNT),
    }
    for name in DAYS:
        days = outcome.columns[name]
        columns[name] = pa.array(days - EPOCH, COUNT, mask=days == NO_DAY).cast(DAY)
    for name in ("remaining_days", "days_left", "gross_days", "net_days"):
        columns[name] = pa.array(outcome.columns[name], COUNT, mask=outcome.columns[name] == NO_DAYS)
    return pa.table([columns[name] for name in SCHEMA.names], schema=SCHEMA)


def _names(batch: pa.RecordBatch) -> pa.Array:
    """The id of each row, spaces around it left out."""
    if "id" not in batch.schema.names:
        return pa.nulls(batch.num_rows, TEXT)
    names = pc.utf8_trim_whitespace(batch.column("id").cast(TEXT))
    return pc.if_else(pc.equal(names, ""), pa.scalar(None, TEXT), names)


def _law_versions(outcome: BulkOutcome) -> pa.Array:
    """The text of the law behind each answer: found once for every wording and day that occur."""
    keys, place = np.unique((outcome.version.astype(np.int64) << 32) + outcome.law_day, return_inverse=True)
    found = [
        outcome.clock.law_version(outcome.versions[key >> 32], key & 0xFFFFFFFF) if key >= 0 else None
        for key in keys.tolist()
    ]
    return pa.array(found, TEXT).take(pa.array(place))


def _row(answer: dict[str, Any]) -> dict[str, Any]:
    row = {name: answer.get(name) for name in SCHEMA.names}
    row["id"] = None if row["id"] is None else str(row["id"])
    return row | {name: date.fromisoformat(str(row[name])) for name in DAYS if row[name]}


class ParquetAnswers:
    """Answers gathered into row groups of a Parquet file."""

    def __init__(self, path: str) -> None:
        self.writer = parquet.ParquetWriter(path, SCHEMA)
        self.rows: list[dict[str, Any]] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._flush()
        self.writer.close()

    def __call__(self, answer: dict[str, Any]) -> None:
        """Write one answer."""
        self.rows.append(_row(answer))
        if len(self.rows) >= BATCH:
            self._flush()

    def table(self, answers: pa.Table) -> None:
        """Write many answers that are columns already."""
        self._flush()
        self.writer.write_table(answers)

    def _flush(self) -> None:
        if self.rows:
            self.writer.write_table(pa.Table.from_pylist(self.rows, schema=SCHEMA))
            self.rows = []
