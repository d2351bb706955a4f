"""When what happened was recorded: mostly the same day at the desk, sometimes late, and then out of order.

A late act of consequence (`holds`) keeps what follows waiting, as a clerk who catches up records things in their order; other
late acts stand after what happened later.
"""

import random
from datetime import datetime, time
from operator import itemgetter
from typing import NamedTuple
from uuid import UUID

from xiezhi.demo.cases.time import Horizon
from xiezhi.demo.model import Event, Payload
from xiezhi.demo.seeds import SHANGHAI

_OPENS, _CLOSES, _STEP = 8 * 3600 + 1800, 18 * 3600, 13
_TIMES = [
    time(second // 3600, second // 60 % 60, second % 60, tzinfo=SHANGHAI)
    for second in range(0, 24 * 3600, _STEP)
]
_FIRST, _LAST = _OPENS // _STEP, _CLOSES // _STEP
_BETWEEN = 23  # steps between two records of one case on one day, about five minutes


class Draft(NamedTuple):
    """An act before it is recorded; `delay` in days, `holds` = later acts wait for it."""

    day: int
    kind: str
    officer: int
    data: Payload
    delay: int = 0
    holds: bool = False


def put_on_record(
    drafts: list[Draft],
    second: int,
    horizon: Horizon,
    ahead: list[int],
    officers: list[UUID],
    draws: random.Random,
) -> list[Event]:
    """The events in the order of their recording, up to the last day shown; `second` is that of the docketing."""
    drafts.sort(key=itemgetter(0))
    last, dates, waiting = horizon.last, horizon.dates, 0
    recorded: list[tuple[int, Draft]] = []
    for draft in drafts:
        day = draft.day
        if day > last:
            break
        if draft.delay:
            day = ahead[day + draft.delay]
            if draft.holds:
                waiting = max(waiting, day)
        day = max(day, waiting)
        if day <= last:
            recorded.append((day, draft))
        elif draft.holds:
            break
    if waiting or any(draft.delay for _, draft in recorded):
        recorded.sort(key=itemgetter(0))
    events, today, at = [], -1, second // _STEP
    for day, draft in recorded:
        if day == today:
            at = min(at + 1 + int(draws.random() * _BETWEEN), len(_TIMES) - 1)
        else:
            if today >= 0:
                at = _FIRST + int(draws.random() * (_LAST - _FIRST - 200))
            today = day
        moment = datetime.combine(dates[day], _TIMES[at])
        officer = officers[draft.officer] if draft.officer >= 0 else None
        events.append(Event(draft.kind, dates[draft.day], moment, officer, draft.data))
    return events
