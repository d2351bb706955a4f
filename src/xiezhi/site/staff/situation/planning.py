"""Planning: how many closings keep the stock from growing, and which open cases pass their limit in the next months if nothing changes."""

from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from xiezhi.rules.language import tr
from xiezhi.site.staff.situation.asking import Asked
from xiezhi.site.staff.situation.choices import kept, supposed, table_markup
from xiezhi.site.staff.situation.door import signed_in
from xiezhi.site.staff.situation.frame import Chart, Table, head, question
from xiezhi.site.staff.situation.numbers import Number, counted
from xiezhi.site.staff.situation.stock import class_rows
from xiezhi.work.situation.charts import Count
from xiezhi.work.situation.charts.ages import Band, ages
from xiezhi.work.situation.flow_keys import PENDING
from xiezhi.work.situation.page_counts import limits, passing
from xiezhi.work.situation.planning import Plan, months_of_work, months_to, plan
from xiezhi.work.situation.wording import NOTHING, period_words

HERE = "situation_planning"
MOST_TYPED = 1_000_000
PACES = (0.95, 1.0, 1.05, 1.1)  # of the closings of a usual month


@signed_in
def page(request: HttpRequest) -> HttpResponse:
    """The plan from the last day of the facts on; the period asked for does not matter."""
    asked = question(request)
    if isinstance(asked, HttpResponse):
        return asked
    found = plan(asked.sight, asked.look)
    faults: list[str] = []
    target = supposed(request.GET, "target", tr("目标未结", "Stock aimed at"), MOST_TYPED, faults)
    asked = asked.with_faults(faults)
    context = head(asked, HERE) | {
        "title": tr("规划", "Planning"), "kept": kept(asked),
        "notes": [note(found)] if found else [], "charts": charts(asked, found, target) if found else [],
        "what_if": {"typed": request.GET.get("target", ""), "offered": found is not None and found.a_month is not None, "hidden": asked.values()},
    }  # fmt: skip
    return render(request, "staff/situation/planning.html", context)


def note(found: Plan) -> str:
    day = found.day.end.isoformat()
    return tr(
        f"不看所选期间：未结以数据所到的最后一日（{day}）为准，收结以{period_words(found.year)}的月均为准。",
        f"Whatever the period chosen: pending on the last day of the facts ({day}); new and closed as the monthly mean of {period_words(found.year)}.",
    )


def charts(asked: Asked, found: Plan, target: float | None) -> list[Chart]:
    made = [pace_chart(asked, found, target)]
    # A drawing with a part hidden would add the rest up as if it were all.
    if not any(found.whole[one.key].hidden for one in (*passing(), *limits())):
        made.append(passing_chart(asked, found))
    return [*made, classes_chart(asked, found)] if found.classes else made


def pace_chart(asked: Asked, found: Plan, target: float | None) -> Chart:
    """The stock in months of work, and what each pace of closing leads to."""
    pending, usual = found.whole[PENDING], found.a_month
    year = replace(asked, period=found.year)
    rows: list[list[str | Number]] = [
        [tr("未结", "Pending"), counted(asked, pending)],
        [tr("近十二个月新收", "New in the last twelve months"), counted(year, found.new)],
        [tr("近十二个月结案", "Closed in the last twelve months"), counted(year, found.closed)],
    ]
    title = tr(
        "每月结多少，存量不增：按近十二个月",
        "How many closings keep the stock level: by the last twelve months",
    )
    if usual is None or pending.numerator is None:
        return Chart(title, table_markup(Table([tr("项目", "Item"), tr("件", "Cases")], rows)), wide="w5")
    new, closed = usual
    digits = 1 if asked.sight.lists else 0  # counts in fives, divided, are no more exact
    work = months_of_work(pending.numerator, closed)
    rows += [
        [
            tr("月均新收＝存量不增须结", "New a month = closings that keep the stock level"),
            f"{new:,.{digits}f}",
        ],
        [tr("月均结案", "Closed a month"), f"{closed:,.{digits}f}"],
        [
            tr("存量相当于几个月的结案", "Stock in months of closings"),
            NOTHING if work is None else f"{work:.{digits}f}",
        ],
    ]
    if target is not None:
        for pace in PACES:
            months = months_to(pending.numerator, target, new, closed * pace)
            told = (
                tr("到不了", "never")
                if months is None
                else tr(f"{months:.{digits}f}个月", f"{months:.{digits}f} months")
            )
            name = tr(
                f"降到{target:,.0f}件，每月结{closed * pace:,.0f}",
                f"Down to {target:,.0f} with {closed * pace:,.0f} closed a month",
            )
            rows.append([name, told])
    return Chart(
        title,
        table_markup(Table([tr("项目", "Item"), tr("件", "Cases")], rows)),
        say=pace_words(new - closed, digits),
        wide="w5",
    )


def pace_words(gap: float, digits: int = 1) -> str:
    """Whether the stock grows at the pace of the last year; `digits`: decimals of what is told."""
    if abs(gap) < 0.5 / 10**digits:
        return tr(
            "现在每月结的和收的一样多，存量不增不减。",
            "As many are closed each month as come in: the stock stays level.",
        )
    if gap > 0:
        return tr(
            f"现在每月比新收少结{gap:,.{digits}f}件，存量在增。",
            f"{gap:,.{digits}f} fewer are closed than come in each month: the stock grows.",
        )
    return tr(
        f"现在每月比新收多结{-gap:,.{digits}f}件，存量在减。",
        f"{-gap:,.{digits}f} more are closed than come in each month: the stock shrinks.",
    )


def passing_chart(asked: Asked, found: Plan) -> Chart:
    """The pending stock by when its limit ends."""
    past, *others = limits()
    bands = [_band(asked, found, past.key, past.words, long=True)]
    bands += [_band(asked, found, one.key, _ahead(place), long=False) for place, one in enumerate(passing())]
    bands += [
        _band(asked, found, one.key, one.words.partition("，")[2] or one.words, long=False) for one in others
    ]
    made = ages(bands, tr("照现在这样，什么时候届满", "When their limits end if nothing changes"))
    under = tr(
        "以延长、扣除后的期限为准，今后的扣除和延长不计；停表的没有在走的期限。",
        "By the limit as deducted and extended; what may still be deducted or granted is not counted. A stopped clock has no running limit. ",
    ) + without_day_words(found)
    return Chart(
        made.title,
        made.svg,
        Table([tr("届满", "Limit ends"), tr("未结", "Pending"), tr("占比", "Share")], made.rows),
        wide="w7",
        under=under,
    )


def without_day_words(found: Plan) -> str:
    """How many count below only in the share of the pending within the limit; nothing where that may not be told."""
    _, _, stopped, unlimited = (found.whole[one.key].numerator for one in limits())
    if stopped is None or unlimited is None or not stopped + unlimited:
        return ""
    return tr(
        f"停表的{stopped:,.0f}件和没有审限的{unlimited:,.0f}件，在“法定审限内未结案比率”里只计入分母。",
        f"The {stopped:,.0f} with a stopped clock and the {unlimited:,.0f} without a limit count below only in the share of the pending within the limit.",
    )


def _ahead(place: int) -> str:
    if place == 0:
        return tr("一个月内", "within a month")
    return tr(f"第{place + 1}个月", f"month {place + 1}")


def _band(asked: Asked, found: Plan, key: str, words: str, *, long: bool) -> Band:
    shown = found.whole[key]
    return Band(
        words, None if shown.hidden else Count(shown.numerator or 0, counted(asked, shown).href), long
    )


def classes_chart(asked: Asked, found: Plan) -> Chart:
    past, later, stopped, unlimited = limits()
    columns = (past, *passing(), later, stopped, unlimited)
    rows = class_rows(asked, found.classes, [PENDING, *(one.key for one in columns)])
    heads = [
        tr("类别", "Class"), tr("未结", "Pending"), tr("已超", "Past"), *(_ahead(place) for place in range(len(passing()))),
        tr("更晚", "Later"), tr("停表", "Clock stopped"), tr("无期限", "No limit"),
    ]  # fmt: skip
    return Chart(tr("按类别", "By class"), table_markup(Table(heads, rows)))
