"""What of published tables is hidden so that no count from one to four can be read off or worked out.

A table has a row for each court and a last one of their sums, a column for each class and a last one of their sums. To hide one cell
is not enough: its row and column would give it away. So with every small cell three others are hidden that form a rectangle with it.
Five could be added to the small cell, and taken from or added to the other three, without changing any sum and without anything
falling below nought: so neither the cell nor a bound below five can be computed (the hypercube method, with a distance to keep).

Stock and flow hang together: opening + new − closed = pending, and what is pending is the opening of the next quarter. `Flow` hides so
that the same change can be made in every table at once.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from xiezhi.work.situation.suppression import FEWEST_SHOWN

Counts: TypeAlias = npt.NDArray[np.int64]
Cells: TypeAlias = npt.NDArray[np.bool_]
_SUM_COSTS = 1_000  # hiding a sum loses more than hiding what it adds up


def with_sums(counts: Counts) -> Counts:
    """The last two axes with their sums behind them."""
    rows = np.concatenate([counts, counts.sum(-2, keepdims=True)], -2)
    return np.concatenate([rows, rows.sum(-1, keepdims=True)], -1)


def is_small(counts: Counts) -> Cells:
    """Which counts may not be published."""
    return (counts > 0) & (counts < FEWEST_SHOWN)


def hidden_in(sensitive: Cells, value: Counts, capable: Cells) -> Cells:
    """The cells to hide in a table with sums, `sensitive` and what protects them.

    `value` is what hiding a cell loses; five can be taken from a `capable` cell.
    """
    hidden = sensitive.copy()
    cost = value.astype(np.float64) + 1
    cost[-1, :] += _SUM_COSTS * cost.max()
    cost[:, -1] += _SUM_COSTS * cost.max()
    # The most valuable first: what they hide often protects the rest at no cost.
    for row, column in sorted(zip(*np.nonzero(sensitive)), key=lambda cell: (-value[cell], cell)):
        other_row, other_column = _corner(int(row), int(column), np.where(hidden, 0.0, cost), capable)
        hidden[[row, other_row, other_row], [other_column, column, other_column]] = True
    return hidden


def _corner(row: int, column: int, cost: npt.NDArray[np.float64], capable: Cells) -> tuple[int, int]:
    """The opposite corner of the cheapest rectangle in which five can be moved to a cell."""
    rows, columns = int(cost.shape[0]), int(cost.shape[1])
    sums = (rows - 1, columns - 1)
    # In a sum the change has the other sign than in what it adds up.
    turn_row = np.where(np.arange(rows) == sums[0], -1, 1) * (-1 if row == sums[0] else 1)
    turn_column = np.where(np.arange(columns) == sums[1], -1, 1) * (-1 if column == sums[1] else 1)
    lowered_beside = turn_column > 0  # the cell in the same row and the other column
    lowered_below = turn_row > 0
    lowered_across = np.outer(turn_row, turn_column) < 0
    fits = (
        (~lowered_beside | capable[row])[None, :]
        & (~lowered_below | capable[:, column])[:, None]
        & (~lowered_across | capable)
    )
    fits[row, :] = False
    fits[:, column] = False
    total = cost[row][None, :] + cost[:, column][:, None] + cost
    place = int(np.argmin(np.where(fits, total, np.inf)))
    return place // columns, place % columns


def hidden_in_line(sensitive: Cells, value: Counts, capable: Cells) -> Cells:
    """The same for a line of cells with their sum at the end: one further cell from which five can be taken, or the sum."""
    hidden, parts = sensitive.copy(), sensitive[:-1]
    moves = parts.sum() > 1 and (parts & capable[:-1]).any()
    if sensitive[-1] or moves or not parts.any():
        return hidden
    partners = np.nonzero(capable[:-1] & ~parts)[0]
    hidden[partners[np.argmin(value[partners])] if len(partners) else -1] = True
    return hidden


@dataclass(frozen=True)
class Flow:
    """Stock and flow by quarter, court and class, with sums: `stock` stands before the first quarter and after each one."""

    stock: Counts
    new: Counts
    closed: Counts

    @property
    def accepted(self) -> Counts:
        return self.stock[:-1] + self.new


@dataclass(frozen=True)
class HiddenFlow:
    """What is hidden: `stock` at each boundary of quarters; `flow` in each quarter: new, closed and accepted together."""

    stock: Cells
    flow: Cells


def hidden_flow(flow: Flow) -> HiddenFlow:
    """What to hide in all tables of stock and flow.

    Where stock moves by five, what came in before it and what was closed after it move with it.
    """
    quarters = len(flow.new)
    stock = np.zeros(flow.stock.shape, np.bool_)
    for place in range(quarters + 1):
        moving = [flow.stock[place]]
        if place > 0:
            moving.append(flow.new[place - 1])
        if place < quarters:
            moving.append(flow.closed[place])
        stock[place] = _protected(is_small(flow.stock[place]), flow.stock[place], moving)
    within = np.zeros(flow.new.shape, np.bool_)
    for place in range(quarters):
        new, closed = flow.new[place], flow.closed[place]
        sensitive = (
            is_small(new)
            | is_small(closed)
            | is_small(flow.accepted[place])
            | stock[place]
            | stock[place + 1]
        )
        within[place] = _protected(sensitive, new + closed, [new, closed])
    return HiddenFlow(stock, within)


def _protected(sensitive: Cells, value: Counts, moving: list[Counts]) -> Cells:
    """Hidden so that all that moves together keeps five."""
    capable = np.logical_and.reduce([counts >= FEWEST_SHOWN for counts in moving])
    return hidden_in(sensitive, value, capable)


@dataclass(frozen=True, slots=True)
class Remainder:
    """What is left of the denominator (`whole` None), or of a numerator, when numerators that lie within it and apart from each other are
    taken from it: whoever reads them can tell it. Numerators are named by their place."""

    whole: int | None
    taken: tuple[int, ...]

    @property
    def numerators(self) -> tuple[int, ...]:
        """Those of which it is made."""
        return self.taken if self.whole is None else (self.whole, *self.taken)

    def counts(self, numerators: Counts, denominator: Counts) -> Counts:
        """How many are left, by court."""
        whole = denominator if self.whole is None else numerators[self.whole]
        left: Counts = whole - numerators[list(self.taken)].sum(0)
        return left


def hidden_shares(
    numerators: Counts, denominator: Counts, also: Cells, remainders: Sequence[Remainder]
) -> tuple[Cells, Cells]:
    """What to hide of shares with one denominator: which numerators (by share and court), and which denominators.

    The last court is the sum. `also`: courts whose denominators would say something of what is hidden elsewhere. A small count among the
    `remainders` is hidden like one that is published: with one of the numerators of which it is made, the same in all courts.
    """
    left = {one: one.counts(numerators, denominator) for one in remainders}
    # Where a denominator is hidden, so are its numerators: it can move by five only where it is five above them.
    movable = [counts >= FEWEST_SHOWN for one, counts in left.items() if one.whole is None]
    below = hidden_in_line(is_small(denominator) | also, denominator, _everywhere(movable, denominator))
    sensitive = is_small(numerators) | below
    for one, counts in left.items():
        # Rather the one that loses the least, but one from which five can be taken.
        place = min(one.numerators, key=lambda some: _loss(int(numerators[some, -1])))
        sensitive[place] |= is_small(counts)
    above = np.zeros(numerators.shape, np.bool_)
    for place, line in enumerate(numerators):
        moving = [line, *(counts for one, counts in left.items() if place in one.numerators)]
        capable = _everywhere([counts >= FEWEST_SHOWN for counts in moving], line)
        above[place] = hidden_in_line(sensitive[place], line, capable)
    return above, below


def _everywhere(conditions: list[Cells], like: Counts) -> Cells:
    """Where all of them hold; everywhere where there are none."""
    found: Cells = np.logical_and.reduce([np.ones(like.shape, np.bool_), *conditions])
    return found


def _loss(count: int) -> tuple[bool, int]:
    return count < FEWEST_SHOWN, count
