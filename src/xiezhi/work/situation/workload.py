"""Who carries how much: cases by court or division with full-time equivalents and case mix; by person only for the person and the heads.

Full-time equivalents come from dated posts (`staffing`). Per person there are counts and the mix, never a rate or an indicator (handbook,
section 4, rule 2); everything stands in administrative order.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from django.db.models import Q

from xiezhi.record.models import Court, Division, Officer, Post
from xiezhi.rules.indicators.periods import Period
from xiezhi.work.situation.flow_keys import FLOW
from xiezhi.work.situation.looking import PERSON, Look, Shown, by_key, courts_of, figures_for
from xiezhi.work.situation.parts import told_together
from xiezhi.work.situation.persons import Persons
from xiezhi.work.situation.sight import Sight
from xiezhi.work.situation.staffing import fte_by, reporting_posts

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


def by_court(sight: Sight, look: Look) -> list[Unit]:
    """The courts of the look that have cases or people, in administrative order."""
    found = _by(sight, look, "court_id")
    courts = courts_of(sight, look)
    fte = fte_by(look.period, "court", Q(court__in=courts))
    nought = {key: Shown(key, look.period, (), 0, 0, None) for key in FLOW}
    return [
        Unit(court, *found.get(str(court.pk), (nought, {})), fte.get(court.pk, 0.0))
        for court in courts
        if str(court.pk) in found or court.pk in fte
    ]


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
    """Figures added up by their name, both sides. Of counts the sum is the value; of what is divided there is none of all together."""
    found: dict[str, Shown] = {}
    for name, one in (pair for part in parts for pair in part.items()):
        before = found.get(name)
        above = _plus(one.numerator, before.numerator if before else None)
        below = _plus(one.denominator, before.denominator if before else None)
        found[name] = one._replace(value=above if below is None else None, numerator=above, denominator=below)
    return found


def _plus(one: float | None, other: float | None) -> float | None:
    return None if one is None and other is None else (one or 0) + (other or 0)


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
    own = ((PERSON, str(persons.officer)),) if persons.officer is not None else ()
    division = str(persons.division) if persons.division is not None else None
    look = replace(look, courts=(str(persons.court),), division=division, where=(*look.where, *own))
    found = _by(sight, look, PERSON)
    posts = Q(court=persons.court)
    if persons.division is not None:
        posts &= Q(division=persons.division)
    fte = fte_by(look.period, "officer", posts)
    wanted = (
        {persons.officer} if persons.officer is not None else {*fte, *(UUID(key) for key in found if key)}
    )
    officers = Officer.objects.filter(pk__in=wanted)
    held = reporting_posts(look.period.start, look.period.end, posts).select_related("division")
    placed = {post.officer_id: post for post in held.order_by("-first_on")}
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
