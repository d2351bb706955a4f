"""Spreadsheets of other kinds (xls, ods), by calamine: the whole sheet is in memory, so its size is looked at first."""

import re
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any, BinaryIO, NamedTuple

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetVisibleEnum

from xiezhi.record.intake.faults import Words
from xiezhi.record.intake.files.lines import Damaged
from xiezhi.record.intake.files.table import Found, Reading
from xiezhi.record.intake.files.xlsx import choose
from xiezhi.record.intake.files.zips import member, opened
from xiezhi.rules.errors import InputError

MOST_CELLS = 6_000_000
_ODS_CELL = re.compile(
    rb'<table:table-row(?=[ />])(?:[^>]*?number-rows-repeated="(?P<rows>\d{1,9})")?'
    rb'|<table:(?:covered-)?table-cell(?P<cell>[^>]*)>'
    rb'|(?P<end></table:table-row>)'
)  # fmt: skip
_REPEATED = re.compile(rb'number-columns-repeated="(\d{1,9})"')


class _Sheet(NamedTuple):
    name: str
    visible: bool


class Sheets:
    """An opened spreadsheet. Raises InputError for one that is damaged, locked, or too large for memory."""

    def __init__(self, stream: BinaryIO, kind: str, reading: Reading, notes: list[Words]) -> None:
        self.kind, self.notes = kind, notes
        if kind == "ods":
            _look_through_ods(stream, notes)
        stream.seek(0)
        try:
            self.book = CalamineWorkbook.from_filelike(stream)
            known = [
                _Sheet(sheet.name, sheet.visible == SheetVisibleEnum.Visible)
                for sheet in self.book.sheets_metadata
            ]
            if not known:
                raise InputError("工作簿没有工作表", "the workbook has no sheets", field="file")
            self.sheets = tuple(known)
            self.sheet = choose(self.sheets, reading, notes)
            self._content = self.book.get_sheet_by_name(self.sheet.name)
        except PasswordError as fault:
            raise InputError(
                "工作簿有密码；请去除密码后再试",
                "the workbook is locked by a password; remove it first",
                field="file",
            ) from fault
        except (CalamineError, OSError) as fault:
            if isinstance(fault, CalamineError) and "EncryptedPackage" in str(fault):
                raise InputError(
                    "工作簿已加密；请去除密码后再试",
                    "the workbook is encrypted; remove the password first",
                    field="file",
                ) from fault
            raise InputError(
                f"表格文件损坏或者被截断（{fault}）",
                f"the spreadsheet is damaged or cut off ({fault})",
                field="file",
            ) from fault
        self.count = self._content.total_height
        if kind == "xls":
            notes.append(
                (
                    "xls 文件的公式取其已计算的值，无法分辨",
                    "formulas of an xls file cannot be told from values; their computed values are read",
                )
            )

    def rows(self) -> Iterator[Found]:
        """The rows of the chosen sheet."""
        first = self._content.start[0] if self._content.start else 0
        for line, cells in enumerate(self._content.iter_rows(), 1):
            yield Found(
                line + (first if self._content.total_height < first + self._content.height else 0),
                [_cell(cell) for cell in cells],
            )


def _cell(cell: Any) -> Any:
    if isinstance(cell, datetime):
        return cell.date() if cell.time() == time() else cell
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return int(cell)
    return None if cell == "" else cell if isinstance(cell, str | int | float | bool | date) else str(cell)


def _look_through_ods(stream: BinaryIO, notes: list[Words]) -> None:
    """Count the cells that stand there once repetition is written out, and tell of formulas."""
    archive = opened(stream)
    total = formulas = bare = width = pending = 0
    repeated, rest = 1, b""
    try:
        for part in member(archive, "content.xml"):
            rest += part
            border = rest.rfind(b"<")
            text, rest = rest[:border], rest[border:]
            if len(rest) > 1 << 20:
                raise InputError(
                    "表格文件的 XML 不完好", "the XML of the spreadsheet is not well-formed", field="file"
                )
            for match in _ODS_CELL.finditer(text):
                if match["cell"] is not None:
                    times = _REPEATED.search(match["cell"])
                    count = int(times[1]) if times else 1
                    filled = b"office:value-type" in match["cell"] or b"calcext:value-type" in match["cell"]
                    if b"table:formula" in match["cell"]:
                        formulas += 1
                        bare += not filled
                    width, pending = (width + pending + count, 0) if filled else (width, pending + count)
                elif match["end"] is not None:
                    total += width * repeated
                else:
                    width = pending = 0
                    repeated = int(match["rows"] or 1)
                if total + width * repeated > MOST_CELLS:
                    zh, en = (
                        f"表格超过{MOST_CELLS:,}个单元格；请另存为 CSV",
                        f"more than {MOST_CELLS:,} cells: save it as CSV",
                    )
                    raise InputError(zh, en, field="file")
    except Damaged as damaged:
        raise InputError(damaged.fault.zh, damaged.fault.en, field="file") from damaged
    if formulas:
        notes.append(
            (
                f"有{formulas:,}个公式，取其已计算的值；没有值的{bare:,}个按空读取",
                f"{formulas:,} formulas: their computed values were taken; {bare:,} have none and read as empty",
            )
        )
