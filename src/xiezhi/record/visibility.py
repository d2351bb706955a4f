"""The two doorways of reading: `docket_for` gives the metadata of cases, `file_for` the contents of one.

What is not granted is denied: rights are the matrix of rules/data/offices.toml, narrowed by court, division, part in the case, conflict and
sealing. What a viewer may not see does not exist for him: not in lists, counts, searches, and with the same answer as for an
unknown identifier (architecture, section 5; handbook of tasks and access, part J).
"""

from dataclasses import dataclass
from uuid import UUID

from django.db import connection
from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet

from xiezhi.record.errors import NotThere
from xiezhi.record.models import Case, CaseLink, Conflict, PanelMember
from xiezhi.record.viewers import HeldPost, Viewer
from xiezhi.rules.offices import rights, role

CONTENT = ("O1", "O2", "O3")
# How a case says that it came out of another one, whose main file its panel therefore reads.
_BEFORE_IT = ("appeal_of", "retrial_of", "remand_of", "transferred_from")
# Said by the case that ended: it is read by the panel of the one it was merged into.
_WENT_INTO = "merged_into"

_COURTS_BELOW = """
WITH RECURSIVE below AS (
    SELECT id FROM record_court WHERE id = %s
    UNION ALL SELECT c.id FROM record_court c JOIN below ON c.parent_id = below.id
) SELECT id FROM below
"""


@dataclass(frozen=True, slots=True)
class CaseFile:
    """A case as far as this viewer may see it: the object classes whose contents are open, and whether stating a purpose would
    open more. `sealed`: there is a case, and not even its number is shown. `has_part`: the viewer deals with it today."""

    case: Case
    viewer: Viewer
    classes: frozenset[str]
    needs_purpose: bool
    sealed: bool
    has_part: bool

    def opens(self, object_class: str) -> bool:
        return object_class in self.classes


def courts_of(viewer: Viewer) -> list[UUID]:
    """The viewer's court and all courts below it."""
    return [] if viewer.post is None else courts_below(viewer.post.court)


def courts_below(court: UUID) -> list[UUID]:
    """A court and all courts below it."""
    with connection.cursor() as cursor:
        cursor.execute(_COURTS_BELOW, [court])
        return [below for (below,) in cursor.fetchall()]


def _seats(viewer: Viewer) -> QuerySet[PanelMember]:
    """Where the viewer sits on the day of looking, in whatever court."""
    lasting = Q(last_on=None) | Q(last_on__gte=viewer.on)
    return PanelMember.objects.filter(lasting, officer=viewer.officer, first_on__lte=viewer.on)


def _parts(viewer: Viewer) -> QuerySet[PanelMember]:
    """The viewer's parts in cases on the day of looking. They end with his post in the court, whatever the panel says."""
    assert viewer.post is not None
    return _seats(viewer).filter(case__court=viewer.post.court)


def _own_beside_court(viewer: Viewer) -> Q:
    """As a condition: the viewer sits in the case. Only beside the condition that the case is of his court, which is not asked again."""
    return Q(Exists(_seats(viewer).filter(case=OuterRef("pk"))))


def _own(viewer: Viewer, case: str = "pk") -> Exists:
    return Exists(_parts(viewer).filter(case=OuterRef(case)))


def _conflicts(viewer: Viewer) -> QuerySet[Conflict]:
    return Conflict.objects.filter(officer=viewer.officer)


def _in_conflict(viewer: Viewer) -> Exists:
    return Exists(_conflicts(viewer).filter(case=OuterRef("pk")))


def docket_for(viewer: Viewer) -> QuerySet[Case]:
    """The cases whose metadata the viewer's post may list; nothing without a post, or where there is a conflict."""
    if viewer.post is None:
        return Case.objects.none()
    return Case.objects.filter(_scope(viewer), ~_in_conflict(viewer))


def searchable_for(viewer: Viewer) -> QuerySet[Case]:
    """The cases a search may find: those of the docket without the protected and sealed ones in which the viewer has no part."""
    if viewer.post is None:
        return Case.objects.none()
    return docket_for(viewer).filter(named_to(viewer))


def nameable_for(viewer: Viewer) -> QuerySet[Case]:
    """The cases that the file of another one may name to this viewer: those a search may find, and those his own came out of."""
    if viewer.post is None:
        return Case.objects.none()
    return Case.objects.filter(_scope(viewer) | came_before(viewer), ~_in_conflict(viewer), named_to(viewer))


def named_to(viewer: Viewer, path: str = "") -> Q:
    """As a condition: the case is neither sealed nor, unless the viewer has a part in it, protected. `path` leads to the case."""
    own = Q(_own(viewer, f"{path}pk"))
    return Q(**{f"{path}secrecy": "ordinary"}) | (Q(**{f"{path}secrecy": "protected"}) & own)


def came_before(viewer: Viewer) -> Q:
    """As a condition: the case went on in another one, such as its appeal, in which the viewer has a part and no conflict. What
    went before is read there (its main file), whichever court it lies in. Only what the registry said at the docketing
    counts: a link that the panel enters later must not open a file to itself."""
    tried = _parts(viewer).exclude(case__in=_conflicts(viewer).values("case"))
    said = CaseLink.objects.filter(kind__in=_BEFORE_IT, later=False, case__in=tried.values("case"))
    numbers = tried.exclude(case__number="").values("case__number")
    merged = CaseLink.objects.filter(
        Q(other__in=tried.values("case")) | Q(number__in=numbers), case=OuterRef("pk"), kind=_WENT_INTO
    )
    return (
        Q(pk__in=said.exclude(other=None).values("other"))
        | Q(number__in=said.exclude(number="").values("number"))
        | Q(Exists(merged))
    )


def main_file_open(viewer: Viewer) -> Q:
    """As a condition on the cases of the viewer's docket: the main file (O1) is open to him without stating a purpose, and so are all
    names in it. Whoever sees the metadata alone knows the two sides of the label (rules/data/offices.toml, `metadata`)."""
    if viewer.post is None:
        return Q(pk=None)
    own = _own_beside_court(viewer)
    holds = {
        "always": Q(),
        "own": own,
        "own_during_case": own & Q(closed_on=None),
        "unassigned": Q(reporting_judge=None),
        "closed": ~Q(closed_on=None),
        "unit": _unit(viewer.post),
    }
    found = Q(pk=None)
    for right in rights(viewer.post.role, "O1"):
        if right.verb == "read" and right.condition in holds:
            found |= holds[right.condition]
    return Q(court=viewer.post.court) & found


def _unit(post: HeldPost) -> Q:
    """The viewer's own unit: the division of his post, or the court where a post of its leadership names none."""
    return Q() if _leads_the_court(post) else Q(division=post.division) & ~Q(division=None)


def _leads_the_court(post: HeldPost) -> bool:
    return post.division is None and role(post.role).docket in ("court", "court_and_below")


def lists_key(viewer: Viewer) -> str:
    """Differs whenever a change of post or conflict changed what the viewer may list: for figures that are kept for a while."""
    post = viewer.post.id if viewer.post else ""
    known = _conflicts(viewer).aggregate(count=Count("pk"), newest=Max("pk"))
    return f"{viewer.officer}:{post}:{viewer.on}:{known['count']}:{known['newest']}"


def _scope(viewer: Viewer) -> Q:
    assert viewer.post is not None
    post, scope = viewer.post, role(viewer.post.role).docket
    if scope == "none":
        return Q(pk=None)
    court = Q(court=post.court)
    if scope == "court" or (
        scope == "court_and_below" and post.level == "basic"
    ):  # below which there is none
        return court
    if scope == "court_and_below":
        # The high court sees the whole province: no list of its hundred courts in every query.
        return Q() if post.level == "high" else Q(court__in=courts_of(viewer))
    own = court & _own_beside_court(viewer)
    if scope == "division" and post.division is not None:
        return (court & Q(division=post.division)) | own
    if scope == "unassigned":
        return (court & Q(reporting_judge=None)) | own
    if scope == "closed":
        return court & ~Q(closed_on=None)
    return own


def file_for(viewer: Viewer, case: UUID, purpose: str = "") -> CaseFile:
    """The file of a case for this viewer. Raises NotThere when the viewer may see neither contents nor metadata."""
    if viewer.post is None:
        raise NotThere("没有这个案件", "no such case")
    asked = Case.objects.annotate(has_part=_own(viewer), conflict=_in_conflict(viewer)).filter(pk=case)
    found = asked.select_related("court", "division", "reporting_judge").first()
    if found is None or found.conflict:
        raise NotThere("没有这个案件", "no such case")
    look = _Look(viewer.post, found, found.has_part)
    classes = frozenset(name for name in CONTENT if look.reads(name, purpose))
    if "O1" not in classes and Case.objects.filter(came_before(viewer), pk=case).exists():
        classes |= {"O1"}  # the superior court after appeal, transfer or case report
    wanting = not purpose and "O1" not in classes and look.reads("O1", "stated")
    if not classes and not docket_for(viewer).filter(pk=case).exists():
        raise NotThere("没有这个案件", "no such case")
    hidden = found.secrecy == "sealed" or (found.secrecy != "ordinary" and not look.has_part)
    if hidden:  # protected persons: nobody without a ticket, and tickets come with their own capability
        return CaseFile(found, viewer, frozenset(), False, sealed=True, has_part=look.has_part)
    return CaseFile(found, viewer, classes, wanting, sealed=False, has_part=look.has_part)


@dataclass(frozen=True, slots=True)
class _Look:
    """A post before a case, and whether its holder has a part there."""

    post: HeldPost
    case: Case
    has_part: bool

    def reads(self, object_class: str, purpose: str) -> bool:
        """Whether one of the rights of the post to read this class holds for this case."""
        granted = (right for right in rights(self.post.role, object_class) if right.verb == "read")
        return self.case.court_id == self.post.court and any(
            self._holds(right.condition, purpose) for right in granted
        )

    def _holds(self, condition: str, purpose: str) -> bool:
        """Whether a condition of the matrix holds. Conditions that hang on tickets, orders, flags or sessions come with the
        capabilities that keep those; until then they do not hold."""
        unit = _leads_the_court(self.post) or (
            self.post.division is not None and self.case.division_id == self.post.division
        )
        holds = {
            "always": True,
            "own": self.has_part,
            "own_during_case": self.has_part and self.case.closed_on is None,
            "purpose": bool(purpose),
            "unit": unit,
            "unit_with_purpose": unit and bool(purpose),
            "unassigned": self.case.reporting_judge_id is None,
            "closed": self.case.closed_on is not None,
        }
        return holds.get(condition, False)
