"""Who carries how much: cases by court or division with full-time equivalents and case mix; by person only for the person and the heads.

Full-time equivalents come from dated posts: the days of a period on which an officer held a post that reports cases, shared equally
between the divisions where he held one on that day. Per person there are counts and the mix, never a rate or an indicator (handbook,
section 4, rule 2); everything stands in administrative order.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet

from xiezhi.record.models import Court, Division, Officer, Post
from xiezhi.record.viewers import Viewer
from xiezhi.rules.indicators.periods import Period
from xiezhi.rules.offices import load_offices, role
from xiezhi.work.situation.looking import PERSON, Look, Shown, by_key, figures_for
from xiezhi.work.situation.parts import told_together
from xiezhi.work.situation.sight import Sight

FLOW = ("flow.opening", "flow.new", "flow.closed", "flow.pending")
DAYS_A_MONTH = 365.25 / 12


@dataclass(frozen=True, slots=True)
class Unit:
    """A court, division or person (`thing`; None: cases of none of them) with figures by key, closings by class, and full-time equivalents.
    `below`: a court together with those below it."""

    thing: Court | Division | Officer | None
    figures: dict[str, Shown]
    mix: dict[str, Shown]
    fte: float
    below: bool = False


@dataclass(frozen=True, slots=True)
class Persons:
    """Whose workload a viewer may see: of the officers of a court, or of a division of it, or of one officer."""

    court: UUID
    division: UUID | None
    officer: UUID | None


def persons_of(viewer: Viewer) -> Persons | None:
    """Those whom the viewer's post sees person by person (rules/data/offices.toml, `persons`); None = nobody. A post over a division that
    names none sees itself."""
    post = viewer.post
    if post is None:
        return None
    whose = role(post.role).persons
    if whose == "none":
        return None
    if whose == "court":
        return Persons(post.court, None, None)
    if whose == "division" and post.division is not None:
        return Persons(post.court, post.division, None)
    return Persons(post.court, None, viewer.officer)


def sees_person(viewer: Viewer, officer: str) -> bool:
    """Whether cases may be narrowed to those of this officer."""
    persons = persons_of(viewer)
    if persons is None:
        return False
    if persons.officer is not None:
        return str(persons.officer) == officer
    posts = Post.objects.filter(court=persons.court)
    if persons.division is not None:
        posts = posts.filter(division=persons.division)
    return officer in {str(key) for key in posts.values_list("officer", flat=True)}


def by_court(sight: Sight, look: Look) -> list[Unit]:
    """The courts of the look, in administrative order."""
    found = _by(sight, look, "court_id")
    courts = Court.objects.filter(pk__in=[key for key in found if key]).order_by("place")
    fte = fte_by(look.period, "court", Q(court__in=[court.pk for court in courts]))
    return [Unit(court, *found[str(court.pk)], fte.get(court.pk, 0.0)) for court in courts]


def areas(units: Iterable[Unit]) -> list[Unit]:
    """Courts added up by area, in administrative order: a superior court with the basic courts below it. For who lists the cases: sums of
    counts of which some are hidden are none."""
    grouped: defaultdict[UUID, list[Unit]] = defaultdict(list)
    for unit in units:
        assert isinstance(unit.thing, Court)
        top = unit.thing.parent_id if unit.thing.level == "basic" else None
        grouped[top or unit.thing.pk].append(unit)
    courts = Court.objects.filter(pk__in=grouped).order_by("place")
    return [_together(court, grouped[court.pk]) for court in courts]


def _together(court: Court, units: Sequence[Unit]) -> Unit:
    below = any(unit.thing != court for unit in units)
    figures = _added(unit.figures for unit in units)
    return Unit(court, figures, _added(unit.mix for unit in units), sum(unit.fte for unit in units), below)


def _added(parts: Iterable[dict[str, Shown]]) -> dict[str, Shown]:
    """Counts added up by their name."""
    found: dict[str, Shown] = {}
    for name, one in (pair for part in parts for pair in part.items()):
        before = found.get(name)
        total = (one.numerator or 0) + ((before.numerator or 0) if before else 0)
        found[name] = one._replace(value=total, numerator=total)
    return found


def by_division(sight: Sight, look: Look, court: UUID) -> list[Unit]:
    """The divisions of a court, in administrative order; last the cases that lie with none."""
    found = _by(sight, replace(look, courts=(str(court),)), "division_id")
    fte = fte_by(look.period, "division", Q(court=court))
    divisions = Division.objects.filter(court=court).order_by("place")
    if sight.division is not None:  # of the others nothing is seen, which is not nought
        divisions = divisions.filter(pk=sight.division)
    units = [Unit(one, *found.get(str(one.pk), ({}, {})), fte.get(one.pk, 0.0)) for one in divisions]
    if "" in found:
        units.append(Unit(None, *found[""], 0.0))
    return [
        unit
        for unit in units
        if unit.fte or any(one.numerator or one.hidden for one in unit.figures.values())
    ]


def by_person(sight: Sight, look: Look, persons: Persons) -> list[Unit]:
    """The officers one may see, by division and staff number: no order of merit."""
    look = replace(
        look, courts=(str(persons.court),), division=str(persons.division) if persons.division else None
    )
    found = _by(sight, look, PERSON)
    posts = Q(court=persons.court)
    if persons.division is not None:
        posts &= Q(division=persons.division)
    fte = fte_by(look.period, "officer", posts)
    wanted = (
        {persons.officer} if persons.officer is not None else {*fte, *(UUID(key) for key in found if key)}
    )
    officers = Officer.objects.filter(pk__in=wanted)
    placed = {post.officer_id: post for post in _posts(look.period, posts).order_by("-first_on")}
    order = sorted(officers, key=lambda one: (_division_place(placed.get(one.pk)), one.staff_number))
    return [Unit(one, *found.get(str(one.pk), ({}, {})), fte.get(one.pk, 0.0)) for one in order]


def _division_place(post: Post | None) -> int:
    return post.division.place if post is not None and post.division is not None else 1_000_000


def _by(sight: Sight, look: Look, column: str) -> dict[str, tuple[dict[str, Shown], dict[str, Shown]]]:
    """Figures and closings by class, by the values of a column ("" = none)."""
    found: dict[str, tuple[dict[str, Shown], dict[str, Shown]]] = defaultdict(lambda: ({}, {}))
    for one in figures_for(sight, look, by_key(FLOW), by=(column,)):
        found[one.group[0] or ""][0][one.key] = one
    # A table of two ways would tell by its sums what is hidden in it: only for who lists the cases.
    for one in (
        figures_for(sight, look, by_key(["flow.closed"]), by=(column, "case_class")) if sight.lists else ()
    ):
        if one.numerator or one.hidden:
            found[one.group[0] or ""][1][one.group[1] or ""] = one
    return {name: (told_together(sight, figures, FLOW), mix) for name, (figures, mix) in found.items()}


def fte_by(period: Period, what: str, posts: Q) -> dict[UUID, float]:
    """Full-time equivalents in a period by "court", "division" or "officer", of the posts that meet a condition."""
    held = list(_posts(period, posts))
    edges = sorted({period.start, *_edges(held, period)})
    ends = [*edges[1:], period.end + timedelta(days=1)]
    found: defaultdict[UUID, float] = defaultdict(float)
    for first, after in zip(edges, ends):
        days = (after - first).days / period.days
        for place, share in _shares([post for post in held if _held(post, first)], what).items():
            found[place] += days * share
    return dict(found)


def _posts(period: Period, posts: Q) -> QuerySet[Post]:
    lasting = Q(last_on=None) | Q(last_on__gte=period.start)
    reporting = [one.name for one in load_offices().roles.values() if one.reports]
    return Post.objects.filter(posts, lasting, role__in=reporting, first_on__lte=period.end).select_related(
        "division"
    )


def _edges(held: list[Post], period: Period) -> Iterable[date]:
    """The days of a period on which a post begins, or the first day without it."""
    for post in held:
        if post.first_on > period.start:
            yield post.first_on
        if post.last_on is not None and post.last_on < period.end:
            yield post.last_on + timedelta(days=1)


def _held(post: Post, day: date) -> bool:
    return post.first_on <= day and (post.last_on is None or day <= post.last_on)


def _shares(held: list[Post], what: str) -> dict[UUID, float]:
    """Each officer once, in equal parts over where he holds a post."""
    places: dict[UUID, set[UUID]] = defaultdict(set)
    for post in held:
        place = getattr(post, f"{what}_id")
        if place is not None:
            places[post.officer_id].add(place)
    found: defaultdict[UUID, float] = defaultdict(float)
    for where in places.values():
        for place in where:
            found[place] += 1 / len(where)
    return dict(found)


@dataclass(frozen=True, slots=True)
class Prospect:
    """A unit with so many people: closings a month at its present pace for each of them, and the stock so many months on."""

    fte: float
    closed_a_month: float
    stock: float


def prospect(unit: Unit, fte: float, period: Period, months: int) -> Prospect | None:
    """What follows if a unit had `fte` people: intake and the pace of each stay as in the period. None where that cannot be told."""
    counts = [
        unit.figures[key].numerator if key in unit.figures else None
        for key in ("flow.new", "flow.closed", "flow.pending")
    ]
    new, closed, pending = counts
    if new is None or closed is None or pending is None or not unit.fte:
        return None
    length = period.days / DAYS_A_MONTH
    monthly = closed / length / unit.fte * fte
    return Prospect(fte, monthly, max(0.0, pending + months * (new / length - monthly)))
