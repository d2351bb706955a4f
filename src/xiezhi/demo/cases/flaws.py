"""Entries that were wrong and put right later: a closing or a service under the wrong day, a note entered by mistake."""

import random
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from xiezhi.demo.cases.recording import Days
from xiezhi.demo.cases.telling import wording
from xiezhi.demo.model import Event, Payload

SHARE = 0.009
_WRONG_BY = 5
_FOUND_AFTER = 9


def put_right(events: list[Event], days: Days, draws: random.Random) -> None:
    """Make one entry wrong and record its correction some days later, if the days shown allow."""
    at = _mistaken(events, draws)
    if at is None:
        return
    event = events[at]
    found = (event.recorded_at.date() - days.dates[0]).days + 1 + int(draws.random() * _FOUND_AFTER)
    if days.ahead[found] > days.last:
        return
    moment = datetime.combine(days.dates[days.ahead[found]], event.recorded_at.timetz())
    action: Payload = {"action": "withdraw"}
    if event.kind != "note.recorded":
        wrong = max(
            event.occurred_on - timedelta(days=1 + int(draws.random() * _WRONG_BY)), _earliest(events, at)
        )
        if wrong == event.occurred_on:
            return
        events[at] = event._replace(occurred_on=wrong)
        action = {"action": "replace", "occurred_on": event.occurred_on.isoformat()}
    texts = wording()["corrections"]
    data = {"corrects": at + 1, **action, "reason": texts[int(draws.random() * len(texts))]}
    _insert(events, Event("correction.recorded", moment.date(), moment, event.officer_id, data))


def _earliest(events: Sequence[Event], at: int) -> date:
    """The last day on which something else happened up to this entry's own day, be it recorded later."""
    right = events[at].occurred_on
    others = (other.occurred_on for place, other in enumerate(events) if place != at)
    return max((day for day in others if day <= right), default=right)


def _mistaken(events: Sequence[Event], draws: random.Random) -> int | None:
    kinds = ("case.closed", "service.completed", "note.recorded")
    places = [place for place, event in enumerate(events) if event.kind in kinds]
    return places[int(draws.random() * len(places))] if places else None


def _insert(events: list[Event], correction: Event) -> None:
    later = (place for place, event in enumerate(events) if event.recorded_at > correction.recorded_at)
    events.insert(next(later, len(events)), correction)
