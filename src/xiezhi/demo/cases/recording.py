"""When what happened was recorded: mostly the same day at the desk, sometimes late, and then out of order.

A late act of consequence (`holds`) keeps what follows waiting, as a clerk who catches up records things in their order; other
late acts stand after what happened later.
"""

import random
from datetime import date, datetime, time
from operator import itemgetter
from typing import NamedTuple, Protocol
from uuid import UUID

from xiezhi.demo.model import Event, Payload
from xiezhi.demo.seeds import SHANGHAI

_OPENS, _CLOSES, _STEP = 8 * 3600 + 1800, 17 * 3600 + 1800, 13
_TIMES = [
    time(second // 3600, second // 60 % 60, second % 60, tzinfo=SHANGHAI)
    for second in range(0, 24 * 3600, _STEP)
]
_FIRST, _LAST, _MIDNIGHT = _OPENS // _STEP, _CLOSES // _STEP, len(_TIMES) - 1
_BETWEEN = 23  # steps between two records of one case on one day, about five minutes


class Draft(NamedTuple):
    """An act before it is recorded; `delay` in days, `holds` = later acts wait for it."""

    day: int
    kind: str
    officer: int
    data: Payload
    delay: int = 0
    holds: bool = False


class Days(Protocol):
    """The days shown: their dates, the last of them, the working day on or after each."""

    @property
    def dates(self) -> list[date]: ...
    @property
    def last(self) -> int: ...
    @property
    def ahead(self) -> list[int]: ...


def put_on_record(
    drafts: list[Draft], second: int, days: Days, officers: list[UUID], draws: random.Random
) -> list[Event]:
    """The events in the order of their recording, up to the last day shown; `second` is that of the docketing."""
    drafts.sort(key=itemgetter(0))
    recorded = (
        _delayed(drafts, days)
        if any(draft.delay for draft in drafts)
        else [(draft.day, draft) for draft in drafts]
    )
    dates, events, today, at = days.dates, [], -1, second // _STEP
    for day, (occurred, kind, officer, data, _, _) in recorded:
        if day == today:
            at = min(at + 1 + int(draws.random() * _BETWEEN), _MIDNIGHT)
        elif today >= 0:
            at = _FIRST + int(draws.random() * (_LAST - _FIRST))
        today = day
        moment = datetime.combine(dates[day], _TIMES[at])
        events.append(Event(kind, dates[occurred], moment, officers[officer], data))
    return events


def _delayed(drafts: list[Draft], days: Days) -> list[tuple[int, Draft]]:
    """The acts with the day of their recording, in that order; what will only be recorded after today is not there."""
    recorded: list[tuple[int, Draft]] = []
    waiting = 0
    for draft in drafts:
        day = days.ahead[draft.day + draft.delay] if draft.delay else draft.day
        if draft.holds:
            waiting = max(waiting, day)
        day = max(day, waiting)
        if day <= days.last:
            recorded.append((day, draft))
        elif draft.holds:
            break
    recorded.sort(key=itemgetter(0))
    return recorded
