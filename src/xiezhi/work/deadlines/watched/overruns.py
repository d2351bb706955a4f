"""Hidden overruns (隐性超审限): which cases are beyond their base limit though within it as extended and deducted, and by what.

The makings of a date (deductions, suspensions, extensions) are read from the question its clock was asked.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Q, QuerySet

from xiezhi.record.viewers import Viewer
from xiezhi.work.deadlines import queries
from xiezhi.work.deadlines.models import Question
from xiezhi.work.deadlines.watched.board import kept_a_while
from xiezhi.work.deadlines.watched.scope import Scope, clocked_in, spans_courts

DEDUCTED, SUSPENDED, EXTENDED = "deduct", "suspend", "extend"
MOST_COUNTED = 2_000  # cases whose grounds are counted for a page


class Moved(NamedTuple):
    """What moved a date: a deduction or suspension with its days so far, or an extension with its length."""

    thing: str
    ground: str
    days: int
    months: int
    still: bool


class Ground(NamedTuple):
    """A ground in the grounds of a list: how it moved dates, which ground ("" = none was named)."""

    thing: str
    ground: str


def hidden_in(viewer: Viewer, scope: Scope, ground: Ground | None = None) -> QuerySet[Any, Any]:
    """The hidden overruns of a scope; of a ground, those whose date it moved."""
    asked = queries.hidden_overrun(viewer.on)
    if ground is not None:
        asked &= Q(pk__in=Question.objects.filter(asks__contains=_holding(ground)).values("pk"))
    return clocked_in(viewer, scope).filter(asked)


def _holding(ground: Ground) -> dict[str, Any]:
    event: dict[str, Any] = {"type": ground.thing}
    if ground.thing == EXTENDED:
        event["approved"] = True
    if ground.ground:
        event["ground"] = ground.ground
    return {"events": [event]}


def moved(cases: Sequence[UUID], on: date) -> dict[UUID, list[Moved]]:
    """What moved the dates of these cases, in the order in which it happened."""
    rows = Question.objects.filter(pk__in=cases).values_list("pk", "asks__events")
    return {case: list(_moves(events or (), on)) for case, events in rows}


def ground_counts(viewer: Viewer, scope: Scope, hidden: int) -> Counter[Ground] | None:
    """How many of the hidden overruns each ground moved; None where there are too many (`hidden` = so many as are known) to look
    into for a page."""
    if hidden > MOST_COUNTED:
        return None
    if spans_courts(viewer):
        return kept_a_while(viewer, scope, "grounds", lambda: _counted(viewer, scope))
    return _counted(viewer, scope)


def _counted(viewer: Viewer, scope: Scope) -> Counter[Ground]:
    cases = list(hidden_in(viewer, scope).values_list("pk", flat=True))
    counted: Counter[Ground] = Counter()
    for found in moved(cases, viewer.on).values():
        counted.update({Ground(one.thing, one.ground if one.thing != EXTENDED else "") for one in found})
    return counted


def _moves(events: Iterable[dict[str, Any]], on: date) -> Iterable[Moved]:
    for event in events:
        thing = event.get("type")
        if thing in (DEDUCTED, SUSPENDED):
            end = date.fromisoformat(event["end"]) if event.get("end") else None
            days = ((end or on) - date.fromisoformat(event["start"])).days
            yield Moved(thing, event.get("ground", ""), max(0, days), 0, end is None)
        elif thing == EXTENDED and event.get("approved"):
            yield Moved(
                thing, event.get("ground", ""), event.get("days") or 0, event.get("months") or 0, still=False
            )
