"""What each event does to a case: refuse it with a reason, or take effect (docs/clock.md, the table of events)."""

from datetime import date

from xiezhi.rules.limits import sentences as say
from xiezhi.rules.limits.catalogue import LadderStep, LadderVersion, Length
from xiezhi.rules.limits.chronology import EXCLUSIONS, SPANS
from xiezhi.rules.limits.conditions import approver_fits
from xiezhi.rules.limits.model import (
    Conversion,
    Deduction,
    Extension,
    Issue,
    NoticePeriod,
    Restart,
    Span,
    SupplementaryInvestigation,
    Suspension,
)
from xiezhi.rules.limits.standing import Standing


class Working(Standing):
    """One case, event by event; `_work_through` takes them in the order of R-CHRONO."""

    __slots__ = ()

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
        if self.law.readings.excluded_span == "inclusive":
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
                    self.law.catalogue, self.version.rule, self.spans[-1], event.start, added, standing
                )
            )

    def _fault_of_span(
        self, event: Deduction | Suspension, kind: str, start: int, end: int | None
    ) -> Issue | None:
        if end is not None and end < start:
            return Issue.EVENT_END_BEFORE_START
        ground = self.law.catalogue.grounds.get(event.ground)
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
        return self.law.add_months(self.version.month_rule, start, cap.months) + cap.days

    def _capped(self, event: Deduction | Suspension, start: int, end: int | None) -> int | None:
        """R-CAP: where the text caps an exclusion it ends at the cap; an open one does so once `as_of` is later."""
        cap = self.law.caps[event.ground]
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
                    self.law.catalogue,
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
        return None if self.ladder is None else self.law.catalogue.ladders[self.ladder].version(decided)

    def _applied_late(self, event: Extension, step: LadderStep, decided: int) -> bool:
        """R-LATEAPPLY: whether the request came later than the rule allows, measured against the limit just before the grant."""
        limit = self._limit(decided)
        if step.apply_by_days is None or event.applied_on is None or limit is None:
            return False
        return event.applied_on.toordinal() > limit - step.apply_by_days

    def _fault_of_grant(self, event: Extension, step: LadderStep, decided: int) -> Issue | None:
        """The first that fits, in the order of handbook section 11, note h (a step is open)."""
        delegates = self.law.readings.president_delegates
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
        catalogue, day = self.law.catalogue, event.on.toordinal()
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
        self._enter(self.law.version(event.to, day), day)
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
        reason = self.law.catalogue.restarts.get(event.reason)
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
            self.steps.append(say.restarted(self.law.catalogue, self.version.rule, event.on, reason))
        self._enter(self.law.version(self.version.rule, day), day)
        self._begin_segment(day)

    def _investigate(self, event: SupplementaryInvestigation, place: int) -> None:
        rule, start = self.law.catalogue.supplementary, event.start.toordinal()
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
                say.investigated(self.law.catalogue, self.version.rule, event, self.investigations)
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
            self.steps.append(say.returned(self.law.catalogue, self.version.rule, event.end))
        self._enter(self.law.version(self.version.rule, day), day)
        self._begin_segment(day)

    def _notice(self, event: NoticePeriod) -> None:
        if self.version.anchor != "notice_period_end":
            self._refuse(event, Issue.GROUND_NOT_APPLICABLE)
        elif event.end is not None and event.end < event.start:
            self._refuse(event, Issue.EVENT_END_BEFORE_START)
