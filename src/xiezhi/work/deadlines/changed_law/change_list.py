"""What an edition of the law data moves, as far as a viewer's post lists the cases: before and after, court by court."""

from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet

from xiezhi.record.models import Job
from xiezhi.record.viewers import Viewer
from xiezhi.record.visibility import docket_for
from xiezhi.work.deadlines.changed_law.editions import CARRY_OUT, COMPARE
from xiezhi.work.deadlines.models import Change, Edition
from xiezhi.work.deadlines.watched.beside import PATH
from xiezhi.work.deadlines.watched.naming import NAME_LENGTH, CaseName, name_fields
from xiezhi.work.deadlines.watched.scope import hidden_from


class Moves(NamedTuple):
    """One date that moves."""

    kind: str
    subject: str
    due_before: date | None
    due_after: date | None
    provisional_before: bool
    provisional_after: bool
    status_before: str
    status_after: str
    carried_out: bool
    case: CaseName

    @property
    def days(self) -> int | None:
        """By how many days the date moves; None where there is no date before or after."""
        if self.due_before is None or self.due_after is None:
            return None
        return (self.due_after - self.due_before).days


class CourtMoves(NamedTuple):
    """How many clocks of a court answer otherwise, and of how many the date itself moves; of the others it is only no longer
    provisional, or becomes so."""

    court: UUID
    name: str
    name_en: str
    moves: int
    dates: int


DATE_MOVES = (
    ~Q(due_before=F("due_after"))
    | Q(due_before=None, due_after__isnull=False)
    | Q(due_before__isnull=False, due_after=None)
)


def changes_in(
    viewer: Viewer, edition: Edition, court: UUID | None = None, *, dates_only: bool = False
) -> QuerySet[Change]:
    """The changes of an edition in the cases that the viewer's post lists; of one court, and only those whose date moves, if asked."""
    found = Change.objects.filter(edition=edition, case__in=docket_for(viewer).values("pk"))
    if court is not None:
        found = found.filter(court=court)
    return found.filter(DATE_MOVES) if dates_only else found


def by_court(viewer: Viewer, edition: Edition) -> list[CourtMoves]:
    """How many dates move in each court, in administrative order."""
    counted = (
        changes_in(viewer, edition).order_by("court__place").values("court", "court__name", "court__name_en")
    )
    rows = counted.annotate(count=Count("pk"), dates=Count("pk", filter=DATE_MOVES)).values_list(
        "court", "court__name", "court__name_en", "count", "dates"
    )
    return [CourtMoves(*row) for row in rows]


def read_changes(viewer: Viewer, rows: QuerySet[Any, Any], size: int, skipped: int = 0) -> list[Moves]:
    """So many of the changes with their case: court by court, the nearest new date first."""
    own = (
        "kind", "subject", "due_before", "due_after", "provisional_before", "provisional_after", "status_before", "status_after",
        "carried_out_at",
    )  # fmt: skip
    named = rows.annotate(hidden=hidden_from(viewer, PATH)).order_by(
        "court__place", "due_after", "case", "pk"
    )
    found = named.values_list(*own, *name_fields(PATH))[skipped : skipped + size]
    moves = []
    for row in found:
        *about, carried_out_at = row[:-NAME_LENGTH]
        moves.append(Moves._make([*about, carried_out_at is not None, CaseName._make(row[-NAME_LENGTH:])]))
    return moves


def work_on(edition: Edition) -> Job | None:
    """The latest work on an edition: comparing it, or carrying it out."""
    work = Job.objects.filter(kind__in=(COMPARE, CARRY_OUT), subject=str(edition.pk))
    return work.order_by("-asked_at").first()


def decided() -> QuerySet[Edition]:
    """The editions that were decided on, the latest first."""
    made = Edition.objects.exclude(standing=Edition.STAGED).defer("files")
    return made.select_related("staged_by", "decided_by").order_by("-decided_at", "-pk")
