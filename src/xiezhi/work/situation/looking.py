"""The doorway of figures: what is looked at, on whose behalf, and the numbers and cases that may be seen of it.

Every figure of a page comes through `figures_for`, every list behind a number through `cases_for`: both take the viewer's sight first,
narrow the facts to it before anything is counted, and answer from one pinned snapshot, so a number and its list agree for ever.
"""

import threading
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

import ibis.expr.types as ir
from django.db.models import QuerySet

from xiezhi.record.models import Court
from xiezhi.record.projection import mainland_day
from xiezhi.rules.indicators.conditions import Expression
from xiezhi.rules.indicators.model import COUNT, PRIOR, Formula
from xiezhi.rules.indicators.periods import Grid, Period
from xiezhi.work.situation import snapshots, staffing
from xiezhi.work.situation.counts import formula_of
from xiezhi.work.situation.engine import cases as behind
from xiezhi.work.situation.engine.compiling import Compiler
from xiezhi.work.situation.engine.figures import Figure, figures
from xiezhi.work.situation.engine.parameters import COURT_ATTRIBUTES
from xiezhi.work.situation.engine.question import Parameters, Question
from xiezhi.work.situation.engine.scans import Group
from xiezhi.work.situation.facts.parquet import open_kept
from xiezhi.work.situation.facts.table import Facts
from xiezhi.work.situation.kept import Kept
from xiezhi.work.situation.persons import persons_of, sees_person
from xiezhi.work.situation.sight import Sight
from xiezhi.work.situation.staffing import of_enough_people
from xiezhi.work.situation.suppression import (
    FEWEST_IN_A_SHARE,
    hidden_among,
    hides_share,
    in_fives,
    is_small,
)

Where = tuple[tuple[str, str], ...]
NUMERATOR, DENOMINATOR = behind.NUMERATOR, behind.DENOMINATOR
PERSON = "judge_id"


class _Reach(NamedTuple):
    """The courts that a snapshot has cases of, and the last day of which it knows (None: not told)."""

    courts: frozenset[str]
    until: date | None


MOST_KEPT = 150_000  # figures: some tens of megabytes
_answers: Kept[list[Figure]] = Kept(MOST_KEPT, len)
# One for each thread that asks: an engine in process answers one thread at a time.
_opened: Kept[Facts] = Kept(24)
_reaches: Kept[_Reach] = Kept(64)
_seen: Kept[Facts] = Kept(48)


@dataclass(frozen=True, slots=True)
class Look:
    """What is looked at. `courts`: None = every court; an empty one counts nothing. `division`: one of them, if any. `where` narrows
    further, as the engine takes it. The snapshot is pinned: the same look gives the same numbers tomorrow."""

    snapshot: str
    scope: str
    period: Period
    courts: tuple[str, ...] | None
    division: str | None = None
    where: Where = ()

    @property
    def conditions(self) -> Where:
        return (*self.where, ("division_id", self.division)) if self.division else self.where


class Shown(NamedTuple):
    """A figure as it may be shown; `hidden` = too small a count for this viewer, and all its numbers are None."""

    key: str
    period: Period
    group: Group
    value: float | None
    numerator: float | None
    denominator: float | None
    hidden: bool = False


def facts_of(snapshot: str) -> Facts:
    """All rows of a snapshot, for what is no figure: up to which day it reaches."""
    return _opened.get((snapshot, threading.get_ident()), lambda: _open(snapshot))


def _open(snapshot: str) -> Facts:
    opened, kept = open_kept(snapshots.path_of(snapshot)), snapshots.of_id(snapshot)
    return replace(opened, until=mainland_day(kept.known_at) if kept else None)


def facts_for(sight: Sight, snapshot: str) -> Facts:
    """The rows of a snapshot that may be counted."""
    where = sight.where
    if where is None:
        return facts_of(snapshot)
    return _seen.get((snapshot, sight, threading.get_ident()), lambda: _narrowed(facts_of(snapshot), where))


def _narrowed(whole: Facts, where: Expression) -> Facts:
    condition = Compiler(whole.table, _no_period).condition(where)
    return replace(whole, table=whole.table.filter(condition))


def _no_period(name: str) -> ir.DateValue:
    raise AssertionError(f"sight asks for no day of a period: {name}")


def figures_for(
    sight: Sight,
    look: Look,
    formulas: Iterable[Formula],
    *,
    grid: Grid | None = None,
    by: tuple[str, ...] = (),
) -> list[Shown]:
    """The figures of a look in each period of the grid (the look's own when none is given), apart by the columns `by`.

    Formulas that would be wrong in this sight or that the facts do not allow are left out. What they divide by that is no case is found
    here (`staffing`).
    """
    allowed = tuple(formula for formula in formulas if tells(formula, sight, look, by))
    question = question_for(sight, look, grid=grid, by=by)
    if sight.is_empty or not allowed or question.courts == () or not _persons_seen(sight, look, by):
        return []
    question = replace(question, parameters=_parameters(look.snapshot, question, allowed))
    key = (look.snapshot, sight, _plain(question), tuple(formula.key for formula in allowed))
    found = _answers.get(key, lambda: figures(facts_for(sight, look.snapshot), question, allowed))
    if by == ("court_id",):
        found = [*found, *staffing.without_cases(question, allowed, found)]
    of_key = {formula.key: formula for formula in allowed}
    shown = [Shown(*of_enough_people(figure, of_key[figure.key])) for figure in found]
    if sight.lists:
        return shown
    return [_coarse(one, of_key[one.key]) for one in _without_small(shown)]


def cases_for(sight: Sight, look: Look, formula: Formula, side: str) -> list[str]:
    """The cases behind the numerator or denominator of a figure of this look; none for who lists no cases."""
    if sight.is_empty or not sight.lists or not tells(formula, sight, look) or not _persons_seen(sight, look):
        return []
    question = question_for(sight, look)
    if question.courts == ():
        return []
    return behind.cases(facts_for(sight, look.snapshot), question, formula, side)


def question_for(
    sight: Sight,
    look: Look,
    *,
    grid: Grid | None = None,
    by: tuple[str, ...] = (),
) -> Question:
    """A look as the engine takes it; of the courts asked for those that may be seen."""
    return Question(look.scope, grid or Grid((look.period,)), _courts(sight, look), look.conditions, by)


def courts_of(sight: Sight, look: Look) -> QuerySet[Court]:
    """The courts of a look, with cases or without, in administrative order."""
    keys = _courts(sight, look)
    courts = Court.objects.all() if keys is None else Court.objects.filter(pk__in=keys)
    return courts.order_by("place")


def by_key(keys: Sequence[str]) -> list[Formula]:
    """The formulas of these keys that there are."""
    return [formula for formula in map(formula_of, keys) if formula is not None]


def _courts(sight: Sight, look: Look) -> tuple[str, ...] | None:
    """The courts asked for that may be seen."""
    if look.courts is None:
        return None if sight.courts is None else tuple(sorted(sight.courts))
    return tuple(court for court in look.courts if sight.over(court))


def _plain(question: Question) -> tuple[Hashable, ...]:
    """A question as a key."""
    return (
        question.scope, question.grid, question.courts, question.where, question.by, question.parameters.key,
    )  # fmt: skip


def _parameters(snapshot: str, question: Question, formulas: Iterable[Formula]) -> Parameters:
    """What formulas divide by that is no case: of the courts asked about, in the periods asked about."""
    needed = frozenset(name for formula in formulas for name in formula.parameters)
    if not needed:
        return Parameters()
    reach = _reaches.get(snapshot, lambda: _reach(snapshot))
    return staffing.parameters(needed, question.grid, question.courts, reach.courts, reach.until)


def _reach(snapshot: str) -> _Reach:
    facts, kept = facts_of(snapshot), snapshots.of_id(snapshot)
    rows = facts.run(facts.table.select("court_id").distinct())
    courts = frozenset(court for court in rows.column("court_id").to_pylist() if court is not None)
    return _Reach(courts, snapshots.known_day(kept) if kept else None)


def tells(formula: Formula, sight: Sight, look: Look, by: tuple[str, ...] = ()) -> bool:
    """Of what one person works on, whoever asks, there are counts only. What became of a court's decisions lies in the cases of superior courts: without
    sight of those, or of one division, whose decisions are not told apart there, the figure would be wrong rather than small. Judges and
    inhabitants are those of whole courts: to a part of the cases of one they do not belong. Sums of money may be of a single case: they are
    for who lists cases."""
    of_a_person = sight.personal or PERSON in by or PERSON in dict(look.where)
    if of_a_person and formula.value != COUNT:
        return False
    if formula.parameters and not _of_whole_courts(sight, look, by):
        return False
    if formula.rests_on_sums and not sight.lists:
        return False
    sides = (formula.numerator, formula.denominator)
    about_prior = any(side is not None and side.owner == PRIOR for side in sides)
    return not about_prior or (sight.superior and look.division is None)


def _of_whole_courts(sight: Sight, look: Look, by: tuple[str, ...]) -> bool:
    """Whether all cases of courts are counted, apart by courts if at all."""
    whole = sight.whole_courts and look.division is None and not look.where
    return whole and all(name in COURT_ATTRIBUTES for name in by)


def _persons_seen(sight: Sight, look: Look, by: tuple[str, ...] = ()) -> bool:
    """Whether the viewer may see the cases of the person to whom they are narrowed, or of all persons who stand apart (`persons`)."""
    named = dict(look.where).get(PERSON)
    if named is not None:
        return sees_person(sight.viewer, named)
    if PERSON not in by:
        return True
    persons = persons_of(sight.viewer)
    if persons is None or persons.officer is not None or _courts(sight, look) != (str(persons.court),):
        return False
    return persons.division is None or str(persons.division) in (look.division, sight.division)


def _coarse(one: Shown, formula: Formula) -> Shown:
    """A figure for who lists no cases: counts in fives, shares of no few cases and in whole per cent. Counts that are told exactly would
    tell a small one by subtraction wherever they add up: months and their quarter, opening + new − closed and pending, a page and
    another."""
    if one.hidden:
        return one
    if one.denominator is not None and 0 < one.denominator < FEWEST_IN_A_SHARE:
        return Shown(one.key, one.period, one.group, None, None, None, hidden=True)
    numerator, denominator = in_fives(one.numerator), in_fives(one.denominator)
    if formula.value == COUNT:
        return one._replace(value=in_fives(one.value), numerator=numerator, denominator=denominator)
    value = None if one.value is None else round(one.value, 2 if formula.unit in ("share", "ratio") else 0)
    return one._replace(value=value, numerator=numerator, denominator=denominator)


def _without_small(shown: list[Shown]) -> list[Shown]:
    """Small counts taken out, and with them what would let them be worked out: among the groups of a period, among the periods of a
    group, since both may add up to a number shown beside them."""
    hidden = {place for place, one in enumerate(shown) if _is_small(one)}
    for line in (
        *_lines(shown, lambda one: (one.key, one.period)),
        *_lines(shown, lambda one: (one.key, one.group)),
    ):
        for counted in (_numerator, _denominator):
            among = hidden_among([counted(shown[place]) for place in line])
            hidden |= {line[place] for place in among}
    return [
        Shown(one.key, one.period, one.group, None, None, None, hidden=True) if place in hidden else one
        for place, one in enumerate(shown)
    ]


def _is_small(one: Shown) -> bool:
    if one.denominator is None:
        return is_small(one.numerator)
    return hides_share(one.numerator, one.denominator)


def _lines(shown: list[Shown], line_of: Callable[[Shown], Hashable]) -> list[list[int]]:
    lines: dict[Hashable, list[int]] = {}
    for place, one in enumerate(shown):
        lines.setdefault(line_of(one), []).append(place)
    return [line for line in lines.values() if len(line) > 1]


def _numerator(one: Shown) -> float | None:
    return one.numerator


def _denominator(one: Shown) -> float | None:
    return one.denominator


__all__ = [
    "DENOMINATOR",
    "NUMERATOR",
    "PERSON",
    "Look",
    "Shown",
    "by_key",
    "cases_for",
    "courts_of",
    "facts_for",
    "facts_of",
    "figures_for",
    "question_for",
    "tells",
]
