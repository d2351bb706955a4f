"""Since when somebody accused in a case is in custody, as far as the record of the case tells. Pure; called by `row`."""

from collections.abc import Iterable, Iterator
from datetime import date

from xiezhi.record.case_values import CaseState, Happening

THE_CASE = None  # in custody, and not said who


def detained_from(state: CaseState, happened: Iterable[Happening]) -> date | None:
    """The first day of the longest custody that lasts, or lasted when the case was closed; None where nobody is in custody or nothing is
    said of it. Each party by himself: who is released and taken in again begins anew."""
    if not state.facts.get("in_custody"):  # what the clock of the limit goes by
        return None
    since: dict[int | None, date] = {}
    for happening in happened:
        for who, held in _said(happening):
            if held:
                since.setdefault(who, happening.occurred_on)
            elif who is THE_CASE:
                since.clear()
            else:
                since.pop(who, None)
    return min(since.values(), default=None)


def _said(happening: Happening) -> Iterator[tuple[int | None, bool]]:
    """Who came into custody or out of it by an event."""
    kind, data = happening.kind, happening.data
    if kind == "case.docketed":
        held = [party["no"] for party in data.get("parties", ()) if party.get("in_custody")]
        if not held and data.get("facts", {}).get("in_custody"):
            held = [THE_CASE]
        yield from ((who, True) for who in held)
    elif kind == "party.joined" and "in_custody" in data.get("party", {}):
        yield data["party"]["no"], data["party"]["in_custody"]
    elif kind == "party.left" and data:
        yield data["party_no"], False
    elif kind == "custody.changed" and data:
        yield data.get("party_no", THE_CASE), data["in_custody"]


__all__ = ["detained_from"]
