"""The values the clock takes and gives: facts and events of one case in, the outcome with its steps out.

Dates are calendar days in mainland China. Nothing here knows any law: lengths, grounds and articles
come from the catalogue. Used by the clock, the exchange formats, and every floor above.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from xiezhi.rules.documents import Source


class Status(StrEnum):
    """Where a clock stands (handbook, section 18)."""

    RUNNING = "running"
    SUSPENDED = "suspended"
    PAUSED = "paused"
    EXEMPT = "exempt"
    NO_LIMIT = "no_limit"
    INVALID = "invalid"


class Issue(StrEnum):
    """What was wrong with the facts or an event; the position in this list is the bit of the bulk clock."""

    ANCHOR_MISSING = "anchor_missing"
    UNKNOWN_PROCEDURE = "unknown_procedure"
    DEDUCTION_BEFORE_DOCKET = "deduction_before_docket"
    DEDUCTION_CLIPPED = "deduction_clipped"
    DEDUCTION_CAPPED = "deduction_capped"
    EVENT_END_BEFORE_START = "event_end_before_start"
    EVENT_AFTER_EXPIRY = "event_after_expiry"
    GROUND_NOT_IN_CATALOGUE = "ground_not_in_catalogue"
    GROUND_NOT_APPLICABLE = "ground_not_applicable"
    EXTENSION_NOT_APPROVED = "extension_not_approved"
    EXTENSION_PENDING = "extension_pending"
    EXTENSION_WRONG_APPROVER = "extension_wrong_approver"
    EXTENSION_OVER_LADDER = "extension_over_ladder"
    EXTENSION_GROUND_MISSING = "extension_ground_missing"
    EXTENSION_APPLIED_LATE = "extension_applied_late"
    EXTENSION_AFTER_EXPIRY = "extension_after_expiry"
    EXTENSION_FILING_MISSING = "extension_filing_missing"
    CONVERSION_AFTER_EXPIRY = "conversion_after_expiry"
    SUPPLEMENTARY_INVESTIGATION_OVER_LIMIT = "supplementary_investigation_over_limit"
    EVENT_BEFORE_ANCHOR = "event_before_anchor"
    CONVERSION_NOT_APPLICABLE = "conversion_not_applicable"


COURT_LEVELS = ("basic", "intermediate", "high", "spc")
APPROVERS = ("not_specified", "division_head", "vice_president", "president", "superior", "high", "spc")


class Deduction(NamedTuple):
    """A span that does not count, with its ground; `end` None = still running."""

    ground: str
    start: date
    end: date | None


class Suspension(NamedTuple):
    """The clock stands by ruling from `start` to the resumption `end` (None = still standing)."""

    ground: str
    start: date
    end: date | None


class Extension(NamedTuple):
    """A request for more time: `approved` None = pending; exactly one of months and days is given."""

    months: int | None
    days: int | None
    approver: str
    applied_on: date | None
    decided_on: date | None
    approved: bool | None
    ground: str | None = None
    parties_consent: bool = False
    filed_with_high: bool = False


class Conversion(NamedTuple):
    """The procedure changes to the rule `to` on the day of the decision."""

    to: str
    on: date


class SupplementaryInvestigation(NamedTuple):
    """Trial adjourned for supplementary investigation; `end` is the day the case came back."""

    start: date
    end: date | None


class Restart(NamedTuple):
    """The limit starts afresh for a reason of the closed list."""

    reason: str
    on: date


class NoticePeriod(NamedTuple):
    """The public notice of a special procedure whose limit starts at its end."""

    start: date
    end: date | None


Event = Deduction | Suspension | Extension | Conversion | SupplementaryInvestigation | Restart | NoticePeriod


@dataclass(frozen=True, slots=True)
class Facts:
    """What the case is like; None = not said. Further yes/no facts of rule variants stand in `others`."""

    in_custody: bool | None = None
    foreign_related: bool = False
    hk_macao_tw: bool = False
    election_day: date | None = None
    grounds: tuple[str, ...] = ()
    max_sentence_years: float | None = None
    others: tuple[tuple[str, bool], ...] = ()

    def get(self, name: str) -> bool | float | None:
        """The fact a rule variant asks for."""
        if name == "max_sentence_years":
            return self.max_sentence_years
        return dict(self.others).get(name, name in self.grounds)


NO_FACTS = Facts()


@dataclass(frozen=True, slots=True)
class CaseInput:
    """One question to the clock. `as_of` is the asker's today; `closed_on` the closing date, if closed."""

    procedure: str
    anchor_date: date | None
    court_level: str | None = None
    facts: Facts = NO_FACTS
    events: tuple[Event, ...] = ()
    as_of: date | None = None
    closed_on: date | None = None
    id: str | None = None


class Step(NamedTuple):
    """One step of a derivation: a sentence in both languages, the days it speaks of, and its articles."""

    kind: str
    text_zh: str
    text_en: str
    start: date | None
    end: date | None
    days: int | None
    rule: str
    sources: tuple[Source, ...]
    readings: tuple[str, ...]


class Span(NamedTuple):
    """An excluded interval (start, end]: the days after `start` up to and including `end`; None = open."""

    ground: str
    start: date
    end: date | None


class Outcome(NamedTuple):
    """The answer for one case (units: calendar days). Dates are null when the clock does not run."""

    status: Status
    rule: str
    rule_from: date | None = None
    law_version: str | None = None
    anchor_date: date | None = None
    deadline: date | None = None
    nominal_deadline: date | None = None
    soft_deadline: date | None = None
    deducted_days: int = 0
    remaining_days: int | None = None
    stopped_on: date | None = None
    issues: tuple[Issue, ...] = ()
    provisional: bool = False
    days_left: int | None = None
    gross_days: int | None = None
    net_days: int | None = None
    in_time: bool | None = None
    spans: tuple[Span, ...] = ()
    extensions: tuple[Extension, ...] = ()
    readings: tuple[str, ...] = ()
    steps: tuple[Step, ...] = ()
    ladder: str | None = (
        None  # of extensions, as the facts of the case call for it; not told by the bulk clock
    )

    @property
    def articles(self) -> tuple[Source, ...]:
        """Every article the answer rests on, each once, in the order of the steps."""
        return tuple(dict.fromkeys(source for step in self.steps for source in step.sources))
