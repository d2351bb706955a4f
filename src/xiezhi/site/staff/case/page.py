"""The page put together: what every viewer of the case sees, what those see who may read its contents, and the chosen tab."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest

from xiezhi.record.reading import documents_of
from xiezhi.rules.errors import InputError
from xiezhi.rules.language import tr
from xiezhi.rules.offices import load_offices
from xiezhi.site.staff.case.acts import acts_of
from xiezhi.site.staff.case.clock import befores, clock_of
from xiezhi.site.staff.case.forms import PurposeForm
from xiezhi.site.staff.case.heading import heading_of
from xiezhi.site.staff.case.integrity import broken_entries, integrity_of
from xiezhi.site.staff.case.kin import Family, family_of
from xiezhi.site.staff.case.known import ContentsUnreadable, Known, know, of_inner_file
from xiezhi.site.staff.case.lists import hearings_of, papers_of, requests_of
from xiezhi.site.staff.case.names import names_of
from xiezhi.site.staff.case.next_step import next_of
from xiezhi.site.staff.case.opening import Opened
from xiezhi.site.staff.case.parties import Opening, parties_of
from xiezhi.site.staff.case.readers import readings_of
from xiezhi.site.staff.case.timeline import lines, readable
from xiezhi.site.staff.case.voice import Voice, voice_of
from xiezhi.site.staff.parts import Tab
from xiezhi.site.staff.typed import typed_day
from xiezhi.work.deadlines.panel import Limit, earlier_answers, limit_of

IN_ASIDE = 6  # parties named beside the page; all of them stand under their tab
EVENTS = "events"

Context = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for: a tab, a past day, the sheet for paper. `fault`: what was wrong with the day."""

    tab: str = EVENTS
    as_of: date | None = None
    sheet: bool = False
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """The values of the template, and the classes of objects they show: what goes into the trail."""

    context: Context
    classes: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Desk:
    """Everything the parts of one page are made from."""

    opened: Opened
    known: Known
    limit: Limit
    voice: Voice
    family: Family
    revealed: Opening | None


def asked_of(request: HttpRequest, today: date) -> Asked:
    """The address, read; a day that cannot be read, or has not come, leaves the page at today and says so."""
    tab, typed = request.GET.get("tab", EVENTS), request.GET.get("as_of", "").strip()
    as_of, fault = None, ""
    try:
        as_of = typed_day(typed) if typed else None
    except InputError as error:
        fault = tr(error.zh, error.en)
    if as_of is not None and as_of > today:
        as_of, fault = (
            None,
            tr("这一天还没有到，以下按今天显示", "That day has not come yet; shown as of today"),
        )
    return Asked(
        tab if tab in TABS else EVENTS, None if as_of == today else as_of, "sheet" in request.GET, fault
    )


def page_of(opened: Opened, asked: Asked, revealed: Opening | None = None) -> Page:
    """The whole page for this viewer."""
    context: Context = {"case": opened.file.case, "asked": asked, "as_of": asked.as_of, "as_of_offered": True}
    try:
        known = know(opened.file, asked.as_of)
    except ContentsUnreadable:
        return Page(context | {"broken": broken_entries(opened.file)}, frozenset())
    if not known.state.history:
        return Page(context | {"unrecorded": True}, frozenset())
    desk = _desk(opened, known, revealed)
    context |= _of_all(desk)
    if not opened.reads_contents:
        return Page(
            context
            | {
                "purpose_form": PurposeForm(),
                "needs_purpose": opened.file.needs_purpose,
                "metadata": tr("、", ", ").join(tr(*names) for names in load_offices().metadata.values()),
            },
            frozenset(),
        )
    if asked.sheet:
        return Page(context, frozenset())
    return Page(context | _of_readers(desk, asked), _classes(desk, asked.tab))


def _desk(opened: Opened, known: Known, revealed: Opening | None) -> _Desk:
    state = known.state
    limit = limit_of(state, opened.file.case.court.level, known.on)
    family = family_of(opened, known) if opened.reads_contents else Family([], frozenset())
    papers = dict(documents_of(opened.file).filter(withdrawn=False).values_list("no", "id"))
    return _Desk(
        opened, known, limit, voice_of(state, names_of(known), papers, family.numbers), family, revealed
    )


def _of_all(desk: _Desk) -> Context:
    """Heading, clock, next step: the metadata of the case."""
    known, limit = desk.known, desk.limit
    return {
        "heading": heading_of(desk.opened.file.case, known, desk.voice),
        "clock": clock_of(known, limit),
        "befores": befores(earlier_answers(desk.opened.file, known.known_at)),
        "next": next_of(known, limit, desk.voice),
        "contents": desk.opened.reads_contents,
        "acts": acts_of(desk.opened, known.state) if known.as_of is None else None,
    }


def _of_readers(desk: _Desk, asked: Asked) -> Context:
    """What only readers of the file see."""
    opened, known = desk.opened, desk.known
    parties = parties_of(known.state, desk.revealed)
    return {
        "tab": asked.tab,
        "tabs": _tabs(desk, asked),
        "tab_template": f"staff/case_{asked.tab}.html",
        "purpose": opened.purpose,
        "deals_with_it": opened.deals_with_it,
        "parties": parties,
        "parties_beside": parties[:IN_ASIDE],
        "family": desk.family,
        **TABS[asked.tab][1](desk),
    }


def _tabs(desk: _Desk, asked: Asked) -> list[Tab]:
    counts = {
        "events": len(readable(desk.opened, desk.known)),
        "parties": len(desk.known.state.parties),
        "hearings": len(desk.known.state.hearings),
        "documents": len(papers_of(desk.opened, desk.known, desk.voice)),
        "requests": len(desk.known.state.requests),
    }
    return [
        Tab(tr(*names), f"?{_query(asked, key)}", counts.get(key), key == asked.tab)
        for key, (names, _) in TABS.items()
        if key != "readers" or desk.opened.deals_with_it
    ]


def _query(asked: Asked, tab: str) -> str:
    return urlencode({"tab": tab} | ({"as_of": asked.as_of.isoformat()} if asked.as_of else {}))


def _classes(desk: _Desk, tab: str) -> frozenset[str]:
    """The main file always; the inner file where this tab shows something of it."""
    opened, state = desk.opened, desk.known.state
    if not opened.file.opens("O2"):
        return frozenset({"O1"})
    shows_inner = (
        any(of_inner_file(one, state) for one in state.history)
        if tab in ("events", "integrity")
        else tab == "documents" and any(paper["file"] == "inner" for paper in state.documents)
    )
    return frozenset({"O1", "O2"} if shows_inner else {"O1"})


def _events(desk: _Desk) -> Context:
    return {"events": lines(desk.opened, desk.known, desk.voice, desk.limit.outcome)}


def _parties(desk: _Desk) -> Context:
    return {}  # the parties stand beside every tab


def _hearings(desk: _Desk) -> Context:
    return {"hearings": hearings_of(desk.known)}


def _documents(desk: _Desk) -> Context:
    return {
        "papers": papers_of(desk.opened, desk.known, desk.voice),
        "inner_open": desk.opened.file.opens("O2"),
    }


def _requests(desk: _Desk) -> Context:
    return {"requests": requests_of(desk.known, desk.voice)}


def _integrity(desk: _Desk) -> Context:
    return {"integrity": integrity_of(desk.opened, desk.known)}


def _readers(desk: _Desk) -> Context:
    return {"readings": readings_of(desk.opened) if desk.opened.deals_with_it else None}


TABS: dict[str, tuple[tuple[str, str], Callable[[_Desk], Context]]] = {
    EVENTS: (("经过", "Events"), _events),
    "parties": (("当事人", "Parties"), _parties),
    "hearings": (("开庭", "Hearings"), _hearings),
    "documents": (("材料", "Documents"), _documents),
    "requests": (("延长申请", "Extensions"), _requests),
    "integrity": (("记录核验", "Integrity"), _integrity),
    "readers": (("谁看过本案", "Who opened it"), _readers),
}
