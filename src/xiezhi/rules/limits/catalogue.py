"""The catalogue of limits: rules, ladders, grounds, conversions and restarts as dated values.

Loaded once from rules/data/limits (schema: docs/law-data.md), checked against the texts in rules/data/law, and
asked by the clock: which version of this rule, of this ladder, governed on that day? Handbook sections 4-15.
"""

from dataclasses import dataclass
from datetime import date

from xiezhi.rules.dates import in_force
from xiezhi.rules.documents import Documents
from xiezhi.rules.errors import OutsideValidity
from xiezhi.rules.limits.readings import Readings

ArticlesByBranch = dict[str, tuple[str, ...]]


def articles_for(articles: ArticlesByBranch, rule: str) -> tuple[str, ...]:
    """The citations that hold for the branch of a rule; those under "" hold for every branch without its own."""
    return articles.get(rule.partition(".")[0]) or articles.get("", ())


@dataclass(frozen=True, slots=True)
class Length:
    """A statutory length: whole months, then days; or working days; or hours (never mixed with the others)."""

    months: int = 0
    days: int = 0
    working_days: int = 0
    hours: int = 0


@dataclass(frozen=True, slots=True)
class Variant:
    """Another base (and ladder, if it names one) where a fact says so: the first that matches replaces the rule's own."""

    fact: str
    above: int | None
    is_true: bool | None
    base: Length
    soft: Length | None
    ladder: str | None
    note: tuple[str, str]

    def matches(self, value: bool | float | None) -> bool:
        if self.above is not None:
            return value is not None and value > self.above
        return bool(value) == self.is_true


@dataclass(frozen=True, slots=True, eq=False)
class RuleVersion:
    """One wording of a rule, in force from `first` to `last` (inclusive). `status` other than `limit` has no length."""

    rule: str
    first: date
    last: date
    status: str
    base: Length
    soft: Length | None
    variants: tuple[Variant, ...]
    anchor: str
    ladder: str | None
    foreign: str | None
    foreign_articles: tuple[str, ...]
    no_limit_at: tuple[str, ...]
    roll: str
    month_rule: str
    law: str | None
    articles: tuple[str, ...]
    computation_articles: tuple[str, ...]
    readings: tuple[str, ...]
    verification: str
    target: Length | None
    target_note: tuple[str, str]
    note_zh: str
    note_en: str


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule id with its names and all its versions, oldest first, day on day."""

    id: str
    branch: str
    name_zh: str
    name_en: str
    versions: tuple[RuleVersion, ...]

    def version(self, on: date) -> RuleVersion:
        """Raises OutsideValidity before the first version."""
        version = in_force(self.versions, on)
        if version is None:
            raise OutsideValidity(
                self.id, on, "规则库没有当日有效的版本", "the catalogue has no version in force that day"
            )
        return version


@dataclass(frozen=True, slots=True)
class LadderStep:
    """One rung: who may grant how much more, and what the grant needs. `length` None = as granted.

    Days before the limit ends: `apply_by_days` to ask, `decide_by_days` to decide, `refuse_by_days` where only a refusal has a day.
    """

    approver: str
    length: Length | None
    minimum: Length | None
    repeatable: bool
    total: Length | None
    grounds: tuple[str, ...]
    consent_required: bool
    filing_required: bool
    apply_by_days: int | None
    decide_by_days: int | None
    refuse_by_days: int | None
    articles: tuple[str, ...]
    readings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LadderVersion:
    """The steps open to an extension decided between `first` and `last` (inclusive)."""

    first: date
    last: date
    steps: tuple[LadderStep, ...]
    articles: tuple[str, ...]
    verification: str

    def step(self, used: int) -> LadderStep | None:
        """The step that comes after `used` grants; a repeatable last step stays open."""
        if used < len(self.steps):
            return self.steps[used]
        return self.steps[-1] if self.steps and self.steps[-1].repeatable else None


@dataclass(frozen=True, slots=True)
class Ladder:
    """All versions of one ladder of extensions."""

    id: str
    name_zh: str
    name_en: str
    versions: tuple[LadderVersion, ...]

    def version(self, on: date) -> LadderVersion | None:
        """The version for a decision taken that day; None when no extension was possible."""
        return in_force(self.versions, on)


@dataclass(frozen=True, slots=True)
class Exclusion:
    """A ground that fits a kind of rule but not these rules, from a day on."""

    rules: frozenset[str]
    first: date
    last: date
    articles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ground:
    """A ground for deduction or suspension: the rules it fits, its cap, its articles by branch.

    `cap_switch` names the reading that may set the days of the cap otherwise.
    """

    id: str
    kind: str
    name_zh: str
    name_en: str
    rules: frozenset[str]
    excluded: tuple[Exclusion, ...]
    cap: Length | None
    cap_switch: str | None
    articles: ArticlesByBranch
    verification: str
    shown_cap: tuple[str, str]
    starts: tuple[str, str]
    ends: tuple[str, str]

    def applies_to(self, rule: str, on: date) -> bool:
        """Whether a span of this ground may start that day under that rule."""
        if rule not in self.rules:
            return False
        return not any(rule in gap.rules and gap.first <= on <= gap.last for gap in self.excluded)


@dataclass(frozen=True, slots=True)
class ConversionRule:
    """What converting one procedure into another does to the clock: `continuous` or `restart`."""

    effect: str
    articles: tuple[str, ...]
    readings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RestartReason:
    """A reason that lets the limit start afresh, under any of the names in use for it."""

    id: str
    name_zh: str
    name_en: str
    rules: frozenset[str]
    articles: ArticlesByBranch


@dataclass(frozen=True, slots=True)
class SupplementaryRule:
    """Supplementary investigation at trial: how often, how long, where (CrPL 205, 208)."""

    rules: frozenset[str]
    most_times: int
    cap: Length
    articles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Branch:
    """What all rules of a branch share: the law that governs, months, rolls."""

    id: str
    name_zh: str
    name_en: str
    law: str | None
    month_rule: str
    roll: str
    articles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReadingText:
    """A documented reading, told to people; a switch where a court may read the text otherwise."""

    id: str
    statement_zh: str
    statement_en: str
    ground_zh: str
    ground_en: str
    certainty: str
    switch: str | None


@dataclass(frozen=True, slots=True, eq=False)
class Catalogue:
    """Everything the clock knows about the law of limits."""

    documents: Documents
    branches: dict[str, Branch]
    anchors: dict[str, tuple[str, str]]
    rules: dict[str, Rule]
    ladders: dict[str, Ladder]
    extension_grounds: dict[str, tuple[str, str]]
    grounds: dict[str, Ground]
    conversions: dict[tuple[str, str], ConversionRule]
    restarts: dict[str, RestartReason]
    supplementary: SupplementaryRule
    readings: Readings
    reading_texts: dict[str, ReadingText]
    known_through: date
    texts_checked_to: date
