"""Where one case stands while its events are worked through: the state of docs/clock.md, and the dates it leads to."""

from datetime import date

from xiezhi.rules.errors import OutsideValidity
from xiezhi.rules.limits import sentences as say
from xiezhi.rules.limits.catalogue import Length, RuleVersion
from xiezhi.rules.limits.conditions import HOURS_A_DAY, lifted_status, rolls
from xiezhi.rules.limits.law import Law
from xiezhi.rules.limits.model import CaseInput, Event, Extension, Issue, Span, Step

LAST_DAY = date.max.toordinal()


class Standing:
    """The running segment of one case: version, anchor, what was granted and excluded, whether the clock stands."""

    __slots__ = (
        "accepted", "anchor", "as_of", "base", "case", "covered_to", "excluded", "ext_days", "ext_months",
        "foreign", "granted", "investigations", "issues", "ladder", "law", "law_day", "moves", "origin", "paused_until", "rolls", "soft",
        "spans", "steps", "stop", "stop_suspended", "used", "version",
    )  # fmt: skip

    def __init__(self, law: Law, case: CaseInput, steps: bool) -> None:
        self.law = law
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

    def _set_out(self, day: int) -> None:
        """The first clock of the case starts: no day up to this one can be excluded."""
        self.origin = self.covered_to = day

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
        self.rolls = rolls(version, self.base, facts.in_custody, self.law.readings.unknown_custody)
        self.ext_months = self.ext_days = self.used = 0
        self.granted: list[Extension] = []
        self.moves: list[tuple[int, int, int]] = []

    def _is_lifted(self) -> bool:
        """Whether the law sets this case no limit: foreign element, kind of procedure, or level of the court."""
        return lifted_status(self.version, self.case.court_level, self.foreign) is not None

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
            self.steps.append(say.start(self.law.catalogue, self.version, first, on, again))
            self.steps.append(say.base(self.law.catalogue, self.version, self.base, on, nominal))

    def _refuse(self, event: Event, issue: Issue) -> None:
        """R-REFUSE: the event stays in the record, has no effect, and says why."""
        self.issues[issue] = None
        if self.steps is not None:
            self.steps.append(say.refused(self.law.catalogue, self.version.rule, event, issue))

    def _flag(self, event: Event, issue: Issue) -> None:
        self.issues[issue] = None
        if self.steps is not None:
            self.steps.append(say.flagged(self.law.catalogue, self.version.rule, event, issue))

    def _reach(self, length: Length, extra_months: int = 0, extra_days: int = 0) -> int:
        """The day a length leads to from the anchor, before excluded days and roll."""
        if length.working_days:
            on = self.law.calendar.add_working_days(date.fromordinal(self.anchor), length.working_days)
            return on.toordinal() + extra_days
        moved = self.law.add_months(self.version.month_rule, self.anchor, length.months + extra_months)
        return moved + length.days + extra_days - (-length.hours // HOURS_A_DAY)

    def _nominal(self, excluded: int) -> int:
        """R-ORDER: anchor + (base + extensions) + excluded days."""
        if self.version.status == "before_day":
            assert self.case.facts.election_day is not None  # otherwise the anchor was missing
            day = self.case.facts.election_day.toordinal() - 1
        elif self.law.months_first:
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
            day = self.law.add_months(self.version.month_rule, day + at - before, months) + days
            before = at
        return day + excluded - before

    def _roll(self, day: int) -> int:
        if not self.rolls:
            return day
        calendar = self.law.calendar
        place = day - calendar.origin
        rolled = calendar.roll_to[place] if 0 <= place < len(calendar.roll_to) else 0
        # where the table ends the calendar itself says what it covers
        return rolled or calendar.roll(date.fromordinal(day)).toordinal()

    def _limit(self, day: int) -> int | None:
        """The limit as computed when an event of that day is reached; None while the clock stands."""
        if self.stop is not None or day <= self.paused_until:
            return None
        return self._roll(self._nominal(self.excluded))
