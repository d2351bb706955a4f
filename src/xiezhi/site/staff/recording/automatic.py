"""What nobody types: the next number of a span, hearing or party, the identifier of a linked case, what a paper is."""

from typing import Any
from uuid import UUID

from xiezhi.record.schemas import one_spelling
from xiezhi.record.state import CaseState, standing
from xiezhi.record.viewers import Viewer
from xiezhi.record.visibility import nameable_for
from xiezhi.rules.procedure.catalogue import EventKind
from xiezhi.rules.procedure.kinds import NUMBERED
from xiezhi.site.staff.recording.desk import Desk
from xiezhi.site.staff.recording.papers import FILED, Kept, of_paper

Content = dict[str, Any]
OF_PAPER = ("name", "media_type", "size")


def left_out(kind: EventKind) -> frozenset[str]:
    """The fields of a kind that its form does not ask for, beside identifiers and digests."""
    names = {NUMBERED[kind.opens]} if kind.opens and kind.opens != "party" else set()
    if kind.opens == "party":
        names.add("party.no")
    if kind.name == FILED:
        names.update(OF_PAPER)
    return frozenset(names)


def completed(desk: Desk, kind: EventKind, content: Content, kept: Kept | None) -> Content:
    """The content of a new event with what the program knows."""
    content = dict(content)
    if kind.opens is not None:
        number = next_number(desk.state, kind.opens)
        if kind.opens == "party":
            content["party"] = {**content.get("party", {}), "no": number}
        else:
            content[NUMBERED[kind.opens]] = number
    if kind.name == FILED and kept is not None:
        content |= of_paper(kept)
    return _with_cases(desk.viewer, content)


def next_number(state: CaseState, thing: str) -> int:
    """The next number of a thing; all spans share one count."""
    return max(standing(state).used(thing), default=0) + 1


def _with_cases(viewer: Viewer, content: Content) -> Content:
    """Other cases named by number get their identifier, where the viewer may know of them."""
    if "into_number" in content:
        found = case_numbered(viewer, content["into_number"])
        content |= {"into_case_id": str(found)} if found else {}
    if isinstance(content.get("link"), dict) and "number" in content["link"]:
        found = case_numbered(viewer, content["link"]["number"])
        content["link"] = {**content["link"], **({"case_id": str(found)} if found else {})}
    return content


def case_numbered(viewer: Viewer, number: str) -> UUID | None:
    """The one case of that number this viewer may know of."""
    found = nameable_for(viewer).filter(number=one_spelling(number)).values_list("pk", flat=True)[:2]
    return found[0] if len(found) == 1 else None
