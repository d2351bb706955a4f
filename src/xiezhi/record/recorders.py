"""Who records an event: an officer in a post, or another system that feeds this one.

Rights to record come from the event catalogue (rules/data/procedure): the roles that may, and whether a part in the case
is needed. Asked by the ledger before anything else.
"""

from dataclasses import dataclass
from uuid import UUID

from xiezhi.record.errors import NotThere, Refused
from xiezhi.record.models.shared import HERE
from xiezhi.record.state import CaseState
from xiezhi.rules.offices import role
from xiezhi.rules.procedure.catalogue import EventKind


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


def check(by: "Recorder | Feed", kind: EventKind, court: UUID, state: CaseState | None) -> None:
    """Raises NotThere for a case of another court or with a conflict, Refused when this post may not record this kind."""
    if isinstance(by, Feed):
        return
    if by.court != court or (state is not None and str(by.officer) in state.conflicts):
        raise NotThere("没有这个案件", "no such case")
    if by.role not in kind.recorders:
        posts_zh = "、".join(role(name).name_zh for name in kind.recorders)
        posts_en = ", ".join(role(name).name_en for name in kind.recorders)
        raise Refused(f"“{kind.name_zh}”由{posts_zh}登记", f"“{kind.name_en}” is recorded by: {posts_en}")
    if not kind.may_record(by.role, has_part=state is None or has_part(by.officer, state)):
        raise Refused(
            f"“{kind.name_zh}”由本案的办案人员登记",
            f"“{kind.name_en}” is recorded by those who deal with the case",
        )


def has_part(officer: UUID, state: CaseState) -> bool:
    """Whether an officer deals with the case now."""
    return state.reporting_judge == str(officer) or any(member == str(officer) for member, _ in state.panel)


def source_of(by: "Recorder | Feed") -> str:
    return by.source if isinstance(by, Feed) else HERE
