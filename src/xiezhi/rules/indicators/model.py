"""What an indicator is: plain values. `catalogue` reads them from the data."""

from dataclasses import dataclass
from datetime import date

from xiezhi.rules.indicators.columns import fact_columns
from xiezhi.rules.indicators.conditions import Expression, columns_in
from xiezhi.rules.indicators.marks import DIRECTION_WORDS, STATUS_WORDS, VALUE_WORDS
from xiezhi.rules.language import tr

# How numerator and denominator become the value.
COUNT, RATIO, MEDIAN, EVENNESS = "count", "ratio", "median", "evenness"
VALUES = tuple(VALUE_WORDS)
# Which cases a side looks at: those standing open before the period, those open after it, or those with a day of this column in it.
OPENING, PENDING = "opening", "pending"
STOCKS = (OPENING, PENDING)
# To whom a case of the numerator is counted: to the court that deals with it, or to the one whose decision it is about.
OWN, PRIOR = "own", "prior"
DIRECTIONS = tuple(DIRECTION_WORDS)
GROUPS = ("flow", "quality", "efficiency", "effect", "enforcement", "resolution", "openness")
UNITS = ("cases", "share", "ratio", "days", "per_judge", "per_fte", "per_100", "per_10k")
STATUSES = tuple(STATUS_WORDS)
INTERNATIONAL = "international"  # the family of other countries' and international measures, which repeat ours under their names


@dataclass(frozen=True, slots=True)
class Side:
    """A numerator or denominator: how many cases, or how much of them.

    `bases`: disjoint sets of cases (OPENING, PENDING, or a column of days: those whose day lies in the period). `where` narrows them.
    `of` is added up instead of counting; `distinct` names a column whose different values are counted. `per` names a parameter
    (judges, fte, population) that stands instead of cases. `text` and `of_text` are `where` and `of` as the data say them.
    """

    bases: tuple[str, ...] = ()
    where: Expression | None = None
    of: Expression | None = None
    distinct: str = ""
    owner: str = OWN
    per: str = ""
    text: str = ""
    of_text: str = ""

    @property
    def columns(self) -> frozenset[str]:
        """The columns of the facts that it needs."""
        needed = columns_in(self.where) | columns_in(self.of)
        for base in self.bases:
            needed |= {"filed_on", "closed_on"} if base in STOCKS else {base}
        if self.distinct:
            needed |= {self.distinct}
        return needed | {"prior_case_id"} if self.owner == PRIOR else needed


@dataclass(frozen=True, slots=True)
class Formula:
    """How a figure is computed. `key` is the id of the indicator, or `id:variant`; `unit` is one of UNITS. `scale` multiplies a ratio
    (10 000 inhabitants); `by_days` multiplies it by the days of the period; `complement` takes it from one. `nested`: what the numerator
    counts is counted in the denominator too, so that chance moves it as it moves a share (handbook of indicators, section 5.2)."""

    key: str
    value: str
    numerator: Side
    denominator: Side | None
    follows_scope: bool
    scale: int = 1
    by_days: bool = False
    unit: str = "cases"
    complement: bool = False
    nested: bool = False

    @property
    def columns(self) -> frozenset[str]:
        """The columns of the facts that it needs; a figure is there where the facts have them all."""
        return self.numerator.columns | (self.denominator.columns if self.denominator else frozenset())

    @property
    def stands_now(self) -> bool:
        """Whether it looks at a stock by what facts know only as it stands now, as limits: of an end gone by it is exact only in facts as known
        on that day, so that two ends are not compared."""
        sides = [side for side in (self.numerator, self.denominator) if side is not None]
        return any(
            not frozenset(STOCKS).isdisjoint(side.bases)
            and any(fact_columns()[name].stands_now for name in side.columns)
            for side in sides
        )

    @property
    def rests_on_sums(self) -> bool:
        """Whether something of cases is added up where others count cases, as money: of how many cases the figure is, it does not tell."""
        last = self.denominator or self.numerator
        return last.of is not None and self.value in (COUNT, RATIO)

    @property
    def parameters(self) -> frozenset[str]:
        sides = (self.numerator, self.denominator)
        return frozenset(side.per for side in sides if side is not None and side.per)


@dataclass(frozen=True, slots=True)
class Interval:
    """The reference interval of a document, both ends included: outside them on either side raises a question, and inside is enough.

    An end of None is open. `first` and `last`: the days on which it is in force (None = until further notice).
    """

    low: float | None
    high: float | None
    document_zh: str
    document_en: str
    first: date
    last: date | None

    @property
    def document(self) -> str:
        """The document that sets it, in the reader's language."""
        return tr(self.document_zh, self.document_en)

    @property
    def ends(self) -> tuple[float | None, float | None]:
        return self.low, self.high


@dataclass(frozen=True, slots=True)
class Variant:
    """The same figure counted in another way, with a name of its own."""

    id: str
    name_zh: str
    name_en: str
    formula: Formula


@dataclass(frozen=True, slots=True)
class Indicator:
    """One entry of the catalogue. `first` and `last`: the days on which the definition is in force (None = open).

    `verification` tells how far the name and its use are proven; `formula_status` whether the formula is official, the product's own, or
    unverified. `succeeds` is the older indicator with another definition, shown before the break of a series. `descriptive` ones
    describe and never get a colour. Those that are not `shown` are legacy: off until somebody asks for them.
    """

    id: str
    name_zh: str
    name_en: str
    family: str
    group: str
    formula: Formula
    direction: str
    descriptive: bool
    shown: bool
    first: date | None
    last: date | None
    version: int
    succeeds: str
    intervals: tuple[Interval, ...]
    verification: str
    formula_status: str
    source_zh: str
    source_en: str
    formula_zh: str
    formula_en: str
    caveat_zh: str
    caveat_en: str
    variants: tuple[Variant, ...]

    def in_force(self, on: date) -> bool:
        return (self.first is None or self.first <= on) and (self.last is None or on <= self.last)

    def interval_on(self, on: date) -> Interval | None:
        """The interval in force on a day, if any document sets one; never for what only describes."""
        if self.descriptive:
            return None
        found = (one for one in self.intervals if one.first <= on and (one.last is None or on <= one.last))
        return next(found, None)

    @property
    def unit(self) -> str:
        return self.formula.unit

    def formulas(self) -> tuple[Formula, ...]:
        """The formula and those of the variants."""
        return (self.formula, *(variant.formula for variant in self.variants))


@dataclass(frozen=True, slots=True)
class NamedCondition:
    """A condition with a name: a scope, which says what cases are counted at all (handbook, section 1.1), or a term of the catalogue that stands
    for it (`adjudicated`, `active`)."""

    id: str
    name_zh: str
    name_en: str
    where: Expression
    text: str


@dataclass(frozen=True, slots=True)
class Excluded:
    """An entry of the handbook that is not computed, and why."""

    id: str
    name_zh: str
    name_en: str
    why_zh: str
    why_en: str
