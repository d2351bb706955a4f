"""When the cause of an open suspension was last looked at: told by the events that hold, and kept beside the question of the case."""

from datetime import date

from xiezhi.record.state import CaseState, acting

REVIEWED = "suspension.reviewed"


def last_look(state: CaseState) -> date | None:
    """The day of the last look, at first that of the ruling; of several open suspensions that of the one not looked at for longest.
    None where none is open. A look that was withdrawn or destroyed is none."""
    looked_on = {
        span.no: span.start for span in state.spans if span.thing == "suspension" and span.end is None
    }
    for past in acting(state) if looked_on else ():
        number = past.data.get("span_no")
        if past.kind == REVIEWED and number in looked_on:
            looked_on[number] = max(looked_on[number], past.occurred_on)
    return min(looked_on.values(), default=None)
