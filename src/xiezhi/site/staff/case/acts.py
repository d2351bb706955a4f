"""What the viewer's post may do in this case, and why not: recording rights and the order of events, in words.

The forms for recording follow; until then the page says what will be possible and leaves dead buttons out.
"""

from typing import NamedTuple

from xiezhi.record import recorders
from xiezhi.record.errors import NotThere, Refused
from xiezhi.record.state import CaseState, standing
from xiezhi.rules.language import tr
from xiezhi.rules.procedure.catalogue import EventKind, event_kind, load_procedure
from xiezhi.rules.procedure.things import THINGS
from xiezhi.site.staff.case.opening import Opened

# The acts worth naming, in the order of a case's life; each only while it is its time.
BEFORE_CLOSING = (
    "case.docketed", "case.assigned", "panel.formed", "hearing.scheduled", "hearing.held", "deduction.started", "deduction.ended",
    "suspension.ordered", "suspension.ended", "extension.requested", "extension.granted", "procedure.converted", "case.closed",
)  # fmt: skip
AFTER_CLOSING = ("appeal.filed", "effect.established", "case.archived", "correction.recorded")
AFTER_ARCHIVING = ("correction.recorded",)


class Act(NamedTuple):
    """An act of recording: its name, and what forbids it (empty: this post may record it now)."""

    words: str
    refusal: str


def acts_of(opened: Opened, state: CaseState) -> tuple[list[str], list[Act]]:
    """The acts this post may record in the case now, and those it may not, with the reason."""
    kinds = [event_kind(name) for name in _at_this_time(state)]
    timely = [kind for kind in kinds if not _out_of_time(kind, state)]
    acts = [Act(tr(kind.name_zh, kind.name_en), _refusal(opened, kind, state)) for kind in timely]
    return [act.words for act in acts if not act.refusal], [act for act in acts if act.refusal]


def _at_this_time(state: CaseState) -> tuple[str, ...]:
    if state.archived_on is not None:
        return AFTER_ARCHIVING
    return AFTER_CLOSING if state.closed_on is not None else BEFORE_CLOSING


def _out_of_time(kind: EventKind, state: CaseState) -> bool:
    """Whether nobody at all would record this now: it was done already, or what it ends was never begun."""
    case = standing(state)
    if any(case.has(flag) for flag in kind.forbids):
        return True
    return bool(kind.ends) and not case.open_since(kind.ends or "")


def _refusal(opened: Opened, kind: EventKind, state: CaseState) -> str:
    recorder = opened.viewer.recorder
    assert recorder is not None  # without a post no file opens
    try:
        recorders.check(recorder, kind, {}, opened.file.case.court_id, state)
    except Refused as refused:
        return tr(refused.zh, refused.en)
    except NotThere:
        return tr("由案件所在法院登记", "recorded by the court of the case")
    return _order(kind, state)


def _order(kind: EventKind, state: CaseState) -> str:
    """What the case lacks for this act, in the words of the catalogue."""
    case = standing(state)
    for flag in kind.needs:
        if not case.has(flag):
            return tr(*load_procedure().conditions[flag].lacking)
    if kind.opens and kind.name == "extension.requested" and case.open_since(kind.opens):
        thing = THINGS[kind.opens]
        return tr(f"已有{thing.open_zh}的申请", f"one {thing.en} is {thing.open_en} already")
    return ""
