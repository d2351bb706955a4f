"""Courts as data: the courts of Gansu with their codes, codes known elsewhere, and what a code or a name says of the level.

Court codes follow 法〔2015〕137号: the character of the province is the high court's, two digits of the division code more make
an intermediate court's, four a basic court's; courts without a division have digits of their own (art. 5). Called by the text
reader and the case-number command. The record's courts, with their officers, come later and rest on this.
Data: rules/data/courts, and the high courts in rules/data/case_numbers/prefixes.csv.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

from xiezhi.rules.case_number import SUPREME, prefixes
from xiezhi.rules.lawdata import DATA, VERIFICATIONS, Table, read_rows

LEVELS = {
    "basic": ("基层", "basic court"),
    "intermediate": ("中级", "intermediate court"),
    "high": ("高级", "high court"),
    "spc": ("最高", "Supreme People's Court"),
}
OBSERVED = "observed"  # a pair of code and name read from the headings of public documents

_CODE = re.compile(r"\D(?P<digits>(?:[0-9]{2}){0,2})")
_LEVEL_BY_DIGITS = {0: "high", 2: "intermediate", 4: "basic"}
# What a name says, in this order; courts that fit none are basic courts.
_LEVEL_BY_NAME = (
    ("spc", re.compile("最高人民法院")),
    ("high", re.compile("高级|解放军军事法院")),
    ("intermediate", re.compile("中级|海事法院|知识产权法院|金融法院|战区军事法院|总直属军事法院")),
)
_COURT_ABROAD = re.compile("(?:高等|地方|终审|上诉|区域|地区|巡回)法院")


@dataclass(frozen=True, slots=True)
class Court:
    """A court under a code between two days (None = not known, or still); `verification` says how far to trust the code.

    `code` is empty where none was found, `parent` the code of the court above, empty where that is not known.
    """

    id: str
    code: str
    name: str
    level: str
    parent: str
    first: date | None
    last: date | None
    verification: str
    note: str

    def exists_on(self, on: date) -> bool:
        return (self.first is None or self.first <= on) and (self.last is None or on <= self.last)


@cache
def gansu_courts() -> tuple[Court, ...]:
    """The courts of Gansu: high, intermediate, basic, in the order of their codes."""
    return tuple(
        Court(
            row.need("id", str), row.get("code", str) or "", row.need("name", str), row.choice("level", tuple(LEVELS)),
            row.get("parent", str) or SUPREME, row.day("from"), row.day("to"), row.verification(), row.get("note", str) or "",
        )
        for row in read_rows(DATA / "courts" / "gansu.csv")
    )  # fmt: skip


def _high_courts() -> Iterator[Court]:
    """The Supreme People's Court, and the high courts by the character of their province."""
    for code, prefix in prefixes().items():
        if prefix.court:
            level, parent = ("spc", "") if code == SUPREME else ("high", SUPREME)
            yield Court(code, code, prefix.court, level, parent, prefix.first, None, prefix.verification, "")


def _court_elsewhere(row: Table) -> Court:
    code = row.need("code", str)
    level = row.get("level", str) or _level_of_digits(code) or ""
    if level not in LEVELS:
        raise row.fault("level", f"从代字{code}看不出审级", f"the code {code} does not tell the level")
    parent = {"high": SUPREME, "intermediate": code[:1]}.get(
        level, ""
    )  # the digits do not tell whose court a basic court's is
    basis = row.choice("verification", (*VERIFICATIONS, OBSERVED))
    return Court(
        code, code, row.need("name", str), level, parent, None, None, basis, row.get("note", str) or ""
    )


@cache
def courts() -> dict[str, tuple[Court, ...]]:
    """Every court known by a code: the Supreme People's Court, high courts, Gansu, courts elsewhere (far from complete)."""
    elsewhere = (_court_elsewhere(row) for row in read_rows(DATA / "courts" / "elsewhere.csv"))
    known: dict[str, tuple[Court, ...]] = {}
    for court in (*_high_courts(), *gansu_courts(), *elsewhere):
        if court.code and court not in known.get(court.code, ()):
            known[court.code] = (*known.get(court.code, ()), court)
    return known


def court_by_code(code: str, on: date | None = None) -> Court | None:
    """The court under a code, on a day if one is given."""
    return next(
        (court for court in reversed(courts().get(code, ())) if on is None or court.exists_on(on)), None
    )


def courts_under(code: str, on: date | None = None) -> tuple[Court, ...]:
    """The courts of Gansu directly below one, those without a code too."""
    return tuple(
        court for court in gansu_courts() if court.parent == code and (on is None or court.exists_on(on))
    )


def _level_of_digits(code: str) -> str | None:
    match = _CODE.fullmatch(code)
    return _LEVEL_BY_DIGITS[len(match["digits"])] if match else None


def level_of(code: str) -> str | None:
    """basic, intermediate, high or spc from a court code; None when the text is no code."""
    court = court_by_code(code)
    return court.level if court else _level_of_digits(code)


@cache
def _levels_in_gansu() -> dict[str, str]:
    """For names that hide the level, such as that of the mining area court."""
    return {court.name: court.level for court in gansu_courts()}


def level_of_name(name: str) -> str | None:
    """basic, intermediate, high or spc from a court's name; None when it is no court of mainland China."""
    if "法院" not in name or _COURT_ABROAD.search(name):
        return None
    by_name = next((level for level, words in _LEVEL_BY_NAME if words.search(name)), None)
    return by_name or _levels_in_gansu().get(name, "basic")
