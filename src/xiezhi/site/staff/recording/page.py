"""The values of the templates: the form with its answer, the reason where there is no form, the choice of an event to correct."""

from typing import Any, NamedTuple

from xiezhi.rules.language import tr
from xiezhi.rules.limits.loader import load_catalogue
from xiezhi.site.staff.case.acts import barred, forbidden
from xiezhi.site.staff.case.corrections import REPLACE, correctable
from xiezhi.site.staff.case.timeline import readable, recorded
from xiezhi.site.staff.case.voice import Said, choice, kind_name
from xiezhi.site.staff.case.wording import say
from xiezhi.site.staff.recording import ladder
from xiezhi.site.staff.recording.closing_days import CLOSING
from xiezhi.site.staff.recording.desk import Desk, branch_of
from xiezhi.site.staff.recording.kinds_in_words import citations_for
from xiezhi.site.staff.recording.meanwhile import meanwhile
from xiezhi.site.staff.recording.sheet import Sheet

Context = dict[str, Any]
FORBIDDEN, CONFLICT = 403, 409


class Refusal(NamedTuple):
    """Why there is no form: the page that says so, and its status."""

    context: Context
    status: int


def refusal_of(desk: Desk) -> Refusal | None:
    """What keeps this viewer from recording this now, whatever he would write; None when the form may be shown."""
    reason = forbidden(desk.opened, desk.kind, desk.state)
    if reason:
        return Refusal(_frame(desk) | {"reason": reason, "forbidden": True}, FORBIDDEN)
    reason = barred(desk.kind, desk.state)
    return Refusal(_frame(desk) | {"reason": reason}, CONFLICT) if reason else None


def page_of(
    sheet: Sheet, *, refused: bool = False, overtaken: int | None = None, content: Context | None = None
) -> Context:
    """The form with everything around it. `refused` = it was sent and comes back with its faults; `overtaken` = the last entry its
    writer had seen when something else was recorded."""
    desk, foresight = sheet.desk, sheet.foresight()
    target = sheet.target
    context = _frame(desk) | {
        "sheet": sheet,
        "form": sheet.form,
        "told": sheet.form.told if refused else (),
        "foresight": foresight,
        "facts": ladder.facts_of(desk),
        "ways": desk.kind.name == CLOSING and target is None,
        "seen": sheet.seen if overtaken is None else desk.state.last_seq,
        "sources": load_catalogue().documents.cite_known(
            citations_for(sheet.kind, branch_of(desk.state)), foresight.on
        ),
        "on": foresight.on,
    }
    if target is not None:
        context["target"] = _target(sheet)
    if overtaken is not None:
        context["meanwhile"] = meanwhile(desk, overtaken, content or {})
    return context


def choice_of_event(desk: Desk) -> Context:
    """The events this viewer may correct, newest first."""
    may = correctable(desk.opened, desk.known)
    lines = [
        (one.seq, one.occurred_on, _said(desk, one), _recorded(desk, one.seq))
        for one in sorted(
            readable(desk.opened, desk.known), key=lambda one: (one.occurred_on, one.seq), reverse=True
        )
        if one.seq in may
    ]
    return _frame(desk) | {"lines": lines}


def shown_classes(desk: Desk) -> frozenset[str]:
    """Which classes of objects a form shows: names of the main file where that is open, else none."""
    return frozenset({"O1"}) if desk.opened.reads_contents else frozenset()


def _target(sheet: Sheet) -> Context:
    target = sheet.target
    assert target is not None
    return {
        "seq": target.happening.seq,
        "on": target.on,
        "said": _said(sheet.desk, target.happening._replace(data=target.content)),
        "record": _recorded(sheet.desk, target.happening.seq),
        "ways": [(way, choice("correction_action", way)) for way in target.ways],
        "replaces": REPLACE in target.ways,
    }


def _said(desk: Desk, happening: Any) -> Said:
    if not happening.data:
        return Said(kind_name(happening.kind))
    return say(desk.voice, happening.kind, happening.data, happening.occurred_on)


def _recorded(desk: Desk, seq: int) -> str:
    logged = desk.known.log[seq]
    happening = next(one for one in desk.state.history if one.seq == seq)
    return recorded(desk.voice, logged, happening.occurred_on, desk.today)


def _frame(desk: Desk) -> Context:
    """What stands over every page of recording."""
    case, kind = desk.opened.file.case, desk.kind
    return {
        "case": case,
        "desk": desk,
        "number": "" if desk.opened.file.sealed else desk.state.number,
        "court_name": tr(case.court.name, case.court.name_en or case.court.name),
        "cause": "" if desk.opened.file.sealed else desk.state.cause_name or "",
        "words": kind_name(kind.name),
    }
