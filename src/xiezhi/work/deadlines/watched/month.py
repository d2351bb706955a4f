"""The month as a grid: what is due on each day, what a rest day moved there, which hearings are held."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple

from django.core.cache import cache
from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import TruncDate

from xiezhi.record.models import Hearing
from xiezhi.record.projection import MAINLAND
from xiezhi.record.viewers import Viewer
from xiezhi.record.visibility import docket_for, lists_key
from xiezhi.work.deadlines.watched.beside import PATH, beside_in
from xiezhi.work.deadlines.watched.board import SECONDS_KEPT
from xiezhi.work.deadlines.watched.naming import CaseName, name_fields
from xiezhi.work.deadlines.watched.scope import Scope, clocked_in, hidden_from, spans_courts

SITTINGS = ("scheduled", "held")
DAYS_A_WEEK = 7


@dataclass(slots=True)
class Figures:
    """What stands on one day: trial limits due (`rolled`: of them, moved there over rest days, by the nominal day), other clocks,
    hearings."""

    due: int = 0
    rolled: int = 0
    nominal: date | None = None
    beside: int = 0
    hearings: int = 0


class Sitting(NamedTuple):
    """A hearing on a day."""

    starts_at: datetime
    no: int
    room: str
    purpose: str
    standing: str
    case: CaseName


Month = dict[date, Figures]


def weeks_of(year: int, month: int) -> tuple[date, date]:
    """The Monday on or before the first of a month, and the Sunday on or after its last."""
    first = date(year, month, 1)
    last = (first.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
    return first - timedelta(days=first.weekday()), last + timedelta(days=DAYS_A_WEEK - 1 - last.weekday())


def month_of(viewer: Viewer, scope: Scope, first: date, last: date) -> Month:
    """The figures of the days from one to another, days without any left out."""
    if not spans_courts(viewer):
        return _counted(viewer, scope, first, last)
    key = f"month:{lists_key(viewer)}:{scope.court}:{scope.division}:{scope.officer}:{scope.branch}:{first}:{last}"
    kept: Month | None = cache.get(key)
    if kept is None:
        kept = _counted(viewer, scope, first, last)
        cache.set(key, kept, SECONDS_KEPT)
    return kept


def due_by_day(viewer: Viewer, scope: Scope, first: date, last: date) -> dict[date, int]:
    """How many trial limits end on each day from one to another."""
    days: defaultdict[date, int] = defaultdict(int)
    for due, _, count in _due(viewer, scope, first, last):
        days[due] += count
    return dict(days)


def _counted(viewer: Viewer, scope: Scope, first: date, last: date) -> Month:
    days: defaultdict[date, Figures] = defaultdict(Figures)
    for due, nominal, count in _due(viewer, scope, first, last):
        days[due].due += count
        if nominal is not None and nominal != due:
            figures = days[due]
            figures.rolled += count
            figures.nominal = min(nominal, figures.nominal or nominal)
    for day, count in _by_day(beside_in(viewer, scope).filter(due_on__range=(first, last)), "due_on"):
        days[day].beside += count
    for day, count in _by_day(sittings_in(viewer, scope, first, last).annotate(day=_day()), "day"):
        days[day].hearings += count
    return dict(days)


def _day() -> TruncDate:
    return TruncDate("starts_at", tzinfo=MAINLAND)


def _due(viewer: Viewer, scope: Scope, first: date, last: date) -> Iterable[tuple[date, date | None, int]]:
    due = clocked_in(viewer, scope).filter(trial__due_on__range=(first, last)).order_by()
    counted = due.annotate(due=F("trial__due_on"), nominal=F("trial__nominal_on")).values("due", "nominal")
    return list(counted.annotate(count=Count("pk")).values_list("due", "nominal", "count"))


def _by_day(rows: QuerySet[Any, Any], day: str) -> Iterable[tuple[date, int]]:
    return list(rows.order_by().values(day).annotate(count=Count("pk")).values_list(day, "count"))


def sittings_in(viewer: Viewer, scope: Scope, first: date, last: date) -> QuerySet[Hearing]:
    """The hearings fixed or held between two days, both included."""
    cases = docket_for(viewer).filter(scope.condition())
    return sittings_between(first, last).filter(case__in=cases.values("pk"))


def sittings_between(first: date, last: date) -> QuerySet[Hearing]:
    """Those of all cases: only to be narrowed to cases that a viewer may see."""
    begin = datetime.combine(first, time(), MAINLAND)
    end = datetime.combine(last + timedelta(days=1), time(), MAINLAND)
    return Hearing.objects.filter(starts_at__gte=begin, starts_at__lt=end, standing__in=SITTINGS)


def read_sittings(viewer: Viewer, rows: QuerySet[Any, Any], size: int, skipped: int = 0) -> list[Sitting]:
    """So many of the hearings with their case, by the clock."""
    own = ("starts_at", "no", "room_name", "purpose", "standing")
    found = (
        rows.annotate(hidden=hidden_from(viewer, PATH))
        .order_by("starts_at", "case", "no")
        .values_list(*own, *name_fields(PATH))[skipped : skipped + size]
    )
    return [Sitting._make([*row[: len(own)], CaseName._make(row[len(own) :])]) for row in found]


def rolled_to(viewer: Viewer, scope: Scope, day: date) -> QuerySet[Any, Any]:
    """The cases due on a day because their nominal day was a rest day."""
    return clocked_in(viewer, scope).filter(
        Q(trial__due_on=day) & Q(trial__nominal_on__isnull=False) & ~Q(trial__nominal_on=day)
    )
