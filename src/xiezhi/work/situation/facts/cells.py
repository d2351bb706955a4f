"""The cells of a text file of facts, as text by column, with the line of each row. JSON, JSON Lines and CSV, plain or gzip.

A file that is no such thing is refused as a whole, with the line: half of a file is never taken.
"""

import csv
import gzip
import io
import json
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TextIO

import pyarrow as pa

from xiezhi.rules.errors import InputError
from xiezhi.rules.strict_json import parse_json
from xiezhi.work.situation.facts.cleaning import NESTED
from xiezhi.work.situation.facts.table import LINE

_CHUNK = 50_000  # rows
_LONGEST_CELL = 1 << 24
_GZIP = b"\x1f\x8b"


class Cells:
    """Rows gathered by column."""

    def __init__(self) -> None:
        self._names: dict[str, None] = {}
        self._columns: dict[str, list[str | None]] = {}
        self._lines: list[int] = []
        self._chunks: list[pa.Table] = []

    def add(self, line: int, row: dict[str, Any]) -> None:
        for name, value in row.items():
            column = self._columns.get(name)
            if column is None:
                self._names[name] = None
                column = self._columns[name] = [None] * len(self._lines)
            column.append(_as_text(value))
        self._lines.append(line)
        if len(row) < len(self._columns):
            for column in self._columns.values():
                if len(column) < len(self._lines):
                    column.append(None)
        if len(self._lines) == _CHUNK:
            self._pack()

    def table(self) -> pa.Table:
        """All rows: a text column for each name, and LINE."""
        self._pack()
        schema = pa.schema([(name, pa.string()) for name in self._names] + [(LINE, pa.int64())])
        if not self._chunks:
            return schema.empty_table()
        return pa.concat_tables(self._chunks, promote_options="default").select(schema.names).cast(schema)

    def _pack(self) -> None:
        if self._lines:
            columns = {name: pa.array(values, pa.string()) for name, values in self._columns.items()}
            self._chunks.append(pa.table({**columns, LINE: pa.array(self._lines, pa.int64())}))
        self._columns = {name: [] for name in self._names}
        self._lines = []


def read_cells(path: Path) -> pa.Table:
    """The cells of a file, by its name: .csv is CSV, all else JSON or JSON Lines, each also as .gz. Raises InputError."""
    cells = Cells()
    reader = _csv_rows if path.name.removesuffix(".gz").lower().endswith(".csv") else _json_rows
    try:
        with _opened(path) as text:
            for line, row in reader(text, path):
                cells.add(line, row)
        return cells.table()
    except UnicodeDecodeError as fault:
        raise InputError(
            f"{path} 不是 UTF-8（第{fault.start + 1}字节起）；若为 GB18030，请先转换：iconv -f GB18030 -t UTF-8",
            f"{path} is not UTF-8 (from byte {fault.start + 1} on); if it is GB18030 convert it first: iconv -f GB18030 -t UTF-8",
            field="--facts",
        ) from None
    except UnicodeEncodeError:
        raise InputError(
            f"{path} 含有不完整的字符", f"{path} holds half of a character", field="--facts"
        ) from None
    except (EOFError, zlib.error, gzip.BadGzipFile) as fault:
        raise InputError(
            f"{path} 损坏或者被截断：{fault}", f"{path} is damaged or cut off: {fault}", field="--facts"
        ) from None


@contextmanager
def _opened(path: Path) -> Iterator[TextIO]:
    try:
        raw = path.open("rb")
    except FileNotFoundError:
        raise InputError(f"找不到文件 {path}", f"there is no file {path}", field="--facts") from None
    except IsADirectoryError:
        raise InputError(
            f"{path} 是目录，请给出文件", f"{path} is a folder: give a file", field="--facts"
        ) from None
    except OSError as fault:
        raise InputError(
            f"无法打开 {path}：{fault.strerror}", f"cannot open {path}: {fault.strerror}", field="--facts"
        ) from fault
    with raw:
        packed = raw.peek(2)[:2] == _GZIP
        plain: Any = gzip.GzipFile(fileobj=raw) if packed else raw
        with io.TextIOWrapper(plain, encoding="utf-8-sig", newline="") as text:
            yield text


def _as_text(value: Any) -> str | None:
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list | dict):
        return NESTED + json.dumps(value, ensure_ascii=False)
    return str(value)


def _csv_rows(text: TextIO, path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    csv.field_size_limit(_LONGEST_CELL)
    reader = csv.reader(text, strict=True)
    try:
        names = [name.strip() for name in next(reader, [])]
        twice = next((name for name in names if names.count(name) > 1), None)
        if twice is not None:
            raise InputError(
                f"{path}：列 {twice} 出现两次", f"{path}: column {twice} stands twice", field=twice
            )
        yield from _table_rows(reader, names, path)
    except csv.Error as fault:
        raise InputError(
            f"{path} 第{reader.line_num}行不是 CSV：{fault}",
            f"{path}, line {reader.line_num} is not CSV: {fault}",
            line=reader.line_num,
        ) from None


def _table_rows(reader: Any, names: list[str], path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    for cells in reader:
        if len(cells) != len(names):
            if not cells:
                continue
            raise InputError(
                f"{path} 第{reader.line_num}行有{len(cells)}个单元格，应有{len(names)}个",
                f"{path}, line {reader.line_num} has {len(cells)} cells, expected {len(names)}",
                line=reader.line_num,
            )
        yield reader.line_num, dict(zip(names, cells))


def _json_rows(text: TextIO, path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    first = text.readline()
    while first and not first.strip():
        first = text.readline()
    if _begins_lines(first):
        yield from _lines(first, text, path)
        return
    rows = _value(first + text.read(), path, None)
    if isinstance(rows, dict):
        rows = rows.get("facts", [rows])
    if not isinstance(rows, list):
        raise InputError(
            f"{path} 中应是事实的列表，或者带有 facts 的对象",
            f"{path} should hold a list of facts, or an object with facts",
            field="facts",
        )
    yield from ((number, _row(row, path, number)) for number, row in enumerate(rows, 1))


def _begins_lines(first: str) -> bool:
    """Whether the first line is a whole object that is a row: then the file is JSON Lines."""
    if not first.lstrip().startswith("{"):
        return False
    try:
        value = json.loads(first)
    except ValueError:
        return False
    return not isinstance(value.get("facts"), list)


def _lines(first: str, text: TextIO, path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    number, line = 1, first
    while line:
        if line.strip():
            yield number, _row(_value(line, path, number), path, number)
        line = text.readline()
        number += 1


def _value(text: str, path: Path, line: int | None) -> Any:
    try:
        return parse_json(text)
    except InputError as fault:
        zh, en, at = fault.zh, fault.en, line
    except json.JSONDecodeError as fault:
        zh, en = f"第{fault.colno}列起不是 JSON", f"not JSON from column {fault.colno} on ({fault.msg})"
        at = fault.lineno if line is None else line
    except (ValueError, RecursionError) as fault:
        zh, en, at = f"不是可读的 JSON（{fault}）", f"JSON that cannot be read ({fault})", line
    place_zh, place_en = (f" 第{at}行", f", line {at}") if at is not None else ("", "")
    raise InputError(f"{path}{place_zh}：{zh}", f"{path}{place_en}: {en}", line=at)


def _row(value: Any, path: Path, number: int) -> dict[str, Any]:
    if isinstance(value, dict):
        return value
    raise InputError(
        f"{path} 第{number}条不是对象，而是 {type(value).__name__}",
        f"{path}, row {number} is no object but {type(value).__name__}",
        line=number,
    )
