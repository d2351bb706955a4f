"""The viewer: the officer, in one of today's posts, on whose behalf everything is read."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q

from xiezhi.record.models import Post
from xiezhi.record.recorders import Recorder
from xiezhi.rules.offices import load_offices


@dataclass(frozen=True, slots=True)
class HeldPost:
    """A post held today."""

    id: UUID
    role: str
    court: UUID
    court_name: str
    court_name_en: str
    level: str
    division: UUID | None
    division_name: str
    division_name_en: str


@dataclass(frozen=True, slots=True)
class Viewer:
    """On whose behalf we read: who, in which post (None: no post today, so nothing but the own profile), on which day."""

    account: UUID
    officer: UUID
    name: str
    post: HeldPost | None
    posts: tuple[HeldPost, ...]
    on: date
    session: str = ""
    ip: str | None = None

    @property
    def recorder(self) -> Recorder | None:
        """The viewer as one who records."""
        if self.post is None:
            return None
        return Recorder(self.officer, self.post.id, self.post.role, self.post.court)


def posts_held(officer: UUID, on: date) -> tuple[HeldPost, ...]:
    """The posts of an officer on a day, in the order of the offices (a division head is offered that post before the judge's)."""
    held = (
        Post.objects.filter(Q(last_on=None) | Q(last_on__gte=on), officer=officer, first_on__lte=on)
        .select_related("court", "division")
        .order_by("-first_on", "id")
    )
    order = list(load_offices().roles)
    return tuple(sorted(map(_held, held), key=lambda post: order.index(post.role)))


def _held(post: Post) -> HeldPost:
    division = post.division
    return HeldPost(
        post.id, post.role, post.court_id, post.court.name, post.court.name_en, post.court.level, post.division_id,
        division.name if division else "", division.name_en if division else "",
    )  # fmt: skip


def viewer_of(
    account: Any, *, on: date, post: str | None = None, session: str = "", ip: str | None = None
) -> Viewer:
    """The viewer behind an account, in the chosen post if it is still held, else in the first one."""
    posts = posts_held(account.officer_id, on)
    chosen = next((held for held in posts if str(held.id) == post), posts[0] if posts else None)
    return Viewer(account.id, account.officer_id, account.officer.name, chosen, posts, on, session, ip)
