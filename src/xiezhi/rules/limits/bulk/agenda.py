"""In which order the events of many cases are worked through (R-CHRONO): the counterpart of `_in_order` and `_actions`."""

import numpy as np

from xiezhi.rules.errors import InputError
from xiezhi.rules.limits.bulk.columns import (
    EXTENSION,
    INVESTIGATION,
    NO_DAY,
    RETURN,
    SUSPENSION,
    BulkEvents,
    Column,
)
from xiezhi.rules.limits.bulk.tables import LAST_DAY, NEVER

DAY_BITS, KIND_BITS, KEY_BITS = LAST_DAY.bit_length(), 3, 63
FEW = 1 << 16


class Agenda:
    """Every action of the cases that have any, sorted case by case: `event` and `kind` of an action; `case`, number of actions
    `count` and `first` action of a lane. Lanes stand by falling number of actions, so a round works on the first so many."""

    def __init__(self, events: BulkEvents, running: Column) -> None:
        counts = np.diff(events.offsets) * running
        cases = np.flatnonzero(counts)
        self.event = np.flatnonzero(np.repeat(running, np.diff(events.offsets)))
        self.kind = events.kind.take(self.event)
        lane = np.repeat(np.arange(len(cases)), counts.take(cases))
        day = _days(events, self.event, self.kind)
        returns = np.flatnonzero(self.kind == INVESTIGATION)
        if returns.size:
            lane, day = self._with_returns(events, returns, lane, day)
        order = _in_order(events, self.event, self.kind, lane, day)
        self.event, self.kind = self.event.take(order), self.kind.take(order)
        counts = np.bincount(lane, minlength=len(cases))
        by_count = _falling(counts)
        self.case = cases.take(by_count)
        self.count = counts.take(by_count)
        self.first = (np.cumsum(counts) - counts).take(by_count)

    def _with_returns(
        self, events: BulkEvents, places: Column, lane: Column, day: Column
    ) -> tuple[Column, Column]:
        """A supplementary investigation that ended is two actions: its start and the return of the case."""
        event = self.event.take(places)
        ended = events.end[event] >= events.start[event]
        places, event = places[ended], event[ended]
        self.event = np.concatenate((self.event, event))
        self.kind = np.concatenate((self.kind, np.full(len(event), RETURN, np.int8)))
        return np.concatenate((lane, lane.take(places))), np.concatenate((day, events.end[event]))

    def active(self, turn: int) -> int:
        """How many lanes have an action of that number (from 0)."""
        return int(np.searchsorted(-self.count, -turn))


def _days(events: BulkEvents, event: Column, kind: Column) -> Column:
    """The day an event is worked through: its start; for an extension the decision, else the request."""
    day = events.start.take(event)
    extensions = np.flatnonzero(kind == EXTENSION)
    if extensions.size:
        event = event.take(extensions)
        decided = events.decided_on[event]
        day[extensions] = np.where(decided == NO_DAY, events.applied_on[event], decided)
    return day


def _in_order(events: BulkEvents, event: Column, kind: Column, lane: Column, day: Column) -> Column:
    """By lane, day and kind, packed into one number with the place below; equal ones by content."""
    place_bits = len(event).bit_length()
    if int(lane[-1]).bit_length() + DAY_BITS + KIND_BITS + place_bits > KEY_BITS:
        raise InputError("单个案件的事件过多", "too many events in one case", field="events")
    key = ((lane << DAY_BITS | day) << KIND_BITS | kind) << place_bits | np.arange(len(event))
    key.sort()
    order = key & ((1 << place_bits) - 1)
    key >>= place_bits
    equal = np.flatnonzero(key[1:] == key[:-1])
    if equal.size:
        equal = np.union1d(equal, equal + 1)
        order[equal] = order[equal][_by_content(events, event.take(order[equal]), key.take(equal))]
    return order


def _by_content(events: BulkEvents, event: Column, key: Column) -> Column:
    """Events alike in case, day and kind by what they say, so that the answer never depends on the order of entry."""
    end, ground = events.end[event], np.where(events.kind[event] <= SUSPENSION, events.code[event], 0)
    grant = (
        events.approver,
        events.applied_on,
        events.months,
        events.days,
        events.code,
        events.consent,
        events.filed,
    )
    content = ground, np.where(end == NO_DAY, NEVER, end), *(column[event] for column in grant)
    return np.lexsort((*reversed(content), key))


def _falling(counts: Column) -> Column:
    most = int(counts.max())
    return np.argsort((most - counts).astype(np.uint16 if most < FEW else np.int64), kind="stable")
