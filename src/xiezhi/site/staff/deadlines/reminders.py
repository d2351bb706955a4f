"""Reminders that wait for an acknowledgement, one's own and those of whom one stands in for."""

from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from xiezhi.rules.errors import InputError
from xiezhi.rules.language import tr
from xiezhi.site.staff.access import signed_in, viewer_in
from xiezhi.site.staff.case.voice import sentence
from xiezhi.site.staff.deadlines import asking, frame
from xiezhi.site.staff.deadlines.naming import Named, left_words, named
from xiezhi.site.staff.deadlines.paging import SIZE, page_number, page_of
from xiezhi.work.deadlines.actions import LONGEST_NOTE, acknowledge
from xiezhi.work.deadlines.outgoing.wording import clock_name, subject_name
from xiezhi.work.deadlines.watched.reminding import Reminded, read_reminders, reminders_of
from xiezhi.work.deadlines.watched.standing_in import absent_officers


@dataclass(frozen=True, slots=True)
class Line:
    """A reminder in words."""

    id: int
    due_on: date
    left: str
    past: bool
    what: str
    point: str
    officer: str
    case: Named


@signed_in
def reminders(request: HttpRequest) -> HttpResponse:
    """The list."""
    viewer = viewer_in(request)
    none = frame.without_cases(request, viewer)
    if none is not None:
        return none
    asked = asking.read({}, viewer)
    rows = reminders_of(viewer)
    number, total = page_number(request), rows.count()
    lines = [line(one, viewer.on) for one in read_reminders(viewer, rows, SIZE, (number - 1) * SIZE)]
    context = frame.head(asked, frame.REMINDERS) | {
        "chips": (),
        "lines": lines,
        "total": total,
        "page": page_of(request, number, len(lines), total),
        "absent": absent_officers(viewer),
        "typed": request.GET.get("note", "")[:LONGEST_NOTE],
        "longest": LONGEST_NOTE,
    }
    return render(request, "staff/deadlines_reminders.html", context)


def line(one: Reminded, today: date) -> Line:
    """A reminder in words. The case of an absent officer stays closed unless one's own post opens it."""
    what = sentence(tr("，", ", ").join(filter(None, (clock_name(one.kind), subject_name(one.subject)))))
    return Line(
        one.id, one.due_on, left_words(one.due_on, today), one.due_on < today, what, point_words(one.point), one.officer,
        named(one.case, opens=one.listed),
    )  # fmt: skip


def point_words(point: int) -> str:
    """At which point one was reminded."""
    if point < 0:
        return tr("已过届满日", "past its last day")
    return tr(f"届满前{point}日", f"{point} days before") if point else tr("届满当日", "on the last day")


@signed_in
@require_POST
def seen(request: HttpRequest) -> HttpResponse:
    """Acknowledge the chosen reminders, one of them, or all that were listed."""
    viewer = viewer_in(request)
    only, listed = request.POST.get("only"), "listed" if "all" in request.POST else "reminder"
    typed = [only] if only else request.POST.getlist(listed)
    chosen = [int(one) for one in typed if one.isascii() and one.isdigit() and len(one) < 16]
    if not chosen:
        messages.error(request, tr("没有选中提醒；请先勾选", "No reminder was chosen; tick some first"))
        return redirect("staff:deadlines_reminders")
    try:
        done = acknowledge(chosen, by=viewer, at=timezone.now(), words=request.POST.get("note", ""))
    except InputError as fault:
        messages.error(request, tr(f"没有确认：{fault.zh}", f"Not acknowledged: {fault.en}"))
        return redirect("staff:deadlines_reminders")
    messages.success(request, tr(f"已确认{done}条提醒", f"{done} reminders acknowledged"))
    return redirect("staff:deadlines_reminders")
