"""Every table of a report as a workbook: numbers as numbers, each opening its list; definitions and what it all rests on."""

import io
import re
from collections.abc import Iterator

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from xiezhi.rules.language import tr
from xiezhi.work.situation.report.printing import Address, clean
from xiezhi.work.situation.report.values import Cell, Contents, Table

LONGEST_NAME = 31  # of a sheet
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\']")
# The columns of the sheet of definitions, with their widths.
_DEFINED = (
    (("标识", "Id"), 28), (("名称", "Name"), 28), (("公式", "Formula"), 60), (("版本", "Version"), 8), (("施行", "In force"), 24),
    (("证据", "Evidence"), 36), (("来源", "Source"), 60), (("说明", "Caveat"), 60),
)  # fmt: skip
FORMATS = {"share": "0.00%", "days": "#,##0.0", "cases": "#,##0"}


def workbook(contents: Contents, address: Address) -> bytes:
    """The file."""
    stream = io.BytesIO()
    # No formula and no address comes from a text: texts are written as texts.
    book = xlsxwriter.Workbook(
        stream, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    writer = _Writer(book, contents, address)
    writer.front()
    for name, table in _named(contents):
        writer.table(book.add_worksheet(name), table)
    writer.definitions()
    book.close()
    return stream.getvalue()


def _named(contents: Contents) -> Iterator[tuple[str, Table]]:
    """The tables with names of sheets: short, each once."""
    used: set[str] = set()
    for table in contents.tables():
        plain = _NOT_IN_NAMES.sub(" ", table.name)[:LONGEST_NAME]
        name, number = plain, 1
        while name.lower() in used:
            number += 1
            name = f"{plain[: LONGEST_NAME - 3]} {number}"
        used.add(name.lower())
        yield name, table


class _Writer:
    def __init__(self, book: xlsxwriter.Workbook, contents: Contents, address: Address) -> None:
        self._book = book
        self._contents = contents
        self._address = address
        self._formats: dict[tuple[str, bool], Format] = {}
        self._title = book.add_format({"bold": True, "font_size": 14})
        self._head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        self._text = book.add_format({"text_wrap": True, "valign": "top"})
        self._quiet = book.add_format({"font_color": "#56605f", "text_wrap": True, "valign": "top"})

    def front(self) -> None:
        """What the report is and what it rests on."""
        sheet = self._book.add_worksheet(tr("说明", "About"))
        sheet.set_column(0, 0, 16)
        sheet.set_column(1, 1, 90)
        sheet.write_string(0, 0, self._contents.title, self._title)
        for row, (label, value) in enumerate(self._contents.heading, 2):
            sheet.write_string(row, 0, label, self._quiet)
            sheet.write_string(row, 1, clean(value), self._text)

    def table(self, sheet: Worksheet, table: Table) -> None:
        sheet.write_string(0, 0, table.title, self._title)
        sheet.write_string(
            1,
            0,
            f"{self._contents.court} {self._contents.period}",
            self._book.add_format({"font_color": "#56605f"}),
        )
        sheet.set_column(0, 0, 36)
        sheet.set_column(1, max(1, len(table.heads) - 1), 15)
        for column, head in enumerate(table.heads):
            sheet.write_string(3, column, head.words, self._head)
        for row, cells in enumerate(table.rows, 4):
            for column, cell in enumerate(cells):
                self._cell(sheet, row, column, cell)
        sheet.freeze_panes(4, 1)
        if table.about:
            sheet.write_string(
                5 + len(table.rows), 0, table.about, self._book.add_format({"font_color": "#56605f"})
            )

    def _cell(self, sheet: Worksheet, row: int, column: int, cell: Cell) -> None:
        link = self._address(cell.link) if cell.link is not None else ""
        if cell.number is None:
            if link:
                sheet.write_url(row, column, link, self._format("", True), clean(cell.words))
            else:
                sheet.write_string(row, column, clean(cell.words), self._text)
            return
        if link:
            sheet.write_url(row, column, link, self._format(cell.unit, True), clean(cell.words))
        sheet.write_number(row, column, cell.number, self._format(cell.unit, bool(link)))

    def _format(self, unit: str, linked: bool) -> Format:
        if (unit, linked) not in self._formats:
            made = {"num_format": FORMATS.get(unit, "#,##0.00"), "align": "right"}
            if linked:
                made["font_color"] = "#1f5c5c"
            self._formats[unit, linked] = self._book.add_format(made)
        return self._formats[unit, linked]

    def definitions(self) -> None:
        sheet = self._book.add_worksheet(tr("指标口径", "Definitions"))
        for column, (words, width) in enumerate(_DEFINED):
            sheet.set_column(column, column, width)
            sheet.write_string(0, column, tr(*words), self._head)
        for row, one in enumerate(self._contents.definitions, 1):
            for column, value in enumerate(
                (
                    one.key,
                    one.name,
                    one.formula,
                    str(one.version),
                    one.force,
                    one.status,
                    one.source,
                    one.caveat,
                )
            ):
                sheet.write_string(row, column, clean(value), self._text)
        sheet.freeze_panes(1, 2)
