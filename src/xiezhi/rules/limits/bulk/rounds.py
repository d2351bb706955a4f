"""The events of many cases, worked through side by side: a round takes the next event of every case that has one.

The functions for each kind of event are named like the single clock's methods and ask the same questions in the same order;
where that one refuses with the first fault that fits, these lay masks from the last question to the first. `lanes` are places
in the columns of `State`, `events` places in the columns of events.
"""

import numpy as np

from xiezhi.rules.limits.bulk.agenda import Agenda
from xiezhi.rules.limits.bulk.clocks import Clocks
from xiezhi.rules.limits.bulk.columns import (
    CONVERSION,
    EXTENSION,
    INVESTIGATION,
    NOT_SAID,
    NOTICE,
    RESTART,
    RETURN,
    RUNNING,
    SUSPENSION,
    BulkEvents,
    BulkOutcome,
)
from xiezhi.rules.limits.bulk.exclusions import exclude
from xiezhi.rules.limits.bulk.grants import extend
from xiezhi.rules.limits.bulk.state import State
from xiezhi.rules.limits.bulk.turns import convert, investigate, notice, restart, return_from_investigation

WORK = {
    EXTENSION: extend,
    INVESTIGATION: investigate,
    NOTICE: notice,
    RETURN: return_from_investigation,
    RESTART: restart,
    CONVERSION: convert,
}


def work_through(clocks: Clocks, events: BulkEvents, out: BulkOutcome) -> None:
    """Take the running clocks that have events through them, and bring the result back among the others."""
    running = np.equal(clocks.status, RUNNING)
    if not (np.diff(events.offsets) * running).any():
        return
    agenda = Agenda(events, running)
    state = State(clocks, agenda.case, events)
    for turn in range(int(agenda.count[0])):
        _round(state, agenda, turn)
    state.bring_back(clocks, agenda.case, out)


def _round(state: State, agenda: Agenda, turn: int) -> None:
    """The events of that number: deductions and suspensions together, then the other kinds one by one."""
    active = agenda.active(turn)
    action = agenda.first[:active] + turn
    kind, event = agenda.kind.take(action), agenda.event.take(action)
    if state.some_ended:
        kind[state.status[:active] != RUNNING] = NOT_SAID
    lanes = np.flatnonzero(kind.view(np.uint8) <= SUSPENSION)
    if lanes.size:
        exclude(state, lanes, event.take(lanes))
    if lanes.size == active:
        return
    for wanted, work in WORK.items():
        lanes = np.flatnonzero(kind == wanted)
        if lanes.size:
            work(state, lanes, event.take(lanes))
