"""What a calendar feed holds: due dates and hearings of the cases its viewer sees, without the name of anybody in them."""

import hashlib
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import (
    BooleanField,
    Count,
    ExpressionWrapper,
    F,
    Func,
    IntegerField,
    Max,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
)
from django.db.models.functions import Coalesce

from xiezhi.record.models import Case, Event, Hearing, PanelMember
from xiezhi.record.state import CORRECTION
from xiezhi.record.viewers import Viewer
from xiezhi.record.visibility import docket_for
from xiezhi.work.deadlines.law_in_force import law_in_force
from xiezhi.work.deadlines.models import CURRENT, Deadline, FeedKey

HELD_DAYS = 30  # so long a hearing stays in the calendar after its day
_HEARING_EVENTS = Q(kind__startswith="hearing.") | Q(kind=CORRECTION)


class DueDate(NamedTuple):
    """A due date of a case: `sequence` counts the answers the clock gave before, `warned` how many days before it somebody is told."""

    case: UUID
    subject: str
    kind: str
    rule: str
    number: str
    cause: str
    protected: bool
    due_on: date
    anchor_on: date | None
    deducted_days: int
    extensions: int
    provisional: bool
    known_from: datetime
    sequence: int
    warned: tuple[int, ...]


class Sitting(NamedTuple):
    """A hearing of a case: `sequence` grows when it is put off, dropped, held or corrected."""

    case: UUID
    no: int
    number: str
    cause: str
    protected: bool
    court: str
    court_en: str
    starts_at: datetime
    room: str
    standing: str
    known_from: datetime
    sequence: int


class Contents(NamedTuple):
    """All that a feed says."""

    due: Sequence[DueDate]
    sittings: Sequence[Sitting]

    @property
    def hash(self) -> str:
        """The same as long as the feed says the same."""
        return hashlib.sha256(repr(self).encode("utf-8")).hexdigest()


def contents_for(viewer: Viewer, scope: str) -> Contents:
    """What the feed of a viewer says on his day."""
    cases = cases_for(viewer, scope)
    return Contents(_due_dates(cases), _sittings(cases, viewer.on))


def cases_for(viewer: Viewer, scope: str) -> QuerySet[Case]:
    """The pending cases of a feed: those in which the viewer has a part, or all of his division."""
    pending = docket_for(viewer).filter(closed_on=None)
    if scope == FeedKey.DIVISION:
        assert viewer.post is not None and viewer.post.division is not None
        return pending.filter(court=viewer.post.court, division=viewer.post.division)
    parts = PanelMember.objects.filter(
        Q(last_on=None) | Q(last_on__gte=viewer.on), officer=viewer.officer, first_on__lte=viewer.on
    )
    return pending.filter(Q(reporting_judge=viewer.officer) | Q(pk__in=parts.values("case")))


def _due_dates(cases: QuerySet[Case]) -> list[DueDate]:
    earlier = _counted(
        Deadline.objects.filter(case=OuterRef("case"), subject=OuterRef("subject"), kind=OuterRef("kind")).exclude(CURRENT)
    )  # fmt: skip
    rows = Deadline.objects.filter(CURRENT, closed_on=None, due_on__isnull=False, case__in=cases).order_by(
        "due_on", "case__number_key", "case", "kind", "subject"
    )
    found = rows.values_list(
        "case", "subject", "kind", "rule", "case__number", "case__cause_name",
        _protected("case__"), "due_on", "anchor_on", "deducted_days", "extensions", "provisional", "known_from",
        Coalesce(earlier, 0), "base_days",
    )  # fmt: skip
    points = law_in_force().warnings
    return [DueDate._make((*told, points.before(told[3], length))) for *told, length in found]


def _sittings(cases: QuerySet[Case], on: date) -> list[Sitting]:
    rows = Hearing.objects.filter(case__in=cases, starts_at__date__gte=on - timedelta(days=HELD_DAYS))
    events = Event.objects.filter(_HEARING_EVENTS, case=OuterRef("case")).order_by().values("case")
    found = rows.order_by("starts_at", "case", "no").values_list(
        "case", "no", "case__number", "case__cause_name", _protected("case__"), "case__court__name",
        "case__court__name_en", "starts_at", "room_name", "standing",
        Coalesce(Subquery(events.annotate(last=Max("recorded_at")).values("last")), F("case__known_from")),
        Coalesce(Subquery(events.annotate(count=Count("pk")).values("count")), 0),
    )  # fmt: skip
    return [Sitting(*row) for row in found]


def _counted(rows: QuerySet[Any]) -> Subquery:
    counted = rows.order_by().annotate(count=Func(F("pk"), function="COUNT", output_field=IntegerField()))
    return Subquery(counted.values("count"), output_field=IntegerField())


def _protected(path: str) -> Any:
    return ExpressionWrapper(~Q(**{f"{path}secrecy": "ordinary"}), BooleanField())
