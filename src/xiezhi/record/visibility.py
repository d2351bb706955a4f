"""The two doorways of reading: `docket_for` gives the metadata of cases, `file_for` the contents of one.

What is not granted is denied: rights are the matrix of rules/data/offices.toml, narrowed by court, division, part in the case, conflict and
sealing. What a viewer may not see does not exist for him: not in lists, counts, searches, and with the same answer as for an
unknown identifier (architecture, section 5; handbook of tasks and access, part J).
"""

from dataclasses import dataclass
from uuid import UUID

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet

from xiezhi.record.errors import NotThere
from xiezhi.record.models import Case, CaseLink, Conflict, PanelMember
from xiezhi.record.viewers import Viewer
from xiezhi.rules.offices import rights, role

CONTENT = ("O1", "O2", "O3")
# Cases that came out of another one and whose panel therefore reads the other file.
BEFORE_IT = ("appeal_of", "retrial_of", "remand_of", "transferred_from", "merged_into", "enforcement_of")

_COURTS_BELOW = """
WITH RECURSIVE below AS (
    SELECT id FROM record_court WHERE id = %s
    UNION ALL SELECT c.id FROM record_court c JOIN below ON c.parent_id = below.id
) SELECT id FROM below
"""


@dataclass(frozen=True, slots=True)
class CaseFile:
    """A case as far as this viewer may see it: the object classes whose contents are open, and whether stating a purpose would
    open more. `sealed`: there is a case, and not even its number is shown."""

    case: Case
    viewer: Viewer
    classes: frozenset[str]
    needs_purpose: bool
    sealed: bool

    def opens(self, object_class: str) -> bool:
        return object_class in self.classes


def courts_of(viewer: Viewer) -> list[UUID]:
    """The viewer's court and all courts below it."""
    if viewer.post is None:
        return []
    with connection.cursor() as cursor:
        cursor.execute(_COURTS_BELOW, [viewer.post.court])
        return [court for (court,) in cursor.fetchall()]


def _own(viewer: Viewer) -> Exists:
    """Cases in which the viewer has a part on the day of looking."""
    return Exists(
        PanelMember.objects.filter(
            Q(last_on=None) | Q(last_on__gte=viewer.on),
            case=OuterRef("pk"),
            officer=viewer.officer,
            first_on__lte=viewer.on,
        )
    )


def docket_for(viewer: Viewer) -> QuerySet[Case]:
    """The cases whose metadata the viewer's post may list; nothing without a post, or where there is a conflict."""
    if viewer.post is None:
        return Case.objects.none()
    conflict = Exists(Conflict.objects.filter(case=OuterRef("pk"), officer=viewer.officer))
    return Case.objects.filter(_scope(viewer), ~conflict)


def searchable_for(viewer: Viewer) -> QuerySet[Case]:
    """The cases a search may find: those of the docket without the protected and sealed ones in which the viewer has no part."""
    own = Exists(PanelMember.objects.filter(case=OuterRef("pk"), officer=viewer.officer, last_on=None))
    return docket_for(viewer).filter(Q(secrecy="ordinary") | (Q(secrecy="protected") & own))


def _scope(viewer: Viewer) -> Q:
    assert viewer.post is not None
    post, scope = viewer.post, role(viewer.post.role).docket
    if scope == "none":
        return Q(pk=None)
    if scope == "court_and_below":
        below = courts_of(viewer)
        # The high court sees the whole province: no list of its hundred courts in every query.
        return Q() if post.level == "high" else Q(court__in=below)
    court = Q(court=post.court)
    if scope == "court":
        return court
    own = Q(_own(viewer))
    if scope == "division" and post.division is not None:
        return court & (Q(division=post.division) | own)
    if scope == "unassigned":
        return court & (Q(reporting_judge=None) | own)
    if scope == "closed":
        return court & ~Q(closed_on=None)
    return own


def file_for(viewer: Viewer, case: UUID, purpose: str = "") -> CaseFile:
    """The file of a case for this viewer. Raises NotThere when the viewer may see neither contents nor metadata."""
    found = Case.objects.select_related("court", "division", "reporting_judge").filter(pk=case).first()
    if found is None or viewer.post is None or _has_conflict(viewer, case):
        raise NotThere("没有这个案件", "no such case")
    classes = frozenset(name for name in CONTENT if _reads(viewer, found, name, purpose))
    if "O1" not in classes and _tries_what_came_of_it(viewer, found):
        classes |= {"O1"}  # the superior court after appeal, transfer or case report
    wanting = not purpose and "O1" not in classes and _reads(viewer, found, "O1", "stated")
    if not classes and not docket_for(viewer).filter(pk=case).exists():
        raise NotThere("没有这个案件", "no such case")
    sealed = found.secrecy == "sealed"
    hidden = sealed or (found.secrecy != "ordinary" and not _has_part(viewer, case))
    if hidden:  # protected persons: nobody without a ticket, and tickets come with their own capability
        return CaseFile(found, viewer, frozenset(), needs_purpose=False, sealed=True)
    return CaseFile(found, viewer, classes, wanting, sealed=False)


def _has_conflict(viewer: Viewer, case: UUID) -> bool:
    return Conflict.objects.filter(case=case, officer=viewer.officer).exists()


def _has_part(viewer: Viewer, case: UUID) -> bool:
    return PanelMember.objects.filter(
        Q(last_on=None) | Q(last_on__gte=viewer.on),
        case=case,
        officer=viewer.officer,
        first_on__lte=viewer.on,
    ).exists()


def _reads(viewer: Viewer, case: Case, object_class: str, purpose: str) -> bool:
    """Whether one of the rights of the viewer's post to read this class holds for this case."""
    assert viewer.post is not None
    return any(
        _holds(viewer, case, right.condition, purpose)
        for right in rights(viewer.post.role, object_class)
        if right.verb == "read"
    )


def _holds(viewer: Viewer, case: Case, condition: str, purpose: str) -> bool:
    """Whether a condition of the matrix holds. Conditions that hang on tickets, orders, flags or sessions come with the
    capabilities that keep those; until then they do not hold."""
    assert viewer.post is not None
    post = viewer.post
    here = case.court_id == post.court
    if condition == "own":
        return _has_part(viewer, case.pk)
    if condition == "own_during_case":
        return case.closed_on is None and _has_part(viewer, case.pk)
    if condition == "purpose":
        return here and bool(purpose)
    if condition == "unit":
        return here and post.division is not None and case.division_id == post.division
    if condition == "unit_with_purpose":
        return here and bool(purpose) and post.division is not None and case.division_id == post.division
    if condition == "unassigned":
        return here and case.reporting_judge_id is None
    if condition == "closed":
        return here and case.closed_on is not None
    if condition == "always":
        return here
    return False


def _tries_what_came_of_it(viewer: Viewer, case: Case) -> bool:
    """Whether the viewer has a part in a case that came out of this one, such as its appeal."""
    later = CaseLink.objects.filter(kind__in=BEFORE_IT, number=case.number).values_list("case_id", flat=True)
    return any(_has_part(viewer, other) for other in later)
