"""Posts: the roles of a court, the scope of each one's docket, and the matrix of rights by object class.

What the matrix does not grant is denied. Asked by the record's visibility (what may this post read) and by the event
catalogue (who records). Data: rules/data/offices.toml.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import NamedTuple

from xiezhi.rules.errors import InputError
from xiezhi.rules.lawdata import DATA, VERIFICATIONS, Table, read_table

VERBS = ("read", "write", "approve")
ALWAYS = "always"
PERSONS = ("own_cases", "division", "court", "none")

Names = tuple[str, str]


class Right(NamedTuple):
    """One verb granted under a condition; `always` = no further condition."""

    verb: str
    condition: str


@dataclass(frozen=True, slots=True)
class Role:
    """A post as a role. `docket`: whose cases it lists; `situation`: over whose cases it gets figures that count sealed and protected
    ones too ("none": its figures use what it lists); `persons`: whose workload it sees person by person (one of PERSONS); `reports`:
    whether it carries cases of its own. `outside` = nobody of this court. Rights by object class; a class that is missing
    is denied."""

    name: str
    name_zh: str
    name_en: str
    docket: str
    situation: str
    persons: str
    reports: bool
    outside: bool
    rights: dict[str, tuple[Right, ...]]
    source: str
    verification: str
    note_zh: str
    note_en: str


@dataclass(frozen=True, slots=True, eq=False)
class Offices:
    """All roles with the closed lists their rights are made of; `metadata`: what of a case whoever may list it sees of it."""

    roles: dict[str, Role]
    classes: dict[str, Names]
    scopes: dict[str, Names]
    conditions: dict[str, Names]
    metadata: dict[str, Names]


def role(name: str) -> Role:
    """The role of that name. Raises InputError when there is none."""
    found = load_offices().roles.get(name)
    if found is None:
        raise InputError(f"没有岗位 {name!r}", f"there is no role {name!r}", field="role")
    return found


def rights(role_name: str, object_class: str) -> tuple[Right, ...]:
    """What a role may do with objects of a class: each right stands by itself; none = nothing. Raises InputError for an unknown role or class."""
    if object_class not in load_offices().classes:
        raise InputError(
            f"没有客体类别 {object_class!r}",
            f"there is no object class {object_class!r}",
            field="object_class",
        )
    return role(role_name).rights.get(object_class, ())


@cache
def load_offices(path: Path = DATA / "offices.toml") -> Offices:
    """All roles. Raises RuleDataError naming file and key."""
    table = read_table(path)
    classes, scopes, conditions, metadata = (
        _names_of(table, name) for name in ("classes", "scopes", "conditions", "metadata")
    )
    roles = {
        name: _role(name, part, classes, scopes, conditions)
        for name, part in table.need_table("roles").entries()
    }
    table.done()
    return Offices(roles, classes, scopes, conditions, metadata)


def _names_of(table: Table, name: str) -> dict[str, Names]:
    part = table.need_table(name)
    names = {}
    for key in part.names():
        pair = part.words(key)
        if len(pair) != 2:
            raise part.fault(key, "应为中文、英文两个名称", "expected two names, Chinese and English")
        names[key] = (pair[0], pair[1])
    return names


def _role(
    name: str, table: Table, classes: dict[str, Names], scopes: dict[str, Names], conditions: dict[str, Names]
) -> Role:
    found = Role(
        name=name,
        name_zh=table.need("name_zh", str),
        name_en=table.need("name_en", str),
        docket=table.choice("docket", tuple(scopes)),
        situation=table.choice("situation", tuple(scopes), "none"),
        persons=table.choice("persons", PERSONS, "none"),
        reports=table.flag("reports"),
        outside=table.flag("outside"),
        rights=_rights(table.need_table("rights"), classes, conditions),
        source=table.need("source", str),
        verification=table.choice("verification", VERIFICATIONS, "documented"),
        note_zh=table.get("note_zh", str) or "",
        note_en=table.get("note_en", str) or "",
    )
    table.done()
    return found


def _rights(
    table: Table, classes: dict[str, Names], conditions: dict[str, Names]
) -> dict[str, tuple[Right, ...]]:
    granted = {}
    for object_class, part in table.entries():
        if object_class not in classes:
            raise table.fault(object_class, "没有这一客体类别", "there is no such object class")
        granted[object_class] = tuple(
            Right(verb, condition) for verb in VERBS for condition in _granted(part, verb, conditions)
        )
        part.done()
    return granted


def _granted(table: Table, verb: str, conditions: dict[str, Names]) -> tuple[str, ...]:
    """The conditions under which a verb is granted: one word or a list."""
    words = table.words(verb) if isinstance(table.get(verb, object), list) else (table.get(verb, str),)
    for word in words:
        if word is not None and word not in conditions:
            raise table.fault(verb, f"没有条件 {word!r}", f"there is no condition {word!r}")
    return tuple(word for word in words if word is not None)
