"""A closer look at a file for whoever maps it: some cells of each column as they are, first rows whole, which values columns of codes have."""

from collections import Counter
from collections.abc import Collection
from itertools import islice
from typing import Any, NamedTuple
from uuid import UUID

from xiezhi.record.intake import keeping, policy
from xiezhi.record.intake.files.opening import open_table
from xiezhi.record.intake.files.table import Cells, Reading
from xiezhi.record.viewers import Viewer

SAMPLES = 3
COUNTED = 20_000  # rows gone through for values
FIRST = 200  # rows gone through for samples alone
MOST_VALUES = 5_000
LONGEST_VALUE = 200


class Look(NamedTuple):
    """`samples`: distinct cells of each column that are not empty; `first`: rows whole; `values`: of the columns asked for, how often each."""

    columns: tuple[str, ...]
    samples: tuple[tuple[Any, ...], ...]
    first: tuple[Cells, ...]
    values: dict[str, Counter[str]]
    rows: int
    whole: bool
    epoch_1904: bool


def look(
    of: UUID, *, by: Viewer | None, reading: Reading, counted: Collection[str] = (), rows: int = COUNTED
) -> Look:
    """The beginning of a file. Raises NotThere, InputError for a reading that does not fit."""
    known = policy.import_for(by, of)
    with keeping.opened(known.sha256) as stream:
        table = open_table(stream, known.size, reading)
        samples: list[list[Any]] = [[] for _ in table.columns]
        first: list[Cells] = []
        places = {name: place for place, name in enumerate(table.columns) if name in counted}
        values: dict[str, Counter[str]] = {name: Counter() for name in places}
        most = rows if places else FIRST
        seen = 0
        for row in islice(table.rows, most):
            seen += 1
            if row.cells is None:
                continue
            if len(first) < SAMPLES:
                first.append(row.cells)
            if seen <= FIRST:
                _sample(samples, row.cells)
            for name, place in places.items():
                _count(values[name], row.cells[place])
        return Look(
            tuple(table.columns),
            tuple(map(tuple, samples)),
            tuple(first),
            values,
            seen,
            seen < most,
            table.epoch_1904,
        )


def _sample(samples: list[list[Any]], cells: Cells) -> None:
    for kept, cell in zip(samples, cells):
        if len(kept) < SAMPLES and cell is not None and str(cell).strip() and cell not in kept:
            kept.append(cell)


def _count(values: Counter[str], cell: Any) -> None:
    word = "" if cell is None else " ".join(str(cell).split())
    if word and (word in values or len(values) < MOST_VALUES):
        values[word[:LONGEST_VALUE]] += 1
