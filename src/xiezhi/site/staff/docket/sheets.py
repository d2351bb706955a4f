"""The docket as a file: the rows of the list in its order, under a line that says who took them, when and why."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

import xlsxwriter
from django.utils import timezone

from xiezhi.rules.language import tr
from xiezhi.site.staff.docket.columns import DocketColumn, Value
from xiezhi.site.staff.docket.rows import Row

MOST_ROWS = 1_000  # without a second approval (handbook of tasks and access, 6.5)
BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")
MEDIA_TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}
WIDTHS = {"number": 27, "cause": 26, "parties": 44, "procedure": 18, "court": 28, "next": 20}
USUAL_WIDTH = 13
LONGEST_FOOTER = 120
SHORTEST_PURPOSE, LONGEST_PURPOSE = 2, 60


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is written: the columns with their rows, and the line above them."""

    title: str
    columns: Sequence[DocketColumn]
    rows: Sequence[Row]
    today: date
    mark: str

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
    """The line that every sheet bears: who took it, when, why; and whether the data are invented."""
    local = timezone.localtime(at)
    parts = [
        tr("培训数据", "TRAINING DATA")
        if training
        else tr("演示数据", "DEMONSTRATION DATA")
        if demonstration
        else "",
        tr(f"{name}于{local:%Y-%m-%d %H:%M}导出", f"exported by {name} on {local:%Y-%m-%d %H:%M}"),
        tr(f"用途：{purpose}", f"purpose: {purpose}"),
        tr(f"按{as_of:%Y-%m-%d}24时所知", f"as known at the end of {as_of:%Y-%m-%d}") if as_of else "",
    ]
    return tr("；", "; ").join(part for part in parts if part)


def harmless(text: str) -> str:
    """Text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(BEGINS_A_FORMULA) else text


def as_csv(sheet: Sheet) -> bytes:
    """The sheet as comma-separated text; with the mark of UTF-8 that Excel asks for."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerow([harmless(sheet.mark)])
    writer.writerow([column.words for column in sheet.shown])
    writer.writerows([_plain(value) for value in line] for line in sheet.lines())
    return stream.getvalue().encode("utf-8-sig")


def _plain(value: Value) -> str | int | Decimal:
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat()
    return harmless(value) if isinstance(value, str) else value


def as_xlsx(sheet: Sheet) -> bytes:
    """The sheet as an Excel workbook, written row by row."""
    stream = io.BytesIO()
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
        page.set_landscape()
        page.set_paper(9)
        page.fit_to_pages(1, 0)
        page.repeat_rows(1)
        page.freeze_panes(2, 1)
        page.set_footer(f"&L{sheet.mark[:LONGEST_FOOTER].replace('&', '&&')}&R&P/&N")
        for place, column in enumerate(sheet.shown):
            page.set_column(place, place, WIDTHS.get(column.key, USUAL_WIDTH))
        page.write_string(0, 0, sheet.mark, quiet)
        for place, column in enumerate(sheet.shown):
            page.write_string(1, place, column.words, head)
        _write_lines(page, sheet.lines(), days)
        page.autofilter(1, 0, len(sheet.rows) + 1, len(sheet.shown) - 1)
    return stream.getvalue()


def _write_lines(page: xlsxwriter.worksheet.Worksheet, lines: Iterable[list[Value]], days: object) -> None:
    for number, line in enumerate(lines, 2):
        for place, value in enumerate(line):
            if isinstance(value, date):
                page.write_datetime(number, place, datetime(value.year, value.month, value.day), days)  # noqa: DTZ001
            elif isinstance(value, int | Decimal):
                page.write_number(number, place, value)
            elif value:
                page.write_string(number, place, value)


WRITERS = {"xlsx": as_xlsx, "csv": as_csv}
