"""Comma, tab or semicolon between cells: rows out of lines, in which a torn quotation spoils its own line only."""

import csv
from collections import deque
from collections.abc import Iterator

from xiezhi.record.intake.faults import Fault
from xiezhi.record.intake.files.lines import Damaged, Line
from xiezhi.record.intake.files.table import LONGEST_CELL, Found

DELIMITERS = ",\t;|"
LONGEST_LINE = 8 << 20
MOST_LINES_A_ROW = 500  # beyond, a quotation was torn
SAMPLED = 30


class _TornError(Exception):
    """A quotation that does not end."""


def rows(source: Iterator[Line], delimiter: str) -> Iterator[Found]:
    """Rows with the line they begin in; unreadable ones with their fault, and one for what is damaged at the end."""
    csv.field_size_limit(LONGEST_CELL)
    feed = _Feed(source)
    while not feed.ended:
        reader = csv.reader(feed, delimiter=delimiter, strict=True)
        try:
            for cells in reader:
                line, fault = feed.take()
                yield Found(line, list(cells) if cells or not fault else None, (fault,) if fault else ())
        except (csv.Error, _TornError) as fault:
            yield feed.give_back(fault)
        except Damaged as damaged:
            line, _ = feed.take()
            yield Found(line or feed.last + 1, None, (damaged.fault,))
            return


def guess_delimiter(source: Iterator[Line]) -> str:
    """The sign that parts the first lines into the same number of cells, the more the better; a comma where none does."""
    sample = [line.text for _, line in zip(range(SAMPLED), source) if line.text.strip()]
    best, most = ",", (0, 0)
    for sign in DELIMITERS:
        try:
            widths = [len(cells) for cells in csv.reader(sample, delimiter=sign)]
        except csv.Error:
            continue
        usual = max(set(widths), key=widths.count, default=1)
        score = (widths.count(usual) if usual > 1 else 0, usual)
        if score > most:
            best, most = sign, score
    return best


class _Feed:
    """Lines for the reader of CSV, remembered until their row is whole, so that they can be given back."""

    def __init__(self, source: Iterator[Line]) -> None:
        self._source, self._again, self._taken = source, deque[Line](), list[Line]()
        self.ended, self.last = False, 0

    def __iter__(self) -> "_Feed":
        return self

    def __next__(self) -> str:
        if len(self._taken) >= MOST_LINES_A_ROW:
            raise _TornError
        line = self._again.popleft() if self._again else next(self._source, None)
        if line is None:
            self.ended = True
            raise StopIteration
        self.last = line.number
        self._taken.append(line)
        return line.text if line.fault is None or line.text else "\n"

    def take(self) -> tuple[int, Fault | None]:
        """The row is whole: where it began, and the fault of any of its lines."""
        taken, self._taken = self._taken, []
        fault = next((line.fault for line in taken if line.fault), None)
        return (taken[0].number if taken else 0), fault

    def give_back(self, fault: Exception) -> Found:
        """The row cannot be read: its first line is told, the others are read again."""
        taken, self._taken = self._taken, []
        self._again.extendleft(reversed(taken[1:]))
        self.ended = self.ended and not self._again
        line = taken[0].number if taken else self.last
        if isinstance(fault, _TornError) or "end of data" in str(fault):
            zh, en = "引号没有配对", "a quotation mark is not closed"
        elif "field larger" in str(fault):
            zh, en = f"单元格超过{LONGEST_CELL:,}个字符", f"a cell has more than {LONGEST_CELL:,} characters"
        else:
            zh, en = f"不是完好的 CSV：{fault}", f"not well-formed CSV: {fault}"
        return Found(line, None, (Fault("", zh, en),))
