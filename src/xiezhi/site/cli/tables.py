"""Cases as a table: CSV or Parquet in and out for `deadlines compute`, in chunks, through the bulk clock.

Columns: id, procedure, court_level, anchor_date, as_of, closed_on, the facts by their names, and `events`: in CSV a JSON
list in the shape of the JSON Lines form, in Parquet that or a list of structures. An empty cell is "not said"; other
columns are left alone. The answer has the columns of `CSV_COLUMNS`, in the order of the rows.
"""

import csv
import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any, TextIO

from xiezhi.rules.errors import InputError
from xiezhi.site.cli.console import json_line
from xiezhi.site.cli.files import (
    DAMAGED,
    LONGEST_LINE,
    STDIN,
    Line,
    json_lines,
    open_bytes,
    parse_json,
    replacing,
    writing,
)
from xiezhi.site.language import tr

FACTS = (
    "in_custody",
    "foreign_related",
    "hk_macao_tw",
    "election_day",
    "max_sentence_years",
    "urgent",
    "second_instance",
)
PLAIN = ("id", "procedure", "court_level", "anchor_date", "as_of", "closed_on")
TRUTHS = {
    "true": True,
    "false": False,
    "1": True,
    "0": False,
    "yes": True,
    "no": False,
    "是": True,
    "否": False,
}
BATCH = 50_000
CSV_COLUMNS = (
    "id", "status", "deadline", "nominal_deadline", "soft_deadline", "deducted_days", "remaining_days", "issues", "provisional",
    "days_left", "gross_days", "net_days", "in_time", "rule", "law_version", "error",
)  # fmt: skip


def kind_of(name: str | None) -> str:
    """json, csv or parquet, by the name of the file; json where there is none."""
    plain = (name or "").removesuffix(".gz")
    return next((kind for kind in ("csv", "parquet") if plain.endswith(f".{kind}")), "json")


def cases_in(name: str) -> Iterator[Line]:
    """The cases of a file of any kind, in order. Raises InputError when the file itself is unusable."""
    return {"json": json_lines, "csv": _csv, "parquet": _parquet}[kind_of(name)](name)


@contextmanager
def answers_out(output: str | None, kind: str) -> Iterator[Callable[[dict[str, Any]], object]]:
    """Where answers go, in the form asked for; a file appears only when it is whole."""
    if kind != "parquet":
        with writing(output) as stream:
            yield _csv_writer(stream) if kind == "csv" else lambda answer: stream.write(json_line(answer))
        return
    if output is None or output == STDIN:
        raise InputError(
            "Parquet 须写入文件，请给出 --output", "Parquet goes to a file: give --output", field="--output"
        )
    with replacing(output) as path, _Parquet(str(path)) as table:
        yield table.write


def _csv(name: str) -> Iterator[Line]:
    with open_bytes(name) as stream:
        text = io.TextIOWrapper(stream, encoding="utf-8-sig", newline="")
        try:
            csv.field_size_limit(LONGEST_LINE)  # a long list of events is one cell
            reader = csv.DictReader(text, strict=True)
            _check_columns(list(reader.fieldnames or []))
            for row in reader:
                yield _line(reader.line_num, row)
        except UnicodeDecodeError as fault:
            zh, en = (
                f"{name} 不是 UTF-8；若为 GB18030，请先转换",
                f"{name} is not UTF-8; if it is GB18030 convert it first",
            )
            raise InputError(zh, en, field="FILE") from fault
        except csv.Error as fault:
            zh, en = f"第{reader.line_num}行不是 CSV：{fault}", f"line {reader.line_num} is not CSV: {fault}"
            yield Line(reader.line_num, None, InputError(zh, en, line=reader.line_num))
        except DAMAGED as fault:
            number = reader.line_num + 1
            zh = f"第{number}行起文件损坏或者被截断：{fault}"
            en = f"from line {number} the file is damaged or cut off: {fault}"
            yield Line(number, None, InputError(zh, en, line=number))


def _parquet(name: str) -> Iterator[Line]:
    from pyarrow import ArrowInvalid, parquet

    try:
        table = parquet.ParquetFile(name)
    except (ArrowInvalid, OSError) as fault:
        raise InputError(
            f"{name} 不是 Parquet 文件：{fault}", f"{name} is no Parquet file: {fault}", field="FILE"
        ) from fault
    _check_columns(table.schema_arrow.names)
    number = 0
    for batch in table.iter_batches(batch_size=BATCH):
        for row in _rows(batch):
            number += 1
            yield _unreadable(number, {}, row) if isinstance(row, Exception) else _line(number, row)


def _rows(batch: Any) -> Iterator[Any]:
    """The rows as dictionaries; for a row with a value that Python cannot hold (a day of the year 100000) the fault."""
    try:
        yield from batch.to_pylist()
    except (ValueError, OverflowError):
        for place in range(batch.num_rows):
            try:
                yield batch.slice(place, 1).to_pylist()[0]
            except (ValueError, OverflowError) as fault:
                yield fault


def _check_columns(names: list[str]) -> None:
    for name in (*PLAIN, *FACTS, "events"):
        if names.count(name) > 1:
            raise InputError(f"列 {name} 出现两次", f"column {name} stands twice", field=name)
    for needed in ("procedure", "anchor_date"):
        if needed not in names:
            zh, en = (
                f"缺少列 {needed}；现有列：{'、'.join(names)}",
                f"column {needed} is missing; there are: {', '.join(names)}",
            )
            raise InputError(zh, en, field=needed)


def _line(number: int, row: dict[str | None, Any]) -> Line:
    try:
        return Line(number, _record(row), None)
    except (InputError, ValueError, TypeError, RecursionError) as fault:
        return _unreadable(number, row, fault)


def _unreadable(number: int, row: dict[str | None, Any], fault: Exception) -> Line:
    zh, en = (fault.zh, fault.en) if isinstance(fault, InputError) else (str(fault), str(fault))
    told = InputError(f"第{number}行：{zh}", f"row {number}: {en}", line=number)
    return Line(number, {"id": _plain(row.get("id"))}, told)


def _record(row: dict[str | None, Any]) -> dict[str, Any]:
    record: dict[str, Any] = {name: _plain(row.get(name)) for name in PLAIN}
    facts = {name: _fact(name, row.get(name)) for name in FACTS if _plain(row.get(name)) is not None}
    events = row.get("events")
    record["facts"] = facts
    record["events"] = (
        parse_json(events) if isinstance(events, str) and events.strip() else _plain(events)
    ) or []
    if row.get(None):
        raise ValueError(tr("单元格多于列数", "more cells than columns"))
    return record


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()[:10]
    if isinstance(value, list):
        return [_plain(part) for part in value]
    if isinstance(value, dict):
        return {name: _plain(part) for name, part in value.items()}
    return value.strip() or None if isinstance(value, str) else value


def _fact(name: str, value: Any) -> Any:
    if not isinstance(value, str):
        return _plain(value)
    word = value.strip()
    if name == "max_sentence_years":
        return float(word)
    return TRUTHS.get(word.lower(), word) if name != "election_day" else word


def _csv_writer(stream: TextIO) -> Callable[[dict[str, Any]], object]:
    writer = csv.DictWriter(stream, CSV_COLUMNS, extrasaction="ignore", lineterminator="\n")
    writer.writeheader()

    def write(answer: dict[str, Any]) -> None:
        issues = " ".join(answer.get("issues", ()))
        writer.writerow({name: safe_cell(value) for name, value in {**answer, "issues": issues}.items()})

    return write


def safe_cell(value: object) -> object:
    """A text that a spreadsheet would run as a formula is kept a text."""
    return f"'{value}" if isinstance(value, str) and value.startswith(tuple("=+-@\t\r")) else value


class _Parquet:
    """Answers gathered into row groups of a Parquet file."""

    def __init__(self, path: str) -> None:
        import pyarrow as pa
        from pyarrow import parquet

        text, day, count, truth = pa.string(), pa.date32(), pa.int32(), pa.bool_()
        self.schema = pa.schema([
            ("id", text), ("status", text), ("deadline", day), ("nominal_deadline", day), ("soft_deadline", day),
            ("deducted_days", count), ("remaining_days", count), ("issues", pa.list_(text)), ("provisional", truth),
            ("days_left", count), ("gross_days", count), ("net_days", count), ("in_time", truth), ("rule", text),
            ("law_version", text), ("error", text),
        ])  # fmt: skip
        self.days = [field.name for field in self.schema if field.type == day]
        self.writer = parquet.ParquetWriter(path, self.schema)
        self.rows: list[dict[str, Any]] = []

    def __enter__(self) -> "_Parquet":
        return self

    def __exit__(self, *_: object) -> None:
        self._flush()
        self.writer.close()

    def write(self, answer: dict[str, Any]) -> None:
        row = {field.name: answer.get(field.name) for field in self.schema}
        row["id"] = None if row["id"] is None else str(row["id"])
        row |= {name: date.fromisoformat(str(row[name])) for name in self.days if row[name]}
        self.rows.append(row)
        if len(self.rows) >= BATCH:
            self._flush()

    def _flush(self) -> None:
        import pyarrow as pa

        if self.rows:
            self.writer.write_table(pa.Table.from_pylist(self.rows, schema=self.schema))
            self.rows = []
