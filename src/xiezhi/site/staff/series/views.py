"""The pages of reference series: parse, call, answer."""

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.core.signing import BadSignature
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from xiezhi.record.intake.policy import may_import
from xiezhi.record.reference import actions, queries
from xiezhi.record.reference.layout import MEASURES
from xiezhi.record.reference.plausibility import KINDS, SHORT, Warned, warnings_of
from xiezhi.rules.errors import XiezhiError
from xiezhi.rules.language import language, tr
from xiezhi.site.staff.access import signed_in, viewer_in
from xiezhi.site.staff.imports.areas import areas
from xiezhi.site.staff.parts import Chip
from xiezhi.site.staff.series.bringing import Bringing, typed_version

MOST_CHANGES = 200


@signed_in
def series_list(request: HttpRequest) -> HttpResponse:
    """Every series that stands, and the way to bring in another."""
    viewer = viewer_in(request)
    return render(
        request,
        "staff/series.html",
        {
            "tabs": areas(viewer, "series"),
            "series": list(queries.current_series(viewer)),
            "may_keep": may_import(viewer),
        },
    )


@signed_in
def one_series(request: HttpRequest, name: str) -> HttpResponse:
    """One version of a series: its totals, what looks wrong, the other versions."""
    viewer = viewer_in(request)
    found = queries.series_version(viewer, name, typed_version(request.GET.get("version", "")))
    figures = queries.figures_of(found)
    units = sorted({one.unit for one in figures})
    unit = request.GET.get("unit", "")
    unit = unit if unit in units else ""
    chosen = [one for one in figures if not unit or one.unit == unit]
    warned = [one for one in warnings_of(figures) if not unit or one.unit == unit]
    versions = list(queries.versions_of(found))
    earlier = next((one for one in versions if one.version == found.version - 1), None)
    changed = queries.differences(earlier, found) if earlier else []
    return render(
        request,
        "staff/series_one.html",
        {
            "tabs": areas(viewer, "series"),
            "found": found,
            "measures": [tr(*MEASURES[name]) for name in queries.measures_in(figures)],
            "lines": _marked(queries.as_table(chosen), warned),
            "kinds": _by_kind(warned),
            "warned": len(warned),
            "chips": _units(units, unit, request),
            "versions": versions,
            "earlier": earlier,
            "changed": [(one, tr(*MEASURES[one.measure])) for one in changed[:MOST_CHANGES]],
            "changes": len(changed),
            "left_out": [(line, en if language() == "en" else zh) for line, zh, en in found.left_out],
            "may_keep": may_import(viewer),
        },
    )


def _marked(lines: list[queries.Line], warned: list[Warned]) -> list[tuple[queries.Line, list[str]]]:
    said: dict[tuple[str, int], list[str]] = {}
    for one in warned:
        said.setdefault((one.unit, one.year), []).append(tr(*SHORT[one.kind]))
    return [(line, said.get((line.unit, line.year), [])) for line in lines]


def _by_kind(warned: list[Warned]) -> list[tuple[str, list[Warned]]]:
    return [
        (tr(*words), [one for one in warned if one.kind == kind])
        for kind, words in KINDS.items()
        if any(one.kind == kind for one in warned)
    ]


def _units(units: list[str], chosen: str, request: HttpRequest) -> list[Chip]:
    """A menu of the units, and the one that is chosen with its cross."""
    kept = {"version": request.GET["version"]} if request.GET.get("version") else {}
    address = "?" + urlencode(kept)
    choices = tuple(Chip(unit, "?" + urlencode({**kept, "unit": unit}), on=unit == chosen) for unit in units)
    set_ = [Chip(chosen, address, on=True)] if chosen else []
    return [*set_, Chip(tr("单位", "Unit"), choices=choices)]


@signed_in
def new_series(request: HttpRequest) -> HttpResponse:
    """Bringing in a file: upload, look at what was found, keep."""
    viewer = viewer_in(request)
    if not may_import(viewer):
        return render(request, "staff/series_refused.html", {"tabs": areas(viewer, "series")}, status=403)
    try:
        bringing = Bringing.of(request, viewer)
    except BadSignature:
        raise BadRequest from None
    except XiezhiError as fault:
        return _form(request, fault=fault.text(language()))
    if request.method == "POST" and "keep" in request.POST and bringing is not None:
        return _keep(request, bringing)
    return _form(request, bringing)


def _keep(request: HttpRequest, bringing: Bringing) -> HttpResponse:
    viewer = viewer_in(request)
    try:
        made, fresh = actions.keep(
            bringing.read(), bringing.layout, bringing.about(request.POST), by=viewer, at=timezone.now()
        )
    except XiezhiError as fault:
        return _form(request, bringing, fault=fault.text(language()))
    messages.success(
        request,
        tr(f"已保存第{made.version}版", f"Version {made.version} kept")
        if fresh
        else tr(
            "数字与现有版本完全相同，没有另存",
            "The same figures as the version that stands; nothing was added",
        ),
    )
    return redirect(reverse("staff:series_one", args=[made.name]))


def _form(request: HttpRequest, bringing: Bringing | None = None, fault: str = "") -> HttpResponse:
    typed = {name: request.POST.get(name, "") for name in ("name", "source", "licence")}
    context = {
        "tabs": areas(viewer_in(request), "series"),
        "typed": typed,
        "fault": fault,
        "bringing": bringing,
    }
    if bringing is not None:
        context |= bringing.shown(fault)
        typed["name"] = typed["name"] or bringing.usual_name
    return render(request, "staff/series_new.html", context)
