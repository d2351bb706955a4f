"""Names of invented people: Han by generation, and the forms of six other peoples by their share in each place.

Data: demo/data/names.toml. Called for officers and parties; every draw comes from the generator handed in.
"""

import random
import re
from bisect import bisect
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from xiezhi.rules.lawdata import Table, read_table

DATA = Path(__file__).parent / "data"
HAN = "汉族"
PREFECTURE = 2  # digits of a prefecture's code

_SURNAME = re.compile(r"(\D+)(\d+)")


class Person(NamedTuple):
    """An invented person: sex is male or female."""

    name: str
    latin: str
    sex: str
    birth_year: int
    people: str


class _Drawn(NamedTuple):
    """Words with rising weights."""

    words: list[str]
    sums: list[float]

    def draw(self, draws: random.Random) -> str:
        return self.words[bisect(self.sums, draws.random() * self.sums[-1])]


class _Generation(NamedTuple):
    until: int
    single: float
    men: str
    women: str


class _People(NamedTuple):
    """How a people names its children; without surnames when there are none."""

    name: str
    surnames: _Drawn | None
    whole: dict[str, tuple[str, ...]]
    second: dict[str, tuple[str, ...]]
    given: dict[str, str]
    whole_share: float
    joint: str
    latin: dict[str, str]


class _Names(NamedTuple):
    surnames: _Drawn
    generations: tuple[_Generation, ...]
    rare: str
    rare_share: float
    peoples: dict[str, _People]
    shares: dict[str, tuple[tuple[str, ...], list[float]]]
    abroad_people: tuple[tuple[str, str], ...]
    abroad_companies: tuple[tuple[str, str], ...]


def _surnames(text: str) -> _Drawn:
    words, sums, total = [], [], 0.0
    for word in text.split():
        match = _SURNAME.fullmatch(word)
        assert match, word
        total += float(match[2])
        words.append(match[1])
        sums.append(total)
    return _Drawn(words, sums)


def _people(key: str, table: Table) -> _People:
    def words(name: str) -> tuple[str, ...]:
        return tuple((table.get(name, str) or "").split())

    surnames = table.get("surnames", str)
    return _People(
        table.need("name_zh", str),
        _surnames(surnames) if surnames else None,
        {"male": words("whole_men") or words("first_men"), "female": words("whole_women") or words("first_women")},
        {"male": words("second_men"), "female": words("second_women")},
        {"male": table.get("given_men", str) or "", "female": table.get("given_women", str) or ""},
        table.get("whole_share", float) or 0.0,
        "·" if key == "kazakh" else "",
        dict(_forms(table.get("latin", str) or "")),
    )  # fmt: skip


def _share(part: dict[str, Any]) -> tuple[tuple[str, ...], list[float]]:
    sums, total = [], 0.0
    for share in part.values():
        total += share
        sums.append(total)
    return tuple(part), sums


def _forms(text: str) -> tuple[tuple[str, str], ...]:
    """Names with their Latin form, written `name=form|name=form`."""
    pairs = (entry.partition("=") for entry in text.split("|") if entry)
    return tuple((name, latin) for name, _, latin in pairs)


@cache
def load_names() -> _Names:
    """The names this product ships. Raises RuleDataError naming the key at fault."""
    table = read_table(DATA / "names.toml")
    surnames, rare = table.need_table("surnames"), table.need_table("rare_given")
    abroad = table.need_table("abroad")
    texts = (surnames.need(kind, str) for kind in ("common", "rare", "compound"))
    return _Names(
        _surnames(" ".join(texts)),
        tuple(
            _Generation(part.need("until", int), part.need("single", float), part.need("men", str), part.need("women", str))
            for part in table.tables("generations")
        ),
        rare.need("characters", str),
        rare.need("share", float),
        {key: _people(key, part) for key, part in Table("names.toml", "peoples", table.need("peoples", dict)).entries()},
        {key: _share(part) for key, part in table.need("shares", dict).items()},
        _forms(abroad.need("names", str)),
        _forms(abroad.need("companies", str)),
    )  # fmt: skip


def draw_person(draws: random.Random, place: str, first_birth: int, last_birth: int) -> Person:
    """An invented person living under a court code, born between two years (both included)."""
    names = load_names()
    sex = "male" if draws.random() < 0.6 else "female"
    birth = first_birth + int(draws.random() * (last_birth - first_birth + 1))
    keys, sums = names.shares.get(place) or names.shares.get(place[:PREFECTURE]) or names.shares[""]
    at = bisect(sums, draws.random())
    if at < len(keys):
        people = names.peoples[keys[at]]
        name, latin = _name_of(people, sex, draws)
        return Person(name, latin, sex, birth, people.name)
    return Person(_han_name(names, sex, birth, draws), "", sex, birth, HAN)


def draw_abroad(draws: random.Random, organisation: bool) -> tuple[str, str]:
    """The name of a party from abroad and its Latin form."""
    names = load_names()
    pool = names.abroad_companies if organisation else names.abroad_people
    return pool[int(draws.random() * len(pool))]


def _han_name(names: _Names, sex: str, birth: int, draws: random.Random) -> str:
    surname = names.surnames.draw(draws)
    generation = _generation(names.generations, birth)
    pool = generation.men if sex == "male" else generation.women
    first = pool[int(draws.random() * len(pool))]
    if draws.random() < names.rare_share:
        first = names.rare[int(draws.random() * len(names.rare))]
    if draws.random() < generation.single:
        return surname + first
    return surname + first + pool[int(draws.random() * len(pool))]


@cache
def _generation(generations: tuple[_Generation, ...], birth: int) -> _Generation:
    return next(one for one in generations if birth <= one.until)


def _name_of(people: _People, sex: str, draws: random.Random) -> tuple[str, str]:
    whole = _one(people.whole[sex], draws) if people.whole[sex] else ""
    if people.surnames is None:
        return _own_name(people, sex, whole, draws)
    surname = people.surnames.draw(draws)
    if draws.random() < people.whole_share:
        return surname + whole, ""
    pool = people.given[sex]
    first = pool[int(draws.random() * len(pool))]
    return surname + first + (pool[int(draws.random() * len(pool))] if draws.random() < 0.6 else ""), ""


def _own_name(people: _People, sex: str, first: str, draws: random.Random) -> tuple[str, str]:
    """A name without surname: one or two words, or own name and father's name."""
    latin = people.latin
    if people.joint:
        father = _one(people.whole["male"], draws)
        forms = [latin[word] for word in (first, father) if word in latin]
        return first + people.joint + father, " ".join(forms) if len(forms) == 2 else ""
    second = people.second[sex]
    if not second or draws.random() < 0.15:
        return first, latin.get(first, "")
    word = _one(second, draws)
    forms = [latin[part] for part in (first, word) if part in latin]
    return first + (word if word != first else ""), " ".join(forms) if len(
        forms
    ) == 2 and word != first else ""


def _one(words: Sequence[str], draws: random.Random) -> str:
    return words[int(draws.random() * len(words))]
