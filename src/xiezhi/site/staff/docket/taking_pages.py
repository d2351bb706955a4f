"""The pages on which rows are taken away: the paper, the file, the second look, the files that the worker writes."""

from io import BytesIO
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from xiezhi.record import jobs
from xiezhi.record.audit import note
from xiezhi.record.models import Job
from xiezhi.record.models.jobs import DONE, OPEN
from xiezhi.record.viewers import Viewer
from xiezhi.rules.language import tr
from xiezhi.site.staff.access import signed_in, viewer_in
from xiezhi.site.staff.docket import exporting, sheets
from xiezhi.site.staff.docket.columns import DocketColumn
from xiezhi.site.staff.docket.frame import drawn
from xiezhi.site.staff.docket.pages import back, kept
from xiezhi.site.staff.docket.taking import (
    FORMS,
    LONGEST_PURPOSE,
    PAPER,
    SHORTEST_PURPOSE,
    Wanted,
    Weighed,
    columns_for,
    note_taking,
    sheet_of,
    wanted,
    weigh,
)
from xiezhi.site.staff.docket.views import scope_of, view_words
from xiezhi.site.staff.parts import Column, Progress


@signed_in
@require_POST
def take(request: HttpRequest) -> HttpResponse:
    """The rows of the list, or those that were ticked, on paper or as a file."""
    viewer = viewer_in(request)
    want = wanted(request.POST.dict(), request.POST.getlist("case"), viewer)
    if want.form not in FORMS or scope_of(viewer) == "none":
        raise Http404
    found = weigh(want, viewer)
    if found.refusal:
        note_taking(want, viewer, found.count, found.refusal)
        messages.error(request, found.refusal)
        return _back(want)
    columns = columns_for(want.asked, viewer, kept(request))
    if found.needs_a_look and not want.looked:
        return render(request, "staff/docket_look.html", _look(want, found, columns, viewer))
    if found.is_long_work:
        job = exporting.ask_for(want, viewer, columns, timezone.now())
        return redirect("staff:docket_written", job.pk)
    note_taking(want, viewer, found.count)
    if want.form == PAPER:
        return render(request, "staff/docket_paper.html", _paper(want, found, columns, viewer))
    stream = BytesIO()
    sheets.WRITERS[want.form](sheet_of(want, viewer, columns, found.cut.rows, timezone.now()), stream)
    return _file(stream.getvalue(), want.form, f"docket-{viewer.on:%Y%m%d}")


def _back(want: Wanted) -> HttpResponse:
    """To the list, with what was typed and ticked."""
    ticked = {"ticked": ",".join(map(str, want.ticked))} if want.ticked is not None else {}
    return back(want.query, purpose=want.purpose[: 2 * LONGEST_PURPOSE], taking="1", **ticked)


def _look(want: Wanted, found: Weighed, columns: list[DocketColumn], viewer: Viewer) -> dict[str, Any]:
    """The second look: how much it is, what is in it, and who will know."""
    return {
        "want": want,
        "count": found.count,
        "columns": tr("、", ", ").join(column.words for column in columns),
        "names_people": any(column.key == "parties" for column in columns),
        "list_name": view_words(want.asked.view, viewer),
        "long_work": found.is_long_work,
        "shortest": SHORTEST_PURPOSE,
        "longest": LONGEST_PURPOSE,
        "back_href": f"{reverse('staff:docket')}?{want.query}",
    }


def _paper(want: Wanted, found: Weighed, columns: list[DocketColumn], viewer: Viewer) -> dict[str, Any]:
    day = want.asked.day(viewer)
    sheet = sheet_of(want, viewer, columns, found.cut.rows, timezone.now())
    return {
        "sheet": sheet,
        "head": [Column(column.words, kind=column.classes) for column in columns],
        "keys": [column.key for column in columns],
        "rows": drawn(found.cut.rows, columns, day),
        "count": found.count,
        "back_href": f"{reverse('staff:docket')}?{want.query}",
    }


def _file(contents: bytes, form: str, name: str) -> HttpResponse:
    answer = HttpResponse(contents, content_type=sheets.MEDIA_TYPES[form])
    answer["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    answer["Cache-Control"] = "no-store"
    return answer


# --- files that the worker writes


@signed_in
def written(request: HttpRequest, job_id: UUID | None = None) -> HttpResponse:
    """The viewer's own files of the last week, or how far one of them is."""
    viewer, now = viewer_in(request), timezone.now()
    if job_id is None:
        works = exporting.exports_of(viewer, now)
    else:
        works = [exporting.export_of(viewer, job_id, now)]
        if request.headers.get("HX-Request"):
            return render(request, "parts/progress.html", {"progress": _progress(works[0])})
    rows = [(_progress(work), work) for work in works]
    return render(request, "staff/docket_written.html", {"works": rows, "one": job_id is not None})


def _progress(job: Job) -> Progress:
    request = job.result["request"]
    words = tr(
        f"导出.{request['form']}，用途：{request['purpose']}",
        f".{request['form']}, purpose: {request['purpose']}",
    )
    is_open = job.state in OPEN
    result = (
        reverse("staff:docket_written_file", args=[job.pk])
        if job.state == DONE and job.result.get("kept")
        else ""
    )
    return Progress(
        words, job.done, job.total, job.state,
        cancel_href=reverse("staff:docket_written_cancel", args=[job.pk]) if is_open else "",
        result_href=result,
        poll_href=reverse("staff:docket_written", args=[job.pk]) if is_open else "",
    )  # fmt: skip


@signed_in
@require_POST
def cancel(request: HttpRequest, job_id: UUID) -> HttpResponse:
    """End the work."""
    jobs.cancel(exporting.export_of(viewer_in(request), job_id, timezone.now()).pk)
    return redirect("staff:docket_written", job_id)


@signed_in
def fetch(request: HttpRequest, job_id: UUID) -> HttpResponse:
    """The file, for the one who asked for it, in the post in which he asked."""
    viewer = viewer_in(request)
    job = exporting.export_of(viewer, job_id, timezone.now())
    contents, request_ = exporting.contents_of(job), job.result["request"]
    note(
        viewer, "docket.export_fetched", object_class="O1", object_id=str(job.pk), purpose=request_["purpose"],
        service=request_["form"], details={"count": job.result["rows"]},
    )  # fmt: skip
    return _file(contents, request_["form"], f"docket-{timezone.localtime(job.asked_at):%Y%m%d-%H%M}")
