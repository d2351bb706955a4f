"""Causes of action (民事案由) and charges (罪名) as dated data.

Civil causes: the revision of December 2025, in force 2026-01-01, names not compared with the official text. Charges: the
opinion of 1997 and its supplements; eight withdrawals are known to be missing. Called by the text reader and intake.
"""

import csv
from dataclasses import dataclass
from datetime import date
from functools import cache

from xiezhi.rules.dates import MONTHS_A_YEAR
from xiezhi.rules.lawdata import DATA

CIVIL_FROM = date(2026, 1, 1)


@dataclass(frozen=True, slots=True)
class Cause:
    """A civil cause of action in the tree: level 1 to 4, `parent` is a code or empty."""

    code: str
    level: int
    parent: str
    name: str


@dataclass(frozen=True, slots=True)
class Charge:
    """A charge with its article and the days between which it stood; None = not known or still standing."""

    name: str
    article: str
    chapter: str
    introduced_by: str
    introduced: date | None
    withdrawn_by: str
    withdrawn: date | None

    def in_force(self, on: date) -> bool:
        return (self.introduced is None or self.introduced <= on) and (self.withdrawn is None or on < self.withdrawn)


@cache
def civil_causes() -> dict[str, Cause]:
    """Every civil cause by its code."""
    with (DATA / "causes" / "civil-2025.csv").open(encoding="utf-8", newline="") as stream:
        rows = csv.DictReader(stream)
        return {row["code"]: Cause(row["code"], int(row["level"]), row["parent"], row["name"]) for row in rows}


def ancestors(cause: Cause) -> tuple[Cause, ...]:
    """The causes above one, nearest first."""
    above = civil_causes().get(cause.parent)
    return () if above is None else (above, *ancestors(above))


def causes_named(name: str) -> tuple[Cause, ...]:
    """The civil causes of a name, the most particular first."""
    return tuple(sorted((cause for cause in civil_causes().values() if cause.name == name), key=lambda cause: -cause.level))


def _day(text: str, default_month: int) -> date | None:
    """A day, or the first day of a year where only the year is known."""
    if not text:
        return None
    return date.fromisoformat(text) if len(text) > 4 else date(int(text), default_month, 1)


@cache
def charges() -> tuple[Charge, ...]:
    """Every charge, those withdrawn included."""
    with (DATA / "causes" / "charges.csv").open(encoding="utf-8", newline="") as stream:
        return tuple(
            Charge(
                row["name"], row["article"], row["chapter"], row["introduced_by"], _day(row["introduced_from"], 1),
                row["withdrawn_by"], _day(row["withdrawn_from"], MONTHS_A_YEAR),
            )
            for row in csv.DictReader(stream)
        )  # fmt: skip


@cache
def charge_names() -> frozenset[str]:
    """All names of charges that ever stood, for recognising them in texts."""
    return frozenset(charge.name for charge in charges())


def charge_in_force(name: str, on: date) -> Charge | None:
    """The charge of that name on a day, or None."""
    return next((charge for charge in charges() if charge.name == name and charge.in_force(on)), None)
