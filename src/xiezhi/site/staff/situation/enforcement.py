"""Enforcement coming in and closed (收执): kinds of case, kinds of closing, terminations this time beside resumptions, the rates."""

from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from xiezhi.rules.indicators.catalogue import formulas
from xiezhi.rules.language import tr
from xiezhi.site.staff.situation.asking import Asked
from xiezhi.site.staff.situation.choices import table_markup
from xiezhi.site.staff.situation.door import signed_in
from xiezhi.site.staff.situation.frame import Chart, Table, head, question
from xiezhi.site.staff.situation.numbers import DENOMINATOR, Number, counted, valued
from xiezhi.work.situation.charts import Count
from xiezhi.work.situation.charts.months import InOut, in_out
from xiezhi.work.situation.codes import code_words, in_order
from xiezhi.work.situation.enforcement_flow import (
    RATES,
    SCOPE,
    TERMINATED,
    Enforcement,
    enforcement,
    where_kind,
)
from xiezhi.work.situation.flow_keys import FLOW
from xiezhi.work.situation.looking import Shown

HERE = "situation_enforcement"
DRAWN = ("exec_first", "exec_resumed")


@signed_in
def page(request: HttpRequest) -> HttpResponse:
    """Enforcement in the period asked for."""
    asked = question(request)
    if isinstance(asked, HttpResponse):
        return asked
    whole = replace(asked, scope=SCOPE)
    found = enforcement(whole.sight, whole.look)
    context = head(asked, HERE) | {
        "title": tr("收执", "Enforcement, in and out"),
        "notes": [
            tr(
                "这一页不随口径：首次执行、恢复执行、财产保全执行、执行审查分开数，不相加成一个总数。",
                "This page does not follow the scope: first, resumed, preservation enforcement and review are counted apart.",
            )
        ],
        "charts": charts(whole, found) if found else [],
    }
    return render(request, "staff/situation/charts.html", context)


def charts(asked: Asked, found: Enforcement) -> list[Chart]:
    drawn = [months_chart(asked, found, kind) for kind in DRAWN if kind in found.flow]
    endings = [endings_chart(asked, found)] if found.endings else []
    return [flow_chart(asked, found), *drawn, *endings, rates_chart(asked, found)]


def flow_chart(asked: Asked, found: Enforcement) -> Chart:
    rows: list[list[str | Number]] = [
        [
            code_words("instance", kind),
            *(counted(asked, figures.get(key), where=where_kind(kind)) for key in FLOW),
        ]
        for kind, figures in found.flow.items()
    ]
    heads = [
        tr("类别", "Kind"),
        tr("旧存", "Opening"),
        tr("新收", "New"),
        tr("结案", "Closed"),
        tr("未结", "Pending"),
    ]
    first, resumed = (
        found.endings.get("exec_first", {}).get(TERMINATED),
        found.flow.get("exec_resumed", {}).get("flow.new"),
    )
    under = ""
    if first is not None and first.numerator and resumed is not None and resumed.numerator is not None:
        under = tr(
            f"本期首次执行终本{first.numerator:,.0f}件，恢复执行新收{resumed.numerator:,.0f}件：终本离开存量，不等于执结。",
            f"{first.numerator:,.0f} first enforcements were terminated this time and {resumed.numerator:,.0f} were resumed:"
            " a termination leaves the stock, it does not settle the claim.",
        )
    return Chart(
        tr("旧存、新收、结案、未结", "Opening, new, closed, pending"),
        table_markup(Table(heads, rows)),
        under=under,
    )


def months_chart(asked: Asked, found: Enforcement, kind: str) -> Chart:
    known = [
        InOut(
            month["flow.new"].period.start,
            *(_count(asked, month[key], kind) for key in ("flow.new", "flow.closed")),
        )
        for month in found.months[kind]
        if all(month[key].numerator is not None for key in ("flow.new", "flow.closed"))
    ]
    made = in_out(
        known,
        tr(
            f"每月新收与结案：{code_words('instance', kind)}",
            f"New and closed by month: {code_words('instance', kind)}",
        ),
    )
    return Chart(made.title, made.svg, Table(made.columns, made.rows), made.description, "w6")


def _count(asked: Asked, shown: Shown, kind: str) -> Count:
    return Count(shown.numerator or 0, counted(asked, shown, where=where_kind(kind)).href)


def endings_chart(asked: Asked, found: Enforcement) -> Chart:
    """Kinds of closing by kind of case, each with its share."""
    names = in_order("closed_kind", {ending for endings in found.endings.values() for ending in endings})
    kinds = [kind for kind in found.flow if kind in found.endings]
    rows: list[list[str | Number]] = []
    for ending in names:
        row: list[str | Number] = [code_words("closed_kind", ending)]
        for kind in kinds:
            shown, total = found.endings[kind].get(ending), found.flow[kind]["flow.closed"].numerator
            share = (
                f"{100 * shown.numerator / total:.1f}%"
                if shown is not None and shown.numerator and total
                else ""
            )
            row += [
                Number("0") if shown is None else counted(asked, shown, where=where_kind(kind, ending)),
                share,
            ]
        rows.append(row)
    heads = [tr("结案方式", "Kind of closing")]
    for kind in kinds:
        heads += [code_words("instance", kind), tr("占", "Share")]
    return Chart(tr("怎样结案", "How they are closed"), table_markup(Table(heads, rows)))


def rates_chart(asked: Asked, found: Enforcement) -> Chart:
    """The indicators of enforcement, each with what it is made of."""
    rows: list[list[str | Number]] = []
    for key in RATES:
        shown = found.rates.get(key)
        if shown is not None:
            indicator = formulas()[key][0]
            name = Number(tr(indicator.name_zh, indicator.name_en), asked.address("situation_indicator", key))
            rows.append(
                [
                    name,
                    valued(asked, shown, indicator.unit),
                    counted(asked, shown),
                    counted(asked, shown, DENOMINATOR),
                ]
            )
    heads = [
        tr("指标", "Indicator"),
        tr("本期", "This period"),
        tr("分子", "Numerator"),
        tr("分母", "Denominator"),
    ]
    return Chart(tr("执行指标", "Indicators of enforcement"), table_markup(Table(heads, rows)))
