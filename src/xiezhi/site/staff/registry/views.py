"""The pages of docketing: a case that comes in now, one received before, and what the form asks while one types."""

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from xiezhi.record.errors import InputError, NotThere, Overtaken, ReadOnlyHere, Refused
from xiezhi.record.models import Case
from xiezhi.record.state import CaseState
from xiezhi.record.viewers import Viewer
from xiezhi.rules.causes import is_listed
from xiezhi.rules.language import tr
from xiezhi.rules.procedure.filing import filing_of
from xiezhi.site.staff.access import signed_in, viewer_in
from xiezhi.site.staff.case.known import know
from xiezhi.site.staff.case.opening import look_into, note_reading
from xiezhi.site.staff.recording.desk import DOCKETED, RECORD
from xiezhi.site.staff.recording.saving import token_in
from xiezhi.site.staff.registry import choices, foresight, saving, telling
from xiezhi.site.staff.registry.content import content_of, refuse
from xiezhi.site.staff.registry.duplicates import alike
from xiezhi.site.staff.registry.sheet import Received, Sheet, lay_out

DOCKET, SEEN, PREVIEW = "docket", "seen_alike", "preview"
FORM, ASIDE, CAUSES = (f"staff/registry_{name}.html" for name in ("form", "aside", "causes"))


@signed_in
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Docket a case that comes in now."""
    viewer = viewer_in(request)
    refused = telling.refusal(request, viewer, DOCKETED)
    return refused or _docketing(request, viewer, CaseState(), None)


@signed_in
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def docket_received(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Docket a case that was received before."""
    opened = look_into(request, case_id, RECORD)
    refused = telling.refusal(request, opened.viewer, DOCKETED)
    if refused is not None:
        return refused
    if (
        opened.file.sealed
        or opened.viewer.post is None
        or opened.file.case.court_id != opened.viewer.post.court
    ):
        raise NotThere("没有这个案件", "no such case")
    state = know(opened.file, None).state
    if state.filed_on is not None:
        if not saving.recorded_already(opened.viewer, token_in(request.POST.get("token", ""))):
            messages.info(request, tr("本案已经立案", "This case is docketed already"))
        return redirect("staff:case", case_id)
    note_reading(opened, (), "record/case.docketed")
    seen = request.POST.get("seen", "")
    known = int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 9 else state.last_seq
    return _docketing(request, opened.viewer, state, Received(case_id, state.received_on, known))


@signed_in
@require_safe
def causes(request: HttpRequest) -> HttpResponse:
    """The causes that fit what is typed, as a list for the input."""
    words, filing = request.GET.get("cause", "").strip()[:60], filing_of(request.GET.get("type", ""))
    return render(
        request, CAUSES, {"causes": choices.causes_like(words, filing.causes, viewer_in(request).on)}
    )


# --- docketing


def _docketing(
    request: HttpRequest, viewer: Viewer, before: CaseState, received: Received | None
) -> HttpResponse:
    sheet = lay_out(request, viewer, received)
    if request.method != "POST":
        return _drawn(request, sheet, before)
    act = request.POST.get("act", "")
    if act == PREVIEW:
        return render(request, ASIDE, {"foresight": _foreseen(sheet, before), **_beside(sheet)})
    if act != DOCKET:
        sheet.forgive()
        return _drawn(request, sheet, before)
    case = saving.recorded_already(viewer, sheet.token)
    if case is not None:
        return telling.again(request, case)
    return _docketed(request, sheet, before)


def _docketed(request: HttpRequest, sheet: Sheet, before: CaseState) -> HttpResponse:
    if not sheet.is_valid():
        return _drawn(request, sheet, before, refused=True)
    content, on = content_of(sheet), sheet.typed("docketed_on")
    if _unseen(request, sheet, on):
        return _drawn(request, sheet, before)
    try:
        written = saving.docket(
            sheet.viewer, content, on, sheet.token, received=sheet.received, kept=sheet.kept
        )
    except saving.SentTwice:
        case = saving.recorded_already(sheet.viewer, sheet.token)
        return telling.again(request, case) if case else _drawn(request, sheet, before, refused=True)
    except Overtaken as overtaken:
        refuse(sheet, overtaken)
        sheet.received = sheet.received._replace(seen=overtaken.now) if sheet.received else None
        return _drawn(request, sheet, before, refused=True)
    except (InputError, Refused, ReadOnlyHere) as fault:
        refuse(sheet, fault)
        return _drawn(request, sheet, before, refused=True)
    messages.success(request, telling.docketed(written, sheet.viewer))
    return redirect("staff:case", written.case)


def _unseen(request: HttpRequest, sheet: Sheet, on: date) -> bool:
    """Whether there are like cases that were not shown with the form yet."""
    found = {str(case.pk) for case in _alike(sheet, on)}
    return bool(found - set(request.POST.getlist(SEEN)))


def _alike(sheet: Sheet, on: date) -> list[Case]:
    names = {str(row.cleaned_data["name"]) for row in sheet.rows if row.cleaned_data.get("name")}
    return alike(sheet.viewer, sheet.typed("cause") or "", names, on)


def _foreseen(sheet: Sheet, before: CaseState) -> foresight.Foresight:
    on = sheet.typed("docketed_on") or sheet.viewer.on
    content = content_of(sheet)
    listed = not sheet.typed("cause") or is_listed(sheet.typed("cause"), sheet.filing.causes, on)
    return foresight.of_docketing(content, on, before, sheet.level, sheet.viewer.on, listed=listed)


def _beside(sheet: Sheet) -> dict[str, Any]:
    """What stands beside the form apart from its dates: the number to come, and like cases."""
    on = sheet.typed("docketed_on") or sheet.viewer.on
    code = telling.court_code(sheet.viewer)
    return {
        "number_to_come": foresight.number_to_come(code, sheet.typed("type") or "", on),
        "alike": _alike(sheet, on),
    }


def _drawn(request: HttpRequest, sheet: Sheet, before: CaseState, *, refused: bool = False) -> HttpResponse:
    """The form; a new one begins with what is usual."""
    context: dict[str, Any] = {
        "sheet": sheet,
        "form": sheet.form,
        "told": list(sheet.told()) if refused else (),
        "waiting": telling.waiting(sheet.viewer) if sheet.received is None else (),
        "received": sheet.received,
    }
    if sheet.form.is_bound:
        context |= {"foresight": _foreseen(sheet, before), **_beside(sheet)}
    else:
        content = _usual(sheet)
        context["foresight"] = foresight.of_docketing(
            content, sheet.viewer.on, before, sheet.level, sheet.viewer.on, listed=True
        )
        code = telling.court_code(sheet.viewer)
        context["number_to_come"] = foresight.number_to_come(code, content["type"], sheet.viewer.on)
    return render(request, FORM, context)


def _usual(sheet: Sheet) -> dict[str, Any]:
    """The content of an untouched form."""
    initial, filing = sheet.form.initial, sheet.filing
    content = {
        "type": initial["type"],
        "branch": filing.branch,
        "instance": filing.instance,
        "cause": {},
        "parties": [],
    }
    if sheet.received is None:
        content["received_on"] = sheet.viewer.on.isoformat()
    return content | ({"procedure": initial["procedure"]} if initial["procedure"] else {})
