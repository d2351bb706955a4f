"""What the formulas of a question need counted, arranged so that each base is scanned once, and the counts that come back as arrays."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple, TypeAlias

import ibis
import ibis.expr.types as ir
import numpy as np
import numpy.typing as npt
import pyarrow as pa

from xiezhi.rules.indicators.conditions import Expression, asks_for_period
from xiezhi.rules.indicators.model import EVENNESS, MEDIAN, STOCKS, Formula, Side
from xiezhi.work.situation.engine.numbering import Numbering, whole_months
from xiezhi.work.situation.engine.question import Question
from xiezhi.work.situation.engine.rows import MONTH, PERIOD, UNTIL, Rows, Shape, filled, form_of, shape_of
from xiezhi.work.situation.facts.table import Facts
from xiezhi.work.situation.kept import Kept

Group: TypeAlias = tuple[str | None, ...]
Array: TypeAlias = npt.NDArray[np.float64]
_COUNTED, _SUMMED, _DISTINCT, _MIDDLE = "count", "sum", "distinct", "median"


class Scan(NamedTuple):
    """One pass over the facts: the bases whose rows it takes together, for whom they count, whether months stand apart, the column of
    which each value counts once, if any, and whether a case that stands in many periods is counted as it comes and as it goes."""

    bases: tuple[str, ...]
    owner: str
    by_month: bool = False
    each: str = ""
    lasting: bool = False


class Measure(NamedTuple):
    """One number to be found in a scan. Equal ones are found once."""

    scan: Scan
    what: str
    where: Expression | None
    of: Expression | None
    distinct: str
    in_scope: bool
    kept_to: frozenset[str]


class Monthly(NamedTuple):
    """Of the counts of the months that lie wholly in a period and are over: how many there are, their sum and the sum of their squares."""

    months: Array
    total: Array
    squares: Array


class Measured:
    """The numbers found: for each measure an array of groups × periods. Nothing found is 0, of a median NaN. Months of which a period has a
    part only, and those not over on the day `until`, count in no `monthly`."""

    def __init__(
        self, rows: Rows, question: Question, groups: Iterable[Group], until: date | None = None
    ) -> None:
        self._rows = rows
        self.groups = sorted(groups, key=_order)
        self._place = {group: place for place, group in enumerate(self.groups)}
        numbering = Numbering(question.grid)
        self._first = numbering.first
        whole = [whole_months(period, numbering.month_end, until) for period in question.grid.periods]
        self._whole = np.array(whole, "int64")
        self._shape = len(self.groups), len(question.grid.periods)
        self._found: dict[Measure, Array] = {}
        self._months: dict[Measure, tuple[Array, Array]] = {}

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
        first, last = self._whole.T
        total, squares = (sum((one[place] for one in found), zeros) for place in (0, 1))
        return Monthly(zeros + (last - first + 1), total, squares)

    def take_in(self, measures: Sequence[Measure], result: "Result") -> None:
        """The numbers of one scan."""
        rows = np.array([self._place[group] for group in result.groups], "int64")[result.places]
        for measure, values in zip(measures, result.values):
            if measure.scan.by_month:
                first, last = self._whole[result.numbers - self._first].T
                whole = np.where((first <= result.beside) & (result.beside <= last), values, 0)
                self._months[measure] = (
                    self._summed(rows, result.numbers, whole), self._summed(rows, result.numbers, whole**2)
                )  # fmt: skip
            elif measure.scan.lasting:
                come, gone = (self._summed(rows, at, values, 1) for at in (result.numbers, result.beside))
                self._found[measure] = (come - gone).cumsum(axis=1)[:, :-1]
            else:
                found = np.full(self._shape, np.nan if measure.what == _MIDDLE else 0, "float64")
                found[rows, result.numbers - self._first] = (
                    values if measure.what == _MIDDLE else np.nan_to_num(values)
                )
                self._found[measure] = found

    def _summed(
        self, rows: npt.NDArray[np.int64], numbers: npt.NDArray[np.int64], values: Array, after: int = 0
    ) -> Array:
        """Values added up by group and period, with so many periods after the last."""
        groups, periods = self._shape[0], self._shape[1] + after
        places = rows * periods + (numbers - self._first)
        return (
            np.bincount(places, np.nan_to_num(values), groups * periods)
            .astype("float64")
            .reshape(groups, periods)
        )


class Result(NamedTuple):
    """What a scan gave: its groups, and for each row the place of its group among them, the number of its period, that of its month or of
    the period in which it stands no more (where the scan tells one of these), and the numbers by measure."""

    groups: list[Group]
    places: npt.NDArray[np.int64]
    numbers: npt.NDArray[np.int64]
    beside: npt.NDArray[np.int64]
    values: list[Array]


class Scans:
    """The scans of a question for some formulas."""

    def __init__(self, facts: Shape, question: Question, formulas: Sequence[Formula]) -> None:
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
        parts = [self.rows.of(base, scan.owner, lasting=scan.lasting) for base in scan.bases]
        if scan.by_month:
            parts = [self.rows.with_month(part, base) for part, base in zip(parts, scan.bases)]
        rows = parts[0] if len(parts) == 1 else ibis.union(*parts)
        if all(measure.in_scope for measure in measures):
            rows = self.rows.within(rows)
        keys = {f"by_{place}": self.rows.key(rows, name, scan.owner) for place, name in enumerate(self._by)}
        keys[PERIOD] = rows[PERIOD]
        if scan.by_month:
            keys[MONTH] = rows[MONTH]
        if scan.lasting:
            keys[UNTIL] = rows[UNTIL]
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
    """The queries of questions of a form, and what each finds."""

    rows: Rows
    queries: tuple[tuple[Scan, tuple[Measure, ...], str], ...]


_plans: Kept[Plan] = Kept(500)


def plan(shape: Shape, question: Question, formulas: tuple[Formula, ...]) -> Plan:
    """The queries, written once for a form. Raises InputError."""
    return _plans.get(
        (shape, form_of(question), formulas), lambda: _planned(Scans(shape, question, formulas), shape)
    )


def _planned(scans: Scans, shape: Shape) -> Plan:
    queries = (
        (scan, measures, shape.text(scans.counting(scan, measures)))
        for scan, measures in scans.by_scan().items()
    )
    return Plan(scans.rows, tuple(queries))


def measure_all(
    facts: Facts, question: Question, formulas: Sequence[Formula], groups: Iterable[Group]
) -> Measured:
    """Everything counted, for the groups named and those found."""
    planned = plan(shape_of(facts), question, tuple(formulas))
    counted = facts.counted
    results = [
        (measures, _result(facts.engine.ask(filled(query, question, counted)), len(question.by)))
        for _, measures, query in planned.queries
    ]
    found = {group for _, result in results for group in result.groups}
    measured = Measured(planned.rows, question, found.union(groups), facts.until)
    for measures, result in results:
        measured.take_in(measures, result)
    return measured


def _result(table: pa.Table, width: int) -> Result:
    groups, places = _groups(table, width)
    beside = next((name for name in (MONTH, UNTIL) if name in table.column_names), PERIOD)
    numbers, further = (table.column(name).cast(pa.int64()).to_numpy() for name in (PERIOD, beside))
    values = [
        table.column(name).cast(pa.float64()).to_numpy()
        for name in table.column_names[width:]
        if name not in (PERIOD, beside)
    ]
    return Result(groups, places, numbers, further, values)


def _groups(table: pa.Table, width: int) -> tuple[list[Group], npt.NDArray[np.int64]]:
    """The different values of the first columns together, and for each row which of them it has. By codes: a nation has thousands of
    groups, and each in many rows."""
    codes = np.zeros(table.num_rows, "int64")
    words: list[list[str | None]] = []
    for column in table.columns[:width]:
        coded = column.combine_chunks().dictionary_encode("encode")
        words.append(coded.dictionary.to_pylist())
        codes = codes * len(words[-1]) + coded.indices.to_numpy().astype("int64")
    different, places = np.unique(codes, return_inverse=True)
    parts: list[list[str | None]] = []
    for told in reversed(words):
        different, at = np.divmod(different, len(told))
        parts.insert(0, [told[place] for place in at])
    return (list(zip(*parts)) if width else [()]), places.astype("int64")


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
        return [_measure(rows, formula, side, Scan(side.bases, side.owner, each=side.distinct), _DISTINCT)]
    if side.of is None or formula.value == MEDIAN:
        return counted_in(rows, formula, side)
    return [_measure(rows, formula, side, Scan((base,), side.owner), _SUMMED) for base in side.bases]


def counted_in(rows: Rows, formula: Formula, side: Side, *, by_month: bool = False) -> list[Measure]:
    """The counts of the rows that stand behind a side, one for each of its bases."""
    alike = not rows.numbering.single and not asks_for_period(
        side.where
    )  # in all periods in which a row stands
    scans = (Scan((base,), side.owner, by_month, lasting=alike and base in STOCKS) for base in side.bases)
    return [_measure(rows, formula, side, scan, _COUNTED) for scan in scans]


def _median(rows: Rows, formula: Formula) -> Measure:
    side = formula.numerator
    return _measure(rows, formula, side, Scan(side.bases, side.owner), _MIDDLE)


def _measure(rows: Rows, formula: Formula, side: Side, scan: Scan, what: str) -> Measure:
    of = side.of if what in (_SUMMED, _MIDDLE) else None
    distinct = side.distinct if what == _DISTINCT else ""
    return Measure(scan, what, side.where, of, distinct, formula.follows_scope, rows.kept_to(formula))
