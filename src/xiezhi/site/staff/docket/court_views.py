"""Views that a court keeps for everybody in it: made by those who lead its work, ended by their maker or whoever holds his post."""

from datetime import datetime

from django.db import IntegrityError, transaction

from xiezhi.record.audit import note
from xiezhi.record.models import CourtView
from xiezhi.record.viewers import HeldPost, Viewer
from xiezhi.rules.errors import InputError
from xiezhi.site.staff.docket.preferences import MOST_VIEWS, checked_name, clean_query

# Who leads the work of a court or a division, and who watches it.
MAKERS = ("president", "vice_president", "division_head", "deputy_division_head", "trial_management")
MARK = "c"  # before the number of such a view in an address; one's own have a number alone


def court_views(viewer: Viewer) -> list[CourtView]:
    """The views of the viewer's court, in the order in which they were made."""
    if viewer.post is None:
        return []
    standing = CourtView.objects.filter(court=viewer.post.court, ended_at=None)
    return list(standing.select_related("made_by").order_by("pk"))


def mark_of(view: CourtView) -> str:
    """How an address names it."""
    return f"{MARK}{view.pk}"


def may_make(viewer: Viewer) -> bool:
    return viewer.post is not None and viewer.post.role in MAKERS


def may_end(view: CourtView, viewer: Viewer) -> bool:
    """Its maker, while he leads, and whoever holds the post in which it was made."""
    post = viewer.post
    if post is None or post.court != view.court_id or post.role not in MAKERS:
        return False
    return view.made_by_id == viewer.officer or (post.role, post.division) == (view.role, view.division_id)


def make(viewer: Viewer, name: str, query: str, at: datetime) -> CourtView:
    """Keep a view for the whole court. Raises InputError for a name that is missing, too long or taken, for too many views,
    and for a post that keeps none."""
    post = _leading(viewer)
    standing = list(CourtView.objects.filter(court=post.court, ended_at=None).values_list("name", flat=True))
    clean = checked_name(name, standing)
    if len(standing) >= MOST_VIEWS:
        raise InputError(
            f"本院视图最多{MOST_VIEWS}个，请先结束不用的",
            f"a court keeps {MOST_VIEWS} views at most; end one first",
            field="name",
        )
    try:
        with transaction.atomic():
            view = CourtView.objects.create(
                court_id=post.court, name=clean, query=clean_query(query), made_by_id=viewer.officer, role=post.role,
                division_id=post.division, made_at=at,
            )  # fmt: skip
            note(viewer, "docket.court_view_made", object_id=str(view.pk), details={"query": view.query})
    except IntegrityError:  # somebody took the name in the same moment
        checked_name(clean, [clean])
        raise
    return view


def end(viewer: Viewer, mark: str, at: datetime) -> CourtView:
    """End a view of the court. Raises InputError where there is none, or another has to end it."""
    number = mark.removeprefix(MARK)
    found = next((view for view in court_views(viewer) if str(view.pk) == number), None)
    if found is None:
        raise InputError("这个视图已经不在了", "that view is gone", field="view")
    if not may_end(found, viewer):
        raise InputError(
            f"本院视图由设立人（{found.made_by.name}）或者其继任者结束",
            f"a view of the court is ended by its maker ({found.made_by.name}) or his successor",
            field="view",
        )
    with transaction.atomic():
        CourtView.objects.filter(pk=found.pk, ended_at=None).update(ended_at=at, ended_by=viewer.officer)
        note(viewer, "docket.court_view_ended", object_id=str(found.pk))
    return found


def _leading(viewer: Viewer) -> HeldPost:
    if viewer.post is None or not may_make(viewer):
        raise InputError(
            "本院视图由院庭长和审判管理人员设立；您可以存为自己的视图",
            "views of the court are made by its heads and trial management; you can save the view for yourself",
            field="for_court",
        )
    return viewer.post
