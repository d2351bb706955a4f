"""Courts as data: the courts of Gansu with their codes, codes seen elsewhere, and what a code or a name says of the level.

Court codes follow 法〔2015〕137号 (province character and digits of the division code). Called by the text reader and the
case-number command. The record's courts, with their dated names, come later and rest on this.
"""

import csv
import re
from dataclasses import dataclass
from datetime import date
from functools import cache

from xiezhi.rules.case_number import SUPREME
from xiezhi.rules.dates import parse_date
from xiezhi.rules.lawdata import DATA

LEVELS = {
    "basic": ("基层", "basic court"),
    "intermediate": ("中级", "intermediate court"),
    "high": ("高级", "high court"),
    "spc": ("最高", "Supreme People's Court"),
}
# Digits that are no division code: railway 71, maritime 72, intellectual property 73 and 74, forest 75, mining 95 (art. 5).
_CODE = re.compile(r"(?P<prefix>[㐀-鿿])(?P<digits>\d{0,4})")
_INTERMEDIATE_NAME = re.compile(r"中级|海事法院|知识产权法院|金融法院|[^州]第[一二三四五]中院")


@dataclass(frozen=True, slots=True)
class Court:
    """A court under a code between two days; `verification` says how far the code is to be trusted."""

    id: str
    code: str
    name: str
    level: str
    parent: str
    first: date
    last: date | None
    verification: str
    note: str


@cache
def gansu_courts() -> tuple[Court, ...]:
    """The courts of Gansu: high, intermediate, basic, in the order of their codes."""
    with (DATA / "courts" / "gansu.csv").open(encoding="utf-8", newline="") as stream:
        return tuple(
            Court(
                row["id"], row["code"], row["name"], row["level"], row["parent_code"], parse_date(row["from"]),
                parse_date(row["to"]) if row["to"] else None, row["verification"], row["note"],
            )
            for row in csv.DictReader(stream)
        )  # fmt: skip


@cache
def _observed() -> dict[str, str]:
    with (DATA / "courts" / "observed.csv").open(encoding="utf-8", newline="") as stream:
        return {row["code"]: row["name"] for row in csv.DictReader(stream)}


def court_name(code: str) -> tuple[str, str] | None:
    """The name behind a court code and how far it is known: verified, unverified (Gansu data) or observed (seen in documents)."""
    court = next((court for court in gansu_courts() if court.code == code), None)
    if court is not None:
        return court.name, court.verification
    name = "最高人民法院" if code == SUPREME else _observed().get(code)
    return None if name is None else (name, "verified" if code == SUPREME else "observed")


def courts_under(code: str) -> tuple[Court, ...]:
    """The courts directly below one."""
    return tuple(court for court in gansu_courts() if court.parent == code)


def level_of(code: str) -> str | None:
    """basic, intermediate, high or spc from a court code; None when the code says nothing."""
    if code == SUPREME:
        return "spc"
    match = _CODE.fullmatch(code)
    return {0: "high", 2: "intermediate", 4: "basic"}.get(len(match["digits"])) if match else None


def level_of_name(name: str) -> str | None:
    """basic, intermediate, high or spc from a court's name; None when it is no court's."""
    if "法院" not in name:
        return None
    if "最高人民法院" in name:
        return "spc"
    if "高级" in name:
        return "high"
    return "intermediate" if _INTERMEDIATE_NAME.search(name) else "basic"
