"""Extensions, deductions and suspensions (延长扣除): closings within the limit gross and net, what lies between, by class and by place."""

from collections.abc import Mapping
from typing import NamedTuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from xiezhi.rules.language import tr
from xiezhi.site.staff.situation.asking import Asked
from xiezhi.site.staff.situation.choices import table_markup
from xiezhi.site.staff.situation.door import signed_in
from xiezhi.site.staff.situation.frame import Chart, Table, figure, head, question
from xiezhi.site.staff.situation.numbers import Number, counted, hidden, valued
from xiezhi.site.staff.situation.workload import MOST_COURTS, unit_count, unit_link
from xiezhi.work.situation.charts import Count, history, limits
from xiezhi.work.situation.codes import code_words
from xiezhi.work.situation.counts import name_of
from xiezhi.work.situation.extensions import (
    CLOSINGS,
    DAYS,
    DEDUCTED,
    EXTENDED,
    GROSS,
    HIDDEN,
    HIDDEN_PENDING,
    IN_BASE,
    LIMITED,
    NET,
    OVER,
    PAST,
    STOCK,
    STOPPED,
    SUSPENDED,
    UNLIMITED,
    UNLIMITED_PENDING,
    Extensions,
    by_area,
    by_court,
    by_division,
    extensions,
    within,
)
from xiezhi.work.situation.few import FEW, is_few
from xiezhi.work.situation.flow_keys import CLOSED, PENDING
from xiezhi.work.situation.looking import Shown
from xiezhi.work.situation.wording import NOTHING, short_period, value_words
from xiezhi.work.situation.workload import Unit

HERE = "situation_limits"
SHARES = (GROSS, NET)
WORDS = {
    CLOSED: ("结案", "Closed"), UNLIMITED: ("没有审限", "No limit"), LIMITED: ("有审限", "With a limit"),
    GROSS: ("基本期限内（毛）", "Within the base limit (gross)"), NET: ("扣除、延长后期限内（净）", "Within the moved limit (net)"),
    HIDDEN: ("隐性超审限", "Hidden overruns"), PAST: ("超过审限", "Beyond the limit"), EXTENDED: ("曾延长", "Extended"),
    DEDUCTED: ("有扣除、中止日数", "With days deducted or suspended"), DAYS: ("日数中位数", "Median days"), PENDING: ("未结", "Pending"),
    IN_BASE: ("基本期限内", "Within the base limit"), HIDDEN_PENDING: ("隐性超审限", "Hidden overruns"), OVER: ("已超审限", "Beyond the limit"),
    STOPPED: ("停表", "Clock stopped"), SUSPENDED: ("停表中的中止", "Suspended among these"), UNLIMITED_PENDING: ("没有审限", "No limit"),
}  # fmt: skip
SHORT = {
    GROSS: ("毛", "Gross"), NET: ("净", "Net"), DEDUCTED: ("扣除、中止", "Deducted"), DAYS: ("日数中位数", "Median days"),
}  # fmt: skip
NONE = Number(NOTHING)


class Line(NamedTuple):
    """A class or unit: its name, its figures, and these as they are written."""

    name: str | Number
    figures: Mapping[str, Shown]
    numbers: Mapping[str, Number]


@signed_in
def page(request: HttpRequest) -> HttpResponse:
    """What moved the limits of the period asked for."""
    asked = question(request)
    if isinstance(asked, HttpResponse):
        return asked
    found = extensions(asked.sight, asked.look)
    context = head(asked, HERE) | {
        "title": tr("延长、扣除与隐性超审限", "Extensions, deductions and hidden overruns"),
        "notes": notes(),
        "charts": charts(asked, found) if found else [],
    }
    return render(request, "staff/situation/charts.html", context)


def notes() -> list[str]:
    return [
        tr(
            "毛：自然天数不过基本期限。净：不过扣除、中止、延长之后的届满日。在两者之间的是隐性超审限：不等于违法，只说明期限移动了多少，点开可以看到是哪些案件。",
            "Gross: within the base limit by the calendar. Net: by the last day after deductions, suspensions and extensions. Between the two lie"
            " the hidden overruns: no breach by themselves; they tell how far limits were moved, and open to the cases.",
        )
    ]


def charts(asked: Asked, found: Extensions) -> list[Chart]:
    units = units_of(asked)
    under = tr(
        "按行政顺序排列，不排名；案件难易不同，只与自身的过去比。",
        "Administrative order, no ranking; cases differ: compare with the own past only.",
    )
    made = [net_and_gross(asked, found), whole_chart(asked, found), *months_charts(asked, found)]
    by_class = tables(asked, class_lines(asked, found), tr("类别", "Class"), tr("按类别", "by class"))
    by_unit = (
        tables(asked, unit_lines(asked, units), tr("单位", "Unit"), tr("按单位", "by unit"), under)
        if len(units) > 1
        else []
    )
    return [one for one in (*made, *by_class, *by_unit) if one is not None]


def units_of(asked: Asked) -> list[Unit]:
    """The divisions of the one court that is looked at; several courts, by area where they are too many to be read."""
    court = asked.one_court
    if court is not None:
        return by_division(asked.sight, asked.look, court)
    courts = by_court(asked.sight, asked.look)
    return by_area(asked.sight, asked.look) if asked.sight.lists and len(courts) > MOST_COURTS else courts


def net_and_gross(asked: Asked, found: Extensions) -> Chart | None:
    """Class by class two dots on one line."""
    pairs = []
    for name, figures in found.classes.items():
        limited, *sides = (figures.get(key) for key in (LIMITED, NET, GROSS))
        if limited is None or not limited.numerator or any(one is None or one.hidden for one in sides):
            continue
        where = (("case_class", name),)
        counts = [
            Count((one and one.numerator) or 0, counted(asked, one, where=where).href)
            for one in (limited, *sides)
        ]
        pairs.append(limits.Pair(code_words("case_class", name), *counts))
    if not pairs:
        return None
    say = tr(
        "实心为净，空心为毛；两点之间是隐性超审限。",
        "Solid: net. Hollow: gross. Between them lie the hidden overruns.",
    )
    return figure(limits.net_and_gross(pairs), say=say, wide="w7", counts=True)


def whole_chart(asked: Asked, found: Extensions) -> Chart:
    """The period in one column: closings and the stock, each with its share."""
    rows: list[list[str | Number]] = []
    for keys, base in ((CLOSINGS, CLOSED), (STOCK, PENDING)):
        for key in keys:
            shown = found.whole.get(key)
            if key == DAYS:
                rows.append([name_of(key), valued(asked, shown, "days"), ""])
            else:
                part = (
                    within(asked.sight, found.whole, key)
                    if key in SHARES
                    else share(shown, found.whole.get(base))
                )
                rows.append([whole_words(key), counted(asked, shown), "" if key == base else percent(part)])
    heads = [tr("本期", "This period"), tr("件", "Cases"), tr("占", "Share")]
    under = tr(
        "毛、净占有审限的结案，其余结案占全部结案，未结各行占未结。没有审限、基本期限内、隐性超审限、超过审限合起来就是全部结案；未结的还有停表（扣除、中止中）。"
        "曾延长、有扣除中止日数的散在其中。已结案件的扣除与中止，事实表不分开。",
        "Gross and net: of closings with a limit; other closings: of all closings; pending rows: of the stock. Without a limit, within the base"
        " limit, hidden overruns and beyond the limit make up the closings; in the stock there are those whose clock stands, too. Extended ones"
        " and those with days deducted lie among them. Of closed cases the facts do not tell deductions and suspensions apart.",
    )  # fmt: skip
    return Chart(tr("合计", "In all"), table_markup(Table(heads, rows)), wide="w5", under=under)


def whole_words(key: str) -> str:
    """The name of a row: those of the stock say so."""
    words = tr(*WORDS[key])
    if key in STOCK and key != PENDING:
        return tr(f"未结，{words}", f"Pending: {words[0].lower()}{words[1:]}")
    return words


def share(part: Shown | None, whole: Shown | None) -> float | None:
    if part is None or whole is None or part.numerator is None or not whole.numerator:
        return None
    return part.numerator / whole.numerator


def percent(value: float | None) -> str:
    return NOTHING if value is None else value_words(value, "share")


def months_charts(asked: Asked, found: Extensions) -> list[Chart]:
    """The own past: the share within the moved limit, and the hidden overruns, of the last twelve months."""
    net = tr("近十二个月：扣除、延长后期限内（净）", "Twelve months: within the moved limit (net)")
    overruns = tr("近十二个月：结案中的隐性超审限", "Twelve months: hidden overruns among closings")
    made = [months_chart(asked, found, key, title) for key, title in ((NET, net), (HIDDEN, overruns))]
    return [one for one in made if one is not None]


def months_chart(asked: Asked, found: Extensions, key: str, title: str) -> Chart | None:
    spots: list[history.Spot] = []
    rows: list[list[str | Number]] = []
    for figures in found.months:
        shown, limited = figures.get(key), figures.get(LIMITED)
        if shown is None or limited is None:
            continue
        share_of_month = within(asked.sight, figures, key) if key in SHARES else None
        value = share_of_month if key in SHARES else shown.numerator
        name, told, base = short_period(shown.period), counted(asked, shown), counted(asked, limited)
        few = not shown.hidden and (limited.numerator or 0) < FEW
        spots.append(history.Spot(name, value, f"{told.words} ÷ {base.words}", few, told.href))
        share_words = [Number(percent(share_of_month), few=few)] if key in SHARES else []
        rows.append([name, told, base, *share_words])
    if sum(spot.value is not None for spot in spots) < 2:
        return None
    drawn = history.history(spots, title=title, share=key in SHARES)
    heads = [tr("月", "Month"), tr(*WORDS[key]), tr("有审限的结案", "Closed, with a limit")]
    table = Table([*heads, tr("占", "Share")] if key in SHARES else heads, rows)
    flat = not any(spot.value for spot in spots)  # a line of noughts says less than its table
    return Chart(drawn.title, "" if flat else drawn.svg, table, drawn.description, "w6")


def class_lines(asked: Asked, found: Extensions) -> list[Line]:
    """The classes, in the order of the handbook; every number opens its cases."""
    lines = []
    for name, figures in found.classes.items():
        where = (("case_class", name),)
        numbers = {
            key: valued(asked, shown, "days", where=where)
            if key == DAYS
            else counted(asked, shown, where=where)
            for key, shown in figures.items()
        }
        lines.append(Line(code_words("case_class", name), figures, numbers))
    return lines


def unit_lines(asked: Asked, units: list[Unit]) -> list[Line]:
    """Divisions, courts or areas, in administrative order."""
    return [
        Line(
            unit_link(asked, unit, HERE),
            unit.figures,
            {key: unit_number(asked, unit, key, shown) for key, shown in unit.figures.items()},
        )
        for unit in units
    ]


def unit_number(asked: Asked, unit: Unit, key: str, shown: Shown) -> Number:
    if key != DAYS:
        return unit_count(asked, unit, shown)
    if shown.hidden:
        return hidden()
    return Number(NOTHING if shown.value is None else value_words(shown.value, "days"), few=is_few(shown))


def tables(asked: Asked, lines: list[Line], first: str, apart: str, under: str = "") -> list[Chart]:
    """Closings and the stock, line by line."""
    if not lines:
        return []
    closings = tr(f"结案，{apart}", f"Closings {apart}")
    stock = tr(f"未结，{apart}", f"The pending stock {apart}")
    rows: list[list[str | Number]] = [
        [line.name, *(line.numbers.get(key, NONE) for key in STOCK)] for line in lines
    ]
    heads = [first, *(tr(*WORDS[key]) for key in STOCK)]
    return [
        Chart(closings, table_markup(closings_table(asked, lines, first)), under=under),
        Chart(stock, table_markup(Table(heads, rows))),
    ]


def closings_table(asked: Asked, lines: list[Line], first: str) -> Table:
    """What was closed; gross and net each with its share."""
    keys = [key for key in CLOSINGS if any(key in line.figures for line in lines)]
    heads, rows = [first], [[line.name] for line in lines]
    for key in keys:
        heads.append(tr(*SHORT.get(key, WORDS[key])))
        for line, row in zip(lines, rows):
            row.append(line.numbers.get(key, NONE))
        if key in SHARES:
            heads.append(tr("占", "Share"))
            for line, row in zip(lines, rows):
                few = (line.figures[LIMITED].numerator or 0) < FEW if LIMITED in line.figures else True
                row.append(Number(percent(within(asked.sight, line.figures, key)), few=few))
    return Table(heads, rows)
