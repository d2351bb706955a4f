"""Reading the law as data: TOML and CSV files under rules/data, checked key by key.

A `Table` knows its file and its key (in CSV its line), so that every complaint names both; keys that nobody asked for
are refused as misspelt. Called by the loaders of limits, documents, calendar, courts and causes, never by users directly.
"""

import csv
import tomllib
from collections.abc import Iterator
from datetime import date, datetime
from itertools import pairwise
from math import isfinite
from pathlib import Path
from typing import Any, TypeVar

from xiezhi.rules.errors import RuleDataError

DATA = Path(__file__).parent / "data"
VERIFICATIONS = ("verified", "documented", "unverified")
LONGEST_SHOWN = 80  # characters of a wrong value in a complaint

T = TypeVar("T")


class Table:
    """One TOML table: typed access by key; `done()` refuses the keys that were not read."""

    def __init__(self, file: str, key: str, values: dict[str, Any]) -> None:
        self.file = file
        self.key = key
        self._values = values
        self._read: set[str] = set()

    def __contains__(self, name: str) -> bool:
        return name in self._values

    def names(self) -> tuple[str, ...]:
        return tuple(self._values)

    def fault(self, name: str, zh: str, en: str) -> RuleDataError:
        """The complaint about the key `name` of this table."""
        return RuleDataError(self.file, f"{self.key}.{name}" if self.key else name, zh, en)

    def get(self, name: str, kind: type[T]) -> T | None:
        """The value of a key that may be left out."""
        self._read.add(name)
        value = self._values.get(name)
        if value is None:
            return None
        lookalike = (kind is int and isinstance(value, bool)) or (
            kind is date and isinstance(value, datetime)
        )
        if lookalike or not isinstance(value, kind):
            raise self.fault(
                name,
                f"应为 {kind.__name__}，实为 {_shown(value)}",
                f"expected {kind.__name__}, found {_shown(value)}",
            )
        return value

    def number(self, name: str) -> float | None:
        """A number, whole or not, that may be left out."""
        self._read.add(name)
        value = self._values.get(name)
        if value is None:
            return None
        number = _as_float(value)
        if number is None:
            raise self.fault(
                name, f"应为数字，实为 {_shown(value)}", f"expected a number, found {_shown(value)}"
            )
        return number

    def need(self, name: str, kind: type[T]) -> T:
        """The value of a key that must be there."""
        value = self.get(name, kind)
        if value is None:
            raise self.fault(name, "缺少这一项", "this key is missing")
        return value

    def day(self, name: str) -> date | None:
        """A day written 2024-03-01 as text: CSV files have no dates of their own."""
        text = self.get(name, str)
        if text is None:
            return None
        try:
            return date.fromisoformat(text)
        except ValueError:
            raise self.fault(
                name, f"应为 2024-03-01 这样的日期，实为 {text!r}", f"expected 2024-03-01, found {text!r}"
            ) from None

    def need_day(self, name: str) -> date:
        """A day that must be there."""
        day = self.day(name)
        if day is None:
            raise self.fault(name, "缺少这一项", "this key is missing")
        return day

    def flag(self, name: str) -> bool:
        return self.get(name, bool) or False

    def choice(self, name: str, options: tuple[str, ...], default: str | None = None) -> str:
        """A word of a closed list."""
        value = self.get(name, str) or default
        if value not in options:
            raise self.fault(
                name, f"应为 {options} 之一，实为 {value!r}", f"expected one of {options}, found {value!r}"
            )
        return value

    def verification(self) -> str:
        return self.choice("verification", VERIFICATIONS, "verified")

    def words(self, name: str) -> tuple[str, ...]:
        """A list of strings; left out = empty."""
        values = self.get(name, list) or []
        if not all(isinstance(value, str) for value in values):
            raise self.fault(name, "应为字符串列表", "expected a list of strings")
        return tuple(values)

    def tables(self, name: str) -> list["Table"]:
        """A list of tables; left out = empty."""
        values = self.get(name, list) or []
        for value in values:
            if not isinstance(value, dict):
                raise self.fault(
                    name,
                    f"应为表的列表，实为 {_shown(value)}",
                    f"expected a list of tables, found {_shown(value)}",
                )
        return [
            Table(self.file, f"{self.key}.{name}[{place}]".lstrip("."), value)
            for place, value in enumerate(values, 1)
        ]

    def table(self, name: str) -> "Table | None":
        values = self.get(name, dict)
        return (
            None if values is None else Table(self.file, f"{self.key}.{name}" if self.key else name, values)
        )

    def need_table(self, name: str) -> "Table":
        """A sub-table that must be there."""
        table = self.table(name)
        if table is None:
            raise self.fault(name, "缺少这一项", "this key is missing")
        return table

    def entries(self) -> Iterator[tuple[str, "Table"]]:
        """Every sub-table by its key, for files that are a catalogue of entries."""
        for name in self._values:
            self._read.add(name)
            if not isinstance(self._values[name], dict):
                raise self.fault(name, "应为表", "expected a table")
            yield name, Table(self.file, name, self._values[name])

    def over(self, defaults: "Table") -> "Table":
        """This table with the keys of `defaults` where it has none of its own (its `versions` apart)."""
        inherited = {key: value for key, value in defaults._values.items() if key != "versions"}
        return Table(self.file, self.key, {**inherited, **self._values})

    def span(self) -> tuple[date, date]:
        """The inclusive days `from` and `to`; `to` left out = `date.max`."""
        first, last = self.need("from", date), self.get("to", date) or date.max
        if last < first:
            raise self.fault("to", f"{last} 早于 from {first}", f"{last} lies before from {first}")
        return first, last

    def done(self) -> None:
        """Refuse keys that were not read: most likely a misspelling."""
        for name in self._values:
            if name not in self._read:
                raise self.fault(name, "没有这样的项", "there is no such key")


def read_table(path: Path) -> Table:
    """The whole of one TOML file. Raises RuleDataError when it cannot be parsed."""
    try:
        contents = path.read_bytes()
    except OSError as fault:
        raise RuleDataError(path.name, "文件", f"无法读取：{fault}", f"cannot be read: {fault}") from fault
    return parse_table(path.name, contents)


def parse_table(file: str, contents: bytes) -> Table:
    """The whole of a TOML file that was read already. Raises RuleDataError."""
    try:
        return Table(file, "", tomllib.loads(contents.decode("utf-8-sig").replace("\r\n", "\n")))
    except UnicodeDecodeError as fault:
        raise RuleDataError(
            file, "TOML", "不是UTF-8编码，请另存为UTF-8", "this is not UTF-8; save it as UTF-8"
        ) from fault
    except (ValueError, RecursionError) as fault:  # no TOML, or a number of too many digits
        raise RuleDataError(file, "TOML", f"无法解析：{fault}", f"cannot be parsed: {fault}") from fault


def _as_float(value: object) -> float | None:
    """A finite number; None for what is none, or is too large to be counted with."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        number = float(value)
    except OverflowError:
        return None
    return number if isfinite(number) else None


def _shown(value: object) -> str:
    """A value as a complaint shows it: Python does not write out a number of thousands of digits."""
    try:
        text = repr(value)
    except ValueError:
        return "…"
    return text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN]}…"


def read_rows(path: Path) -> Iterator[Table]:
    """The rows of one CSV file with a heading, each a table of its filled fields. Raises RuleDataError when it cannot be read."""
    try:
        with path.open(encoding="utf-8", newline="") as stream:
            lines = csv.reader(stream)
            names = next(lines, [])
            for fields in lines:
                if len(fields) != len(names):
                    zh, en = (
                        f"应有 {len(names)} 栏，实有 {len(fields)} 栏",
                        f"expected {len(names)} fields, found {len(fields)}",
                    )
                    raise RuleDataError(path.name, f"line {lines.line_num}", zh, en)
                yield Table(
                    path.name,
                    f"line {lines.line_num}",
                    {name: field for name, field in zip(names, fields) if field},
                )
    except (OSError, UnicodeDecodeError) as fault:
        raise RuleDataError(path.name, "文件", f"无法读取：{fault}", f"cannot be read: {fault}") from fault


def check_versions(table: Table, spans: list[tuple[date, date]]) -> None:
    """Versions in order, without overlap and without gap (the temporal promise of the catalogue)."""
    for (_, last), (first, _) in pairwise(spans):
        if last >= first or (first - last).days != 1:
            raise table.fault(
                "versions",
                f"版本须首尾相接：{last} 之后应为次日，实为 {first}",
                f"versions must follow day on day: after {last} comes {first}",
            )
