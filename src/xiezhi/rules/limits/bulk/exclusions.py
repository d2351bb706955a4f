"""Deductions and suspensions in columns: the counterpart of `_exclude` (R-DED, R-UNION, R-CLIP, R-CAP, R-AFTER, R-OPEN)."""

import numpy as np

from xiezhi.rules.limits.bulk.coding import UNKNOWN
from xiezhi.rules.limits.bulk.columns import BIT, NO_DAY, SUSPENSION, Column
from xiezhi.rules.limits.bulk.state import State
from xiezhi.rules.limits.bulk.tables import NEVER, NOWHERE
from xiezhi.rules.limits.model import Issue


def exclude(state: State, lanes: Column, events: Column) -> None:
    """Deductions and suspensions: refuse, cap, clip, then count the days that are new, or stop the clock."""
    log = state.events
    start, end, kind = log.start.take(events), log.end.take(events), log.kind.take(events)
    end[end == NO_DAY] = NEVER
    origin, ground = state.origin.take(lanes), log.code.take(events)
    fault = fault_of_span(state, lanes, start, end, kind, ground, origin)
    if fault is not None:
        good = np.flatnonzero(fault == 0)
        lanes, start, end, kind, ground, origin = (
            column.take(good) for column in (lanes, start, end, kind, ground, origin)
        )
    before = cap(state, lanes, ground, start, end, origin)
    if before.size:
        lanes, start, end, kind, origin = (
            np.delete(column, before) for column in (lanes, start, end, kind, origin)
        )
    if state.tables.inclusive:
        start -= 1
    clipped = np.flatnonzero(start < origin)
    if clipped.size:
        state.flag(lanes[clipped], BIT[Issue.DEDUCTION_CLIPPED])
        start[clipped] = origin[clipped]
    if state.until is not None:
        count_net(state, lanes, start, end)
    covered = state.covered_to.take(lanes)
    reached = np.maximum(covered, end)
    added = reached - np.maximum(covered, start)
    if state.some_stand or (len(end) and end.max() == NEVER):
        idle = stand(state, lanes, start, end, kind)
        reached[idle], added[idle] = covered[idle], 0
    state.covered_to[lanes] = reached
    state.excluded[lanes] += added


def fault_of_span(
    state: State, lanes: Column, start: Column, end: Column, kind: Column, ground: Column, origin: Column
) -> Column | None:
    """The first fault of every span, 0 for none; None when no span has any."""
    fits = state.tables.grounds.fit(kind, ground, state.form.take(lanes), start)
    limit = state.limit(lanes, start)
    too_early = (end <= origin) & (start != origin)
    faulty = np.flatnonzero(~fits | (start > limit) | (end < start) | too_early)
    if not faulty.size:
        return None
    fault = np.zeros(len(lanes), np.uint32)
    fault[start > limit] = BIT[Issue.EVENT_AFTER_EXPIRY]
    fault[too_early] = BIT[Issue.DEDUCTION_BEFORE_DOCKET]
    fault[~fits] = BIT[Issue.GROUND_NOT_APPLICABLE]
    fault[ground == UNKNOWN] = BIT[Issue.GROUND_NOT_IN_CATALOGUE]
    fault[end < start] = BIT[Issue.EVENT_END_BEFORE_START]
    unknown = (limit == NOWHERE) & (fault == BIT[Issue.EVENT_AFTER_EXPIRY])
    if unknown.any():
        state.fail(lanes[unknown])
    state.flag(lanes[faulty], fault[faulty])
    return fault


def cap(state: State, lanes: Column, ground: Column, start: Column, end: Column, origin: Column) -> Column:
    """R-CAP: where the text caps an exclusion it ends at the cap; an open one does so once `as_of` is later.

    Gives the places of those that a cap ends before the clock started: they are refused (R-CLIP).
    """
    cap = state.tables.grounds.cap
    capped = np.flatnonzero(cap.given.take(ground))
    if not capped.size:
        return capped
    lane, ground = lanes[capped], ground[capped]
    last = state.cap_end(lane, start[capped], cap.months.take(ground), cap.days.take(ground))
    open_still = end[capped] == NEVER
    over = np.where(open_still, state.as_of[lane], end[capped]) > last
    before = over & (last <= origin[capped])
    state.flag(lane[before], BIT[Issue.DEDUCTION_BEFORE_DOCKET])
    over &= ~before
    state.flag(lane[over], BIT[Issue.DEDUCTION_CAPPED])
    end[capped[over]] = last[over]
    return capped[before]


def count_net(state: State, lanes: Column, start: Column, end: Column) -> None:
    """Days that stood excluded in any segment, up to the day of counting."""
    assert state.until is not None  # asked for only then
    covered = state.net_covered_to.take(lanes)
    end = np.minimum(end, state.until.take(lanes))
    state.net_excluded[lanes] += np.maximum(end - np.maximum(covered, start), 0)
    state.net_covered_to[lanes] = np.maximum(covered, end)


def stand(state: State, lanes: Column, start: Column, end: Column, kind: Column) -> Column:
    """Open spans stop their clock; the places of those, and of spans while a clock stands, which add nothing."""
    stop = state.stop.take(lanes)
    opening = np.flatnonzero(end == NEVER)
    among = lanes[opening]
    state.stop_suspended[among] |= kind[opening] == SUSPENSION
    state.stop[among] = np.where(stop[opening] == NO_DAY, start[opening], stop[opening])
    state.some_stand |= bool(opening.size)
    return np.flatnonzero((end == NEVER) | (stop != NO_DAY))
