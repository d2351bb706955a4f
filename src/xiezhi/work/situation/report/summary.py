"""What a reader should know first: whether the stock grows, and what rose and fell beyond what few cases explain.

Facts in a row, in the order of the report; nobody is praised or blamed, and nothing is explained that the figures do not tell.
"""

from datetime import date
from math import sqrt

from xiezhi.rules.indicators.thresholds import thresholds
from xiezhi.rules.language import tr
from xiezhi.work.situation.charts.scale import month_words
from xiezhi.work.situation.counts import formula_of, hidden_overruns, name_of
from xiezhi.work.situation.few import FEW, is_few
from xiezhi.work.situation.horizon import first_day
from xiezhi.work.situation.looking import Shown
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
    Found,
    Measured,
)
from xiezhi.work.situation.report.telling import comparable, count_cell, sentence, unit_of
from xiezhi.work.situation.report.values import Basis, Cell, Text
from xiezhi.work.situation.report.words import growth_words, listed, sentence_of, told
from xiezhi.work.situation.wording import NOTHING, count_words, signed

# What moved: these are gone through, in this order: counts of cases, and shares of cases among cases.
LOOKED_AT = (
    NEW, CLOSED, PENDING, NORMAL, APPROVED, LONG[0], LONG[2], "cn2024.appeal", "ops.reversal_first", "cn2024.second_hearing",
    "cn2024.mediation", "ops.settle_withdraw", "cn2024.exec_completed", "cn2024.exec_zb", "ops.in_court", "ops.simplified",
)  # fmt: skip
# From which change on it is told here: of a share in points, of a count in per cent; and only beyond what chance explains.
POINTS, PER_CENT = thresholds().told_points / 100, thresholds().told_per_cent / 100
SPREAD = 1.96  # standard deviations: chance goes beyond them once in twenty times


def summary(measured: Measured) -> tuple[Text, ...]:
    """A few sentences."""
    if measured.is_empty:
        return (nothing_words(measured.basis),)
    found = (
        _stock(measured),
        sentence(measured, NORMAL),
        sentence(measured, MEDIAN_DAYS),
        _standing(measured),
        _moved(
            measured,
            measured.before if measured.has_before else None,
            tr("上年同期", "the same period last year"),
        ),
        _moved(measured, measured.previous, tr("上期", "the previous period")),
        _begun(measured),
    )
    return tuple(filter(None, found))


def nothing_words(basis: Basis) -> Text:
    """Why there is nothing to tell: the data begin later, or there were no cases."""
    begun = first_day(basis.snapshot, basis.courts)
    if begun is not None and basis.period.end < begun:
        month = _begin_words(begun)
        return told(
            tr(
                f"数据自{month}起，此期没有数据：不等于没有案件。",
                f"The data begin in {month}: there are none of this period, which does not mean no cases.",
            )
        )
    return told(
        tr(
            "本期没有案件：期初无存案，期间无收案。",
            "There are no cases: nothing was pending, nothing came in.",
        )
    )


def _begun(measured: Measured) -> Text:
    """From when on there are data, where the period or one that it could be compared with begins in an earlier month."""
    begun, period = measured.begun, measured.period
    if begun is None:
        return ()
    named = {period: tr("本期", "this period")}
    named.setdefault(period.last_year, tr("上年同期", "the same period last year"))
    named.setdefault(period.previous, tr("上期", "the previous period"))
    lacking = [words for one, words in named.items() if one.end < begun]
    partly = [words for one, words in named.items() if one.start < begun.replace(day=1) and one.end >= begun]
    comma, said = tr("、", " and "), []
    if lacking:
        names = comma.join(lacking)
        said.append(
            tr(f"没有{names}的数据，不作比较", f"there are none of {names}, with which nothing is compared")
        )
    if partly:
        names = comma.join(partly)
        said.append(tr(f"{names}只有此后的数据", f"of {names} there are only those since then"))
    if not said:
        return ()
    return told(
        tr("数据自{month}起：{what}。", "The data begin in {month}: {what}."),
        month=_begin_words(begun), what=tr("；", "; ").join(said),
    )  # fmt: skip


def _begin_words(day: date) -> str:
    return month_words(day, year=True)


def _stock(measured: Measured) -> Text:
    """新收…件（同比…），结案…件（同比…），存案由…件增至…件."""
    new, closed, opening, pending = (
        count_cell(measured.now.get(key)) for key in (NEW, CLOSED, OPENING, PENDING)
    )
    difference = measured.amount(PENDING) - measured.amount(OPENING)
    template = tr(
        "本期新收{new}件{more_new}，结案{closed}件{more_closed}，存案由{opening}件",
        "{new} cases came in{more_new} and {closed} were closed{more_closed}; the stock ",
    )
    if difference:
        template += tr(
            f"{'增加' if difference > 0 else '减少'}到{{pending}}件（{'＋' if difference > 0 else '－'}{count_words(abs(difference))}件）。",
            f"{'grew' if difference > 0 else 'shrank'} from {{opening}} to {{pending}} ({'+' if difference > 0 else '−'}{count_words(abs(difference))}).",
        )
    else:
        template += tr("变为{pending}件，没有增减。", "stayed at {pending}, {opening} at the beginning.")
    more_new, more_closed = (_growth(measured, key) for key in (NEW, CLOSED))
    return told(
        template,
        new=new,
        closed=closed,
        opening=opening,
        pending=pending,
        more_new=more_new,
        more_closed=more_closed,
    )


def _growth(measured: Measured, key: str) -> str:
    """（同比−2.6%）; nothing where a per cent says nothing."""
    now, before = measured.now.get(key), measured.before.get(key)
    words = growth_words(now.value, before.value) if now and before else NOTHING
    return "" if words == NOTHING else tr(f"（同比{words}）", f" ({words} on last year)")


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


def _moved(measured: Measured, then: Found | None, against: str) -> Text:
    """与…相比，超出偶然起伏的：上升或者增加…；下降或者减少…."""
    if then is None:
        return ()
    moves = {key: _moves(measured, then, key) for key in LOOKED_AT}
    ways = [
        (1, tr("上升或者增加的有{names}", "these rose: {names}")), (-1, tr("下降或者减少的有{names}", "these fell: {names}")),
    ]  # fmt: skip
    there = []
    for way, template in ways:
        names = [_name(measured, then, key) for key, move in moves.items() if move == way]
        if names:
            there += [(*told(template.partition("{names}")[0]), *listed(names, "、", ", "))]
    if not there:
        return told(
            tr(
                "与{against}相比，各项主要数字没有超出偶然起伏的变化。",
                "Against {against} no main figure moved beyond what chance explains.",
            ),
            against=against,
        )
    lead = tr("与{against}相比，超出偶然起伏的：", "Against {against}, beyond what chance explains, ")
    return (*told(lead, against=against), *sentence_of(listed(there)))


def _name(measured: Measured, then: Found, key: str) -> Text:
    before, now = then[key].value, measured.now[key].value
    assert before is not None and now is not None
    change = _change(before, now, unit_of(key))
    return (Cell(tr(f"{name_of(key)}（{change}）", f"{name_of(key)} ({change})")),)


def _change(before: float, now: float, unit: str) -> str:
    if unit == "share":
        return signed(100 * (now - before), tr("个百分点", " points"), digits=2)
    return signed(100 * (now - before) / before, "%")


def _moves(measured: Measured, then: Found, key: str) -> int:
    """1 or −1 for what moved so far that it is told here; else 0. Few cases move nothing."""
    now, before = measured.now.get(key), then.get(key)
    if now is None or before is None or now.value is None or not before.value or not comparable(key, before):
        return 0
    share = unit_of(key) == "share"
    if is_few(now) or is_few(before) if share else min(before.value, now.value) < FEW:
        return 0
    difference = now.value - before.value
    far = abs(difference) >= (POINTS if share else PER_CENT * before.value)
    return (
        (1 if difference > 0 else -1)
        if far and abs(difference) > SPREAD * _spread(now, before, share=share)
        else 0
    )


def _spread(now: Shown, before: Shown, *, share: bool) -> float:
    """How far two such figures lie apart by chance alone (one standard deviation): of two shares of cases, of two ratios of counts, of two counts."""
    if not share:
        return sqrt((now.value or 0) + (before.value or 0))
    n, m = now.denominator or 0, before.denominator or 0
    both = ((now.numerator or 0) + (before.numerator or 0)) / (n + m)
    formula = formula_of(now.key)
    rest = (
        1 - both if formula is not None and formula.nested else 1
    )  # of a ratio the numerator alone moves by chance
    return sqrt(max(both * rest, 0) * (1 / n + 1 / m))
