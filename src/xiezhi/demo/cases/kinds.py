"""What kinds of cases there are, how long they take and how they grow out of each other: the data files as values.

Data: demo/data/categories.toml, procedures.toml, chains.toml, causes.toml.
"""

from functools import cache
from typing import NamedTuple

from xiezhi.demo.names import DATA
from xiezhi.rules.case_number import case_types
from xiezhi.rules.lawdata import Table, read_table

STORIES = ("trial", "written", "notice", "enforcement", "mediation")
COURT_LEVELS = ("basic", "intermediate", "high")
SINCE = ("closing", "filing", "deduction")
PLACES = ("same", "first", "superior", "other")
NO_PROCEDURE = "none"


class Category(NamedTuple):
    """A kind of case. `roles` are those of the two sides."""

    key: str
    type: str
    symbol: str
    branch: str
    instance: str
    level: str
    division: str
    share: float
    procedures: dict[str, float]
    outcomes: dict[str, float]
    roles: tuple[str, str]
    causes: str
    story: str
    hearing: float


class Pace(NamedTuple):
    """How long cases of a procedure take and what befalls them; shares are parts of one."""

    procedure: str
    median: float
    notice_months: int
    spread: float
    deductions: dict[str, float]
    suspensions: dict[str, float]
    suspended: float
    extended: float
    extension_grounds: tuple[str, ...]
    converted: float
    convert_to: tuple[str, ...]
    investigated: float
    overrun: float

    @property
    def limits_rule(self) -> str | None:
        """The rule of the limits; None for cases without one."""
        return None if self.procedure == NO_PROCEDURE else self.procedure


class Chain(NamedTuple):
    """How a case grows out of another."""

    parent: int
    outcomes: frozenset[str]
    child: int
    share: float
    days: tuple[int, int]
    at: str
    link: str
    since: str
    unless: int | None
    needs: str | None
    outcome: str | None
    within: bool


@cache
def categories() -> tuple[Category, ...]:
    """Every kind of case, in the order of the file."""
    symbols = {kind.code: kind.symbol for kind in case_types() if kind.code}
    return tuple(
        _category(key, part, symbols) for key, part in read_table(DATA / "categories.toml").entries()
    )


def _category(key: str, part: Table, symbols: dict[str, str]) -> Category:
    code = part.get("type", str) or ""
    first, second = part.words("roles")
    category = Category(
        key, code, part.get("symbol", str) or symbols[code], part.need("branch", str), part.need("instance", str),
        part.choice("level", COURT_LEVELS), part.need("division", str), _number(part, "share"),
        _weights(part, "procedures"), _weights(part, "outcomes"), (first, second), part.need("causes", str),
        part.choice("story", STORIES), _number(part, "hearing"),
    )  # fmt: skip
    part.done()
    return category


@cache
def category_index() -> dict[str, int]:
    """The positions of the kinds of cases by key."""
    return {category.key: place for place, category in enumerate(categories())}


@cache
def paces() -> tuple[Pace, ...]:
    """Every procedure; the last is that of cases without a limit of their own."""
    entries = (entry for entry in read_table(DATA / "procedures.toml").entries() if entry[0] != "lengths")
    return tuple(_pace(key, part) for key, part in entries)


def _pace(key: str, part: Table) -> Pace:
    pace = Pace(
        key, _number(part, "median"), int(_number(part, "notice_months")), _number(part, "spread"), _weights(part, "deductions"), _weights(part, "suspensions"),
        _number(part, "suspended"), _number(part, "extended"), part.words("extension_grounds"), _number(part, "converted"),
        part.words("convert_to"), _number(part, "investigated"), _number(part, "overrun"),
    )  # fmt: skip
    part.done()
    return pace


@cache
def procedure_index() -> dict[str, int]:
    """The positions of the procedures by rule id, "" being that of cases without one."""
    places = {pace.procedure: place for place, pace in enumerate(paces())}
    return places | {"": places[NO_PROCEDURE]}


@cache
def span_lengths() -> dict[str, tuple[float, float]]:
    """Median and spread of the days of every deduction and suspension, by ground."""
    lengths = read_table(DATA / "procedures.toml").need_table("lengths")
    return {name: tuple(lengths.need(name, list)) for name in lengths.names()}


@cache
def chains() -> tuple[Chain, ...]:
    """How cases grow out of others, in the order of the file."""
    index = category_index()
    found = []
    for part in read_table(DATA / "chains.toml").tables("chains"):
        first, last = part.need("days", list)
        unless = part.get("unless", str)
        found.append(
            Chain(
                index[part.need("parent", str)], frozenset(part.words("outcomes")), index[part.need("child", str)],
                _number(part, "share"), (first, last), part.choice("at", PLACES), part.need("link", str),
                part.choice("since", SINCE, "closing"), None if unless is None else index[unless],
                part.get("needs", str), part.get("outcome", str), part.flag("within"),
            )
        )  # fmt: skip
        part.done()
    return tuple(found)


@cache
def outcomes() -> tuple[str, ...]:
    """Every outcome that occurs, each once."""
    drawn = [name for category in categories() for name in category.outcomes]
    return tuple(dict.fromkeys(drawn + [chain.outcome for chain in chains() if chain.outcome]))


@cache
def grounds() -> tuple[str, ...]:
    """Every ground of a deduction or suspension that occurs."""
    return tuple(span_lengths())


def _number(part: Table, name: str) -> float:
    return float(part.get(name, object) or 0.0)  # type: ignore[arg-type]


def _weights(part: Table, name: str) -> dict[str, float]:
    return {key: float(value) for key, value in (part.get(name, dict) or {}).items()}
