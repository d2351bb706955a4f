"""The situation as programs get it: definitions, questions, figures, series and the lists behind them, declared."""

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from ninja import Schema
from pydantic import Field

from xiezhi.rules.indicators.catalogue import scopes
from xiezhi.site.api.shapes import CaseLine, DayText

MOST_PAGES, MOST_FIGURES, MOST_CASES = 100_000, 1_000, 200
MOST_PERIODS, MOST_NAMED, MOST_WHERE = 60, 50, 6
_PERIOD = "2019, 2019H1, 2019Q3, 2019-10 or 2019-10-01..2019-12-15; the last complete quarter when left out"

Key = Annotated[
    str, Field(max_length=80, pattern=r"^[a-z0-9_.:]+$", description="an indicator's id, or id:variant")
]
PeriodText = Annotated[str, Field(max_length=24, description=_PERIOD)]
ScopeName = Annotated[str, Field(max_length=40, json_schema_extra={"enum": list(scopes())})]
PageNumber = Annotated[int, Field(ge=1, le=MOST_PAGES)]
SideName = Literal["numerator", "denominator"]


# --- definitions


class SideDefinition(Schema):
    """A numerator or denominator. `bases`: "opening" or "pending" (cases standing open before or after the period), or a column of
    days that lies in the period. `where` narrows them, in the language of the catalogue. `of` is added up instead of counting;
    `distinct`: different values of this column are counted. `owner` prior: counted for the court whose decision the case is about.
    `per`: a number from outside (judges, fte, population) stands instead of cases: of whole courts, by the posts as they now stand."""

    bases: list[str]
    where: str
    summed: bool
    distinct: str
    owner: str
    per: str


class Definition(Schema):
    """How a figure is computed: `value` is count, ratio, median or evenness."""

    key: str
    name: str
    value: str
    unit: str
    scale: int
    by_days: bool
    complement: bool
    follows_scope: bool
    numerator: SideDefinition
    denominator: SideDefinition | None


class IntervalShape(Schema):
    """The reference interval of a document, with the days on which it is in force."""

    low: float | None
    high: float | None
    document: str
    first: date
    last: date | None


class IndicatorShape(Definition):
    """An indicator of the catalogue with its variants. `first` and `last`: when this definition is in force. `succeeds`: the older
    definition before the break. `shown` false: legacy, computed only when asked for."""

    id: str
    family: str
    group: str
    direction: str
    descriptive: bool
    shown: bool
    first: date | None
    last: date | None
    version: int
    succeeds: str
    verification: str
    formula_status: str
    source: str
    formula: str
    caveat: str
    intervals: list[IntervalShape]
    variants: list[Definition]


class ExcludedShape(Schema):
    """An entry of the handbook that is not computed, and why."""

    id: str
    name: str
    why: str


class Indicators(Schema):
    """The catalogue in its order."""

    indicators: list[IndicatorShape]
    excluded: list[ExcludedShape]


class Condition(Schema):
    """A named condition over the columns of the facts."""

    id: str
    name: str
    where: str


class ColumnShape(Schema):
    """A column of the facts; `words` are the values of a coded one. `by`: figures can stand apart by it; `filter`: they can be
    narrowed by it."""

    name: str
    title: str
    kind: str
    words: dict[str, str]
    by: bool
    filter: bool


class Scopes(Schema):
    """Which cases a figure can count at all, the terms that conditions use, and the columns they are about."""

    scopes: list[Condition]
    terms: list[Condition]
    columns: list[ColumnShape]


# --- what figures rest on


class SnapshotShape(Schema):
    """The facts of all cases as they were known at one moment. What names it gives the same figures tomorrow."""

    id: UUID
    kind: str
    known_at: datetime


class SnapshotLine(SnapshotShape):
    taken_at: datetime
    digest: str


class Snapshots(Schema):
    """The snapshots that are kept, newest first."""

    total: int
    page: int
    size: int
    snapshots: list[SnapshotLine]


class CourtShape(Schema):
    id: UUID
    code: str
    name: str
    level: str
    parent: UUID | None


class Courts(Schema):
    """The courts whose figures the viewer may ask for, in administrative order."""

    courts: list[CourtShape]


# --- questions


class Question(Schema):
    """Whose cases, which of them, when, known when. Without a court: all that the post may count."""

    court: UUID | None = None
    below: bool = Field(True, description="with the courts below it")
    division: UUID | None = None
    scope: ScopeName = "all"
    period: PeriodText | None = None
    snapshot: UUID | None = Field(None, description="the facts to count; the newest when left out")
    as_of: DayText | None = Field(None, description="the facts as known at the end of this day")
    where: Annotated[list[str], Field(max_length=MOST_WHERE)] = Field(
        default_factory=list, description="column:value, such as case_class:civil; an empty value: not told"
    )


class FiguresQuestion(Question):
    indicator: Annotated[list[Key], Field(max_length=MOST_NAMED)] = Field(
        default_factory=list, description="those in force at the end of the period when left out"
    )
    by: Annotated[list[str], Field(max_length=2)] = Field(
        default_factory=list, description="columns by which figures stand apart"
    )
    page: PageNumber = 1
    size: int = Field(200, ge=1, le=MOST_FIGURES)


class SeriesQuestion(Question):
    indicator: Key
    periods: int = Field(12, ge=1, le=MOST_PERIODS, description="so many up to and with the period")


class CasesQuestion(Question):
    indicator: Key
    side: SideName = "numerator"
    page: PageNumber = 1
    size: int = Field(50, ge=1, le=MOST_CASES)


class SnapshotsQuestion(Schema):
    page: PageNumber = 1
    size: int = Field(20, ge=1, le=MOST_CASES)


class OpenDataQuestion(Schema):
    period: PeriodText
    snapshot: UUID | None = None


# --- answers


class PeriodShape(Schema):
    name: str
    kind: str
    start: date
    end: date


class Numbers(Schema):
    """`value` null: nothing to divide by. `hidden`: a small count, or one that would give a small one away; all numbers are null."""

    value: float | None
    numerator: float | None
    denominator: float | None
    hidden: bool


class CaseLinks(Schema):
    """Where the cases behind both sides are listed; null where there is nothing to list for this viewer."""

    numerator: str | None
    denominator: str | None


class FigureShape(Numbers):
    """A figure. `group`: the values of the columns asked for. `state` says how it lies to its interval: inside, outside, without
    (an interval), few (cases), nothing (to divide by), people (too few judges, or not known how many)."""

    key: str
    name: str
    unit: str
    period: PeriodShape
    group: dict[str, str | None]
    interval: IntervalShape | None
    state: str
    cases: CaseLinks


class Answered(Schema):
    """The question as it was understood; the snapshot it names pins the answer."""

    court: UUID | None
    below: bool
    division: UUID | None
    scope: str
    period: PeriodShape
    where: list[str]
    snapshot: SnapshotShape


class Figures(Schema):
    """Figures in the order of the catalogue, then of the groups. `absent`: what these facts or this post's sight cannot tell."""

    asked: Answered
    total: int
    page: int
    size: int
    figures: list[FigureShape]
    absent: list[str]


class Point(Numbers):
    """`in_force` false: another definition was in force then; do not compare across."""

    period: PeriodShape
    in_force: bool


class SeriesShape(Schema):
    """The figures of one formula over periods in a row. `succeeds`: the older definition, a series of its own."""

    asked: Answered
    key: str
    name: str
    unit: str
    succeeds: str
    points: list[Point]


class ListedCase(Schema):
    """A case of a list. `named` false: it is sealed, protected or not in the viewer's docket; it holds its place, `case` is null."""

    named: bool
    case: CaseLine | None


class ListedCases(Schema):
    """The cases behind one side of a figure. `total`: as many as the number said, unless it is a sum or a count of disputes."""

    asked: Answered
    key: str
    side: SideName
    total: int
    page: int
    size: int
    cases: list[ListedCase]


PACKAGE: dict[str, Any] = {
    "responses": {
        200: {
            "description": "datapackage.json and the CSV files it describes, packed",
            "content": {"application/zip": {"schema": {"type": "string", "format": "binary"}}},
        }
    }
}
