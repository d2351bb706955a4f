"""The reminders that wait for somebody's acknowledgement: one's own, and those of the officers one stands in for."""

from datetime import date
from typing import Any, NamedTuple

from django.db.models import Exists, OuterRef, Q, QuerySet

from xiezhi.record.models import Conflict
from xiezhi.record.viewers import Viewer
from xiezhi.record.visibility import docket_for
from xiezhi.work.deadlines.models import Reminder
from xiezhi.work.deadlines.watched.beside import PATH
from xiezhi.work.deadlines.watched.naming import NAME_LENGTH, CaseName, name_fields
from xiezhi.work.deadlines.watched.scope import hidden_from
from xiezhi.work.deadlines.watched.standing_in import absent_officers


class Reminded(NamedTuple):
    """A reminder that nobody has acknowledged. `listed`: the viewer's post lists the case, so that its page opens."""

    id: int
    point: int
    due_on: date
    issued_on: date
    kind: str
    subject: str
    officer: str
    listed: bool
    case: CaseName


def reminders_of(viewer: Viewer) -> QuerySet[Reminder]:
    """Those that the viewer may acknowledge: his own in this court, and those of whom he stands in for, without protected cases there,
    and without cases in which he has a conflict. A reminder of a date that no longer holds asks for nothing."""
    if viewer.post is None:
        return Reminder.objects.none()
    absent = [one.officer for one in absent_officers(viewer)]
    whose = Q(officer=viewer.officer) | Q(officer__in=absent, case__secrecy="ordinary")
    conflict = Conflict.objects.filter(officer=viewer.officer, case=OuterRef("case"))
    return Reminder.objects.filter(
        whose, ~Exists(conflict), deadline__superseded_at=None, deadline__closed_on=None, court=viewer.post.court,
        acknowledged_at=None,
    )  # fmt: skip


def read_reminders(viewer: Viewer, rows: QuerySet[Any, Any], size: int, skipped: int = 0) -> list[Reminded]:
    """So many of them, nearest date first."""
    own = (
        "pk",
        "point",
        "due_on",
        "issued_on",
        "deadline__kind",
        "deadline__subject",
        "officer__name",
        "listed",
    )
    found = (
        rows.annotate(
            hidden=hidden_from(viewer, PATH), listed=Exists(docket_for(viewer).filter(pk=OuterRef("case")))
        )
        .order_by("due_on", "case", "point")
        .values_list(*own, *name_fields(PATH))[skipped : skipped + size]
    )
    return [Reminded._make([*row[:-NAME_LENGTH], CaseName._make(row[-NAME_LENGTH:])]) for row in found]
