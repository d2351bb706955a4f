"""What a source of facts is to the engine: a table of typed columns, which of them the source has, and what in it could not be read."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Protocol, TypeAlias

import ibis.expr.types as ir
import pyarrow as pa

from xiezhi.rules.indicators.columns import CODE, DAY, FLAG, MOMENT, MONEY, TEXT, WHOLE, fact_columns
from xiezhi.rules.indicators.model import PRIOR, Formula

UNREADABLE = (
    "unreadable"  # names of the columns whose cell of this row cannot be read: ",procedure,filed_on,"
)
TYPES: Mapping[str, str] = {
    TEXT: "string", CODE: "string", DAY: "date", FLAG: "boolean", WHOLE: "int64", MONEY: "decimal(18, 4)",
    MOMENT: "timestamp('UTC', 6)",
}  # fmt: skip
LINE = "(line)"  # where in its source a row stands; nobody calls a column of his own so
COLUMNS_ADDED = frozenset({UNREADABLE, LINE})
Run: TypeAlias = Callable[[ir.Table], pa.Table]


class Engine(Protocol):
    """What computes: it writes the query of an expression in its own language, and has it answered."""

    @staticmethod
    def text(wanted: ir.Table) -> str: ...

    def ask(self, text: str) -> pa.Table: ...


@dataclass(frozen=True, slots=True)
class Fault:
    """A cell that cannot be read: its line (None where the source has none), the case where it is known, column and value."""

    line: int | None
    case_id: str | None
    column: str
    value: str


@dataclass(frozen=True, slots=True)
class Quality:
    """What a reader of figures should know of the rows: how many there are, and how many with a fault of each kind.

    `unreadable` counts the bad cells by column; `examples` are the first of them. Rows without a day of filing or without an
    identifier count nowhere, rows without a court only where all courts are counted; rows that were closed before they were filed count as
    they are told.
    """

    rows: int = 0
    superseded: int = 0
    unreadable: Mapping[str, int] = field(default_factory=dict)
    examples: tuple[Fault, ...] = ()
    unknown_columns: tuple[str, ...] = ()
    unidentified: int = 0
    not_filed: int = 0
    of_no_court: int = 0
    closed_before_filed: int = 0


@dataclass(frozen=True)
class Facts:
    """`table` has the columns of `columns` and no others, but for UNREADABLE where some cells are; `engine` computes over it.

    `prior_known`: prior_court_id tells the court of every prior decision, so that no look among the other rows is needed. `until`: the day on
    which the facts are looked at, whose month is not over (None = every day asked about has passed). `absent`: columns that
    the source has not and that may be left out, missing in every row.
    """

    table: ir.Table
    columns: frozenset[str]
    engine: Engine
    quality: Quality
    prior_known: bool = False
    until: date | None = None
    absent: frozenset[str] = frozenset()

    def run(self, wanted: ir.Table) -> pa.Table:
        """Have an expression over the table computed."""
        return self.engine.ask(self.engine.text(wanted))

    @cached_property
    def counted(self) -> str:
        """The query that gives the table."""
        return self.engine.text(self.table)

    @property
    def told(self) -> frozenset[str]:
        """The columns that the source has."""
        return self.columns - self.absent

    @property
    def faulty(self) -> frozenset[str]:
        """The columns of which some cell could not be read."""
        return frozenset(self.quality.unreadable)

    def lacks(self, formula: Formula) -> tuple[str, ...]:
        """The columns that a formula needs and the source has not, in the order of the handbook."""
        missing = formula.columns - self.columns
        if "prior_case_id" in self.columns:
            missing -= {"prior_court_id"}  # found among the other rows
        elif "prior_court_id" in self.columns and not formula.columns & {"prior_case_id"} - _by_owner(
            formula
        ):
            missing -= {"prior_case_id"}
        return tuple(name for name in fact_columns() if name in missing)


def _by_owner(formula: Formula) -> frozenset[str]:
    """The prior case is asked for only to know its court."""
    sides = (formula.numerator, formula.denominator)
    owned = any(side is not None and side.owner == PRIOR for side in sides)
    return frozenset({"prior_case_id"}) if owned else frozenset()
