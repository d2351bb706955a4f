"""The desk's page: the rows of every kind in one list, the week, the figures of the unit."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from xiezhi.record.audit import note
from xiezhi.record.viewers import Viewer
from xiezhi.rules.language import tr
from xiezhi.rules.limits.duties import WarningPoints
from xiezhi.site.staff.access import signed_in, viewer_in
from xiezhi.site.staff.deadlines.asking import Asked
from xiezhi.site.staff.desk import ahead, approvals, hearings, limits, topics
from xiezhi.site.staff.desk.items import KINDS, Found, sections
from xiezhi.site.staff.desk.scope import MOST, dealt_with, own_scope, unit_of
from xiezhi.site.staff.desk.week import week_of
from xiezhi.site.staff.parts import Chip
from xiezhi.work.deadlines.law_in_force import LawInForce, law_in_force
from xiezhi.work.deadlines.watched.board import Survey, Tally, of_branch, survey, tally
from xiezhi.work.deadlines.watched.month import Sitting
from xiezhi.work.deadlines.watched.reminding import reminders_of
from xiezhi.work.deadlines.watched.scope import lists_pending
from xiezhi.work.deadlines.watched.standing_in import absent_officers


@signed_in
def desk(request: HttpRequest) -> HttpResponse:
    """Everything that waits for this person in this post."""
    viewer = viewer_in(request)
    if not lists_pending(viewer):
        return render(request, "staff/desk_none.html")
    law, absent = law_in_force(), absent_officers(viewer)
    surveyed = survey(viewer, own_scope(viewer), law.warnings, MOST)
    own = dealt_with(viewer)
    read = hearings.sittings(viewer, own)
    found = gathered(viewer, law, surveyed, own, read)
    stood_in = limits.stood_in(viewer, absent, law.warnings)
    totals = {kind: sum(one.count for one in parts) for kind, parts in found.items()}
    totals["limit"] += stood_in.count
    kind = request.GET.get("kind", "")
    chosen = kind if kind in KINDS else ""
    items = [
        item
        for parts in [*found.values(), [stood_in]]
        for one in parts
        for item in one.items
        if chosen in ("", item.kind)
    ]
    note(viewer, "desk.opened", object_class="O1", details={"count": sum(totals.values())})
    context: dict[str, Any] = {
        "sections": sections(items, viewer.on),
        "chips": chips(totals, chosen),
        "total": sum(totals.values()),
        "more": [(tr(*KINDS[name]), one.count - len(one.items), one.href) for name, parts in found.items() for one in parts
                 if one.count > len(one.items) and chosen in ("", name)],
        "week": week_of(viewer, read, law.calendar),
        "unit": unit(viewer, surveyed.counts, law.warnings),
        "reminders": reminders_of(viewer).count(),
        "absent": absent,
        "next": ahead.next_of(viewer, own) if not items else None,
    }  # fmt: skip
    return render(request, "staff/desk.html", context)


def gathered(
    viewer: Viewer, law: LawInForce, surveyed: Survey, own: Sequence[UUID], read: Sequence[Sitting]
) -> dict[str, list[Found]]:
    """The rows by kind; `surveyed` is the desk's scope, `own` are the cases he deals with, `read` their hearings."""
    return {
        "limit": [limits.limits(viewer, surveyed)],
        "clock": [limits.clocks(viewer, own, law.watches)],
        "request": [approvals.requests(viewer, surveyed.asking)],
        "hearing": [hearings.hearings(viewer, read)],
        "review": [limits.reviews(viewer, law.warnings)],
        "assign": [approvals.to_assign(viewer)],
        "received": [approvals.received(viewer)],
        "edition": [approvals.edition(viewer)],
        "topic": [topics.topics(viewer)],
    }


def chips(totals: dict[str, int], chosen: str) -> list[Chip]:
    """All, then the kinds that have rows."""
    here = reverse("staff:desk")
    found = [Chip(tr("全部", "All"), here, not chosen, sum(totals.values()), one_of=True)]
    for kind, words in KINDS.items():
        if totals[kind] or kind == chosen:
            found.append(Chip(tr(*words), f"{here}?kind={kind}", kind == chosen, totals[kind], one_of=True))
    return found


def unit(viewer: Viewer, counts: Tally, points: WarningPoints) -> dict[str, Any] | None:
    """The figures of the division or the court, each with its list."""
    part = unit_of(viewer)
    if part is None:
        return None
    asked = Asked(viewer, part.scope)
    if part.scope != own_scope(viewer):
        counts = tally(viewer, part.scope, points)
    return {
        "words": part.words,
        "figures": [
            (tr("未结", "Pending"), counts.total(), asked.docket(), ""),
            (tr("已超期限", "Past the limit"), counts.at("past"), asked.docket("over"), "past"),
            (tr("末次提醒", "Last warning"), counts.at("last"), asked.docket(level="last"), ""),
            (tr("隐性超审限", "Hidden overruns"), of_branch(counts.hidden, None), asked.docket("hidden"), ""),
            (tr("停表", "Clock stopped"), counts.at("stopped"), asked.docket(level="stopped"), ""),
        ],
    }
