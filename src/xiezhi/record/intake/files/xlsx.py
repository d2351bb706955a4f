"""Workbooks of Excel (xlsx), read as a stream: no cell is kept longer than its row, and a cell far out reserves no memory.

The general reader of spreadsheets (files.sheets) does not tell formulas from values and builds the whole rectangle of a sheet; here a formula whose
value was never computed is a fault of its cell, and the heading, however the sheet is bent, stays in bounds.
"""

import posixpath
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any, BinaryIO, NamedTuple
from xml.etree.ElementTree import Element, ParseError, XMLParser

from xiezhi.record.intake.faults import Fault, Words, note
from xiezhi.record.intake.files.lines import Damaged
from xiezhi.record.intake.files.serial_days import is_date_format, moment_of
from xiezhi.record.intake.files.table import Found, Reading
from xiezhi.record.intake.files.xlsx_cells import SheetCells, unescaped
from xiezhi.record.intake.files.zips import member, opened, small_member
from xiezhi.rules.errors import InputError

MOST_STRINGS, LARGEST_PART = 5_000_000, 16 << 20
LARGEST_STRINGS = 300 << 20
MOST_MERGED = 200_000
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell [^>]*ref="([A-Z]{1,3})([0-9]{1,7}):([A-Z]{1,3})([0-9]{1,7})"')
_ROWS = re.compile(rb"<(?:\w+:)?row[ >]")


class Sheet(NamedTuple):
    """A sheet of a workbook: its name, the member it lies in, whether it is shown."""

    name: str
    part: str
    visible: bool


class Workbook:
    """An opened workbook. Raises InputError for one that is no workbook or is damaged."""

    def __init__(self, stream: BinaryIO, reading: Reading, notes: list[Words]) -> None:
        self.archive = opened(stream)
        self.notes = notes
        try:
            self.epoch_1904, self.sheets = self._sheets()
            self.sheet = self._chosen(reading)
            self._strings = self._shared_strings()
            self._dated = self._date_styles()
            self.count, self._merged = self._look_through()
        except Damaged as damaged:
            raise InputError(damaged.fault.zh, damaged.fault.en, field="file") from damaged

    def rows(self) -> Iterator[Found]:
        """The rows of the chosen sheet that have cells."""
        cells = SheetCells(len(self._strings))
        computed, line = Counter[str](), 0
        try:
            for part in member(self.archive, self.sheet.part):
                for line, raw in cells.feed(part):
                    yield self._row(line, raw, computed)
        except Damaged as damaged:
            yield Found(line + 1, None, (damaged.fault,))
        for column, times in computed.items():
            self.notes.append((
                f"{column}列有{times:,}个公式，取其已计算的值", f"column {column} has {times:,} formulas; their computed values were taken"
            ))  # fmt: skip

    # --- one row

    def _row(self, line: int, raw: list[tuple[int, str, str, int, bool]], computed: Counter[str]) -> Found:
        cells: list[Any] = []
        faults: list[Fault] = []
        for column, kind, text, style, formula in raw:
            if column >= len(cells):
                cells.extend([None] * (column + 1 - len(cells)))
            name = column_letters(column)
            if formula and not text and kind != "str":
                zh, en = (
                    f"{name}{line}是公式，没有已计算的值；请在 Excel 中打开并保存",
                    f"{name}{line} is a formula without a computed value; open and save it in Excel",
                )
                faults.append(Fault(name, zh, en))
                continue
            if formula:
                computed[name] += 1
            value = self._value(kind, text, style)
            if kind == "e":
                faults.append(
                    Fault(name, f"{name}{line}是错误值 {text}", f"{name}{line} is an error: {text}")
                )
                value = None
            cells[column] = value
        for column in self._merged.get(line, ()):
            if column >= len(cells) or cells[column] is None:
                name = column_letters(column)
                zh, en = (
                    f"{name}{line}在合并单元格内，值只在首格",
                    f"{name}{line} is part of a merged cell, whose value stands in its first cell only",
                )
                faults.append(note(name, zh, en))
        return Found(line, cells, tuple(faults))

    def _value(self, kind: str, text: str, style: int) -> Any:
        if kind == "s":
            place = int(text) if text.isdecimal() else -1
            return self._strings[place] if 0 <= place < len(self._strings) else None
        if kind in ("str", "inlineStr", "d", "e"):
            return unescaped(text) or None
        if not text:
            return None
        if kind == "b":
            return text.strip() in ("1", "true")
        try:
            number = float(text)
        except ValueError:
            return text
        if style in self._dated:
            return moment_of(number, self.epoch_1904) or number
        return int(number) if number.is_integer() and abs(number) < 1e15 else number

    # --- what surrounds the rows

    def _sheets(self) -> tuple[bool, tuple[Sheet, ...]]:
        root = self._xml("xl/workbook.xml")
        if root is None:
            raise InputError(
                "压缩包内没有 Excel 工作簿；请另存为 .xlsx 或者 .csv",
                "the archive holds no workbook; save it as .xlsx or .csv",
                field="file",
            )
        targets = {
            relation.get("Id", ""): posixpath.normpath(
                posixpath.join("xl", relation.get("Target", "").removeprefix("/xl/").removeprefix("/"))
            )
            for relation in self._each("xl/_rels/workbook.xml.rels", "Relationship")
        }
        epoch, found = False, []
        for element in root.iter():
            tag = _tag(element)
            if tag == "workbookPr":
                epoch = element.get("date1904", "0") in ("1", "true")
            elif tag == "sheet":
                relation = next((value for key, value in element.attrib.items() if key.endswith("}id")), "")
                part = targets.get(relation, "")
                if part in self.archive.namelist() and "chartsheet" not in part:
                    found.append(
                        Sheet(element.get("name", ""), part, element.get("state", "visible") == "visible")
                    )
        if not found:
            raise InputError("工作簿没有工作表", "the workbook has no sheets", field="file")
        return epoch, tuple(found)

    def _chosen(self, reading: Reading) -> Sheet:
        sheet: Sheet = choose(self.sheets, reading, self.notes)
        if self.epoch_1904:
            self.notes.append(
                (
                    "工作簿以1904年为日期起点，已按此换算",
                    "the workbook counts its days from 1904; they were read so",
                )
            )
        return sheet

    def _shared_strings(self) -> list[str]:
        strings: list[str] = []
        if "xl/sharedStrings.xml" not in self.archive.namelist():
            return strings
        size = 0
        for text in SheetCells(0).strings(member(self.archive, "xl/sharedStrings.xml")):
            strings.append(text)
            size += len(text)
            if len(strings) > MOST_STRINGS or size > LARGEST_STRINGS:
                zh, en = "工作簿的文字过多，请另存为 CSV", "the workbook holds too much text: save it as CSV"
                raise InputError(zh, en, field="file")
        return strings

    def _date_styles(self) -> frozenset[int]:
        """The places of the cell styles that show a number as a day."""
        formats = {}
        dated = []
        root = self._xml("xl/styles.xml")
        place, inside = 0, False
        for element in root.iter() if root is not None else ():
            tag = _tag(element)
            if tag == "numFmt":
                formats[element.get("numFmtId", "")] = element.get("formatCode", "")
            elif tag in ("cellXfs", "cellStyleXfs"):
                inside = tag == "cellXfs"
            elif tag == "xf" and inside:
                number = element.get("numFmtId", "0")
                if is_date_format(int(number) if number.isdecimal() else 0, formats.get(number, "")):
                    dated.append(place)
                place += 1
        return frozenset(dated)

    def _look_through(self) -> tuple[int, dict[int, set[int]]]:
        """How many rows the sheet has, and which cells of each line lie hidden in merged ones (they are told at the sheet's end)."""
        count, merged, before = 0, dict[int, set[int]](), b""
        ranges = cells = 0
        for part in member(self.archive, self.sheet.part):
            count += len(_ROWS.findall(part))
            around = before[-200:] + part
            for match in _MERGED.finditer(around):
                if match.end() <= len(before[-200:]):
                    continue
                ranges += 1
                for line, column in _covered(match):
                    cells += 1
                    if cells > MOST_MERGED:
                        break
                    merged.setdefault(line, set()).add(column)
            before = part
        if ranges:
            self.notes.append(
                (
                    f"有{ranges:,}处合并单元格，值只在首格",
                    f"{ranges:,} merged cells: their value stands in the first cell only",
                )
            )
        return count, merged

    def _xml(self, name: str) -> Element | None:
        contents = small_member(self.archive, name, LARGEST_PART)
        if not contents:
            return None
        if b"<!DOCTYPE" in contents:
            raise InputError(
                "工作簿内有 DOCTYPE，不予读取", "the workbook holds a DOCTYPE: refused", field="file"
            )
        parser = XMLParser()  # no DOCTYPE, so no entities
        try:
            parser.feed(contents)
            return parser.close()
        except ParseError as fault:
            raise InputError(
                f"{name} 不是完好的 XML（{fault}）", f"{name} is not well-formed XML ({fault})", field="file"
            ) from fault

    def _each(self, name: str, tag: str) -> Iterator[Element]:
        root = self._xml(name)
        return (element for element in root.iter() if _tag(element) == tag) if root is not None else iter(())


def choose(sheets: tuple[Any, ...], reading: Reading, notes: list[Words]) -> Any:
    """The sheet asked for, else the first that is shown. Tells what was left aside. Raises InputError for one that is not there."""
    names = "、".join(sheet.name for sheet in sheets)
    if reading.sheet:
        for sheet in sheets:
            if sheet.name == reading.sheet:
                return sheet
        raise InputError(
            f"没有工作表“{reading.sheet}”；现有：{names}",
            f"no sheet “{reading.sheet}”; there is: {names}",
            field="sheet",
        )
    shown = [sheet for sheet in sheets if sheet.visible] or list(sheets)
    hidden = [sheet.name for sheet in sheets if not sheet.visible]
    if hidden:
        notes.append(
            (f"隐藏的工作表未读：{'、'.join(hidden)}", f"hidden sheets are not read: {', '.join(hidden)}")
        )
    if len(shown) > 1:
        notes.append(
            (
                f"有{len(shown)}张工作表，读第一张“{shown[0].name}”",
                f"{len(shown)} sheets; the first, “{shown[0].name}”, is read",
            )
        )
    return shown[0]


def column_letters(place: int) -> str:
    """The name of a column as spreadsheets give it: 0 = A."""
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_place(letters: str) -> int:
    """The place of a column by its letters: A = 0."""
    place = 0
    for letter in letters:
        place = place * 26 + ord(letter) - 64
    return place - 1


def _covered(match: re.Match[bytes]) -> Iterator[tuple[int, int]]:
    left, top, right, bottom = match[1].decode(), int(match[2]), match[3].decode(), int(match[4])
    for line in range(top, bottom + 1):
        for column in range(column_place(left), column_place(right) + 1):
            if (line, column) != (top, column_place(left)):
                yield line, column


def _tag(element: Element) -> str:
    return element.tag.rpartition("}")[2]
