"""Who may bring files in, and whose imports he sees: the posts that keep the management data of a court (rules/data/offices.toml, O6).

The system itself (the command line) is `None`: it may import for every court.
"""

from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from xiezhi.record.errors import NotThere, Refused
from xiezhi.record.intake.models import Import, Source
from xiezhi.record.models import Court, Post
from xiezhi.record.viewers import Viewer
from xiezhi.record.visibility import courts_below
from xiezhi.rules.offices import ALWAYS, rights

KEPT = "O6"  # the object class of management data
ABOVE = ("high", "spc")  # whose scope takes in courts outside the province


def may_import(viewer: Viewer | None) -> bool:
    """Whether this post brings files in: it writes management data without further condition."""
    if viewer is None:
        return True
    return viewer.post is not None and _keeps(viewer.post.role)


def _keeps(role: str) -> bool:
    return any(right.verb == "write" and right.condition == ALWAYS for right in rights(role, KEPT))


def require(viewer: Viewer | None) -> None:
    """Raises Refused for a post that does not bring files in."""
    if not may_import(viewer):
        raise Refused("数据导入由审判管理人员办理", "files are imported by trial management")


def imports_for(viewer: Viewer | None) -> QuerySet[Import]:
    """The imports that this viewer may see: those of his court and the courts below; the system's own only the system."""
    if not may_import(viewer):
        return Import.objects.none()
    return Import.objects.filter(_of_scope(viewer)).select_related(
        "source", "mapping", "job", "officer", "court"
    )


def import_for(viewer: Viewer | None, which: UUID) -> Import:
    """One of them. Raises NotThere for any other."""
    found = imports_for(viewer).filter(pk=which).first()
    if found is None:
        raise NotThere("没有这次导入", "no such import")
    return found


def sources_for(viewer: Viewer | None) -> QuerySet[Source]:
    """The sources whose files this viewer may bring in: the installation's and those of his court and below."""
    if not may_import(viewer):
        return Source.objects.none()
    return Source.objects.filter(Q() if viewer is None else _of_scope(viewer) | Q(court=None))


def source_for(viewer: Viewer | None, code: str) -> Source:
    """One of them by its code. Raises NotThere for any other."""
    found = sources_for(viewer).filter(code=code).first()
    if found is None:
        raise NotThere("没有这个来源", "no such source")
    return found


def _of_scope(viewer: Viewer | None) -> Q:
    if viewer is None:
        return Q()
    assert viewer.post is not None
    return Q(court__in=courts_below(viewer.post.court))


def courts_of_import(of: Import, on: date) -> frozenset[UUID] | None:
    """The courts whose cases this import may record; None: every one. Raises Refused when its officer no longer holds the post."""
    if of.post_id is None:
        return None
    held = Post.objects.filter(
        Q(last_on=None) | Q(last_on__gte=on), pk=of.post_id, officer=of.officer_id, first_on__lte=on
    ).first()
    if held is None or not _keeps(held.role):
        raise Refused("导入人已不在这一岗位，不能继续", "whoever imports this no longer holds the post")
    return frozenset(courts_below(held.court_id))


def may_found_courts(of: Import) -> bool:
    """Whether courts outside the province may be entered with this import: the system's, and those of a high court."""
    return of.court_id is None or Court.objects.filter(pk=of.court_id, level__in=ABOVE).exists()
