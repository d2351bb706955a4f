"""The door to files: what a file is, told by its first bytes, and the table in it."""

from collections.abc import Iterator
from typing import BinaryIO

from xiezhi.record.documents import media_type
from xiezhi.record.intake.faults import Words
from xiezhi.record.intake.files import delimited, jsonl
from xiezhi.record.intake.files.lines import (
    CHUNK,
    GZIP_MAGIC,
    Damaged,
    Line,
    chunks,
    guess_encoding,
    known_encoding,
    lines,
)
from xiezhi.record.intake.files.table import MOST_COLUMNS, Reading, Table, headed
from xiezhi.record.intake.files.xlsx import Workbook
from xiezhi.rules.errors import InputError

KINDS = ("csv", "jsonl", "xlsx", "xls", "ods", "parquet")


def open_table(stream: BinaryIO, size: int, reading: Reading | None = None) -> Table:
    """The table of a file that can be read from any place (`seek`). Raises InputError for what is none, in both languages.

    `size` is the file's number of bytes. What was noticed stands in `notes`, which grow until all rows are read.
    """
    reading = reading or Reading()
    head = stream.read(CHUNK)
    stream.seek(0)
    if not head:
        raise InputError("文件是空的", "the file is empty", field="file")
    if head.startswith(b"PAR1"):
        return _parquet(stream)
    if head.startswith(b"PK"):
        return _workbook(stream, head, reading)
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return _sheets(stream, "xls", reading)
    return _text(stream, size, head.startswith(GZIP_MAGIC), reading)


def _parquet(stream: BinaryIO) -> Table:
    from xiezhi.record.intake.files.parquet import ParquetTable  # heavy: where it is needed only

    found = ParquetTable(stream)
    return _counted(Table("parquet", found.columns, found.rows(), lambda: 0.0), found.count)


def _workbook(stream: BinaryIO, head: bytes, reading: Reading) -> Table:
    if b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet" in head[:200]:
        return _sheets(stream, "ods", reading)
    notes: list[Words] = []
    book = Workbook(stream, reading, notes)
    reading = reading.model_copy(update={"ragged": True})  # empty cells at the end of a row are not written
    columns, rows = headed(book.rows(), reading, notes)
    names = tuple(sheet.name for sheet in book.sheets)
    table = Table(
        "xlsx",
        columns,
        rows,
        lambda: 0.0,
        notes,
        sheets=names,
        sheet=book.sheet.name,
        epoch_1904=book.epoch_1904,
    )
    return _counted(table, book.count)


def _sheets(stream: BinaryIO, kind: str, reading: Reading) -> Table:
    from xiezhi.record.intake.files.sheets import Sheets

    notes: list[Words] = []
    book = Sheets(stream, kind, reading, notes)
    reading = reading.model_copy(update={"ragged": True})
    columns, rows = headed(book.rows(), reading, notes)
    names = tuple(sheet.name for sheet in book.sheets)
    return _counted(
        Table(kind, columns, rows, lambda: 0.0, notes, sheets=names, sheet=book.sheet.name), book.count
    )


def _counted(table: Table, count: int) -> Table:
    """The share read, for a table that knows how many rows it has."""
    rows, read = table.rows, 0

    def counting() -> Iterator[object]:
        nonlocal read
        for row in rows:
            read += 1
            yield row
        read = count  # empty rows were not handed on

    table.rows = counting()  # type: ignore[assignment]
    table.share = lambda: min(1.0, read / count) if count else 1.0
    return table


def _text(stream: BinaryIO, size: int, packed: bool, reading: Reading) -> Table:
    notes: list[Words] = []

    def parts(skip: int = 0) -> Iterator[bytes]:
        stream.seek(0)
        for place, part in enumerate(chunks(stream, size, packed)):
            yield part if place else part[skip:]

    first = _first(parts())
    guessed = guess_encoding(parts)
    _refuse_other_kinds(first, guessed.encoding)
    encoding = known_encoding(reading.encoding) if reading.encoding else guessed.encoding
    if not reading.encoding and not guessed.sure:
        notes.append(
            (
                f"编码似为 {encoding.upper()}，请核对样例",
                f"the encoding seems to be {encoding.upper()}; check the samples",
            )
        )

    def source(longest: int) -> Iterator[Line]:
        return lines(parts(guessed.mark), encoding, longest)

    opening = "".join(line.text for _, line in zip(range(3), _as_far_as(source(jsonl.LONGEST_LINE)))).lstrip()
    share = lambda: min(1.0, stream.tell() / size)  # noqa: E731
    if opening[:1] in ("{", "["):
        columns, rows = jsonl.table(source(jsonl.LONGEST_LINE), notes)
        return Table("jsonl", columns, rows, share, notes, encoding)
    sign = reading.delimiter or delimited.guess_delimiter(_as_far_as(source(delimited.LONGEST_LINE)))
    if opening.partition("\n")[0].count(sign) > MOST_COLUMNS:
        raise InputError(
            f"首行有{opening.partition(chr(10))[0].count(sign) + 1:,}列，至多{MOST_COLUMNS:,}列；请核对分隔符",
            f"the first line has more than {MOST_COLUMNS:,} columns; check the delimiter",
            field="file",
        )
    columns, rows = headed(delimited.rows(source(delimited.LONGEST_LINE), sign), reading, notes)
    return Table("csv", columns, rows, share, notes, encoding, sign)


def _first(parts: Iterator[bytes]) -> bytes:
    """The first bytes of a text. Raises InputError when there is none at all."""
    try:
        first = next(parts, b"")
    except Damaged as damaged:
        raise InputError(damaged.fault.zh, damaged.fault.en, field="file") from damaged
    if not first.strip():
        raise InputError("文件没有内容", "the file has no contents", field="file")
    return first


def _refuse_other_kinds(first: bytes, encoding: str) -> None:
    """Pictures, papers and programs are no tables; a stray NUL in a text is a fault of its row only."""
    kind = media_type(first)
    wide = encoding.startswith("utf-16")
    if kind == "text/plain" or (kind == "application/octet-stream" and (wide or _nearly_text(first))):
        return
    raise InputError(
        f"这种文件（{kind}）不能导入；请用 CSV、Excel、ODS、JSON Lines 或者 Parquet",
        f"files of this kind ({kind}) cannot be imported; use CSV, Excel, ODS, JSON Lines or Parquet", field="file",
    )  # fmt: skip


def _nearly_text(first: bytes) -> bool:
    signs = sum(first.count(bytes([code])) for code in range(32) if code not in b"\t\n\r\f")
    return signs * 50 <= len(first)


def _as_far_as(source: Iterator[Line]) -> Iterator[Line]:
    """The lines before the damage."""
    try:
        yield from source
    except Damaged:
        return


__all__ = ["KINDS", "open_table"]
