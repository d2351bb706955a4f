"""What a viewer may count, as a condition over the facts: the scope of his docket, or of the figures his post answers for.

Whoever leads or manages (rules/data/offices.toml, `situation`) gets figures that count every case of that scope, sealed and protected
ones too; everybody else's figures use only the cases that his own list would name. Who lists no case at all gets no small counts
(`suppression`). The scopes are those of `record.visibility.docket_for`; a property test compares the two.
"""

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db.models import Q

from xiezhi.record.models import Conflict
from xiezhi.record.viewers import HeldPost, Viewer
from xiezhi.record.visibility import courts_of, docket_for, searchable_for
from xiezhi.rules.indicators.conditions import (
    All,
    Any,
    Comparison,
    Expression,
    Literal,
    Missing,
    Named,
    Not,
    OneOf,
)
from xiezhi.rules.offices import role

# Scopes whose cases are few and known by name: they are asked of the record itself.
_BY_NAME = ("own_cases", "unassigned")
_WHOLE_COURTS = ("court", "court_and_below")


@dataclass(frozen=True, slots=True)
class Sight:
    """What a viewer may count; two viewers with the same rights have equal sights. `where` is the condition over the facts (None =
    everything).

    `courts`: the courts one may ask for, in no order (None = every court). `aggregate`: sealed and protected cases count. `lists`: the
    viewer lists cases, so a number may be opened and small ones are shown. `superior`: the decisions of superior courts about this
    court's own are among what is counted, so figures of the fate of its decisions can be told. `personal`: what is counted is what one
    person works on, so there are counts only and no indicator, not even for that person (handbook of indicators, section 4). `division`: the only
    one whose cases count; those of others in which its people sit count for these.
    """

    viewer: Viewer = field(compare=False)
    where: Expression | None
    courts: frozenset[str] | None
    aggregate: bool
    lists: bool
    superior: bool
    personal: bool = False
    division: str | None = None

    @property
    def whole_courts(self) -> bool:
        """Whether every case of a court counts, so that what belongs to the court as a whole may stand beside them."""
        return self.aggregate and self.superior

    @property
    def is_empty(self) -> bool:
        """Whether nothing can be counted at all."""
        return self.courts is not None and not self.courts

    def over(self, court: str) -> bool:
        """Whether figures of this court may be asked for."""
        return self.courts is None or court in self.courts


def sight_of_keeper(on: date) -> Sight:
    """Every case, on nobody's behalf: for who keeps the installation, on its command line."""
    nobody = Viewer(UUID(int=0), UUID(int=0), "", None, (), on)
    return Sight(nobody, None, None, aggregate=True, lists=True, superior=True)


def sight_of(viewer: Viewer) -> Sight:
    """What this viewer may count today."""
    nothing = Sight(viewer, _cases(set()), frozenset(), aggregate=False, lists=False, superior=False)
    if viewer.post is None:
        return nothing
    office = role(viewer.post.role)
    if office.situation == "division" and viewer.post.division is None:
        return _over_named(
            viewer, viewer.post, personal=True
        )  # a head of no division: what he works on himself
    if office.situation != "none":
        return _over_all(viewer, viewer.post, office.situation, lists=office.docket != "none")
    return nothing if office.docket == "none" else _over_listed(viewer, viewer.post, office.docket)


def _over_all(viewer: Viewer, post: HeldPost, scope: str, *, lists: bool) -> Sight:
    """Figures of everything in the scope, whatever its secrecy; a conflict keeps its case out of sight all the same."""
    courts = _courts(viewer, post, scope)
    whole = scope in _WHOLE_COURTS
    division = str(post.division) if scope == "division" else None
    if division is not None:
        where: Expression | None = _of_division(str(post.court), division)
    else:
        where = None if courts is None else Any((_in(courts), _in(courts, "prior_court_id")))
    where = _both(where, _without_conflicts(viewer))
    return Sight(viewer, where, courts, aggregate=True, lists=lists, superior=whole, division=division)


def _over_listed(viewer: Viewer, post: HeldPost, scope: str) -> Sight:
    """Figures of what the viewer's own list names to him."""
    if scope in _BY_NAME:
        return _over_named(viewer, post, personal=scope == "own_cases")
    courts = _courts(viewer, post, scope)
    where: Expression | None = None if courts is None else _in(courts)
    if scope == "division":
        where = _division(viewer, post)
    elif scope == "closed":
        where = _both(where, Not(Missing(Named("closed_on"))))
    where = _both(_both(where, _named(viewer)), _without_conflicts(viewer))
    return Sight(viewer, where, courts, aggregate=False, lists=True, superior=False)


def _over_named(viewer: Viewer, post: HeldPost, *, personal: bool) -> Sight:
    """Figures of the cases that his list names to the viewer, one by one."""
    named = _cases(set(searchable_for(viewer).order_by().values_list("pk", flat=True)))
    own = frozenset({str(post.court)})
    return Sight(viewer, named, own, aggregate=False, lists=True, superior=False, personal=personal)


def _courts(viewer: Viewer, post: HeldPost, scope: str) -> frozenset[str] | None:
    """The courts of a scope; None for the whole province."""
    if scope == "court_and_below":
        return None if post.level == "high" else frozenset(map(str, courts_of(viewer)))
    return frozenset({str(post.court)})


def _division(viewer: Viewer, post: HeldPost) -> Expression:
    """The cases of the post's division, and those the viewer sits in."""
    own = _cases(_own(viewer))
    if post.division is None:
        return own
    return Any((_of_division(str(post.court), str(post.division)), own))


def _of_division(court: str, division: str) -> Expression:
    named = (("court_id", court), ("division_id", division))
    return All(tuple(Comparison("==", Named(name), Literal(key)) for name, key in named))


def _own(viewer: Viewer) -> set[UUID]:
    """The cases of his court that the viewer sits in today."""
    assert viewer.post is not None
    lasting = Q(panel__last_on=None) | Q(panel__last_on__gte=viewer.on)
    seats = docket_for(viewer).filter(
        lasting, panel__officer=viewer.officer, panel__first_on__lte=viewer.on, court=viewer.post.court
    )
    return set(seats.order_by().values_list("pk", flat=True))


def _named(viewer: Viewer) -> Expression:
    """As `record.visibility.named_to`: ordinary cases, and protected ones in which the viewer has a part."""
    own = All((Comparison("==", Named("secrecy"), Literal("protected")), _cases(_own(viewer))))
    return Any((Comparison("==", Named("secrecy"), Literal("ordinary")), own))


def _without_conflicts(viewer: Viewer) -> Expression | None:
    found = set(Conflict.objects.filter(officer=viewer.officer).values_list("case", flat=True))
    return Not(_cases(found)) if found else None


def _cases(keys: set[UUID]) -> Expression:
    if not keys:
        return Missing(Named("case_id"))  # every row has one: the condition holds for none
    return OneOf(Named("case_id"), tuple(sorted(map(str, keys))))


def _in(courts: frozenset[str], column: str = "court_id") -> Expression:
    return OneOf(Named(column), tuple(sorted(courts)))


def _both(one: Expression | None, other: Expression | None) -> Expression | None:
    return All((one, other)) if one is not None and other is not None else one or other
