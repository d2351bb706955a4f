"""The counts of open data: stock and flow by quarter, court and class; shares of what describes by quarter and court.

Every case counts, sealed and protected ones too, whoever asks: what is published does not hang on who takes it out of the house.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from xiezhi.record.models import Court
from xiezhi.record.projection import mainland_day
from xiezhi.rules.errors import InputError
from xiezhi.rules.indicators.catalogue import indicators
from xiezhi.rules.indicators.model import COUNT, RATIO, Formula, Indicator
from xiezhi.rules.indicators.periods import QUARTER, Grid, Period, grid_over
from xiezhi.rules.indicators.relations import lie_apart, lies_within
from xiezhi.work.situation.codes import in_order
from xiezhi.work.situation.horizon import check_has_facts
from xiezhi.work.situation.looking import Look, Shown, by_key, figures_for
from xiezhi.work.situation.models import Snapshot
from xiezhi.work.situation.open_data.protection import (
    Cells,
    Counts,
    Flow,
    Remainder,
    hidden_flow,
    hidden_shares,
    with_sums,
)
from xiezhi.work.situation.sight import Sight
from xiezhi.work.situation.snapshots import known_day

SCOPE = "all"
OPENING, NEW, CLOSED, ACCEPTED, PENDING = (
    "flow.opening",
    "flow.new",
    "flow.closed",
    "flow.accepted",
    "flow.pending",
)
COUNTED = (OPENING, NEW, ACCEPTED, CLOSED, PENDING)
RATES = ("flow.closing_rate", "flow.clearance")
NOT_TOLD = ""  # a case whose class is missing
MOST_QUARTERS = 40


@dataclass(frozen=True, slots=True)
class Table:
    """Counts and what of them is hidden, both by the same places. The last court (and class) is the sum of the others."""

    counts: Counts
    hidden: Cells

    def at(self, *place: int) -> int | None:
        """A count; None where it is hidden."""
        return None if self.hidden[place] else int(self.counts[place])


@dataclass(frozen=True, slots=True)
class Share:
    """A share or a count by quarter and court; `denominator` None: a count."""

    indicator: Indicator
    numerator: Table
    denominator: Table | None


@dataclass(frozen=True, slots=True)
class OpenTables:
    """What is published. `flow`: by key of COUNTED, by quarter, court and class; `absent`: what these facts do not tell."""

    snapshot: Snapshot
    quarters: Sequence[Period]
    courts: Sequence[Court]
    classes: Sequence[str]
    flow: dict[str, Table]
    shares: Sequence[Share]
    absent: Sequence[Indicator]


def quarters_of(period: Period, snapshot: Snapshot) -> Grid:
    """The quarters that a period is made of. Raises InputError for another period, for one that is not over, and before there are facts."""
    found = grid_over(QUARTER, period.start, period.end)
    if (found.start, found.end) != (period.start, period.end):
        raise InputError(
            f"开放数据按整季编制：{period.name} 不是整季",
            f"open data are made for whole quarters: {period.name} is none",
            field="period",
        )
    if len(found.periods) > MOST_QUARTERS:
        raise InputError(
            f"一次至多{MOST_QUARTERS}个季度", f"at most {MOST_QUARTERS} quarters at once", field="period"
        )
    if not is_over(found.periods[-1], snapshot):
        raise InputError(
            f"{found.periods[-1].name} 尚未结束，或者数据只到 {known_day(snapshot)}",
            f"{found.periods[-1].name} is not over, or the facts reach to {known_day(snapshot)} only", field="period",
        )  # fmt: skip
    check_has_facts(found.periods[-1], snapshot)
    return found


def is_over(period: Period, snapshot: Snapshot) -> bool:
    """Whether the last day of a period had passed at the moment of which a snapshot knows."""
    return period.end < mainland_day(snapshot.known_at)


def open_tables(keeper: Sight, snapshot: Snapshot, period: Period) -> OpenTables:
    """The tables of a period. `keeper` counts every case. Raises InputError."""
    wanted = quarters_of(period, snapshot)
    around = _with_neighbours(wanted, snapshot)
    courts = _courts()
    counting = _Counting(keeper, snapshot, around, [str(court.pk) for court in courts])
    flow, classes = counting.flow()
    hidden = hidden_flow(flow)
    first = around.periods.index(wanted.periods[0])
    last = first + len(wanted.periods)
    tables = {
        OPENING: Table(flow.stock[first:last], hidden.stock[first:last]),
        NEW: Table(flow.new[first:last], hidden.flow[first:last]),
        ACCEPTED: Table(flow.accepted[first:last], hidden.flow[first:last]),
        CLOSED: Table(flow.closed[first:last], hidden.flow[first:last]),
        PENDING: Table(flow.stock[first + 1 : last + 1], hidden.stock[first + 1 : last + 1]),
    }
    shares, absent = _shares(counting, first, last, hidden.flow[:, :, -1])
    return OpenTables(snapshot, wanted.periods, courts, classes, tables, shares, absent)


def _with_neighbours(wanted: Grid, snapshot: Snapshot) -> Grid:
    """With the quarter before and, if it is over, the one after: what is hidden at an edge does not hang on where one cuts."""
    before, after = wanted.periods[0].previous, wanted.periods[-1].shifted(1)
    return Grid((before, *wanted.periods, *((after,) if is_over(after, snapshot) else ())))


def _courts() -> list[Court]:
    return list(Court.objects.order_by("place", "pk"))


def described() -> list[Indicator]:
    """The indicators of open data beside stock and flow: what describes and is told of cases alone; equal formulas once."""
    found: dict[tuple[object, ...], Indicator] = {}
    for one in indicators().values():
        formula = one.formula
        plain = (
            formula.value in (COUNT, RATIO)
            and not formula.parameters
            and formula.numerator.of is None
            and not formula.numerator.distinct
        )
        if one.descriptive and one.shown and one.last is None and plain and one.id not in COUNTED:
            found.setdefault((formula.numerator, formula.denominator, formula.follows_scope), one)
    return [one for one in found.values() if one.id not in RATES]


@dataclass(frozen=True)
class _Counting:
    """Counts of the engine laid into tables: by quarter, court in administrative order, class."""

    keeper: Sight
    snapshot: Snapshot
    grid: Grid
    courts: Sequence[str]

    def flow(self) -> tuple[Flow, list[str]]:
        shown = self._figures(by_key((OPENING, NEW, CLOSED)), ("court_id", "case_class"))
        classes = in_order("case_class", {one.group[1] or NOT_TOLD for one in shown})
        size = (len(self.grid.periods), len(self.courts), len(classes))
        tables = {key: np.zeros(size, np.int64) for key in (OPENING, NEW, CLOSED)}
        for one in shown:
            court = str(one.group[0])
            if court in self.courts:
                place = (
                    self.grid.periods.index(one.period),
                    self.courts.index(court),
                    classes.index(one.group[1] or NOT_TOLD),
                )
                tables[one.key][place] = int(one.numerator or 0)
        opening, new, closed = (with_sums(tables[key]) for key in (OPENING, NEW, CLOSED))
        stock = np.concatenate([opening, opening[-1:] + new[-1:] - closed[-1:]])
        return Flow(stock, new, closed), classes

    def lines(self, wanted: Sequence[Formula]) -> dict[str, tuple[Counts, Counts]]:
        """Numerators and denominators by key, by quarter and court with their sum."""
        size = (len(self.grid.periods), len(self.courts))
        found: dict[str, tuple[Counts, Counts]] = {}
        for one in self._figures(wanted, ("court_id",)):
            tables = found.setdefault(one.key, (np.zeros(size, np.int64), np.zeros(size, np.int64)))
            court = str(one.group[0])
            if court in self.courts:
                place = (self.grid.periods.index(one.period), self.courts.index(court))
                tables[0][place], tables[1][place] = int(one.numerator or 0), int(one.denominator or 0)
        return {key: (_with_sum(above), _with_sum(below)) for key, (above, below) in found.items()}

    def _figures(self, wanted: Sequence[Formula], by: tuple[str, ...]) -> list[Shown]:
        look = Look(str(self.snapshot.id), SCOPE, self.grid.periods[0], None)
        return figures_for(self.keeper, look, wanted, grid=self.grid, by=by)


def _with_sum(counts: Counts) -> Counts:
    return np.concatenate([counts, counts.sum(-1, keepdims=True)], -1)


def _shares(
    counting: _Counting, first: int, last: int, flow_hidden: Cells
) -> tuple[list[Share], list[Indicator]]:
    wanted = described()
    lines = counting.lines([one.formula for one in wanted])
    told = [one for one in wanted if one.formula.key in lines]
    found: dict[str, Share] = {}
    for group in _by_denominator(told):
        for one in _protected(group, lines, flow_hidden):
            found[one.indicator.id] = _between(one, first, last)
    return [found[one.id] for one in told], [one for one in wanted if one not in told]


def _by_denominator(some: Sequence[Indicator]) -> list[list[Indicator]]:
    groups: dict[object, list[Indicator]] = {}
    for one in some:
        formula = one.formula
        groups.setdefault(
            (formula.denominator, formula.follows_scope) if formula.denominator else one.id, []
        ).append(one)
    return list(groups.values())


def remainders(group: Sequence[Formula]) -> list[Remainder]:
    """What readers can tell beside the numerators of one denominator: what of it, or of one of them, is in none of some others."""
    conditions = [formula.numerator.where for formula in group]
    every = range(len(group))
    inside: dict[int | None, list[int]] = {None: list(every)}  # every numerator is part of the denominator
    for whole in every:
        others = (place for place in every if place != whole)
        inside[whole] = [place for place in others if lies_within(conditions[place], conditions[whole])]
    return [
        Remainder(whole, taken)
        for whole, parts in inside.items()
        for many in range(1, len(parts) + 1)
        for taken in combinations(parts, many)
        if all(lie_apart(conditions[one], conditions[other]) for one, other in combinations(taken, 2))
    ]


def _protected(
    group: list[Indicator], lines: dict[str, tuple[Counts, Counts]], flow_hidden: Cells
) -> list[Share]:
    above = np.stack([lines[one.formula.key][0] for one in group])
    counted = group[0].formula.denominator is None
    below = above[0] if counted else lines[group[0].formula.key][1]
    hidden_above, hidden_below = np.zeros(above.shape, np.bool_), np.zeros(below.shape, np.bool_)
    left = [] if counted else remainders([one.formula for one in group])
    for quarter in range(below.shape[0]):
        # A count alone is a denominator without numerators.
        numerators = above[:0, quarter] if counted else above[:, quarter]
        inside, hidden_below[quarter] = hidden_shares(numerators, below[quarter], flow_hidden[quarter], left)
        hidden_above[:, quarter] = hidden_below[quarter] if counted else inside
    return [
        Share(one, Table(above[place], hidden_above[place]), None if counted else Table(below, hidden_below))
        for place, one in enumerate(group)
    ]


def _between(share: Share, first: int, last: int) -> Share:
    def part(table: Table) -> Table:
        return Table(table.counts[first:last], table.hidden[first:last])

    return Share(
        share.indicator, part(share.numerator), part(share.denominator) if share.denominator else None
    )
