"""What comes next when nothing waits: the next hearing and the next last day."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple
from uuid import UUID

from django.db.models import Min
from django.utils import timezone

from xiezhi.record.viewers import Viewer
from xiezhi.site.staff.deadlines.asking import Asked
from xiezhi.site.staff.desk.scope import own_scope
from xiezhi.work.deadlines.watched.month import sittings_between
from xiezhi.work.deadlines.watched.scope import clocked_in

YEAR = 366


class Next(NamedTuple):
    """The days ahead; None where there are none."""

    hearing_on: date | None
    due_on: date | None
    due_href: str


def next_of(viewer: Viewer, own: Sequence[UUID]) -> Next:
    """The next hearing of the viewer's own cases, the next last day of his docket."""
    scope = own_scope(viewer)
    coming = sittings_between(viewer.on, viewer.on + timedelta(days=YEAR)).filter(case__in=own)
    at = coming.filter(standing="scheduled").aggregate(at=Min("starts_at"))["at"]
    due = (
        clocked_in(viewer, scope)
        .filter(trial__due_on__gte=viewer.on)
        .aggregate(on=Min("trial__due_on"))["on"]
    )
    iso = due.isoformat() if due else ""
    return Next(
        timezone.localdate(at) if at else None, due, Asked(viewer, scope).docket(due_from=iso, due_to=iso) if due else ""
    )  # fmt: skip
