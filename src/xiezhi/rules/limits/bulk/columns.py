"""What the bulk clock takes and gives: columns of cases, columns of events, columns of answers.

Days are ordinals as in `date.toordinal()` (Arrow's date32 plus 719163), 0 where there is none; numbers of days that may be
missing hold NO_DAYS. Yes/no columns that may be unsaid hold -1, 0, 1. Codes of rules, grounds and reasons are given by
`Codes`; -1 is a name the catalogue does not know.
"""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date
from functools import cached_property
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from xiezhi.rules.errors import InputError
from xiezhi.rules.limits.catalogue import RuleVersion
from xiezhi.rules.limits.clock import Clock
from xiezhi.rules.limits.model import Issue, Outcome, Status

Column = NDArray[Any]

NO_DAY = 0
NO_DAYS = int(np.iinfo(np.int32).min)
NOT_SAID = -1

STATUSES = tuple(Status)  # the code of a status is its place here
ISSUES = tuple(Issue)  # the bit of an issue is its place here
BIT = {issue: np.uint32(1 << place) for place, issue in enumerate(ISSUES)}
RUNNING, SUSPENDED, PAUSED, EXEMPT, NO_LIMIT, INVALID = range(len(STATUSES))

# Kinds of events; their order is that of R-CHRONO on one day, the return of an investigation included.
DEDUCTION, SUSPENSION, INVESTIGATION, NOTICE, EXTENSION, RETURN, RESTART, CONVERSION = range(8)


def _column(value: Any, name: str, kind: Any, count: int) -> Column:
    """A column of that kind; one value stands for all."""
    column = np.asarray(value)
    if column.dtype != kind:
        column = column.astype(kind)
    if column.ndim == 0:
        return np.broadcast_to(column, (count,))
    if column.shape != (count,):
        raise InputError(
            f"列 {name}：应有 {count} 个值，实为 {column.shape}",
            f"column {name}: expected {count} values, found {column.shape}",
        )
    return column


@dataclass(frozen=True, slots=True)
class BulkCases:
    """The facts of many cases. `facts` holds a bit for every fact in `Codes.facts`; other columns as in CaseInput and Facts."""

    procedure: Column
    anchor: Column
    court_level: Column
    in_custody: Column
    foreign: Column
    max_sentence_years: Column
    election_day: Column
    facts: Column
    as_of: Column
    closed_on: Column

    @classmethod
    def of(
        cls,
        procedure: Any,
        anchor: Any,
        *,
        court_level: Any = NOT_SAID,
        in_custody: Any = NOT_SAID,
        foreign: Any = False,
        max_sentence_years: Any = np.nan,
        election_day: Any = NO_DAY,
        facts: Any = 0,
        as_of: Any = NO_DAY,
        closed_on: Any = NO_DAY,
    ) -> Self:
        """Columns, or single values that hold for every case. `foreign` means foreign-related or Hong Kong, Macao, Taiwan."""
        count = len(procedure)
        given = (
            procedure,
            anchor,
            court_level,
            in_custody,
            foreign,
            max_sentence_years,
            election_day,
            facts,
            as_of,
            closed_on,
        )
        kinds = (
            np.int16,
            np.int32,
            np.int8,
            np.int8,
            np.bool_,
            np.float64,
            np.int32,
            np.uint32,
            np.int32,
            np.int32,
        )
        names = [field.name for field in fields(cls)]
        return cls(*(_column(value, name, kind, count) for value, name, kind in zip(given, names, kinds)))

    def __len__(self) -> int:
        return len(self.procedure)

    def part(self, where: slice) -> Self:
        """The cases of a slice, without copying."""
        return type(self)(*(getattr(self, field.name)[where] for field in fields(self)))


@dataclass(frozen=True, slots=True)
class BulkEvents:
    """The events of many cases: those of case i stand at offsets[i] to offsets[i+1], in any order.

    `code` is the ground, the reason, or the rule converted to; `start` the first day, or the day of a conversion or restart;
    the columns from `months` on are read for extensions only, whose `start` and `end` are not.
    """

    offsets: Column
    kind: Column
    code: Column
    start: Column
    end: Column
    months: Column
    days: Column
    approver: Column
    applied_on: Column
    decided_on: Column
    approved: Column
    consent: Column
    filed: Column

    @classmethod
    def of(
        cls,
        offsets: Any,
        kind: Any,
        code: Any,
        start: Any,
        end: Any = NO_DAY,
        *,
        months: Any = 0,
        days: Any = 0,
        approver: Any = 0,
        applied_on: Any = NO_DAY,
        decided_on: Any = NO_DAY,
        approved: Any = NOT_SAID,
        consent: Any = False,
        filed: Any = False,
    ) -> Self:
        """Columns, or single values that hold for every event. `approver` is the place in model.APPROVERS."""
        count = len(kind)
        given = (
            kind,
            code,
            start,
            end,
            months,
            days,
            approver,
            applied_on,
            decided_on,
            approved,
            consent,
            filed,
        )
        kinds = (
            *(np.int8, np.int16),
            *(np.int32,) * 4,
            np.int8,
            np.int32,
            np.int32,
            np.int8,
            np.bool_,
            np.bool_,
        )
        names = [field.name for field in fields(cls)][1:]
        columns = (_column(value, name, kind, count) for value, name, kind in zip(given, names, kinds))
        return cls(np.asarray(offsets, np.int64), *columns)

    @classmethod
    def none(cls, cases: int) -> Self:
        """No events for so many cases."""
        return cls.of(np.zeros(cases + 1, np.int64), *(np.zeros(0, np.int32),) * 3)

    def __len__(self) -> int:
        return len(self.kind)

    def part(self, where: slice) -> Self:
        """The events of a slice of cases, without copying."""
        offsets = self.offsets[where.start : where.stop + 1]
        among = slice(int(offsets[0]), int(offsets[-1]))
        return type(self)(
            offsets - offsets[0], *(getattr(self, field.name)[among] for field in fields(self)[1:])
        )


KINDS: dict[str, type[np.generic]] = {
    "status": np.uint8,
    "rule": np.int16,
    "version": np.int16,
    "law_day": np.int32,
    "deadline": np.int32,
    "nominal_deadline": np.int32,
    "soft_deadline": np.int32,
    "deducted_days": np.int32,
    "remaining_days": np.int32,
    "stopped_on": np.int32,
    "issues": np.uint32,
    "provisional": np.bool_,
    "days_left": np.int32,
    "gross_days": np.int32,
    "net_days": np.int32,
    "in_time": np.int8,
    "error": np.bool_,
}
ALIGNED = 64


@dataclass(frozen=True)
class BulkOutcome:
    """The answers in columns named as in Outcome. Where `error` is set the question lies outside the validity of the data and
    nothing else is said: ask the single clock, which raises and says why."""

    clock: Clock
    rules: tuple[str, ...]
    versions: tuple[RuleVersion, ...]
    status: Column
    rule: Column
    version: Column
    law_day: Column
    deadline: Column
    nominal_deadline: Column
    soft_deadline: Column
    deducted_days: Column
    remaining_days: Column
    stopped_on: Column
    issues: Column
    provisional: Column
    days_left: Column
    gross_days: Column
    net_days: Column
    in_time: Column
    error: Column

    @classmethod
    def empty(
        cls, clock: Clock, rules: tuple[str, ...], versions: tuple[RuleVersion, ...], count: int
    ) -> Self:
        """Columns of zeros in one piece of memory: the system gives one large piece sooner than many."""
        room = -(-count // ALIGNED) * ALIGNED
        ends = np.cumsum([np.dtype(kind).itemsize * room for kind in KINDS.values()])
        memory = np.zeros(int(ends[-1]), np.uint8)
        pieces = np.split(memory, ends[:-1])
        columns = {name: piece.view(kind)[:count] for piece, (name, kind) in zip(pieces, KINDS.items())}
        return cls(clock, rules, versions, **columns)

    def __len__(self) -> int:
        return len(self.status)

    @cached_property
    def columns(self) -> dict[str, Column]:
        """Every column by its name."""
        return {field.name: getattr(self, field.name) for field in fields(self)[3:]}

    def part(self, where: slice) -> Self:
        """The answers of a slice, sharing memory."""
        return type(self)(
            self.clock, self.rules, self.versions, *(column[where] for column in self.columns.values())
        )

    def at(self, place: int) -> Outcome | None:
        """The answer of one case as the single clock gives it, without steps; None where `error` is set."""
        return next(self.part(slice(place, place + 1)).rows())

    def rows(self) -> Iterator[Outcome | None]:
        """All answers in order. The rule of an unknown procedure is the empty string: its name is the asker's."""
        for row in zip(*(column.tolist() for column in self.columns.values())):
            yield self._outcome(*row)

    def _outcome(
        self, status: int, rule: int, version: int, law_day: int, deadline: int, nominal: int, soft: int,
        deducted: int, remaining: int, stopped_on: int, issues: int, provisional: bool, left: int, gross: int,
        net: int, in_time: int, error: bool,
    ) -> Outcome | None:  # fmt: skip
        if error:
            return None
        governing = self.versions[version] if version >= 0 else None
        return Outcome(
            status=STATUSES[status],
            rule=self.rules[rule] if rule >= 0 else "",
            rule_from=governing.first if governing else None,
            law_version=self.clock.law_version(governing, law_day) if governing else None,
            deadline=_day(deadline),
            nominal_deadline=_day(nominal),
            soft_deadline=_day(soft),
            deducted_days=deducted,
            remaining_days=_days(remaining),
            stopped_on=_day(stopped_on),
            issues=issues_of(issues),
            provisional=provisional,
            days_left=_days(left),
            gross_days=_days(gross),
            net_days=_days(net),
            in_time=None if in_time == NOT_SAID else bool(in_time),
        )


def issues_of(mask: int) -> tuple[Issue, ...]:
    """The issues of a bit mask, in the order of the list."""
    return tuple(issue for place, issue in enumerate(ISSUES) if mask >> place & 1) if mask else ()


def _day(ordinal: int) -> date | None:
    return date.fromordinal(ordinal) if ordinal != NO_DAY else None


def _days(number: int) -> int | None:
    return number if number != NO_DAYS else None
