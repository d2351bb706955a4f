"""The board of pending cases by warning level: how many stand in each, and which come first."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.core.cache import cache
from django.db.models import Count, F, Q, Window
from django.db.models.functions import RowNumber

from xiezhi.record.viewers import Viewer
from xiezhi.record.visibility import lists_key
from xiezhi.work.deadlines import queries
from xiezhi.work.deadlines.levels import LATER, LEVELS, farthest, level_of
from xiezhi.work.deadlines.scope import Scope, clocked_in, hidden_from, spans_courts

SECONDS_KEPT = 20  # how long the figures of several courts may lag behind
NEAREST = 5


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


def tally(viewer: Viewer, scope: Scope) -> Tally:
    """How many pending cases of the scope, of all its branches, stand where on the viewer's day: one pass."""
    if not spans_courts(viewer):
        return _tallied(viewer, scope)
    key = f"board:{lists_key(viewer)}:{scope.court}:{scope.division}:{scope.officer}"
    kept: Tally | None = cache.get(key)
    if kept is None:
        kept = _tallied(viewer, scope)
        cache.set(key, kept, SECONDS_KEPT)
    return kept


def _tallied(viewer: Viewer, scope: Scope) -> Tally:
    cases = clocked_in(viewer, replace(scope, branch=None)).annotate(level=level_of(viewer.on))
    counted = cases.order_by().values("branch", "level").annotate(
        count=Count("pk"),
        overrun=Count("pk", filter=queries.hidden_overrun(viewer.on)),
        held=Count("pk", filter=queries.provisional()),
    )  # fmt: skip
    levels: Counter[tuple[str, str]] = Counter()
    hidden: Counter[str] = Counter()
    provisional: Counter[str] = Counter()
    for branch, level, count, overrun, held in counted.values_list(
        "branch", "level", "count", "overrun", "held"
    ):
        levels[branch, level] += count
        hidden[branch] += overrun
        provisional[branch] += held
    return Tally(dict(levels), dict(hidden), dict(provisional))


def nearest(
    viewer: Viewer, scope: Scope, levels: Sequence[str], fields: Sequence[str], size: int = NEAREST
) -> list[tuple[Any, ...]]:
    """The first cases of each level, nearest date first, those of a stopped clock by how long it stands: the level, then the
    fields, in which `case_key`, `hidden` and `place` may stand."""
    places = _places(viewer, scope, levels, size) if levels else []
    cases = clocked_in(viewer, scope).filter(pk__in=[case for _, case in places])
    named = cases.annotate(case_key=F("pk"), hidden=hidden_from(viewer), place=F("trial__due_on"))
    rows = {case: row for case, *row in named.values_list("pk", *fields)} if places else {}
    return [(level, *rows[case]) for level, case in places if case in rows]


def _places(viewer: Viewer, scope: Scope, levels: Sequence[str], size: int) -> list[tuple[str, UUID]]:
    """Which cases come first at each level: one pass, in which no more is read of a case than its place. Those of several courts
    are kept as long as their figures; what is shown of them is read anew."""
    if not spans_courts(viewer):
        return _placed(viewer, scope, levels, size)
    of = f"{scope.court}:{scope.division}:{scope.officer}:{scope.branch}"
    key = f"nearest:{lists_key(viewer)}:{of}:{'.'.join(levels)}:{size}"
    kept: list[tuple[str, UUID]] | None = cache.get(key)
    if kept is None:
        kept = _placed(viewer, scope, levels, size)
        cache.set(key, kept, SECONDS_KEPT)
    return kept


def _placed(viewer: Viewer, scope: Scope, levels: Sequence[str], size: int) -> list[tuple[str, UUID]]:
    reached = Q(trial__due_on__lte=viewer.on + timedelta(days=farthest())) | Q(trial__due_on=None)
    standing = clocked_in(viewer, scope)
    if LATER not in levels:
        standing = standing.filter(reached)
    order = [F("due").asc(nulls_last=True), F("stopped").asc(nulls_last=True), F("pk").asc()]
    placed = (
        standing.annotate(level=level_of(viewer.on), due=F("trial__due_on"), stopped=F("trial__stopped_on"))
        .filter(level__in=levels)
        .annotate(rank=Window(RowNumber(), partition_by=[F("level")], order_by=order))
        .filter(rank__lte=size)
    )
    found = placed.order_by("level", "rank").values_list("level", "pk")
    return [(level, case) for level, case in found]
