"""Whose work waits on a desk: that of the post in its own court, whatever the lists of courts below hold."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from xiezhi.record.models import PanelMember
from xiezhi.record.viewers import Viewer
from xiezhi.record.visibility import docket_for
from xiezhi.rules.language import tr
from xiezhi.rules.offices import role
from xiezhi.work.deadlines.watched.scope import Scope, spans_courts

MOST = 30  # rows of one kind; the rest is one link away
AHEAD = 7  # days ahead that a desk looks for hearings, checks and clocks
COURT_POSTS = ("president", "vice_president")
DIVISION_POSTS = ("division_head", "deputy_division_head")


@dataclass(frozen=True, slots=True)
class Unit:
    """The part of a court whose figures stand beside a desk."""

    words: str
    scope: Scope


def own_scope(viewer: Viewer) -> Scope:
    """What the post answers for: its docket, of its own court."""
    assert viewer.post is not None
    return Scope(court=viewer.post.court) if spans_courts(viewer) else Scope()


def unit_of(viewer: Viewer) -> Unit | None:
    """The division of its head, the court of those above; nobody else has figures beside his desk."""
    post = viewer.post
    if post is None:
        return None
    if post.role in DIVISION_POSTS and post.division is not None:
        return Unit(tr("本庭", "Division"), Scope(court=post.court, division=post.division))
    if role(post.role).docket in ("court", "court_and_below"):
        return Unit(tr("本院", "Court"), own_scope(viewer))
    return None


def dealt_with(viewer: Viewer) -> list[UUID]:
    """The cases in which the viewer has a part today, closed ones too; read once, because several lists of a desk ask for them."""
    parts = PanelMember.objects.filter(
        Q(last_on=None) | Q(last_on__gte=viewer.on), officer=viewer.officer, first_on__lte=viewer.on
    )
    cases = docket_for(viewer).filter(own_scope(viewer).condition(), pk__in=parts.values("case"))
    return list(cases.values_list("pk", flat=True))
