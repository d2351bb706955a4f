"""Extensions in columns: the counterpart of `_extend` and its questions, in the order of handbook section 11, note h."""

import numpy as np

from xiezhi.rules.limits.bulk.columns import BIT, NO_DAY, NOT_SAID, Column
from xiezhi.rules.limits.bulk.state import State
from xiezhi.rules.limits.bulk.tables import NEVER, NOWHERE, Lengths
from xiezhi.rules.limits.model import Issue

APPROVED = 1


def extend(state: State, lanes: Column, events: Column) -> None:
    """Extensions: the step of the ladder of that day, what it asks, and the length it adds."""
    log = state.events
    approved, decided = log.approved[events], log.decided_on[events]
    undecided = (approved != APPROVED) | (decided == NO_DAY)
    pending = np.where(approved == NOT_SAID, BIT[Issue.EXTENSION_PENDING], BIT[Issue.EXTENSION_NOT_APPROVED])
    state.flag(lanes[undecided], pending[undecided])
    lanes, events, decided = lanes[~undecided], events[~undecided], decided[~undecided]
    step = state.tables.ladders.step(
        state.forms.ladder.take(state.form.take(lanes)), decided, state.used.take(lanes)
    )
    months, days = (
        state.ext_months.take(lanes) + log.months[events],
        state.ext_days.take(lanes) + log.days[events],
    )
    reached = state.reach_with(lanes, months, days)
    limit = state.limit(lanes, decided)
    fault = fault_of_grant(state, lanes, events, step, reached, limit)
    state.flag(lanes, fault)
    good = np.flatnonzero(fault == 0)
    lanes, step, limit, applied = lanes[good], step[good], limit[good], log.applied_on[events[good]]
    late = (limit != NEVER) & (applied > limit - state.tables.ladders.apply_by.take(step))
    late &= (state.tables.ladders.apply_by.take(step) != NEVER) & (applied != NO_DAY)
    state.flag(lanes[late], BIT[Issue.EXTENSION_APPLIED_LATE])
    state.ext_months[lanes], state.ext_days[lanes], state.reach[lanes] = (
        months[good],
        days[good],
        reached[good],
    )
    state.used[lanes] += 1


def fault_of_grant(
    state: State, lanes: Column, events: Column, step: Column, reached: Column, limit: Column
) -> Column:
    """The first that fits, in the order of handbook section 11, note h."""
    log, ladders = state.events, state.tables.ladders
    decided = log.decided_on[events]
    fault = np.zeros(len(lanes), np.uint32)
    fault[decided > limit] = BIT[Issue.EXTENSION_AFTER_EXPIRY]
    fault[decided < state.origin.take(lanes)] = BIT[Issue.EVENT_BEFORE_ANCHOR]
    fault[ladders.filing.take(step) & ~log.filed[events]] = BIT[Issue.EXTENSION_FILING_MISSING]
    without_consent = ladders.consent.take(step) & ~log.consent[events]
    fault[without_consent | ~ladders.ground_fits[step, log.code[events]]] = BIT[
        Issue.EXTENSION_GROUND_MISSING
    ]
    fault[~length_fits(state, lanes, events, step, reached)] = BIT[Issue.EXTENSION_OVER_LADDER]
    fits = ladders.approver_fits[ladders.approver.take(step), state.level.take(lanes), log.approver[events]]
    fault[~fits] = BIT[Issue.EXTENSION_WRONG_APPROVER]
    fault[step == 0] = BIT[Issue.EXTENSION_OVER_LADDER]
    unknown = (limit == NOWHERE) & (fault == BIT[Issue.EXTENSION_AFTER_EXPIRY])
    state.fail(lanes[unknown])
    return fault


def length_fits(state: State, lanes: Column, events: Column, step: Column, reached: Column) -> Column:
    ladders, log = state.tables.ladders, state.events
    months, days = log.months[events], log.days[events]
    fits = np.ones(len(lanes), np.bool_)
    for bound, sign in ((ladders.length, 1), (ladders.minimum, -1)):
        given = bound.given.take(step)
        fits &= ~given | (compare(state, lanes, months, days, bound, step) * sign <= 0)
    total = np.flatnonzero(ladders.total.given.take(step))
    if total.size:
        lane, among = lanes[total], step[total]
        last_to_last = state.forms.last_to_last.take(state.form.take(lane))
        most = state.tables.months.add(
            last_to_last, state.anchor.take(lane), ladders.total.months.take(among)
        )
        fits[total] &= reached[total] <= most + ladders.total.days.take(among)
    return fits


def compare(
    state: State, lanes: Column, months: Column, days: Column, bound: Lengths, step: Column
) -> Column:
    """Whether a grant is shorter (-1), as long (0) or longer (1); months against days by the dates they lead to."""
    more_months, more_days = months - bound.months.take(step), days - bound.days.take(step)
    by_months, by_days = (days | bound.days.take(step)) == 0, (months | bound.months.take(step)) == 0
    found = np.sign(np.where(by_months, more_months, more_days))
    mixed = np.flatnonzero(~by_months & ~by_days & bound.given.take(step))
    if mixed.size:
        lane, among = lanes[mixed], step[mixed]
        had_months, had_days = state.ext_months.take(lane), state.ext_days.take(lane)
        granted = state.reach_with(lane, had_months + months[mixed], had_days + days[mixed])
        allowed = state.reach_with(
            lane, had_months + bound.months.take(among), had_days + bound.days.take(among)
        )
        found[mixed] = np.sign(granted - allowed)
    return found
