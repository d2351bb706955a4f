"""The parties of invented disputes: who they are once for the whole dispute, and how they stand in each of its cases.

Identity numbers carry an impossible region and a wrong check digit, telephone numbers a beginning that is never assigned.
"""

import random
from bisect import bisect
from datetime import date
from functools import cache
from math import exp, log
from typing import NamedTuple

from xiezhi.demo.cases.kinds import Category
from xiezhi.demo.model import Payload
from xiezhi.demo.names import DATA, Person, draw_abroad, draw_person
from xiezhi.demo.organisations import draw_address, draw_company, draw_organisation
from xiezhi.rules.causes import civil_causes
from xiezhi.rules.lawdata import read_table

IMPOSSIBLE_REGION = "99"
NEVER_ASSIGNED = "109"
FEN = 100

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
_ROUND = 1000
_CRIMINAL = {"criminal", "criminal_grave", "private"}
_ABROAD_SHARE = 0.0035
_JUVENILE_SHARE = 0.028
_CUSTODY_SHARE = 0.42
_JUVENILE_AGE = (15, 17)


class _Cause(NamedTuple):
    name: str
    code: str
    sum: float
    sides: tuple[str, str]


class Dispute(NamedTuple):
    """What the cases of one dispute share: cause, sum (in fen) and the parties of both sides without their roles."""

    id: str
    cause: Payload
    amount: int
    first: list[Payload]
    second: list[Payload]
    abroad: bool
    juvenile: bool
    in_custody: bool


@cache
def _causes() -> dict[str, tuple[list[_Cause], list[float]]]:
    """The lists of causes.toml with rising weights; codes from the list in force on the last day known."""
    table = read_table(DATA / "causes.toml")
    codes = {cause.name: cause.code for cause in civil_causes(date.max).values()}
    found = {}
    for name in table.names():
        causes, sums, total = [], [], 0.0
        for line in table.words(name):
            text, weight, *more = line.split("|")
            total += float(weight)
            amount, *sides = more or ("0", "prosecutor", "p")
            first, second = sides
            causes.append(_Cause(text, codes.get(text, ""), float(amount), (first, second)))
            sums.append(total)
        found[name] = causes, sums
    return found


def identity_number(draws: random.Random, birth_year: int) -> str:
    """A number of the right length that can be nobody's: no such region, and the check digit does not fit."""
    month, day = 1 + int(draws.random() * 12), 1 + int(draws.random() * 28)
    body = f"{IMPOSSIBLE_REGION}{int(draws.random() * 10_000):04d}{birth_year}{month:02d}{day:02d}{int(draws.random() * 1000):03d}"
    right = sum(int(digit) * weight for digit, weight in zip(body, _WEIGHTS)) % 11
    return body + _CHECKS[(right + 1 + int(draws.random() * 9)) % 11]


def draw_dispute(
    draws: random.Random, identity: str, category: Category, digits: str, place: str, year: int
) -> Dispute:
    """The dispute behind a case of a kind, filed in a year with a court at a place."""
    name = category.causes if category.causes != "same" else _list_of(category.branch)
    causes, sums = _causes()[name]
    cause = causes[bisect(sums, draws.random() * sums[-1])]
    criminal = name in _CRIMINAL
    abroad = not criminal and cause.sum > 0 and draws.random() < _ABROAD_SHARE
    juvenile = criminal and draws.random() < _JUVENILE_SHARE
    where = _Place(draws, digits, place, year)
    first = where.side(cause.sides[0], alone=True)
    second = where.side(cause.sides[1], alone=not criminal)
    if abroad:
        second = [where.abroad(second[0]["kind"] == "organisation")]
    if juvenile:
        second = [where.person(*(year - age for age in reversed(_JUVENILE_AGE)))]
    in_custody = criminal and draws.random() < _CUSTODY_SHARE
    known: Payload = {"code": cause.code, "name": cause.name} if cause.code else {"name": cause.name}
    return Dispute(identity, known, _amount(draws, cause.sum), first, second, abroad, juvenile, in_custody)


def _list_of(branch: str) -> str:
    return branch if branch in ("criminal", "administrative") else "civil"


def _amount(draws: random.Random, median: float) -> int:
    if not median:
        return 0
    yuan = exp(draws.gauss(log(median), 0.9))
    return int(yuan / _ROUND + 1) * _ROUND * FEN if draws.random() < 0.5 else int(yuan * FEN)


class _Place:
    """Draws the parties that live at one place."""

    def __init__(self, draws: random.Random, digits: str, place: str, year: int) -> None:
        self.draws, self.digits, self.place, self.year = draws, digits, place, year

    def side(self, kind: str, alone: bool) -> list[Payload]:
        """The parties of one side: mostly one, sometimes two or three, now and then many."""
        chance = self.draws.random()
        if kind != "p" or chance < (0.86 if alone else 0.8):
            return [self.party(kind)]
        if chance < 0.97:
            return [self.party(kind), self.party(kind)]
        more = 3 + int(self.draws.expovariate(0.6))
        return [self.party(kind) for _ in range(min(more, 12))]

    def party(self, kind: str) -> Payload:
        if kind == "p":
            return self.person(self.year - 76, self.year - 20)
        name = (
            draw_company(self.draws, self.place)
            if kind == "c"
            else draw_organisation(self.draws, kind, self.place)
        )
        return {
            "kind": "organisation",
            "name": name,
            "sensitive": {"address": draw_address(self.draws, self.place)},
        }

    def person(self, first_birth: int, last_birth: int) -> Payload:
        person = draw_person(self.draws, self.digits, first_birth, last_birth)
        sensitive = {
            "identity_number": identity_number(self.draws, person.birth_year),
            "phone": f"{NEVER_ASSIGNED}{int(self.draws.random() * 100_000_000):08d}",
            "address": draw_address(self.draws, self.place),
        }
        return _of_person(person, sensitive)

    def abroad(self, organisation: bool) -> Payload:
        name, latin = draw_abroad(self.draws, organisation)
        return {"kind": "organisation" if organisation else "person", "name": name, "name_latin": latin}


def _of_person(person: Person, sensitive: Payload) -> Payload:
    party: Payload = {
        "kind": "person", "name": person.name, "sex": person.sex, "birth_year": person.birth_year, "sensitive": sensitive,
    }  # fmt: skip
    if person.latin:
        party["name_latin"] = person.latin
    return party


def standing(
    draws: random.Random, dispute: Dispute, roles: tuple[str, str], turned: bool, place: str
) -> list[Payload]:
    """The parties as they stand in one case; `turned` = the second side moved (appeals, objections)."""
    sides = (dispute.second, dispute.first) if turned else (dispute.first, dispute.second)
    parties: list[Payload] = []
    for role, side in zip(roles, sides):
        for core in side:
            party = {"no": len(parties) + 1, "role": role, **core}
            if role != "prosecutor":
                speakers = _representatives(draws, core["kind"], role, place)
                if speakers:
                    party["representatives"] = speakers
            if role in ("accused", "appellant") and dispute.in_custody:
                party["in_custody"] = True
            parties.append(party)
    return parties


def _representatives(draws: random.Random, kind: str, role: str, place: str) -> list[Payload]:
    chance = draws.random()
    if role == "accused":
        if chance < 0.25:
            return []
        legal_aid = chance < 0.62
        firm = draw_organisation(draws, "legal_aid" if legal_aid else "law_firms", place)
        return [{"name": _lawyer(draws), "kind": "legal_aid" if legal_aid else "defender", "firm": firm}]
    if kind == "organisation":
        if chance < 0.45:
            return [
                {
                    "name": _lawyer(draws),
                    "kind": "lawyer",
                    "firm": draw_organisation(draws, "law_firms", place),
                }
            ]
        return [{"name": _lawyer(draws), "kind": "staff"}] if chance < 0.8 else []
    if chance < 0.24:
        return [
            {"name": _lawyer(draws), "kind": "lawyer", "firm": draw_organisation(draws, "law_firms", place)}
        ]
    return [{"name": _lawyer(draws), "kind": "relative"}] if chance < 0.29 else []


def _lawyer(draws: random.Random) -> str:
    return draw_person(draws, "", 1962, 1998).name
