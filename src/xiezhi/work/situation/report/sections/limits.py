"""Time limits net and gross: within the limit with and without extensions, by the calendar alone, and the hidden overruns between."""

from xiezhi.rules.language import tr
from xiezhi.work.situation.codes import code_words
from xiezhi.work.situation.counts import hidden_overruns, within_base
from xiezhi.work.situation.few import is_few
from xiezhi.work.situation.report.measuring import (
    APPROVED,
    EXTENSION,
    NORMAL,
    OVERDUE,
    PENDING_IN_LIMIT,
    Measured,
    classes_in_order,
)
from xiezhi.work.situation.report.splitting import split_sentence
from xiezhi.work.situation.report.tables import indicator_table, of, parts_table
from xiezhi.work.situation.report.telling import count_cell, sentence
from xiezhi.work.situation.report.values import Section, Table, Text
from xiezhi.work.situation.report.words import told

GROSS = within_base().key
KEYS = (NORMAL, APPROVED, GROSS, "cn2024.in_limit", EXTENSION, OVERDUE, PENDING_IN_LIMIT)


def limits(measured: Measured) -> Section:
    """What was closed within its limit, what is over it, and what lies within it only as deducted and extended."""
    sentences = [
        sentence(measured, NORMAL), split_sentence(measured, NORMAL), sentence(measured, APPROVED),
        sentence(measured, GROSS, tr("按自然天数计的审限内结案率", "Closed within the base limit by the calendar")),
        _gap(measured), _hidden(measured), sentence(measured, OVERDUE),
    ]  # fmt: skip
    found = (
        indicator_table(
            measured,
            tr("审限", "Limits"),
            tr("审限", "Time limits"),
            [key for key in KEYS if key in measured.now],
        ),
        _by_class(measured),
    )
    return Section(
        "limits", tr("审限", "Time limits"), tuple(filter(None, sentences)), (), tuple(filter(None, found)),
        (tr(
            "正常审限内：计扣除，不计延长；含延长：计扣除和批准的延长；自然天数：都不计。三者之差不是对错，而是扣除、延长用了多少。",
            "Normal limit: deductions count, extensions do not; with extensions: both count; by the calendar: neither. The differences are not "
            "right or wrong: they tell how much was deducted and extended.",
        ),),
    )  # fmt: skip


def _gap(measured: Measured) -> Text:
    """How far the share with everything counted lies above that of the calendar."""
    net, gross = measured.now.get(APPROVED), measured.now.get(GROSS)
    if net is None or gross is None or net.value is None or gross.value is None or is_few(net):
        return ()
    points = f"{100 * (net.value - gross.value):.2f}"
    return told(
        tr(
            "含延长的审限内结案率与自然天数口径相差{points}个百分点。",
            "The share within the approved limit lies {points} points above that by the calendar.",
        ),
        points=points,
    )


def _hidden(measured: Measured) -> Text:
    closed, pending = (measured.now.get(one.key) for one in hidden_overruns())
    if closed is None or pending is None:
        return ()
    if not closed.numerator and not pending.numerator:
        return told(tr("本期没有隐性超审限案件。", "There are no hidden overruns in this period."))
    return told(
        tr(
            "超过基本期限、因扣除或者延长仍在审限内的（隐性超审限）：本期已结{closed}件，期末未结{pending}件。",
            "Beyond the base limit, within it only as deducted or extended (hidden overruns): {closed} closed in the period, {pending} pending at its end.",
        ),
        closed=count_cell(closed), pending=count_cell(pending),
    )  # fmt: skip


def _by_class(measured: Measured) -> Table | None:
    lines = [
        (
            code_words("case_class", value),
            {"case_class": value or ""},
            found,
            of(measured.classes_before, value),
        )
        for value in classes_in_order(measured.classes)
        if (found := measured.classes[value]).get(NORMAL) and found[NORMAL].denominator
    ]
    if not lines:
        return None
    title = tr("各类案件审限", "Time limits by class")
    return parts_table(
        tr("类别审限", "Limits by class"), title, tr("类别", "Class"), lines, (NORMAL, APPROVED)
    )
