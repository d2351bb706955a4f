"""The bulk clock: the meaning of `rules.limits.clock` over columns, for millions of cases at once.

`compute_bulk(cases, events, clock)` gives the same statuses, days and issue codes as the single clock, case by case, without
the derivation (docs/decisions/0004-two-clocks.md). `columns` names what goes in and comes out, `tables` turns the catalogue
and the calendar into arrays, `opening`, `rounds` and `closing` do the work. numpy is used in this package only.
"""

from xiezhi.rules.limits.bulk.coding import Codes, from_cases
from xiezhi.rules.limits.bulk.columns import BulkCases, BulkEvents, BulkOutcome
from xiezhi.rules.limits.bulk.engine import compute_bulk, compute_cases

__all__ = ["BulkCases", "BulkEvents", "BulkOutcome", "Codes", "compute_bulk", "compute_cases", "from_cases"]
