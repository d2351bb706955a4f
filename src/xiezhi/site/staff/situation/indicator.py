"""The page of one indicator: its definition and where it stands, its value now and before, its courts, its months."""

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from xiezhi.rules.indicators.catalogue import indicators
from xiezhi.rules.indicators.model import Indicator
from xiezhi.rules.language import tr
from xiezhi.rules.limits.sentences import day_en, day_zh
from xiezhi.site.staff.access import signed_in
from xiezhi.site.staff.situation import choosers
from xiezhi.site.staff.situation.asking import Asked
from xiezhi.site.staff.situation.frame import Chart, Table, figure, head, question
from xiezhi.site.staff.situation.health import GROUP_WORDS, name_of, row
from xiezhi.site.staff.situation.numbers import DENOMINATOR, FEW, Number, counted, valued
from xiezhi.site.staff.situation.waiting import answer_of
from xiezhi.work.situation import indicator_limits
from xiezhi.work.situation.charts import control as control_charts
from xiezhi.work.situation.charts import distribution as distribution_charts
from xiezhi.work.situation.charts import funnel as funnel_charts
from xiezhi.work.situation.charts import history as history_charts
from xiezhi.work.situation.indicator_page import IndicatorPage, indicator_page
from xiezhi.work.situation.wording import period_words, short_name, short_period

HERE = "situation_indicator"
VERIFICATIONS = {
    "verified": ("名称、用途已核实原文", "name and use verified in the text"),
    "documented": ("名称、用途见于二手资料", "name and use documented in secondary sources"),
    "unverified": ("名称、用途未核实", "name and use unverified"),
}
STATUSES = {
    "official": ("公式为官方公式", "the formula is official"),
    "product": ("公式为本平台口径", "the formula is this platform's own"),
    "unverified": ("公式未核实", "the formula is unverified"),
}


@signed_in
def page(request: HttpRequest, indicator_id: str) -> HttpResponse:
    """One indicator in what is asked for."""
    indicator = indicators().get(indicator_id)
    if indicator is None:
        raise Http404
    asked = question(request)
    if isinstance(asked, HttpResponse):
        return asked
    waited = answer_of(request, indicator_limits.LIMITS, asked.sight, asked.look, {"indicator": indicator.id})
    if isinstance(waited, HttpResponse):
        return waited
    found = indicator_page(asked.sight, asked.look, indicator)
    context = (
        head(asked, HERE)
        | parts(asked, found)
        | {"waited": waited, "charts": charts(asked, found, waited.answer)}
    )
    return render(request, "staff/situation/indicator.html", context)


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
            few = shown.denominator is not None and shown.denominator < FEW
            spots.append(
                history_charts.Spot(
                    short_period(shown.period),
                    shown.value,
                    " ÷ ".join(sides),
                    few,
                    valued(at, shown, unit).href,
                )
            )
    if sum(one.value is not None for one in spots) < 2:
        return Chart(tr("自身各期", "Own history"), "", history(asked, found))
    interval = found.line.interval if found.line else None
    ends = (interval.low, interval.high) if interval else None
    drawn = history_charts.history(
        spots, breaks, tr("自身各期", "Own history"), share=unit == "share", interval=ends
    )
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
    named = [
        funnel_charts.Court(
            short_name(choosers.named(one.court)), valued(asked, one.shown, "", court=str(one.court.pk)).href
        )
        for one in found.courts
    ]
    share = found.indicator.formula.unit == "share"
    drawn = funnel_charts.funnel(indicator_limits.funnel_read(told), named, share=share)
    return Chart(drawn.title, drawn.svg, table, drawn.description, under=funnel_note())


def spread_chart(asked: Asked, found: IndicatorPage, table: Table) -> Chart:
    """How the courts' values lie, for what has no limits of chance."""
    unit = found.indicator.formula.unit
    values = [
        distribution_charts.Value(
            short_name(choosers.named(one.court)),
            None if one.shown.hidden else one.shown.value,
            (one.shown.denominator or 0) < FEW,
            href=valued(asked, one.shown, unit, court=str(one.court.pk)).href,
        )
        for one in found.courts
    ]
    if sum(one.value is not None for one in values) < 2:
        return Chart(tr("各法院", "Courts"), "", table, order_note())
    interval = found.line.interval if found.line else None
    ends = (interval.low, interval.high) if interval else None
    drawn = distribution_charts.distribution(values, share=unit == "share", interval=ends)
    under = tr("一点一个法院，空心为分母不足20件。", "One dot a court; hollow: fewer than 20 cases.")
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


def parts(asked: Asked, found: IndicatorPage) -> dict[str, Any]:
    """Everything the page shows."""
    indicator = found.indicator
    return {
        "indicator": indicator,
        "name": name_of(indicator),
        "group": tr(*GROUP_WORDS[indicator.group]),
        "row": row(asked, found.line) if found.line else None,
        "formula": tr(indicator.formula_zh, indicator.formula_en),
        "source": tr(indicator.source_zh, indicator.source_en),
        "caveat": tr(indicator.caveat_zh, indicator.caveat_en),
        "marks": [tr(*VERIFICATIONS[indicator.verification]), tr(*STATUSES[indicator.formula_status])],
        "validity": validity(indicator),
        "variants": variants(asked, found),
        "history": history_chart(asked, found),
    }


def validity(indicator: Indicator) -> str:
    """Since when, until when the definition is in force, and its version."""

    def day(value: Any) -> str:
        return tr(day_zh(value), day_en(value))

    if indicator.first and indicator.last:
        span = tr(
            f"{day(indicator.first)}至{day(indicator.last)}",
            f"{day(indicator.first)} to {day(indicator.last)}",
        )
    elif indicator.first:
        span = tr(f"{day(indicator.first)}起", f"from {day(indicator.first)}")
    elif indicator.last:
        span = tr(f"至{day(indicator.last)}", f"until {day(indicator.last)}")
    else:
        span = tr("不限期间", "at any time")
    return tr(f"第{indicator.version}版，{span}", f"version {indicator.version}, {span}")


def variants(asked: Asked, found: IndicatorPage) -> Table | None:
    """The indicator counted in other ways, each under its own name."""
    if not found.variants:
        return None
    rows: list[list[str | Number]] = []
    for variant, shown in found.variants:
        denominator = counted(asked, shown, DENOMINATOR) if variant.formula.denominator else "—"
        rows.append(
            [
                tr(variant.name_zh, variant.name_en),
                valued(asked, shown, variant.formula.unit),
                counted(asked, shown),
                denominator,
            ]
        )
    return Table(
        [tr("变体", "Variant"), tr("数值", "Value"), tr("分子", "Numerator"), tr("分母", "Denominator")], rows
    )


def history(asked: Asked, found: IndicatorPage) -> Table:
    """Its own past; where the definition changed a row of its own says so."""
    rows: list[list[str | Number]] = []
    several = len([past for past in found.history if past.shown]) > 1
    for past in found.history:
        if past.shown and several:
            rows.append(
                [tr(f"口径：{name_of(past.indicator)}", f"Definition: {name_of(past.indicator)}"), "", "", ""]
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
                ]
            )
    return Table(
        [tr("期间", "Period"), tr("数值", "Value"), tr("分子", "Numerator"), tr("分母", "Denominator")], rows
    )


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
                choosers.named(one.court),
                value,
                counted(asked, one.shown, court=key),
                counted(asked, one.shown, DENOMINATOR, court=key),
            ]
        )
    return Table(
        [tr("法院", "Court"), tr("数值", "Value"), tr("分子", "Numerator"), tr("分母", "Denominator")], rows
    )
