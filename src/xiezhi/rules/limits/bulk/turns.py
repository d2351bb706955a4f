"""What turns a clock: conversions, restarts, supplementary investigations (section 14), and public notices."""

import numpy as np

from xiezhi.rules.limits.bulk.coding import UNKNOWN
from xiezhi.rules.limits.bulk.columns import BIT, NO_DAY, Column
from xiezhi.rules.limits.bulk.state import State
from xiezhi.rules.limits.bulk.tables import NOWHERE, Turns
from xiezhi.rules.limits.model import Issue


def convert(state: State, lanes: Column, events: Column) -> None:
    """The rule of another procedure, from the start or afresh."""
    log, day = state.events, state.events.start[events]
    target, rule = log.code[events], state.forms.rule.take(state.form.take(lanes))
    effect = state.tables.turns.effect[rule, target]
    fault = np.zeros(len(lanes), np.uint32)
    fault[day < state.origin.take(lanes)] = BIT[Issue.EVENT_BEFORE_ANCHOR]
    fault[effect == Turns.NOT_APPLICABLE] = BIT[Issue.CONVERSION_NOT_APPLICABLE]
    fault[target == UNKNOWN] = BIT[Issue.UNKNOWN_PROCEDURE]
    state.flag(lanes, fault)
    good = np.flatnonzero(fault == 0)
    lanes, day, target, effect = lanes[good], day[good], target[good], effect[good]
    limit = state.limit(lanes, day)
    state.flag(lanes[day > limit], BIT[Issue.CONVERSION_AFTER_EXPIRY])
    unknown = limit == NOWHERE
    state.enter(lanes, target, day)
    state.fail(lanes[unknown])
    again = effect == Turns.RESTARTING
    state.begin_segment(lanes[again], day[again])
    state.start_base(lanes[~again])


def restart(state: State, lanes: Column, events: Column) -> None:
    """The limit starts afresh for a reason of the closed list."""
    log, day = state.events, state.events.start[events]
    reason, rule = log.code[events], state.forms.rule.take(state.form.take(lanes))
    fault = np.zeros(len(lanes), np.uint32)
    fault[day < state.origin.take(lanes)] = BIT[Issue.EVENT_BEFORE_ANCHOR]
    fault[~state.tables.turns.restarts[reason, rule]] = BIT[Issue.GROUND_NOT_APPLICABLE]
    fault[reason == UNKNOWN] = BIT[Issue.GROUND_NOT_IN_CATALOGUE]
    state.flag(lanes, fault)
    good = np.flatnonzero(fault == 0)
    state.enter(lanes[good], rule[good], day[good])
    state.begin_segment(lanes[good], day[good])


def investigate(state: State, lanes: Column, events: Column) -> None:
    """A supplementary investigation stands until it comes back."""
    turns, log = state.tables.turns, state.events
    start, end = log.start[events], log.end[events]
    rule, limit = state.forms.rule.take(state.form.take(lanes)), state.limit(lanes, start)
    fault = np.zeros(len(lanes), np.uint32)
    fault[state.investigations.take(lanes) >= turns.most_investigations] = BIT[
        Issue.SUPPLEMENTARY_INVESTIGATION_OVER_LIMIT
    ]
    fault[start > limit] = BIT[Issue.EVENT_AFTER_EXPIRY]
    fault[start < state.origin.take(lanes)] = BIT[Issue.EVENT_BEFORE_ANCHOR]
    fault[~turns.investigated.take(rule)] = BIT[Issue.GROUND_NOT_APPLICABLE]
    fault[(end != NO_DAY) & (end < start)] = BIT[Issue.EVENT_END_BEFORE_START]
    state.fail(lanes[(limit == NOWHERE) & (fault == BIT[Issue.EVENT_AFTER_EXPIRY])])
    state.flag(lanes, fault)
    good = np.flatnonzero(fault == 0)
    lanes, events, start, end = lanes[good], events[good], start[good], end[good]
    state.investigations[lanes] += 1
    state.some_stand |= bool(good.size)
    open_still = end == NO_DAY
    among = lanes[open_still]
    state.stop[among] = np.where(state.stop[among] == NO_DAY, start[open_still], state.stop[among])
    lanes, events, start, end = (
        lanes[~open_still],
        events[~open_still],
        start[~open_still],
        end[~open_still],
    )
    state.accepted[events] = True
    state.paused_until[lanes] = np.maximum(state.paused_until[lanes], end)
    cap = turns.investigation_cap
    over = end > state.cap_end(lanes, start, cap.months, cap.days)
    state.flag(lanes[over], BIT[Issue.SUPPLEMENTARY_INVESTIGATION_OVER_LIMIT])


def return_from_investigation(state: State, lanes: Column, events: Column) -> None:
    """The case is back: the limit starts afresh."""
    back = state.accepted.take(events)
    lanes, day = lanes[back], state.events.end[events[back]]
    state.enter(lanes, state.forms.rule.take(state.form.take(lanes)), day)
    state.begin_segment(lanes, day)


def notice(state: State, lanes: Column, events: Column) -> None:
    """A public notice, whose end already was the anchor; here it can only be refused."""
    start, end = state.events.start[events], state.events.end[events]
    fault = np.zeros(len(lanes), np.uint32)
    fault[(end != NO_DAY) & (end < start)] = BIT[Issue.EVENT_END_BEFORE_START]
    fault[~state.forms.from_notice.take(state.form.take(lanes))] = BIT[Issue.GROUND_NOT_APPLICABLE]
    state.flag(lanes, fault)
