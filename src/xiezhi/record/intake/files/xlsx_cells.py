"""The XML of a sheet as a stream of rows of raw cells: expat, driven by hand because it runs for every cell of the file."""

import re
from collections.abc import Iterator
from typing import Any
from xml.parsers import expat

from xiezhi.record.intake.faults import Fault
from xiezhi.record.intake.files.lines import Damaged
from xiezhi.record.intake.files.table import LONGEST_CELL

MOST_PLACES = 16_384  # columns of a sheet

_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")

RawCell = tuple[int, str, str, int, bool]  # column from 0, type, text, style, whether a formula


def unescaped(text: str) -> str:
    """A text with the signs that XML cannot hold, which workbooks write as _x0007_ (ECMA-376, ST_Xstring)."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text


class SheetCells:
    """Feed it the pieces of a sheet; it gives the rows that are whole."""

    def __init__(self, strings: int) -> None:
        self._rows: list[tuple[int, list[RawCell]]] = []
        self._cells: list[RawCell] = []
        self._line = self._column = self._style = 0
        self._kind, self._formula = "n", False
        self._text: list[str] | None = None
        self._parts: list[str] = []
        self._phonetic = False
        self._done: list[str] = []

    def feed(self, part: bytes) -> Iterator[tuple[int, list[RawCell]]]:
        """The rows that this piece completes, with their lines. Raises Damaged for what is no sheet."""
        if not hasattr(self, "_parser"):
            self._parser = self._begin(self._start, self._end)
        damaged: Damaged | None = None
        try:
            self._parse(part)
        except Damaged as torn:
            damaged = torn
        rows, self._rows = self._rows, []
        yield from rows
        if damaged is not None:
            raise damaged

    def strings(self, parts: Iterator[bytes]) -> Iterator[str]:
        """The shared strings of a workbook, in order."""
        self._parser = self._begin(self._string_start, self._string_end)
        for part in parts:
            self._parse(part)
            done, self._done = self._done, []
            yield from done

    def _begin(self, start: Any, end: Any) -> Any:
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler, parser.EndElementHandler = start, end
        parser.CharacterDataHandler = self._characters
        parser.StartDoctypeDeclHandler = self._no_doctype
        return parser

    def _parse(self, part: bytes) -> None:
        try:
            self._parser.Parse(part)
        except expat.ExpatError as fault:
            zh, en = (
                f"工作表的 XML 自此损坏（{fault}）",
                f"from here on the sheet is not well-formed ({fault})",
            )
            raise Damaged(Fault("file", zh, en)) from fault

    def _no_doctype(self, *_: Any) -> None:
        raise Damaged(Fault("file", "工作簿内有 DOCTYPE，不予读取", "the workbook holds a DOCTYPE: refused"))

    # --- a sheet

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if ":" in name:
            name = name.rpartition(":")[2]
        if name == "c":
            self._open_cell(attributes)
        elif name == "v" or (name == "t" and not self._phonetic):
            self._text = []
        elif name == "f":
            self._formula = True
        elif name == "row":
            told = attributes.get("r", "")
            self._line = int(told) if told.isdecimal() else self._line + 1
            self._cells, self._column = [], -1
        elif name == "rPh":
            self._phonetic = True

    def _open_cell(self, attributes: dict[str, str]) -> None:
        column = self._column + 1
        where = attributes.get("r", "")
        if where:
            column = -1
            for sign in where:
                if sign.isdecimal():
                    break
                column = (column + 1) * 26 + ord(sign) - 65
        if not 0 <= column < MOST_PLACES:
            zh, en = f"单元格位置{where}不可能", f"impossible place of a cell: {where}"
            raise Damaged(Fault("file", zh, en))
        self._column = column
        self._kind, self._formula, self._parts = attributes.get("t", "n"), False, []
        style = attributes.get("s", "")
        self._style = int(style) if style.isdecimal() else 0

    def _characters(self, data: str) -> None:
        if self._text is not None:
            self._text.append(data)

    def _end(self, name: str) -> None:
        if ":" in name:
            name = name.rpartition(":")[2]
        if name in ("v", "t"):
            if self._text is not None:
                self._parts += self._text
            self._text = None
        elif name == "c":
            text = self._parts[0] if len(self._parts) == 1 else "".join(self._parts)
            if text or self._formula:
                self._cells.append(
                    (self._column, self._kind, text[:LONGEST_CELL], self._style, self._formula)
                )
        elif name == "row":
            if self._cells:
                self._rows.append((self._line, self._cells))
        elif name == "rPh":
            self._phonetic = False

    # --- shared strings

    def _string_start(self, name: str, attributes: dict[str, str]) -> None:
        name = name.rpartition(":")[2]
        if name == "si":
            self._parts = []
        elif name == "t" and not self._phonetic:
            self._text = []
        elif name == "rPh":
            self._phonetic = True

    def _string_end(self, name: str) -> None:
        name = name.rpartition(":")[2]
        if name == "t":
            if self._text is not None:
                self._parts += self._text
            self._text = None
        elif name == "si":
            self._done.append(unescaped("".join(self._parts)[:LONGEST_CELL]))
        elif name == "rPh":
            self._phonetic = False


__all__ = ["SheetCells"]
