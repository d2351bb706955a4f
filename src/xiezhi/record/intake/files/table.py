"""The values every reader of files gives: a table with its columns, and rows with their lines."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from pydantic import BaseModel, ConfigDict, Field

from xiezhi.record.intake.faults import Fault, Words
from xiezhi.rules.errors import InputError

MOST_COLUMNS = 2_000
MOST_ROWS = 20_000_000
LONGEST_CELL = 1_000_000  # characters
LOOKED_AT = 20  # rows at the beginning in which the heading is looked for

Cells = list[Any]  # texts, numbers, days, moments, truths; None where nothing stands


class Reading(BaseModel):
    """How a file is to be read where the guess is not to be trusted; empty = guess."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    sheet: str = ""
    encoding: str = ""
    delimiter: str = Field(default="", max_length=1)
    heading: int | None = Field(
        default=None, ge=0, le=1_000, description="the line of the heading; 0: there is none"
    )
    ragged: bool = Field(default=False, description="rows with fewer cells than columns are whole")


class Row(NamedTuple):
    """One row of a file: its line, its cells in the order of the columns (None: it could not be read), and what was wrong. `torn`: it
    has more or fewer cells than there are columns."""

    line: int
    cells: Cells | None
    faults: tuple[Fault, ...] = ()
    torn: bool = False


@dataclass
class Table:
    """An opened file. `rows` can be gone through once; `share` says how much of the file was read; `notes` grow while reading."""

    kind: str
    columns: list[str]
    rows: Iterator[Row]
    share: Callable[[], float]
    notes: list[Words] = field(default_factory=list)
    encoding: str = ""
    delimiter: str = ""
    sheets: tuple[str, ...] = ()
    sheet: str = ""
    epoch_1904: bool = False


class Found(NamedTuple):
    """A row before the heading is known. `cells` None: unreadable."""

    line: int
    cells: Cells | None
    faults: tuple[Fault, ...] = ()


def headed(found: Iterator[Found], reading: Reading, notes: list[Words]) -> tuple[list[str], Iterator[Row]]:
    """The columns of a table and its rows under them. Raises InputError for a table without any row or with too many columns."""
    first: list[Found] = []
    empty = 0
    for one in found:
        if one.cells is None or not _is_empty(one.cells):
            first.append(one)
        else:
            empty += 1
        if len(first) >= LOOKED_AT:
            break
    readable = [one for one in first if one.cells is not None]
    if not readable:
        reasons = next((one.faults for one in first if one.faults), ())
        zh, en = (reasons[0].zh, reasons[0].en) if reasons else ("文件没有任何行", "the file has no rows")
        raise InputError(zh, en, field="file")
    if reading.heading == 0:
        width = max(len(one.cells or ()) for one in readable)
        return _checked([f"列{place}" for place in range(1, width + 1)]), _rows(
            first, found, width, reading, notes, empty
        )
    heading = _heading(readable, reading)
    before = [one.line for one in first if one.line < heading.line]
    if before:
        notes.append((
            f"表头在第{heading.line}行，以上{len(before)}行略过", f"the heading is line {heading.line}; {len(before)} lines above are passed over",
        ))  # fmt: skip
    columns = _checked(_names(heading.cells or [], notes))
    return columns, _rows(
        [one for one in first if one.line > heading.line], found, len(columns), reading, notes, empty
    )


def _heading(readable: list[Found], reading: Reading) -> Found:
    """The line asked for; else the first that is about as wide as the widest: a title above it is narrower."""
    if reading.heading:
        for one in readable:
            if one.line == reading.heading:
                return one
        raise InputError(
            f"第{reading.heading}行没有内容，不能作表头",
            f"line {reading.heading} is empty: no heading",
            field="heading",
        )
    widths = [sum(not _blank(cell) for cell in one.cells or ()) for one in readable]
    return next(one for one, width in zip(readable, widths) if 2 * width >= max(widths))


def _names(cells: Cells, notes: list[Words]) -> list[str]:
    """Names of columns: an empty one is called by its place, a repeated one gets a number."""
    while cells and _blank(cells[-1]):
        cells = cells[:-1]
    names: list[str] = []
    for place, cell in enumerate(cells, 1):
        name = " ".join(str(cell).split())[:100] if not _blank(cell) else f"列{place}"
        if _blank(cell):
            notes.append(
                (f"第{place}列没有名称，称作“{name}”", f"column {place} has no name; it is called “{name}”")
            )
        count, plain = 1, name
        while name in names:
            count += 1
            name = f"{plain}（{count}）"
        if count > 1:
            notes.append(
                (
                    f"列名“{plain}”重复，第{count}个称作“{name}”",
                    f"the column “{plain}” stands twice; one is called “{name}”",
                )
            )
        names.append(name)
    return names


def _checked(columns: list[str]) -> list[str]:
    if len(columns) > MOST_COLUMNS:
        raise InputError(
            f"表有{len(columns):,}列，至多{MOST_COLUMNS:,}列；请核对分隔符",
            f"the table has {len(columns):,} columns, at most {MOST_COLUMNS:,}; check the delimiter",
            field="file",
        )
    return columns


def _rows(
    first: list[Found], found: Iterator[Found], width: int, reading: Reading, notes: list[Words], empty: int
) -> Iterator[Row]:
    count = 0
    for part in (first, found):
        for line, cells, faults in part:
            if cells is None:
                yield Row(line, None, faults)
            elif len(cells) == width and not faults and cells[0] not in (None, ""):
                yield Row(line, cells)
            elif _is_empty(cells) and not faults:
                empty += 1
                continue
            else:
                yield _fitted(line, cells, faults, width, reading)
            count += 1
            if count >= MOST_ROWS:
                zh, en = (
                    f"超过{MOST_ROWS:,}行，其余未读；请分成几个文件",
                    f"more than {MOST_ROWS:,} rows, the rest is not read: split the file",
                )
                yield Row(line + 1, None, (Fault("", zh, en),))
                return
    if empty:
        notes.append((f"{empty:,}个空行略过", f"{empty:,} empty rows were passed over"))


def _fitted(line: int, cells: Cells, faults: tuple[Fault, ...], width: int, reading: Reading) -> Row:
    """The row under its columns; surplus cells must be empty, missing ones allowed."""
    torn = False
    if len(cells) > width:
        if not _is_empty(cells[width:]):
            zh, en = f"有{len(cells)}个单元格，多于{width}列", f"{len(cells)} cells under {width} columns"
            faults, torn = (*faults, Fault("", zh, en)), True
        cells = cells[:width]
    elif len(cells) < width:
        if not reading.ragged:
            zh, en = (
                f"只有{len(cells)}个单元格，应有{width}列",
                f"only {len(cells)} cells under {width} columns",
            )
            faults, torn = (*faults, Fault("", zh, en)), True
        cells = [*cells, *[None] * (width - len(cells))]
    return Row(line, cells, faults, torn)


def _blank(cell: Any) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())


def _is_empty(cells: Cells) -> bool:
    return all(cell is None or cell == "" or (isinstance(cell, str) and not cell.strip()) for cell in cells)
