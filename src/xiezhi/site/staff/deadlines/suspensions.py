"""Open suspensions whose cause is to be looked at again."""

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from xiezhi.record.audit import note
from xiezhi.record.viewers import Viewer
from xiezhi.site.staff.access import signed_in, viewer_in
from xiezhi.site.staff.deadlines import asking, frame
from xiezhi.site.staff.deadlines.naming import Named, named, record_address
from xiezhi.site.staff.deadlines.paging import SIZE, page_number, page_of
from xiezhi.work.deadlines.watched.scope import spans_courts
from xiezhi.work.deadlines.watched.unseen import Unlooked, read_unlooked, unlooked

REVIEWED = "suspension.reviewed"


@dataclass(frozen=True, slots=True)
class Line:
    """A suspension: since when nobody looked at its cause, and the form that records a look."""

    looked_on: date
    check_on: date
    days: int
    case: Named
    record: str


@signed_in
def suspensions(request: HttpRequest) -> HttpResponse:
    """The list."""
    viewer = viewer_in(request)
    none = frame.without_cases(request, viewer)
    if none is not None:
        return none
    asked = asking.read(request.GET.dict(), viewer)
    points = asked.law.warnings
    rows = unlooked(viewer, asked.scope, points)
    number, total = page_number(request), rows.count()
    lines = [line(one, viewer) for one in read_unlooked(viewer, rows, points, SIZE, (number - 1) * SIZE)]
    note(
        viewer, "deadlines.listed", object_class="O1",
        details={"list": "suspensions", "query": asked.values(), "count": total},
    )  # fmt: skip
    context = {
        "lines": lines,
        "total": total,
        "page": page_of(request, number, len(lines), total),
        "months": points.suspension_every_months,
        "courts": spans_courts(viewer),
        "all_href": asked.docket("suspended"),
    }
    return render(request, "staff/deadlines_suspensions.html", frame.head(asked, frame.SUSPENSIONS) | context)


def line(one: Unlooked, viewer: Viewer) -> Line:
    """A suspension in words, with the form where the viewer's post records such a look."""
    record = record_address(viewer, one.case, REVIEWED)
    return Line(one.looked_on, one.check_on, (viewer.on - one.looked_on).days, named(one.case), record)
