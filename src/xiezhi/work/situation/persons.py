"""Whose cases a viewer may see person by person, as counts: each his own, heads those of their division, presidents those of their court."""

from dataclasses import dataclass
from uuid import UUID

from xiezhi.record.models import Post
from xiezhi.record.viewers import Viewer
from xiezhi.rules.offices import role


@dataclass(frozen=True, slots=True)
class Persons:
    """Whose workload a viewer may see: of the officers of a court, or of a division of it, or of one officer."""

    court: UUID
    division: UUID | None
    officer: UUID | None


def persons_of(viewer: Viewer) -> Persons | None:
    """Those whom the viewer's post sees person by person (rules/data/offices.toml, `persons`); None = nobody. A post over a division that
    names none sees itself."""
    post = viewer.post
    if post is None:
        return None
    whose = role(post.role).persons
    if whose == "none":
        return None
    if whose == "court":
        return Persons(post.court, None, None)
    if whose == "division" and post.division is not None:
        return Persons(post.court, post.division, None)
    return Persons(post.court, None, viewer.officer)


def sees_person(viewer: Viewer, officer: str) -> bool:
    """Whether cases may be narrowed to those of this officer."""
    persons = persons_of(viewer)
    if persons is None:
        return False
    if persons.officer is not None:
        return str(persons.officer) == officer
    posts = Post.objects.filter(court=persons.court)
    if persons.division is not None:
        posts = posts.filter(division=persons.division)
    return officer in {str(key) for key in posts.values_list("officer", flat=True)}


__all__ = ["Persons", "persons_of", "sees_person"]
