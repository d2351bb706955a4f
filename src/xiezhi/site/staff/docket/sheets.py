"""The docket as a file: the rows of the list in its order, between two lines that say who took them, when and why."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import BinaryIO

import xlsxwriter
from django.utils import timezone

from xiezhi.rules.language import tr
from xiezhi.site.staff.docket.columns import DocketColumn, Value
from xiezhi.site.staff.docket.rows import Row

BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")
MEDIA_TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}
WIDTHS = {"number": 27, "cause": 26, "parties": 44, "procedure": 18, "court": 28, "next": 20}
USUAL_WIDTH = 13
LONGEST_IN_MARGIN = 120  # characters; Excel takes 255 with their codes
ABOVE = 2  # rows above the content: the mark and the heads
# Large and pale, pushed down into the page: what a spreadsheet has instead of a watermark.
_ACROSS = "&C" + "\n" * 9 + "&36&KD9D9D9"
LONGEST_ACROSS = 60


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is written: the columns with their rows, the line above and below them, and the words across every printed page."""

    title: str
    columns: Sequence[DocketColumn]
    rows: Iterable[Row]
    today: date
    mark: str
    across: str

    @property
    def shown(self) -> list[DocketColumn]:
        """A drawing has no place in a sheet; what it says stands in the days left."""
        return [column for column in self.columns if column.key != "progress"]

    def lines(self) -> Iterator[list[Value]]:
        """The content row by row."""
        for row in self.rows:
            yield [column.told(row, self.today) for column in self.shown]


def mark_words(
    name: str, at: datetime, purpose: str, *, demonstration: bool, training: bool, as_of: date | None
) -> str:
    """The line that every sheet and every printed page bears: who took it, when, why; and whether the data are invented."""
    local = timezone.localtime(at)
    parts = [
        tr("培训数据", "TRAINING DATA")
        if training
        else tr("演示数据", "DEMONSTRATION DATA")
        if demonstration
        else "",
        tr(f"{name}于{local:%Y-%m-%d %H:%M}取得", f"taken by {name} on {local:%Y-%m-%d %H:%M}"),
        tr(f"用途：{purpose}", f"purpose: {purpose}"),
        tr(f"按{as_of:%Y-%m-%d}24时所知", f"as known at the end of {as_of:%Y-%m-%d}") if as_of else "",
    ]
    return tr("；", "; ").join(part for part in parts if part)


def across_words(name: str, at: datetime) -> str:
    """The words across a page: who, and when."""
    return f"{name} {timezone.localtime(at):%Y-%m-%d %H:%M}"


def harmless(text: str) -> str:
    """Text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(BEGINS_A_FORMULA) else text


def write_csv(sheet: Sheet, stream: BinaryIO) -> int:
    """The sheet as comma-separated text, with the mark of UTF-8 that Excel asks for; how many rows it has."""
    text = io.TextIOWrapper(stream, "utf-8-sig", newline="", write_through=True)
    writer, count = csv.writer(text), 0
    writer.writerow([harmless(sheet.mark)])
    writer.writerow([column.words for column in sheet.shown])
    for line in sheet.lines():
        writer.writerow([_plain(value) for value in line])
        count += 1
    writer.writerow([harmless(sheet.mark)])
    text.detach()
    return count


def _plain(value: Value) -> str | int | Decimal:
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat()
    return harmless(value) if isinstance(value, str) else value


def write_xlsx(sheet: Sheet, stream: BinaryIO) -> int:
    """The sheet as an Excel workbook, written row by row; how many rows it has."""
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(stream, options) as book:
        page = book.add_worksheet(sheet.title[:31])
        quiet, head = book.add_format({"font_color": "#626c6f"}), book.add_format({"bold": True, "bottom": 1})
        days = book.add_format({"num_format": "yyyy-mm-dd", "align": "left"})
        _set_paper(page, sheet)
        for place, column in enumerate(sheet.shown):
            page.set_column(place, place, WIDTHS.get(column.key, USUAL_WIDTH))
        page.write_string(0, 0, sheet.mark, quiet)
        for place, column in enumerate(sheet.shown):
            page.write_string(1, place, column.words, head)
        count = _write_lines(page, sheet.lines(), days)
        page.write_string(ABOVE + count, 0, sheet.mark, quiet)
        page.autofilter(1, 0, max(ABOVE, ABOVE + count - 1), len(sheet.shown) - 1)
    return count


def _set_paper(page: xlsxwriter.worksheet.Worksheet, sheet: Sheet) -> None:
    """How the sheet is printed: its heads and its marks on every page."""
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(0, 1)
    page.freeze_panes(ABOVE, 1)
    page.set_header(f"{_ACROSS}{_in_margin(sheet.across[:LONGEST_ACROSS])}")
    page.set_footer(f"&L{_in_margin(sheet.mark[:LONGEST_IN_MARGIN])}&R&P/&N")


def _in_margin(text: str) -> str:
    return text.replace("&", "&&")


def _write_lines(page: xlsxwriter.worksheet.Worksheet, lines: Iterable[list[Value]], days: object) -> int:
    number = ABOVE
    for number, line in enumerate(lines, ABOVE + 1):
        for place, value in enumerate(line):
            if isinstance(value, date):
                page.write_datetime(number - 1, place, datetime(value.year, value.month, value.day), days)  # noqa: DTZ001
            elif isinstance(value, int | Decimal):
                page.write_number(number - 1, place, value)
            elif value:
                page.write_string(number - 1, place, value)
    return number - ABOVE


WRITERS = {"xlsx": write_xlsx, "csv": write_csv}
