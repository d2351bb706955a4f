"""What the registry's pages say: which post records, what was recorded with which first date, what still waits."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from xiezhi.record.ledger import Written
from xiezhi.record.models import Case, Court
from xiezhi.record.viewers import Viewer
from xiezhi.record.visibility import docket_for
from xiezhi.rules.language import tr
from xiezhi.rules.offices import role
from xiezhi.rules.procedure.catalogue import event_kind
from xiezhi.site.clock_strip.words import weekday, whole_day
from xiezhi.site.staff.recording.saving import RECORDED_ALREADY
from xiezhi.site.staff.registry import foresight
from xiezhi.work.deadlines.panel import limit_of

MOST_WAITING = 8
FORBIDDEN = 403


def refusal(request: HttpRequest, viewer: Viewer, kind: str) -> HttpResponse | None:
    """The page that says which post records it; None for one who may."""
    known = event_kind(kind)
    if viewer.post is not None and viewer.post.role in known.office_roles:
        return None
    posts = [role(name) for name in known.office_roles]
    context = {
        "words": tr(known.name_zh, known.name_en),
        "posts": tr("、".join(one.name_zh for one in posts), ", ".join(one.name_en for one in posts)),
    }
    return render(request, "staff/registry_refused.html", context, status=FORBIDDEN)


def docketed(written: Written, viewer: Viewer) -> str:
    """The number, and the last day of the limit."""
    state = written.state
    limit = limit_of(state, level_of(viewer), viewer.on)
    due = limit.outcome.deadline if limit.outcome else None
    words = tr(f"已立案：{state.number}。", f"Docketed: {state.number}. ")
    if due is None:
        return words + tr("没有届满日。", "There is no last day.")
    return words + tr(
        f"审限届满日：{whole_day(due)}，{weekday(due)}。",
        f"Last day of the limit: {whole_day(due)}, {weekday(due)}.",
    )


def received(written: Written, viewer: Viewer) -> str:
    """The receipt, and until when it is to be docketed."""
    on = written.state.received_on or viewer.on
    started = foresight.of_receipt(on, level_of(viewer), viewer.on).started
    words = tr("已收案。", "Received. ")
    if not started or started[0].due_on is None:
        return words
    name, due = started[0].words, whole_day(started[0].due_on)
    return words + tr(f"{name}：至{due}。", f"{name}: until {due}.")


def again(request: HttpRequest, case: UUID) -> HttpResponse:
    """To the case that the same form led to before."""
    messages.info(request, tr(*RECORDED_ALREADY))
    return redirect("staff:case", case)


def waiting(viewer: Viewer) -> list[Case]:
    """The cases of this court that were received and wait for their docketing."""
    if viewer.post is None:
        return []
    cases = docket_for(viewer).filter(
        court=viewer.post.court, filed_on=None, stage="received", secrecy="ordinary"
    )
    return list(cases.order_by("received_on", "id")[:MOST_WAITING])


def level_of(viewer: Viewer) -> str:
    """The level of the viewer's court."""
    return viewer.post.level if viewer.post else ""


def court_code(viewer: Viewer) -> str:
    """The code of the viewer's court, as it stands in numbers."""
    court = viewer.post.court if viewer.post else None
    return Court.objects.values_list("code", flat=True).get(pk=court) if court else ""
