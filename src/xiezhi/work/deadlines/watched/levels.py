"""Warning levels of pending cases (提醒档): past the limit, due today, last and first warning, clock stopped, and what is watched by no date.

One expression says in which level a case stands, so that board, counts and lists can never disagree. The points are those of
rules/data/limits/warnings.toml: by branch; of a short limit only the last third is warned of.
"""

from datetime import date, timedelta

from django.db.models import Case, CharField, F, Func, IntegerField, Q, Value, When
from django.db.models.lookups import Exact, LessThanOrEqual

from xiezhi.rules.limits.duties import USUAL_BRANCH, WarningPoints
from xiezhi.work.deadlines.law_in_force import law_in_force
from xiezhi.work.deadlines.queries import PENDING

PAST, TODAY, LAST, FIRST, LATER = "past", "today", "last", "first", "later"
STOPPED, EXEMPT, NO_LIMIT, UNRECKONED = "stopped", "exempt", "no_limit", "unreckoned"
LEVELS = (PAST, TODAY, LAST, FIRST, STOPPED, LATER, EXEMPT, NO_LIMIT, UNRECKONED)
LADDER = (PAST, TODAY, LAST, FIRST)
"""The levels that are warned of, the most urgent first."""

_STANDING = ("paused", "suspended")


class Days(Func):
    """Days from one date to another."""

    template = "(%(expressions)s)"
    arg_joiner = " - "
    output_field = IntegerField()


def level_of(on: date, points: WarningPoints) -> Case:
    """The level of a pending case on a day, over a queryset with its trial deadline."""
    due, length = F("trial__due_on"), F("trial__base_days")
    short = Q(LessThanOrEqual(length, points.short_below_days - 1))
    third = Q(LessThanOrEqual(Days(due, Value(on)) * points.short_fraction, length))
    return Case(
        When(Q(trial__due_on__lt=on), then=Value(PAST)),
        When(Q(trial__due_on=on), then=Value(TODAY)),
        When(Q(trial__due_on__gt=on + timedelta(days=points.earliest)), then=Value(LATER)),
        When(short & third, then=Value(LAST)),
        When(short, then=Value(LATER)),
        *_by_branch(on, points),
        When(Q(trial__due_on__isnull=False), then=Value(LATER)),
        When(Q(trial__status__in=_STANDING) | Q(stage="suspended"), then=Value(STOPPED)),
        When(Q(trial__status="exempt"), then=Value(EXEMPT)),
        When(Q(trial__status="no_limit"), then=Value(NO_LIMIT)),
        default=Value(UNRECKONED),
        output_field=CharField(),
    )


def _by_branch(on: date, points: WarningPoints) -> list[When]:
    """The warning points of each branch; those of the usual branch for any other."""
    own = points.days_before
    whens: list[When] = []
    for branch, days in own.items():
        whens += _points(on, Q(branch=branch), days)
    return whens + _points(on, ~Q(branch__in=tuple(own)), own[USUAL_BRANCH])


def _points(on: date, which: Q, days: tuple[int, ...]) -> list[When]:
    near, far = min(days), max(days)
    return [
        When(which & Q(trial__due_on__lte=on + timedelta(days=near)), then=Value(LAST)),
        When(which & Q(trial__due_on__lte=on + timedelta(days=far)), then=Value(FIRST)),
    ]


def at_level(on: date, level: str) -> Q:
    """Pending at a level: the same in plain conditions where they tell it, so that the index of due dates serves."""
    points = law_in_force().warnings
    near = Q(trial__due_on__gt=on, trial__due_on__lte=on + timedelta(days=points.earliest))
    no_date = Q(trial__due_on=None)
    stands = Q(trial__status__in=_STANDING) | Q(stage="suspended")
    told = {
        PAST: Q(trial__due_on__lt=on),
        TODAY: Q(trial__due_on=on),
        LAST: near & _is(on, LAST, points),
        FIRST: near & _is(on, FIRST, points),
        LATER: Q(trial__due_on__gt=on) & _is(on, LATER, points),
        STOPPED: no_date & stands,
        EXEMPT: no_date & ~Q(stage="suspended") & Q(trial__status="exempt"),
        NO_LIMIT: no_date & ~Q(stage="suspended") & Q(trial__status="no_limit"),
        UNRECKONED: _is(on, UNRECKONED, points),
    }
    return PENDING & told[level]


def _is(on: date, level: str, points: WarningPoints) -> Q:
    return Q(Exact(level_of(on, points), Value(level)))


__all__ = ["LADDER", "LEVELS", "at_level", "level_of"]
