"""Small expressions over the cells of a row: `decided_on - [tempo] days`, `[paid] >= [amount]`. Nothing is run but what stands here.

A name in brackets is a column, a bare word a field already read, a number itself. One sum or difference, with days or months for days;
one comparison for conditions, several joined by `and`.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, TypeAlias

from xiezhi.record.intake.faults import shown
from xiezhi.rules.dates import add_months
from xiezhi.rules.errors import InputError

_OPERAND = r"\[(?P<column{0}>[^\[\]]{{1,100}})\]|(?P<field{0}>[a-z][a-z_.0-9]{{0,59}})|(?P<number{0}>-?\d{{1,9}}(?:\.\d{{1,4}})?)|'(?P<text{0}>[^']{{0,100}})'"
_SUM = re.compile(
    rf"\s*(?:{_OPERAND.format(1)})\s*(?:(?P<sign>[+\-])\s*(?:{_OPERAND.format(2)})\s*(?P<unit>days?|months?|日|天|个月|月)?)?\s*"
)
_COMPARISON = re.compile(
    rf"\s*(?:{_OPERAND.format(1)})\s*(?P<sign>>=|<=|!=|=|>|<)\s*(?:{_OPERAND.format(2)})\s*"
)
_MONTHS = ("month", "months", "个月", "月")
MOST_DAYS = 200_000

Lookup: TypeAlias = Callable[[str], Any]
"""The cell of a column, or the value of a field; None where nothing stands."""


@dataclass(frozen=True, slots=True)
class Cells:
    """What an expression may look at: cells by column, values by field, how a text becomes a day or a number."""

    column: Lookup
    field: Lookup
    day: Callable[[Any], date]


def columns_in(expression: str) -> tuple[str, ...]:
    """The columns that an expression names."""
    return tuple(re.findall(r"\[([^\[\]]{1,100})\]", expression))


def check(expression: str) -> None:
    """Raises InputError for what is no sum."""
    if not _SUM.fullmatch(expression):
        raise _misshapen(expression, "decided_on - [tempo] days")


def check_condition(expression: str) -> None:
    """Raises InputError for what is no condition."""
    for part in _parts(expression):
        if not _COMPARISON.fullmatch(part):
            raise _misshapen(part, "[paid] >= [amount] / [state] = 'closed'")


def result(expression: str, cells: Cells) -> Any:
    """The value of a sum: a day when its first part is one, else a number or a text. None when a part is missing. Raises InputError."""
    match = _SUM.fullmatch(expression)
    if match is None:
        raise _misshapen(expression, "decided_on - [tempo] days")
    first = _operand(match.groupdict(), 1, cells)
    if not match["sign"] or first is None:
        return first
    second = _operand(match.groupdict(), 2, cells)
    if second is None:
        return None
    by = _number(second) * (1 if match["sign"] == "+" else -1)
    if not match["unit"]:
        return _number(first) + by
    if not by.is_integer() or abs(by) > MOST_DAYS:
        raise InputError(
            f"“{shown(second)}”不是天数或者月数", f"“{shown(second)}” is no number of days or months"
        )
    day = first if isinstance(first, date) else cells.day(first)
    try:
        return add_months(day, int(by)) if match["unit"] in _MONTHS else day + timedelta(days=int(by))
    except OverflowError:
        raise InputError(f"{day}加{by}超出日历", f"{day} plus {by} leaves the calendar") from None


def holds(expression: str, cells: Cells) -> bool:
    """Whether a condition holds; one with a missing part does not. Raises InputError for parts that cannot be compared."""
    return all(_holds(part, cells) for part in _parts(expression))


def _holds(part: str, cells: Cells) -> bool:
    match = _COMPARISON.fullmatch(part)
    if match is None:
        raise _misshapen(part, "[paid] >= [amount] / [state] = 'closed'")
    first, second = _operand(match.groupdict(), 1, cells), _operand(match.groupdict(), 2, cells)
    sign = match["sign"]
    if sign in ("=", "!="):
        return (str(first or "") == str(second or "")) is (sign == "=")
    if first is None or second is None:
        return False
    left, right = _number(first), _number(second)
    return {">=": left >= right, "<=": left <= right, ">": left > right, "<": left < right}[sign]


def _parts(expression: str) -> list[str]:
    return re.split(r"\s+and\s+", expression)


def _operand(groups: Mapping[str, str | None], place: int, cells: Cells) -> Any:
    column, field, number, text = (groups[f"{name}{place}"] for name in ("column", "field", "number", "text"))
    if column is not None:
        return cells.column(column)
    if field is not None:
        return cells.field(field)
    return float(number) if number is not None else text


def _number(value: Any) -> float:
    try:
        return float(value.strip().replace(",", "") if isinstance(value, str) else value)
    except (TypeError, ValueError):
        raise InputError(f"“{shown(value)}”不是数", f"“{shown(value)}” is not a number") from None


def _misshapen(expression: str, example: str) -> InputError:
    zh = f"算式“{shown(expression)}”无法理解；应如 {example}"
    return InputError(
        zh,
        f"the expression “{shown(expression)}” is not understood; write such as {example}",
        field="expression",
    )
