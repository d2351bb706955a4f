"""The area Data: every import with how far it is, and the upload of a file."""

from typing import Any, BinaryIO, NamedTuple, cast
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from xiezhi.record.audit import note
from xiezhi.record.errors import NotThere
from xiezhi.record.intake import actions, policy, queries
from xiezhi.record.intake.files.table import MOST_COLUMNS, MOST_ROWS
from xiezhi.record.intake.keeping import MOST_BYTES
from xiezhi.record.intake.models import Import, ImportRow
from xiezhi.record.viewers import Viewer
from xiezhi.rules.errors import XiezhiError
from xiezhi.rules.language import language, tr
from xiezhi.site.staff.access import signed_in, viewer_in
from xiezhi.site.staff.imports.areas import areas
from xiezhi.site.staff.imports.one import Counted, begun, counted, state_words, with_open_rows

SHOWN = 50
LISTED = (
    ImportRow.RECORDED,
    ImportRow.SAME,
    ImportRow.CORRECTED,
    ImportRow.QUARANTINED,
    ImportRow.UNREADABLE,
)


class Listed(NamedTuple):
    """An import in the list."""

    of: Import
    state: str
    percent: int | None
    counts: list[Counted]


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def imports(request: HttpRequest) -> HttpResponse:
    """The list with the upload above it; a file that was sent is received."""
    viewer = viewer_in(request)
    if request.method != "POST":
        return _list(request, viewer)
    try:
        of = _received(request, viewer)
    except XiezhiError as fault:
        return _list(request, viewer, fault=fault.text(language()))
    note(viewer, "import.received", object_class="O6", object_id=str(of.pk), details={"bytes": of.size})
    return redirect("staff:import_mapping", of.pk)


def _received(request: HttpRequest, viewer: Viewer) -> Import:
    """The file that was sent, kept under its source, which is made when it is new. Raises what refuses it."""
    policy.require(viewer)
    code = " ".join(request.POST.get("source", "").split())
    given = request.FILES.get("file")
    if given is None:
        raise NotThere("请选择一个文件", "choose a file")
    if not policy.sources_for(viewer).filter(code=code).exists():
        actions.make_source(code, code, by=viewer, at=timezone.now())
        messages.info(request, tr(f"新建来源“{code}”", f"New source “{code}”"))
    return actions.receive(cast(BinaryIO, given.file), given.name or "", code, by=viewer, at=timezone.now())


def _list(request: HttpRequest, viewer: Viewer, fault: str = "") -> HttpResponse:
    context: dict[str, Any] = {"tabs": areas(viewer, "imports"), "may_import": policy.may_import(viewer)}
    if not context["may_import"]:
        context["refusal"] = tr("数据导入由审判管理人员办理。", "Files are imported by trial management.")
        return render(request, "staff/imports.html", context)
    every, narrowed = policy.imports_for(viewer), "open" in request.GET
    found = list((with_open_rows(every) if narrowed else every)[: SHOWN + 1])
    context |= {
        "fault": fault,
        "narrowed": narrowed,
        "typed_source": request.POST.get("source", ""),
        "sources": policy.sources_for(viewer),
        "imports": [_listed(of) for of in found[:SHOWN]],
        "more": len(found) > SHOWN,
        "outcome_heads": [words for words, *_ in _heads()],
        "most_bytes": f"{MOST_BYTES >> 30} GB",
        "most_rows": f"{MOST_ROWS:,}",
        "most_columns": f"{MOST_COLUMNS:,}",
    }
    return render(request, "staff/imports.html", context)


def _heads() -> list[Counted]:
    return [one for one, standing in zip(counted(Import(), {}), LISTED)]


def _listed(of: Import) -> Listed:
    counts = queries.counts(of) if begun(of) else {}
    # A row that was repaired and waits is still one of the quarantine.
    waiting = counts.get(ImportRow.QUARANTINED, 0) + counts.pop(ImportRow.REPAIRED, 0)
    counts[ImportRow.QUARANTINED] = waiting
    job = of.job
    percent = int(100 * job.done / job.total) if job and job.state == "running" and job.total else None
    return Listed(of, state_words(of), percent, counted(of, counts))


def of_import(request: HttpRequest, which: UUID) -> tuple[Viewer, Import]:
    """Who asks, and the import asked for. Raises NotThere for a foreign one and for those who may not import."""
    viewer = viewer_in(request)
    return viewer, policy.import_for(viewer, which)
