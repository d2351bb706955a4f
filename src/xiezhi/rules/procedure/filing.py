"""What a type of case usually is when it is docketed: branch, instance, procedures, parts of its parties, list of causes.

A help to the registry, no rule: rules/data/procedure/filing.toml. Asked by the form of docketing.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import NamedTuple

from xiezhi.rules.case_number import CaseType, case_types
from xiezhi.rules.lawdata import DATA, Table, read_table
from xiezhi.rules.limits.loader import load_catalogue
from xiezhi.rules.limits.model import COURT_LEVELS
from xiezhi.rules.procedure.catalogue import load_procedure

CAUSE_LISTS = ("", "civil", "charges")
BASIC = "basic"
# The branch of a group of types, for types that the data say nothing more about.
_BRANCH_OF_GROUP = {
    "0200": "criminal",
    "0300": "civil",
    "0400": "administrative",
    "0500": "compensation",
    "0900": "preservation",
    "1000": "enforcement",
    "1100": "bankruptcy",
}


@dataclass(frozen=True, slots=True)
class Filing:
    """What is usual for a type of case. `procedures`: the usual one first; `basic_only` those that only basic courts apply."""

    branch: str
    instance: str
    levels: tuple[str, ...]
    procedures: tuple[str, ...]
    basic_only: frozenset[str]
    roles: tuple[str, ...]
    causes: str

    def procedures_at(self, level: str) -> tuple[str, ...]:
        """The procedures open to a court of this level, the usual one first."""
        return tuple(rule for rule in self.procedures if level == BASIC or rule not in self.basic_only)


def filing_of(type_code: str) -> Filing:
    """What is usual for a type; for one without an entry only its branch is known."""
    known = load_filings().get(type_code)
    if known is not None:
        return known
    group = next((kind.group for kind in case_types() if kind.code == type_code), "")
    branch = _BRANCH_OF_GROUP.get(group, "other")
    return Filing(branch, "other", (), (), frozenset(), ("applicant", "respondent"), "")


class TypesAt(NamedTuple):
    """The types with a number of their own, for one level of court: `common` there, `elsewhere` = common in courts of other levels
    only, and those of which no level is known."""

    common: list[CaseType]
    elsewhere: list[CaseType]
    unknown: list[CaseType]


def types_at(level: str) -> TypesAt:
    """The types that have a number of their own, sorted for courts of this level."""
    found = TypesAt([], [], [])
    for kind in case_types():
        if kind.code and kind.symbol:
            levels = filing_of(kind.code).levels
            place = found.unknown if not levels else found.common if level in levels else found.elsewhere
            place.append(kind)
    return found


def levels_of_rule(rule: str) -> frozenset[str]:
    """The levels of courts in which some type of case follows this procedure; empty: none is known."""
    filings = load_filings().values()
    return frozenset(level for filing in filings if rule in filing.procedures for level in filing.levels)


@cache
def load_filings(file: Path = DATA / "procedure" / "filing.toml") -> dict[str, Filing]:
    """Every entry by the codes of its types. Raises RuleDataError naming file and key."""
    codes = {kind.code for kind in case_types() if kind.code}
    found: dict[str, Filing] = {}
    for _, table in read_table(file).entries():
        filing = _filing(table)
        for code in table.words("types"):
            if code not in codes or code in found:
                raise table.fault(
                    "types", f"没有类型 {code!r}，或者重复", f"no type {code!r}, or it stands twice"
                )
            found[code] = filing
        table.done()
    return found


def _filing(table: Table) -> Filing:
    choices = load_procedure().choices
    table.verification()
    return Filing(
        table.choice("branch", tuple(choices["branch"])),
        table.choice("instance", tuple(choices["instance"])),
        _known(table, "levels", COURT_LEVELS),
        _known(table, "procedures", load_catalogue().rules),
        frozenset(_known(table, "basic_only", load_catalogue().rules)),
        _known(table, "roles", choices["party_role"]),
        table.choice("causes", CAUSE_LISTS, ""),
    )


def _known(table: Table, name: str, known: object) -> tuple[str, ...]:
    words = table.words(name)
    for word in words:
        if word not in known:  # type: ignore[operator]
            raise table.fault(name, f"没有 {word!r}", f"there is no {word!r}")
    return words
