"""The rows that a side of a formula looks at: of the courts and values asked about, in a base of the grid, each with its period.

A row stands in `opening` or `pending` of several periods at once; it appears there once for each, or once with the first and the last.
"""

from collections.abc import Callable, Iterable
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

import ibis
import ibis.expr.types as ir
import pyarrow as pa
from ibis.expr.operations.relations import Relation

from xiezhi.rules.dates import parse_date
from xiezhi.rules.errors import InputError
from xiezhi.rules.indicators.catalogue import scopes
from xiezhi.rules.indicators.columns import CODE, DAY, FLAG, MOMENT, MONEY, TEXT, UNTOLD, WHOLE, fact_columns
from xiezhi.rules.indicators.conditions import columns_in
from xiezhi.rules.indicators.model import OPENING, PENDING, PRIOR, STOCKS, Formula, Side
from xiezhi.rules.indicators.periods import MONTHS_A_YEAR
from xiezhi.work.situation.engine import blanks
from xiezhi.work.situation.engine.compiling import Compiler
from xiezhi.work.situation.engine.errors import no_such
from xiezhi.work.situation.engine.numbering import Numbering
from xiezhi.work.situation.engine.question import Question
from xiezhi.work.situation.facts.derived import with_prior_attributes, with_prior_court
from xiezhi.work.situation.facts.table import TYPES, UNREADABLE, Facts

PERIOD = "period_number"
UNTIL = "until_number"
MONTH = "month_number"
IN_SCOPE = "in_scope"
_ALWAYS = frozenset(
    {"case_id", "court_id", "filed_on", "closed_on", "prior_case_id", "prior_court_id", UNREADABLE, UNTOLD}
)
# Columns that tell whose case it is. Where a case counts for the court of the prior decision they are those of the prior case.
OWNERS = ("court_id", "court_level", "division_id", "judge_id", "panel", "province_id", "city_id")
OF_A_COURT = frozenset({"court_id", "province_id", "city_id"})  # the same for all its cases


class Shape(NamedTuple):
    """What of facts the text of a query rests on: equal shapes have equal queries. In place of the rows counted stands a blank."""

    relation: Relation
    columns: frozenset[str]
    told: frozenset[str]
    faulty: frozenset[str]
    prior_known: bool
    text: Callable[[ir.Table], str]

    @property
    def table(self) -> ir.Table:
        return self.relation.to_expr()


class Form(NamedTuple):
    """What of a question it rests on: questions of the same form differ in their blanks only."""

    scope: str
    periods: tuple[int, int]
    courts: tuple[str, ...] | None
    where: tuple[tuple[str, str], ...]
    by: tuple[str, ...]


def shape_of(facts: Facts) -> Shape:
    relation = blanks.rows(facts.table.schema()).op()
    return Shape(relation, facts.columns, facts.told, facts.faulty, facts.prior_known, facts.engine.text)


def form_of(question: Question) -> Form:
    """Raises InputError for a value that its column cannot have."""
    where = tuple((name, _told(place, name, text)) for place, (name, text) in enumerate(question.where))
    courts = blanks.for_courts(question.courts)
    return Form(question.scope, Numbering(question.grid).form, courts, where, question.by)


def filled(query: str, question: Question, counted: str = "") -> str:
    """A query over the rows of a question's form, with what this one asks; `counted` gives the rows where they are a blank."""
    words = {_place(place): text for place, (_, text) in enumerate(question.where)}
    return blanks.filled(query, {**Numbering(question.grid).blanks, **words}, question.courts, counted)


def run(facts: Facts, question: Question, wanted: ir.Table) -> pa.Table:
    """Have an expression over the rows of a question computed."""
    return facts.engine.ask(filled(facts.engine.text(wanted), question, facts.counted))


class Rows:
    """The rows of a question; its days, numbers of periods and courts stand in blanks, which `run` fills. Raises InputError for a scope,
    column or value that there is not."""

    def __init__(self, facts: Shape, question: Question, formulas: Iterable[Formula]) -> None:
        self.facts = facts
        self.question = question
        self.numbering = Numbering(question.grid)
        if question.scope not in scopes():
            raise no_such("口径", "scope", question.scope, scopes(), field="scope")
        for name in sorted(question.columns - facts.columns):
            raise no_such("栏", "column", name, facts.told & fact_columns().keys(), field="column")
        self.scope = scopes()[question.scope].where
        self.scope_columns = columns_in(self.scope)
        self._asked = question.columns.union(*(formula.columns for formula in formulas))
        self.absent = tuple(name for name in fact_columns() if name in self.scope_columns - facts.columns)

    def of(self, base: str, owner: str, *, lasting: bool = False) -> ir.Table:
        """The rows of a base, each with its period (column PERIOD). `lasting`: those of a stock once, with the period from which they stand
        (PERIOD) and the one in which they do so no more (UNTIL)."""
        return self._chosen(self._in_base(self._owned(owner), base, lasting), owner)

    def within(self, rows: ir.Table) -> ir.Table:
        """Only the rows that are in scope."""
        return rows.filter(rows[IN_SCOPE]).drop(IN_SCOPE)

    def with_month(self, rows: ir.Table, base: str) -> ir.Table:
        """Rows of a base of days, each with the number of its month (column MONTH)."""
        day = rows[base]
        begun = (day.day() > blanks.number("month_end")).cast("int64")
        return rows.mutate(**{MONTH: day.year() * MONTHS_A_YEAR + day.month() + begun})

    def counted(self, rows: ir.Table, formula: Formula, side: Side) -> ir.BooleanValue:
        """Whether a row of `of` counts on a side of a formula; unknown counts as no. Rows of `within` are in scope already."""
        number = rows[PERIOD] if PERIOD in rows.columns else None
        compiler = Compiler(rows, lambda name: self.numbering.edge(name, number))
        parts = [compiler.condition(side.where)] if side.where is not None else []
        if formula.follows_scope and IN_SCOPE in rows.columns:
            parts.append(rows[IN_SCOPE])
        parts += [~rows[UNREADABLE].contains(f",{name},") for name in sorted(self._unreadable(formula))]
        untold = sorted(self._untold(formula))
        if untold:
            named = ibis.or_(*(rows[UNTOLD].contains(f",{name},") for name in untold))
            parts.append(rows[UNTOLD].isnull() | ~named)
        return ibis.and_(*parts) if parts else rows[PERIOD].notnull()

    def amount(self, rows: ir.Table, side: Side) -> ir.NumericValue:
        assert side.of is not None
        return Compiler(rows, lambda name: self.numbering.edge(name, rows[PERIOD])).amount(side.of)

    def kept_to(self, formula: Formula) -> frozenset[str]:
        """The columns that the figure needs and that keep some rows out of it: those whose cell could not be read, and those of whose
        source it is said that it does not tell such things."""
        return self._unreadable(formula) | self._untold(formula)

    def _unreadable(self, formula: Formula) -> frozenset[str]:
        return self._needed(formula) & self.facts.faulty

    def _untold(self, formula: Formula) -> frozenset[str]:
        if UNTOLD not in self.facts.columns:
            return frozenset()
        return frozenset(name for name in self._needed(formula) if fact_columns()[name].may_be_untold)

    def _needed(self, formula: Formula) -> frozenset[str]:
        scope = self.scope_columns if formula.follows_scope else frozenset()
        return formula.columns | scope | self.question.columns

    def key(self, rows: ir.Table, name: str, owner: str) -> ir.Value:
        """A column of the question; of those that tell whose case it is, the one of the court that the row counts for."""
        return rows[f"prior_{name}"] if owner == PRIOR and name in OWNERS else rows[name]

    def _owned(self, owner: str) -> ir.Table:
        """The rows that count for a court, with the columns of it that `key` gives."""
        table = self._whole()
        if owner != PRIOR:
            return table
        wanted = tuple(name for name in OWNERS if name in self.question.columns | {"court_id"})
        of_court = tuple(name for name in wanted if name in OF_A_COURT)
        if self.facts.prior_known and of_court == wanted:
            table = with_prior_attributes(table, self.facts.table, wanted)
        elif (
            "prior_case_id" not in table.columns
        ):  # only the court is told: of its division or judge nobody knows
            unknown = {
                f"prior_{name}": ibis.null(TYPES[fact_columns()[name].kind])
                for name in wanted
                if name not in OF_A_COURT
            }
            table = with_prior_attributes(table, self.facts.table, of_court).mutate(**unknown)
        else:
            table = with_prior_court(table, wanted)
        return table.filter(table.prior_court_id.notnull())

    def _whole(self) -> ir.Table:
        """All rows, with the columns that are needed and IN_SCOPE."""
        table = self.facts.table
        if "prior_court_id" in self._asked and "prior_court_id" not in table.columns:
            table = with_prior_court(table)
        names = [name for name in table.columns if name in self._asked | _ALWAYS]
        if self.absent:  # the scope asks for them and the source lacks them: missing in every row
            table = table.mutate(
                **{name: ibis.null(TYPES[fact_columns()[name].kind]) for name in self.absent}
            )
        in_scope = Compiler(table, lambda name: ibis.null("date")).condition(self.scope)
        return table.select(*names, **{IN_SCOPE: in_scope})

    def _chosen(self, rows: ir.Table, owner: str) -> ir.Table:
        question = self.question
        conditions = [
            _has_value(self.key(rows, name, owner), place, name, text)
            for place, (name, text) in enumerate(question.where)
        ]
        if question.courts is not None:
            conditions.append(self.key(rows, "court_id", owner).isin(blanks.for_courts(question.courts)))
        return rows.filter(*conditions) if conditions else rows

    def _in_base(self, rows: ir.Table, base: str, lasting: bool) -> ir.Table:
        rows = rows.filter(rows.filed_on.notnull())
        if base not in STOCKS:
            rows = rows.filter(rows[base].between(blanks.day("start"), blanks.day("end")))
            return rows.mutate(**{PERIOD: self._number(rows[base])})
        if self.numbering.single:
            return rows.filter(self._stands(rows, base)).mutate(**{PERIOD: self._number(None)})
        rows = self._lasting(rows, base)
        if lasting:
            return rows
        return rows.mutate(**{PERIOD: ibis.range(rows[PERIOD], rows[UNTIL]).unnest()}).drop(UNTIL)

    def _number(self, day: ir.DateValue | None) -> ir.IntegerValue:
        if day is None or self.numbering.single:
            return blanks.number("first")
        return self.numbering.number(day)

    def _stands(self, rows: ir.Table, base: str) -> ir.BooleanValue:
        """Before the only period, or after it."""
        start, end = blanks.day("start"), blanks.day("end")
        if base == OPENING:
            return (rows.filed_on < start) & (rows.closed_on.isnull() | (rows.closed_on >= start))
        return (rows.filed_on <= end) & (rows.closed_on.isnull() | (rows.closed_on > end))

    def _lasting(self, rows: ir.Table, base: str) -> ir.Table:
        """With the periods before (OPENING) or after (PENDING) which a case stands open: from one up to before another."""
        first, last = blanks.number("first"), blanks.number("last")
        later = 0 if base == PENDING else 1
        filed = self.numbering.number(rows.filed_on) + later
        closed = ibis.coalesce(self.numbering.number(rows.closed_on) + later, last + 1)
        rows = rows.mutate(**{PERIOD: ibis.greatest(filed, first), UNTIL: ibis.least(closed, last + 1)})
        return rows.filter(rows[PERIOD] < rows[UNTIL])


def _has_value(cell: ir.Value, place: int, name: str, text: str) -> ir.BooleanValue:
    if not text:
        return cell.isnull()
    told = _told(place, name, text)
    return cell == (value_of(name, text) if told == text else ibis.literal(told))


def _told(place: int, name: str, text: str) -> str:
    """What stands in a query for the value asked for: a blank for a word. Raises InputError."""
    column = fact_columns().get(name)
    if not text or column is None or column.kind not in (TEXT, CODE):
        return text
    value_of(name, text)  # of a blank nobody could say that the column has no such word
    return blanks.for_word(_place(place), text)


def _place(place: int) -> str:
    return f"where_{place}"


def value_of(name: str, text: str) -> ir.Value:
    """The value of a column as a person writes it. Raises InputError with what could be written."""
    column = fact_columns()[name]
    choices = {CODE: tuple(column.words), FLAG: ("true", "false")}.get(column.kind)
    if choices is not None and text not in choices:
        raise no_such(f"值（{name}）", f"value of {name}", text, choices, field="where")
    readers: dict[str, Callable[[str], object]] = {
        DAY: parse_date, MOMENT: datetime.fromisoformat, WHOLE: int, MONEY: _amount, FLAG: "true".__eq__,
    }  # fmt: skip
    try:
        return ibis.literal(readers.get(column.kind, str)(text), TYPES[column.kind])
    except (
        InputError,
        ValueError,
        ArithmeticError,
        TypeError,
    ):  # TypeError: a number that its column cannot hold
        raise InputError(
            f"{name} 的值无法识别：{text}", f"{name} cannot have the value {text}", field="where"
        ) from None


def _amount(text: str) -> Decimal:
    """An amount of money. Raises ArithmeticError or ValueError."""
    amount = Decimal(text)
    if not amount.is_finite():
        raise ValueError(text)
    return amount
