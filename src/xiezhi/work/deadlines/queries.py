"""Reading deadlines: the trial deadline that stands beside a case in a list, and what makes a case stand out, as data.

Every predicate is a Q over a queryset that went through `with_trial_deadline`; the day is an argument, so that the docket as it
was known on a past day asks the same questions (glossary: hidden overrun, long pending).
"""

from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import FilteredRelation, Q, QuerySet

from xiezhi.rules.dates import add_months

TRIAL = "trial"
PENDING = Q(closed_on=None)


def with_trial_deadline(
    cases: QuerySet[Any, Any], *, path: str = "deadlines", at: datetime | None = None, pending: bool = False
) -> QuerySet[Any, Any]:
    """The queryset joined to the deadline that stands now, or as it was known at a moment, under the name `trial`.

    `path` leads from a row to its deadlines. `pending`: only open clocks, so that the index of due dates serves.
    """
    standing = Q(**{f"{path}__subject": "", f"{path}__kind": "trial"})
    if at is None:
        standing &= Q(**{f"{path}__superseded_at": None})
    else:
        known = Q(**{f"{path}__superseded_at": None}) | Q(**{f"{path}__superseded_at__gt": at})
        standing &= Q(**{f"{path}__known_from__lte": at}) & known
    if pending:
        standing &= Q(**{f"{path}__closed_on": None})
    joined: QuerySet[Any, Any] = cases.annotate(**{TRIAL: FilteredRelation(path, condition=standing)})
    return joined


def over_limit(on: date) -> Q:
    """Pending past the last day."""
    return PENDING & Q(trial__due_on__lt=on)


def hidden_overrun(on: date) -> Q:
    """Within the limit as extended and deducted, yet by the calendar beyond the base limit."""
    return PENDING & Q(trial__base_on__lt=on, trial__due_on__gte=on)


def suspended() -> Q:
    """Pending with the proceedings suspended, whether a clock runs or not."""
    return PENDING & Q(stage="suspended")


def paused() -> Q:
    """Pending while a deduction or an investigation is open: the clock stands, the proceedings are not suspended."""
    return PENDING & Q(trial__status="paused")


def standing_still() -> Q:
    """Pending without a last day: the clock stands, or the law sets no limit."""
    return PENDING & Q(trial__due_on=None)


def provisional() -> Q:
    """Pending with a last day that hangs on a holiday notice still to come."""
    return PENDING & Q(trial__provisional=True)


def due_between(first: date | None, last: date | None) -> Q:
    """The last day lies between two days, both included; None = open."""
    found = Q() if first is None else Q(trial__due_on__gte=first)
    return found if last is None else found & Q(trial__due_on__lte=last)


def due_within(on: date, days: int) -> Q:
    """The last day lies ahead, at most so many days away."""
    return PENDING & due_between(on, on + timedelta(days=days))


def long_pending(on: date, months: int) -> Q:
    """Pending since so many months that the case is watched for its age."""
    return PENDING & Q(filed_on__lte=add_months(on, -months))
