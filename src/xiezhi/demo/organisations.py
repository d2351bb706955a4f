"""Names of invented companies, banks, villages, offices, law firms and streets.

Data: demo/data/organisations.toml. Called for parties and representatives.
"""

import random
from bisect import bisect
from functools import cache
from typing import NamedTuple

from xiezhi.demo.names import DATA
from xiezhi.demo.seeds import weighted
from xiezhi.rules.lawdata import Table, read_table

KINDS = (
    "banks",
    "insurers",
    "heating",
    "property",
    "builders",
    "landlords",
    "lenders",
    "villages",
    "authorities",
)


class _Patterns(NamedTuple):
    brands: tuple[str, str, str]
    third_share: float
    lines: tuple[list[str], list[float]]
    forms: tuple[list[str], list[float]]
    branches: tuple[str, ...]
    long_names: tuple[str, ...]
    long_share: float
    kinds: dict[str, tuple[str, ...]]
    towns: tuple[str, ...]
    village: tuple[str, str, tuple[str, ...]]
    streets: tuple[str, ...]


def _split(table: Table, name: str) -> tuple[str, ...]:
    return tuple(table.need(name, str).split())


@cache
def _patterns() -> _Patterns:
    table = read_table(DATA / "organisations.toml")
    single = {name: (table.need(name, str),) for name in ("prosecutor", "prison", "law_firms", "legal_aid")}
    return _Patterns(
        (table.need("brands_first", str), table.need("brands_second", str), table.need("brands_third", str)),
        table.need("third_share", float),
        weighted(table.words("lines")),
        weighted(table.words("forms")),
        table.words("branches"),
        table.words("long_names"),
        table.need("long_share", float),
        {kind: table.words(kind) for kind in KINDS} | single,
        _split(table, "towns"),
        (table.need("village_first", str), table.need("village_second", str), _split(table, "village_third")),
        _split(table, "streets"),
    )  # fmt: skip


def draw_company(draws: random.Random, place: str) -> str:
    """A company at a place, now and then a branch or one with a name of forty characters."""
    patterns = _patterns()
    if draws.random() < patterns.long_share:
        return _one(patterns.long_names, draws).format(place=place, brand=_brand(draws))
    line, form = _weighted(patterns.lines, draws), _weighted(patterns.forms, draws)
    head = place if draws.random() < 0.45 else "示范" if draws.random() < 0.6 else ""
    name = f"{head}{_brand(draws)}{line}{form}"
    return name + _one(patterns.branches, draws).format(place=place) if draws.random() < 0.03 else name


def draw_organisation(draws: random.Random, kind: str, place: str) -> str:
    """An organisation of a kind (banks, villages, authorities, prosecutor, law_firms …) at a place."""
    patterns = _patterns()
    pattern = _one(patterns.kinds[kind], draws)
    if "{" not in pattern:
        return pattern
    brand = _brand(draws) if "{brand}" in pattern else ""
    rural = "{town}" in pattern
    town = _one(patterns.towns, draws) if rural else ""
    village = _village(patterns, draws) if rural else ""
    return pattern.format(place=place, brand=brand, town=town, village=village)


def draw_address(draws: random.Random, place: str) -> str:
    """Where somebody lives: a street in town or a village."""
    patterns = _patterns()
    if draws.random() < 0.45:
        town, village = _one(patterns.towns, draws), _village(patterns, draws)
        return f"示范省{place}{town}{village}村{1 + int(draws.random() * 180)}号"
    number, room = 1 + int(draws.random() * 899), 101 + int(draws.random() * 2800)
    return f"示范省{place}{_one(patterns.streets, draws)}{number}号{room}室"


def _village(patterns: _Patterns, draws: random.Random) -> str:
    first, second, third = patterns.village
    head = _one(third, draws) if draws.random() < 0.6 else first[int(draws.random() * len(first))]
    return head + second[int(draws.random() * len(second))]


def _brand(draws: random.Random) -> str:
    patterns = _patterns()
    first, second, third = patterns.brands
    name = first[int(draws.random() * len(first))] + second[int(draws.random() * len(second))]
    return name + third[int(draws.random() * len(third))] if draws.random() < patterns.third_share else name


def _weighted(words: tuple[list[str], list[float]], draws: random.Random) -> str:
    return words[0][bisect(words[1], draws.random() * words[1][-1])]


def _one(words: tuple[str, ...], draws: random.Random) -> str:
    return words[int(draws.random() * len(words))]
