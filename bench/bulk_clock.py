"""Cases a second through the bulk clock on one core, beside writing the answers alone and a loop over the same cases."""

from functools import partial

import numpy as np

from measuring import heading, row, seconds
from measuring.mix import as_objects, mixed
from measuring.peer import deadlines
from xiezhi.rules.limits.bulk import BulkCases, BulkEvents, compute_bulk
from xiezhi.rules.limits.bulk.columns import BulkOutcome
from xiezhi.rules.limits.clock import default_clock

COUNT, FEW = 1_000_000, 20_000
GOAL_PLAIN, GOAL_MIX = 20, 1.5
MILLION = 1_000_000


def writing(cases: BulkCases, events: BulkEvents) -> float:
    """Reading every column once and writing every column of the answer: what memory alone allows."""
    columns = [getattr(part, name) for part in (cases, events) for name in part.__slots__]

    def work() -> None:
        for column in columns:
            np.add.reduce(column, dtype=np.int64 if column.dtype != np.float64 else np.float64)
        out = BulkOutcome.empty(default_clock(), (), (), len(cases))
        for column in out.columns.values():
            column.fill(1)

    return seconds(work)


def main() -> None:
    heading(f"Bulk clock, one core, {COUNT:,} cases")
    for name, with_events, goal in (("without events", False, GOAL_PLAIN), ("realistic mix", True, GOAL_MIX)):
        cases, events = mixed(COUNT, events=with_events)
        few = as_objects(*mixed(FEW, events=with_events))
        limit = writing(cases, events)
        ours = seconds(partial(compute_bulk, cases, events))
        bare = seconds(partial(deadlines, few), 3) / FEW * COUNT
        row(f"{name}, memory alone (the limit)", COUNT / limit / MILLION, "M cases/s")
        row(
            name, COUNT / ours / MILLION, "M cases/s", f"goal ≥ {goal}", f"{ours / limit:.1f} times the limit"
        )
        beside = f"bare dates only, {bare / ours:,.0f} times slower"
        row(f"{name}, dateutil + chinesecalendar", COUNT / bare / MILLION, "M cases/s", "peer", beside)


if __name__ == "__main__":
    main()
