"""The two sides of a case in one line, as lists and notices name it, and how that line sorts.

The label is metadata: whoever may list a case sees it (rules/data/offices.toml, `metadata`). Who stands in no label (victims, third
parties, those who left) is known to those alone who may read the file.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from xiezhi.record.name_keys import name_key

LONGEST_LABEL = 300
SIDES = "|"  # between the two sides of a label; the page puts 诉 or "v." there
NOT_NAMED = ("prosecutor", "victim", "third_party")

_FIRST_SIDE = (
    "plaintiff",
    "appellant",
    "applicant",
    "enforcement_applicant",
    "petitioner",
    "private_prosecutor",
    "accused",
)

Party = Mapping[str, Any]


def in_label(role: str, left: object) -> bool:
    """Whether a party stands in the label of its case."""
    return not left and role not in NOT_NAMED


def sides(parties: Iterable[Party]) -> tuple[list[str], list[str]]:
    """The names of the first side and of the second."""
    first: list[str] = []
    second: list[str] = []
    for party in parties:
        if in_label(party["role"], party.get("left")):
            side = first if party["role"] in _FIRST_SIDE else second
            side.append(party["name"].replace(SIDES, " "))
    return first, second


def parties_label(parties: Iterable[Party]) -> str:
    """The two sides of a case in one line: names of each side, the sides parted by SIDES."""
    label = SIDES.join("、".join(names) for names in sides(parties) if names)
    return label if len(label) <= LONGEST_LABEL else label[: LONGEST_LABEL - 1] + "…"


def parties_key(parties: Iterable[Party]) -> str:
    """How a label sorts: by the reading of its first name. By number, so that it follows from the rows of the parties as well."""
    first, second = sides(sorted(parties, key=lambda party: int(party["no"])))
    return name_key((first or second)[0]) if first or second else ""
