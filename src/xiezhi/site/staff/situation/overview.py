"""The overview: does the stock grow, and where. Ten seconds for the answer, one press for the cases."""

from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.html import format_html, format_html_join

from xiezhi.record.models.jobs import OPEN
from xiezhi.rules.indicators.periods import Period
from xiezhi.rules.language import tr
from xiezhi.site.staff.situation import durations as times_page
from xiezhi.site.staff.situation.asking import Asked
from xiezhi.site.staff.situation.door import signed_in
from xiezhi.site.staff.situation.frame import Chart, Table, figure, head, question
from xiezhi.site.staff.situation.numbers import DENOMINATOR, Number, counted
from xiezhi.site.staff.situation.overview_tiles import tile
from xiezhi.site.staff.situation.waiting import earlier_words
from xiezhi.work.situation import computed, durations
from xiezhi.work.situation.charts import Count, ages, flow, limits, months
from xiezhi.work.situation.charts.scale import month_words
from xiezhi.work.situation.codes import code_words
from xiezhi.work.situation.counts import LONG_FROM
from xiezhi.work.situation.engine.figures import FEWEST_MONTHS
from xiezhi.work.situation.few import FEW, is_few
from xiezhi.work.situation.flow_keys import BALANCE, PENDING
from xiezhi.work.situation.looking import Shown
from xiezhi.work.situation.overview import overview
from xiezhi.work.situation.overview_values import Flow, Overview
from xiezhi.work.situation.wording import (
    NOTHING,
    change_words,
    count_words,
    period_words,
    signed,
    value_words,
)

HERE = "situation"
FLOW_WORDS = {
    "opening": ("旧存", "Opening"),
    "new": ("新收", "New"),
    "closed": ("结案", "Closed"),
    "pending": ("未结", "Pending"),
}


@signed_in
def page(request: HttpRequest) -> HttpResponse:
    """The overview of what is asked for."""
    asked = question(request)
    if isinstance(asked, HttpResponse):
        return asked
    found = overview(asked.sight, asked.look)
    context: dict[str, Any] = head(asked, HERE) | {"found": found}
    if found is not None:
        context |= parts(asked, found)
    return render(request, "staff/situation/overview.html", context)


def parts(asked: Asked, found: Overview) -> dict[str, Any]:
    """Everything the page draws."""
    drawn = [tile(asked, area) for area in found.areas]
    times, balance = times_chart(asked), balance_chart(asked, found)
    return {
        "flow": flow_chart(asked, found),
        "months": months_chart(asked, found, "w7" if balance else "w12"),
        "balance": balance,
        "ages": ages_chart(asked, found),
        "times": times,
        "limits": limits_chart(asked, found, "w5" if times else "w12"),
        "classes": classes(asked, found),
        "areas": drawn,
        "mapped": [one for one in drawn if one.spot],
        "unmapped": [one for one in drawn if not one.spot],
        "few_areas": any(one.few for one in drawn),
        "flaws": [
            (one.words, counted(asked, shown))
            for one, shown in found.flaws
            if shown.numerator or shown.hidden
        ],
    }


def flow_chart(asked: Asked, found: Overview) -> Chart:
    """The flow as two bars of one length, or in words where small counts stay hidden."""
    words = {key: tr(*pair) for key, pair in FLOW_WORDS.items()}
    numbers = {key: counted(asked, getattr(found.flow, key)) for key in FLOW_WORDS}
    title = tr("旧存＋新收－结案＝未结", "Opening + new − closed = pending")
    table = _flow_table(asked, found)
    if found.flow.opening.hidden:
        told = format_html_join(
            "", "<div><dt>{}</dt><dd>{}</dd></div>", ((words[key], numbers[key]) for key in words)
        )
        return Chart(
            title, format_html('<dl class="flow-words">{}</dl>', told), table, since_january(asked, found)
        )
    counts: dict[str, Any] = {
        key: Count(getattr(found.flow, key).numerator or 0, numbers[key].href) for key in FLOW_WORDS
    }
    said = [(one,) for one in (growth(found), since_january(asked, found)) if one]
    return Chart(title, flow.flow(**counts).svg, table, say=format_html_join(tr("", " "), "{}", said))


def count_at(asked: Asked, shown: Shown) -> Count:
    """A figure as charts take it."""
    return Count(shown.numerator or 0, counted(asked, shown).href)


def months_chart(asked: Asked, found: Overview, wide: str) -> Chart | None:
    """New and closed, month by month, with the gap between them."""
    if not found.months or any(one.hidden for month in found.months for one in (month.new, month.closed)):
        return None
    line = [
        months.InOut(one.period.start, count_at(asked, one.new), count_at(asked, one.closed))
        for one in found.months
    ]
    return figure(
        months.in_out(line), wide=wide, counts=True,
        say=tr("结案常在年底冲高、春节前后回落，季度之间不直接比较。", "Closings often peak at the year's end and dip around the Spring Festival:"
            " quarters do not compare directly."),
    )  # fmt: skip


def balance_chart(asked: Asked, found: Overview) -> Chart | None:
    """Closings of the year month by month, with the measure of their evenness."""
    if asked.sight.personal:
        return None
    if not found.year or any(one.hidden for month in found.year for one in (month.new, month.closed)):
        return None
    bars = [
        months.Closings(one.period.start, count_at(asked, one.closed), new=one.new.numerator)
        for one in found.year
    ]
    few = "" if found.balance is None or not is_few(found.balance) else few_closings(found.balance)
    value = "" if found.balance is None or few else tr("", " ") + value_words(found.balance.value, "ratio")
    span = month_span(found.year[0].period, found.year[-1].period)
    title = tr(f"均衡结案度{value}（{span}）", f"Balance of closings{value} ({span})")
    return figure(
        months.month_bars(bars, title), wide="w5", counts=True, links=[(tr("公式", "Formula"), asked.address("situation_indicator", BALANCE))],
        say=few + tr(f"图中各月结案：1减标准差与均值之比，不足{FEWEST_MONTHS}个月不算。要同新收一起看。", "1 minus (standard deviation ÷ mean) of"
            f" monthly closings, for the months drawn, from {FEWEST_MONTHS} on. Read it beside intake."),
    )  # fmt: skip


def few_closings(balance: Shown) -> str:
    """The measure of few closings: no heading, but told with what it rests on."""
    value, count = value_words(balance.value, "ratio"), count_words(balance.numerator)
    return tr(
        f"只结{count}件，不足{FEW}件，{value}只作参考。",
        f"It rests on {count} closings, fewer than {FEW}: {value} is for reference only. ",
    )


def month_span(first: Period, last: Period) -> str:
    """From one month to another, by their names."""
    names = [month_words(one.start) for one in (first, last)]
    return names[0] if first == last else tr(f"{names[0]}至{names[1]}", f"{names[0]} to {names[1]}")


def growth(found: Overview) -> str:
    """The answer in a sentence: by how much the stock grew, large, and intake and closings against the same period last year."""
    grown = found.flow.grown
    if grown is None:
        return ""
    if grown:
        way = tr("增加", "more") if grown > 0 else tr("减少", "fewer")
        stock = tr(
            f"未结比期初{way}{count_words(abs(grown))}件",
            f"the stock has {count_words(abs(grown))} {way} cases than at the start",
        )
    else:
        stock = tr("未结与期初持平", "the stock is as at the start")
    stock += _stock_beside(found)
    answer = format_html("<strong>{}{}</strong>", stock[:1].upper() + stock[1:], tr("。", "."))
    changes = _compared(found.flow, found.before) if found.before is not None else ""
    return format_html("{}{}", answer, changes[:1].upper() + changes[1:])


def _stock_beside(found: Overview) -> str:
    """The stock against that at the end of the same period last year, and at the beginning of the year: of a quarter alone, which has its
    season, nobody sees whether it grows."""
    pending = found.flow.pending.numerator
    told = [
        _change(tr("比上年同期末", "against the same end last year"), pending, found.before.pending.numerator if found.before else None),
        _change(tr("比年初", "since the year began"), pending, found.to_date[0].opening.numerator if found.to_date else None),
    ]  # fmt: skip
    return "".join(tr("，", ", ") + one for one in told if one)


def since_january(asked: Asked, found: Overview) -> str:
    """What came in and was closed since the year began, and by how much more than in the same days of last year; "" where the period is all of
    it, or that may not be told."""
    if found.to_date is None or found.to_date[0].new.hidden:
        return ""
    now, before = found.to_date
    changes = _compared(now, before) if before is not None else ""
    return format_html(
        tr("{}累计新收{}件，结案{}件{}", "{}: {} came in, {} closed{}"), period_words(now.new.period), counted(asked, now.new),
        counted(asked, now.closed), (tr("；", "; ") + changes) if changes else tr("。", "."),
    )  # fmt: skip


def _compared(flow: Flow, before: Flow) -> str:
    """Intake and closings against those of another period; "" where neither may be told."""
    told = (
        _change(tr("新收", "new cases"), flow.new.numerator, before.new.numerator),
        _change(tr("结案", "closings"), flow.closed.numerator, before.closed.numerator),
    )
    compared = [one for one in told if one]
    if not compared:
        return ""
    against = period_words(before.new.period)
    return tr("，", ", ").join(compared) + tr(f"（与{against}相比）。", f" (against {against}).")


def _change(what: str, now: float | None, before: float | None) -> str:
    """By how many per cent, or of few cases by how many."""
    if now is not None and before is not None and before < FEW:
        return f"{what}{tr('', ' ')}{signed(now - before, '', digits=0)}{tr('件', '')}"
    change = change_words(now, before)
    return f"{what}{tr('', ' ')}{change}" if change else ""


def _flow_table(asked: Asked, found: Overview) -> Table:
    rows: list[list[str | Number]] = []
    for key, pair in FLOW_WORDS.items():
        now: Shown = getattr(found.flow, key)
        row: list[str | Number] = [tr(*pair), counted(asked, now)]
        for other in (found.before, found.previous):
            then: Shown | None = getattr(other, key) if other else None
            changed = change_words(now.numerator, then.numerator) if then else ""
            row += [counted(asked, then), changed or NOTHING]
        rows.append(row)
    heads = [
        tr("项目", "Item"), tr("本期", "This period"), tr("上年同期", "Same period last year"), tr("同比", "Change"),
        tr("上期", "Previous period"), tr("环比", "Change"),
    ]  # fmt: skip
    return Table(heads, rows)


def ages_chart(asked: Asked, found: Overview) -> Chart | None:
    """The pending stock by age."""
    if not found.ages or any(one.hidden for _, one in found.ages):
        return None
    bands = [
        ages.Band(one.words, count_at(asked, shown), long=place >= LONG_FROM)
        for place, (one, shown) in enumerate(found.ages)
    ]
    return figure(ages.ages(bands, tr("未结案件已历时", "Age of the pending stock")), wide="w5", counts=True)


def times_chart(asked: Asked) -> Chart | None:
    """Time to close of what was filed in the twelve months up to the end of the period, as the worker has computed it; until then it says so.
    None where it would be about one person."""
    if asked.sight.personal:
        return None
    whole = asked.in_period(durations.window(asked.period, durations.WINDOWS[0]))
    told = computed.computed(
        durations.TIMES, asked.sight, whole.look, {"by": durations.WHOLE}, at=timezone.now()
    )
    more = [(tr("细看", "More"), asked.address(times_page.HERE))]
    failed = told.job is not None and told.job.state not in OPEN
    if told.answer is None:
        waits = tr(
            "曲线由后台计算，片刻之后刷新本页即见。",
            "The worker computes this curve: reload the page in a moment.",
        )
        if failed:
            waits = tr(
                "曲线没有算成；原因见“细看”，可以再算一次。",
                "This curve could not be computed: see “More” for the reason, and to compute it again.",
            )
        title = tr("从立案到结案要多久", "How long from filing to closing")
        return Chart(title, "", None, waits, "w7", more)
    curves = told.answer["curves"]
    if not curves:
        return None
    chart = times_page.curve_chart("", curves[:1], "w7", under=earlier_words(told.earlier, failed=failed))
    return replace(chart, links=more)


def limits_chart(asked: Asked, found: Overview, wide: str) -> Chart | None:
    """Within the limit, net and gross, class by class: what lies between the two was made timely by deductions and extensions."""
    shown = [one for one in found.limits if not one.net.hidden and not one.gross.hidden]
    if not shown:
        return None
    pairs = []
    for one in shown:
        where = (("case_class", one.value or ""),)
        sides = [
            Count(side.numerator or 0, counted(asked, side, where=where).href)
            for side in (one.net, one.gross)
        ]
        whole = Count(one.net.denominator or 0, counted(asked, one.net, DENOMINATOR, where=where).href)
        pairs.append(limits.Pair(code_words("case_class", one.value), whole, *sides))
    return figure(
        limits.net_and_gross(pairs), wide=wide, counts=True,
        say=tr("实心为净：不过扣除、延长后的届满日；空心为毛：自然天数不过基本期限。两点之间是隐性超审限。",
            "Solid: net, by the last day after deductions and extensions. Hollow: gross, within the base limit by the calendar."
            " Between the two lie the hidden overruns."),
    )  # fmt: skip


def classes(asked: Asked, found: Overview) -> Table:
    """The flow by class, in the order of the catalogue."""
    rows: list[list[str | Number]] = []
    for part in found.classes:
        where = (("case_class", part.value or ""),)
        cells = [counted(asked, part.flow.get(f"flow.{key}"), where=where) for key in FLOW_WORDS]
        ends = [part.flow.get(key) for key in ("flow.opening", PENDING)]
        rows.append([code_words("case_class", part.value), *cells, change(*ends)])
    heads = (tr(*pair) for pair in FLOW_WORDS.values())
    return Table([tr("类别", "Class"), *heads, tr("存量增减", "Change of stock")], rows)


def change(opening: Shown | None, pending: Shown | None) -> str:
    """By how much a stock grew; nothing where a count of it is not shown."""
    counts = [one.numerator if one else 0.0 for one in (opening, pending)]
    if counts[0] is None or counts[1] is None:
        return NOTHING
    return signed(counts[1] - counts[0], "", digits=0)
