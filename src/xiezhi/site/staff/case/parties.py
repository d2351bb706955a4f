"""The parties with those who speak for them; what could harm a person is masked until it is opened, one value at a time."""

from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from xiezhi.record.state import CaseState
from xiezhi.rules.language import tr
from xiezhi.site.clock_strip.words import whole_day
from xiezhi.site.staff.case.voice import choice, listed, lower
from xiezhi.site.staff.parts import Masked

PROTECTED = {
    "identity_number": ("证件号码", "identity number"),
    "phone": ("电话", "telephone"),
    "address": ("地址", "address"),
}
STARS = "＊＊＊＊"  # as many for every value: the length would tell something too
SHOWN_OF = {"identity_number": (3, 2), "phone": (3, 2), "address": (3, 0)}  # characters before and after
LEAST_HIDDEN = 4  # a value shorter than what is shown and this is masked whole


class Opening(NamedTuple):
    """A masked value that was asked for: of which party, which one."""

    party: int
    field: str


@dataclass(frozen=True, slots=True)
class Protected:
    """One protected value with the name of its field in a form."""

    field: str
    masked: Masked


@dataclass(frozen=True, slots=True)
class Party:
    """A party of the case in words."""

    no: int
    role: str
    name: str
    latin: str
    about: str
    speakers: tuple[str, ...]
    left: date | None
    protected: tuple[Protected, ...]

    @property
    def has_masked(self) -> bool:
        return any(not one.masked.opened for one in self.protected)


def parties_of(state: CaseState, opened: Opening | None = None) -> list[Party]:
    """All parties in the order of their numbers, those who left last."""
    parties = [_party(party, opened) for party in state.parties]
    return sorted(parties, key=lambda party: (party.left is not None, party.no))


def _party(party: dict[str, Any], opened: Opening | None) -> Party:
    left = party.get("left")
    return Party(
        party["no"],
        choice("party_role", party["role"]),
        party["name"],
        str(party.get("name_latin") or ""),
        _about(party),
        tuple(_speaker(person) for person in party.get("representatives") or ()),
        left if isinstance(left, date) else None,
        tuple(_protected(party, opened)),
    )


def _about(party: dict[str, Any]) -> str:
    born = party.get("birth_year")
    parts = (
        lower("sex", party.get("sex")) if party["kind"] == "person" else lower("party_kind", party["kind"]),
        tr(f"{born}年生", f"born {born}") if born else "",
        tr("在押", "in custody") if party.get("in_custody") else "",
    )
    return tr("，", ", ").join(part for part in parts if part)


def _speaker(person: dict[str, Any]) -> str:
    about = listed(lower("representative_kind", person["kind"]), str(person.get("firm") or ""))
    return tr(f"{person['name']}（{about}）", f"{person['name']} ({about})")


def _protected(party: dict[str, Any], opened: Opening | None) -> list[Protected]:
    sensitive = party.get("sensitive") or {}
    shown = []
    for field, (zh, en) in PROTECTED.items():
        value = sensitive.get(field)
        if not value:
            continue
        is_open = opened == Opening(party["no"], field)
        shown.append(
            Protected(field, Masked(tr(zh, en), value if is_open else mask(field, value), opened=is_open))
        )
    return shown


def mask(field: str, value: str) -> str:
    """The first and last characters of a value; nothing of a short one."""
    before, after = SHOWN_OF[field]
    if len(value) < before + after + LEAST_HIDDEN:
        return STARS
    return f"{value[:before]}{STARS}{value[len(value) - after :]}"


def sensitive_value(state: CaseState, asked: Opening) -> str | None:
    """A protected value; None where the case has no such party, or the party no such value."""
    party = next((one for one in state.parties if one["no"] == asked.party), None)
    value = ((party or {}).get("sensitive") or {}).get(asked.field)
    return str(value) if value and asked.field in PROTECTED else None


def left_words(party: Party) -> str:
    return tr(f"{whole_day(party.left)}退出", f"left on {whole_day(party.left)}") if party.left else ""
