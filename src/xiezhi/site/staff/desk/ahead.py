"""What comes next when nothing waits: the next hearing and the next last day."""

from datetime import date, timedelta
from typing import NamedTuple

from django.db.models import Min
from django.utils import timezone

from xiezhi.record.viewers import Viewer
from xiezhi.site.staff.deadlines.asking import Asked
from xiezhi.site.staff.desk.scope import dealt_with, own_scope
from xiezhi.work.deadlines.month import sittings_in
from xiezhi.work.deadlines.scope import clocked_in

YEAR = 366


class Next(NamedTuple):
    """The days ahead; None where there are none."""

    hearing_on: date | None
    due_on: date | None
    due_href: str


def next_of(viewer: Viewer) -> Next:
    """The next hearing in which the viewer takes part, the next last day of his docket."""
    scope = own_scope(viewer)
    coming = sittings_in(viewer, scope, viewer.on, viewer.on + timedelta(days=YEAR))
    at = coming.filter(dealt_with(viewer, "case__"), standing="scheduled").aggregate(at=Min("starts_at"))[
        "at"
    ]
    due = (
        clocked_in(viewer, scope)
        .filter(trial__due_on__gte=viewer.on)
        .aggregate(on=Min("trial__due_on"))["on"]
    )
    iso = due.isoformat() if due else ""
    return Next(
        timezone.localdate(at) if at else None, due, Asked(viewer, scope).docket(due_from=iso, due_to=iso) if due else ""
    )  # fmt: skip
