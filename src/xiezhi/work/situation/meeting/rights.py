"""Who prepares and leads decision meetings, who answers for a unit, who looks at a meeting.

Topics are management: tasks given to a unit, answered by a day (object class O6, tasks-and-access 6.3); supervision of cases (O3) is
something else. Whoever may write or approve there and answers for a whole court leads its meetings; whoever may write answers for
his unit.
"""

from uuid import UUID

from django.db.models import QuerySet

from xiezhi.record.errors import Refused
from xiezhi.record.viewers import HeldPost, Viewer
from xiezhi.rules.offices import ALWAYS, rights, role
from xiezhi.work.situation.models import Meeting
from xiezhi.work.situation.report.wanted import demand, of_whole_courts, usual_court
from xiezhi.work.situation.sight import Sight

TOPICS = "O6"  # the object class of topics
_OVER_THE_OWN = (ALWAYS, "own", "unit")  # conditions that hold for the court or unit that a post answers for


def leads(viewer: Viewer) -> bool:
    """Whether the post leads meetings: that of a whole court, not of one division."""
    return viewer.post is not None and _of_whole_court(viewer) and _may(viewer.post, "write", "approve")


def demand_lead(viewer: Viewer, court: UUID, *, below: bool) -> Sight:
    """The sight in which the viewer leads a meeting of this court. Raises Refused, NotThere."""
    sight = demand(viewer, court, below=below, division=None)
    if not leads(viewer):
        raise Refused(
            "会商由院领导、审判管理办公室主持", "meetings are led by the court's leaders and trial management"
        )
    return sight


def answers_for(viewer: Viewer) -> UUID | None:
    """The unit for which the viewer answers; None for who answers for none."""
    post = viewer.post
    if post is None or role(post.role).situation == "none" or not _may(post, "write"):
        return None
    return post.division


def open_to(viewer: Viewer) -> QuerySet[Meeting]:
    """The meetings that the viewer may look at: those of which every court is one that his post answers for as a whole."""
    if not _of_whole_court(viewer):
        return Meeting.objects.none()
    return Meeting.objects.filter(of_whole_courts(viewer))


def _of_whole_court(viewer: Viewer) -> bool:
    try:
        return usual_court(viewer)[2] is None
    except Refused:
        return False


def _may(post: HeldPost, *verbs: str) -> bool:
    """Whether the matrix grants one of the verbs."""
    granted = rights(post.role, TOPICS)
    return any(one.verb in verbs and one.condition in _OVER_THE_OWN for one in granted)
