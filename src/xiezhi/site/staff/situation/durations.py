"""Time to close: curves in which the open cases count, beside what closings alone would say, and how cases end."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from xiezhi.rules.language import tr
from xiezhi.site.staff.situation.asking import Asked
from xiezhi.site.staff.situation.choices import Choice, choice, kept, picked, table_markup
from xiezhi.site.staff.situation.door import signed_in
from xiezhi.site.staff.situation.frame import Chart, Table, head, question
from xiezhi.site.staff.situation.numbers import Number, counted, hidden, valued
from xiezhi.site.staff.situation.waiting import answer_of
from xiezhi.work.situation import durations
from xiezhi.work.situation.charts import survival as survival_chart
from xiezhi.work.situation.codes import code_words, in_order
from xiezhi.work.situation.looking import Shown
from xiezhi.work.situation.page_counts import ends
from xiezhi.work.situation.wording import NOTHING, period_words

HERE = "situation_times"
BY = {
    "": ("不分", "All together"),
    "case_class": ("类别", "Class"),
    "instance": ("审级", "Instance"),
    "procedure": ("程序", "Procedure"),
}


@signed_in
def page(request: HttpRequest) -> HttpResponse:
    """Time to close of what is asked for."""
    asked = question(request)
    if isinstance(asked, HttpResponse):
        return asked
    by = picked(request.GET, "by", durations.BY if asked.sight.lists else durations.BY[:1])
    months = picked(request.GET, "months", list(map(str, durations.WINDOWS)))
    asked_window = asked.in_period(durations.window(asked.period, int(months)))
    waited = answer_of(request, durations.TIMES, asked.sight, asked_window.look, {"by": by})
    if isinstance(waited, HttpResponse):
        return waited
    context = head(asked, HERE) | {
        "title": tr("从立案到结案要多久", "Time to close"),
        "choices": choices(asked, by, months),
        "notes": notes(asked_window),
        "waited": waited,
        "charts": charts(waited.of(asked_window), by, waited.answer),
        "kept": kept(asked, by=by, months=months),
    }
    return render(request, "staff/situation/charts.html", context)


def choices(asked: Asked, by: str, months: str) -> list[Choice]:
    windows = [(str(count), tr(f"{count}个月", f"{count} months")) for count in durations.WINDOWS]
    groups = [(name, tr(*words)) for name, words in BY.items()]
    spans = choice(asked, HERE, tr("立案于期末前", "Filed in the last"), "months", windows, months, by=by)
    if not asked.sight.lists:
        return [spans]
    return [
        spans,
        choice(asked, HERE, tr("分开看", "Apart by"), "by", groups, by, months=months),
    ]


def notes(asked: Asked) -> list[str]:
    span = period_words(asked.period)
    return [
        tr(
            f"{span}立案的案件，看到期末为止：未结的算到期末，并案、移送的算到当日（删失）。自然日，不作扣除。",
            f"Cases filed {span}, followed to its end: open ones count until then, merged and transferred ones until they left"
            " (censored). Calendar days, nothing deducted.",
        )
    ]


def charts(asked: Asked, by: str, answer: Mapping[str, Any] | None) -> list[Chart]:
    """The curves, how cases end, and the table beside them."""
    found = durations.counts_beside(asked.sight, asked.look, by)
    curves = list(answer["curves"]) if answer else []
    beside = table_chart(asked, by, found, {curve["group"]: curve for curve in curves}, answer)
    if not curves:
        return [beside]
    if not by:
        return [curve_chart(by, curves[:1]), beside, ends_chart(asked, by, curves[0])]
    pairs = [
        (curve_chart(by, [curve, curves[0]], "w6"), ends_chart(asked, by, curve)) for curve in curves[1:]
    ]
    return [
        curve_chart("", curves[:1], under=_test_words(answer)),
        beside,
        *(chart for pair in pairs for chart in pair),
    ]


def curve_chart(by: str, curves: Sequence[Mapping[str, Any]], wide: str = "w12", under: str = "") -> Chart:
    """The first curve in full, all together in grey beside it."""
    named = [
        survival_chart.Named(
            group_words("" if place else by, one["group"]),
            durations.curve_of(one["curve"]),
            one["closed_only"],
            left=one.get("left"),  # answers computed before it was told have none
        )
        for place, one in enumerate(curves)
    ]
    title = tr("从立案到结案要多久", "How long from filing to closing")
    made = survival_chart.survival(
        named, tr(f"{title}：{named[0].name}", f"{title}: {named[0].name}") if by else title
    )
    return Chart(made.title, made.svg, Table(made.columns, made.rows), made.description, wide, under=under)


def _test_words(answer: Mapping[str, Any] | None) -> str:
    test = answer["test"] if answer else None
    if test is None:
        return ""
    chance = "p<0.001" if test["p"] < 0.001 else f"p={test['p']:.3f}"
    return tr(
        f"各组之间的差别（对数秩检验）：χ²={test['statistic']:.1f}，自由度{test['degrees']}，{chance}；只说明有差别，不说明谁好。",
        f"Difference between the groups (log-rank test): χ²={test['statistic']:.1f}, {test['degrees']} degrees of freedom, {chance}."
        " It says that they differ, not which is better.",
    )


def group_words(by: str, group: str | None) -> str:
    return code_words(by, group) if by else tr("全部", "All")


def days_words(days: float | None) -> str:
    return NOTHING if days is None else tr(f"{days:g}日", f"{days:g} days")


def table_chart(
    asked: Asked,
    by: str,
    found: Mapping[str | None, Mapping[str, Shown]],
    curves: Mapping[str | None, Mapping[str, Any]],
    answer: Mapping[str, Any] | None,
) -> Chart:
    """One row a group: how many were filed, closed, left, are open; the medians; what closings alone would say."""
    rows: list[list[str | Number]] = []
    for group in in_order(by, found) if by else found:
        figures, where = found[group], ((by, group or ""),) if by else ()
        curve = curves.get(group if by else None)
        cells = [
            counted(asked, figures.get(key), where=where)
            for key in ("flow.new", *(one.key for one in ends()))
        ]
        if not any(figures.get(one.key, None) and figures[one.key].numerator for one in ends()) and by:
            continue
        closings = [
            valued(asked, figures.get("ops.median_days"), "days", where=where),
            valued(asked, figures.get("cepej.disposition_time"), "days", where=where),
        ]
        rows.append([group_words(by, group), *cells, *_medians(curve), *closings])
    return Chart(
        tr("中位时间：未结也算，和只看已结", "Median time: with the open cases, and of closings alone"), table_markup(
        Table(
            [tr(*BY[by]) if by else tr("案件", "Cases"), tr("立案", "Filed"),
             *(tr(*pair) for pair in (("已结", "Closed"), ("移送并案", "Left"), ("未结", "Open"))),
             tr("中位（未结也算）", "Median, open counted"), tr("95%区间", "95% interval"), tr("只看其中已结", "Closed of these only"),
             tr("窗口内结案的中位", "Median of the window's closings"), tr("处理时间（CEPEJ，日）", "Disposition time (CEPEJ, days)")],
            rows,
        )),
        under=tr(
            "处理时间＝未结÷结案×天数，只在收结平稳时接近真实时间：少收案时它变短，清理旧案时它变长；只看已结的中位漏掉还没有结的慢案。请与曲线一起看。",
            "Disposition time = pending ÷ closed × days. It is near the true time only in a steady state: it falls when a court takes in"
            " less and rises when it clears old cases; a median of closings leaves out the slow cases that are still open. Read both beside the curve.",
        ),
    )  # fmt: skip


def _medians(curve: Mapping[str, Any] | None) -> list[str | Number]:
    if curve is None:
        return [
            Number(
                tr(
                    f"不足{durations.FEWEST_FOLLOWED}件或待算",
                    f"under {durations.FEWEST_FOLLOWED} or not yet",
                ),
                few=True,
            ),
            NOTHING,
            NOTHING,
        ]
    told = curve["curve"]
    middle, low, high = told["median"], told["median_low"], told["median_high"]
    reached = days_words(middle) if middle is not None else tr("未到一半", "not yet half")
    interval = (
        tr(f"{days_words(low)}至{days_words(high)}", f"{days_words(low)} to {days_words(high)}")
        if low is not None
        else NOTHING
    )
    return [reached, interval, days_words(curve["closed_only"])]


def ends_words(curve: Mapping[str, Any]) -> str:
    """What adds up to all: the shares with that of the cases not closed yet, the counts with those that have no ending."""
    found = durations.curve_of(curve["curve"])
    unended = survival_chart.unended_words(found.unended, curve.get("left"))
    return tr(
        f"按竞争结局计：到同一天数，各方式的比例加上还没有结的比例等于全部。立案{found.cases:,}件，{unended}，其余已结。",
        "Competing ends: by a day the shares of the kinds and that of what is not closed yet add up to all."
        f" Of {found.cases:,} filed: {unended}; the rest were closed.",
    )


def ends_chart(asked: Asked, by: str, curve: Mapping[str, Any]) -> Chart:
    """By kind of closing: how many, and which share has ended so after so many days."""
    group = curve["group"]
    where = ((by, group or ""),) if by else ()
    rows: list[list[str | Number]] = []
    for kind, cases, shares in curve["ends"]:
        name = code_words("closed_kind", kind)
        if cases is None:
            rows.append([name, hidden(), *(NOTHING for _ in durations.MARKS)])
            continue
        href = asked.cases(ends()[0].key, where=(*where, ("closed_kind", kind)))
        rows.append(
            [name, Number(f"{cases:,}", href, counts=True), *(f"{100 * share:.1f}%" for share in shares)]
        )
    marks = [tr(f"{day}日内", f"within {day} days") for day in durations.MARKS]
    name = group_words(by, group)
    return Chart(
        tr(f"怎样结案：{name}", f"How cases end: {name}"), table_markup(Table([tr("结案方式", "Kind of closing"), tr("已结", "Closed"), *marks], rows)), None,
        ends_words(curve),
        "w6" if by else "w12",
    )  # fmt: skip
