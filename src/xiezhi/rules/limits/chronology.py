"""R-CHRONO: the order in which the events of a case are worked through, by their own dates and never by the order of entry."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from xiezhi.rules.limits.model import (
    Conversion,
    Deduction,
    Event,
    Extension,
    NoticePeriod,
    Restart,
    SupplementaryInvestigation,
    Suspension,
)

APPROVER_RANK = {"division_head": 1, "vice_president": 2, "president": 3, "superior": 4, "high": 5, "spc": 6}
SPAN_RANK: dict[type, int] = {Deduction: 0, Suspension: 1, SupplementaryInvestigation: 2, NoticePeriod: 3}
SPANS, GRANTS, TURNS = range(3)  # the order of events on one day
EXCLUSIONS = Deduction, Suspension

Action = tuple[int, int, tuple[Any, ...], int]


def in_order(events: Sequence[Event]) -> list[Action]:
    """Day, turn on that day, content, and place of every act of the events, in the order to work through them."""
    actions: list[Action] = []
    for place, event in enumerate(events):
        actions.extend(_actions(event, place))
    return sorted(actions)  # the place of entry settles nothing: equal content has equal effect


def _actions(event: Event, place: int) -> list[Action]:
    """When an event is worked through: its day, its turn on that day, and its content to settle ties."""
    if isinstance(event, Extension):
        day = event.decided_on or event.applied_on or date.min
        rank = APPROVER_RANK.get(event.approver, 0)
        content = (rank, event.applied_on or date.min, event.months or 0, event.days or 0, event.ground or "")
        return [(day.toordinal(), GRANTS, (*content, event.parties_consent, event.filed_with_high), place)]
    if isinstance(event, Restart):
        return [(event.on.toordinal(), TURNS, (1, event.reason), place)]
    if isinstance(event, Conversion):
        return [(event.on.toordinal(), TURNS, (2, event.to), place)]
    rank = SPAN_RANK[type(event)]
    ground = event.ground if isinstance(event, EXCLUSIONS) else ""
    actions: list[Action] = [
        (event.start.toordinal(), SPANS, (rank, ground, event.end is None, event.end or date.max), place)
    ]
    if isinstance(event, SupplementaryInvestigation) and event.end is not None and event.end >= event.start:
        actions.append((event.end.toordinal(), TURNS, (0, ""), place))
    return actions
