"""What a reader should know first: whether the stock grows, and what rose and fell beyond what few cases explain.

Facts in a row, in the order of the report; nobody is praised or blamed, and nothing is explained that the figures do not tell.
"""

from xiezhi.rules.language import tr
from xiezhi.work.situation.counts import hidden_overruns, name_of
from xiezhi.work.situation.report.measuring import (
    APPROVED,
    CLOSED,
    LONG,
    MEDIAN_DAYS,
    NEW,
    NORMAL,
    OPENING,
    OVERDUE,
    PENDING,
    Measured,
)
from xiezhi.work.situation.report.telling import comparable, count_cell, is_few, sentence, unit_of
from xiezhi.work.situation.report.values import Cell, Text
from xiezhi.work.situation.report.words import FEW, count_words, listed, told

# What moved: these are gone through, in this order.
LOOKED_AT = (
    NEW, CLOSED, PENDING, NORMAL, APPROVED, OVERDUE, MEDIAN_DAYS, LONG[0], LONG[2], "cn2024.appeal", "ops.reversal_first",
    "cn2024.second_hearing", "cn2024.mediation", "ops.settle_withdraw", "cn2024.exec_completed", "cn2024.exec_zb",
    "cn2024.exec_recovery", "ops.in_court", "ops.simplified",
)  # fmt: skip
# From which change on it is told here: of a share in points, of everything else in per cent. A choice of the product.
POINTS, PER_CENT = 0.01, 0.05


def summary(measured: Measured) -> tuple[Text, ...]:
    """A few sentences."""
    if measured.is_empty:
        return (told(tr("本期没有案件。", "There are no cases in this period.")),)
    found = (
        _stock(measured),
        sentence(measured, NORMAL),
        _standing(measured),
        _moved(measured, up=True),
        _moved(measured, up=False),
    )
    return tuple(filter(None, found))


def _stock(measured: Measured) -> Text:
    """新收…件，结案…件，存案由…件增至…件."""
    new, closed, opening, pending = (
        count_cell(measured.now.get(key)) for key in (NEW, CLOSED, OPENING, PENDING)
    )
    difference = measured.amount(PENDING) - measured.amount(OPENING)
    template = tr(
        "本期新收{new}件，结案{closed}件，存案由{opening}件",
        "{new} cases came in and {closed} were closed; the stock ",
    )
    if difference:
        template += tr(
            f"{'增加' if difference > 0 else '减少'}到{{pending}}件（{'＋' if difference > 0 else '－'}{count_words(abs(difference))}件）。",
            f"{'grew' if difference > 0 else 'shrank'} from {{opening}} to {{pending}} ({'+' if difference > 0 else '−'}{count_words(abs(difference))}).",
        )
    else:
        template += tr("变为{pending}件，没有增减。", "stayed at {pending}, {opening} at the beginning.")
    return told(template, new=new, closed=closed, opening=opening, pending=pending)


def _standing(measured: Measured) -> Text:
    """What waits: over the limit, hidden, long pending."""
    hidden = hidden_overruns()[1]
    items = [
        (OVERDUE, tr("超过审限未结", "over the limit")), (hidden.key, tr("未结的隐性超审限", "hidden overruns")),
        (LONG[0], tr("未结满一年", "pending for a year")), (LONG[2], tr("未结满三年", "pending for three years")),
    ]  # fmt: skip
    there = [
        told(tr("{words}{count}件", "{count} {words}"), words=words, count=count_cell(measured.now[key]))
        for key, words in items
        if key in measured.now
    ]
    if not there:
        return ()
    return (Cell(tr("期末：", "At the end: ")), *listed(there, "，", ", "), Cell(tr("。", ".")))


def _moved(measured: Measured, *, up: bool) -> Text:
    """与上年同期相比上升（下降）的：…"""
    names = [_name(measured, key) for key in LOOKED_AT if _moves(measured, key) == (1 if up else -1)]
    if not names or not measured.has_before:
        return ()
    way = tr("上升或者增加", "Up") if up else tr("下降或者减少", "Down")
    lead = tr(f"与上年同期相比{way}的：", f"{way} on the same period last year: ")
    return (Cell(lead), *listed(names, "、", ", "), Cell(tr("。", ".")))


def _name(measured: Measured, key: str) -> Text:
    from_value, to_value = measured.before[key].value, measured.now[key].value
    assert from_value is not None and to_value is not None
    unit = unit_of(key)
    change = _change(from_value, to_value, unit)
    return told("{name}", name=tr(f"{name_of(key)}（{change}）", f"{name_of(key)} ({change})"))


def _change(before: float, now: float, unit: str) -> str:
    sign = "+" if now > before else "−"
    if unit == "share":
        return tr(
            f"{sign}{abs(100 * (now - before)):.2f}个百分点", f"{sign}{abs(100 * (now - before)):.2f} points"
        )
    return f"{sign}{100 * abs(now - before) / before:.1f}%"


def _moves(measured: Measured, key: str) -> int:
    """1 or −1 for what moved so far that it is told here; else 0. Few cases move nothing."""
    now, before = measured.now.get(key), measured.before.get(key)
    if now is None or before is None or now.value is None or not before.value or not comparable(key, before):
        return 0
    few = min(before.value, now.value) < FEW if unit_of(key) == "cases" else is_few(now) or is_few(before)
    if few:
        return 0
    difference = now.value - before.value
    far = abs(difference) >= (POINTS if unit_of(key) == "share" else PER_CENT * before.value)
    return (1 if difference > 0 else -1) if far else 0
