"""The query behind the docket: which rows a question finds for a viewer, today or as known on a past day, and how many."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.core.cache import cache
from django.db.models import Count, F, QuerySet

from xiezhi.record.models import CasePast
from xiezhi.record.viewers import Viewer
from xiezhi.record.visibility import docket_for, searchable_for
from xiezhi.site.staff.docket.asking import Asked, condition
from xiezhi.site.staff.docket.paging import SIZE, Cut, Line, Mark
from xiezhi.site.staff.docket.rows import Row
from xiezhi.site.staff.docket.views import is_wide, views_for
from xiezhi.work.deadlines.queries import PENDING, with_trial_deadline

FIELDS = {"due": "trial__due_on", "filed": "filed_on", "number": "number_key", "closed": "closed_on"}
DAYS = ("due", "filed", "closed")
MOST_COUNTED = 20_000  # closed cases of a whole province are counted no further
SECONDS_KEPT = 20  # how long the figures beside the views of a whole province may lag behind


@dataclass(frozen=True, slots=True)
class Figures:
    """How many rows the list has (`capped`: at least so many), and the figures beside the views, where they are counted."""

    total: int
    capped: bool
    views: dict[str, int]


class Listing:
    """One question of one viewer: its rows, page by page, and its figures."""

    def __init__(self, asked: Asked, viewer: Viewer) -> None:
        self.asked, self.viewer = asked, viewer

    @cached_property
    def allowed(self) -> QuerySet[Any, Any]:
        """What the viewer may list. A filter by cause must not betray the cause of a protected case."""
        doorway = searchable_for if self.asked.filters.cause else docket_for
        return doorway(self.viewer)

    @cached_property
    def found(self) -> list[QuerySet[Any, Any]]:
        """The rows asked for: those of today, or those that read so on the past day."""
        at, asked = self.asked.moment, condition(self.asked, self.viewer)
        if at is None:
            return [_keyed(self.allowed, "pk", pending=not self.asked.view.closed).filter(asked)]
        still = _keyed(self.allowed.filter(known_from__lte=at), "pk", at=at)
        past = CasePast.objects.filter(
            known_from__lte=at, known_to__gt=at, case__in=self.allowed.values("pk")
        )
        return [still.filter(asked), _keyed(past, "case_id", path="case__deadlines", at=at).filter(asked)]

    @property
    def line(self) -> Line:
        """The rows in their order."""
        field = FIELDS[self.asked.sort]
        sources = [rows.annotate(place=F(field)) for rows in self.found]
        return Line(sources, field, self.asked.sort in DAYS, self.asked.descending)

    def page(self, mark: Mark | None, size: int = SIZE) -> Cut:
        """One page; rows that are protected from this viewer are marked."""
        cut = self.line.page(mark, size)
        return Cut(self._protected(cut.rows), cut.more_before, cut.more_after)

    def _protected(self, rows: Sequence[Row]) -> list[Row]:
        special = [row.case for row in rows if row.secrecy != "ordinary" or self.asked.as_of]
        if not special:
            return list(rows)
        open_ones = set(searchable_for(self.viewer).filter(pk__in=special).values_list("pk", flat=True))
        closed = set(special) - open_ones
        return [row._replace(hidden=row.case in closed) for row in rows]

    def figures(self) -> Figures:
        """Every figure of the page. A view without further filters is counted together with the other views."""
        views = {} if self.asked.as_of else tallies(self.viewer)
        key = self.asked.view.key
        if key in views and not self.asked.filters.set() and not is_wide(self.viewer):
            return Figures(views[key], False, views)
        total, capped = self._count()
        if not self.asked.filters.set() and key in views:
            views = views | {key: total}  # newer than the figure that was kept
        return Figures(total, capped, views)

    def _count(self) -> tuple[int, bool]:
        limit = MOST_COUNTED + 1 if self.asked.view.closed and is_wide(self.viewer) else None
        total = sum(rows.order_by().values("pk")[:limit].count() for rows in self.found)
        return (MOST_COUNTED, True) if limit and total >= limit else (total, False)


def _keyed(rows: QuerySet[Any, Any], key: str, **joined: Any) -> QuerySet[Any, Any]:
    keyed: QuerySet[Any, Any] = with_trial_deadline(rows, **joined).annotate(case_key=F(key))
    return keyed


def tallies(viewer: Viewer) -> dict[str, int]:
    """How many pending cases each standing view has: one pass over the pending cases of the viewer's scope.

    A whole province's are kept for a few seconds; the list that a figure opens is always counted anew.
    """
    if not is_wide(viewer):
        return _tallied(viewer)
    assert viewer.post is not None
    key = f"docket:{viewer.post.court}:{viewer.officer}:{viewer.on}"
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
