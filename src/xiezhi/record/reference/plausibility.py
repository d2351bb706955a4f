"""What looks wrong in yearly totals: pure arithmetic over one series, told and never corrected.

A warning is no proof: courts re-open, join and re-classify cases. It says where to look before a figure is compared.
"""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from xiezhi.record.reference.figures import Figure
from xiezhi.record.reference.layout import MEASURES
from xiezhi.rules.language import tr

CLOSE_ENOUGH = 0.01  # of the pending cases: so far may the flow miss them without a word
FEW = 100  # totals below this jump by chance
JUMP = 2.0  # doubled or halved within a year
ODD_CLEARANCE = (0.5, 2.0)
YEARS_OF_STOCK = 10  # pending cases of more years of new ones than this

Flow = Mapping[str, int]


class Warned(NamedTuple):
    """One warning: which total of which year, of which kind (balance, jump, clearance, stock, gap), in words."""

    unit: str
    year: int
    kind: str
    zh: str
    en: str

    @property
    def words(self) -> str:
        """In the reader's language."""
        return tr(self.zh, self.en)


KINDS: dict[str, tuple[str, str]] = {
    "balance": ("旧存＋新收－结案与未结不符", "opening + new − closed is not pending"),
    "jump": ("一年之内翻倍或者减半", "doubled or halved within a year"),
    "clearance": ("结收比异常", "odd clearance"),
    "stock": ("未结远多于新收", "pending far beyond new"),
    "gap": ("缺年度或者缺项", "a year or a total is missing"),
}

# The same where there is little room.
SHORT: dict[str, tuple[str, str]] = {
    "balance": ("收结不符", "does not add up"),
    "jump": ("骤变", "jump"),
    "clearance": ("结收比", "clearance"),
    "stock": ("存量过大", "large stock"),
    "gap": ("缺", "missing"),
}


def warnings_of(figures: Iterable[Figure]) -> list[Warned]:
    """Everything that looks wrong, by unit and year."""
    units: dict[str, dict[int, dict[str, int]]] = {}
    for one in figures:
        units.setdefault(one.unit, {}).setdefault(one.year, {})[one.measure] = one.value
    measures = {measure for years in units.values() for flow in years.values() for measure in flow}
    found: list[Warned] = []
    for unit in sorted(units):
        years = units[unit]
        for year in range(min(years), max(years) + 1):
            found += _of_year(unit, year, years.get(year), years.get(year - 1), measures)
    return found


def _of_year(
    unit: str, year: int, flow: Flow | None, before: Flow | None, measures: set[str]
) -> list[Warned]:
    if flow is None:
        return [Warned(unit, year, "gap", "没有这一年的数字", "no totals for this year")]
    found = _missing(unit, year, flow, measures) + _continuity(unit, year, flow, before)
    found += _balance(unit, year, flow, before) + _clearance(unit, year, flow) + _stock(unit, year, flow)
    return found + (_jumps(unit, year, flow, before) if before else [])


def _missing(unit: str, year: int, flow: Flow, measures: set[str]) -> list[Warned]:
    lacking = [MEASURES[name] for name in MEASURES if name in measures and name not in flow]
    if not lacking:
        return []
    zh, en = "、".join(zh for zh, _ in lacking), ", ".join(en for _, en in lacking)
    return [Warned(unit, year, "gap", f"缺{zh}", f"missing: {en}")]


def _continuity(unit: str, year: int, flow: Flow, before: Flow | None) -> list[Warned]:
    opening, pending = flow.get("opening"), before.get("pending") if before else None
    if opening is None or pending is None or abs(opening - pending) <= CLOSE_ENOUGH * max(opening, pending):
        return []
    return [
        Warned(
            unit, year, "balance",
            f"上年未结{pending:,}，本年旧存却是{opening:,}",
            f"{pending:,} were pending the year before, yet it opens with {opening:,}",
        )
    ]  # fmt: skip


def _balance(unit: str, year: int, flow: Flow, before: Flow | None) -> list[Warned]:
    opening = flow.get("opening", before.get("pending") if before else None)
    if opening is None or not {"new", "closed", "pending"} <= flow.keys():
        return []
    expected = opening + flow["new"] - flow["closed"]
    gap = flow["pending"] - expected
    if abs(gap) <= CLOSE_ENOUGH * flow["pending"]:
        return []
    terms = f"{opening:,} + {flow['new']:,} − {flow['closed']:,} = {expected:,}"
    return [
        Warned(
            unit, year, "balance",
            f"{terms}，未结却是{flow['pending']:,}，相差{gap:+,}",
            f"{terms}, yet {flow['pending']:,} are pending: {gap:+,}",
        )
    ]  # fmt: skip


def _clearance(unit: str, year: int, flow: Flow) -> list[Warned]:
    new, closed = flow.get("new"), flow.get("closed")
    if new is None or closed is None or max(new, closed) < FEW:
        return []
    low, high = ODD_CLEARANCE
    if new and low <= closed / new <= high:
        return []
    ratio = f"{closed / new:.2f}" if new else "∞"
    return [
        Warned(
            unit, year, "clearance",
            f"新收{new:,}，结案{closed:,}，结收比{ratio}",
            f"{new:,} new, {closed:,} closed: clearance {ratio}",
        )
    ]  # fmt: skip


def _stock(unit: str, year: int, flow: Flow) -> list[Warned]:
    new, pending = flow.get("new"), flow.get("pending")
    if new is None or pending is None or pending < FEW or pending <= YEARS_OF_STOCK * new:
        return []
    years = f"{pending / new:.0f}" if new else "∞"
    return [
        Warned(
            unit, year, "stock",
            f"未结{pending:,}相当于{years}年的新收；可能是逐月累加，或者口径不同",
            f"{pending:,} pending are {years} years of new cases; perhaps months were added up, or it counts otherwise",
        )
    ]  # fmt: skip


def _jumps(unit: str, year: int, flow: Flow, before: Flow) -> list[Warned]:
    found = []
    for measure, (zh, en) in MEASURES.items():
        now, then = flow.get(measure), before.get(measure)
        if now is None or then is None or max(now, then) < FEW:
            continue
        if min(now, then) * JUMP >= max(now, then):
            continue
        found.append(
            Warned(
                unit, year, "jump",
                f"{zh}由{then:,}变为{now:,}",
                f"{en} went from {then:,} to {now:,}",
            )
        )  # fmt: skip
    return found
