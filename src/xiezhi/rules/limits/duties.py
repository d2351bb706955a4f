"""What surrounds a limit: secondary clocks worth a task, warning points, and the day a case counts as closed.

Handbook sections 10, 16 and 18. These are the texts of today for the tasks of today; they judge no past case. Loaded and
checked like the catalogue, from rules/data/limits/secondary.toml, warnings.toml and closing.toml.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from xiezhi.rules.calendar import Calendar
from xiezhi.rules.dates import add_months
from xiezhi.rules.errors import InputError
from xiezhi.rules.lawdata import DATA, Table
from xiezhi.rules.limits.catalogue import Length, Variant
from xiezhi.rules.limits.conditions import HOURS_A_DAY
from xiezhi.rules.limits.loader import Folder, names, optional_length, pair, variant

DIRECTIONS = ("after", "before")
USUAL_BRANCH = "civil"  # whose warning points hold for branches without their own


@dataclass(frozen=True, slots=True)
class Duty:
    """A secondary clock: `base` counted from the anchor onward or back; or `most_times`; or neither, a duty without a number."""

    id: str
    name_zh: str
    name_en: str
    anchor_zh: str
    anchor_en: str
    direction: str
    base: Length | None
    soft: Length | None
    most_times: int | None
    variants: tuple[Variant, ...]
    articles: tuple[str, ...]
    verification: str
    note_zh: str
    note_en: str

    def due(self, anchor: date, calendar: Calendar) -> date:
        """The last day. Forward: rolled over rest days (R-ROLL); back from a day: not rolled; hours: never rolled."""
        reached = self.reached(anchor, calendar)
        rolls = self.direction == "after" and self.base is not None and not self.base.hours
        return calendar.roll(reached) if rolls else reached

    def reached(self, anchor: date, calendar: Calendar) -> date:
        """The day its length leads to, before it is rolled over rest days."""
        if self.base is None:
            zh, en = f"{self.id} 没有期限长度", f"{self.id} has no length"
            raise InputError(zh, en, field=self.id)
        if self.base.working_days:
            return calendar.add_working_days(anchor, self.base.working_days)
        days = timedelta(days=self.base.days + -(-self.base.hours // HOURS_A_DAY))
        if self.direction == "before":
            return add_months(anchor, -self.base.months) - days
        return add_months(anchor, self.base.months) + days


@dataclass(frozen=True, slots=True)
class WarningPoints:
    """When to warn before a limit: by branch, for short limits, in custody, for open suspensions; and from which age a pending
    case is watched (none of it law)."""

    days_before: dict[str, tuple[int, ...]]
    short_below_days: int
    short_fraction: int
    custody_daily_from: int
    suspension_every_months: int
    long_pending_months: int

    def before(self, rule: str, length: int | None) -> tuple[int, ...]:
        """How many days before the last day of a rule somebody is told, the earliest first. A short limit (`length` in days, before its
        last day is rolled over rest days; None = not known) has one point, where its last part begins."""
        if length is not None and length < self.short_below_days:
            return (max(1, length // self.short_fraction),)
        own = self.days_before.get(rule.partition(".")[0])
        return tuple(sorted(own or self.days_before[USUAL_BRANCH], reverse=True))

    @property
    def earliest(self) -> int:
        """The earliest warning of all branches, in days before the last day."""
        return max(max(days) for days in self.days_before.values())


@dataclass(frozen=True, slots=True)
class ClosingKind:
    """How a case is closed towards the last party, and which day then counts (TLP 10).

    `entry` is the kind of event whose day that is, made in one of the `ways` of service; empty where no entry of service tells it.
    """

    id: str
    name_zh: str
    name_en: str
    day_zh: str
    day_en: str
    entry: str
    ways: tuple[str, ...]
    articles: tuple[str, ...]


def _duty(key: str, table: Table, folder: Folder) -> Duty:
    base, most_times = optional_length(table, "base"), table.get("most_times", int)
    if base is not None and most_times is not None:
        raise table.fault("base", "期限与次数只能有一项", "expected a length or most_times, not both")
    duty = Duty(
        key,
        *names(table),
        *pair(table, "anchor"),
        direction=table.choice("direction", DIRECTIONS, "after"),
        base=base,
        soft=optional_length(table, "soft"),
        most_times=most_times,
        variants=tuple(variant(part, {}) for part in table.tables("variants")),
        articles=folder.cited_today(table),
        verification=table.verification(),
        note_zh=table.get("note_zh", str) or "",
        note_en=table.get("note_en", str) or "",
    )
    table.words("readings")
    table.done()
    return duty


@cache
def load_duties(where: Path = DATA / "limits") -> dict[str, Duty]:
    """Every secondary clock by its id. Raises RuleDataError naming file and key."""
    folder = Folder(where)
    return {key: _duty(key, table, folder) for key, table in folder.file("secondary").entries()}


def _numbers(table: Table, name: str) -> tuple[int, ...]:
    values: Sequence[object] = table.need(name, list)
    if not all(isinstance(value, int) and value > 0 for value in values):
        raise table.fault(name, "应为正整数列表", "expected a list of positive whole numbers")
    return tuple(value for value in values if isinstance(value, int))


@cache
def load_warnings(where: Path = DATA / "limits") -> WarningPoints:
    """The suggested warning points. Raises RuleDataError naming file and key."""
    folder = Folder(where)
    file = folder.file("warnings")
    parts = {key: file.need_table(key) for key in file.names()}
    short, custody, suspension, pending = (
        parts.get(key) or file.need_table(key)
        for key in ("short_limits", "custody", "open_suspension", "long_pending")
    )
    points = WarningPoints(
        days_before={
            key: _numbers(part, "days_before") for key, part in parts.items() if "days_before" in part
        },
        short_below_days=short.need("below_days", int),
        short_fraction=short.need("fraction_of_base", int),
        custody_daily_from=custody.need("daily_from_days", int),
        suspension_every_months=suspension.need("every_months", int),
        long_pending_months=pending.need("months", int),
    )
    for part in parts.values():
        folder.cited_today(part)
        part.verification()
        pair(part, "note")
        part.done()
    return points


@cache
def load_closing_kinds(where: Path = DATA / "limits") -> dict[str, ClosingKind]:
    """The ways of closing by their id. Raises RuleDataError naming file and key."""
    folder = Folder(where)
    kinds = {}
    for key, table in folder.file("closing").entries():
        kinds[key] = ClosingKind(
            key,
            *names(table),
            table.need("day_zh", str),
            table.need("day_en", str),
            table.get("entry", str) or "",
            table.words("ways"),
            folder.cited_today(table),
        )
        table.verification()
        pair(table, "note")
        table.done()
    return kinds
