"""Where a case stands, in the words in which the order of events asks (`rules.procedure.order.Standing`)."""

from collections.abc import Collection, Mapping
from datetime import date

from xiezhi.record.case_values import CaseState
from xiezhi.rules.procedure.kinds import SPANS


def standing(state: CaseState) -> "CaseStanding":
    """The state of a case, ready to be asked whether an event may follow."""
    return CaseStanding(state)


class CaseStanding:
    """Answers from a state; nothing is worked out before it is asked."""

    __slots__ = ("_state",)

    def __init__(self, state: CaseState) -> None:
        self._state = state

    @property
    def received_on(self) -> date | None:
        return self._state.received_on

    @property
    def filed_on(self) -> date | None:
        return self._state.filed_on

    @property
    def closed_on(self) -> date | None:
        return self._state.closed_on

    @property
    def procedure(self) -> str | None:
        return self._state.procedure

    def has(self, flag: str) -> bool:
        return bool(getattr(self._state, FLAG_COLUMNS[flag]))

    def open_since(self, thing: str) -> Mapping[int, date]:
        state = self._state
        if thing in SPANS:
            return {span.no: span.start for span in state.spans if span.thing == thing and span.end is None}
        if thing == "request":
            return {one.no: one.asked_on for one in state.requests if one.standing == "pending"}
        if thing == "hearing":
            scheduled = (one for one in state.hearings if one["standing"] == "scheduled")
            return {one["no"]: one["scheduled_on"] for one in scheduled}
        if thing == "document":
            return {one["no"]: one["filed_on"] for one in state.documents if "withdrawn" not in one}
        return {one["no"]: one["joined_on"] for one in state.parties if "left" not in one}

    def used(self, thing: str) -> Collection[int]:
        state = self._state
        if thing in SPANS:
            return [span.no for span in state.spans]
        if thing == "request":
            return [one.no for one in state.requests]
        items = {"hearing": state.hearings, "document": state.documents, "party": state.parties}[thing]
        return [one["no"] for one in items]

    def kind_of(self, seq: int) -> str | None:
        return next((one.kind for one in self._state.history if one.seq == seq), None)

    def conflicts(self) -> Collection[str]:
        return self._state.conflicts

    def is_withdrawn(self, seq: int) -> bool:
        return seq in self._state.withdrawn

    def is_destroyed(self, seq: int) -> bool:
        return seq in self._state.destroyed

    def represents(self, party_no: int) -> Collection[str]:
        parties = (one for one in self._state.parties if one["no"] == party_no)
        return {person["name"] for one in parties for person in one.get("representatives", ())}


FLAG_COLUMNS = {
    "received": "received_on",
    "docketed": "filed_on",
    "procedure": "procedure",
    "panel": "panel_form",
    "closed": "closed_on",
    "appealed": "appeals",
    "effective": "effective_on",
    "archived": "archived_on",
    "sealed": "sealed",
}
