"""Who stands in for whom: on a day of absence the reminders and the desk of the absent officer go to the one who stands in.

Standing in opens no file: what is shown of the absent officer's cases is that they are there and when they are due.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from xiezhi.record.models import Case, Conflict
from xiezhi.record.viewers import Viewer
from xiezhi.record.visibility import docket_for
from xiezhi.work.deadlines.models import Absence


class Absent(NamedTuple):
    """An officer for whom the viewer stands in today."""

    officer: UUID
    name: str


def absences_of(viewer: Viewer) -> list[Absence]:
    """The absences of today in which the viewer stands in, in his own court."""
    if viewer.post is None:
        return []
    today = Absence.objects.filter(
        stand_in=viewer.officer, court=viewer.post.court, ended_at=None, first_on__lte=viewer.on, last_on__gte=viewer.on
    )  # fmt: skip
    return list(today.select_related("officer").order_by("officer__name_key", "pk"))


def absent_officers(viewer: Viewer) -> list[Absent]:
    """For whom the viewer stands in today."""
    found = {absence.officer_id: absence.officer.name for absence in absences_of(viewer)}
    return [Absent(officer, name) for officer, name in found.items()]


def cases_stood_in_for(viewer: Viewer, absent: Sequence[Absent]) -> QuerySet[Any, Any]:
    """The pending cases of the absent officers in the viewer's court, without those in which he has a conflict and without the
    protected ones, of which a stand-in learns nothing. `listed`: his own post lists the case too."""
    assert viewer.post is not None
    conflict = Conflict.objects.filter(officer=viewer.officer, case=OuterRef("pk"))
    found: QuerySet[Any, Any] = Case.objects.filter(
        Q(closed_on=None, secrecy="ordinary", court=viewer.post.court),
        ~Exists(conflict),
        reporting_judge__in=[one.officer for one in absent],
    ).annotate(listed=Exists(docket_for(viewer).filter(pk=OuterRef("pk"))))
    return found
