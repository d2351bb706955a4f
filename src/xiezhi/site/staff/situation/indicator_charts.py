"""The drawings of the page of one indicator, each with its numbers: its own past, its months with their limits, its courts."""

from collections.abc import Mapping
from typing import Any

from xiezhi.rules.indicators.model import Indicator
from xiezhi.rules.language import tr
from xiezhi.site.staff.situation.asking import Asked
from xiezhi.site.staff.situation.drawings import chance_words
from xiezhi.site.staff.situation.frame import Chart, Table, figure
from xiezhi.site.staff.situation.health import name_of
from xiezhi.site.staff.situation.numbers import DENOMINATOR, Number, counted, valued
from xiezhi.work.situation import indicator_limits
from xiezhi.work.situation.charts import control as control_charts
from xiezhi.work.situation.charts import distribution as distribution_charts
from xiezhi.work.situation.charts import funnel as funnel_charts
from xiezhi.work.situation.charts import history as history_charts
from xiezhi.work.situation.few import FEW, is_few
from xiezhi.work.situation.indicator_page import IndicatorPage
from xiezhi.work.situation.wording import (
    named,
    period_words,
    short_name,
    short_period,
)


def charts(asked: Asked, found: IndicatorPage, answer: Mapping[str, Any] | None) -> list[Chart]:
    """What the worker computed: the limits of its months, and of its courts."""
    drawn = [control_chart(asked, found, answer), courts_chart(asked, found, answer)]
    return [one for one in drawn if one is not None]


def history_chart(asked: Asked, found: IndicatorPage) -> Chart:
    """The periods in a row, broken where the definition changed."""
    spots: list[history_charts.Spot] = []
    breaks: list[history_charts.Break] = []
    unit = found.indicator.formula.unit
    for past in found.history:
        if past.shown and spots:
            breaks.append(history_charts.Break(len(spots), name_of(past.indicator)))
        for shown in past.shown:
            at = asked.in_period(shown.period)
            sides = [counted(at, shown).words]
            if shown.denominator is not None:
                sides.append(counted(at, shown, DENOMINATOR).words)
            spots.append(
                history_charts.Spot(
                    short_period(shown.period),
                    shown.value,
                    " ÷ ".join(sides),
                    is_few(shown),
                    valued(at, shown, unit).href,
                    interval.ends if (interval := past.indicator.interval_on(shown.period.end)) else None,
                )
            )
    if sum(one.value is not None for one in spots) < 2:
        return Chart(tr("自身各期", "Own history"), "", history(asked, found))
    drawn = history_charts.history(spots, breaks, tr("自身各期", "Own history"), share=unit == "share")
    say = (
        tr(
            "竖线处口径变更，两边不比较。",
            "The definition changed at the line: the two sides do not compare.",
        )
        if breaks
        else ""
    )
    return Chart(drawn.title, drawn.svg, history(asked, found), say)


def control_chart(asked: Asked, found: IndicatorPage, answer: Mapping[str, Any] | None) -> Chart | None:
    """The months with the limits of their usual up and down."""
    told = answer["control"] if answer else None
    if told is None or len(told["values"]) != len(found.months):
        return None
    opened = [
        control_charts.Opened(one.period.start, valued(asked, one, found.indicator.formula.unit).href)
        for one in found.months
    ]
    share = found.indicator.formula.unit == "share"
    drawn = control_charts.control(
        indicator_limits.control_read(told), opened, share=share, unit=unit_words(found.indicator)
    )
    return figure(drawn, say=drawn.description, under=control_note())


def courts_chart(asked: Asked, found: IndicatorPage, answer: Mapping[str, Any] | None) -> Chart | None:
    """The courts by their number of cases, with the limits of chance around the common value; their numbers in administrative order."""
    table = courts(asked, found)
    if table is None:
        return None
    told = answer["funnel"] if answer else None
    if told is None or len(told["points"]) != len(found.courts):
        return spread_chart(asked, found, table)
    points = [
        funnel_charts.Court(
            short_name(named(one.court)), valued(asked, one.shown, "", court=str(one.court.pk)).href
        )
        for one in found.courts
    ]
    share = found.indicator.formula.unit == "share"
    drawn = funnel_charts.funnel(indicator_limits.funnel_read(told), points, share=share)
    return Chart(drawn.title, drawn.svg, table, drawn.description, under=funnel_note())


def spread_chart(asked: Asked, found: IndicatorPage, table: Table) -> Chart:
    """How the courts' values lie, for what has no limits of chance."""
    unit = found.indicator.formula.unit
    values = [
        distribution_charts.Value(
            short_name(named(one.court)),
            None if one.shown.hidden else one.shown.value,
            is_few(one.shown),
            href=valued(asked, one.shown, unit, court=str(one.court.pk)).href,
        )
        for one in found.courts
    ]
    if sum(one.value is not None for one in values) < 2:
        return Chart(tr("各法院", "Courts"), "", table, order_note())
    interval = found.line.interval if found.line else None
    drawn = distribution_charts.distribution(
        values, share=unit == "share", interval=interval.ends if interval else None
    )
    under = tr(f"一点一个法院，空心为案件不足{FEW}件。", f"One dot a court; hollow: fewer than {FEW} cases.")
    return Chart(
        drawn.title,
        drawn.svg,
        table,
        f"{drawn.description}{tr('。', '.')}",
        under=under + tr("", " ") + order_note(),
    )


def order_note() -> str:
    return tr("数据表按行政区划排列，不排名。", "The table is in administrative order, not ranked.")


def control_note() -> str:
    return tr(
        "界限外的月份只说明“请看案件”。", "A month beyond the limits says: look at the cases, nothing more."
    )


def funnel_note() -> str:
    return tr(
        "横轴为分母案件数，界限为95%和99.8%；界限外只说明“请看案件”，高低都一样。法院之间差异大于偶然时，界限相应放宽。",
        "Across: cases in the denominator; limits of 95 % and 99.8 %. Outside says: look at the cases, high and low alike."
        " Where courts differ by more than chance the limits are widened.",
    )


def unit_words(indicator: Indicator) -> tuple[str, str]:
    return {"days": ("日", "days"), "cases": ("件", "cases")}.get(indicator.formula.unit, ("", ""))


def history(asked: Asked, found: IndicatorPage) -> Table:
    """Its own past; where the definition changed a row of its own says so."""
    rows: list[list[str | Number]] = []
    several = len([past for past in found.history if past.shown]) > 1
    for past in found.history:
        if past.shown and several:
            rows.append(
                [
                    tr(f"口径：{name_of(past.indicator)}", f"Definition: {name_of(past.indicator)}"),
                    "",
                    "",
                    "",
                    "",
                ]
            )
        for shown in past.shown:
            at = asked.in_period(shown.period)
            denominator = counted(at, shown, DENOMINATOR) if past.indicator.formula.denominator else "—"
            rows.append(
                [
                    period_words(shown.period),
                    valued(at, shown, past.indicator.formula.unit),
                    counted(at, shown),
                    denominator,
                    chance_words(shown),
                ]
            )
    return numbers_table(tr("期间", "Period"), rows)


def numbers_table(first: str, rows: list[list[str | Number]]) -> Table:
    """Values with their two sides and, last in a row, the reach of chance: left out where no share rests on few cases."""
    head = [first, tr("数值", "Value"), tr("分子", "Numerator"), tr("分母", "Denominator")]
    if any(row[-1] for row in rows):
        return Table([*head, tr(f"95%区间（不足{FEW}件）", f"95% interval (under {FEW})")], rows)
    return Table(head, [row[:-1] for row in rows])


def courts(asked: Asked, found: IndicatorPage) -> Table | None:
    """Each court by itself, in administrative order."""
    if not found.courts:
        return None
    unit = found.indicator.formula.unit
    rows: list[list[str | Number]] = []
    for one in found.courts:
        key = str(one.court.pk)
        value = valued(asked, one.shown, unit, court=key)
        rows.append(
            [
                named(one.court),
                value,
                counted(asked, one.shown, court=key),
                counted(asked, one.shown, DENOMINATOR, court=key),
                chance_words(one.shown),
            ]
        )
    return numbers_table(tr("法院", "Court"), rows)
