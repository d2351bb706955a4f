"""The clock of one case: facts and events in, the deadline out, each step with its article.

The rules of play are told in docs/clock.md, the law in rules/data/limits. Days are handled as ordinals, because
this runs for every case of a court after every event. `Clock` is built once and asked many times.
"""

from datetime import date
from functools import cache

from xiezhi.rules.calendar import load_calendar
from xiezhi.rules.dates import union_days
from xiezhi.rules.limits import sentences as say
from xiezhi.rules.limits.catalogue import Rule, RuleVersion
from xiezhi.rules.limits.chronology import in_order
from xiezhi.rules.limits.conditions import lifted_status
from xiezhi.rules.limits.law import Law
from xiezhi.rules.limits.loader import load_catalogue
from xiezhi.rules.limits.model import CaseInput, Issue, NoticePeriod, Outcome, Status
from xiezhi.rules.limits.working import Working

RUNNING, SUSPENDED, PAUSED = Status.RUNNING, Status.SUSPENDED, Status.PAUSED  # members are slow to look up

Days = tuple[date | None, date | None, date | None]
NO_DAYS: Days = (None, None, None)


class Clock(Law):
    """The law, ready to be asked about cases."""

    def compute(self, case: CaseInput, *, steps: bool = True) -> Outcome:
        """The outcome for one case. Raises OutsideValidity for days the law data or the calendar do not cover."""
        rule = self.catalogue.rules.get(case.procedure)
        if rule is None:
            return Outcome(Status.INVALID, case.procedure, issues=(Issue.UNKNOWN_PROCEDURE,))
        return _Run(self, case, steps).outcome(rule)


class _Run(Working):
    """One question, from its facts to its outcome."""

    __slots__ = ()

    def outcome(self, rule: Rule) -> Outcome:
        newest = rule.versions[-1]
        start = self._starting_day(newest)
        if start is None:
            if newest.status in ("no_limit", "exempt"):
                return self._without_limit(newest, newest.first.toordinal())
            return Outcome(Status.INVALID, newest.rule, issues=(Issue.ANCHOR_MISSING,))
        self._set_out(start)
        self._enter(self.law.version(newest.rule, start), start)
        if self._is_lifted():
            return self._without_limit(self.version, start)
        self._begin_segment(start)
        for _, turn, _, place in in_order(self.case.events) if self.case.events else ():
            before = self.version
            self._work_through(place, turn)
            if self.version is not before and self._is_lifted():
                return self._without_limit(self.version, self.law_day)
        return self._running() if self.stop is None else self._stopped()

    def _starting_day(self, newest: RuleVersion) -> int | None:
        """The anchor day; where the limit runs from the end of a public notice, that end."""
        if newest.status == "before_day":
            election = self.case.facts.election_day
            return None if election is None else (self.case.anchor_date or election).toordinal()
        if newest.anchor != "notice_period_end":
            return self.case.anchor_date.toordinal() if self.case.anchor_date else None
        notices = [event for event in self.case.events if isinstance(event, NoticePeriod) and event.end]
        ends = [event.end.toordinal() for event in notices if event.end and event.end >= event.start]
        return max(ends, default=None)

    def _without_limit(self, version: RuleVersion, day: int) -> Outcome:
        foreign = version.foreign is not None and self.foreign
        status = lifted_status(version, self.case.court_level, foreign) or Status.NO_LIMIT
        law_version, anchor = self.law.law_version(version, day), self.case.anchor_date
        if self.steps is None:
            return Outcome(status, version.rule, version.first, law_version, anchor)
        step = say.no_limit(self.law.catalogue, version, date.fromordinal(day), foreign)
        return Outcome(
            status, version.rule, version.first, law_version, anchor, readings=step.readings, steps=(step,)
        )

    def _running(self) -> Outcome:
        nominal = self._nominal(self.excluded)
        deadline = self._roll(nominal)
        soft = None if self.soft is None else self._reach(self.soft) + self.excluded
        provisional = self._judged_unpublished(nominal) or (
            soft is not None and self._judged_unpublished(soft)
        )
        if self.steps is not None:
            self._tell_end(nominal, deadline, soft, provisional)
        days = (
            date.fromordinal(deadline),
            date.fromordinal(nominal),
            None if soft is None else date.fromordinal(self._roll(soft)),
        )
        return self._outcome(RUNNING, days, self.excluded, None, provisional)

    def _judged_unpublished(self, day: int) -> bool:
        """R-MAKEUP: whether a day had to be judged working or rest in a year whose notice is not out."""
        calendar = self.law.calendar
        if self.base.working_days and calendar.judged_unpublished(
            date.fromordinal(self.anchor + 1), date.fromordinal(day)
        ):
            return True
        return self.rolls and bool(calendar.roll_provisional[day - calendar.origin])

    def _tell_end(self, nominal: int, deadline: int, soft: int | None, provisional: bool) -> None:
        assert self.steps is not None
        catalogue, on = self.law.catalogue, date.fromordinal(self.law_day)
        if self.excluded:
            self.steps.append(say.appended(self.version.rule, self.excluded, date.fromordinal(nominal)))
        days = date.fromordinal(nominal), date.fromordinal(deadline)
        custody = self.case.facts.in_custody
        self.steps.append(
            say.rolled(catalogue, self.law.calendar, self.version, on, days, self.rolls, provisional, custody)
        )
        if soft is not None:
            self.steps.append(say.soft(catalogue, self.version, on, date.fromordinal(self._roll(soft))))

    def _stopped(self) -> Outcome:
        """R-OPEN: no deadline; what was left on the day the clock stopped."""
        assert self.stop is not None
        excluded = self.excluded - max(0, self.covered_to - self.stop)
        nominal = self._nominal(excluded)
        if self.steps is not None:
            days = date.fromordinal(self.stop), date.fromordinal(nominal)
            self.steps.append(say.stopped(self.version.rule, *days, self.stop_suspended))
        return self._outcome(
            SUSPENDED if self.stop_suspended else PAUSED, NO_DAYS, excluded, nominal - self.stop, False
        )

    def _outcome(
        self, status: Status, days: Days, excluded: int, remaining: int | None, provisional: bool
    ) -> Outcome:
        """The answer of a clock that ran; `days` are the deadline, the nominal and the soft one."""
        version, closed_on, steps = self.version, self.case.closed_on, tuple(self.steps or ())
        deadline, nominal, soft = days
        gross, net = self._elapsed()
        return Outcome(
            status,
            version.rule,
            version.first,
            self.law.law_version(version, self.law_day),
            date.fromordinal(self.anchor),
            deadline,
            nominal,
            soft,
            excluded,
            remaining,
            None if self.stop is None else date.fromordinal(self.stop),
            tuple(self.issues),
            provisional,
            None if deadline is None or self.as_of is None else deadline.toordinal() - self.as_of,
            gross,
            net,
            None if deadline is None or closed_on is None else closed_on <= deadline,
            tuple(self.spans),
            tuple(self.granted),
            tuple(dict.fromkeys([name for step in steps for name in step.readings])) if steps else (),
            steps,
            self.ladder,
        )

    def _elapsed(self) -> tuple[int | None, int | None]:
        """Gross days from the anchor of the case to its closing (or today); net days without the excluded ones."""
        until = self.case.closed_on or self.case.as_of
        if until is None:
            return None, None
        last = until.toordinal()
        gross = last - self.origin
        if not self.spans:
            return gross, gross
        ends = (last if span.end is None else min(span.end.toordinal(), last) for span in self.spans)
        excluded = union_days((span.start.toordinal(), end) for span, end in zip(self.spans, ends))
        return gross, gross - excluded


@cache
def default_clock() -> Clock:
    """The clock with the law and the calendar this product ships, under the handbook's readings."""
    return Clock(load_catalogue(), load_calendar())


def compute(case: CaseInput, *, steps: bool = True) -> Outcome:
    """The outcome for one case under the shipped law, calendar and readings."""
    return default_clock().compute(case, steps=steps)
