"""The columns of all cases: one row a case, drawn at once, with the children that grow out of them.

Positions of other cases (root, parent) are rows. Days are numbers from the first day shown; NEVER = did not happen.
"""

from dataclasses import dataclass, fields

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int32]
Smalls = npt.NDArray[np.int16]
Doubles = npt.NDArray[np.float32]

NEVER = 1_000_000
NONE = -1
# What became of a request for more time.
ASKED_NOTHING, GRANTED, REFUSED, WITHDRAWN, LAPSED, WRONG_APPROVER = range(6)


@dataclass(slots=True)
class Columns:
    """All cases, a column each for what decides their course."""

    category: Smalls
    court: Smalls
    filed: Ints
    second: Ints
    root: Ints
    parent: Ints
    chain: Smalls
    procedure: Smalls
    outcome: Smalls
    closed: Ints
    years: Doubles
    converted: Ints
    converted_to: Smalls
    deduction: Smalls
    deducted_from: Ints
    deducted_to: Ints
    suspension: Smalls
    suspended_from: Ints
    suspended_to: Ints
    asked: Ints
    decided: Ints
    answer: Smalls
    asked_again: Ints
    decided_again: Ints
    investigated_from: Ints
    investigated_to: Ints
    notice_to: Ints

    def __len__(self) -> int:
        return len(self.category)

    def take(self, rows: Ints) -> "Columns":
        """These rows, in this order; root and parent stay what they were."""
        return Columns(*(getattr(self, field.name)[rows] for field in fields(self)))


_SMALL = {
    "category",
    "court",
    "chain",
    "procedure",
    "outcome",
    "converted_to",
    "deduction",
    "suspension",
    "answer",
}
_EMPTY = {"parent", "chain", "converted_to", "deduction", "suspension"}
_PLAIN = {"category", "court", "filed", "second", "root", "procedure", "outcome", "answer"}


def blank(count: int) -> Columns:
    """So many rows in which nothing has happened yet."""
    columns = (_blank_column(field.name, count) for field in fields(Columns))
    return Columns(*columns)  # type: ignore[arg-type]


def _blank_column(name: str, count: int) -> npt.NDArray[np.generic]:
    if name == "years":
        return np.zeros(count, dtype=np.float32)
    start = NONE if name in _EMPTY else 0 if name in _PLAIN else NEVER
    return np.full(count, start, dtype=np.int16 if name in _SMALL else np.int32)


def joined(parts: list[Columns]) -> Columns:
    """One table out of several."""
    return Columns(
        *(np.concatenate([getattr(part, field.name) for part in parts]) for field in fields(Columns))
    )
