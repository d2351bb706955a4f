"""The lists behind the figures that no list of the docket has: other clocks, hearings, days moved by a rest day, cases adrift."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from xiezhi.record.audit import note
from xiezhi.rules.language import tr
from xiezhi.site.clock_strip.words import whole_day
from xiezhi.site.staff.access import signed_in, viewer_in
from xiezhi.site.staff.case.lists import HEARING_STANDINGS
from xiezhi.site.staff.deadlines import asking, beside, frame
from xiezhi.site.staff.deadlines.asking import Asked, asked_day
from xiezhi.site.staff.deadlines.naming import Named, left_words, named, record_address
from xiezhi.site.staff.deadlines.paging import SIZE, page_number, page_of
from xiezhi.work.deadlines.watched import month, unseen
from xiezhi.work.deadlines.watched.beside import beside_in, read_beside, untold_in
from xiezhi.work.deadlines.watched.naming import CaseName, name_fields
from xiezhi.work.deadlines.watched.scope import hidden_from, spans_courts

CASES, CLOCKS, HEARINGS = "cases", "clocks", "hearings"
UNITS = {CASES: ("件", " cases"), CLOCKS: ("项", " clocks"), HEARINGS: ("次开庭", " hearings")}


class Line(NamedTuple):
    """A row: its day, what it is about, the case, what to do with its address."""

    on: date | None
    at: str
    what: str
    left: str
    past: bool
    case: Named
    act: str = ""
    act_href: str = ""


@dataclass(frozen=True, slots=True)
class Listed:
    """A list cut to a page: its title, how many rows it has in all, the rows of this page."""

    title: str
    total: int
    lines: list[Line]
    about: str = ""
    counts: str = CASES

    @property
    def unit(self) -> str:
        """What is counted, behind the number."""
        return tr(*UNITS[self.counts])


Reading = Callable[[Asked, Mapping[str, str], int], Listed]


@signed_in
def figures(request: HttpRequest, what: str) -> HttpResponse:
    """The list behind a figure: exactly so many rows."""
    viewer = viewer_in(request)
    reading = READINGS.get(what)
    if reading is None:
        raise Http404
    none = frame.without_cases(request, viewer)
    if none is not None:
        return none
    data = request.GET.dict()
    asked = asking.read(data, viewer)
    number = page_number(request)
    listed = reading(asked, data, (number - 1) * SIZE)
    note(
        viewer, "deadlines.listed", object_class="O1",
        details={"list": what, "query": asked.values(), "count": listed.total},
    )  # fmt: skip
    context = {
        "listed": listed,
        "page": page_of(request, number, len(listed.lines), listed.total),
        "courts": spans_courts(viewer),
        "asked": asked,
        "back": asked.address(frame.MONTH if what in ("hearings", "rolled") else frame.BOARD),
    }
    return render(request, "staff/deadlines_list.html", context)


def _beside(asked: Asked, data: Mapping[str, str], skipped: int) -> Listed:
    """Other clocks by urgency, or of one day."""
    rows, title = beside_in(asked.viewer, asked.scope), tr("其他期限", "Other clocks")
    spans = beside.spans(asked.on)
    if "on" in data:
        day = asked_day(data, "on", asked.on)
        rows, title = rows.filter(due_on=day), f"{title} · {whole_day(day)}"
    elif data.get("span") in spans:
        rows = rows.filter(spans[data["span"]])
        title = f"{title} · {tr(*beside.SPAN_WORDS[data['span']])}"
    elif data.get("span") == beside.NOT_TOLD:
        return _not_told(asked, skipped)
    lines = []
    for one in read_beside(asked.viewer, rows, SIZE, skipped):
        shown = beside.line(one, asked.on)
        lines.append(Line(one.due_on, "", shown.what, shown.left, shown.past, shown.case))
    return Listed(title, rows.count(), lines, counts=CLOCKS)


def _not_told(asked: Asked, skipped: int) -> Listed:
    """Clocks that had run out when another system told of their cases: whether they were met nobody here knows, so none is overdue."""
    rows, words = untold_in(asked.viewer, asked.scope), tr(*beside.NOT_TOLD_WORDS)
    lines = []
    for one in read_beside(asked.viewer, rows, SIZE, skipped, day="base_on"):
        shown = beside.line(one, asked.on)
        lines.append(Line(one.due_on, "", shown.what, words, False, shown.case))
    return Listed(f"{tr('其他期限', 'Other clocks')} · {words}", rows.count(), lines, counts=CLOCKS)


def _hearings(asked: Asked, data: Mapping[str, str], skipped: int) -> Listed:
    """The hearings of a day."""
    day = asked_day(data, "on", asked.on)
    rows = month.sittings_in(asked.viewer, asked.scope, day, day)
    lines = []
    for one in month.read_sittings(asked.viewer, rows, SIZE, skipped):
        local = timezone.localtime(one.starts_at)
        hearing = tr(f"第{one.no}次开庭", f"hearing {one.no}")
        shown = () if one.case.hidden else (one.room, one.purpose)
        what = tr("，", ", ").join(filter(None, (hearing, *shown)))
        standing = tr(*HEARING_STANDINGS[one.standing])
        lines.append(Line(day, f"{local:%H:%M}", what, standing, False, named(one.case)))
    return Listed(f"{tr('开庭', 'Hearings')} · {whole_day(day)}", rows.count(), lines, counts=HEARINGS)


def _rolled(asked: Asked, data: Mapping[str, str], skipped: int) -> Listed:
    """The cases due on a day because their nominal day was a rest day."""
    day = asked_day(data, "on", asked.on)
    rows = month.rolled_to(asked.viewer, asked.scope, day)
    found = rows.annotate(hidden=hidden_from(asked.viewer)).order_by("trial__nominal_on", "pk")
    lines = []
    for nominal, *values in found.values_list("trial__nominal_on", *name_fields())[skipped : skipped + SIZE]:
        what = tr(f"名义届满日{whole_day(nominal)}，遇休息日", f"nominal {whole_day(nominal)}, a rest day")
        left = left_words(day, asked.on)
        lines.append(Line(day, "", what, left, day < asked.on, named(CaseName._make(values))))
    return Listed(f"{tr('顺延至', 'Rolled to')} {whole_day(day)}", rows.count(), lines)


def _adrift(asked: Asked, data: Mapping[str, str], skipped: int) -> Listed:
    """The pending cases without a next actor or a next date."""
    rows = unseen.adrift(asked.viewer, asked.scope)
    lines = []
    for one in unseen.read_adrift(asked.viewer, rows, SIZE, skipped):
        case = named(one.case)
        words, act, kind = _lacking(one)
        href = record_address(asked.viewer, one.case, kind)
        lines.append(Line(None, "", words, "", False, case, act if href else "", href))
    return Listed(
        tr("没有下一步的案件", "Cases without a next step"), rows.count(), lines,
        tr(
            "每件未结案件都应有下一个办理的人和下一个日期。列在这里的，缺其中一项。",
            "Every pending case has somebody who acts next and a next date. Those listed here lack one of them.",
        ),
    )  # fmt: skip


def _lacking(one: unseen.Adrift) -> tuple[str, str, str]:
    """What a case lacks, what to do about it, and the event that records it."""
    if one.nobody:
        words = tr("承办人已不在本院任职", "the judge no longer holds a post in the court")
        return words, tr("重新分案", "Assign anew"), "case.assigned"
    if one.stage == "received":
        words = tr("收案后没有立案审查的期限", "received, with no clock for the decision on docketing")
        return words, tr("登记立案", "Docket it"), "case.docketed"
    words = tr("没有期限，也没有开庭日期", "neither a limit nor a hearing")
    return words, tr("排期开庭", "Fix a hearing"), "hearing.scheduled"


READINGS: dict[str, Reading] = {
    "beside": _beside,
    "hearings": _hearings,
    "rolled": _rolled,
    "adrift": _adrift,
}
