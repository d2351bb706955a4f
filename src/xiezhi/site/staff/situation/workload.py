"""Who carries how much: courts or divisions with full-time equivalents and case mix, a what-if of moving people, and persons for the
person and the heads only. Everything in administrative order; nothing is compared but with the own past.
"""

from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render

from xiezhi.record.audit import note
from xiezhi.record.models import Court, Division, Officer
from xiezhi.rules.language import tr
from xiezhi.site.staff.situation.asking import NO_DIVISION, ONLY, Asked
from xiezhi.site.staff.situation.choices import kept, supposed, table_markup
from xiezhi.site.staff.situation.choosers import area_words
from xiezhi.site.staff.situation.door import signed_in
from xiezhi.site.staff.situation.frame import Chart, Table, head, question
from xiezhi.site.staff.situation.numbers import Number, counted
from xiezhi.work.situation.codes import code_words, in_order
from xiezhi.work.situation.flow_keys import FLOW
from xiezhi.work.situation.looking import PERSON, Shown
from xiezhi.work.situation.persons import persons_of
from xiezhi.work.situation.staffing import FEWEST_PEOPLE
from xiezhi.work.situation.wording import NOTHING, named, short_name
from xiezhi.work.situation.workload import (
    DAYS_A_MONTH,
    Unit,
    areas,
    by_court,
    by_division,
    by_person,
    prospect,
)

HERE = "situation_workload"
MONTHS_AHEAD = 6
MOST_COURTS = 24  # that are listed one by one
MOST_PEOPLE, DECIMALS = 500, 2  # of a number of people that is typed
PLANNED = "fte-"


@signed_in
def page(request: HttpRequest) -> HttpResponse:
    """Workload in the period asked for."""
    asked = question(request)
    if isinstance(asked, HttpResponse):
        return asked
    court = asked.one_court
    units = by_division(asked.sight, asked.look, court) if court else courts(asked)
    faults: list[str] = []
    moves = court and asked.sight.lists and asked.sight.aggregate
    moved = moving(asked, units, request.GET, faults) if moves else None
    context = head(asked.with_faults(faults), HERE) | {
        "title": tr("工作量", "Workload"), "kept": kept(asked), "notes": notes(),
        "charts": [*unit_charts(asked, units), *persons_charts(asked)], "moving": moved,
    }  # fmt: skip
    return render(request, "staff/situation/workload.html", context)


def courts(asked: Asked) -> list[Unit]:
    """The courts one by one, or by area where they are too many to be read."""
    units = by_court(asked.sight, asked.look)
    return areas(units) if asked.sight.lists and len(units) > MOST_COURTS else units


def notes() -> list[str]:
    return [
        tr(
            "人力按任职记录折算：期间内在岗日数÷期间日数，同时任职于几个庭的平分。员额法官、庭长副庭长和执行员都算。按行政顺序排列，不排名；案件难易不同，看案件构成。"
            f"折算人力不足{FEWEST_PEOPLE}人的不算人均。",
            "Full-time equivalents from dated posts: days in post ÷ days of the period, split equally between divisions held at once; judges, heads of"
            " divisions and enforcement officers. Administrative order, no ranking; cases differ, so see the mix."
            f" No figures for each with fewer than {FEWEST_PEOPLE} full-time equivalents.",
        )
    ]


def unit_charts(asked: Asked, units: list[Unit]) -> list[Chart]:
    """Courts or divisions with their people; not for who counts his own cases, which are not what those people carry."""
    return [load_chart(asked, units), *mix_charts(asked, units)] if asked.sight.aggregate else []


def load_chart(asked: Asked, units: list[Unit]) -> Chart:
    days = asked.period.days
    digits = 1 if asked.sight.lists else 0  # counts in fives, divided, are no more exact
    rows: list[list[str | Number]] = [
        [
            unit_link(asked, unit),
            f"{unit.fte:.1f}",
            *(unit_count(asked, unit, unit.figures.get(key)) for key in FLOW),
            *per_head(unit, days, digits),
        ]
        for unit in units
    ]
    heads = [
        tr("单位", "Unit"), tr("折算人力", "FTE"), tr("旧存", "Opening"), tr("新收", "New"), tr("结案", "Closed"), tr("未结", "Pending"),
        tr("人均月新收", "New a month each"), tr("人均月结案", "Closed a month each"), tr("人均未结", "Pending each"),
    ]  # fmt: skip
    return Chart(tr("案件与人力", "Cases and people"), table_markup(Table(heads, rows)))


def per_head(unit: Unit, days: int, digits: int) -> list[str | Number]:
    """New and closed a month and pending for each of the people; nothing where these are so few that it would be the rate of one of them."""
    months = days / DAYS_A_MONTH
    new, closed, pending = (unit.figures[key].numerator if key in unit.figures else None for key in FLOW[1:])
    if unit.fte < FEWEST_PEOPLE:
        return [NOTHING] * 3
    sides = ((new, unit.fte * months), (closed, unit.fte * months), (pending, unit.fte))
    return [_per(count, people, digits) for count, people in sides]


def _per(count: float | None, people: float, digits: int) -> str | Number:
    return NOTHING if count is None else Number(f"{count / people:.{digits}f}")


def unit_name(unit: Unit) -> str:
    if unit.thing is None:
        return tr("不在任何庭室", "In no division")
    if isinstance(unit.thing, Officer):
        return unit.thing.name
    if isinstance(unit.thing, Court) and unit.below:
        return short_name(area_words(unit.thing, below=True))
    return named(unit.thing)


def unit_link(asked: Asked, unit: Unit, page: str = HERE) -> str | Number:
    """The name of a unit; that of a court opens the page for it."""
    if not isinstance(unit.thing, Court):
        return unit_name(unit)
    key = str(unit.thing.pk)
    return Number(
        unit_name(unit), asked.address(page, court=key if unit.below else f"{key}{ONLY}", division=None)
    )


def unit_count(
    asked: Asked, unit: Unit, shown: Shown | None, where: tuple[tuple[str, str], ...] = ()
) -> Number:
    """A count of a unit with its cases."""
    if shown is None:
        return Number("0")
    if isinstance(unit.thing, Court):
        if unit.below:
            return counted(replace(asked, court=unit.thing, below=True, division=None), shown, where=where)
        return counted(asked, shown, court=str(unit.thing.pk), where=where)
    if isinstance(unit.thing, Division):
        return counted(
            replace(asked, division=unit.thing, court=unit.thing.court, below=False), shown, where=where
        )
    if isinstance(unit.thing, Officer):
        return counted(asked, shown, where=(*where, (PERSON, str(unit.thing.pk))))
    return counted(asked, shown, where=(*where, NO_DIVISION))


def mix_charts(asked: Asked, units: list[Unit]) -> list[Chart]:
    return [mix_chart(asked, units)] if any(unit.mix for unit in units) else []


def mix_chart(asked: Asked, units: list[Unit], title: str = "") -> Chart:
    """Closings by class."""
    classes = in_order("case_class", {name for unit in units for name in unit.mix})
    rows: list[list[str | Number]] = [
        [
            unit_name(unit),
            *(unit_count(asked, unit, unit.mix.get(name), (("case_class", name),)) for name in classes),
        ]
        for unit in units
    ]
    heads = [tr("单位", "Unit"), *(code_words("case_class", name) for name in classes)]
    return Chart(title or tr("结案的构成", "Closings by class"), table_markup(Table(heads, rows)))


def persons_charts(asked: Asked) -> list[Chart]:
    """Person by person, for the person and the heads only; that somebody looked is written down."""
    persons = persons_of(asked.viewer)
    if persons is None:
        return []
    own = replace(asked, court=Court.objects.get(pk=persons.court), below=False, division=None)
    if persons.division is not None:
        own = replace(own, division=Division.objects.get(pk=persons.division))
    units = by_person(own.sight, own.look, persons)
    if persons.officer is None:
        note(
            asked.viewer,
            "situation.persons_viewed",
            object_class="O6",
            details={"period": asked.period.name, "persons": len(units)},
        )
    rows: list[list[str | Number]] = [
        [unit_name(unit), f"{unit.fte:.1f}", *(unit_count(own, unit, unit.figures.get(key)) for key in FLOW)]
        for unit in units
    ]
    heads = [
        tr("承办", "Reporting"),
        tr("折算人力", "FTE"),
        tr("旧存", "Opening"),
        tr("新收", "New"),
        tr("结案", "Closed"),
        tr("未结", "Pending"),
    ]
    under = tr(
        "按庭室和工号排列。只有本人、本庭庭长、本院院长副院长看得到；没有人均或者比率，不作评价。",
        "By division and staff number. Seen by the person, the head of the division, president and vice-presidents only; no rates, no appraisal.",
    )
    title = (
        tr("您承办的案件", "The cases you carry")
        if persons.officer is not None
        else tr("各承办人的案件", "Cases by reporting judge")
    )
    mix = mix_chart(
        own,
        units,
        tr("您承办的结案构成", "Your closings by class")
        if persons.officer is not None
        else tr("各承办人结案的构成", "Closings by class, by reporting judge"),
    )
    say = (
        tr(
            "只数由您承办的案件；您参加审理、由别人承办的不在其中，“概览”把两者合在一起数。",
            "Only cases you carry as reporting judge. Cases you take part in and others carry are not counted here; the overview counts both together.",
        )
        if persons.officer is not None
        else ""
    )
    return [Chart(title, table_markup(Table(heads, rows)), say=say, under=under, anchor="persons"), mix]


@dataclass(frozen=True, slots=True)
class Moved:
    """A division in the what-if: its people now and as typed, closings a month and the stock in half a year, now and then."""

    name: str
    field: str
    fte: str
    typed: str
    closed_now: str
    closed_then: str
    stock_now: str
    stock_then: str
    change: str


def moving(asked: Asked, units: list[Unit], data: QueryDict, faults: list[str]) -> dict[str, Any] | None:
    """What follows if people were moved where the stock grows: numbers of the address, nothing is written. Those that cannot be used are
    told among the faults."""
    rows, balance, changed = [], 0.0, False
    for place, unit in enumerate(units):
        now = prospect(unit, unit.fte, asked.period, MONTHS_AHEAD)
        if now is None or unit.thing is None:
            continue
        field = f"{PLANNED}{place}"
        planned = supposed(data, field, unit_name(unit), MOST_PEOPLE, faults, digits=DECIMALS)
        then = prospect(unit, unit.fte if planned is None else planned, asked.period, MONTHS_AHEAD)
        assert then is not None
        if planned is not None and abs(planned - round(unit.fte, 1)) >= 0.05:
            balance, changed = balance + planned - round(unit.fte, 1), True
        moved = then.stock - now.stock
        rows.append(
            Moved(
                unit_name(unit), field, f"{unit.fte:.1f}", f"{unit.fte if planned is None else planned:.1f}", f"{now.closed_a_month:,.1f}",
                f"{then.closed_a_month:,.1f}", f"{now.stock:,.0f}", f"{then.stock:,.0f}", f"{moved:+,.0f}".replace("-", "−") if abs(moved) >= 0.5 else "0",
            )
        )  # fmt: skip
    if len(rows) < 2:
        return None
    return {
        "rows": rows,
        "balance": f"{balance:+.1f}".replace("-", "−") if abs(balance) >= 0.05 else "",
        "changed": changed,
        "hidden": asked.values(),
    }
