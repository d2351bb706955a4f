"""The clocks beside the trial limit: registry, transfer, secondary, and the limit of one accused apart; nearest date first."""

from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Q, QuerySet

from xiezhi.record.viewers import Viewer
from xiezhi.record.visibility import docket_for
from xiezhi.rules.limits.watch import Watches
from xiezhi.rules.procedure.catalogue import load_procedure
from xiezhi.work.deadlines.clocks import UNTOLD
from xiezhi.work.deadlines.models import CURRENT, Deadline
from xiezhi.work.deadlines.watched.naming import CaseName, name_fields
from xiezhi.work.deadlines.watched.scope import Scope, hidden_from

PATH = "case__"
OPEN_BESIDE = CURRENT & Q(closed_on=None) & ~Q(kind="trial", subject="")


class Beside(NamedTuple):
    """One of the other clocks of a case."""

    deadline: UUID
    kind: str
    subject: str
    due_on: date
    provisional: bool
    case: CaseName


def beside_in(viewer: Viewer, scope: Scope) -> QuerySet[Deadline]:
    """The open other clocks of a scope, those that have a day."""
    cases = docket_for(viewer).filter(scope.condition())
    return Deadline.objects.filter(OPEN_BESIDE, due_on__isnull=False, case__in=cases.values("pk"))


def untold_in(viewer: Viewer, scope: Scope) -> QuerySet[Deadline]:
    """The other clocks of a scope that had run out when another system told of their cases, without telling whether they were met."""
    cases = docket_for(viewer).filter(scope.condition())
    return Deadline.objects.filter(OPEN_BESIDE, status=UNTOLD, case__in=cases.values("pk"))


def read_beside(
    viewer: Viewer, rows: QuerySet[Any, Any], size: int, skipped: int = 0, *, day: str = "due_on"
) -> list[Beside]:
    """So many of the rows with their case, nearest date first. `day`: the column of that date; an untold clock has it in `base_on`."""
    own = ("pk", "kind", "subject", day, "provisional")
    found = (
        rows.annotate(hidden=hidden_from(viewer, PATH))
        .order_by(day, "case")
        .values_list(*own, *name_fields(PATH))[skipped : skipped + size]
    )
    return [Beside._make([*row[: len(own)], CaseName._make(row[len(own) :])]) for row in found]


def ends_of(one: Beside, watches: Watches) -> list[str]:
    """The kinds of events that fulfil a clock, in the order of a case's life; none for one that no event fulfils by itself."""
    thing = one.subject.partition("/")[0]
    ends = {
        kind
        for watch in watches.all
        if watch.rule == one.kind and watch.subject in ("", thing)
        for kind in watch.ends
    }
    return [kind for kind in load_procedure().kinds if kind in ends]
