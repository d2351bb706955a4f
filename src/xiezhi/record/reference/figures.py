"""Reading the rows of a file of yearly totals: whole numbers as other systems write them; a row that cannot be read is named."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from xiezhi.record.errors import InputError
from xiezhi.record.reference.layout import MEASURES, Layout
from xiezhi.rules.limits.exchange import PLAUSIBLE_YEARS

Row = tuple[int, Mapping[str, str]]
"""The line of a row in its file (from 1), and its cells by the heads of their columns."""

LONGEST_UNIT = 120
LARGEST = 10**12
_WHOLE = re.compile(r"([+-]?)(\d+|\d{1,3}(?:[,\u00a0\u202f ]\d{3})+)(?:\.0+)?")
_NOTHING = {"", "na", "n/a", "nan", "null", "none", "-", "—", "…", "..", "无"}


class Figure(NamedTuple):
    """One total."""

    unit: str
    year: int
    measure: str
    value: int
    line: int


class Fault(NamedTuple):
    """A row or a cell that was left out, and why."""

    line: int
    zh: str
    en: str


class Read(NamedTuple):
    """What a file told: its totals, what was left out, how many rows it has."""

    figures: list[Figure]
    left_out: list[Fault]
    rows: int


def read_figures(rows: Iterable[Row], layout: Layout, unreadable: Iterable[Fault] = ()) -> Read:
    """Every total of the file. A cell that says nothing (empty, NA) is no total and no fault. `unreadable`: rows that are no rows."""
    figures: dict[tuple[str, int, str], Figure] = {}
    faults = list(unreadable)
    count = len(faults)
    for line, cells in rows:
        count += 1
        try:
            unit, year = _unit(cells[layout.unit]), _year(cells[layout.year])
        except InputError as fault:
            faults.append(Fault(line, fault.zh, fault.en))
            continue
        for measure, text in _told(cells, layout, line, faults):
            try:
                value = whole(text)
            except InputError as fault:
                zh, en = MEASURES[measure]
                faults.append(Fault(line, f"{zh}：{fault.zh}", f"{en}: {fault.en}"))
                continue
            if value is not None:
                _keep(Figure(unit, year, measure, value, line), figures, faults)
    return Read(list(figures.values()), sorted(faults), count)


def _told(
    cells: Mapping[str, str], layout: Layout, line: int, faults: list[Fault]
) -> Iterator[tuple[str, str]]:
    """The measures a row tells, each with its text."""
    if layout.measures:
        yield from ((measure, cells[head]) for measure, head in layout.measures.items())
        return
    called = cells[layout.measure].strip()
    measure = layout.names.get(called) or layout.names.get(called.lower())
    if measure:
        yield measure, cells[layout.value]
    else:
        faults.append(Fault(line, f"指标“{called}”没有对应", f'nothing stands for the measure "{called}"'))


def _keep(figure: Figure, figures: dict[tuple[str, int, str], Figure], faults: list[Fault]) -> None:
    earlier = figures.setdefault((figure.unit, figure.year, figure.measure), figure)
    if earlier.line != figure.line and earlier.value != figure.value:
        zh, en = MEASURES[figure.measure]
        faults.append(
            Fault(
                figure.line,
                f"{figure.unit} {figure.year}年的{zh}与第{earlier.line}行不同：{figure.value:,}，前为{earlier.value:,}；保留前一个",
                f"{en} of {figure.unit} in {figure.year} differs from line {earlier.line}: {figure.value:,}, before "
                f"{earlier.value:,}; the first is kept",
            )
        )


def _unit(text: str) -> str:
    unit = " ".join(text.split())
    if not unit or len(unit) > LONGEST_UNIT or not unit.isprintable():
        raise InputError(
            f"单位应为1至{LONGEST_UNIT}个可见字符",
            f"the unit should have 1 to {LONGEST_UNIT} printable characters",
        )
    return unit


def _year(text: str) -> int:
    shown = _narrow(text).removesuffix("年")
    try:
        year = whole(shown)
    except InputError:
        year = None
    if year is None or year not in PLAUSIBLE_YEARS:
        raise InputError(f"年度“{text[:20]}”看不懂", f'the year "{text[:20]}" cannot be read')
    return year


def whole(text: str) -> int | None:
    """A whole number that is not negative: 26700, 26700.0, 26,700, full-width too; None when the cell says nothing.

    Raises InputError for anything else: a fraction of a case would be a misread column.
    """
    shown = _narrow(text)
    if shown.lower() in _NOTHING:
        return None
    found = _WHOLE.fullmatch(shown)
    if found is None:
        raise InputError(f"“{text[:20]}”不是整数", f'"{text[:20]}" is no whole number')
    if found[1] == "-":
        raise InputError(f"“{text[:20]}”是负数", f'"{text[:20]}" is negative')
    value = int(re.sub(r"\D", "", found[2])) if len(found[2]) < 20 else LARGEST
    if value >= LARGEST:
        raise InputError(f"“{text[:20]}”过大", f'"{text[:20]}" is too large')
    return value


def _narrow(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip()
