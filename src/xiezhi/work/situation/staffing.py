"""How many people courts have: the numbers that figures divide by, from the dated posts of the record.

Judges are the officers who hold a post that carries cases (rules/data/offices.toml, `reports`: enforcement officers too) on the last
day of a period that has been counted; full-time equivalents are the share of its days so far on which one held such a post, each officer
once in equal parts over where he held it. Both are those of whole courts, whatever the scope, and never so few that the figure would be
one person's (threshold `fewest_people`).

Posts say from when to when they are held and not when that was entered: the numbers are those of the posts as they now stand, for
facts of a past day too.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import NamedTuple
from uuid import UUID

import numpy as np
import numpy.typing as npt
from django.db.models import Q, QuerySet

from xiezhi.record.models import Court, Post
from xiezhi.rules.indicators.model import Formula
from xiezhi.rules.indicators.periods import Grid, Period
from xiezhi.rules.indicators.thresholds import thresholds
from xiezhi.rules.offices import load_offices
from xiezhi.work.situation.engine.figures import Figure
from xiezhi.work.situation.engine.question import ByPeriod, OfCourts, Parameters, Question

PEOPLE = frozenset({"judges", "fte"})
FEWEST_PEOPLE = thresholds().fewest_people


class Held(NamedTuple):
    """An officer's post at a place (court, division, or the officer himself); no last day = still."""

    officer: UUID
    place: UUID | None
    first_on: date
    last_on: date | None


class _Stretch(NamedTuple):
    """Days on which an officer's posts stay the same, as ordinals: from the first to the one after them; his part at a place."""

    place: UUID
    first: int
    after: int
    part: float


class People:
    """Who holds posts where, to be asked about any days."""

    def __init__(self, held: Iterable[Held]) -> None:
        of_officers: defaultdict[UUID, list[Held]] = defaultdict(list)
        for post in held:
            of_officers[post.officer].append(post)
        stretches = [one for posts in of_officers.values() for one in _stretches(posts)]
        self._places = sorted({one.place for one in stretches})
        at = {place: number for number, place in enumerate(self._places)}
        self._at = np.array([at[one.place] for one in stretches], "int64")
        self._first = np.array([one.first for one in stretches], "int64")
        self._after = np.array([one.after for one in stretches], "int64")
        self._part = np.array([one.part for one in stretches], "float64")

    def equivalents(self, start: date, end: date) -> dict[UUID, float]:
        """Full-time equivalents from a day to another, by place; where nobody held a post there is none."""
        first, after = start.toordinal(), end.toordinal() + 1
        days = np.clip(np.minimum(self._after, after) - np.maximum(self._first, first), 0, None)
        return self._by_place(days * self._part / (after - first))

    def on(self, day: date) -> dict[UUID, float]:
        """How many officers on a day, by place: whoever holds posts at two counts at both."""
        held = (self._first <= day.toordinal()) & (day.toordinal() < self._after)
        return self._by_place(held.astype("float64"))

    def _by_place(self, amounts: npt.NDArray[np.float64]) -> dict[UUID, float]:
        sums = np.bincount(self._at, amounts, len(self._places))
        return {place: amount for place, amount in zip(self._places, sums.tolist()) if amount}


def _stretches(posts: Sequence[Held]) -> Iterator[_Stretch]:
    """Those of one officer: he counts once, in equal parts over where he holds a post."""
    spans = [
        (post.place, post.first_on.toordinal(), (post.last_on or date.max).toordinal() + 1) for post in posts
    ]
    edges = sorted({edge for _, first, after in spans for edge in (first, after)})
    for start, end in pairwise(edges):
        places = {place for place, first, after in spans if first <= start < after and place is not None}
        for place in places:
            yield _Stretch(place, start, end, 1 / len(places))


def reporting_posts(start: date, end: date, posts: Q) -> QuerySet[Post]:
    """The posts that carry cases and were held on some day from one to another."""
    lasting = Q(last_on=None) | Q(last_on__gte=start)
    reporting = [one.name for one in load_offices().roles.values() if one.reports]
    return Post.objects.filter(posts, lasting, role__in=reporting, first_on__lte=end)


def people_by(what: str, start: date, end: date, posts: Q) -> People:
    """Who held posts from one day to another, by "court", "division" or "officer"."""
    rows = reporting_posts(start, end, posts).order_by("pk")  # sums in one order are the same sums
    return People(Held(*row) for row in rows.values_list("officer_id", f"{what}_id", "first_on", "last_on"))


def fte_by(period: Period, what: str, posts: Q) -> dict[UUID, float]:
    """Full-time equivalents in a period by "court", "division" or "officer", of the posts that meet a condition."""
    return people_by(what, period.start, period.end, posts).equivalents(period.start, period.end)


def parameters(
    needed: frozenset[str], grid: Grid, courts: Sequence[str] | None, with_cases: frozenset[str], until: date | None
) -> Parameters:  # fmt: skip
    """Judges and equivalents of each court asked about (None: of all) in each period up to a day; two queries.

    Of a court with cases for which nobody's post was entered nothing is known, so that a sum with it is not told.
    """
    if not needed & PEOPLE:
        return Parameters()
    last = grid.end if until is None else min(grid.end, until)
    people = people_by("court", grid.start, last, Q() if courts is None else Q(court__in=courts))
    asked = Court.objects.all() if courts is None else Court.objects.filter(pk__in=courts)
    rows = list(asked.order_by("pk").values_list("pk", "first_on", "last_on"))
    judges: dict[Period, OfCourts] = {}
    fte: dict[Period, OfCourts] = {}
    told = False
    for period in grid.periods:
        end = min(period.end, last)
        if end < period.start:
            continue
        held, now = people.equivalents(period.start, end), people.on(end)
        unknown = {
            key for key, first_on, last_on in rows
            if key not in held and str(key) in with_cases and first_on <= end and (last_on is None or period.start <= last_on)
        }  # fmt: skip
        judges[period] = {str(key): None if key in unknown else now.get(key, 0.0) for key, *_ in rows}
        fte[period] = {str(key): None if key in unknown else held.get(key, 0.0) for key, *_ in rows}
        told = told or bool(held)
    if not told:
        return Parameters()
    return Parameters(
        judges=ByPeriod(judges) if "judges" in needed else None,
        fte=ByPeriod(fte) if "fte" in needed else None,
    )


def without_cases(question: Question, formulas: Iterable[Formula], found: Iterable[Figure]) -> list[Figure]:
    """Nought of each court that has people and no case, beside what was found of the others: apart by courts, facts tell of courts with cases only."""
    told = {(one.key, one.period, one.group) for one in found}
    return [
        Figure(formula.key, period, (court,), 0.0, 0, people)
        for formula in formulas
        if formula.denominator is not None and formula.denominator.per in PEOPLE
        for period, of_courts in _by_period(question.parameters, formula.denominator.per)
        for court, people in of_courts.items()
        if people and (formula.key, period, (court,)) not in told
    ]


def _by_period(parameters: Parameters, name: str) -> Iterator[tuple[Period, Mapping[str, float | None]]]:
    amount = parameters.amount(name)
    for period, of_courts in amount.of.items() if isinstance(amount, ByPeriod) else ():
        if isinstance(of_courts, Mapping):
            yield period, of_courts


def of_enough_people(figure: Figure, formula: Formula) -> Figure:
    """Without value and denominator where so few people stand below that it would be a figure of one of them."""
    below = figure.denominator
    if not formula.parameters & PEOPLE or below is None or below >= FEWEST_PEOPLE:
        return figure
    return figure._replace(value=None, denominator=None)


__all__ = [
    "FEWEST_PEOPLE",
    "PEOPLE",
    "Held",
    "People",
    "fte_by",
    "of_enough_people",
    "parameters",
    "people_by",
    "reporting_posts",
    "without_cases",
]
