"""What a case is, as the sum of its events. Pure values: no database, no law.

`fold` sums up all events of a case, `apply` adds one; both give the same. Events take effect in the order of their own days
(`occurred_on`, then `seq`), not of their recording, so that a late entry finds its place; corrections act on the events they name.
Called by the ledger at every append, by bulk loads, by the rebuild, by the pages that show a case as known on a past day.
"""

from collections.abc import Iterable
from datetime import date
from operator import attrgetter
from typing import Any

from xiezhi.record.case_values import CaseState, Happening, Part, Request, Span
from xiezhi.record.clock_question import clock_input
from xiezhi.record.effects import take_effect
from xiezhi.record.standing import standing
from xiezhi.rules.errors import InputError
from xiezhi.rules.procedure.order import fault

CORRECTION = "correction.recorded"
DOCKETING = "case.docketed"


def fold(events: Iterable[Happening]) -> CaseState:
    """The state after all events of a case."""
    history = tuple(events)
    state = CaseState()
    acting: Iterable[Happening] = history
    if any(happening.kind == CORRECTION for happening in history):
        acting, state.withdrawn = _corrected(history)
    for happening in sorted(acting, key=attrgetter("occurred_on", "seq")):
        take_effect(state, happening)
        state.latest_on = happening.occurred_on
    state.history = history
    state.last_seq = max((happening.seq for happening in history), default=0)
    return state


def apply(state: CaseState, happening: Happening) -> CaseState:
    """The state after one more event; the given one stays as it is."""
    if happening.kind == CORRECTION or happening.occurred_on < state.latest_on:
        return fold((*state.history, happening))
    after = state.copy()
    take_effect(after, happening)
    after.latest_on = happening.occurred_on
    after.history = (*state.history, happening)
    after.last_seq = happening.seq
    return after


def broken_by(state: CaseState, correction: Happening) -> InputError | None:
    """What in the record would no longer hold together after a correction, or None. Asked before a correction is recorded."""
    history = (*state.history, correction)
    acting, _ = _corrected(history)
    before = CaseState()
    for happening in acting:
        if happening.kind == CORRECTION or not happening.data:
            continue
        found = fault(happening.kind, happening.data, standing(before), happening.occurred_on)
        if found is not None:
            return InputError(
                f"更正之后，第{happening.seq}号记录不再成立：{found.zh}",
                f"after the correction event {happening.seq} would no longer hold: {found.en}",
                field="corrects",
            )
        before = apply(before, happening)
    return None


def acting(state: CaseState) -> list[Happening]:
    """The events of a case that hold, as corrected, in the order of their effect."""
    history: Iterable[Happening] = state.history
    if any(happening.kind == CORRECTION for happening in history):
        history, _ = _corrected(state.history)
    return sorted(history, key=attrgetter("occurred_on", "seq"))


def _corrected(history: tuple[Happening, ...]) -> tuple[list[Happening], frozenset[int]]:
    """The events as corrected, and the numbers of those withdrawn. Of several corrections of one event the last one counts."""
    withdrawn: set[int] = set()
    replaced: dict[int, Happening] = {}
    kinds = {happening.seq: happening for happening in history}
    for correction in reversed(history):
        if correction.kind != CORRECTION or correction.seq in withdrawn or not correction.data:
            continue
        target = kinds.get(correction.data["corrects"])
        if (
            target is None
            or target.seq >= correction.seq
            or target.seq in withdrawn
            or target.seq in replaced
        ):
            continue
        if correction.data["action"] == "replace":
            replaced[target.seq] = _replacement(target, correction.data)
        elif target.kind != DOCKETING:
            withdrawn.add(target.seq)
    acting = [
        replaced.get(happening.seq, happening) for happening in history if happening.seq not in withdrawn
    ]
    return acting, frozenset(withdrawn)


def _replacement(target: Happening, data: dict[str, Any]) -> Happening:
    day = data.get("occurred_on")
    return target._replace(
        occurred_on=date.fromisoformat(day) if day else target.occurred_on,
        data=data.get("data", target.data),
    )


__all__ = [
    "CaseState",
    "Happening",
    "Part",
    "Request",
    "Span",
    "acting",
    "apply",
    "broken_by",
    "clock_input",
    "fold",
    "standing",
]
