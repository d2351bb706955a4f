"""A corpus of bad files, made here: each with what its report must say (in English), and how many rows it has, where that can be told.

`rows` None: the file as a whole is refused, with `says`. Else rows in = recorded + quarantined + unreadable + same, and `says` stands in some reason or
note. `recorded` is how many must get through all the same.
"""

import gzip
import io
import json
import zipfile
from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Any, NamedTuple

import xlsxwriter

from tests.record.intake.conftest import COLUMNS, closed, row, table

GOOD = "河西市临川区人民法院"


class Bad(NamedTuple):
    """One bad file."""

    name: str
    contents: bytes
    says: str
    rows: int | None = None
    recorded: int = 0


def corpus() -> Iterator[Bad]:
    """Every bad file."""
    for make in (
        broken_texts,
        broken_cells,
        broken_archives,
        broken_books,
        broken_json,
        broken_parquet,
        broken_sheets,
    ):
        yield from make()


def _csv(*rows: list[str], columns: tuple[str, ...] = COLUMNS) -> bytes:
    return table(*rows, columns=columns).encode()


# --- texts


def broken_texts() -> Iterator[Bad]:
    good = table(row(1), row(2))
    yield Bad("nothing.csv", b"", "empty")
    yield Bad("blanks.csv", b" \n\n  \n", "no contents")
    yield Bad("heading only.csv", table().encode(), "", 0)
    yield Bad("one column of words.csv", "这是一份说明\n没有表格\n".encode(), "no column")
    yield Bad("picture.csv", b"\x89PNG\r\n\x1a\n" + bytes(200), "image/png")
    yield Bad("paper.csv", b"%PDF-1.7\n1 0 obj", "application/pdf")
    yield Bad("program.csv", b"\x7fELF" + bytes(range(256)) * 4, "cannot be imported")
    yield Bad("letter.csv", b"{\\rtf1\\ansi hello}", "rtf")
    yield Bad(
        "half a gzip.csv.gz",
        gzip.compress(_csv(*(row(n) for n in range(1, 3000))))[:-2000],
        "damaged or cut off",
        -1,
        1,
    )
    yield Bad("gzip of nothing.csv.gz", gzip.compress(b""), "no contents")
    yield Bad("gzip in name only.csv.gz", good.encode(), "", 2, 2)
    yield Bad("bytes behind gzip.csv.gz", gzip.compress(good.encode()) + b"garbage", "damaged", -1, 2)
    yield Bad("gzip header only.csv.gz", gzip.compress(good.encode())[:12], "damaged")
    yield Bad("bomb.csv.gz", gzip.compress(_csv(row(1)) + b"," * (64 << 20)), "unpacks", -1, 0)
    yield Bad(
        "endless line.csv",
        _csv(row(1)) + b"x" * (20 << 20) + b"\n" + ",".join(row(2)).encode() + b"\n",
        "MB",
        3,
        2,
    )
    yield Bad("too many columns.csv", (",".join(f"c{n}" for n in range(5_000)) + "\n").encode(), "columns")
    yield Bad("ten million columns.csv", b"," * 10_000_000 + b"\n", "column")
    yield Bad(
        "wrong bytes in one line.csv",
        good.encode() + b"\xff\xfe\xfd" + ",".join(row(3)).encode() + b"\n",
        "UTF-8",
        3,
        2,
    )
    yield Bad("two encodings.csv", good.encode() + (",".join(row(3)) + "\n").encode("gb18030"), "UTF-8", 3, 2)
    yield Bad("nothing signs.csv", _csv(row(1), row(2, 原告="马\0晓燕")), "control characters", 2, 1)
    yield Bad(
        "torn quotation.csv",
        (table(row(1)) + '"' + ",".join(row(2)) + "\n" + ",".join(row(3)) + "\n").encode(),
        "quotation",
        3,
        2,
    )
    yield Bad(
        "quotation inside.csv",
        (
            table(row(1)) + ",".join(row(2, 原告='"马"晓燕')) + "\n" + ",".join(row(3, 被告="x")) + "\n"
        ).encode(),
        "CSV",
        3,
        2,
    )
    yield Bad("cut in the middle of a line.csv", _csv(row(1), row(2))[:-40], "", 2, 1)
    yield Bad("fewer cells.csv", _csv(row(1), row(2)[:5]), "only 5 cells", 2, 1)
    yield Bad("more cells.csv", _csv(row(1), [*row(2), "x", "y"]), "11 cells", 2, 1)
    yield Bad("semicolons in some lines.csv", _csv(row(1)) + ";".join(row(2)).encode() + b"\n", "cells", 2, 1)
    yield Bad("a heading twice.csv", _csv(row(1), list(COLUMNS), row(2)), "case number", 3, 2)
    yield Bad(
        "mixed line ends.csv",
        good.replace("\n", "\r\n").encode() + ",".join(row(3)).encode() + b"\r" + ",".join(row(4)).encode(),
        "",
        4,
        4,
    )
    yield Bad("empty rows.csv", good.replace("\n", "\n\n,,,,,,,,\n").encode(), "empty rows", 2, 2)
    yield Bad("columns twice.csv", _csv([*row(1), "x"], columns=(*COLUMNS, "案号")), "stands twice", 1, 1)
    yield Bad(
        "column without name.csv",
        _csv([*row(1), "x"], columns=(*COLUMNS[:-1], "", COLUMNS[-1])),
        "no name",
        1,
    )
    yield Bad("columns missing.csv", _csv(row(1)[1:], columns=COLUMNS[1:]), "no column")
    yield Bad("title above.csv", ("示范省案件清单,,,,,,,,\n" + good).encode(), "passed over", 2, 2)
    yield Bad("mark twice.csv", b"\xef\xbb\xbf\xef\xbb\xbf" + good.encode(), "no column")
    yield Bad("utf-16 cut.csv", ("\ufeff" + good).encode("utf-16-le")[:-3], "", 2, 1)


# --- cells


def broken_cells() -> Iterator[Bad]:
    def one(name: str, says: str, **changes: str) -> Bad:
        return Bad(f"{name}.csv", _csv(row(1), closed(2, **changes)), says, 2, 1)

    yield one("unknown court", "no court", 法院="火星人民法院")
    yield one("no court", "court", 案号="2019年的案子", 法院="")
    yield one("impossible day", "not a day", 立案日期="2019-02-30")
    yield one("day in words", "not a day", 立案日期="开春")
    yield one("day that could be two", "could be two days", 立案日期="03/04/2019")
    yield one("two-digit year", "not a day", 立案日期="19-03-01")
    yield one("day of another age", "from 1900", 立案日期="0219-03-01")
    yield one("future", "has not come yet", 立案日期="2030-03-01", 结案日期="2030-04-01")
    yield one("closed before filed", "before it was docketed", 结案日期="2018-06-03")
    yield one("number as serial", "not a day", 立案日期="43525")
    yield one("amount in words", "not an amount", 标的额="若干")
    yield one("negative amount", "negative", 标的额="-5")
    yield one("endless amount", "large", 标的额="9" * 40)
    yield one("fraction of a fen", "fraction", 标的额="1.2345")
    yield one("amount that could be two", "could be two", 标的额="1.234")
    yield one("endless amount in words", "not an amount", 标的额="Infinity")
    yield one("unknown outcome", "no value of ours", 结案方式="结掉")
    yield one("outcome without day", "day of closing is missing", 结案日期="")
    yield one("day without outcome", "outcome is missing", 结案方式="")
    yield one("no number", "case number is missing", 案号="")
    yield one("number that is none", "case number", 案号="甲乙丙")
    yield one("number of the year to come", "has not come yet", 案号="（2031）示0102民初2号")
    yield one("unknown symbol", "type of case is not clear", 案号="（2019）示0102怪2号")
    yield one("number too long", "60", 案号="（2019）示0102民初" + "2" * 60 + "号")
    yield one("no cause", "cause is missing", 案由=" ")
    yield one("cause too long", "160", 案由="长" * 161)
    yield one("name too long", "names", 原告="长" * 201)
    yield one("too many names", "names", 原告="、".join(f"甲{n}" for n in range(600)))
    yield one("control characters", "control characters", 案由="买卖\x07合同")
    yield one("half a character", "", 案由="买卖合同\ufffd纠纷")
    yield Bad("the same number twice.csv", _csv(row(1), row(1, 案由="另一案由")), "told otherwise", 2, 1)
    yield Bad("the same row twice.csv", _csv(row(1), row(1)), "the same as line", 2, 1)


# --- archives


def broken_archives() -> Iterator[Bad]:
    book = workbook(closed(1))
    yield Bad("half a workbook.xlsx", book[: len(book) // 2], "damaged or cut off")
    yield Bad("archive of nothing.xlsx", _zip({}), "no workbook")
    yield Bad("archive of other things.xlsx", _zip({"readme.txt": b"x"}), "no workbook")
    yield Bad("declared bomb.xlsx", _zip({"xl/workbook.xml": b"0" * (64 << 20)}), "unpacks")
    yield Bad("many members.xlsx", _zip({f"m{n}": b"" for n in range(12_000)}), "members")
    yield Bad("lying archive.xlsx", _lying(book), "", None)
    damaged = bytearray(book)
    start = book.find(b"xl/worksheets/sheet1.xml") + 40
    damaged[start : start + 60] = bytes(60)
    yield Bad("damaged member.xlsx", bytes(damaged), "damaged")


def _zip(members: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, contents in members.items():
            archive.writestr(name, contents)
    return target.getvalue()


def _lying(book: bytes) -> bytes:
    """An archive whose directory points behind its end."""
    return book[:-10] + b"\xff" * 10


# --- workbooks


def workbook(
    *rows: list[Any],
    change: Callable[[Any, Any], None] | None = None,
    columns: tuple[str, ...] = COLUMNS,
    **options: Any,
) -> bytes:
    """An Excel workbook with the rows; `change` may do further things to book and sheet."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"default_date_format": "yyyy-mm-dd", **options})
    sheet = book.add_worksheet("案件")
    for place, cells in enumerate([list(columns), *rows]):
        for column, cell in enumerate(cells):
            if isinstance(cell, date):
                sheet.write_datetime(place, column, datetime(cell.year, cell.month, cell.day))  # noqa: DTZ001
            else:
                sheet.write(place, column, cell)
    if change:
        change(book, sheet)
    book.close()
    return target.getvalue()


def replaced(book: bytes, member: str, old: bytes, new: bytes) -> bytes:
    """A workbook with other bytes in one member."""
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(book)) as source,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive,
    ):
        for name in source.namelist():
            contents = source.read(name)
            archive.writestr(name, contents.replace(old, new) if name == member else contents)
    return target.getvalue()


def broken_books() -> Iterator[Bad]:
    sheet = "xl/worksheets/sheet1.xml"
    yield Bad("no rows.xlsx", workbook(), "", 0)
    yield Bad(
        "formula without value.xlsx",
        workbook(row(1), row(2), change=lambda book, page: page.write_formula(2, 3, "=D2+1", None, "")),
        "formula without",
        2,
        1,
    )
    yield Bad(
        "formula with value.xlsx",
        workbook(
            row(1),
            row(2),
            change=lambda book, page: page.write_formula(2, 2, '="买卖"', None, "买卖合同纠纷"),
        ),
        "formulas",
        2,
        2,
    )
    yield Bad(
        "error value.xlsx",
        workbook(row(1), row(2), change=lambda book, page: page.write_formula(2, 8, "=1/0", None, "#DIV/0!")),
        "#DIV/0!",
        2,
        1,
    )
    yield Bad(
        "merged cells.xlsx",
        workbook(row(1), row(2), change=lambda book, page: page.merge_range(1, 1, 2, 1, GOOD)),
        "merged",
        2,
        2,
    )
    yield Bad(
        "hidden sheet.xlsx",
        workbook(row(1), change=lambda book, page: book.add_worksheet("藏").hide()),
        "hidden",
        1,
        1,
    )
    yield Bad(
        "several sheets.xlsx",
        workbook(row(1), change=lambda book, page: book.add_worksheet("二")),
        "2 sheets",
        1,
        1,
    )
    yield Bad(
        "counted from 1904.xlsx", workbook(row(1, 立案日期=date(2019, 3, 1)), date_1904=True), "1904", 1, 1
    )
    yield Bad(
        "cell far out.xlsx",
        workbook(row(1), change=lambda book, page: page.write(1_048_575, 16_383, "x")),
        "cells",
        2,
        1,
    )
    yield Bad(
        "torn xml.xlsx",
        replaced(workbook(row(1), row(2)), sheet, b"</sheetData>", b"<oops"),
        "not well-formed",
        -1,
        0,
    )
    yield Bad(
        "entities.xlsx",
        replaced(
            workbook(row(1)), "xl/workbook.xml", b"<workbook ", b'<!DOCTYPE x [<!ENTITY a "b">]><workbook '
        ),
        "DOCTYPE",
    )
    yield Bad(
        "entities in the sheet.xlsx",
        replaced(workbook(row(1)), sheet, b"<worksheet ", b'<!DOCTYPE x [<!ENTITY a "b">]><worksheet '),
        "DOCTYPE",
    )
    yield Bad(
        "string that is not there.xlsx",
        replaced(workbook(row(1), row(2)), sheet, b'<c r="A3" t="s"><v>', b'<c r="A3" t="s"><v>99'),
        "case number",
        2,
        1,
    )
    yield Bad(
        "impossible place.xlsx",
        replaced(workbook(row(1)), sheet, b'r="B2"', b'r="ZZZZZ2"'),
        "impossible place",
    )


# --- JSON


def _lines(*texts: str) -> bytes:
    return "\n".join(texts).encode()


def broken_json() -> Iterator[Bad]:
    good = [json.dumps(dict(zip(COLUMNS, row(serial))), ensure_ascii=False) for serial in (1, 2)]
    yield Bad("half an object.jsonl", _lines(*good, good[0][:30]), "not JSON", 3, 2)
    yield Bad("not a number.jsonl", _lines(*good, '{"案号": NaN}'), "NaN", 3, 2)
    yield Bad("a field twice.jsonl", _lines(*good, '{"案号": "a", "案号": "b"}'), "twice", 3, 2)
    yield Bad("half a character.jsonl", _lines(*good, '{"案号": "\\ud800"}'), "half of a character", 3, 2)
    yield Bad("lists.jsonl", _lines(*good, "[1, 2]"), "JSON object", 3, 2)
    yield Bad("endless number.jsonl", _lines(*good, '{"案号": ' + "9" * 5000 + "}"), "too long", 3, 2)
    yield Bad("bottomless.jsonl", _lines(*good, '{"案号": ' + "[" * 100_000), "", 3, 2)
    yield Bad(
        "strangers late.jsonl", _lines(*good, *["{}"] * 1_000, '{"别的": 1}'), "were not read", 1_003, 2
    )
    yield Bad("half an array.json", b"[" + good[0].encode() + b",", "JSON array")
    yield Bad("no records.jsonl", b"{}\n{}\n", "no records")


# --- Parquet


def broken_parquet() -> Iterator[Bad]:
    import pyarrow as pa
    from pyarrow import parquet

    target = io.BytesIO()
    columns = {name: [row(1)[place], row(2)[place]] for place, name in enumerate(COLUMNS)}
    parquet.write_table(pa.table(columns), target)
    whole = target.getvalue()
    yield Bad("half.parquet", whole[: len(whole) // 2], "cut off")
    yield Bad("magic only.parquet", b"PAR1", "cut off")
    yield Bad(
        "no rows.parquet",
        _parquet(pa.table({name: pa.array([], pa.string()) for name in COLUMNS})),
        "no rows",
    )
    damaged = bytearray(whole)
    damaged[20:60] = b"\xff" * 40
    yield Bad("damaged.parquet", bytes(damaged), "damaged", -1, 0)
    yield Bad("whole.parquet", whole, "", 2, 2)


def _parquet(table_: Any) -> bytes:
    from pyarrow import parquet

    target = io.BytesIO()
    parquet.write_table(table_, target)
    return target.getvalue()


# --- other spreadsheets


def ods(rows: str) -> bytes:
    """An OpenDocument spreadsheet around the XML of its rows."""
    names = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text")
    )
    content = (
        f'<?xml version="1.0"?><office:document-content {names}><office:body><office:spreadsheet><table:table table:name="案件">'
        f"{rows}</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content, zipfile.ZIP_DEFLATED)
        archive.writestr(
            "META-INF/manifest.xml",
            '<?xml version="1.0"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"></manifest:manifest>',
        )
    return target.getvalue()


def ods_row(cells: list[str]) -> str:
    """One row of an OpenDocument spreadsheet."""
    told = "".join(
        f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p></table:table-cell>'
        for cell in cells
    )
    return f"<table:table-row>{told}</table:table-row>"


def broken_sheets() -> Iterator[Bad]:
    yield Bad("whole.ods", ods(ods_row(list(COLUMNS)) + ods_row(row(1)) + ods_row(row(2))), "", 2, 2)
    cell = '<table:table-cell table:number-columns-repeated="1000" office:value-type="string"><text:p>x</text:p></table:table-cell>'
    bomb = f'<table:table-row table:number-rows-repeated="1000000">{cell}</table:table-row>'
    yield Bad("bomb.ods", ods(bomb), "cells")
    yield Bad("torn.ods", ods("<table:table-row><oops"), "")
    yield Bad("half.ods", ods(ods_row(list(COLUMNS)))[:-30], "damaged")
    yield Bad("ole of nothing.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2_000), "damaged")
