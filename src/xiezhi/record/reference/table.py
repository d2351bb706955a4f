"""A small file of yearly totals as a table, of whatever kind the file is (record.intake.files): heads, and rows with their lines."""

import hashlib
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

from xiezhi.record.errors import InputError
from xiezhi.record.intake.files.opening import open_table
from xiezhi.record.intake.files.table import Reading
from xiezhi.record.reference.figures import Fault, Row

MOST_BYTES = 8 * 1024 * 1024
MOST_ROWS = 100_000


class Table(NamedTuple):
    """Heads in the order of the file, each once; rows by their heads; rows that could not be read."""

    heads: list[str]
    rows: list[Row]
    unreadable: list[Fault]


def read_file(path: Path, *, sheet: str = "", encoding: str = "") -> tuple[Table, str]:
    """The table of a file on this machine, and its SHA-256."""
    if not path.is_file():
        raise InputError(f"找不到文件 {path}", f"there is no file {path}", field="FILE")
    if path.stat().st_size > MOST_BYTES:
        raise too_large()
    contents = path.read_bytes()
    return read_table(contents, sheet=sheet, encoding=encoding), hashlib.sha256(contents).hexdigest()


def read_table(contents: bytes, *, sheet: str = "", encoding: str = "") -> Table:
    """The table of a file. Raises InputError when it is none, or larger than yearly totals ever are."""
    if len(contents) > MOST_BYTES:
        raise too_large()
    opened = open_table(BytesIO(contents), len(contents), Reading(sheet=sheet, encoding=encoding))
    rows: list[Row] = []
    unreadable: list[Fault] = []
    for line, cells, faults, _ in opened.rows:
        if cells is None or any(fault.grave for fault in faults):
            unreadable += [Fault(line, fault.zh, fault.en) for fault in faults]
        else:
            rows.append((line, dict(zip(opened.columns, map(_text, cells)))))
        if len(rows) > MOST_ROWS:
            raise too_large()
    return Table(opened.columns, rows, unreadable)


def too_large() -> InputError:
    """The refusal of a file that is too large to be yearly totals."""
    return InputError(
        f"文件超过{MOST_BYTES >> 20} MB或者{MOST_ROWS:,}行；年度总数不会这样大，是不是别的文件？",
        f"the file has more than {MOST_BYTES >> 20} MB or {MOST_ROWS:,} rows; yearly totals are never that many: another file?",
        field="file",
    )


def _text(cell: Any) -> str:
    """A cell as text; a whole number that a spreadsheet keeps as a fraction is whole again."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)
