"""The query behind the docket: which rows a question finds for a viewer, today or as known on a past day, and how many."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any
from uuid import UUID

from django.core.cache import cache
from django.db.models import BooleanField, Count, ExpressionWrapper, F, Q, QuerySet

from xiezhi.record.models import CasePast
from xiezhi.record.viewers import Viewer
from xiezhi.record.visibility import docket_for, lists_key, named_to, searchable_for
from xiezhi.site.staff.docket.asking import Asked, condition
from xiezhi.site.staff.docket.paging import SIZE, Cut, Line, Mark
from xiezhi.site.staff.docket.views import is_wide, views_for
from xiezhi.work.deadlines.queries import PENDING, with_trial_deadline

FIELDS = {
    "due": "trial__due_on",
    "filed": "filed_on",
    "number": "number_key",
    "closed": "closed_on",
    "parties": "parties_key",
    "judge": "reporting_judge__name_key",
}
DAYS = ("due", "filed", "closed")
MOST_COUNTED = 5_000  # closed cases are counted no further
SECONDS_KEPT = 20  # how long the figures of several courts may lag behind


@dataclass(frozen=True, slots=True)
class Figures:
    """How many rows the list has (`capped`: at least so many), and the figures beside the views, where they are counted."""

    total: int
    capped: bool
    views: dict[str, int]

    def agreeing_with(self, cut: Cut) -> "Figures":
        """The same, where all rows lie on this page, with exactly their number: a figure that was kept may lag behind."""
        whole = not cut.more_before and not cut.more_after
        return replace(self, total=len(cut.rows), capped=False) if whole else self


class Listing:
    """One question of one viewer: its rows, page by page, and its figures. `only`: of these cases, which somebody ticked."""

    def __init__(self, asked: Asked, viewer: Viewer, only: Sequence[UUID] | None = None) -> None:
        self.asked, self.viewer, self.only = asked, viewer, only

    @cached_property
    def allowed(self) -> QuerySet[Any, Any]:
        """What the viewer may list. A filter by cause must not betray the cause of a protected case; nor can one be ticked."""
        doorway = searchable_for if self.asked.filters.cause or self.only is not None else docket_for
        allowed = doorway(self.viewer)
        return allowed if self.only is None else allowed.filter(pk__in=self.only)

    @cached_property
    def asks(self) -> Q:
        """View and filters as one condition."""
        return condition(self.asked, self.viewer)

    @cached_property
    def sources(self) -> list[QuerySet[Any, Any]]:
        """Where the rows come from: those of today, or those that read as they did on the past day."""
        at = self.asked.moment
        if at is None:
            return [self._keyed(self.allowed, pending=not self.asked.view.closed)]
        still = self._keyed(self.allowed.filter(known_from__lte=at), at=at)
        past = CasePast.objects.filter(
            known_from__lte=at, known_to__gt=at, case__in=self.allowed.values("pk")
        )
        return [still, self._keyed(past, "case__", at=at)]

    def _keyed(self, rows: QuerySet[Any, Any], path: str = "", **joined: Any) -> QuerySet[Any, Any]:
        """The rows with their deadline, their case and whether it stays unnamed; `path` leads from a row to its case."""
        hidden = ExpressionWrapper(~named_to(self.viewer, path), BooleanField())
        keyed: QuerySet[Any, Any] = with_trial_deadline(rows, path=f"{path}deadlines", **joined).annotate(
            case_key=F(f"{path}pk"), hidden=hidden
        )
        return keyed

    @property
    def line(self) -> Line:
        """The rows in their order."""
        field = FIELDS[self.asked.sort]
        # What identifies a protected case gives it no place.
        placed = Q(**{f"{field}__gt": "", "hidden": False}) if field.endswith("_key") else Q()
        if "__" in field or self.asked.sort in DAYS:
            placed = Q(**{f"{field}__isnull": False})
        return Line(self.sources, self.asks, field, placed, self.asked.descending)

    def page(self, mark: Mark | None, size: int = SIZE) -> Cut:
        """One page; rows that are protected from this viewer are marked."""
        return self.line.page(mark, size)

    def figures(self) -> Figures:
        """Every figure of the page. A view without further filters is counted together with the other views."""
        views = {} if self.asked.as_of else tallies(self.viewer)
        key = self.asked.view.key
        if key in views and not self.asked.filters.set():
            return Figures(views[key], False, views)
        total, capped = self._count()
        return Figures(total, capped, views)

    def count(self) -> int:
        """How many rows there are, exactly, however many: for somebody who is about to take all of them."""
        return sum(rows.filter(self.asks).values("pk").count() for rows in self.sources)

    def _count(self) -> tuple[int, bool]:
        limit = MOST_COUNTED + 1 if self.asked.view.closed else None
        total = sum(rows.filter(self.asks).values("pk")[:limit].count() for rows in self.sources)
        return (MOST_COUNTED, True) if limit and total >= limit else (total, False)


def tallies(viewer: Viewer) -> dict[str, int]:
    """How many pending cases each standing view has: one pass over the pending cases of the viewer's scope.

    Those of several courts are kept for a few seconds, but not beyond a change of post or conflict; a list that fits on one page
    shows how many it has all the same.
    """
    if not is_wide(viewer):
        return _tallied(viewer)
    key = f"docket:{lists_key(viewer)}"
    kept: dict[str, int] | None = cache.get(key)
    if kept is None:
        kept = _tallied(viewer)
        cache.set(key, kept, SECONDS_KEPT)
    return kept


def _tallied(viewer: Viewer) -> dict[str, int]:
    pending = with_trial_deadline(docket_for(viewer), pending=True).filter(PENDING)
    views = [view for view in views_for(viewer) if not view.closed]
    if not views:
        return {}
    counted = {f"in_{view.key}": Count("pk", filter=view.asked(viewer, viewer.on)) for view in views}
    return {name.removeprefix("in_"): count for name, count in pending.aggregate(**counted).items()}
