"""Figures computed row by row in plain Python, written from the handbook and not from the engine: slow, and easy to believe."""

from collections.abc import Callable
from datetime import date, timedelta
from statistics import mean, median, pstdev
from typing import Any

from xiezhi.rules.dates import add_months
from xiezhi.rules.indicators import conditions as c
from xiezhi.rules.indicators.catalogue import scopes
from xiezhi.rules.indicators.columns import UNTOLD
from xiezhi.rules.indicators.model import Formula, Side
from xiezhi.rules.indicators.periods import Period

Row = dict[str, Any]
COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "==": lambda a, b: a == b,
    "!=": lambda a, b: a != b,
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
}


def value_of(tree: c.Expression, row: Row, period: Period) -> Any:
    """The value of an expression for a row; None is unknown, as in SQL."""
    match tree:
        case c.Named(column=name):
            return row[name]
        case c.Edge(name=name):
            return period.start if name == "start" else period.end
        case c.Literal(value=value):
            return value
        case c.Missing(column=column):
            return row[column.column] is None
        case c.OneOf(column=column, words=words):
            found = row[column.column]
            return None if found is None else found in words
        case c.Comparison(sign=sign, left=left, right=right):
            one, other = value_of(left, row, period), value_of(right, row, period)
            return None if one is None or other is None else COMPARE[sign](one, other)
        case c.Not(of=of):
            truth = value_of(of, row, period)
            return None if truth is None else not truth
        case c.All(of=parts):
            truths = [value_of(part, row, period) for part in parts]
            return False if False in truths else None if None in truths else True
        case c.Any(of=parts):
            truths = [value_of(part, row, period) for part in parts]
            return True if True in truths else None if None in truths else False
        case c.Call(name="days", arguments=(first, last)):
            one, other = value_of(first, row, period), value_of(last, row, period)
            return None if one is None or other is None else (other - one).days
        case c.Call(name="days_less", arguments=(first, last, less)):
            between = value_of(c.Call("days", (first, last)), row, period)
            fewer = value_of(less, row, period)
            return None if between is None or fewer is None else between - fewer
        case c.Call(name="months_before", arguments=(day, months)):
            found = value_of(day, row, period)
            return None if found is None else add_months(found, -value_of(months, row, period))
    raise AssertionError(tree)


def stands_in(base: str, row: Row, period: Period) -> bool:
    """Whether a row belongs to a base in a period (handbook, section 1.4)."""
    filed, closed = row["filed_on"], row["closed_on"]
    if filed is None:
        return False
    if base == "opening":
        return bool(filed < period.start and (closed is None or closed >= period.start))
    if base == "pending":
        return bool(filed <= period.end and (closed is None or closed > period.end))
    day: date | None = row[base]
    return day is not None and period.start <= day <= period.end


def told(row: Row, columns: frozenset[str]) -> bool:
    """Whether the source of a row tells of all these columns."""
    return columns.isdisjoint((row[UNTOLD] or "").split(","))


def rows_behind(rows: list[Row], formula: Formula, side: Side, period: Period, scope: str) -> list[Row]:
    """The rows that a side counts. A row of the numerator may count for the court of the prior decision."""
    found = []
    for row in rows:
        counted = side.where is None or value_of(side.where, row, period) is True
        if formula.follows_scope:
            counted = counted and value_of(scopes()[scope].where, row, period) is True
        if (
            counted
            and told(row, formula.columns)
            and any(stands_in(base, row, period) for base in side.bases)
        ):
            found.append(row)
    return found


def counts_for(row: Row, side: Side, rows: list[Row]) -> Row | None:
    """The row whose court a row counts for: itself, or the prior case (None where its court is not known)."""
    if side.owner == "own":
        return row
    if row["prior_court_id"] is None:
        return None
    prior = next((one for one in rows if one["case_id"] == row["prior_case_id"]), None)
    places = {name: prior[name] if prior else None for name in ("city_id", "province_id", "court_level")}
    return row | places | {"court_id": row["prior_court_id"]}


def owned(rows: list[Row], side: Side, keep: Callable[[Row], bool]) -> list[Row]:
    """The rows of which `keep` takes the one that they count for."""
    return [row for row in rows if (counting := counts_for(row, side, rows)) is not None and keep(counting)]


def number_of(rows: list[Row], side: Side, period: Period) -> Any:
    if side.distinct:
        return len({row[side.distinct] for row in rows if row[side.distinct] is not None})
    if side.of is None:
        return len(rows)
    amounts = [value_of(side.of, row, period) for row in rows]
    return sum(amount for amount in amounts if amount is not None)


def figure(
    rows: list[Row],
    formula: Formula,
    period: Period,
    scope: str,
    keep: Callable[[Row], bool],
    parameters: dict[str, float],
) -> tuple[Any, Any, Any]:
    """Value, numerator, denominator of the rows that `keep` takes (after each has the court that it counts for)."""

    def side(one: Side) -> tuple[Any, list[Row]]:
        if one.per:
            return parameters[one.per], []
        behind = rows_behind(owned(rows, one, keep), formula, one, period, scope)
        return number_of(behind, one, period), behind

    above, behind = side(formula.numerator)
    if formula.value == "count":
        return above, above, None
    if formula.value == "median":
        of = formula.numerator.of
        assert of is not None
        amounts = [value_of(of, row, period) for row in behind]
        known = [amount for amount in amounts if amount is not None]
        return (median(known) if known else None), len(behind), None
    if formula.value == "evenness":
        return evenness(behind, formula, period), above, None
    assert formula.denominator is not None
    below, _ = side(formula.denominator)
    if not below:
        return None, above, below
    days = 365 if period.kind in ("year", "statistical") else (period.end - period.start).days + 1
    value = float(above) / float(below) * formula.scale * (days if formula.by_days else 1)
    return (1 - value if formula.complement else value), above, below


def evenness(behind: list[Row], formula: Formula, period: Period) -> float | None:
    (base,) = formula.numerator.bases
    counts = [sum(first <= row[base] <= last for row in behind) for first, last in whole_months(period)]
    if len(counts) < 2:
        return None
    return 1 - pstdev(counts) / mean(counts) if any(counts) else None


def whole_months(period: Period) -> list[tuple[date, date]]:
    """The months that lie wholly in a period: those of the calendar; of an older statistical year each from the 21st to the 20th."""
    first = add_months(period.start.replace(day=1), -1).replace(day=21 if period.kind == "statistical" else 1)
    found = []
    while first <= period.end:
        last = add_months(first, 1) - timedelta(days=1)
        if period.start <= first and last <= period.end:
            found.append((first, last))
        first = add_months(first, 1)
    return found


__all__ = ["figure", "owned", "rows_behind", "told"]
