"""The quarantine of an import: mistakes that many rows share, rows one by one, and recording the repaired ones again."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from xiezhi.record.audit import note
from xiezhi.record.errors import InputError
from xiezhi.record.intake import actions, queries
from xiezhi.record.intake.earlier import repaired_before
from xiezhi.record.intake.mapping.values import Mapping, read_mapping
from xiezhi.record.intake.models import Import, ImportRow
from xiezhi.record.viewers import Viewer
from xiezhi.rules.errors import XiezhiError
from xiezhi.rules.language import language, tr
from xiezhi.site.staff.access import signed_in
from xiezhi.site.staff.imports.mistakes import Mistake, mistakes_in, with_code
from xiezhi.site.staff.imports.one import OPEN, begun, parts_of
from xiezhi.site.staff.imports.pages import of_import
from xiezhi.site.staff.imports.rows import cut_page, number, shown


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def quarantine(request: HttpRequest, which: UUID) -> HttpResponse:
    """What waits to be repaired; a replacement that was sent is made in every row that has the mistake."""
    viewer, of = of_import(request, which)
    if not begun(of):
        return redirect("staff:import_mapping", of.pk)
    if request.method != "POST":
        return _page(request, viewer, of)
    try:
        repaired = _as_before(viewer, of) if "as_before" in request.POST else _replace(request, viewer, of)
    except XiezhiError as fault:
        return _page(request, viewer, of, fault=fault.text(language()))
    messages.success(request, tr(f"改了{repaired:,}行", f"{repaired:,} rows repaired"))
    return redirect("staff:import_quarantine", of.pk)


def _replace(request: HttpRequest, viewer: Viewer, of: Import) -> int:
    """Another value in all rows that have this one; remembered in the mapping where that is asked for."""
    column, value, instead = (request.POST.get(name, "") for name in ("column", "value", "instead"))
    if instead.strip() == value.strip():
        raise InputError("请填改成什么", "say what it becomes", field="instead")
    now = timezone.now()
    if "remember" in request.POST and of.mapping is not None:
        known = with_code(read_mapping(of.mapping.content), column, value, instead)
        if known is not None:
            said = tr(f"“{value}”即{instead}", f"“{value}” is {instead}")[:300]
            actions.save_mapping(of.source.code, known, by=viewer, at=now, note=said)
    repaired = actions.repair_all(of.pk, column, value, instead.strip(), by=viewer, at=now)
    details = {"column": column[:100], "rows": repaired}
    note(viewer, "import.repaired", object_class="O6", object_id=str(of.pk), details=details)
    return repaired


def _as_before(viewer: Viewer, of: Import) -> int:
    """The repairs of earlier imports in every row that still says what was repaired."""
    repaired = actions.repair_as_before(of.pk, by=viewer, at=timezone.now())
    details = {"as_before": True, "rows": repaired}
    note(viewer, "import.repaired", object_class="O6", object_id=str(of.pk), details=details)
    return repaired


@signed_in
@require_POST
def rerun(request: HttpRequest, which: UUID) -> HttpResponse:
    """Record the repaired rows again, with the latest mapping of the source if that is the one this import used, or follows it."""
    viewer, of = of_import(request, which)
    try:
        latest = of.source.mappings.order_by("-version").first()
        mapping = latest.pk if latest is not None and of.read_whole else None
        actions.rerun(of.pk, by=viewer, at=timezone.now(), mapping=mapping, every="every" in request.POST)
    except XiezhiError as fault:
        messages.error(request, fault.text(language()))
        return redirect("staff:import_quarantine", of.pk)
    return redirect("staff:import_run", of.pk)


def _page(request: HttpRequest, viewer: Viewer, of: Import, fault: str = "") -> HttpResponse:
    counts = queries.counts(of)
    waiting = queries.outcomes(of.pk, by=viewer, standings=(ImportRow.QUARANTINED,))
    same, narrowed = _narrowed(request, waiting)
    found = same if same is not None else queries.outcomes(of.pk, by=viewer, standings=OPEN)
    total = found.count()
    page, cut = cut_page(request, found, total)
    mapping = read_mapping(of.mapping.content) if of.mapping is not None else Mapping()
    context: dict[str, Any] = {
        "of": of,
        "parts": parts_of(of, counts, "quarantine"),
        "fault": fault,
        "repaired": counts.get(ImportRow.REPAIRED, 0),
        "groups": [] if narrowed else _typed(request, mistakes_in(waiting.defer(None), mapping)),
        "rows": shown(cut, of, viewer),
        "narrowed": narrowed,
        "total": total,
        "page": page,
        "waiting": counts.get(ImportRow.QUARANTINED, 0),
        "before": 0 if narrowed else repaired_before(of).count(),
    }
    return render(request, "staff/import_quarantine.html", context)


def _narrowed(request: HttpRequest, waiting: QuerySet[ImportRow]) -> tuple[QuerySet[ImportRow] | None, str]:
    """The rows that share the mistake of one, as the address names it, and the mistake in words."""
    line, _, place = request.GET.get("same", "").partition(".")
    row = waiting.filter(line=number(line)).first() if line else None
    reasons = row.reasons if row is not None else []
    at = number(place)
    if at >= len(reasons):
        return None, ""
    reason = reasons[at]
    shared = [{"field": reason["field"], "zh": reason["zh"]}]
    return waiting.filter(reasons__contains=shared), tr(reason["zh"], reason["en"])


def _typed(request: HttpRequest, groups: list[Mistake]) -> list[Mistake]:
    """The mistakes; in the one whose form was refused, what was typed."""
    for group in groups:
        if request.POST.get("column") == group.column and request.POST.get("value") == group.value:
            group.typed = request.POST.get("instead", "")
    return groups
