"""The board of pending cases by warning level: how many stand in each, and which come first."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, TypeVar
from uuid import UUID

from django.core.cache import cache
from django.db.models import Case, Count, F, Q, QuerySet, When, Window
from django.db.models.functions import RowNumber

from xiezhi.record.viewers import Viewer
from xiezhi.record.visibility import lists_key
from xiezhi.rules.limits.duties import WarningPoints
from xiezhi.work.deadlines import queries
from xiezhi.work.deadlines.watched.levels import LEVELS, level_of
from xiezhi.work.deadlines.watched.scope import Scope, clocked_in, hidden_from, spans_courts

SECONDS_KEPT = 20  # how long the figures of several courts may lag behind
NEAREST = 5
PENDING_ISSUE = "extension_pending"


Kept = TypeVar("Kept")


@dataclass(frozen=True, slots=True)
class Tally:
    """How many pending cases stand at each level, by branch; beside them the hidden overruns and the provisional dates."""

    levels: dict[tuple[str, str], int]
    hidden: dict[str, int]
    provisional: dict[str, int]

    def at(self, level: str, branch: str | None = None) -> int:
        """How many stand at a level, of one branch or of all."""
        found = (n for (of, at), n in self.levels.items() if at == level and branch in (None, of))
        return sum(found)

    def total(self, branch: str | None = None) -> int:
        """All pending cases."""
        return sum(self.at(level, branch) for level in LEVELS)

    @property
    def branches(self) -> frozenset[str]:
        """The branches that have pending cases."""
        return frozenset(branch for branch, _ in self.levels)


def of_branch(counts: Mapping[str, int], branch: str | None) -> int:
    """The count of one branch, or of all."""
    return sum(counts.values()) if branch is None else counts.get(branch, 0)


@dataclass(frozen=True, slots=True)
class Survey:
    """The figures of a scope, of all its branches, and which cases of its branch come first at each level; `asking` = those in which
    a request for more time is pending, None where that was not looked at."""

    counts: Tally
    first: dict[str, list[UUID]]
    asking: list[UUID] | None


def survey(viewer: Viewer, scope: Scope, points: WarningPoints, size: int = NEAREST) -> Survey:
    """Figures and first cases at once. Of one court in a single pass over its pending cases; those of several are kept for some
    seconds, and what is shown of them is read anew."""
    if scope.court is not None or not spans_courts(viewer):
        return _surveyed(viewer, scope, points, size)
    first = kept_a_while(viewer, scope, f"first:{size}", lambda: _placed(viewer, scope, points, size))
    return Survey(tally(viewer, scope, points), first, None)


def tally(viewer: Viewer, scope: Scope, points: WarningPoints) -> Tally:
    """How many pending cases of the scope, of all its branches, stand where on the viewer's day."""
    whole = replace(scope, branch=None)
    if not spans_courts(viewer):
        return _tallied(viewer, whole, points)
    return kept_a_while(viewer, whole, "tally", lambda: _tallied(viewer, whole, points))


def kept_a_while(viewer: Viewer, scope: Scope, what: str, count: Callable[[], Kept]) -> Kept:
    """What was counted some seconds ago for the same viewer, or is counted now."""
    key = f"{what}:{lists_key(viewer)}:{scope.court}:{scope.division}:{scope.officer}:{scope.branch}"
    kept: Kept | None = cache.get(key)
    if kept is None:
        kept = count()
        cache.set(key, kept, SECONDS_KEPT)
    return kept


def _tallied(viewer: Viewer, scope: Scope, points: WarningPoints) -> Tally:
    cases = clocked_in(viewer, scope).annotate(level=level_of(viewer.on, points))
    counted = cases.order_by().values("branch", "level").annotate(
        count=Count("pk"),
        overrun=Count("pk", filter=queries.hidden_overrun(viewer.on)),
        held=Count("pk", filter=queries.provisional()),
    )  # fmt: skip
    return _told(counted.values_list("branch", "level", "count", "overrun", "held"))


def _told(rows: Iterable[tuple[str, str, int, int, int]]) -> Tally:
    """A tally from branch, level, count, hidden overruns, provisional dates."""
    levels: Counter[tuple[str, str]] = Counter()
    hidden: Counter[str] = Counter()
    provisional: Counter[str] = Counter()
    for branch, level, count, overrun, held in rows:
        levels[branch, level] += count
        hidden[branch] += overrun
        provisional[branch] += held
    return Tally(dict(levels), dict(hidden), dict(provisional))


def _surveyed(viewer: Viewer, scope: Scope, points: WarningPoints, size: int) -> Survey:
    """Every pending case of the scope with its level; counted and put in order here."""
    rows = list(_lined_up(viewer, replace(scope, branch=None), points))
    first: dict[str, list[UUID]] = {level: [] for level in LEVELS}
    asking = []
    for branch, level, case, _, _, issues in rows:
        if scope.branch not in (None, branch):
            continue
        if len(first[level]) < size:
            first[level].append(case)
        if issues and PENDING_ISSUE in issues:
            asking.append(case)
    counts = _told((branch, level, 1, overrun, held) for branch, level, _, overrun, held, _ in rows)
    return Survey(counts, first, asking)


def _lined_up(viewer: Viewer, scope: Scope, points: WarningPoints) -> QuerySet[Any, Any]:
    """Branch, level, case, whether it is a hidden overrun and whether its date is provisional: nearest date first, then the longest
    stop."""
    rows: QuerySet[Any, Any] = clocked_in(viewer, scope).annotate(
        level=level_of(viewer.on, points),
        overrun=Case(When(queries.hidden_overrun(viewer.on), then=1), default=0),
        held=Case(When(queries.provisional(), then=1), default=0),
    )
    order = (F("trial__due_on").asc(nulls_last=True), F("trial__stopped_on").asc(nulls_last=True), "pk")
    return rows.order_by(*order).values_list("branch", "level", "pk", "overrun", "held", "trial__issues")


def _placed(viewer: Viewer, scope: Scope, points: WarningPoints, size: int) -> dict[str, list[UUID]]:
    """The first cases of each level out of very many: those that are warned of, and those whose clock stands."""
    near = Q(trial__due_on__lte=viewer.on + timedelta(days=points.earliest)) | Q(trial__due_on=None)
    order = [F("due").asc(nulls_last=True), F("stopped").asc(nulls_last=True), F("pk").asc()]
    placed = (
        clocked_in(viewer, scope)
        .filter(near)
        .annotate(level=level_of(viewer.on, points), due=F("trial__due_on"), stopped=F("trial__stopped_on"))
        .annotate(rank=Window(RowNumber(), partition_by=[F("level")], order_by=order))
        .filter(rank__lte=size)
    )
    first: dict[str, list[UUID]] = {level: [] for level in LEVELS}
    for level, case in placed.order_by("level", "rank").values_list("level", "pk"):
        first[level].append(case)
    return first


def read_first(
    viewer: Viewer,
    scope: Scope,
    first: Mapping[str, Sequence[UUID]],
    levels: Sequence[str],
    fields: Sequence[str],
) -> list[tuple[Any, ...]]:
    """The first cases of these levels: the level, then the fields, in which `case_key`, `hidden` and `place` may stand."""
    places = [(level, case) for level in levels for case in first[level]]
    if not places:
        return []
    cases = clocked_in(viewer, scope).filter(pk__in=[case for _, case in places])
    named = cases.annotate(case_key=F("pk"), hidden=hidden_from(viewer), place=F("trial__due_on"))
    rows = {case: row for case, *row in named.values_list("pk", *fields)}
    return [(level, *rows[case]) for level, case in places if case in rows]
