"""Reference intervals of indicators: how one is read, and how those of an installation join the catalogue. Pure: values in, values out.

An installation keeps its intervals in a TOML file of its own (docs/intervals.md), because no published document gives them. The catalogue has
those of the enforcement campaign of 2018 alone: its indicators only describe, so that these are told and judge nothing.

    [["ops.in_normal_limit"]]
    low = 0.90
    high = 0.99
    from = 2025-01-01
    to = 2025-06-30
    document_zh = "某院〔2025〕3号"

A fault names the file, the key and what to do; then nothing of the file counts. Called by `work.situation.own_intervals`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from xiezhi.rules.indicators.model import EVENNESS, Indicator, Interval
from xiezhi.rules.lawdata import Table, parse_table

DEMONSTRATION = "demonstration"


@dataclass(frozen=True, slots=True)
class IntervalFile:
    """The intervals of a file by id of the indicator, each with the oldest first. `demonstration`: they are invented."""

    intervals: Mapping[str, tuple[Interval, ...]]
    demonstration: bool = False


def read_interval(table: Table) -> Interval:
    """One interval. The English name of its document may be left out: then the Chinese one stands for it. Raises RuleDataError."""
    low, high = table.number("low"), table.number("high")
    if low is None and high is None:
        raise table.fault("low", "low 和 high 至少写一项", "give low or high, or both")
    if low is not None and high is not None and low > high:
        raise table.fault(
            "low", f"{low:g} 大于 high {high:g}，请对调", f"{low:g} lies above high, {high:g}; exchange them"
        )
    first, last = table.need("from", date), table.get("to", date)
    if last is not None and last < first:
        raise table.fault(
            "to",
            f"{last} 早于 from {first}，请改正日期",
            f"{last} lies before from, {first}; correct the days",
        )
    zh = table.need("document_zh", str).strip()
    if not zh:
        raise table.fault(
            "document_zh", "请写明文件的名称、文号", "name the document that sets this interval"
        )
    interval = Interval(low, high, zh, (table.get("document_en", str) or "").strip() or zh, first, last)
    table.done()
    return interval


def read_intervals(file: str, contents: bytes, known: Mapping[str, Indicator]) -> IntervalFile:
    """The intervals of an installation's file, for indicators of the catalogue `known`. Raises RuleDataError."""
    whole = parse_table(file, contents)
    demonstration = whole.flag(DEMONSTRATION)
    found = {}
    for key in whole.names():
        if key != DEMONSTRATION:
            found[key] = _of_indicator(whole, key, known)
    return IntervalFile(found, demonstration)


def with_intervals(
    known: Mapping[str, Indicator], own: Mapping[str, tuple[Interval, ...]]
) -> dict[str, Indicator]:
    """The catalogue with an installation's intervals beside its own."""
    return {
        key: replace(one, intervals=(*one.intervals, *own[key])) if key in own else one
        for key, one in known.items()
    }


def _of_indicator(whole: Table, key: str, known: Mapping[str, Indicator]) -> tuple[Interval, ...]:
    indicator = known.get(key)
    if indicator is None:
        raise whole.fault(
            key,
            '没有这项指标；编号须加引号，如 [["ops.in_normal_limit"]]，全部编号见“指标”；有变体的写原指标',
            'there is no such indicator; put the id in quotes, as in [["ops.in_normal_limit"]]; the page Indicators lists the ids '
            "(of a variant: that of its indicator)",
        )
    if indicator.descriptive:
        raise whole.fault(
            key,
            "这一指标只作描述，不设区间，请删去",
            "this indicator only describes and has no interval; remove it",
        )
    tables = whole.tables(key)
    found = sorted(((_checked(table, indicator), table) for table in tables), key=lambda pair: pair[0].first)
    _refuse_overlaps(found, indicator)
    return tuple(interval for interval, _ in found)


def _checked(table: Table, indicator: Indicator) -> Interval:
    for name in ("low", "high"):
        end = table.number(name)
        if end is not None and indicator.unit == "share" and not 0 <= end <= 1:
            raise table.fault(
                name,
                f"比率应在 0 和 1 之间，如 90% 写 0.9，实为 {end:g}",
                f"a share lies between 0 and 1: write 0.9 for 90 %, found {end:g}",
            )
        if end is not None and end < 0 and indicator.formula.value != EVENNESS:
            raise table.fault(
                name, f"不应为负数，实为 {end:g}", f"this cannot be negative, found {end:g}; correct it"
            )
    interval = read_interval(table)
    if not _meet(interval.first, interval.last, indicator.first or date.min, indicator.last):
        raise table.fault(
            "from",
            f"这些日子里该指标不施行（{_days(indicator.first, indicator.last)}），区间用不上；请改正日期或者删去",
            f"the indicator is not in force on these days ({_days(indicator.first, indicator.last)}), so the interval would never count; "
            "correct the days or remove it",
        )
    return interval


def _refuse_overlaps(found: list[tuple[Interval, Table]], indicator: Indicator) -> None:
    """On a day one interval is in force at most."""
    for (before, _), (after, table) in pairwise(found):
        if before.last is None or before.last >= after.first:
            raise table.fault(
                "from",
                f"与另一区间（{_days(before.first, before.last)}）重叠；请给前一区间写 to，或者改 from",
                f"this overlaps another interval ({_days(before.first, before.last)}); give the earlier one a to, or change from",
            )
    for own, table in found:
        for given in indicator.intervals:
            if _meet(own.first, own.last, given.first, given.last):
                raise table.fault(
                    "from",
                    f"指标目录在 {_days(given.first, given.last)} 已有区间（{given.document_zh}）；请错开日期",
                    f"the catalogue has an interval on {_days(given.first, given.last)} ({given.document_en}); choose other days",
                )


def _meet(first: date, last: date | None, other: date, end: date | None) -> bool:
    return (end is None or first <= end) and (last is None or other <= last)


def _days(first: date | None, last: date | None) -> str:
    return f"{first or '…'}–{last or '…'}"


__all__ = ["DEMONSTRATION", "IntervalFile", "read_interval", "read_intervals", "with_intervals"]
