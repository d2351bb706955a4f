"""The pages of recording: the acts of a case, the form of one, its foresight, and the writing."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from xiezhi.record.errors import InputError, NotThere, Overtaken, ReadOnlyHere, Refused
from xiezhi.record.ledger import Written
from xiezhi.record.visibility import file_for
from xiezhi.rules.language import tr
from xiezhi.site.staff.access import signed_in
from xiezhi.site.staff.case.acts import acts_by_phase
from xiezhi.site.staff.case.known import know
from xiezhi.site.staff.case.opening import look_into, note_reading
from xiezhi.site.staff.case.voice import kind_name
from xiezhi.site.staff.recording.desk import CORRECTION, RECORD, Desk, sit_down
from xiezhi.site.staff.recording.entry_form import MORE
from xiezhi.site.staff.recording.foresight import effect_in_words
from xiezhi.site.staff.recording.page import (
    choice_of_event,
    page_of,
    refusal_of,
    shown_classes,
)
from xiezhi.site.staff.recording.saving import RECORDED_ALREADY, recorded_already, save, token_in
from xiezhi.site.staff.recording.sheet import TOKEN, Sheet, lay_out
from xiezhi.work.deadlines.panel import limit_of

FORM, REFUSED, CHOOSE, PREVIEW, ACTS = (
    f"staff/recording_{name}.html" for name in ("form", "refused", "choose", "preview", "acts")
)

NOTHING_NEW = 204


@signed_in
@never_cache
@require_safe
def acts(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Every kind of event by its phase: those this post may record now, and the others with the reason."""
    opened = look_into(request, case_id, RECORD)
    if opened.file.sealed:
        return render(request, "staff/case_sealed.html")
    known = know(opened.file, None)
    note_reading(opened, (), "record")
    context = {"case": opened.file.case, "phases": acts_by_phase(opened, known.state)}
    return render(request, ACTS, context)


@signed_in
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def record(request: HttpRequest, case_id: UUID, kind: str) -> HttpResponse:
    """The form of one kind of event; what comes back is written, or returned with everything typed."""
    desk = sit_down(request, case_id, kind)
    refusal = refusal_of(desk)
    if refusal is not None:
        return render(request, REFUSED, refusal.context, status=refusal.status)
    sheet = lay_out(desk, request)
    if kind == CORRECTION and sheet.target is None:
        note_reading(desk.opened, shown_classes(desk), f"record/{kind}")
        return render(request, CHOOSE, choice_of_event(desk))
    if request.method == "POST":
        return _sent(request, sheet)
    note_reading(desk.opened, shown_classes(desk), f"record/{kind}")
    return render(request, FORM, page_of(sheet))


@signed_in
@never_cache
@require_POST
def preview(request: HttpRequest, case_id: UUID, kind: str) -> HttpResponse:
    """What the form would do to the dates as far as it is filled in; for the page that asks while one types."""
    desk = sit_down(request, case_id, kind)
    if recorded_already(desk, token_in(request.POST.get(TOKEN, ""))) is not None:
        return HttpResponse(status=NOTHING_NEW)  # asked just before the form was sent, answered just after
    refusal = refusal_of(desk)
    if refusal is not None:
        return render(request, REFUSED, refusal.context, status=refusal.status)
    sheet = lay_out(desk, request)
    return render(request, PREVIEW, {"foresight": sheet.foresight(), "desk": desk})


def _sent(request: HttpRequest, sheet: Sheet) -> HttpResponse:
    desk = sheet.desk
    before = recorded_already(desk, sheet.token)
    if before is not None:
        return _again(request, desk, before)
    if MORE in request.POST:
        sheet.form.forgive()
        return render(request, FORM, page_of(sheet))
    if not sheet.is_valid:
        return render(request, FORM, page_of(sheet, refused=True))
    try:
        act = sheet.act()
        written = save(desk, act)
    except Overtaken as overtaken:
        before = recorded_already(desk, sheet.token)
        if before is not None:
            return _again(request, desk, before)
        return render(request, FORM, page_of(sheet, overtaken=overtaken.seen, content=act.content))
    except (InputError, Refused, ReadOnlyHere) as fault:
        sheet.form.refuse(fault)
        return render(request, FORM, page_of(sheet, refused=True))
    messages.success(request, _said(desk, written))
    return _onward(desk, written.seq)


def _again(request: HttpRequest, desk: Desk, seq: int) -> HttpResponse:
    messages.info(request, tr(*RECORDED_ALREADY))
    return _onward(desk, seq)


def _said(desk: Desk, written: Written) -> str:
    """What was recorded, and what it changed."""
    name = kind_name(desk.kind.name)
    limit = limit_of(written.state, desk.court.level, desk.today)
    effect = effect_in_words(desk.state, desk.limit, written.state, limit)
    words = tr(f"已登记：{name}。", f"Recorded: {name}. ")
    if effect:
        return words + tr(f"{effect}。", f"{effect}.")
    return words + tr("审限不变。", "The limit is unchanged.")


def _onward(desk: Desk, seq: int) -> HttpResponse:
    """To the new event on the page of the case; to the docket for one who sees the case no longer."""
    try:
        file_for(desk.viewer, desk.case, desk.opened.purpose)
    except NotThere:
        return redirect("staff:docket")
    return redirect(f"{reverse('staff:case', args=[desk.case])}#event-{seq}")
