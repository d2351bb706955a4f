"""What the forms of the registry offer to choose from: types of cases of this level, procedures, parts, causes."""

from collections.abc import Iterable, Sequence
from datetime import date

from xiezhi.rules.case_number import CaseType, case_types
from xiezhi.rules.causes import civil_causes, find_causes, find_charges
from xiezhi.rules.courts import LEVELS
from xiezhi.rules.errors import OutsideValidity
from xiezhi.rules.language import tr
from xiezhi.rules.limits.loader import load_catalogue
from xiezhi.rules.procedure.catalogue import load_procedure
from xiezhi.rules.procedure.filing import Filing, filing_of, types_at

Choice = tuple[str, str]
Choices = list[Choice | tuple[str, list[Choice]]]

MOST_OFFERED = 20
LEAF = 3  # causes of levels 1 and 2 are headings
GROUPS_EN = {
    "0100": "Jurisdiction",
    "0200": "Criminal",
    "0300": "Civil",
    "0400": "Administrative",
    "0500": "State compensation and relief",
    "0600": "Judicial assistance, other regions",
    "0700": "International judicial assistance",
    "0800": "Sanctions",
    "0900": "Preservation before suit",
    "1000": "Enforcement",
    "1100": "Liquidation and bankruptcy",
}


def type_choices(level: str, *, every: bool = False) -> Choices:
    """The types of cases by their groups, at the end those of which no level is known; with `every` also those of other levels."""
    types = types_at(level)
    names = {kind.code: kind.name for kind in case_types()}
    found: dict[str, list[Choice]] = {}
    for kind in types.common:
        group = tr(names[kind.group], GROUPS_EN.get(kind.group, kind.group))
        found.setdefault(group, []).append(_type(kind))
    rest: Choices = [(tr("其他类型", "Other types"), [_type(kind) for kind in types.unknown])]
    if every:
        words = tr("其他级别的法院办理的", "Dealt with by courts of other levels")
        rest.append((words, [_type(kind) for kind in types.elsewhere]))
    return [*found.items(), *rest]


def _type(kind: CaseType) -> Choice:
    return kind.code, f"{kind.symbol}　{kind.name}"


def types_elsewhere(level: str) -> list[Choice]:
    """The types that courts of other levels deal with: the name, and which courts those are."""
    return [
        (kind.name, tr("、", ", ").join(level_name(one) for one in filing_of(kind.code).levels))
        for kind in types_at(level).elsewhere
    ]


def level_name(level: str) -> str:
    zh, en = LEVELS[level]
    return tr(f"{zh}人民法院", en if level == "spc" else f"{en}s")


def is_elsewhere(code: str, level: str) -> bool:
    """Whether courts of other levels deal with this type."""
    levels = filing_of(code).levels
    return bool(levels) and level not in levels


def first_type(level: str) -> str:
    """The type a new form begins with: the civil first instance, or what comes first at this level."""
    codes = [kind.code for kind in types_at(level).common]
    usual = {"basic": "0301", "intermediate": "0302", "high": "0302"}.get(level, "")
    return usual if usual in codes else codes[0]


def procedure_choices(filing: Filing, level: str) -> list[Choice]:
    """The procedures of the type, the usual one first; at the end none."""
    rules = load_catalogue().rules
    offered = [(rule, tr(rules[rule].name_zh, rules[rule].name_en)) for rule in filing.procedures_at(level)]
    return [*offered, ("", tr("不适用审限规则", "no limit applies"))]


def role_choices(filing: Filing) -> Choices:
    """The parts of a party: those usual for the type, then all others."""
    names = load_procedure().choices["party_role"]
    usual = [(role, tr(*names[role])) for role in filing.roles]
    others = [(role, tr(*names[role])) for role in names if role not in filing.roles]
    return [(tr("常见", "Usual"), usual), (tr("其他", "Others"), others)]


def named(list_: str, *, empty: str = "") -> list[Choice]:
    """A closed list of the catalogue; with `empty`, the words for none of it first."""
    choices = [(value, tr(*names)) for value, names in load_procedure().choices[list_].items()]
    return [("", empty), *choices] if empty else choices


def causes_like(words: str, causes: str, on: date) -> Sequence[str]:
    """The names of the causes or charges of a day that contain the words, the best first."""
    if not words or not causes:
        return ()
    try:
        found: Iterable[str] = (
            [one.name for one in find_charges(words, on)]
            if causes == "charges"
            else [one.name for one in find_causes(words, on) if one.level >= LEAF]
        )
    except OutsideValidity:
        return ()
    return list(dict.fromkeys(found))[:MOST_OFFERED]


def cause_code(name: str, causes: str, on: date) -> str | None:
    """The code of a civil cause by its name; None for charges, which have none, and for a name that the list does not have."""
    if causes != "civil":
        return None
    try:
        return next((code for code, one in civil_causes(on).items() if one.name == name), None)
    except OutsideValidity:
        return None
