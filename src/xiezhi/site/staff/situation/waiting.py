"""Figures that the worker computes: the page shows how far it is, renews itself, and asks again where it failed."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from xiezhi.record.models import Job
from xiezhi.record.models.jobs import OPEN
from xiezhi.rules.language import tr
from xiezhi.site.staff.parts import Progress
from xiezhi.site.staff.situation.asking import Asked
from xiezhi.work.situation import computed
from xiezhi.work.situation.looking import Look
from xiezhi.work.situation.models import Snapshot
from xiezhi.work.situation.sight import Sight
from xiezhi.work.situation.wording import moment_words


@dataclass(frozen=True, slots=True)
class Waited:
    """The answer of the worker (None while there is none) and when it was computed. Of `earlier` facts it is shown with `earlier_words`,
    beside figures and links of those facts (`of`), while `progress` or `fault` tell what becomes of the one asked for."""

    answer: Mapping[str, Any] | None
    made_at: datetime | None
    progress: Progress | None = None
    fault: str = ""
    earlier: Snapshot | None = None

    def of(self, asked: Asked) -> Asked:
        """The question with the facts that the answer is of."""
        return asked if self.earlier is None else replace(asked, snapshot=self.earlier)

    @property
    def earlier_words(self) -> str:
        """As known when, and that a newer one is on its way; "" for an answer of the facts asked for."""
        return earlier_words(self.earlier, failed=bool(self.fault))


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


def earlier_words(earlier: Snapshot | None, *, failed: bool) -> str:
    """What stands over figures of earlier facts; "" where there are none."""
    if earlier is None:
        return ""
    known = moment_words(earlier.known_at)
    if failed:
        return tr(
            f"按{known}已知的数据；新的没有算成", f"As known at {known}; a newer one could not be computed"
        )
    return tr(f"按{known}已知的数据；新的正在计算", f"As known at {known}; a newer one is being computed")


def _waited(found: computed.Computed, address: str) -> Waited:
    if found.job is None:
        return Waited(found.answer, found.made_at)
    job = found.job
    if job.state in OPEN:
        return Waited(found.answer, found.made_at, _progress(job, address), earlier=found.earlier)
    fault = tr(job.fault_zh, job.fault_en) or tr("计算没有完成", "the computation did not finish")
    return Waited(found.answer, found.made_at, None, fault, found.earlier)


def _progress(job: Job, address: str) -> Progress:
    words = tr("正在计算；可以离开，回来时接着看", "Computing; you may leave and come back")
    return Progress(words, job.done, job.total, job.state, poll_href=address)
