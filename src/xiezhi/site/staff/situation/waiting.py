"""Figures that the worker computes: the page shows how far it is, renews itself, and asks again where it failed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from xiezhi.record.models import Job
from xiezhi.record.models.jobs import OPEN
from xiezhi.rules.language import tr
from xiezhi.site.staff.parts import Progress
from xiezhi.work.situation import computed
from xiezhi.work.situation.looking import Look
from xiezhi.work.situation.sight import Sight


@dataclass(frozen=True, slots=True)
class Waited:
    """The answer of the worker (None while there is none) and when it was computed; with `progress` or `fault` it is that of earlier
    facts."""

    answer: Mapping[str, Any] | None
    made_at: datetime | None
    progress: Progress | None = None
    fault: str = ""


def answer_of(
    request: HttpRequest, kind: str, sight: Sight, look: Look, choices: Mapping[str, str]
) -> Waited | HttpResponse:
    """The answer to a question of the page; a finished response for the bar that renews itself, and after asking again."""
    now = timezone.now()
    if request.method == "POST":
        computed.ask(kind, sight, look, choices, at=now)
        return redirect(request.get_full_path())
    found = computed.computed(kind, sight, look, choices, at=now)
    waited = _waited(found, request.get_full_path())
    if not request.headers.get("HX-Request"):
        return waited
    if waited.progress is None:
        return HttpResponse(headers={"HX-Refresh": "true"})
    return render(request, "parts/progress.html", {"progress": waited.progress})


def _waited(found: computed.Computed, address: str) -> Waited:
    if found.job is None:
        return Waited(found.answer, found.made_at)
    job = found.job
    if job.state in OPEN:
        return Waited(found.answer, found.made_at, _progress(job, address))
    fault = tr(job.fault_zh, job.fault_en) or tr("计算没有完成", "the computation did not finish")
    return Waited(found.answer, found.made_at, None, fault)


def _progress(job: Job, address: str) -> Progress:
    words = tr("正在计算；可以离开，回来时接着看", "Computing; you may leave and come back")
    return Progress(words, job.done, job.total, job.state, poll_href=address)
