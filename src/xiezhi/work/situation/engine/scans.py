"""What the formulas of a question need counted, arranged so that each base is scanned once, and the counts that come back as arrays."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple, TypeAlias

import ibis
import ibis.expr.types as ir
import numpy as np
import numpy.typing as npt
import pyarrow as pa

from xiezhi.rules.indicators.conditions import Expression
from xiezhi.rules.indicators.model import EVENNESS, MEDIAN, Formula, Side
from xiezhi.work.situation.engine.question import Parameters, Question
from xiezhi.work.situation.engine.rows import MONTH, PERIOD, Rows
from xiezhi.work.situation.facts.table import Facts, Shape

Group: TypeAlias = tuple[str | None, ...]
Array: TypeAlias = npt.NDArray[np.float64]
_COUNTED, _SUMMED, _DISTINCT, _MIDDLE = "count", "sum", "distinct", "median"


class Scan(NamedTuple):
    """One pass over the facts: the bases whose rows it takes together, for whom they count, whether months stand apart, and the column
    of which each value counts once, if any."""

    bases: tuple[str, ...]
    owner: str
    by_month: bool
    each: str = ""


class Measure(NamedTuple):
    """One number to be found in a scan. Equal ones are found once."""

    scan: Scan
    what: str
    where: Expression | None
    of: Expression | None
    distinct: str
    in_scope: bool
    readable: frozenset[str]


class Monthly(NamedTuple):
    """Of the counts of the months of a period: their sum and the sum of their squares."""

    total: Array
    squares: Array


class Measured:
    """The numbers found: for each measure an array of groups × periods. Nothing found is 0, of a median NaN."""

    def __init__(self, rows: Rows, groups: Iterable[Group]) -> None:
        self._rows = rows
        self.groups = sorted(groups, key=_order)
        self._place = {group: place for place, group in enumerate(self.groups)}
        self._first = rows.numbering.first
        self._shape = len(self.groups), len(rows.question.grid.periods)
        self._found: dict[Measure, Array] = {}
        self._months: dict[Measure, Monthly] = {}

    def amount(self, formula: Formula, side: Side) -> Array:
        """The numbers of a side: its bases are disjoint, so that what is counted or summed in them adds up."""
        found = [self._found[one] for one in _measures(self._rows, formula, side)]
        # One array for all who ask for the same: of a nation there are hundreds.
        return found[0] if len(found) == 1 else sum(found, np.zeros(self._shape))

    def median(self, formula: Formula) -> Array:
        return self._found[_median(self._rows, formula)]

    def monthly(self, formula: Formula) -> Monthly:
        found = [
            self._months[one] for one in counted_in(self._rows, formula, formula.numerator, by_month=True)
        ]
        zeros = np.zeros(self._shape)
        total = sum((one.total for one in found), zeros)
        return Monthly(total, sum((one.squares for one in found), zeros))

    def take_in(self, measures: Sequence[Measure], result: "Result") -> None:
        """The numbers of one scan."""
        rows = np.array([self._place[group] for group in result.groups], "int64")
        places = rows * self._shape[1] + (result.numbers - self._first)
        for measure, values in zip(measures, result.values):
            if measure.scan.by_month:
                total, squares = (
                    np.bincount(places, weights, self._size).astype("float64").reshape(self._shape)
                    for weights in (values, values**2)
                )
                self._months[measure] = Monthly(total, squares)
            else:
                nothing = np.nan if measure.what == _MIDDLE else 0
                found = np.full(self._size, nothing, "float64")
                found[places] = values if measure.what == _MIDDLE else np.nan_to_num(values)
                self._found[measure] = found.reshape(self._shape)

    @property
    def _size(self) -> int:
        return self._shape[0] * self._shape[1]


class Result(NamedTuple):
    """What a scan gave: for each row its group, the number of its period, and the numbers by measure."""

    groups: list[Group]
    numbers: npt.NDArray[np.int64]
    values: list[Array]


class Scans:
    """The scans of a question for some formulas."""

    def __init__(self, facts: Facts | Shape, question: Question, formulas: Sequence[Formula]) -> None:
        self.rows = Rows(facts, question, formulas)
        self._by = question.by
        self.wanted = {
            measure: (formula, side) for formula in formulas for measure, side in _needed(self.rows, formula)
        }

    def by_scan(self) -> dict[Scan, tuple[Measure, ...]]:
        """What is to be found in each."""
        found: dict[Scan, tuple[Measure, ...]] = {}
        for measure in self.wanted:
            found[measure.scan] = (*found.get(measure.scan, ()), measure)
        return found

    def counting(self, scan: Scan, measures: Sequence[Measure]) -> ir.Table:
        """One row for each group and period: the values of `by`, the number of the period, then the measures."""
        parts = [self.rows.of(base, scan.owner) for base in scan.bases]
        if scan.by_month:
            parts = [self.rows.with_month(part, base) for part, base in zip(parts, scan.bases)]
        rows = parts[0] if len(parts) == 1 else ibis.union(*parts)
        if all(measure.in_scope for measure in measures):
            rows = self.rows.within(rows)
        keys = {f"by_{place}": self.rows.key(rows, name, scan.owner) for place, name in enumerate(self._by)}
        keys[PERIOD] = rows[PERIOD]
        if scan.by_month:
            keys[MONTH] = rows[MONTH]
        if scan.each:
            return self._counting_each(rows, keys, scan.each, measures)
        return rows.group_by(**keys).agg(
            **{f"m{place}": self._aggregate(rows, measure) for place, measure in enumerate(measures)}
        )

    def _counting_each(
        self, rows: ir.Table, keys: dict[str, ir.Value], each: str, measures: Sequence[Measure]
    ) -> ir.Table:
        """First whether any row of a value counts, then how many values do: of several measures a third of the time of counting
        different values one by one, in less memory."""
        told = rows[each].notnull()
        marks = {
            f"m{place}": (self.rows.counted(rows, *self.wanted[measure]) & told).cast("int64").max()
            for place, measure in enumerate(measures)
        }
        values = rows.group_by(**keys, one_of_each=rows[each]).agg(**marks)
        return values.group_by(*keys).agg(**{name: values[name].sum() for name in marks})

    def _aggregate(self, rows: ir.Table, measure: Measure) -> ir.Scalar:
        formula, side = self.wanted[measure]
        counts = self.rows.counted(rows, formula, side)
        if measure.what == _COUNTED:
            return counts.cast("int64").sum()  # twice as fast as a count of filtered rows
        amount = counts.ifelse(self.rows.amount(rows, side), None)
        return amount.sum() if measure.what == _SUMMED else amount.median()


class Plan(NamedTuple):
    """The queries of a question, and what each finds."""

    rows: Rows
    queries: tuple[tuple[Scan, tuple[Measure, ...], str], ...]


@lru_cache(maxsize=256)
def plan(shape: Shape, question: Question, formulas: tuple[Formula, ...]) -> Plan:
    """Writing the queries takes as long as running them over a million facts; the same question is asked again and again."""
    scans = Scans(shape, question, formulas)
    queries = (
        (scan, measures, shape.text(scans.counting(scan, measures)))
        for scan, measures in scans.by_scan().items()
    )
    return Plan(scans.rows, tuple(queries))


def measure_all(
    facts: Facts, question: Question, formulas: Sequence[Formula], groups: Iterable[Group]
) -> Measured:
    """Everything counted, for the groups named and those found."""
    planned = plan(facts.shape, replace(question, parameters=Parameters()), tuple(formulas))
    results = [
        (measures, _result(facts.engine.ask(text), scan, len(question.by)))
        for scan, measures, text in planned.queries
    ]
    found = {group for _, result in results for group in result.groups}
    measured = Measured(planned.rows, found.union(groups))
    for measures, result in results:
        measured.take_in(measures, result)
    return measured


def _result(table: pa.Table, scan: Scan, width: int) -> Result:
    columns = [column.to_pylist() for column in table.columns[:width]]
    groups: list[Group] = list(zip(*columns)) if width else [()] * table.num_rows
    values = [column.cast(pa.float64()).to_numpy() for column in table.columns[width + 1 + scan.by_month :]]
    return Result(groups, table.column(PERIOD).cast(pa.int64()).to_numpy(), values)


def _order(group: Group) -> tuple[tuple[bool, str], ...]:
    return tuple((value is None, str(value)) for value in group)


def _needed(rows: Rows, formula: Formula) -> list[tuple[Measure, Side]]:
    sides = [side for side in (formula.numerator, formula.denominator) if side is not None and not side.per]
    found = [(measure, side) for side in sides for measure in _measures(rows, formula, side)]
    if formula.value == MEDIAN:
        found.append((_median(rows, formula), formula.numerator))
    if formula.value == EVENNESS:
        monthly = counted_in(rows, formula, formula.numerator, by_month=True)
        found += [(measure, formula.numerator) for measure in monthly]
    return found


def _measures(rows: Rows, formula: Formula, side: Side) -> list[Measure]:
    if side.distinct:
        return [_measure(rows, formula, side, Scan(side.bases, side.owner, False, side.distinct), _DISTINCT)]
    if side.of is None or formula.value == MEDIAN:
        return counted_in(rows, formula, side)
    return [_measure(rows, formula, side, Scan((base,), side.owner, False), _SUMMED) for base in side.bases]


def counted_in(rows: Rows, formula: Formula, side: Side, *, by_month: bool = False) -> list[Measure]:
    """The counts of the rows that stand behind a side, one for each of its bases."""
    scans = (Scan((base,), side.owner, by_month) for base in side.bases)
    return [_measure(rows, formula, side, scan, _COUNTED) for scan in scans]


def _median(rows: Rows, formula: Formula) -> Measure:
    side = formula.numerator
    return _measure(rows, formula, side, Scan(side.bases, side.owner, False), _MIDDLE)


def _measure(rows: Rows, formula: Formula, side: Side, scan: Scan, what: str) -> Measure:
    of = side.of if what in (_SUMMED, _MIDDLE) else None
    distinct = side.distinct if what == _DISTINCT else ""
    return Measure(scan, what, side.where, of, distinct, formula.follows_scope, rows.unreadable(formula))
