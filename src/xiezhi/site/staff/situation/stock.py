"""The pending stock by age: bands, classes, the long pending, the suspended apart, and the oldest cases."""

from collections.abc import Mapping, Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from xiezhi.record.models import Case
from xiezhi.rules.language import tr
from xiezhi.site.staff.situation.asking import Asked
from xiezhi.site.staff.situation.choices import table_markup
from xiezhi.site.staff.situation.door import signed_in
from xiezhi.site.staff.situation.frame import Chart, Table, head, question
from xiezhi.site.staff.situation.numbers import Number, counted
from xiezhi.work.situation.charts import Count
from xiezhi.work.situation.charts.ages import Band, ages
from xiezhi.work.situation.codes import code_words, in_order
from xiezhi.work.situation.counts import LONG_FROM, age_bands
from xiezhi.work.situation.flow_keys import PENDING
from xiezhi.work.situation.looking import Shown, Where
from xiezhi.work.situation.page_counts import OLD_MONTHS, old, suspended
from xiezhi.work.situation.stock import Stock, stock
from xiezhi.work.situation.wording import NOTHING, named

HERE = "situation_age"


@signed_in
def page(request: HttpRequest) -> HttpResponse:
    """The stock at the end of the period asked for."""
    asked = question(request)
    if isinstance(asked, HttpResponse):
        return asked
    found = stock(asked.sight, asked.look)
    context = head(asked, HERE) | {
        "title": tr("未结案件的年龄", "Age of the pending stock"),
        "charts": charts(asked, found),
    }
    return render(request, "staff/situation/charts.html", context)


def charts(asked: Asked, found: Stock | None) -> list[Chart]:
    if found is None:
        return []
    # A drawing with a part hidden would add the rest up as if it were all.
    hidden = any(found.whole[one.key].hidden for one in age_bands())
    made = [long_chart(asked, found)] if hidden else [bands_chart(asked, found), long_chart(asked, found)]
    if found.classes:
        made.append(classes_chart(asked, found))
    if found.oldest:
        made.append(oldest_chart(asked, found))
    return made


def bands_chart(asked: Asked, found: Stock) -> Chart:
    bands = [
        Band(one.words, _count(asked, found.whole[one.key]), long=place >= LONG_FROM)
        for place, one in enumerate(age_bands())
    ]
    made = ages(bands)
    say = tr(
        "自立案起满几个整月；中止中的也在内。",
        "Whole calendar months since filing; suspended cases included.",
    )
    return Chart(
        made.title, made.svg, Table(made.columns, made.rows), f"{made.description}{tr('。', '. ')}{say}", "w7"
    )


def _count(asked: Asked, shown: Shown) -> Count | None:
    number = counted(asked, shown)
    return None if shown.hidden else Count(shown.numerator or 0, number.href)


def long_chart(asked: Asked, found: Stock) -> Chart:
    """Those pending for long, from so many months on; and those that stand by ruling."""
    total, months = found.whole[PENDING], list(map(str, OLD_MONTHS))
    rows: list[list[str | Number]] = [[tr("全部未结", "All pending"), counted(asked, total), ""]]
    for one in (*old(), suspended()):
        shown = found.whole[one.key]
        rows.append([one.words, counted(asked, shown), share_words(shown, total)])
    table = Table([tr("长期未结", "Long pending"), tr("件", "Cases"), tr("占未结", "Of pending")], rows)
    under = tr(
        "各行不相加：未结更久的也在前面的行里；中止的另列，也可能在其中。",
        "Rows do not add up: who waits longest is in the rows above too; suspended ones may be among them.",
    )
    return Chart(
        tr(f"满{'、'.join(months)}个月", f"{', '.join(months)} months and more"),
        table_markup(table),
        wide="w5",
        under=under,
    )


def share_words(part: Shown, whole: Shown) -> str:
    if part.numerator is None or not whole.numerator:
        return NOTHING
    return f"{100 * part.numerator / whole.numerator:.1f}%"


def classes_chart(asked: Asked, found: Stock) -> Chart:
    """Bands by class, in the order of the handbook."""
    columns = (*age_bands(), suspended())
    rows = class_rows(asked, found.classes, [PENDING, *(one.key for one in columns)])
    heads = [
        tr("类别", "Class"),
        tr("未结", "Pending"),
        *(one.words for one in age_bands()),
        tr("中止", "Suspended"),
    ]
    return Chart(tr("按类别", "By class"), table_markup(Table(heads, rows)))


def class_rows(
    asked: Asked, classes: Mapping[str, Mapping[str, Shown]], keys: Sequence[str]
) -> list[list[str | Number]]:
    """Counts by class, in the order of the handbook; what was not counted of a class is nought."""
    rows: list[list[str | Number]] = []
    for name in in_order("case_class", classes):
        where: Where = (("case_class", name),)
        shown = [classes[name].get(key) for key in keys]
        cells = [Number("0") if one is None else counted(asked, one, where=where) for one in shown]
        rows.append([code_words("case_class", name), *cells])
    return rows


def oldest_chart(asked: Asked, found: Stock) -> Chart:
    """The cases that have waited longest, by day of filing."""
    rows: list[list[str | Number]] = [oldest_row(asked, case) for case in found.oldest]
    heads = [
        tr("案号", "Case"),
        tr("法院", "Court"),
        tr("庭室", "Division"),
        tr("承办", "Judge"),
        tr("立案", "Filed"),
        tr("已", "For"),
    ]
    under = ""
    if found.unnamed:
        under = tr(f"另有{found.unnamed}件不能向您列明。", f"{found.unnamed} more cannot be named to you.")
    return Chart(
        tr("最久的未结", "The oldest pending cases"),
        table_markup(Table(heads, rows, texts=(1, 2, 3), cards=True)),
        under=under,
    )


def oldest_row(asked: Asked, case: Case) -> list[str | Number]:
    filed = case.filed_on
    days = (asked.period.end - filed).days if filed else None
    return [
        Number(case.number, reverse("staff:case", args=[case.pk])), named(case.court), named(case.division) if case.division else NOTHING,
        case.reporting_judge.name if case.reporting_judge else NOTHING, filed.isoformat() if filed else NOTHING,
        NOTHING if days is None else tr(f"{days:,}日", f"{days:,} days"),
    ]  # fmt: skip
