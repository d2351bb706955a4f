"""The thresholds of the situation: how many cases are few, which days end a month, what is long pending.

Choices of the platform, none of the law. Data: rules/data/indicators/thresholds.toml.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from xiezhi.rules.indicators.columns import FOLDER
from xiezhi.rules.indicators.model import STATUSES
from xiezhi.rules.lawdata import Table, read_table


@dataclass(frozen=True, slots=True)
class Told:
    """What is said of a threshold: its values as text, what it is for, where it comes from, and its mark (one of STATUSES)."""

    values: str
    zh: str
    en: str
    source_zh: str
    source_en: str
    status: str


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Cases: `few_cases`, `fewest_shown`, `fewest_in_a_share`. People: `fewest_people`. Days: `last_days` of a month, `young_days`,
    `cohort_days`, `followed_days`, `ended_days`. Months: `old_months`, `detained_months`, `age_months` (the first is 0), `followed_months`. Causes:
    `causes_shown`. `told_points` and `told_per_cent`: from which change on a summary tells it."""

    few_cases: int
    fewest_shown: int
    fewest_in_a_share: int
    fewest_people: int
    last_days: int
    young_days: int
    old_months: tuple[int, ...]
    detained_months: int
    age_months: tuple[int, ...]
    cohort_days: tuple[int, ...]
    followed_months: int
    followed_days: tuple[int, ...]
    ended_days: tuple[int, ...]
    causes_shown: int
    told_points: int
    told_per_cent: int


SERIES = ("old_months", "age_months", "cohort_days", "followed_days", "ended_days")
FROM_NOUGHT = ("age_months",)
IN_FORMULAS = ("detained_months",)
"""Those that conditions of the catalogue name: there they are part of the rule."""


@cache
def thresholds(path: Path = FOLDER / "thresholds.toml") -> Thresholds:
    """The thresholds in force. Raises RuleDataError naming file and key."""
    return _read(path)[0]


@cache
def thresholds_told(path: Path = FOLDER / "thresholds.toml") -> Mapping[str, Told]:
    """What is said of each, by name, in the order of the data."""
    return _read(path)[1]


def _read(path: Path) -> tuple[Thresholds, dict[str, Told]]:
    table = read_table(path)
    values: dict[str, tuple[int, ...]] = {}
    told: dict[str, Told] = {}
    for field in fields(Thresholds):
        entry = table.need_table(field.name)
        values[field.name] = _series(field.name, entry) if field.name in SERIES else (_number(entry),)
        told[field.name] = Told(
            ", ".join(map(str, values[field.name])), entry.need("zh", str), entry.need("en", str),
            entry.need("source_zh", str), entry.need("source_en", str), entry.choice("status", STATUSES),
        )  # fmt: skip
        entry.done()
    table.done()
    whole: dict[str, Any] = {name: some if name in SERIES else some[0] for name, some in values.items()}
    return Thresholds(**whole), told


def _number(entry: Table) -> int:
    value = entry.need("value", int)
    if value < 1:
        raise entry.fault("value", "应为正整数", "expected a positive number")
    return value


def _series(name: str, entry: Table) -> tuple[int, ...]:
    """Whole numbers that rise; those that cut a whole begin with nought."""
    values = entry.need("values", list)
    least = 0 if name in FROM_NOUGHT else 1
    if not values or not all(type(value) is int and value >= least for value in values):
        raise entry.fault("values", f"应为不小于{least}的整数", f"expected whole numbers from {least} on")
    if any(two <= one for one, two in pairwise(values)) or (name in FROM_NOUGHT and values[0] != 0):
        raise entry.fault("values", "应由小到大，分段的从0起", "expected rising numbers; bands begin with 0")
    return tuple(values)


__all__ = ["IN_FORMULAS", "Thresholds", "Told", "thresholds", "thresholds_told"]
