"""Are closings spread evenly over the year and the month; and what went with the rush where they are not (均衡结案)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from xiezhi.rules.language import tr
from xiezhi.site.staff.situation.asking import Asked
from xiezhi.site.staff.situation.choices import table_markup
from xiezhi.site.staff.situation.door import signed_in
from xiezhi.site.staff.situation.frame import Chart, Table, head, question
from xiezhi.site.staff.situation.numbers import Number, counted, valued
from xiezhi.work.situation.balance import Month, Tenth, Year, keys_beside, months, years
from xiezhi.work.situation.charts import Count
from xiezhi.work.situation.charts.months import Closings, InOut, in_out, month_bars
from xiezhi.work.situation.charts.scale import month_words
from xiezhi.work.situation.counts import name_of
from xiezhi.work.situation.flow_keys import BALANCE, CLOSED, NEW
from xiezhi.work.situation.page_counts import YOUNG_DAYS
from xiezhi.work.situation.wording import NOTHING, period_words

HERE = "situation_balance"
PARTS = (("上旬", "1st–10th"), ("中旬", "11th–20th"), ("下旬", "from the 21st"))


@signed_in
def page(request: HttpRequest) -> HttpResponse:
    """The balance of the year asked for."""
    asked = question(request)
    if isinstance(asked, HttpResponse):
        return asked
    found = months(asked.sight, asked.look)
    context = head(asked, HERE) | {
        "title": tr("均衡结案", "Balance of closings"),
        "notes": [
            tr(
                "月月平均而存量不断增加的法院，均衡结案度也是1，所以与新收一起看。下旬、12月多结本身不说明什么：点开看那些案件，连同延长和隐性超审限。",
                "A court with flat closings and a growing stock scores 1 too: read it beside the intake. More closings from the 21st on or in December"
                " say nothing by themselves: open the cases, with the extensions and hidden overruns among them.",
            )
        ],
        "charts": charts(asked, found, years(asked.sight, asked.look)) if found else [],
    }
    return render(request, "staff/situation/charts.html", context)


def charts(asked: Asked, found: list[Month], spans: list[Year]) -> list[Chart]:
    # Who lists no cases sees a drawing of all its months or none: over a part of them its means and sums would be wrong.
    hidden = any(month.figures[key].hidden for month in found for key in (CLOSED, NEW))
    made = [] if hidden else [bars(asked, found), flow(asked, found)]
    made.append(years_chart(asked, spans))
    if any(month.tens for month in found):
        made.append(tens_chart(asked, found))
    return made


def bars(asked: Asked, found: list[Month]) -> Chart:
    """Closings of each month, their last ten-day part darker, new cases dashed."""
    closings = [
        Closings(
            month.period.start,
            _count(asked, month, CLOSED),
            _late(asked, month),
            month.figures[NEW].numerator,
        )
        for month in found
    ]
    made = month_bars(
        closings,
        tr("每月结案，深色为下旬", "Closings by month; darker: from the 21st on"),
        late=tr(*PARTS[-1]),
    )
    return Chart(made.title, made.svg, Table(made.columns, made.rows), made.description, "w7")


def _count(asked: Asked, month: Month, key: str) -> Count:
    shown = month.figures[key]
    return Count(shown.numerator or 0, counted(asked, shown).href)


def _late(asked: Asked, month: Month) -> Count | None:
    if not month.tens:
        return None
    shown = month.tens[-1].figures[CLOSED]
    return Count(shown.numerator or 0, counted(asked, shown).href)


def flow(asked: Asked, found: list[Month]) -> Chart:
    known = [
        InOut(month.period.start, _count(asked, month, NEW), _count(asked, month, CLOSED)) for month in found
    ]
    made = in_out(known)
    return Chart(made.title, made.svg, Table(made.columns, made.rows), made.description, "w5")


def years_chart(asked: Asked, spans: list[Year]) -> Chart:
    """The balance of closings, and December against its share of intake and of working days."""
    rows: list[list[str | Number]] = []
    for year in spans:
        closed, new = year.december.get(CLOSED), year.december.get(NEW)
        rows.append(
            [
                period_words(year.period),
                valued(asked, year.balance, "ratio") if year.balance else Number(tr("未满一年", "not over yet"), few=True),
                counted(asked, closed), percent(year.closed_share), counted(asked, new), percent(year.new_share), percent(year.expected),
            ]
        )  # fmt: skip
    heads = [
        tr("年", "Year"), tr("均衡结案度", "Balance"), tr("12月结案", "Closed in December"), tr("占全年结案", "of the year's"),
        tr("12月新收", "New in December"), tr("占全年新收", "of the year's"), tr("12月占全年工作日", "December's working days"),
    ]  # fmt: skip
    return Chart(
        tr("全年与12月", "The year and its December"),
        table_markup(Table(heads, rows)),
        links=[definition(asked)],
    )


def definition(asked: Asked) -> tuple[str, str]:
    return tr("公式", "Formula"), asked.address("situation_indicator", BALANCE)


def percent(share: float | None) -> str:
    return NOTHING if share is None else f"{100 * share:.1f}%"


def tens_chart(asked: Asked, found: list[Month]) -> Chart:
    """Each month in its ten-day parts: closings, their share and that of working days, and what went with them."""
    rows = [ten_row(asked, month, place, ten) for month in found for place, ten in enumerate(month.tens)]
    heads = [
        tr("旬", "Part of the month"), tr("结案", "Closed"), tr("占当月结案", "of the month's"), tr("占当月工作日", "of its working days"),
        *(beside_words(key) for key in keys_beside()),
    ]  # fmt: skip
    under = tr(
        f"每一个数都打开那几日结的案件。延长、隐性超审限、立案不满{YOUNG_DAYS}日结案只是并列，不是原因。",
        "Each number opens the cases closed on those days. What stands beside is no cause.",
    )
    return Chart(tr("月内各旬", "Within the month"), table_markup(Table(heads, rows)), under=under)


def beside_words(key: str) -> str:
    """The name of a count in the head of a column."""
    short = {
        "count.extended": ("曾延长", "Extended"), "count.young": (f"立案不满{YOUNG_DAYS}日", f"Under {YOUNG_DAYS} days old"),
        "count.hidden_closed": ("隐性超审限", "Hidden overruns"),
    }  # fmt: skip
    return tr(*short[key]) if key in short else name_of(key)


def ten_row(asked: Asked, month: Month, place: int, ten: Tenth) -> list[str | Number]:
    name = f"{month_words(month.period.start)}{tr('', ' ')}{tr(*PARTS[place])}"
    beside = [counted(asked, ten.figures.get(key)) for key in keys_beside()]
    return [name, counted(asked, ten.figures[CLOSED]), percent(ten.share), percent(ten.expected), *beside]
