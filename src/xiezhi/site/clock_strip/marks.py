"""Days worth marking besides those of the limit itself: a hearing, a reminder, the last day to apply."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple

from xiezhi.rules.language import tr
from xiezhi.rules.limits.model import Outcome
from xiezhi.rules.limits.rungs import Rung


class Mark(NamedTuple):
    """A day with its words; `kind` is hearing, reminder, apply, check or target (the last two also show on the strip)."""

    on: date
    words: str
    kind: str


def law_marks(outcome: Outcome, rung: Rung | None, warned: Iterable[int]) -> list[Mark]:
    """The reminders, so many days before the last day, and the last day to apply for the next rung of the ladder."""
    if outcome.deadline is None:
        return []
    marks = [
        Mark(outcome.deadline - timedelta(days=days), tr(f"{days}日提醒", f"{days}-day reminder"), "reminder")
        for days in warned
    ]
    if rung is not None and rung.apply_by is not None:
        marks.append(Mark(rung.apply_by, tr("最迟申请延长", "last day to apply"), "apply"))
    return marks
