"""Whose deadlines are looked at: those of a court, a division, an officer; of one branch or of all."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet

from xiezhi.record.models import Case
from xiezhi.record.viewers import Viewer
from xiezhi.record.visibility import docket_for, named_to
from xiezhi.rules.offices import role
from xiezhi.work.deadlines.queries import PENDING, with_trial_deadline


@dataclass(frozen=True, slots=True)
class Scope:
    """A part of what a viewer may list; None = not narrowed. `officer`: whose cases as reporting judge."""

    court: UUID | None = None
    division: UUID | None = None
    officer: UUID | None = None
    branch: str | None = None

    @property
    def narrows(self) -> bool:
        """Whether it leaves anything out."""
        return self != Scope()

    def condition(self, path: str = "") -> Q:
        """As a condition; `path` leads to the case."""
        names = {
            "court": self.court,
            "division": self.division,
            "reporting_judge": self.officer,
            "branch": self.branch,
        }
        return Q(**{f"{path}{name}": value for name, value in names.items() if value is not None})


WHOLE = Scope()


def pending_in(viewer: Viewer, scope: Scope) -> QuerySet[Case]:
    """The pending cases of a scope, as far as the viewer's post lists them."""
    return docket_for(viewer).filter(PENDING & scope.condition())


def clocked_in(viewer: Viewer, scope: Scope) -> QuerySet[Any, Any]:
    """The same, joined to their trial deadline."""
    return with_trial_deadline(pending_in(viewer, scope), pending=True)


def hidden_from(viewer: Viewer, path: str = "") -> "ExpressionWrapper[Any]":
    """Whether a case stays unnamed to the viewer: protected or sealed, and he has no part in it."""
    return ExpressionWrapper(~named_to(viewer, path), BooleanField())


def spans_courts(viewer: Viewer) -> bool:
    """Whether the viewer's lists span several courts."""
    post = viewer.post
    return post is not None and role(post.role).docket == "court_and_below" and post.level != "basic"


def lists_pending(viewer: Viewer) -> bool:
    """Whether the viewer's post lists pending cases at all."""
    return viewer.post is not None and role(viewer.post.role).docket not in ("none", "closed")
