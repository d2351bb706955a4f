"""The overview: does the stock grow, and where. Ten seconds for the answer, one press for the cases."""

from dataclasses import replace
from typing import Any, NamedTuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.html import format_html, format_html_join

from xiezhi.record.models.jobs import OPEN
from xiezhi.rules.indicators.columns import fact_columns
from xiezhi.rules.indicators.periods import Period
from xiezhi.rules.language import tr
from xiezhi.rules.tiles import places
from xiezhi.site.staff.access import signed_in
from xiezhi.site.staff.situation import choosers
from xiezhi.site.staff.situation import durations as times_page
from xiezhi.site.staff.situation.asking import ONLY, Asked
from xiezhi.site.staff.situation.frame import Chart, Table, figure, head, question
from xiezhi.site.staff.situation.numbers import DENOMINATOR, Number, counted
from xiezhi.site.staff.situation.waiting import earlier_words
from xiezhi.work.situation import computed, durations
from xiezhi.work.situation.charts import Count, ages, flow, limits, months, multiples
from xiezhi.work.situation.charts.rendering import Markup
from xiezhi.work.situation.counts import LONG_FROM
from xiezhi.work.situation.few import FEW
from xiezhi.work.situation.looking import Shown
from xiezhi.work.situation.overview import overview
from xiezhi.work.situation.overview_values import BALANCE, CLOSED, NEW, PENDING, Area, Flow, Overview
from xiezhi.work.situation.wording import (
    NOTHING,
    change_words,
    count_words,
    month_words,
    period_words,
    short_name,
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
        return Chart(title, format_html('<dl class="flow-words">{}</dl>', told), table)
    counts: dict[str, Any] = {
        key: Count(getattr(found.flow, key).numerator or 0, numbers[key].href) for key in FLOW_WORDS
    }
    return Chart(title, flow.flow(**counts).svg, table, say=growth(found))


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
    value = "" if found.balance is None else tr("", " ") + value_words(found.balance.value, "ratio")
    span = month_span(found.year[0].period, found.year[-1].period)
    title = tr(f"均衡结案度{value}（{span}）", f"Balance of closings{value} ({span})")
    return figure(
        months.month_bars(bars, title), wide="w5", counts=True, links=[(tr("公式", "Formula"), asked.address("situation_indicator", BALANCE))],
        say=tr("图中各月结案：1减标准差与均值之比，不足三个月不算。要同新收一起看。", "1 less the spread of the closings of the months"
            " drawn by their mean, from three months on. Read it beside intake."),
    )  # fmt: skip


def month_span(first: Period, last: Period) -> str:
    """From one month to another, by their names."""
    names = [month_words(one) for one in (first, last)]
    return names[0] if first == last else tr(f"{names[0]}至{names[1]}", f"{names[0]} to {names[1]}")


def growth(found: Overview) -> str:
    """The answer in a sentence: by how much the stock grew, large, and intake and closings against the same period last year."""
    grown = found.flow.grown
    if grown is None:
        return ""
    told = [
        _change(tr("新收", "new cases"), found.flow.new.numerator, found.before.new.numerator),
        _change(tr("结案", "closings"), found.flow.closed.numerator, found.before.closed.numerator),
    ]
    if grown:
        way = tr("增加", "more") if grown > 0 else tr("减少", "fewer")
        stock = tr(
            f"未结比期初{way}{count_words(abs(grown))}件",
            f"the stock has {count_words(abs(grown))} {way} cases than at the start",
        )
    else:
        stock = tr("未结与期初持平", "the stock is as at the start")
    last = tr(
        f"（与{period_words(found.before.new.period)}相比）",
        f" (against {period_words(found.before.new.period)})",
    )
    compared = [one for one in told if one]
    answer = format_html("<strong>{}{}</strong>", stock[:1].upper() + stock[1:], tr("。", "."))
    if not compared:
        return answer
    changes = tr("，", ", ").join(compared) + last + tr("。", ".")
    return format_html("{}{}", answer, changes[:1].upper() + changes[1:])


def _change(what: str, now: float | None, before: float | None) -> str:
    """By how many per cent, or of few cases by how many."""
    if now is not None and before is not None and before < FEW:
        return f"{what}{tr('', ' ')}{signed(now - before, '', digits=0)}{tr('件', '')}"
    change = change_words(now, before)
    return f"{what}{tr('', ' ')}{change}" if change else ""


def _flow_table(asked: Asked, found: Overview) -> Table:
    columns: list[tuple[str, Flow]] = [
        (tr("本期", "This period"), found.flow),
        (tr("上年同期", "Same period last year"), found.before),
        (tr("上期", "Previous period"), found.previous),
    ]
    rows: list[list[str | Number]] = []
    for key, pair in FLOW_WORDS.items():
        shown = [getattr(flow, key) for _, flow in columns]
        changes = [change_words(shown[0].numerator, other.numerator) or "—" for other in shown[1:]]
        rows.append(
            [
                tr(*pair),
                counted(asked, shown[0]),
                counted(asked, shown[1]),
                changes[0],
                counted(asked, shown[2]),
                changes[1],
            ]
        )
    names = [words for words, _ in columns]
    return Table(
        [tr("项目", "Item"), names[0], names[1], tr("同比", "Change"), names[2], tr("环比", "Change")], rows
    )


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
        pairs.append(limits.Pair(class_words(one.value), whole, *sides))
    return figure(
        limits.net_and_gross(pairs), wide=wide, counts=True,
        say=tr("实心为净：不过扣除、延长后的届满日；空心为毛：自然天数不过基本期限。两点之间是隐性超审限。",
            "Solid: net, by the last day after deductions and extensions. Hollow: gross, within the base limit by the calendar."
            " Between the two lie the hidden overruns."),
    )  # fmt: skip


def class_words(value: str | None) -> str:
    """The name of a class of cases."""
    pair = fact_columns()["case_class"].words.get(value or "")
    return tr(*pair) if pair else tr("未填类别", "class not told")


def classes(asked: Asked, found: Overview) -> Table:
    """The flow by class, in the order of the catalogue."""
    rows: list[list[str | Number]] = []
    for part in found.classes:
        where = (("case_class", part.value or ""),)
        cells = [counted(asked, part.flow.get(f"flow.{key}"), where=where) for key in FLOW_WORDS]
        ends = [part.flow.get(key) for key in ("flow.opening", PENDING)]
        rows.append([class_words(part.value), *cells, change(*ends)])
    heads = (tr(*pair) for pair in FLOW_WORDS.values())
    return Table([tr("类别", "Class"), *heads, tr("存量增减", "Change of stock")], rows)


def change(opening: Shown | None, pending: Shown | None) -> str:
    """By how much a stock grew; nothing where a count of it is not shown."""
    counts = [one.numerator if one else 0.0 for one in (opening, pending)]
    if counts[0] is None or counts[1] is None:
        return NOTHING
    return signed(counts[1] - counts[0], "", digits=0)


class Tile(NamedTuple):
    """An area as it is drawn: as a tile, and as one of the small multiples. `spot`: its row and column on the map, if it has
    one; `place`: its name there."""

    spot: tuple[int, int] | None
    name: str
    place: str
    href: str
    pending: Number
    note: str
    few: bool
    drawing: Markup
    top: str
    new: Number
    closed: Number
    month: str


def tile(asked: Asked, area: Area) -> Tile:
    """A court or an area with its stock, by how much that grew, and its months."""
    key = str(area.court.pk)
    name = short_name(choosers.area_words(area.court, below=area.below))
    href = asked.address(HERE, court=key if area.below else f"{key}{ONLY}", division=None)
    last, new, closed = area.months[-1]
    grown = signed(area.new - area.closed, "", digits=0)
    note = tr(f"本期{grown}", grown)

    def number(figure: str, count: float, period: Period) -> Number:
        opened = asked.cases(figure, period=period, court=key, below=area.below) if count else ""
        return Number(count_words(count), opened, counts=True)

    code = area.court.code
    return Tile(
        spot=places(code[:1]).get(code) if area.below else None,
        name=name,
        place=place_words(name),
        href=href,
        pending=number(PENDING, area.pending, asked.period),
        note=note,
        few=area.pending < FEW,
        drawing=small(area, name),
        top=count_words(max(max(month[1:]) for month in area.months)),
        new=number(NEW, new, last),
        closed=number(CLOSED, closed, last),
        month=month_words(last),
    )


def place_words(name: str) -> str:
    """An area by its place alone: 桑荫市."""
    return name.removesuffix("中院辖区").removesuffix(" Intermediate, area") or name


def small(area: Area, name: str) -> Markup:
    """The months of an area as two small lines."""
    new, closed = [month[1] for month in area.months], [month[2] for month in area.months]
    return multiples.spark(multiples.Area(name, new, closed), area.months[0][0].start).svg
