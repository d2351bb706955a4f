"""A case told from the filing to the archives, chapter by chapter, in the words of the event catalogue.

The days come from the columns; what is drawn here only fills them in (panels, ways of service, hearings, notes).
"""

from collections.abc import Callable

from xiezhi.demo.cases.columns import NEVER
from xiezhi.demo.cases.courses import NOTICE_LAG
from xiezhi.demo.cases.ending import tell_ending
from xiezhi.demo.cases.filing import tell_filing
from xiezhi.demo.cases.hearings import hold_hearings, serve
from xiezhi.demo.cases.incidents import tell_incidents
from xiezhi.demo.cases.panels import form_panel
from xiezhi.demo.cases.stops import tell_stops
from xiezhi.demo.cases.telling import Telling

_ENFORCEMENT_PANELS = 0.8
_SEARCHED = 0.6


def tell_story(case: Telling) -> None:
    """All acts of the case, added to it."""
    tell_filing(case)
    _STORIES[case.category.story](case)
    tell_ending(case)


def _trial(case: Telling) -> None:
    panel = case.on(case.filed + 1 + case.draws.expovariate(0.5))
    form_panel(case, panel)
    if case.happens(0.85):
        papers = "criminal_papers" if case.category.branch == "criminal" else "papers"
        serve(case, case.on(panel + 1 + case.draws.expovariate(0.25)), case.pick(papers))
    tell_stops(case)
    if case.happens(case.category.hearing):
        hold_hearings(case, panel)
    tell_incidents(case)


def _written(case: Telling) -> None:
    if case.category.instance != "other":
        form_panel(case, case.on(case.filed + case.draws.expovariate(0.6)))
    if case.happens(0.3):
        serve(case, case.on(case.filed + 2 + case.draws.random() * 4), case.pick("application_papers"))
    tell_stops(case)


def _mediation(case: Telling) -> None:
    if case.happens(0.5):
        note = {"text": case.pick("mediation_notes")}
        case.add(case.midway(0.2, 0.8), "note.recorded", case.desk.filing, note)
    tell_stops(case)


def _notice(case: Telling) -> None:
    form_panel(case, case.on(case.filed + 1))
    span = {"span_no": next(case.spans)}
    case.add(
        case.on(case.filed + NOTICE_LAG),
        "notice.published",
        case.clerk,
        {**span, "medium": case.pick("media")},
    )
    if case.row.notice_to != NEVER:
        case.add(case.row.notice_to, "notice.ended", case.clerk, span)
    tell_stops(case)


def _enforcement(case: Telling) -> None:
    formed = case.on(case.filed + case.draws.expovariate(0.5))
    if case.happens(_ENFORCEMENT_PANELS):
        form_panel(case, formed)
    serve(case, case.on(formed + 3 + case.draws.random() * 7), case.pick("enforcement_papers"))
    if case.happens(_SEARCHED):
        found = {"text": case.pick("enforcement_notes")}
        case.add(case.midway(0.15, 0.6), "note.recorded", case.clerk, found)
    tell_stops(case)


_STORIES: dict[str, Callable[[Telling], None]] = {
    "trial": _trial, "written": _written, "mediation": _mediation, "notice": _notice, "enforcement": _enforcement,
}  # fmt: skip
