"""From a case number to type, branch and instance: what the symbol of the type says. What it leaves open must be told by the file."""

import re
from functools import lru_cache
from typing import NamedTuple

from xiezhi.rules.case_number import CaseNumber, case_types, types_of_symbol

_BRANCHES = {
    "02": "criminal", "03": "civil", "04": "administrative", "05": "compensation", "08": "other", "09": "preservation", "10": "enforcement",
    "11": "bankruptcy",
}  # fmt: skip
_BRANCH_SIGNS = (
    ("刑", "criminal"),
    ("执", "enforcement"),
    ("赔", "compensation"),
    ("行", "administrative"),
    ("民", "civil"),
    ("商", "civil"),
    ("知", "civil"),
    ("破", "bankruptcy"),
)
_INSTANCES = (
    ("执", "enforcement"),
    ("初", "first"),
    ("终", "second"),
    ("再", "retrial"),
    ("[申监抗]", "retrial_review"),
    ("特|督|催", "special"),
    ("调", "premediation"),
)
# The old form writes the same symbols, with signs of courts and years between that the table of types does not have.
_OLD_TYPES = (
    ("刑.?初", "刑初"),
    ("刑.?终", "刑终"),
    ("刑.?再", "刑再"),
    ("刑.?申", "刑申"),
    ("(?:民|商|知).?初", "民初"),
    ("(?:民|商|知).?终", "民终"),
    ("行.?初", "行初"),
    ("行.?终", "行终"),
    ("执", "执"),
)


class Kind(NamedTuple):
    """Type, branch and instance; empty what is not clear."""

    type: str
    branch: str
    instance: str


def kind_of(number: CaseNumber | None, type_code: str = "") -> Kind:
    """What number and type tell. A symbol that several types share leaves the type open."""
    return _kind(number.symbol if number else "", number.form if number else "", type_code)


@lru_cache(maxsize=5_000)
def _kind(symbol: str, form: str, type_code: str) -> Kind:
    found = types_of_symbol(symbol)
    if not found and form == "old":
        plain = next((ours for pattern, ours in _OLD_TYPES if re.search(pattern, symbol)), "")
        found = types_of_symbol(plain)
    if not type_code and len(found) == 1:
        type_code = found[0].code
    if type_code and not symbol:
        symbol = next((kind.symbol for kind in case_types() if kind.code == type_code), "")
    branch = _BRANCHES.get(type_code[:2], "") or next(
        (branch for sign, branch in _BRANCH_SIGNS if sign in symbol), ""
    )
    instance = next((instance for sign, instance in _INSTANCES if re.search(sign, symbol)), "")
    return Kind(type_code, branch, instance or ("other" if type_code else ""))
