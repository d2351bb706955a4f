"""Causes of action (案由) and charges (罪名) as dated data.

Civil causes are a tree of four levels under the list in force (民事案件案由规定); charges stand from the document that names them
(the opinion of 1997 and its supplements) to the one that withdraws them. Called by the text reader and intake.
Data: rules/data/causes; what it does not cover is not answered.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import NamedTuple, TypeVar

from xiezhi.rules.errors import OutsideValidity
from xiezhi.rules.lawdata import DATA, Table, read_rows, read_table

FOLDER = DATA / "causes"
LEVELS = ("1", "2", "3", "4")


@dataclass(frozen=True, slots=True)
class Cause:
    """A civil cause of action; levels 1 and 2 have an English name (our translation)."""

    code: str
    level: int
    parent: "Cause | None"
    name: str
    name_en: str

    def ancestors(self) -> tuple["Cause", ...]:
        """The causes above this one, nearest first."""
        return () if self.parent is None else (self.parent, *self.parent.ancestors())


class CauseList(NamedTuple):
    """An official list of civil causes and the days it governs, both included."""

    document_zh: str
    document_en: str
    first: date
    last: date
    verification: str
    causes: dict[str, Cause]


class ChargeDocument(NamedTuple):
    """A document that names charges, and the day from which it is applied."""

    name_zh: str
    name_en: str
    first: date
    verification: str


@dataclass(frozen=True, slots=True)
class Charge:
    """A charge with its article of the Criminal Law, the document that named it and the one that withdrew it."""

    name: str
    article: str
    chapter: str
    section: str
    introduced: ChargeDocument
    withdrawn: ChargeDocument | None

    def in_force(self, on: date) -> bool:
        return self.introduced.first <= on and (self.withdrawn is None or on < self.withdrawn.first)


Named = TypeVar("Named", Cause, Charge)


def _cause(row: Table, causes: dict[str, Cause]) -> Cause:
    parent = row.get("parent", str)
    if parent is not None and parent not in causes:
        raise row.fault("parent", f"前面没有案由{parent}", f"no cause {parent} stands before it")
    level = int(row.choice("level", LEVELS))
    above = None if parent is None else causes[parent]
    return Cause(row.need("code", str), level, above, row.need("name", str), row.get("name_en", str) or "")


def _cause_list(table: Table) -> CauseList:
    causes: dict[str, Cause] = {}
    for row in read_rows(FOLDER / table.need("file", str)):
        cause = _cause(row, causes)
        causes[cause.code] = cause
    names = table.need("document_zh", str) + table.need("number", str), table.need("document_en", str)
    return CauseList(*names, *table.span(), table.verification(), causes)


@cache
def civil_cause_lists() -> tuple[CauseList, ...]:
    """The official lists of civil causes known here, each under its days."""
    return tuple(_cause_list(table) for table in read_table(FOLDER / "civil.toml").tables("versions"))


def civil_causes(on: date) -> dict[str, Cause]:
    """The civil causes of the list in force on a day, by code. Raises OutsideValidity where no list is known."""
    for known in civil_cause_lists():
        if known.first <= on <= known.last:
            return known.causes
    raise OutsideValidity(
        "civil causes",
        on,
        "该日施行的案由规定未收入",
        "the list of causes in force on that day is not in the data",
    )


@cache
def _charge_documents() -> dict[str, ChargeDocument]:
    return {
        key: ChargeDocument(
            entry.need("name_zh", str),
            entry.need("name_en", str),
            entry.need("from", date),
            entry.verification(),
        )
        for key, entry in read_table(FOLDER / "charges.toml").entries()
    }


@cache
def charges() -> tuple[Charge, ...]:
    """Every charge since 1997, those withdrawn included."""
    documents = _charge_documents()
    keys = tuple(documents)
    return tuple(
        Charge(
            row.need("name", str), row.need("article", str), row.need("chapter", str), row.get("section", str) or "",
            documents[row.choice("introduced_by", keys)],
            documents[row.choice("withdrawn_by", keys)] if "withdrawn_by" in row else None,
        )
        for row in read_rows(FOLDER / "charges.csv")
    )  # fmt: skip


@cache
def charge_names() -> frozenset[str]:
    """All names of charges that ever stood, for recognising them in texts."""
    return frozenset(charge.name for charge in charges())


def charges_in_force(on: date) -> tuple[Charge, ...]:
    """The charges of a day. Raises OutsideValidity before the first document."""
    if on < _first_charges():
        raise OutsideValidity(
            "charges", on, "该日的罪名未收入", "the charges of that day are not in the data"
        )
    return tuple(charge for charge in charges() if charge.in_force(on))


def charge_in_force(name: str, on: date) -> Charge | None:
    """The charge of that name on a day, or None."""
    return next((charge for charge in charges_in_force(on) if charge.name == name), None)


def is_listed(name: str, kind: str, on: date) -> bool:
    """Whether the list in force on a day names this cause. `kind`: "civil", "charges", or empty: no list is asked. Where no list is
    known for the day, nothing is missed."""
    if kind == "charges":
        return on < _first_charges() or any(charge.in_force(on) for charge in _charges_named().get(name, ()))
    if kind == "civil":
        known = next((one for one in _names_of_lists() if one[0] <= on <= one[1]), None)
        return known is None or name in known[2]
    return True


def code_of(name: str, on: date) -> str:
    """The code of the civil cause of that name in the list in force on a day: of two levels with one name the lower; "" where no list is
    known for the day, or it names none, or several."""
    known = next((one for one in civil_cause_lists() if one.first <= on <= one.last), None)
    named = _causes_named(known.first).get(name, ()) if known else ()
    lowest = [one for one in named if one.level == max(other.level for other in named)]
    return lowest[0].code if len(lowest) == 1 else ""


@cache
def _causes_named(on: date) -> dict[str, tuple[Cause, ...]]:
    found: dict[str, tuple[Cause, ...]] = {}
    for cause in civil_causes(on).values():
        found[cause.name] = (*found.get(cause.name, ()), cause)
    return found


@cache
def _names_of_lists() -> tuple[tuple[date, date, frozenset[str]], ...]:
    return tuple(
        (known.first, known.last, frozenset(cause.name for cause in known.causes.values()))
        for known in civil_cause_lists()
    )


@cache
def _charges_named() -> dict[str, list[Charge]]:
    found: dict[str, list[Charge]] = {}
    for charge in charges():
        found.setdefault(charge.name, []).append(charge)
    return found


@cache
def _first_charges() -> date:
    return min(document.first for document in _charge_documents().values())


def find_causes(words: str, on: date) -> tuple[Cause, ...]:
    """The civil causes of a day whose names contain the words: the whole name first, then names that begin with them."""
    return _best_first(words, civil_causes(on).values())


def find_charges(words: str, on: date) -> tuple[Charge, ...]:
    """The charges of a day whose names contain the words: the whole name first, then names that begin with them."""
    return _best_first(words, charges_in_force(on))


def _best_first(words: str, named: Iterable[Named]) -> tuple[Named, ...]:
    found = (one for one in named if words in one.name)
    return tuple(
        sorted(found, key=lambda one: (one.name != words, not one.name.startswith(words), len(one.name)))
    )
