"""Cases by the quarter of their filing: what share was closed after so many days."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from xiezhi.rules.language import tr
from xiezhi.site.staff.situation.asking import Asked
from xiezhi.site.staff.situation.choices import table_markup
from xiezhi.site.staff.situation.cohort_drawing import cohort_lines
from xiezhi.site.staff.situation.door import signed_in
from xiezhi.site.staff.situation.frame import Chart, Table, head, question
from xiezhi.site.staff.situation.numbers import Number, counted, hidden, no_cases
from xiezhi.work.situation.cohorts import Cohort, Part, cohorts
from xiezhi.work.situation.few import FEW
from xiezhi.work.situation.horizon import last_day
from xiezhi.work.situation.page_counts import COHORT_DAYS
from xiezhi.work.situation.wording import day_words, period_words

HERE = "situation_cohorts"


@signed_in
def page(request: HttpRequest) -> HttpResponse:
    """The cohorts up to the period asked for."""
    asked = question(request)
    if isinstance(asked, HttpResponse):
        return asked
    found = cohorts(asked.sight, asked.look)
    days_zh, days_en = (mark.join(map(str, COHORT_DAYS)) for mark in ("、", ", "))
    context = head(asked, HERE) | {
        "title": tr("立案批次", "Cohorts by quarter of filing"),
        "notes": [
            tr(
                f"同一季度立案的案件，立案后{days_zh}日内结了多少。与结案率不同：分子分母是同一批案件，年底赶结与少收案都不能使它变好看。",
                f"Of the cases filed in one quarter, how many were closed within {days_en} days."
                " Unlike a closing rate, numerator and denominator are the same cases.",
            ),
            *_counted_to(asked),
        ],
        "charts": [lines_chart(found), table_chart(asked, found)] if found else [],
    }
    return render(request, "staff/situation/charts.html", context)


def _counted_to(asked: Asked) -> list[str]:
    """Up to which day closings count here: further than the period, so that the numbers are no other page's."""
    last = last_day(asked.look.snapshot)
    return [tr(f"数到{day_words(last)}。", f"Counted up to {day_words(last)}.")] if last is not None else []


def lines_chart(found: list[Cohort]) -> Chart:
    say = tr(
        "实线为已满期的批次；虚线的批次还没有满期，只会再升。",
        "Solid: cohorts whose days are over; dashed ones are not, and can only rise.",
    )
    return Chart(tr("各批次的结案比例", "Share closed, by cohort"), cohort_lines(found), say=say)


def table_chart(asked: Asked, found: list[Cohort]) -> Chart:
    rows: list[list[str | Number]] = [
        [
            period_words(one.period),
            counted(asked, one.filed),
            *(share_number(asked, one, part) for part in one.parts),
        ]
        for one in found
    ]
    heads = [
        tr("立案季度", "Filed in"),
        tr("立案", "Filed"),
        *(tr(f"{days}日内", f"within {days} days") for days in COHORT_DAYS),
    ]
    under = tr(
        f"带“↑”的还没有满期；灰字为不足{FEW}件。点开为该批次中期限内已结的案件。",
        f"↑: days not yet over. Grey: fewer than {FEW} cases. Each number opens the closed cases of its cohort.",
    )
    return Chart(tr("数据", "Numbers"), table_markup(Table(heads, rows)), under=under)


def share_number(asked: Asked, cohort: Cohort, part: Part) -> Number:
    if part.shown.hidden or cohort.filed.hidden:
        return hidden()
    if part.share is None:
        return no_cases()
    href = counted(asked, part.shown).href
    few = (cohort.filed.numerator or 0) < FEW
    count = f"{part.shown.numerator:,.0f} ÷ {cohort.filed.numerator:,.0f}"
    return Number(f"{100 * part.share:.1f}%{'' if part.whole else '↑'}", href, few, count)
