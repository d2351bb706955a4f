"""An import at work: its bar, starting, going on, cancelling; and the file of its result."""

from datetime import datetime
from io import BytesIO
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST, require_safe

from xiezhi.record.audit import note
from xiezhi.record.intake import actions, queries, results
from xiezhi.record.intake.models import Import, ImportRow
from xiezhi.record.models import Job
from xiezhi.record.models.jobs import DONE, RUNNING
from xiezhi.record.models.jobs import OPEN as AT_WORK
from xiezhi.rules.errors import XiezhiError
from xiezhi.rules.language import language, tr
from xiezhi.site.staff.access import signed_in
from xiezhi.site.staff.imports.one import OPEN, begun, counted, parts_of, rows_address
from xiezhi.site.staff.imports.pages import of_import
from xiezhi.site.staff.parts import Progress


@signed_in
@require_safe
def run(request: HttpRequest, which: UUID) -> HttpResponse:
    """How far an import is."""
    _, of = of_import(request, which)
    if not begun(of):
        return redirect("staff:import_mapping", of.pk)
    return render(request, "staff/import_running.html", _context(of, timezone.now()))


@signed_in
@require_safe
def progress(request: HttpRequest, which: UUID) -> HttpResponse:
    """The bar alone, as it renews itself."""
    _, of = of_import(request, which)
    context = _context(of, timezone.now())
    answer = render(request, "staff/import_progress.html", context)
    if not context["polling"]:
        answer["HX-Refresh"] = "true"  # the figures around the bar have changed too
    return answer


@signed_in
@require_POST
def start(request: HttpRequest, which: UUID) -> HttpResponse:
    """Go on with an import that stopped, with the mapping it had."""
    viewer, of = of_import(request, which)
    if of.mapping_id is None:
        return redirect("staff:import_mapping", of.pk)
    try:
        actions.start(of.pk, of.mapping_id, by=viewer, at=timezone.now())
    except XiezhiError as fault:
        messages.error(request, fault.text(language()))
    return redirect("staff:import_run", of.pk)


@signed_in
@require_POST
def cancel(request: HttpRequest, which: UUID) -> HttpResponse:
    """Stop an import; what is recorded stays."""
    viewer, of = of_import(request, which)
    actions.stop(of.pk, by=viewer)
    messages.info(request, tr("正在停止；已登记的留下", "Stopping; what is recorded stays"))
    return redirect("staff:import_run", of.pk)


@signed_in
@require_safe
def result(request: HttpRequest, which: UUID, form: str) -> HttpResponse:
    """Every row with its outcome, as a file."""
    viewer, of = of_import(request, which)
    if form not in results.FORMS:
        raise Http404
    kept = BytesIO()
    results.result_file(of.pk, form, kept, by=viewer)
    note(viewer, "import.result", object_class="O6", object_id=str(of.pk), service=form)
    answer = HttpResponse(kept.getvalue(), content_type=results.FORMS[form])
    name = f"{of.name.rpartition('.')[0] or of.name} {tr('结果', 'result')}.{form}"
    answer["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    answer["Cache-Control"] = "no-store"
    return answer


def _context(of: Import, now: datetime) -> dict[str, Any]:
    job = of.job
    polling = job is not None and job.state in AT_WORK
    counts = queries.counts(of)
    waiting = sum(counts.get(standing, 0) for standing in OPEN)
    stopped = not polling and of.standing != Import.DONE
    return {
        "of": of,
        "parts": parts_of(of, counts, "run"),
        "progress": _bar(of, job, counts, now) if job else None,
        "polling": polling,
        "counts": counted(of, counts) if counts else [],
        "fault": "" if polling else tr(of.fault_zh, of.fault_en),
        "notices": [tr(*words) for words in of.notes],
        "open_rows": waiting,
        "may_resume": stopped,
        "finished": bool(counts) and not polling,
        "next_words": "" if polling else _next_words(of, counts, waiting),
    }


def _next_words(of: Import, counts: dict[str, int], waiting: int) -> str:
    """What is to be done, and by whom."""
    if of.standing != Import.DONE:
        return tr(
            "没有登记完。接着登记从停下的地方开始，登记过的不会重复。",
            "Not all rows are recorded. Going on begins where it stopped; nothing is recorded twice.",
        )
    vanished = (
        tr(
            f"来源以前报过、这次没有的案件{of.vanished}件，没有改动。",
            f"{of.vanished} cases told of before are not in this file; they were left alone. ",
        )
        if of.vanished
        else ""
    )
    if waiting:
        return vanished + tr(
            f"还有{waiting:,}行在隔离区，等您改好后重新登记。",
            f"{waiting:,} rows are in quarantine until you repair them.",
        )
    if counts.get(ImportRow.UNREADABLE):
        return vanished + tr(
            "除读不出的行以外都已登记；请来源重发那些行。",
            "All rows but the unreadable ones are recorded; ask the source for those again.",
        )
    return vanished + tr("每一行都有了结果。", "Every row has its outcome.")


def _bar(of: Import, job: Job, counts: dict[str, int], now: datetime) -> Progress:
    at_work, every = job.state in AT_WORK, sum(counts.values())
    waiting = sum(counts.get(standing, 0) for standing in OPEN)
    return Progress(
        words=tr("登记", "Recording"),
        done=job.done if at_work else every,
        total=every if job.state == DONE else job.total,
        state=job.state,
        left=_left(job, now),
        problems=job.problems if job.state in AT_WORK else waiting,
        problems_href=rows_address(of, ImportRow.QUARANTINED),
        cancel_href=reverse("staff:import_cancel", args=[of.pk]) if job.state in AT_WORK else "",
    )


def _left(job: Job, now: datetime) -> str:
    """The time left in words, from how fast it went so far."""
    if job.state != RUNNING or job.began_at is None or not job.total or not job.done:
        return ""
    seconds = (now - job.began_at).total_seconds() * (job.total - job.done) / job.done
    if seconds < 60:
        return tr("不到1分钟", "less than a minute")
    minutes = round(seconds / 60)
    return (
        tr(f"约{minutes}分钟", f"about {minutes} min")
        if minutes < 90
        else tr(f"约{minutes / 60:.0f}小时", f"about {minutes / 60:.0f} h")
    )
