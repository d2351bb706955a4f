"""What nobody would see without looking: suspensions whose cause was not looked at, cases without a next actor or a next date.

An open suspension is looked at every few months (warnings.toml, internal). A pending case has a next actor: the filing division until
it is assigned, then its judge; and a next date: the last day of a clock, a hearing, the check of a stopped clock, or, where the law
sets no limit, the day it is long pending.
"""

from datetime import date, datetime, time
from typing import Any, NamedTuple

from django.db.models import DateField, Exists, F, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.fields.json import KT
from django.db.models.functions import Cast, Coalesce

from xiezhi.record.models import Event, Post
from xiezhi.record.projection import MAINLAND
from xiezhi.record.viewers import Viewer
from xiezhi.rules.dates import add_months
from xiezhi.rules.limits.duties import WarningPoints
from xiezhi.work.deadlines.models import Deadline, Question
from xiezhi.work.deadlines.questions import LOOKED
from xiezhi.work.deadlines.watched.beside import OPEN_BESIDE
from xiezhi.work.deadlines.watched.board import kept_a_while
from xiezhi.work.deadlines.watched.naming import CaseName, name_fields
from xiezhi.work.deadlines.watched.scope import Scope, clocked_in, hidden_from, pending_in, spans_courts

ORDERED = "suspension.ordered"
# Statuses of a clock that say by themselves when it is looked at again.
SPEAKING = ("running", "paused", "suspended", "exempt", "no_limit")


class Unlooked(NamedTuple):
    """An open suspension: the day its cause was last looked at, that of its ruling at first; by when it is to be looked at again."""

    looked_on: date
    check_on: date
    case: CaseName


def looked_at() -> Coalesce:
    """The day the cause of a suspension was last looked at (`looks`), over a queryset of cases; that of the ruling where the clock of
    the case has no question to keep it."""
    kept = Question.objects.filter(pk=OuterRef("pk")).values(on=Cast(KT(f"asks__{LOOKED}"), DateField()))
    ruled = Event.objects.filter(case=OuterRef("pk"), kind=ORDERED).order_by().values("case")
    return Coalesce(Subquery(kept), Subquery(ruled.annotate(last=Max("occurred_on")).values("last")))


def unlooked(
    viewer: Viewer, scope: Scope, points: WarningPoints, by: date | None = None
) -> QuerySet[Any, Any]:
    """The suspended cases whose cause is to be looked at by a day (today), the longest unseen first."""
    since = add_months(by or viewer.on, -points.suspension_every_months)
    return (
        pending_in(viewer, scope)
        .filter(stage="suspended")
        .annotate(looked_on=looked_at())
        .filter(looked_on__lte=since)
        .order_by("looked_on", "pk")
    )


def read_unlooked(
    viewer: Viewer, rows: QuerySet[Any, Any], points: WarningPoints, size: int, skipped: int = 0
) -> list[Unlooked]:
    """So many of the suspensions with their case."""
    found = rows.annotate(hidden=hidden_from(viewer)).values_list("looked_on", *name_fields())
    months = points.suspension_every_months
    return [
        Unlooked(looked_on, add_months(looked_on, months), CaseName._make(name))
        for looked_on, *name in found[skipped : skipped + size]
    ]


class Adrift(NamedTuple):
    """A case without a next actor (`nobody`) or without a next date."""

    nobody: bool
    stage: str
    case: CaseName


def adrift(viewer: Viewer, scope: Scope) -> QuerySet[Any, Any]:
    """The pending cases without a next actor or without a next date."""
    beside = Deadline.objects.filter(OPEN_BESIDE, case=OuterRef("pk"), due_on__isnull=False)
    found: QuerySet[Any, Any] = (
        clocked_in(viewer, scope)
        .annotate(
            due=F("trial__due_on"),
            clock=F("trial__status"),
            seated=Exists(_post_of_the_judge(viewer.on)),
            beside=Exists(beside.values("pk")),
        )
        .filter(_nobody() | _dateless(viewer.on))
    )
    return found


def adrift_count(viewer: Viewer, scope: Scope) -> int:
    """How many there are; of several courts as it was some seconds ago."""
    if not spans_courts(viewer):
        return adrift(viewer, scope).count()
    return kept_a_while(viewer, scope, "adrift", lambda: adrift(viewer, scope).count())


def read_adrift(viewer: Viewer, rows: QuerySet[Any, Any], size: int, skipped: int = 0) -> list[Adrift]:
    """So many of the cases, each with what it lacks."""
    named = rows.annotate(hidden=hidden_from(viewer)).order_by("filed_on", "pk")
    found = named.values_list("seated", "stage", *name_fields())[skipped : skipped + size]
    lines = []
    for seated, stage, *name in found:
        case = CaseName._make(name)
        lines.append(Adrift(case.judge_id is not None and not seated, stage, case))
    return lines


def _post_of_the_judge(on: date) -> QuerySet[Post]:
    held = Q(last_on=None) | Q(last_on__gte=on)
    return Post.objects.filter(
        held, officer=OuterRef("reporting_judge"), court=OuterRef("court"), first_on__lte=on
    )


def _nobody() -> Q:
    return Q(reporting_judge__isnull=False, seated=False)


def _dateless(on: date) -> Q:
    hearing = Q(next_hearing_at__gte=datetime.combine(on, time(), MAINLAND))
    spoken = Q(clock__isnull=False, clock__in=SPEAKING)
    return Q(due=None, beside=False) & ~Q(stage="suspended") & ~spoken & ~hearing
