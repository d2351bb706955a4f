"""Requests for more time that wait for a decision: read from the questions of the clocks, which say that one is pending."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import F, Q

from xiezhi.record.viewers import Viewer
from xiezhi.work.deadlines.models import Question
from xiezhi.work.deadlines.watched.board import PENDING_ISSUE
from xiezhi.work.deadlines.watched.naming import CaseName, name_fields
from xiezhi.work.deadlines.watched.overruns import EXTENDED
from xiezhi.work.deadlines.watched.scope import Scope, clocked_in, hidden_from


class Waiting(NamedTuple):
    """A pending request: how long, of whom, asked when; `due_on` is the last day as it stands without it."""

    months: int
    days: int
    approver: str
    ground: str
    asked_on: date | None
    due_on: date | None
    case: CaseName


def waiting_requests(viewer: Viewer, scope: Scope, among: Sequence[UUID] | None = None) -> list[Waiting]:
    """The pending requests in the cases of a scope, nearest last day first; `among` = the cases that have one, where that is known."""
    asking = Q(trial__issues__contains=PENDING_ISSUE) if among is None else Q(pk__in=among)
    cases = clocked_in(viewer, scope).filter(asking)
    named = cases.annotate(hidden=hidden_from(viewer), due=F("trial__due_on")).order_by("trial__due_on", "pk")
    rows = [(due, CaseName._make(name)) for due, *name in named.values_list("due", *name_fields())]
    asked = _events([case.case for _, case in rows])
    return [
        _waiting(event, due, case)
        for due, case in rows
        for event in asked.get(case.case, ())
        if event.get("type") == EXTENDED and "approved" not in event
    ]


def _events(cases: Iterable[UUID]) -> dict[UUID, list[dict[str, Any]]]:
    rows = Question.objects.filter(pk__in=list(cases)).values_list("pk", "asks__events")
    return {case: events or [] for case, events in rows}


def _waiting(event: dict[str, Any], due: date | None, case: CaseName) -> Waiting:
    asked = event.get("applied_on")
    return Waiting(
        event.get("months") or 0, event.get("days") or 0, event.get("approver", ""), event.get("ground", ""),
        date.fromisoformat(asked) if asked else None, due, case,
    )  # fmt: skip
