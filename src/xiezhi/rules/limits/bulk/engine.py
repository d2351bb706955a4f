"""`compute_bulk`: the answers for columns of cases, block by block, each block small enough for the processor's cache.

Called by the command line (`deadlines compute --engine bulk`) and by whatever needs the limits of a whole court or province.
"""

from collections.abc import Iterator, Sequence

from xiezhi.rules.errors import XiezhiError
from xiezhi.rules.limits.bulk.checks import check
from xiezhi.rules.limits.bulk.clocks import close, open_clocks
from xiezhi.rules.limits.bulk.coding import from_cases
from xiezhi.rules.limits.bulk.columns import BulkCases, BulkEvents, BulkOutcome
from xiezhi.rules.limits.bulk.rounds import work_through
from xiezhi.rules.limits.bulk.tables import tables_of
from xiezhi.rules.limits.clock import Clock, default_clock
from xiezhi.rules.limits.model import CaseInput, Outcome

BLOCK = 1 << 17


def compute_bulk(
    cases: BulkCases, events: BulkEvents | None = None, clock: Clock | None = None
) -> BulkOutcome:
    """The answers in columns. Questions outside the validity of the data are marked in `error`; raises InputError for columns
    that do not fit together, or a reading that only the single clock knows."""
    clock = clock or default_clock()
    tables = tables_of(clock)
    count = len(cases)
    events = BulkEvents.none(count) if events is None else events
    check(cases, events, tables.codes)
    out = BulkOutcome.empty(clock, tables.codes.rules, tables.forms.versions, count)
    for begin in range(0, count, BLOCK):
        block = slice(begin, min(begin + BLOCK, count))
        some_cases, some_events = cases.part(block), events.part(block)
        clocks = open_clocks(tables, some_cases, some_events)
        some_out = out.part(block)
        if len(some_events):
            work_through(clocks, some_events, some_out)
        close(clocks, some_out)
    return out


def compute_cases(cases: Sequence[CaseInput], clock: Clock) -> Iterator[Outcome | XiezhiError]:
    """The bulk answers for cases that stand as objects, in order; an error where the single clock would raise it."""
    outcome = compute_bulk(*from_cases(cases, clock.catalogue), clock)
    for case, row in zip(cases, outcome.rows()):
        if row is None:
            yield _fault(case, clock)
        else:
            yield row if row.rule else row._replace(rule=case.procedure)


def _fault(case: CaseInput, clock: Clock) -> XiezhiError:
    try:
        clock.compute(case, steps=False)
    except XiezhiError as fault:
        return fault
    raise AssertionError(f"the two clocks disagree on {case}")
