"""The tables that several sections share: indicators beside their past, parts beside each other. Order is never that of a value."""

from collections.abc import Callable, Iterable, Sequence

from xiezhi.rules.language import tr
from xiezhi.work.situation.counts import name_of
from xiezhi.work.situation.report.measuring import CLOSED, NEW, Found, Measured, Parts
from xiezhi.work.situation.report.telling import (
    change_words,
    count_cell,
    part_cell,
    sides_cell,
    unit_of,
    value_cell,
)
from xiezhi.work.situation.report.values import Cell, Head, Table

Column = tuple[str, Callable[[Found, dict[str, str]], Cell]]


def indicator_table(
    measured: Measured, name: str, title: str, keys: Sequence[str], about: str = ""
) -> Table | None:
    """Indicators with their sides, the same period last year, and the period before; None where there is none of them."""
    there = [key for key in keys if key in measured.now]
    if not there:
        return None
    sides = any(measured.now[key].denominator is not None for key in there)
    heads = [Head(tr("指标", "Indicator")), *_right(tr("本期", "This period"))]
    if sides:
        heads += _right(tr("分子/分母", "Numerator/denominator"))
    heads += _right(tr("上年同期", "Last year"), tr("同比", "Change"))
    if measured.previous is not None:
        heads += _right(tr("上期", "Previous"), tr("环比", "Change"))
    rows = tuple(_indicator_row(measured, key, sides=sides) for key in there)
    return Table(name, title, tuple(heads), rows, about or change_note())


def change_note() -> str:
    """What the columns of changes say."""
    return tr(
        "同比、环比：件数为百分比，比率为百分点，天数为天；件数少、口径不同或者没有数据的不比较（—）。",
        "Changes: counts in per cent, shares in points, durations in days; not told (—) for few cases, another definition or no data.",
    )


def _right(*words: str) -> list[Head]:
    return [Head(one, right=True) for one in words]


def _indicator_row(measured: Measured, key: str, *, sides: bool) -> tuple[Cell, ...]:
    now = measured.now[key]
    row = [Cell(name_of(key)), value_cell(now), *([sides_cell(now)] if sides else [])]
    for found in (measured.before, measured.previous):
        if found is not None:
            then = found.get(key)
            row += [value_cell(then), Cell(change_words(key, now, then))]
    return tuple(row)


def parts_table(
    name: str, title: str, first: str, lines: Iterable[tuple[str, dict[str, str], Found, Found]], keys: Sequence[str],
    about: str = "",
) -> Table:  # fmt: skip
    """Parts beside each other: counts and values of some figures; for what was filed and closed also the change on last year.

    Each line: what it is called, what its numbers' lists are narrowed to, its figures now and in the same period last year.
    """
    heads = [Head(first)]
    for key in keys:
        heads += _right(column_words(key))
        if key in (NEW, CLOSED):
            heads += _right(tr("同比", "Change"))
    rows = []
    for words, place, now, before in lines:
        row = [Cell(words)]
        for key in keys:
            shown = now.get(key)
            row.append(count_cell(shown, **place) if unit_of(key) == "cases" else part_cell(shown, **place))
            if key in (NEW, CLOSED):
                row.append(Cell(change_words(key, shown, before.get(key))))
        rows.append(tuple(row))
    return Table(name, title, tuple(heads), tuple(rows), about, wide=len(heads) > 8)


def column_words(key: str) -> str:
    """A name that fits the head of a narrow column."""
    short = {
        "ops.in_normal_limit": ("正常审限内", "Normal limit"), "ops.in_approved_limit": ("含延长审限内", "Incl. extensions"),
        "ops.overdue_pending": ("超审限未结", "Over the limit"), "ops.mean_days": ("平均天数", "Mean days"),
        "ops.median_days": ("中位天数", "Median days"), "ops.long_pending_1y": ("未结满1年", "Pending 1 y"),
        "ops.long_pending_3y": ("未结满3年", "Pending 3 y"),
    }  # fmt: skip
    return tr(*short[key]) if key in short else name_of(key)


def of(parts: Parts, value: str | None) -> Found:
    return parts.get(value, {})


__all__ = ["change_note", "column_words", "indicator_table", "of", "parts_table"]
