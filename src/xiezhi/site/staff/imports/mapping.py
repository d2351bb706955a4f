"""The mapping page: what a file has, what each column means, what that would give. All of the form comes along with every button.

`drawn` puts the page together, `acting` carries out a button; here is only which of them is asked for.
"""

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from xiezhi.record.audit import note
from xiezhi.record.intake import actions
from xiezhi.record.intake.mapping.values import Mapping
from xiezhi.record.intake.models import Import
from xiezhi.record.viewers import Viewer
from xiezhi.rules.errors import XiezhiError
from xiezhi.rules.language import language, tr
from xiezhi.site.staff.access import signed_in
from xiezhi.site.staff.imports.drawn import Drawing, checked_context, first_mapping, heads_of, mapping_reread
from xiezhi.site.staff.imports.pages import of_import
from xiezhi.site.staff.imports.typed_mapping import mapping_typed, reading_typed

LIVE, WHOLE = 1_000, 50_000  # rows a mapping is tried on after a change, and when asked to


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def mapping(request: HttpRequest, which: UUID) -> HttpResponse:
    """The page, and its buttons."""
    viewer, of = of_import(request, which)
    if request.method != "POST":
        return _drawn(request, _tried(viewer, of, first_mapping(of, viewer)))
    if request.headers.get("HX-Request"):
        return _live(request, viewer, of)
    act = request.POST.get("act", "check")
    if act == "reread":
        return _reread(request, viewer, of)
    try:
        typed = _typed(request)
    except XiezhiError as fault:
        return _drawn(request, Drawing(viewer, of, first_mapping(of, viewer), fault=fault.text(language())))
    if act in ("save", "start"):
        return _kept(request, viewer, of, typed, begin=act == "start")
    checked = checked_context(viewer, of, typed, WHOLE)
    return _drawn(request, Drawing(viewer, of, typed, checked=checked))


def _tried(viewer: Viewer, of: Import, mapping: Mapping) -> Drawing:
    return Drawing(viewer, of, mapping, checked=checked_context(viewer, of, mapping, LIVE))


def _typed(request: HttpRequest) -> Mapping:
    return mapping_typed(request.POST.dict(), heads_of(request.POST.get("heads", "")))


def _drawn(request: HttpRequest, drawing: Drawing) -> HttpResponse:
    return render(
        request, "staff/import_mapping.html", {**drawing.context(), "note": request.POST.get("note", "")}
    )


def _live(request: HttpRequest, viewer: Viewer, of: Import) -> HttpResponse:
    """After a change: the figures again, and beside every column what it becomes now."""
    try:
        typed = _typed(request)
        checked = checked_context(viewer, of, typed, LIVE)
        context = Drawing(viewer, of, typed, checked=checked).context()
    except XiezhiError as fault:
        context = {"checked": {"refusal": fault.text(language())}}
    return render(request, "staff/import_live.html", {**context, "renewed": _renewed(request, context)})


def _renewed(request: HttpRequest, context: dict[str, Any]) -> set[int]:
    """The columns whose ways of reading are drawn anew: those of the field that was chosen. All others stay as they are under the
    hands of whoever fills them in."""
    touched, _, place = request.headers.get("HX-Trigger-Name", "").partition("-")
    if touched == "shape":
        return {column.place for column in context.get("columns", ())}
    if touched != "field":
        return set()
    field = request.POST.get(f"field-{place}", "")
    return {
        column.place
        for column in context.get("columns", ())
        if str(column.place) == place or (field and column.field == field)
    }


def _reread(request: HttpRequest, viewer: Viewer, of: Import) -> HttpResponse:
    """The file read in another way: columns that are still there keep their field, the others are guessed."""
    reading = reading_typed(request.POST.dict())
    try:
        heads, before = heads_of(request.POST.get("heads", "")), _typed(request)
    except XiezhiError:  # the file could not be read before
        heads, before = [], Mapping()
    return _drawn(request, _tried(viewer, of, mapping_reread(of, viewer, reading, before, heads)))


def _kept(request: HttpRequest, viewer: Viewer, of: Import, typed: Mapping, *, begin: bool) -> HttpResponse:
    now = timezone.now()
    try:
        saved = actions.save_mapping(
            of.source.code, typed, by=viewer, at=now, note=request.POST.get("note", "").strip()
        )
        if begin:
            _begin(of, saved.pk, viewer)
    except XiezhiError as fault:
        return _drawn(request, replace(_tried(viewer, of, typed), fault=fault.text(language())))
    note(
        viewer,
        "mapping.saved",
        object_class="O6",
        object_id=str(saved.pk),
        details={"version": saved.version},
    )
    messages.success(request, tr(f"对照第{saved.version}版已保存", f"Mapping version {saved.version} kept"))
    return _next(of, begin)


def _begin(of: Import, saved: UUID, viewer: Viewer) -> None:
    """Record the file with the mapping; where it was read whole before, the rows in quarantine once more."""
    now = timezone.now()
    if of.read_whole:
        actions.rerun(of.pk, by=viewer, at=now, mapping=saved, every=True)
    else:
        actions.start(of.pk, saved, by=viewer, at=now)


def _next(of: Import, begin: bool) -> HttpResponseRedirect:
    return redirect("staff:import_run" if begin else "staff:import_mapping", of.pk)
