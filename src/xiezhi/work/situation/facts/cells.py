"""The cells of a text file of facts, as text by column, with the line of each row. JSON, JSON Lines and CSV, plain or gzip.

A file that is no such thing, or is larger than a text should be, is refused as a whole, with every line that is at fault: half of a file is
never taken.
"""

import csv
import gzip
import io
import json
import zlib
from collections.abc import Iterable, Iterator
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
_AT_ONCE = 1 << 20  # bytes
_OTHER_DELIMITERS = ";\t|"
LARGEST = 2 << 30  # bytes of a file, unpacked; larger ones come as Parquet, which is not read into memory
LARGEST_VALUE = 256 << 20  # characters of a JSON value: the file, or a line of JSON Lines
LINES_TOLD = 20  # faulty lines told in full
LINE_FILES = (".jsonl", ".ndjson")
_GZIP = b"\x1f\x8b"


class Cells:
    """Rows gathered by column."""

    def __init__(self) -> None:
        self._names: dict[str, None] = {}
        self._columns: dict[str, list[str | None]] = {}
        self._lines: list[int] = []
        self._chunks: list[pa.Table] = []

    def head(self, names: list[str]) -> None:
        """The names of a table, which it has without rows too."""
        self._names |= dict.fromkeys(names)
        self._columns = {name: [] for name in names}

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
        _check_names(self._names)
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


class _Faults:
    """The lines of a file that cannot be read, gathered so that all are told at once."""

    def __init__(self) -> None:
        self._told: list[InputError] = []
        self._count = 0

    def __bool__(self) -> bool:
        return self._count > 0

    def add(self, fault: InputError) -> None:
        self._count += 1
        if self._count <= LINES_TOLD:
            self._told.append(fault)

    def refuse(self) -> None:
        """Raises InputError where there is one."""
        if not self._told:
            return
        zh, en = [fault.zh for fault in self._told], [fault.en for fault in self._told]
        more = self._count - len(self._told)
        if more:
            zh, en = [*zh, f"另有{more}行无法识别"], [*en, f"and {more} more lines cannot be read"]
        raise InputError("\n".join(zh), "\n".join(en), line=self._told[0].line)


def _check_names(names: Iterable[str]) -> None:
    """Raises InputError for columns that an engine does not tell apart."""
    known: dict[str, str] = {LINE: LINE}
    for name in names:
        other = known.setdefault(name.lower(), name)
        if other != name or name == LINE:
            raise InputError(
                f"列 {name} 与 {other} 同名（不分大小写）",
                f"the columns {name} and {other} have one name (capitals count for nothing)",
                field=name,
            )


def read_cells(path: Path) -> pa.Table:
    """The cells of a file, by its name: .csv is CSV, all else JSON or JSON Lines, each also as .gz. Raises InputError."""
    cells = Cells()
    read = _read_csv if path.name.lower().removesuffix(".gz").endswith(".csv") else _read_json
    try:
        with _opened(path) as text:
            read(cells, text, path)
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
    except RecursionError:
        raise InputError(
            f"{path} 中的列表、对象嵌套过深",
            f"lists and objects in {path} are nested too deep",
            field="--facts",
        ) from None
    except (EOFError, zlib.error, gzip.BadGzipFile) as fault:
        raise InputError(
            f"{path} 损坏或者被截断：{fault}", f"{path} is damaged or cut off: {fault}", field="--facts"
        ) from None


@contextmanager
def _opened(path: Path) -> Iterator[TextIO]:
    try:
        if (
            not (path.is_file() or path.is_dir()) and path.exists()
        ):  # a device or a pipe, which may have no end
            raise InputError(f"{path} 不是普通文件", f"{path} is no regular file", field="--facts")
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
        bounded = io.BufferedReader(_Bounded(plain, path), _AT_ONCE)
        with io.TextIOWrapper(bounded, encoding="utf-8-sig", newline="") as text:
            yield text


class _Bounded(io.RawIOBase):
    """A stream that ends with an InputError where it goes on for too long: a small packed file may hold terabytes of nothing."""

    def __init__(self, plain: Any, path: Path) -> None:
        self._plain, self._path, self._read = plain, path, 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        count = int(self._plain.readinto(buffer))
        self._read += count
        if self._read > LARGEST:
            most = LARGEST >> 20
            raise InputError(
                f"{self._path} 展开后超过{most} MB；请改用 Parquet",
                f"{self._path} holds more than {most} MB unpacked: give it as Parquet",
                field="--facts",
            )
        return count


def _as_text(value: Any) -> str | None:
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list | dict):
        return NESTED + json.dumps(value, ensure_ascii=False)
    return str(value)


def _read_csv(cells: Cells, text: TextIO, path: Path) -> None:
    csv.field_size_limit(_LONGEST_CELL)
    reader = csv.reader(text, strict=True)
    faults = _Faults()
    try:
        names = [name.strip() for name in next(reader, [])]
        twice = next((name for name in names if names.count(name) > 1), None)
        if twice is not None:
            raise InputError(
                f"{path}：列 {twice} 出现两次", f"{path}: column {twice} stands twice", field=twice
            )
        _check_delimiter(names, path)
        cells.head(names)
        for line, row in _table_rows(reader, names, path, faults):
            if not faults:
                cells.add(line, row)
    except csv.Error as fault:  # where the next row begins nobody can say
        faults.add(
            InputError(
                f"{path} 第{reader.line_num}行不是 CSV：{fault}",
                f"{path}, line {reader.line_num} is not CSV: {fault}",
                line=reader.line_num,
            )
        )
    faults.refuse()


def _check_delimiter(names: list[str], path: Path) -> None:
    told = next((sign for sign in _OTHER_DELIMITERS if len(names) == 1 and sign in names[0]), None)
    if told is not None:
        shown = "Tab" if told == "\t" else told
        raise InputError(
            f"{path} 用 {shown} 分隔，请改用逗号（,）",
            f"{path} parts its columns by {shown}: part them by commas (,)",
            field="--facts",
        )


def _table_rows(
    reader: Any, names: list[str], path: Path, faults: _Faults
) -> Iterator[tuple[int, dict[str, Any]]]:
    for cells in reader:
        if len(cells) != len(names):
            if cells:
                faults.add(
                    InputError(
                        f"{path} 第{reader.line_num}行有{len(cells)}个单元格，应有{len(names)}个",
                        f"{path}, line {reader.line_num} has {len(cells)} cells, expected {len(names)}",
                        line=reader.line_num,
                    )
                )
            continue
        yield reader.line_num, dict(zip(names, cells))


def _read_json(cells: Cells, text: TextIO, path: Path) -> None:
    first = text.readline(LARGEST_VALUE)
    while first and not first.strip():
        first = text.readline(LARGEST_VALUE)
    if _begins_lines(first):
        _read_lines(cells, first, text, path)
        return
    whole = first + text.read(LARGEST_VALUE)
    if len(whole) > LARGEST_VALUE:
        raise InputError(
            f"{path} 作为一个 JSON 过大；请写成 JSON Lines（一行一条）或者 Parquet",
            f"{path} is too large for one JSON value: write JSON Lines, a row a line, or Parquet",
            field="--facts",
        )
    try:
        rows = _value(whole, path, None)
    except InputError:
        if (
            path.name.lower().removesuffix(".gz").endswith(LINE_FILES)
        ):  # its first line is at fault: tell the others too
            again = io.StringIO(whole)
            _read_lines(cells, again.readline(), again, path)
        raise
    if isinstance(rows, dict):
        rows = rows.get("facts", [rows])
    if not isinstance(rows, list):
        raise InputError(
            f"{path} 中应是事实的列表，或者带有 facts 的对象",
            f"{path} should hold a list of facts, or an object with facts",
            field="facts",
        )
    faults = _Faults()
    for number, row in enumerate(rows, 1):
        try:
            cells.add(number, _row(row, path, number))
        except InputError as fault:
            faults.add(fault)
    faults.refuse()


def _begins_lines(first: str) -> bool:
    """Whether the first line is a whole object that is a row: then the file is JSON Lines."""
    if not first.lstrip().startswith("{"):
        return False
    try:
        value = json.loads(first)
    except (ValueError, RecursionError):
        return False
    return not isinstance(value.get("facts"), list)


def _read_lines(cells: Cells, first: str, text: TextIO, path: Path) -> None:
    faults = _Faults()
    number, line = 1, first
    while line:
        if line.strip():
            try:
                row = _row(_value(line, path, number), path, number)
                if not faults:
                    cells.add(number, row)
            except InputError as fault:
                faults.add(fault)
        line = text.readline(LARGEST_VALUE)
        number += 1
    faults.refuse()


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
