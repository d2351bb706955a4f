"""A page cut out of a long list by the place of its first row, not by counting rows: page 2,000 costs what page 1 costs.

Rows without a value to sort by come last in either direction, and so are a list of their own that is read when the first one ends.
Sorted by number, those are the cases without one and the protected ones: their place between two numbers would betray theirs.
"""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import CharField, F, Q, QuerySet, Value

from xiezhi.site.staff.docket.rows import READ, Row

SIZE = 50
UNPLACED = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """Between which rows a page begins: the value sorted by and the case, as the address writes them."""

    value: str
    case: UUID
    back: bool = False

    def __str__(self) -> str:
        return f"{self.value}~{self.case}"


@dataclass(frozen=True, slots=True)
class Cut:
    """The rows of a page, and whether there are others before and after it."""

    rows: list[Row]
    more_before: bool
    more_after: bool


def mark_of(row: Row) -> str:
    """The place of a row in its list."""
    value = (
        UNPLACED if row.place is None else row.place.isoformat() if isinstance(row.place, date) else row.place
    )
    return str(Mark(value, row.case))


def read_mark(data: Mapping[str, str], *, day: bool) -> Mark | None:
    """The mark in an address; None for the first page, and for a mark nobody here wrote. `day`: the list is sorted by days."""
    value, tilde, case = (data.get("before") or data.get("after") or "").rpartition("~")
    try:
        if day and value != UNPLACED:
            date.fromisoformat(value)
        return Mark(value, uuid.UUID(case), "before" in data) if tilde else None
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class Line:
    """A list in its order: `sources` are querysets over the same columns (two where past rows join in), `asked` says which of
    their rows, `field` is what they are sorted by, `placed` which of them have a value there that may be told."""

    sources: Sequence[QuerySet[Any, Any]]
    asked: Q
    field: str
    placed: Q
    descending: bool

    def page(self, mark: Mark | None, size: int = SIZE) -> Cut:
        """The page after (or before) a mark."""
        back = mark is not None and mark.back
        rows = self._rows(mark, back, size + 1)
        more, rows = len(rows) > size, rows[:size]
        if back:
            rows.reverse()
        return Cut(rows, more if back else mark is not None, bool(rows) if back else more)

    def _rows(self, mark: Mark | None, back: bool, wanted: int) -> list[Row]:
        """Rows from the mark on, in the direction one goes: the placed ones, then those without a place, or the other way."""
        rows: list[Row] = []
        for unplaced in (True, False) if back else (False, True):
            here = mark if mark is not None and (mark.value == UNPLACED) is unplaced else None
            if mark is not None and here is None and unplaced is back:
                continue  # the whole part lies on the side one comes from
            rows += self._part(unplaced, here, back, wanted - len(rows))
            if len(rows) >= wanted:
                break
        return rows

    def _part(self, unplaced: bool, mark: Mark | None, back: bool, wanted: int) -> list[Row]:
        """Rows of the placed or of the unplaced ones, from the mark on."""
        down = (self.descending and not unplaced) is not back
        sign, beyond = ("-", "lt") if down else ("", "gt")
        asked = self.asked & (~self.placed if unplaced else self.placed)
        place = Value(None, CharField()) if unplaced else F(self.field)
        if mark is not None:
            asked &= self._beyond(mark, beyond, unplaced)
        order = [f"{sign}case_key"] if unplaced else [f"{sign}place", f"{sign}case_key"]
        # One filter() for all conditions: a second one would join the deadlines a second time.
        found = [rows.filter(asked).annotate(place=place) for rows in self.sources]
        if len(found) > 1:
            return [Row(*values) for values in _joined(found, order, wanted)]
        keys = list(found[0].order_by(*order).values_list("case_key", flat=True)[:wanted])
        return self._read(keys, place)

    def _read(self, keys: list[UUID], place: Value | F) -> list[Row]:
        """The rows of a page in the order of its keys. Which cases stand there, indexes alone tell; only then are rows looked up."""
        if not keys:
            return []
        page = self.sources[0].annotate(place=place).filter(case_key__in=keys)
        rows = {row.case: row for row in (Row(*values) for values in page.values_list(*READ))}
        return [rows[key] for key in keys if key in rows]

    def _beyond(self, mark: Mark, beyond: str, unplaced: bool) -> Q:
        after = Q(**{f"case_key__{beyond}": mark.case})
        if unplaced:
            return after
        # The first condition says nothing new, but lets the index begin at the mark.
        return Q(**{f"{self.field}__{beyond}e": mark.value}) & (
            Q(**{f"{self.field}__{beyond}": mark.value}) | after
        )


def _joined(sources: list[QuerySet[Any, Any]], order: list[str], wanted: int) -> list[tuple[Any, ...]]:
    first, *others = (rows.values_list(*READ).order_by(*order)[:wanted] for rows in sources)
    return list(first.union(*others, all=True).order_by(*order)[:wanted])
