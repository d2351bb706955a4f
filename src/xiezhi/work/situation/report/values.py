"""What a report consists of: plain values, in the language in which it was made. Nothing here knows how it is printed."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TypeAlias

from xiezhi.rules.indicators.periods import Period
from xiezhi.work.situation.looking import NUMERATOR, Where


@dataclass(frozen=True, slots=True)
class Link:
    """The list of cases that a number opens: of a figure's side, in a period, narrowed to a court (`below`: and those below it), a
    division or by columns. The snapshot is that of the whole report."""

    key: str
    period: Period
    side: str = NUMERATOR
    court: str = ""
    division: str = ""
    where: Where = ()
    below: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """A piece of text or a number: its words, what it opens, and the number itself for a spreadsheet. `few`: so few cases that it is
    printed grey. `shade`: "outside" = outside an interval in force."""

    words: str
    link: Link | None = None
    number: float | None = None
    unit: str = ""
    few: bool = False
    shade: str = ""


Text: TypeAlias = tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a column; `right`: its cells are numbers."""

    words: str
    right: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """`name` is short enough for the sheet of a workbook. `wide`: too many columns for small print beside text."""

    name: str
    title: str
    heads: tuple[Head, ...]
    rows: tuple[tuple[Cell, ...], ...]
    about: str = ""
    wide: bool = False


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing as a file of its own; `told` says what it shows to who does not see it."""

    title: str
    svg: str
    told: str


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the report. One without cases says so in a sentence and shows no empty tables."""

    key: str
    title: str
    sentences: tuple[Text, ...] = ()
    pictures: tuple[Picture, ...] = ()
    tables: tuple[Table, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Definition:
    """An indicator as the report used it: which version, from when, by what formula, after which source, how far proven."""

    key: str
    name: str
    formula: str
    source: str
    force: str
    version: int
    status: str
    caveat: str = ""


@dataclass(frozen=True, slots=True)
class Basis:
    """What the figures rest on: the same basis gives the same report for ever. `annexes`: what was asked for besides (`wanted.ANNEXES`)."""

    snapshot: str
    known_at: datetime
    scope: str
    period: Period
    courts: tuple[str, ...] | None
    division: str | None = None
    annexes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Contents:
    """A whole report. `heading`: label and value of what stands under the title; `annexes`: long tables behind the text; `recipients`:
    to whom it goes; `digests`: of the definitions used (report.definitions)."""

    lang: str
    title: str
    court: str
    period: str
    made_on: date
    basis: Basis
    heading: tuple[tuple[str, str], ...]
    summary: tuple[Text, ...]
    sections: tuple[Section, ...]
    definitions: tuple[Definition, ...]
    annexes: tuple[Section, ...] = ()
    recipients: tuple[str, ...] = ()
    mark: str = ""
    digests: Mapping[str, list[str]] = field(default_factory=dict)

    @property
    def versions(self) -> dict[str, int]:
        """The versions of the definitions used."""
        return {one.key: one.version for one in self.definitions}

    def tables(self) -> Iterator[Table]:
        for section in self.parts():
            yield from section.tables

    def parts(self) -> tuple[Section, ...]:
        """The sections and the annexes behind them."""
        return (*self.sections, *self.annexes)

    def cells(self) -> Iterator[Cell]:
        """Every piece of text and number outside the appendix."""
        for text in (*self.summary, *(one for section in self.parts() for one in section.sentences)):
            yield from text
        for table in self.tables():
            for row in table.rows:
                yield from row

    def links(self) -> set[Link]:
        return {cell.link for cell in self.cells() if cell.link is not None}


@dataclass(frozen=True, slots=True)
class Place:
    """A court or division of which figures stand apart, by the name that the report gives it."""

    key: str
    name: str


@dataclass(frozen=True, slots=True)
class Places:
    """What a report calls its court, and the courts or divisions in it in administrative order. `areas`: the intermediate courts, each
    with those below it, where there are several."""

    title: str
    courts: tuple[Place, ...] = ()
    divisions: tuple[Place, ...] = ()
    areas: tuple[Place, ...] = ()


def plain(text: Iterable[Cell]) -> str:
    """A sentence as it reads."""
    return "".join(cell.words for cell in text)


__all__ = [
    "Basis",
    "Cell",
    "Contents",
    "Definition",
    "Head",
    "Link",
    "Picture",
    "Place",
    "Places",
    "Section",
    "Table",
    "Text",
    "plain",
]
