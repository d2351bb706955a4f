"""The parties of invented disputes: who they are once for the whole dispute, and how they stand in each of its cases.

Identity numbers carry an impossible region and a wrong check digit, telephone numbers a beginning that is never assigned.
"""

import random
from bisect import bisect
from datetime import date
from functools import cache
from math import exp, log
from operator import mul
from typing import NamedTuple

from xiezhi.demo.cases.kinds import Category
from xiezhi.demo.courts import Seat
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
_CRIMINAL = frozenset(("criminal", "criminal_grave", "private"))
_PRIVATE = "criminal.first.private"
_HONG_KONG = "香港"
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
    """What the cases of one dispute share: cause, sum (in fen) and the parties of both sides without their roles.

    `abroad` names the fact that bears on the limit; `division` the kind of division that rather takes it; `private` = prosecuted
    by the one who was wronged.
    """

    id: str
    cause: Payload
    amount: int
    first: list[Payload]
    second: list[Payload]
    victims: list[Payload]
    abroad: str
    juvenile: bool
    in_custody: bool
    division: str
    private: bool


class _Lists(NamedTuple):
    """The lists of causes with rising weights, and which causes go to which division or have a victim."""

    causes: dict[str, tuple[list[_Cause], list[float]]]
    divisions: dict[str, str]
    victims: frozenset[str]


@cache
def _lists() -> _Lists:
    """What causes.toml says; codes from the list in force on the last day known."""
    table = read_table(DATA / "causes.toml")
    codes = {cause.name: cause.code for cause in civil_causes(date.max).values()}
    divisions, victims = table.need_table("divisions"), table.need_table("victims")
    found = {}
    for name in table.names():
        if name in ("divisions", "victims"):
            continue
        causes, sums, total = [], [], 0.0
        for line in table.words(name):
            text, weight, *more = line.split("|")
            total += float(weight)
            amount, *sides = more or ("0", "prosecutor", "p")
            first, second = sides
            causes.append(_Cause(text, codes.get(text, ""), float(amount), (first, second)))
            sums.append(total)
        found[name] = causes, sums
    kinds = {cause: kind for kind in divisions.names() for cause in divisions.words(kind)}
    return _Lists(found, kinds, frozenset(victims.words("causes")))


def identity_number(draws: random.Random, birth_year: int) -> str:
    """A number of the right length that can be nobody's: no such region, and the check digit does not fit."""
    month, day = 1 + int(draws.random() * 12), 1 + int(draws.random() * 28)
    body = f"{IMPOSSIBLE_REGION}{int(draws.random() * 10_000):04d}{birth_year}{month:02d}{day:02d}{int(draws.random() * 1000):03d}"
    right = sum(map(mul, map(int, body), _WEIGHTS)) % len(_CHECKS)
    return body + _CHECKS[(right + 1 + int(draws.random() * 9)) % len(_CHECKS)]


def draw_dispute(
    draws: random.Random, identity: str, category: Category, procedure: str, seat: Seat, year: int
) -> Dispute:
    """The dispute behind a case of a kind, filed in a year with a court."""
    lists = _lists()
    private = procedure.startswith(_PRIVATE)
    name = (
        "private" if private else category.causes if category.causes != "same" else _list_of(category.branch)
    )
    causes, sums = lists.causes[name]
    cause = causes[bisect(sums, draws.random() * sums[-1])]
    criminal = name in _CRIMINAL
    juvenile = criminal and not private and draws.random() < _JUVENILE_SHARE
    where = _Place(draws, seat.digits, seat.place, year)
    first = where.side("p" if private else cause.sides[0], alone=True)
    second = where.side(cause.sides[1], alone=not criminal)
    if juvenile:
        second = [where.person(*(year - age for age in reversed(_JUVENILE_AGE)))]
    abroad = ""
    if not criminal and cause.sum > 0 and draws.random() < _ABROAD_SHARE:
        second = [where.abroad(second[0]["kind"] == "organisation")]
        abroad = "hk_macao_tw" if _HONG_KONG in second[0]["name"] else "foreign_related"
    victims = (
        [where.person(year - 76, year - 20)]
        if cause.name in lists.victims and not private and draws.random() < 0.35
        else []
    )
    known: Payload = {"code": cause.code, "name": cause.name} if cause.code else {"name": cause.name}
    division = "juvenile" if juvenile else lists.divisions.get(cause.name, "")
    in_custody = criminal and not private and draws.random() < _CUSTODY_SHARE
    return Dispute(
        identity,
        known,
        _amount(draws, cause.sum),
        first,
        second,
        victims,
        abroad,
        juvenile,
        in_custody,
        division,
        private,
    )


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
    if dispute.private and roles[0] == "prosecutor":
        roles = ("private_prosecutor", roles[1])
    parties: list[Payload] = []
    victims = dispute.victims if roles[0] == "prosecutor" else []
    for role, side in zip((*roles, "victim"), (*sides, victims)):
        for core in side if role else ():
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
