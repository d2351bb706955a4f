"""Which events of a case the viewer may correct, and how: the same words stand on the time line and over the form."""

from uuid import UUID

from xiezhi.record import recorders
from xiezhi.record.errors import NotThere, Refused
from xiezhi.record.recorders import Recorder
from xiezhi.record.state import CORRECTION, DOCKETING, CaseState, Happening
from xiezhi.rules.procedure.catalogue import event_kind
from xiezhi.site.staff.case.known import Known, is_destroyed, of_inner_file
from xiezhi.site.staff.case.opening import Opened

WITHDRAW, REPLACE = "withdraw", "replace"
DESTRUCTION = "payload.destroyed"


def correctable(opened: Opened, known: Known) -> frozenset[int]:
    """The events this viewer may correct."""
    recorder = opened.viewer.recorder
    if recorder is None or not opened.reads_contents:
        return frozenset()
    state, court = known.state, opened.file.case.court_id
    return frozenset(
        past.seq for past in state.history if may_correct(opened, recorder, state, court, past)
    )  # fmt: skip


def may_correct(opened: Opened, recorder: Recorder, state: CaseState, court: UUID, past: Happening) -> bool:
    """Whether this post may correct this event: what it could have recorded itself, and what is still there to correct."""
    if not ways_of(state, past) or (of_inner_file(past, state) and not opened.file.opens("O2")):
        return False
    try:
        recorders.check(recorder, event_kind(CORRECTION), {"corrects": past.seq}, court, state)
    except (Refused, NotThere):
        return False
    return True


def ways_of(state: CaseState, past: Happening) -> tuple[str, ...]:
    """How an event can be corrected; empty for one that is withdrawn, or whose content was destroyed by order."""
    if past.seq in state.withdrawn or past.kind == DESTRUCTION:
        return ()
    if past.kind == CORRECTION or is_destroyed(past, state):
        return (WITHDRAW,)
    return (REPLACE,) if past.kind == DOCKETING else (REPLACE, WITHDRAW)
