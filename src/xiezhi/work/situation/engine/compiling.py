"""Conditions of the catalogue as expressions of Ibis: the same tree for every engine. Knows nothing of scopes, periods or courts."""

import operator
from collections.abc import Callable, Mapping

import ibis
import ibis.expr.types as ir

from xiezhi.rules.indicators.conditions import (
    All,
    Any,
    Call,
    Comparison,
    Edge,
    Expression,
    Literal,
    Missing,
    Named,
    Not,
    OneOf,
)

_SIGNS: Mapping[str, Callable[[ir.Value, ir.Value], ir.Value]] = {
    "==": operator.eq, "!=": operator.ne, "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge,
}  # fmt: skip


class Compiler:
    """Compiles trees over the rows of a table. `edge` gives the period's first or last day for a row."""

    def __init__(self, rows: ir.Table, edge: Callable[[str], ir.DateValue]) -> None:
        self._rows = rows
        self._edge = edge

    def condition(self, tree: Expression) -> ir.BooleanValue:
        """Whether a row meets the condition; null counts as no wherever it filters."""
        return self._value(tree)

    def amount(self, tree: Expression) -> ir.NumericValue:
        """A number of the row."""
        return self._value(tree)

    def _value(self, tree: Expression) -> ir.Value:
        match tree:
            case Named(column=column):
                return self._rows[column]
            case Edge(name=name):
                return self._edge(name)
            case Literal(value=value):
                return ibis.literal(value)
            case Call(name=name, arguments=arguments):
                return self._call(name, arguments)
            case Comparison(sign=sign, left=left, right=right):
                return _SIGNS[sign](self._value(left), self._value(right))
            case OneOf(column=column, words=words):
                return self._value(column).isin(words)
            case Missing(column=column):
                return self._value(column).isnull()
            case Not(of=of):
                return ~self._value(of)
            case All(of=parts):
                return ibis.and_(*(self._value(part) for part in parts))
            case Any(of=parts):
                return ibis.or_(*(self._value(part) for part in parts))

    def _call(self, name: str, arguments: tuple[Expression, ...]) -> ir.Value:
        first, second, *further = arguments
        if name in ("days", "days_less"):
            days = self._value(second).delta(self._value(first), unit="day")
            return days - self._value(further[0]) if further else days
        assert name == "months_before" and isinstance(second, Literal), name
        return (self._value(first) - ibis.interval(months=int(second.value))).cast("date")
