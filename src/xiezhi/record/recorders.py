"""Who records an event: an officer in a post, or another system that feeds this one.

Rights to record come from the event catalogue (rules/data/procedure): the roles that may, and whether a part in the case
is needed. Asked by the ledger before anything else.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeAlias
from uuid import UUID

from django.db.models import Q

from xiezhi.record.errors import InputError, NotThere, Refused
from xiezhi.record.models import Post
from xiezhi.record.models.shared import HERE
from xiezhi.record.state import CORRECTION, CaseState, Happening
from xiezhi.rules.offices import role
from xiezhi.rules.procedure.catalogue import EventKind, event_kind

INNER = "inner"  # the file (副卷) into which only those who deal with the case put papers

Data: TypeAlias = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Recorder:
    """An officer in the post chosen for this session; `court` is where the post is."""

    officer: UUID
    post: UUID
    role: str
    court: UUID


@dataclass(frozen=True, slots=True)
class Feed:
    """Another system, or a file, whose rows are recorded as its own."""

    source: str

    def __post_init__(self) -> None:
        check_text("source", self.source, 40)
        if not self.source:
            raise InputError("来源不能为空", "the source must not be empty", field="source")


def check_text(field: str, text: str, longest: int) -> None:
    """Raises InputError for what a column cannot hold: too long, or with characters that no text has."""
    if len(text) > longest or not text.isprintable():
        raise InputError(
            f"{field}须为至多{longest}个可见字符",
            f"{field} takes at most {longest} printable characters",
            field=field,
        )


def check_post(by: "Recorder | Feed", on: date) -> None:
    """Raises Refused when the post is not held that day, or is another one: a session may outlive a post."""
    if isinstance(by, Feed):
        return
    held = Post.objects.filter(pk=by.post, officer=by.officer, court=by.court, role=by.role, first_on__lte=on)
    if not held.filter(Q(last_on=None) | Q(last_on__gte=on)).exists():
        raise Refused("您已不在这一岗位，不能登记", "you no longer hold this post and cannot record")


def check(by: "Recorder | Feed", kind: EventKind, data: Data, court: UUID, state: CaseState | None) -> None:
    """Whether this recorder may record an event of this kind with these data.

    Raises NotThere for a case of another court or with a conflict, Refused when this post may not: not this kind, not without a
    part in the case, not a paper of the inner file, not the correction of an event that it could not have recorded.
    """
    if isinstance(by, Feed):
        return
    if by.court != court or (state is not None and str(by.officer) in state.conflicts):
        raise NotThere("没有这个案件", "no such case")
    data = data if isinstance(data, Mapping) else {}  # what is no object at all, the schema refuses
    _check_kind(by, kind, data, state)
    corrected = _corrected(kind, data, state)
    if corrected is not None:
        _check_kind(by, event_kind(corrected.kind), corrected.data, state)


def _check_kind(by: Recorder, kind: EventKind, data: Data, state: CaseState | None) -> None:
    if by.role not in kind.recorders:
        posts_zh = "、".join(role(name).name_zh for name in kind.recorders)
        posts_en = ", ".join(role(name).name_en for name in kind.recorders)
        raise Refused(f"“{kind.name_zh}”由{posts_zh}登记", f"“{kind.name_en}” is recorded by: {posts_en}")
    part = state is None or has_part(by.officer, state)
    assigned = state is not None and state.reporting_judge is not None
    if not kind.may_record(by.role, has_part=part, assigned=assigned) or (
        data.get("file") == INNER and not part
    ):
        raise Refused(
            f"“{kind.name_zh}”由本案的办案人员登记",
            f"“{kind.name_en}” is recorded by those who deal with the case",
        )


def _corrected(kind: EventKind, data: Data, state: CaseState | None) -> Happening | None:
    """The event that a correction speaks of; whether there is such an event is the order's question."""
    if kind.name != CORRECTION or state is None:
        return None
    return next((past for past in state.history if past.seq == data.get("corrects")), None)


def has_part(officer: UUID, state: CaseState) -> bool:
    """Whether an officer deals with the case now."""
    return state.reporting_judge == str(officer) or any(member == str(officer) for member, _ in state.panel)


def source_of(by: "Recorder | Feed") -> str:
    return by.source if isinstance(by, Feed) else HERE
