"""The clock of one case: facts and events in, the deadline out, each step with its article.

The rules of play are told in docs/clock.md, the law in rules/data/limits. Days are handled as ordinals, because
this runs for every case of a court after every event. `Clock` is built once and asked many times.
"""

from datetime import date
from functools import cache
from typing import Any

from xiezhi.rules.calendar import Calendar, load_calendar
from xiezhi.rules.dates import add_months, add_months_criminal
from xiezhi.rules.errors import OutsideValidity
from xiezhi.rules.limits import sentences as say
from xiezhi.rules.limits.catalogue import Catalogue, LadderStep, LadderVersion, Length, Rule, RuleVersion
from xiezhi.rules.limits.loader import load_catalogue
from xiezhi.rules.limits.model import (
    CaseInput,
    Conversion,
    Deduction,
    Event,
    Extension,
    Issue,
    NoticePeriod,
    Outcome,
    Restart,
    Span,
    Status,
    Step,
    SupplementaryInvestigation,
    Suspension,
)
from xiezhi.rules.limits.readings import Readings

HOURS_A_DAY = 24
LAST_DAY = date.max.toordinal()
DEFENCE_PREPARATION = "defence_preparation"
ABOVE = {"basic": "intermediate", "intermediate": "high", "high": "spc", None: "superior"}
APPROVER_RANK = {"division_head": 1, "vice_president": 2, "president": 3, "superior": 4, "high": 5, "spc": 6}
SPAN_RANK: dict[type, int] = {Deduction: 0, Suspension: 1, SupplementaryInvestigation: 2, NoticePeriod: 3}
SPANS, GRANTS, TURNS = range(3)  # the order of events on one day (R-CHRONO)
EXCLUSIONS = Deduction, Suspension
RUNNING, SUSPENDED, PAUSED = Status.RUNNING, Status.SUSPENDED, Status.PAUSED  # members are slow to look up

Action = tuple[int, int, tuple[Any, ...], int]
Days = tuple[date | None, date | None, date | None]
NO_DAYS: Days = (None, None, None)


class Clock:
    """The law, a calendar and a set of readings, ready to be asked about cases."""

    def __init__(self, catalogue: Catalogue, calendar: Calendar, readings: Readings | None = None) -> None:
        self.catalogue = catalogue
        self.calendar = calendar
        self.readings = readings or catalogue.readings
        self.months_first = self.readings.extension_order == "months_first"
        self.caps = {key: ground.cap for key, ground in catalogue.grounds.items()}
        if DEFENCE_PREPARATION in self.caps:
            self.caps[DEFENCE_PREPARATION] = Length(days=self.readings.defence_preparation_days)
        self._versions: dict[tuple[str, int], RuleVersion] = {}
        self._law_versions: dict[tuple[str, int], str | None] = {}
        self._months: dict[tuple[str, int, int], int] = {}

    def compute(self, case: CaseInput, *, steps: bool = True) -> Outcome:
        """The outcome for one case. Raises OutsideValidity for days the law data or the calendar do not cover."""
        rule = self.catalogue.rules.get(case.procedure)
        if rule is None:
            return Outcome(Status.INVALID, case.procedure, issues=(Issue.UNKNOWN_PROCEDURE,))
        return _Run(self, case, steps).outcome(rule)

    def version(self, rule: str, day: int) -> RuleVersion:
        """The version of a rule for a clock that starts that day (R-VERSION)."""
        version = self._versions.get((rule, day))
        if version is None:
            version = self._versions[rule, day] = self._find_version(rule, date.fromordinal(day))
        return version

    def _find_version(self, rule: str, on: date) -> RuleVersion:
        if on > self.catalogue.known_through:
            raise OutsideValidity(
                rule, on, "晚于规则库所知的最后一日", "later than the last day the catalogue knows"
            )
        version = self.catalogue.rules[rule].version(on)
        changed = self.readings.new_law_for_pending
        later = (
            new
            for new in reversed(self.catalogue.rules[rule].versions)
            if new.first in changed and new.first > on
        )
        return next(later, version)

    def law_version(self, version: RuleVersion, day: int) -> str | None:
        """The id of the text that governs a clock started that day: the branch's law, or the first text cited."""
        key = version.rule, day
        if key not in self._law_versions:
            citation = version.law or (version.articles[0] if version.articles else None)
            found = citation and self.catalogue.documents.version_id(citation, date.fromordinal(day))
            self._law_versions[key] = found or None
        return self._law_versions[key]

    def add_months(self, month_rule: str, day: int, months: int) -> int:
        """R-MONTH or R-MONTH-CR on ordinals."""
        if not months:
            return day
        moved = self._months.get((month_rule, day, months))
        if moved is None:
            add = add_months if month_rule == "corresponding_day" else add_months_criminal
            moved = self._months[month_rule, day, months] = add(date.fromordinal(day), months).toordinal()
        return moved


@cache
def default_clock() -> Clock:
    """The clock with the law and the calendar this product ships, under the handbook's readings."""
    return Clock(load_catalogue(), load_calendar())


def lifted_status(version: RuleVersion, court_level: str | None, foreign: bool) -> Status | None:
    """The status of a case whose limit the law lifts: exempt or without limit; None where the limit runs."""
    foreign = foreign and version.foreign is not None
    if (
        not foreign
        and version.status not in ("no_limit", "exempt")
        and court_level not in version.no_limit_at
    ):
        return None
    return Status.EXEMPT if (version.foreign if foreign else version.status) == "exempt" else Status.NO_LIMIT


def rolls(version: RuleVersion, base: Length, in_custody: bool | None, unknown_custody: str) -> bool:
    """R-ROLL and R-ROLL-CR: whether a last day that is a rest day moves to the next working day."""
    if version.status == "before_day" or version.roll == "never" or base.hours:
        return False
    if version.roll == "always":
        return True
    if in_custody is None:
        return version.roll == "unless_custody_flagged" or unknown_custody == "free"
    return not in_custody


def approver_fits(required: str, given: str, court_level: str | None, president_delegates: bool) -> bool:
    """Compares levels, not names (section 11, note a): for an intermediate court `superior` and `high` are the same."""
    if required == "any":
        return True
    if required == "high_or_spc":
        required = "spc" if court_level in ("high", "spc") else "high"
    if given == "vice_president" and president_delegates:
        given = "president"
    wanted = ABOVE.get(court_level) if required == "superior" else required
    return wanted is not None and wanted == (ABOVE.get(court_level) if given == "superior" else given)


class _Run:
    """One case being worked through: the state of docs/clock.md, event by event."""

    __slots__ = (
        "accepted", "anchor", "as_of", "base", "case", "clock", "covered_to", "excluded", "ext_days", "ext_months",
        "foreign", "granted", "investigations", "issues", "ladder", "law_day", "moves", "origin", "paused_until", "rolls", "soft",
        "spans", "steps", "stop", "stop_suspended", "used", "version",
    )  # fmt: skip

    def __init__(self, clock: Clock, case: CaseInput, steps: bool) -> None:
        self.clock = clock
        self.case = case
        self.steps: list[Step] | None = [] if steps else None
        self.issues: dict[Issue, None] = {}
        self.as_of = case.as_of.toordinal() if case.as_of else None
        self.foreign = case.facts.foreign_related or case.facts.hk_macao_tw
        self.spans: list[Span] = []
        self.accepted: set[int] = set()
        self.investigations = 0
        self.paused_until = 0
        self.stop: int | None = None
        self.stop_suspended = False

    # --- from the facts to a running clock

    def outcome(self, rule: Rule) -> Outcome:
        newest = rule.versions[-1]
        start = self._starting_day(newest)
        if start is None:
            if newest.status in ("no_limit", "exempt"):
                return self._without_limit(newest, newest.first.toordinal())
            return Outcome(Status.INVALID, newest.rule, issues=(Issue.ANCHOR_MISSING,))
        self.origin = self.covered_to = start
        self._enter(self.clock.version(newest.rule, start), start)
        if self._is_lifted():
            return self._without_limit(self.version, start)
        self._begin_segment(start)
        for _, turn, _, place in self._in_order() if self.case.events else ():
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

    def _enter(self, version: RuleVersion, day: int) -> None:
        """Take up a rule version: its base, or that of the first variant the facts call for; nothing granted yet."""
        facts = self.case.facts
        self.version, self.base, self.soft, self.law_day = version, version.base, version.soft, day
        self.ladder = version.ladder
        for variant in version.variants:
            if variant.matches(facts.get(variant.fact)):
                self.base, self.soft = variant.base, variant.soft
                self.ladder = variant.ladder or version.ladder
                break
        self.rolls = rolls(version, self.base, facts.in_custody, self.clock.readings.unknown_custody)
        self.ext_months = self.ext_days = self.used = 0
        self.granted: list[Extension] = []
        self.moves: list[tuple[int, int, int]] = []

    def _is_lifted(self) -> bool:
        """Whether the law sets this case no limit: foreign element, kind of procedure, or level of the court."""
        return lifted_status(self.version, self.case.court_level, self.foreign) is not None

    def _without_limit(self, version: RuleVersion, day: int) -> Outcome:
        foreign = version.foreign is not None and self.foreign
        status = lifted_status(version, self.case.court_level, foreign) or Status.NO_LIMIT
        law_version, anchor = self.clock.law_version(version, day), self.case.anchor_date
        if self.steps is None:
            return Outcome(status, version.rule, version.first, law_version, anchor)
        step = say.no_limit(self.clock.catalogue, version, date.fromordinal(day), foreign)
        return Outcome(
            status, version.rule, version.first, law_version, anchor, readings=step.readings, steps=(step,)
        )

    def _begin_segment(self, day: int) -> None:
        """A clock starts (again): only what still stands excluded is carried along."""
        self.anchor = day
        self.excluded = max(0, self.covered_to - day)
        self.covered_to = max(self.covered_to, day)
        if self.stop is not None:
            self.stop = max(self.stop, day)
        if self.steps is not None:
            nominal, on = date.fromordinal(self._nominal(0)), date.fromordinal(self.law_day)
            election = self.case.facts.election_day if self.version.status == "before_day" else None
            first, again = election or date.fromordinal(day), bool(self.steps)
            self.steps.append(say.start(self.clock.catalogue, self.version, first, on, again))
            self.steps.append(say.base(self.clock.catalogue, self.version, self.base, on, nominal))

    # --- dates

    def _reach(self, length: Length, extra_months: int = 0, extra_days: int = 0) -> int:
        """The day a length leads to from the anchor, before excluded days and roll."""
        if length.working_days:
            on = self.clock.calendar.add_working_days(date.fromordinal(self.anchor), length.working_days)
            return on.toordinal() + extra_days
        moved = self.clock.add_months(self.version.month_rule, self.anchor, length.months + extra_months)
        return moved + length.days + extra_days - (-length.hours // HOURS_A_DAY)

    def _nominal(self, excluded: int) -> int:
        """R-ORDER: anchor + (base + extensions) + excluded days."""
        if self.version.status == "before_day":
            assert self.case.facts.election_day is not None  # otherwise the anchor was missing
            day = self.case.facts.election_day.toordinal() - 1
        elif self.clock.months_first:
            day = self._reach(self.base, self.ext_months, self.ext_days) + excluded
        else:
            day = self._shifted(excluded)
        if not 0 < day <= LAST_DAY:
            raise OutsideValidity(
                self.version.rule, date.max, "期限超出历法", "the limit leaves the calendar"
            )
        return day

    def _shifted(self, excluded: int) -> int:
        """The alternative of R-ORDER: each extension added to the expiry as shifted by what was excluded before it."""
        day, before = self._reach(self.base), 0
        for at, months, days in self.moves:
            day = self.clock.add_months(self.version.month_rule, day + at - before, months) + days
            before = at
        return day + excluded - before

    def _roll(self, day: int) -> int:
        if not self.rolls:
            return day
        calendar = self.clock.calendar
        place = day - calendar.origin
        rolled = calendar.roll_to[place] if 0 <= place < len(calendar.roll_to) else 0
        # where the table ends the calendar itself says what it covers
        return rolled or calendar.roll(date.fromordinal(day)).toordinal()

    def _limit(self, day: int) -> int | None:
        """The limit as computed when an event of that day is reached; None while the clock stands."""
        if self.stop is not None or day <= self.paused_until:
            return None
        return self._roll(self._nominal(self.excluded))

    # --- events, in the order of R-CHRONO

    def _in_order(self) -> list[Action]:
        actions: list[Action] = []
        for place, event in enumerate(self.case.events):
            actions.extend(_actions(event, place))
        return sorted(actions)  # the place of entry settles nothing: equal content has equal effect

    def _work_through(self, place: int, turn: int) -> None:
        event = self.case.events[place]
        if isinstance(event, EXCLUSIONS):
            self._exclude(event, "deduction" if isinstance(event, Deduction) else "suspension")
        elif isinstance(event, Extension):
            self._extend(event)
        elif isinstance(event, Conversion):
            self._convert(event)
        elif isinstance(event, Restart):
            self._restart(event)
        elif isinstance(event, SupplementaryInvestigation):
            if turn == SPANS:
                self._investigate(event, place)
            elif place in self.accepted:
                self._return_from_investigation(event)
        else:
            self._notice(event)

    def _refuse(self, event: Event, issue: Issue) -> None:
        """R-REFUSE: the event stays in the record, has no effect, and says why."""
        self.issues[issue] = None
        if self.steps is not None:
            self.steps.append(say.refused(self.clock.catalogue, self.version.rule, event, issue))

    def _flag(self, event: Event, issue: Issue) -> None:
        self.issues[issue] = None
        if self.steps is not None:
            self.steps.append(say.flagged(self.clock.catalogue, self.version.rule, event, issue))

    def _exclude(self, event: Deduction | Suspension, kind: str) -> None:
        start, end = event.start.toordinal(), event.end.toordinal() if event.end else None
        issue = self._fault_of_span(event, kind, start, end)
        if issue is not None:
            self._refuse(event, issue)
            return
        last = self._capped(event, start, end)
        if last != end and last is not None:
            if self._ended_before_anchor(start, last):
                self._refuse(event, Issue.DEDUCTION_BEFORE_DOCKET)
                return
            self._flag(event, Issue.DEDUCTION_CAPPED)
            end = last
        if self.clock.readings.excluded_span == "inclusive":
            start -= 1
        if start < self.origin:
            self._flag(event, Issue.DEDUCTION_CLIPPED)
            start = self.origin
        added, standing = 0, self.stop is not None
        if standing:
            self.stop_suspended |= end is None and kind == "suspension"
        elif end is None:
            self.stop, self.stop_suspended = start, kind == "suspension"
        else:
            added = max(0, end - max(start, self.covered_to))
            self.excluded += added
            self.covered_to = max(self.covered_to, end)
        self.spans.append(
            Span(event.ground, date.fromordinal(start), date.fromordinal(end) if end is not None else None)
        )
        if self.steps is not None:
            self.steps.append(
                say.excluded(
                    self.clock.catalogue, self.version.rule, self.spans[-1], event.start, added, standing
                )
            )

    def _fault_of_span(
        self, event: Deduction | Suspension, kind: str, start: int, end: int | None
    ) -> Issue | None:
        if end is not None and end < start:
            return Issue.EVENT_END_BEFORE_START
        ground = self.clock.catalogue.grounds.get(event.ground)
        if ground is None:
            return Issue.GROUND_NOT_IN_CATALOGUE
        if (
            ground.kind != kind
            or self.version.status == "before_day"
            or not ground.applies_to(self.version.rule, event.start)
        ):
            return Issue.GROUND_NOT_APPLICABLE
        if end is not None and self._ended_before_anchor(start, end):
            return Issue.DEDUCTION_BEFORE_DOCKET
        return self._after_expiry(start)

    def _after_expiry(self, day: int) -> Issue | None:
        limit = self._limit(day)
        return Issue.EVENT_AFTER_EXPIRY if limit is not None and day > limit else None

    def _cap_end(self, start: int, cap: Length) -> int:
        return self.clock.add_months(self.version.month_rule, start, cap.months) + cap.days

    def _capped(self, event: Deduction | Suspension, start: int, end: int | None) -> int | None:
        """R-CAP: where the text caps an exclusion it ends at the cap; an open one does so once `as_of` is later."""
        cap = self.clock.caps[event.ground]
        if cap is None:
            return end
        last = self._cap_end(start, cap)
        over = end > last if end is not None else self.as_of is not None and self.as_of > last
        return last if over else end

    def _ended_before_anchor(self, start: int, end: int) -> bool:
        """R-CLIP: whether a span has no day after the anchor; an empty one on the anchor itself is simply empty."""
        return end <= self.origin and not start == end == self.origin

    def _extend(self, event: Extension) -> None:
        if event.approved is not True or event.decided_on is None:
            self._refuse(
                event, Issue.EXTENSION_PENDING if event.approved is None else Issue.EXTENSION_NOT_APPROVED
            )
            return
        decided = event.decided_on.toordinal()
        ladder = self._ladder_version(event.decided_on)
        step = ladder.step(self.used) if ladder else None
        if ladder is None or step is None:
            self._refuse(event, Issue.EXTENSION_OVER_LADDER)
            return
        issue = self._fault_of_grant(event, step, decided)
        if issue is not None:
            self._refuse(event, issue)
            return
        if self._applied_late(event, step, decided):
            self._flag(event, Issue.EXTENSION_APPLIED_LATE)
        self.ext_months += event.months or 0
        self.ext_days += event.days or 0
        self.moves.append((self.excluded, event.months or 0, event.days or 0))
        self.used += 1
        self.granted.append(event)
        if self.steps is not None:
            reached = date.fromordinal(self._nominal(self.excluded))
            self.steps.append(
                say.extended(
                    self.clock.catalogue,
                    self.version.rule,
                    event,
                    ladder,
                    step,
                    self.used,
                    reached,
                    self.excluded,
                )
            )

    def _ladder_version(self, decided: date) -> LadderVersion | None:
        return None if self.ladder is None else self.clock.catalogue.ladders[self.ladder].version(decided)

    def _applied_late(self, event: Extension, step: LadderStep, decided: int) -> bool:
        """R-LATEAPPLY: whether the request came later than the rule allows, measured against the limit just before the grant."""
        limit = self._limit(decided)
        if step.apply_by_days is None or event.applied_on is None or limit is None:
            return False
        return event.applied_on.toordinal() > limit - step.apply_by_days

    def _fault_of_grant(self, event: Extension, step: LadderStep, decided: int) -> Issue | None:
        """The first that fits, in the order of handbook section 11, note h (a step is open)."""
        delegates = self.clock.readings.president_delegates
        if not approver_fits(step.approver, event.approver, self.case.court_level, delegates):
            return Issue.EXTENSION_WRONG_APPROVER
        if not self._length_fits(event, step):
            return Issue.EXTENSION_OVER_LADDER
        if (step.grounds and event.ground not in step.grounds) or (
            step.consent_required and not event.parties_consent
        ):
            return Issue.EXTENSION_GROUND_MISSING
        if step.filing_required and not event.filed_with_high:
            return Issue.EXTENSION_FILING_MISSING
        if decided < self.origin:
            return Issue.EVENT_BEFORE_ANCHOR
        limit = self._limit(decided)
        return Issue.EXTENSION_AFTER_EXPIRY if limit is not None and decided > limit else None

    def _length_fits(self, event: Extension, step: LadderStep) -> bool:
        grant = Length(event.months or 0, event.days or 0)
        if step.length is not None and not self._no_longer(grant, step.length):
            return False
        if step.minimum is not None and not self._no_longer(step.minimum, grant):
            return False
        if step.total is None:
            return True
        reached = self._reach(self.base, self.ext_months + grant.months, self.ext_days + grant.days)
        return reached <= self._reach(step.total)

    def _no_longer(self, one: Length, other: Length) -> bool:
        """Whether one length is at most the other; months against days by the dates they lead to."""
        if not (one.days or other.days):
            return one.months <= other.months
        if not (one.months or other.months):
            return one.days <= other.days
        months, days = self.ext_months, self.ext_days
        return self._reach(self.base, months + one.months, days + one.days) <= self._reach(
            self.base, months + other.months, days + other.days
        )

    def _convert(self, event: Conversion) -> None:
        catalogue, day = self.clock.catalogue, event.on.toordinal()
        if event.to not in catalogue.rules:
            self._refuse(event, Issue.UNKNOWN_PROCEDURE)
            return
        rule = catalogue.conversions.get((self.version.rule, event.to))
        if rule is None:
            self._refuse(event, Issue.CONVERSION_NOT_APPLICABLE)
            return
        if day < self.origin:
            self._refuse(event, Issue.EVENT_BEFORE_ANCHOR)
            return
        limit = self._limit(day)
        if limit is not None and day > limit:
            self._flag(event, Issue.CONVERSION_AFTER_EXPIRY)
        self._enter(self.clock.version(event.to, day), day)
        if self.steps is not None:
            self.steps.append(say.converted(catalogue, rule, self.version, event))
        if self._is_lifted():
            return
        if rule.effect == "restart":
            self._begin_segment(day)
        elif self.steps is not None:
            reached = date.fromordinal(self._reach(self.base))
            self.steps.append(say.base(catalogue, self.version, self.base, event.on, reached))

    def _restart(self, event: Restart) -> None:
        reason = self.clock.catalogue.restarts.get(event.reason)
        if reason is None:
            self._refuse(event, Issue.GROUND_NOT_IN_CATALOGUE)
            return
        if self.version.rule not in reason.rules:
            self._refuse(event, Issue.GROUND_NOT_APPLICABLE)
            return
        day = event.on.toordinal()
        if day < self.origin:
            self._refuse(event, Issue.EVENT_BEFORE_ANCHOR)
            return
        if self.steps is not None:
            self.steps.append(say.restarted(self.clock.catalogue, self.version.rule, event.on, reason))
        self._enter(self.clock.version(self.version.rule, day), day)
        self._begin_segment(day)

    def _investigate(self, event: SupplementaryInvestigation, place: int) -> None:
        rule, start = self.clock.catalogue.supplementary, event.start.toordinal()
        issue: Issue | None = None
        if event.end is not None and event.end < event.start:
            issue = Issue.EVENT_END_BEFORE_START
        elif self.version.rule not in rule.rules:
            issue = Issue.GROUND_NOT_APPLICABLE
        elif start < self.origin:
            issue = Issue.EVENT_BEFORE_ANCHOR
        else:
            issue = self._after_expiry(start)
        if issue is None and self.investigations >= rule.most_times:
            issue = Issue.SUPPLEMENTARY_INVESTIGATION_OVER_LIMIT
        if issue is not None:
            self._refuse(event, issue)
            return
        self.investigations += 1
        if self.steps is not None:
            self.steps.append(
                say.investigated(self.clock.catalogue, self.version.rule, event, self.investigations)
            )
        if event.end is None:
            self.stop = start if self.stop is None else self.stop
            return
        self.accepted.add(place)
        self.paused_until = max(self.paused_until, event.end.toordinal())
        if event.end.toordinal() > self._cap_end(start, rule.cap):
            self._flag(event, Issue.SUPPLEMENTARY_INVESTIGATION_OVER_LIMIT)

    def _return_from_investigation(self, event: SupplementaryInvestigation) -> None:
        assert event.end is not None  # only ended ones are accepted for a return
        day = event.end.toordinal()
        if self.steps is not None:
            self.steps.append(say.returned(self.clock.catalogue, self.version.rule, event.end))
        self._enter(self.clock.version(self.version.rule, day), day)
        self._begin_segment(day)

    def _notice(self, event: NoticePeriod) -> None:
        if self.version.anchor != "notice_period_end":
            self._refuse(event, Issue.GROUND_NOT_APPLICABLE)
        elif event.end is not None and event.end < event.start:
            self._refuse(event, Issue.EVENT_END_BEFORE_START)

    # --- outcomes

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
        calendar = self.clock.calendar
        if self.base.working_days and calendar.judged_unpublished(
            date.fromordinal(self.anchor + 1), date.fromordinal(day)
        ):
            return True
        return self.rolls and bool(calendar.roll_provisional[day - calendar.origin])

    def _tell_end(self, nominal: int, deadline: int, soft: int | None, provisional: bool) -> None:
        assert self.steps is not None
        catalogue, on = self.clock.catalogue, date.fromordinal(self.law_day)
        if self.excluded:
            self.steps.append(say.appended(self.version.rule, self.excluded, date.fromordinal(nominal)))
        days = date.fromordinal(nominal), date.fromordinal(deadline)
        custody = self.case.facts.in_custody
        self.steps.append(
            say.rolled(
                catalogue, self.clock.calendar, self.version, on, days, self.rolls, provisional, custody
            )
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
            self.clock.law_version(version, self.law_day),
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
        )

    def _elapsed(self) -> tuple[int | None, int | None]:
        """Gross days from the anchor of the case to its closing (or today); net days without the excluded ones."""
        until = self.case.closed_on or self.case.as_of
        if until is None:
            return None, None
        last, covered, out = until.toordinal(), self.origin, 0
        for span in self.spans:
            end = min(span.end.toordinal() if span.end else last, last)
            out += max(0, end - max(span.start.toordinal(), covered))
            covered = max(covered, end)
        return last - self.origin, last - self.origin - out


def _actions(event: Event, place: int) -> list[Action]:
    """When an event is worked through: its day, its turn on that day, and its content to settle ties."""
    if isinstance(event, Extension):
        day = event.decided_on or event.applied_on or date.min
        rank = APPROVER_RANK.get(event.approver, 0)
        content = (rank, event.applied_on or date.min, event.months or 0, event.days or 0, event.ground or "")
        return [(day.toordinal(), GRANTS, (*content, event.parties_consent, event.filed_with_high), place)]
    if isinstance(event, Restart):
        return [(event.on.toordinal(), TURNS, (1, event.reason), place)]
    if isinstance(event, Conversion):
        return [(event.on.toordinal(), TURNS, (2, event.to), place)]
    rank = SPAN_RANK[type(event)]
    ground = event.ground if isinstance(event, EXCLUSIONS) else ""
    actions: list[Action] = [
        (event.start.toordinal(), SPANS, (rank, ground, event.end is None, event.end or date.max), place)
    ]
    if isinstance(event, SupplementaryInvestigation) and event.end is not None and event.end >= event.start:
        actions.append((event.end.toordinal(), TURNS, (0, ""), place))
    return actions


def compute(case: CaseInput, *, steps: bool = True) -> Outcome:
    """The outcome for one case under the shipped law, calendar and readings."""
    return default_clock().compute(case, steps=steps)
