"""Whether columns can be meant: codes that exist, days of the calendar, events that fit their cases. Called by the engine.

Nothing here asks about the law; a faulty event in a sound column is the clock's business, told by an issue code.
"""

import numpy as np

from xiezhi.rules.errors import InputError
from xiezhi.rules.limits.bulk.coding import UNKNOWN, Codes
from xiezhi.rules.limits.bulk.columns import (
    CONVERSION,
    EXTENSION,
    NO_DAY,
    NOT_SAID,
    RESTART,
    RETURN,
    SUSPENSION,
    BulkCases,
    BulkEvents,
    Column,
)
from xiezhi.rules.limits.bulk.tables import LAST_DAY
from xiezhi.rules.limits.model import APPROVERS, COURT_LEVELS

ANY_CODE = int(np.iinfo(np.int16).max)


def check(cases: BulkCases, events: BulkEvents, codes: Codes) -> None:
    """Raises InputError naming the column."""
    _between(cases.procedure, "procedure", UNKNOWN, len(codes.rules) - 1)
    _between(cases.court_level, "court_level", NOT_SAID, len(COURT_LEVELS) - 1)
    _between(cases.in_custody, "in_custody", NOT_SAID, 1)
    for name in ("anchor", "election_day", "as_of", "closed_on"):
        _between(getattr(cases, name), name, NO_DAY, LAST_DAY)
    _check_offsets(events, len(cases))
    _between(events.kind, "kind", 0, CONVERSION)
    _between(events.approver, "approver", 0, len(APPROVERS) - 1)
    for name in ("start", "end", "applied_on", "decided_on", "months", "days"):
        _between(getattr(events, name), name, NO_DAY, LAST_DAY)
    highest = np.full(CONVERSION + 1, ANY_CODE, np.int16)
    highest[: SUSPENSION + 1] = len(codes.grounds) - 1
    highest[EXTENSION], highest[RESTART] = 2 * len(codes.extension_grounds), len(codes.reasons) - 1
    highest[CONVERSION] = len(codes.rules) - 1
    if (events.code > highest.take(events.kind)).any() or (events.code < UNKNOWN).any():
        raise _fault("code", "没有这样的代码", "there is no such code")
    if (events.kind == RETURN).any():
        raise _fault(
            "kind", "补充侦查的移送以其结束日表示", "the return of an investigation is told by its end"
        )
    if ((events.start == NO_DAY) & (events.kind != EXTENSION)).any():
        raise _fault("start", "缺少日期", "a day is missing")


def _check_offsets(events: BulkEvents, cases: int) -> None:
    offsets = events.offsets
    if (
        len(offsets) != cases + 1
        or offsets[0] != 0
        or offsets[-1] != len(events)
        or (np.diff(offsets) < 0).any()
    ):
        raise _fault("offsets", "事件与案件不符", "the events do not fit the cases")


def _between(column: Column, name: str, lowest: int, highest: int) -> None:
    some = column[:1] if column.strides == (0,) else column
    if some.size and not (lowest <= some.min() and some.max() <= highest):
        raise _fault(name, f"应在 {lowest} 与 {highest} 之间", f"expected values from {lowest} to {highest}")


def _fault(name: str, zh: str, en: str) -> InputError:
    return InputError(f"列 {name}：{zh}", f"column {name}: {en}", field=name)
