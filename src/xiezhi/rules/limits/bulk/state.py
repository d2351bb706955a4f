"""The state of the clocks that have events, one column a field, and what several kinds of event do to it.

The fields are those that docs/clock.md names; the methods are named like the single clock's. `lanes` are places in these
columns. Called by the modules of the events: exclusions, grants, turns.
"""

import numpy as np

from xiezhi.rules.limits.bulk.clocks import STATUS, Clocks, base_reach, chosen_forms, said
from xiezhi.rules.limits.bulk.columns import (
    NO_DAY,
    PAUSED,
    RUNNING,
    SUSPENDED,
    BulkEvents,
    BulkOutcome,
    Column,
)
from xiezhi.rules.limits.bulk.tables import LAST_DAY, NEVER, NOWHERE, OUTSIDE_VALIDITY, ROLLS, SIDES


class State:
    """Clocks being worked through, side by side."""

    def __init__(self, clocks: Clocks, cases: Column, events: BulkEvents) -> None:
        count, given = len(cases), clocks.cases
        self.tables, self.events = clocks.tables, events
        self.forms, self.calendar = clocks.tables.forms, clocks.tables.calendar
        # what the case is like
        self.side = clocks.side.take(cases)
        self.level, self.years, self.facts = (
            column[cases] for column in (given.court_level, given.max_sentence_years, given.facts)
        )
        self.election = given.election_day[cases] if said(given.election_day) else None
        self.as_of, self.until = given.as_of[cases], None if clocks.until is None else clocks.until[cases]
        # the rule version, the anchor of the running segment, how far its length reaches
        self.form, self.law_day, self.origin, self.reach, self.rolls = (
            column.take(cases)
            for column in (clocks.form, clocks.law_day, clocks.origin, clocks.reach, clocks.rolls)
        )
        self.anchor, self.covered_to, self.net_covered_to = (self.origin.copy() for _ in range(3))
        # excluded days, the stop, supplementary investigations, grants
        numbers = np.zeros((8, count), np.int32)
        self.excluded, self.net_excluded, self.stop, self.paused_until, self.investigations = numbers[:5]
        self.ext_months, self.ext_days, self.used = numbers[5:]
        self.stop_suspended = np.zeros(count, np.bool_)
        self.status = np.full(count, RUNNING, np.uint8)
        self.issues = np.zeros(count, np.uint32)
        self.accepted = np.zeros(len(events), np.bool_)
        self.some_ended = self.some_stand = False

    def bring_back(self, clocks: Clocks, cases: Column, out: BulkOutcome) -> None:
        """The state among the clocks without events; a clock that stands counts what was excluded up to its stop day."""
        count = len(clocks.status)
        standing = np.flatnonzero((self.stop != NO_DAY) & (self.status == RUNNING))
        if standing.size:
            stop = self.stop.take(standing)
            self.excluded[standing] -= np.maximum(self.covered_to.take(standing) - stop, 0)
            self.status[standing] = np.where(self.stop_suspended.take(standing), SUSPENDED, PAUSED)
            clocks.stop = np.zeros(count, np.int32)
            clocks.stop[cases] = self.stop
        clocks.law_day, clocks.anchor = clocks.law_day.copy(), clocks.anchor.copy()
        clocks.law_day[cases], clocks.anchor[cases] = self.law_day, self.anchor
        clocks.form[cases], clocks.status[cases], clocks.rolls[cases] = self.form, self.status, self.rolls
        clocks.reach[cases] = self.reach
        clocks.excluded = np.zeros(count, np.int32)
        clocks.excluded[cases] = self.excluded
        out.issues[cases] = self.issues
        if self.until is not None:
            clocks.net_excluded = np.zeros(count, np.int32)
            clocks.net_excluded[cases] = self.net_excluded

    def flag(self, lanes: Column, issues: Column | np.uint32) -> None:
        self.issues[lanes] |= issues

    def fail(self, lanes: Column) -> None:
        """The question lies outside the validity of the data: the single clock raises."""
        self.status[lanes] = OUTSIDE_VALIDITY
        self.some_ended = True

    def limit(self, lanes: Column, day: Column) -> Column:
        """The limit as computed when an event of that day is reached; NEVER while the clock stands, NOWHERE if unknown."""
        nominal = self.reach.take(lanes) + self.excluded.take(lanes)
        limit = self.calendar.roll(nominal, self.rolls.take(lanes))
        limit[(limit <= NO_DAY) | (nominal > LAST_DAY)] = NOWHERE
        if self.some_stand:
            limit[(self.stop.take(lanes) != NO_DAY) | (day <= self.paused_until.take(lanes))] = NEVER
        return limit

    def enter(self, lanes: Column, rule: Column, day: Column) -> None:
        """Take up the version of a rule that governs on the day, with its base or that of a variant."""
        forms = self.forms
        form = forms.governing.take(
            (rule.astype(np.intp) << forms.period_bits) + forms.period_of.take(day, mode="clip")
        )
        form = chosen_forms(self.tables, self.years[lanes], self.facts[lanes], form)
        standing = forms.standing.take(form * np.intp(SIDES) + self.side.take(lanes))
        self.form[lanes], self.law_day[lanes] = form, day
        self.rolls[lanes] = standing >= ROLLS
        self.status[lanes] = standing & STATUS
        self.some_ended |= bool(((standing & STATUS) != RUNNING).any())
        self.ext_months[lanes] = self.ext_days[lanes] = self.used[lanes] = 0

    def begin_segment(self, lanes: Column, day: Column) -> None:
        """A clock starts (again): nothing granted; only what still stands excluded is carried along."""
        covered = self.covered_to.take(lanes)
        self.anchor[lanes] = day
        self.excluded[lanes] = np.maximum(covered - day, 0)
        self.covered_to[lanes] = np.maximum(covered, day)
        stop = self.stop.take(lanes)
        self.stop[lanes] = np.where(stop == NO_DAY, NO_DAY, np.maximum(stop, day))
        self.start_base(lanes)

    def start_base(self, lanes: Column) -> None:
        election = None if self.election is None else self.election[lanes]
        self.reach[lanes] = base_reach(self.tables, self.form.take(lanes), self.anchor.take(lanes), election)

    def reach_with(self, lanes: Column, months: Column, days: Column) -> Column:
        """The day the base leads to with so much more, before excluded days and roll."""
        forms, form, anchor = self.forms, self.form.take(lanes), self.anchor.take(lanes)
        moved = self.tables.months.add(
            forms.last_to_last.take(form), anchor, forms.months.take(form) + months
        )
        moved += forms.days.take(form) + days
        working = np.flatnonzero(forms.working.take(form))
        if working.size:
            moved[working] = base_reach(self.tables, form[working], anchor[working], None) + days[working]
        return moved

    def cap_end(self, lanes: Column, start: Column, months: Column | int, days: Column | int) -> Column:
        last_to_last = self.forms.last_to_last.take(self.form.take(lanes))
        end = self.tables.months.add(last_to_last, start, months)
        outside = end == NOWHERE
        if outside.any():
            self.fail(lanes[outside])
        return end + np.int32(days) if isinstance(days, int) else end + days
