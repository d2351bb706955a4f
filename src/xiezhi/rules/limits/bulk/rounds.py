"""The events of many cases, worked through side by side: a round takes the next event of every case that has one.

The methods are named like the single clock's and ask the same questions in the same order; where that one refuses with the
first fault that fits, this one lays masks from the last question to the first. `lanes` are places in the columns of clocks
that have events, `events` places in the columns of events.
"""

import numpy as np

from xiezhi.rules.limits.bulk.agenda import Agenda
from xiezhi.rules.limits.bulk.clocks import STATUS, Clocks, base_reach, chosen_forms, said
from xiezhi.rules.limits.bulk.coding import UNKNOWN
from xiezhi.rules.limits.bulk.columns import (
    BIT,
    CONVERSION,
    EXTENSION,
    INVESTIGATION,
    NO_DAY,
    NOT_SAID,
    NOTICE,
    PAUSED,
    RESTART,
    RETURN,
    RUNNING,
    SUSPENDED,
    SUSPENSION,
    BulkEvents,
    BulkOutcome,
    Column,
)
from xiezhi.rules.limits.bulk.tables import (
    LAST_DAY,
    NEVER,
    NOWHERE,
    OUTSIDE_VALIDITY,
    ROLLS,
    SIDES,
    Lengths,
    Turns,
)
from xiezhi.rules.limits.model import Issue

APPROVED = 1


def work_through(clocks: Clocks, events: BulkEvents, out: BulkOutcome) -> None:
    """Take the running clocks that have events through them, and bring the result back among the others."""
    running = np.equal(clocks.status, RUNNING)
    if not (np.diff(events.offsets) * running).any():
        return
    agenda = Agenda(events, running)
    rounds = Rounds(clocks, agenda.case, events)
    rounds.run(agenda)
    rounds.bring_back(clocks, agenda.case, out)


class Rounds:
    """The clocks that have events, in columns: the state that docs/clock.md names."""

    def __init__(self, clocks: Clocks, cases: Column, events: BulkEvents) -> None:
        count, given = len(cases), clocks.cases
        self.tables, self.events = clocks.tables, events
        self.forms, self.calendar = clocks.tables.forms, clocks.tables.calendar
        self.side, self.form, self.law_day = (
            clocks.side.take(cases),
            clocks.form.take(cases),
            clocks.law_day.take(cases),
        )
        self.origin, self.reach, self.rolls = (
            clocks.origin.take(cases),
            clocks.reach.take(cases),
            clocks.rolls.take(cases),
        )
        self.anchor, self.covered_to, self.net_covered_to = (
            self.origin.copy(),
            self.origin.copy(),
            self.origin.copy(),
        )
        self.as_of, self.election = (
            given.as_of[cases],
            given.election_day[cases] if said(given.election_day) else None,
        )
        self.level, self.years, self.facts = (
            given.court_level[cases],
            given.max_sentence_years[cases],
            given.facts[cases],
        )
        self.until = None if clocks.until is None else clocks.until[cases]
        self.status, self.stop_suspended = np.full(count, RUNNING, np.uint8), np.zeros(count, np.bool_)
        self.excluded, self.net_excluded, self.stop, self.paused_until, self.investigations = np.zeros(
            (5, count), np.int32
        )
        self.ext_months, self.ext_days, self.used = np.zeros((3, count), np.int32)
        self.issues = np.zeros(count, np.uint32)
        self.accepted = np.zeros(len(events), np.bool_)
        self.some_ended = self.some_stand = False

    def run(self, agenda: Agenda) -> None:
        """Round by round; in each, all events of one kind at once."""
        methods = {
            EXTENSION: self.extend,
            INVESTIGATION: self.investigate,
            NOTICE: self.notice,
            RETURN: self.return_from_investigation,
            RESTART: self.restart,
            CONVERSION: self.convert,
        }
        for turn in range(int(agenda.count[0])):
            active = agenda.active(turn)
            action = agenda.first[:active] + turn
            kind, event = agenda.kind.take(action), agenda.event.take(action)
            if self.some_ended:
                kind[self.status[:active] != RUNNING] = NOT_SAID
            lanes = np.flatnonzero(kind.view(np.uint8) <= SUSPENSION)
            if lanes.size:
                self.exclude(lanes, event.take(lanes))
            if lanes.size == active:
                continue
            for wanted, work in methods.items():
                lanes = np.flatnonzero(kind == wanted)
                if lanes.size:
                    work(lanes, event.take(lanes))

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

    # --- what several events need

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

    # --- exclusions

    def exclude(self, lanes: Column, events: Column) -> None:
        log = self.events
        start, end, kind = log.start.take(events), log.end.take(events), log.kind.take(events)
        end[end == NO_DAY] = NEVER
        origin, ground = self.origin.take(lanes), log.code.take(events)
        fault = self.fault_of_span(lanes, start, end, kind, ground, origin)
        if fault is not None:
            good = np.flatnonzero(fault == 0)
            lanes, start, end, kind, ground, origin = (
                column.take(good) for column in (lanes, start, end, kind, ground, origin)
            )
        self.cap(lanes, ground, start, end)
        if self.tables.inclusive:
            start -= 1
        clipped = np.flatnonzero(start < origin)
        if clipped.size:
            self.flag(lanes[clipped], BIT[Issue.DEDUCTION_CLIPPED])
            start[clipped] = origin[clipped]
        if self.until is not None:
            self.count_net(lanes, start, end)
        covered = self.covered_to.take(lanes)
        reached = np.maximum(covered, end)
        added = reached - np.maximum(covered, start)
        if self.some_stand or (len(end) and end.max() == NEVER):
            idle = self.stand(lanes, start, end, kind)
            reached[idle], added[idle] = covered[idle], 0
        self.covered_to[lanes] = reached
        self.excluded[lanes] += added

    def fault_of_span(
        self, lanes: Column, start: Column, end: Column, kind: Column, ground: Column, origin: Column
    ) -> Column | None:
        """The first fault of every span, 0 for none; None when no span has any."""
        fits = self.tables.grounds.fit(kind, ground, self.form.take(lanes), start)
        limit = self.limit(lanes, start)
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
            self.fail(lanes[unknown])
        self.flag(lanes[faulty], fault[faulty])
        return fault

    def cap(self, lanes: Column, ground: Column, start: Column, end: Column) -> None:
        """R-CAP: where the text caps an exclusion it ends at the cap; an open one does so once `as_of` is later."""
        cap = self.tables.grounds.cap
        capped = np.flatnonzero(cap.given.take(ground))
        if not capped.size:
            return
        lane, ground = lanes[capped], ground[capped]
        last = self.cap_end(lane, start[capped], cap.months.take(ground), cap.days.take(ground))
        open_still = end[capped] == NEVER
        over = np.where(open_still, self.as_of[lane], end[capped]) > last
        self.flag(lane[over], BIT[Issue.DEDUCTION_CAPPED])
        end[capped[over]] = last[over]

    def cap_end(self, lanes: Column, start: Column, months: Column | int, days: Column | int) -> Column:
        last_to_last = self.forms.last_to_last.take(self.form.take(lanes))
        end = self.tables.months.add(last_to_last, start, months)
        outside = end == NOWHERE
        if outside.any():
            self.fail(lanes[outside])
        return end + np.int32(days) if isinstance(days, int) else end + days

    def count_net(self, lanes: Column, start: Column, end: Column) -> None:
        """Days that stood excluded in any segment, up to the day of counting."""
        assert self.until is not None  # asked for only then
        covered = self.net_covered_to.take(lanes)
        end = np.minimum(end, self.until.take(lanes))
        self.net_excluded[lanes] += np.maximum(end - np.maximum(covered, start), 0)
        self.net_covered_to[lanes] = np.maximum(covered, end)

    def stand(self, lanes: Column, start: Column, end: Column, kind: Column) -> Column:
        """Open spans stop their clock; the places of those, and of spans while a clock stands, which add nothing."""
        stop = self.stop.take(lanes)
        opening = np.flatnonzero(end == NEVER)
        among = lanes[opening]
        self.stop_suspended[among] |= kind[opening] == SUSPENSION
        self.stop[among] = np.where(stop[opening] == NO_DAY, start[opening], stop[opening])
        self.some_stand |= bool(opening.size)
        return np.flatnonzero((end == NEVER) | (stop != NO_DAY))

    # --- extensions

    def extend(self, lanes: Column, events: Column) -> None:
        log = self.events
        approved, decided = log.approved[events], log.decided_on[events]
        undecided = (approved != APPROVED) | (decided == NO_DAY)
        pending = np.where(
            approved == NOT_SAID, BIT[Issue.EXTENSION_PENDING], BIT[Issue.EXTENSION_NOT_APPROVED]
        )
        self.flag(lanes[undecided], pending[undecided])
        lanes, events, decided = lanes[~undecided], events[~undecided], decided[~undecided]
        step = self.tables.ladders.step(
            self.forms.ladder.take(self.form.take(lanes)), decided, self.used.take(lanes)
        )
        months, days = (
            self.ext_months.take(lanes) + log.months[events],
            self.ext_days.take(lanes) + log.days[events],
        )
        reached = self.reach_with(lanes, months, days)
        limit = self.limit(lanes, decided)
        fault = self.fault_of_grant(lanes, events, step, reached, limit)
        self.flag(lanes, fault)
        good = np.flatnonzero(fault == 0)
        lanes, step, limit, applied = lanes[good], step[good], limit[good], log.applied_on[events[good]]
        late = (limit != NEVER) & (applied > limit - self.tables.ladders.apply_by.take(step))
        late &= (self.tables.ladders.apply_by.take(step) != NEVER) & (applied != NO_DAY)
        self.flag(lanes[late], BIT[Issue.EXTENSION_APPLIED_LATE])
        self.ext_months[lanes], self.ext_days[lanes], self.reach[lanes] = (
            months[good],
            days[good],
            reached[good],
        )
        self.used[lanes] += 1

    def fault_of_grant(
        self, lanes: Column, events: Column, step: Column, reached: Column, limit: Column
    ) -> Column:
        """The first that fits, in the order of handbook section 11, note h."""
        log, ladders = self.events, self.tables.ladders
        decided = log.decided_on[events]
        fault = np.zeros(len(lanes), np.uint32)
        fault[decided > limit] = BIT[Issue.EXTENSION_AFTER_EXPIRY]
        fault[decided < self.origin.take(lanes)] = BIT[Issue.EVENT_BEFORE_ANCHOR]
        fault[ladders.filing.take(step) & ~log.filed[events]] = BIT[Issue.EXTENSION_FILING_MISSING]
        without_consent = ladders.consent.take(step) & ~log.consent[events]
        fault[without_consent | ~ladders.ground_fits[step, log.code[events]]] = BIT[
            Issue.EXTENSION_GROUND_MISSING
        ]
        fault[~self.length_fits(lanes, events, step, reached)] = BIT[Issue.EXTENSION_OVER_LADDER]
        fits = ladders.approver_fits[
            ladders.approver.take(step), self.level.take(lanes), log.approver[events]
        ]
        fault[~fits] = BIT[Issue.EXTENSION_WRONG_APPROVER]
        fault[step == 0] = BIT[Issue.EXTENSION_OVER_LADDER]
        unknown = (limit == NOWHERE) & (fault == BIT[Issue.EXTENSION_AFTER_EXPIRY])
        self.fail(lanes[unknown])
        return fault

    def length_fits(self, lanes: Column, events: Column, step: Column, reached: Column) -> Column:
        ladders, log = self.tables.ladders, self.events
        months, days = log.months[events], log.days[events]
        fits = np.ones(len(lanes), np.bool_)
        for bound, sign in ((ladders.length, 1), (ladders.minimum, -1)):
            given = bound.given.take(step)
            fits &= ~given | (self.compare(lanes, months, days, bound, step) * sign <= 0)
        total = np.flatnonzero(ladders.total.given.take(step))
        if total.size:
            lane, among = lanes[total], step[total]
            last_to_last = self.forms.last_to_last.take(self.form.take(lane))
            most = self.tables.months.add(
                last_to_last, self.anchor.take(lane), ladders.total.months.take(among)
            )
            fits[total] &= reached[total] <= most + ladders.total.days.take(among)
        return fits

    def compare(self, lanes: Column, months: Column, days: Column, bound: Lengths, step: Column) -> Column:
        """Whether a grant is shorter (-1), as long (0) or longer (1); months against days by the dates they lead to."""
        more_months, more_days = months - bound.months.take(step), days - bound.days.take(step)
        by_months, by_days = (days | bound.days.take(step)) == 0, (months | bound.months.take(step)) == 0
        found = np.sign(np.where(by_months, more_months, more_days))
        mixed = np.flatnonzero(~by_months & ~by_days & bound.given.take(step))
        if mixed.size:
            lane, among = lanes[mixed], step[mixed]
            had_months, had_days = self.ext_months.take(lane), self.ext_days.take(lane)
            granted = self.reach_with(lane, had_months + months[mixed], had_days + days[mixed])
            allowed = self.reach_with(
                lane, had_months + bound.months.take(among), had_days + bound.days.take(among)
            )
            found[mixed] = np.sign(granted - allowed)
        return found

    # --- turns

    def convert(self, lanes: Column, events: Column) -> None:
        log, day = self.events, self.events.start[events]
        target, rule = log.code[events], self.forms.rule.take(self.form.take(lanes))
        effect = self.tables.turns.effect[rule, target]
        fault = np.zeros(len(lanes), np.uint32)
        fault[day < self.origin.take(lanes)] = BIT[Issue.EVENT_BEFORE_ANCHOR]
        fault[effect == Turns.NOT_APPLICABLE] = BIT[Issue.CONVERSION_NOT_APPLICABLE]
        fault[target == UNKNOWN] = BIT[Issue.UNKNOWN_PROCEDURE]
        self.flag(lanes, fault)
        good = np.flatnonzero(fault == 0)
        lanes, day, target, effect = lanes[good], day[good], target[good], effect[good]
        limit = self.limit(lanes, day)
        self.flag(lanes[day > limit], BIT[Issue.CONVERSION_AFTER_EXPIRY])
        unknown = limit == NOWHERE
        self.enter(lanes, target, day)
        self.fail(lanes[unknown])
        again = effect == Turns.RESTARTING
        self.begin_segment(lanes[again], day[again])
        self.start_base(lanes[~again])

    def restart(self, lanes: Column, events: Column) -> None:
        log, day = self.events, self.events.start[events]
        reason, rule = log.code[events], self.forms.rule.take(self.form.take(lanes))
        fault = np.zeros(len(lanes), np.uint32)
        fault[day < self.origin.take(lanes)] = BIT[Issue.EVENT_BEFORE_ANCHOR]
        fault[~self.tables.turns.restarts[reason, rule]] = BIT[Issue.GROUND_NOT_APPLICABLE]
        fault[reason == UNKNOWN] = BIT[Issue.GROUND_NOT_IN_CATALOGUE]
        self.flag(lanes, fault)
        good = np.flatnonzero(fault == 0)
        self.enter(lanes[good], rule[good], day[good])
        self.begin_segment(lanes[good], day[good])

    def investigate(self, lanes: Column, events: Column) -> None:
        turns, log = self.tables.turns, self.events
        start, end = log.start[events], log.end[events]
        rule, limit = self.forms.rule.take(self.form.take(lanes)), self.limit(lanes, start)
        fault = np.zeros(len(lanes), np.uint32)
        fault[self.investigations.take(lanes) >= turns.most_investigations] = BIT[
            Issue.SUPPLEMENTARY_INVESTIGATION_OVER_LIMIT
        ]
        fault[start > limit] = BIT[Issue.EVENT_AFTER_EXPIRY]
        fault[start < self.origin.take(lanes)] = BIT[Issue.EVENT_BEFORE_ANCHOR]
        fault[~turns.investigated.take(rule)] = BIT[Issue.GROUND_NOT_APPLICABLE]
        fault[(end != NO_DAY) & (end < start)] = BIT[Issue.EVENT_END_BEFORE_START]
        self.fail(lanes[(limit == NOWHERE) & (fault == BIT[Issue.EVENT_AFTER_EXPIRY])])
        self.flag(lanes, fault)
        good = np.flatnonzero(fault == 0)
        lanes, events, start, end = lanes[good], events[good], start[good], end[good]
        self.investigations[lanes] += 1
        self.some_stand |= bool(good.size)
        open_still = end == NO_DAY
        among = lanes[open_still]
        self.stop[among] = np.where(self.stop[among] == NO_DAY, start[open_still], self.stop[among])
        lanes, events, start, end = (
            lanes[~open_still],
            events[~open_still],
            start[~open_still],
            end[~open_still],
        )
        self.accepted[events] = True
        self.paused_until[lanes] = np.maximum(self.paused_until[lanes], end)
        cap = turns.investigation_cap
        over = end > self.cap_end(lanes, start, cap.months, cap.days)
        self.flag(lanes[over], BIT[Issue.SUPPLEMENTARY_INVESTIGATION_OVER_LIMIT])

    def return_from_investigation(self, lanes: Column, events: Column) -> None:
        back = self.accepted.take(events)
        lanes, day = lanes[back], self.events.end[events[back]]
        self.enter(lanes, self.forms.rule.take(self.form.take(lanes)), day)
        self.begin_segment(lanes, day)

    def notice(self, lanes: Column, events: Column) -> None:
        start, end = self.events.start[events], self.events.end[events]
        fault = np.zeros(len(lanes), np.uint32)
        fault[(end != NO_DAY) & (end < start)] = BIT[Issue.EVENT_END_BEFORE_START]
        fault[~self.forms.from_notice.take(self.form.take(lanes))] = BIT[Issue.GROUND_NOT_APPLICABLE]
        self.flag(lanes, fault)
