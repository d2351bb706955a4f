"""Intake in the months ahead with its bands, closings, and the stock that follows: from the season of the past, computed by the worker."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from xiezhi.rules.language import tr
from xiezhi.site.staff.situation.asking import Asked
from xiezhi.site.staff.situation.choices import kept, supposed, table_markup
from xiezhi.site.staff.situation.door import signed_in
from xiezhi.site.staff.situation.frame import Chart, Table, head, question
from xiezhi.site.staff.situation.numbers import Number, counted
from xiezhi.site.staff.situation.waiting import answer_of
from xiezhi.work.situation import forecasting
from xiezhi.work.situation.charts import Count
from xiezhi.work.situation.charts.forecast import Course, method_words
from xiezhi.work.situation.charts.forecast import forecast as forecast_chart
from xiezhi.work.situation.flow_keys import CLOSED, NEW, PENDING
from xiezhi.work.situation.forecasting import known_months, series
from xiezhi.work.situation.looking import Look, Shown
from xiezhi.work.situation.statistics.forecast import FEWEST_FOR_MODELS, Stock

HERE = "situation_forecast"
MOST_DRAWN = 36  # known months on a drawing
MOST_TYPED = 1_000_000


@signed_in
def page(request: HttpRequest) -> HttpResponse:
    """The months ahead of the facts; the period asked for does not matter."""
    asked = question(request)
    if isinstance(asked, HttpResponse):
        return asked
    faults: list[str] = []
    what_if = supposed(request.GET, "closings", tr("每月结案", "Closings a month"), MOST_TYPED, faults)
    asked = asked.with_faults(faults)
    context = head(asked, HERE) | {
        "title": tr("收案与存量的预测", "Forecast of intake and stock"),
        "notes": notes(),
    }
    known = series(asked.sight, asked.look)
    if not known:
        context["notes"] = [
            tr(
                "整月的数据不足十二个月，或者有的月份数不能显示，不作预测。",
                "Fewer than twelve whole months, or months whose count may not be shown: no forecast.",
            )
        ]
        return render(request, "staff/situation/charts.html", context)
    waited = answer_of(request, forecasting.FORECAST, asked.sight, over_known_months(asked), {})
    if isinstance(waited, HttpResponse):
        return waited
    of = waited.of(asked)
    if waited.earlier is not None:
        known = series(of.sight, of.look)
    context |= {
        "waited": waited, "charts": charts(of, known, waited.answer, what_if), "kept": kept(asked),
        "what_if": {"typed": request.GET.get("closings", ""), "offered": bool(waited.answer and waited.answer["months"]), "hidden": asked.values()},
    }  # fmt: skip
    return render(request, "staff/situation/forecast.html", context)


def over_known_months(asked: Asked) -> Look:
    """The look without its period: forecasts of one question are the same whichever period the page is opened with."""
    months = known_months(asked.look)
    assert months is not None
    return asked.in_period(months.periods[-1]).look


def notes() -> list[str]:
    return [
        tr(
            "只预测工作量：不预测裁判结果，也不预测任何人。深色带为80%区间，浅色带为95%区间；春节在一二月间移动，这两个月最难说准。",
            "Workload only: never an outcome, never a person. Darker: the 80 % band, lighter: 95 %."
            " The Spring Festival moves between January and February, which are the hardest to tell.",
        )
    ]


def charts(
    asked: Asked, known: Mapping[str, list[Shown]], answer: Mapping[str, Any] | None, what_if: float | None
) -> list[Chart]:
    if not answer or not answer["months"]:
        return []
    intake, closings, stock = (
        forecasting.forecast_of(answer["intake"]),
        forecasting.forecast_of(answer["closings"]),
        forecasting.stock_of(answer["stock"]),
    )
    until = date.fromisoformat(answer["last"])
    told = {key: [one for one in shown if one.period.end <= until] for key, shown in known.items()}
    others = []
    if what_if is not None:
        pending = told[PENDING][-1].numerator or 0.0
        name = tr(f"每月结{what_if:,.0f}", f"{what_if:,.0f} a month")
        others = [Course(name, forecasting.with_closings(pending, answer["intake"], what_if))]
    return [
        drawn(asked, told[NEW], intake, tr("新收", "New cases")),
        drawn(asked, told[PENDING], stock, tr("未结", "Pending stock"), others, "w7"),
        fewest_chart(answer),
        drawn(asked, told[CLOSED], closings, tr("结案", "Closings"), wide="w7"),
        scores_chart(answer),
    ]


def drawn(
    asked: Asked,
    known: list[Shown],
    found: Any,
    title: str,
    others: list[Course] | None = None,
    wide: str = "w12",
) -> Chart:
    shown = known[-MOST_DRAWN:]
    ahead = stock_words(shown[-1].numerator or 0, found) if isinstance(found, Stock) else ""
    counts = [Count(one.numerator or 0, counted(asked, one).href) for one in shown]
    made = forecast_chart(shown[0].period.start, counts, found, title, others=others or [])
    return Chart(made.title, made.svg, Table(made.columns, made.rows), ahead + made.description, wide)


def stock_words(now: float, ahead: Stock) -> str:
    """What the stock comes to, in a sentence."""
    months, then = len(ahead.middle), round(ahead.middle[-1])
    zh, en = (
        f"现在{now:,.0f}件；照预测，{months}个月后约{then:,}件",
        f"Now {now:,.0f}; in {months} months about {then:,}",
    )
    if ahead.bands.low_80:
        low, high = round(ahead.bands.low_80[-1]), round(ahead.bands.high_80[-1])
        zh, en = f"{zh}（80%区间{low:,}至{high:,}）", f"{en} (80 %: {low:,} to {high:,})"
    return tr(f"{zh}。", f"{en}. ")


def fewest_chart(answer: Mapping[str, Any]) -> Chart:
    """How many closings a month keep the stock from growing over the year ahead."""
    words = {
        0.5: tr("一半把握", "as likely as not"),
        0.8: tr("八成把握", "with 80 % certainty"),
        0.95: tr("九成五把握", "with 95 % certainty"),
    }
    rows: list[list[str | Number]] = [
        [words[certainty], f"{count:,.0f}"] for certainty, count in answer["fewest"]
    ]
    heads = [
        tr("一年后存量不比现在多", "The stock in a year is no larger than now"),
        tr("每月至少结", "Closings a month, at least"),
    ]
    return Chart(
        tr(
            "每月结多少，存量不增：按预测的一年",
            "How many closings keep the stock level: by the forecast of a year",
        ),
        table_markup(Table(heads, rows)),
        wide="w5",
    )


def scores_chart(answer: Mapping[str, Any]) -> Chart:
    """How the methods did on months they had not seen."""
    rows: list[list[str | Number]] = []
    for key, name in (("intake", tr("新收", "New")), ("closings", tr("结案", "Closed"))):
        for score in answer[key]["scores"]:
            chosen = tr("（采用）", " (taken)") if score["method"] == answer[key]["method"] else ""
            held = [f"{100 * score[share]:.0f}%" for share in ("coverage_80", "coverage_95")]
            rows.append([f"{name} · {method_words(score['method'])}{chosen}", f"{score['mase']:.2f}", *held])
    heads = [
        tr("方法", "Method"),
        tr("误差（MASE）", "Error (MASE)"),
        tr("80%区间盖住", "80 % band held"),
        tr("95%区间盖住", "95 % band held"),
    ]
    under = tr(
        "从更早的月份预测后来的月份，再与实际相比；误差小于“与上年同月相同”一行的，才比它好。",
        "Later months forecast from earlier ones and compared; a method is better than “as a year ago” where its error is under that row's.",
    )
    table = (
        Table(heads, rows)
        if rows
        else Table(
            heads,
            [
                [
                    tr(
                        f"数据不足{FEWEST_FOR_MODELS}个月，没有比较",
                        f"Fewer than {FEWEST_FOR_MODELS} months: nothing to compare",
                    ),
                    "—",
                    "—",
                    "—",
                ]
            ],
        )
    )
    return Chart(
        tr("方法可不可靠", "How far the method can be trusted"), table_markup(table), wide="w5", under=under
    )
