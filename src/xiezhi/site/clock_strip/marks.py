"""Days worth marking besides those of the limit itself: a hearing, a reminder, the last day to apply."""

from datetime import date, timedelta
from typing import NamedTuple

from xiezhi.rules.language import tr
from xiezhi.rules.limits.catalogue import Catalogue
from xiezhi.rules.limits.duties import WarningPoints
from xiezhi.rules.limits.model import Outcome


class Mark(NamedTuple):
    """A day with its words; `kind` is hearing, reminder, apply, check or target (the last two also show on the strip)."""

    on: date
    words: str
    kind: str


def law_marks(outcome: Outcome, catalogue: Catalogue, points: WarningPoints) -> list[Mark]:
    """The reminders of the branch, and the last day to apply for the next rung of the ladder."""
    if outcome.deadline is None:
        return []
    marks = [
        Mark(outcome.deadline - timedelta(days=days), tr(f"{days}日提醒", f"{days}-day reminder"), "reminder")
        for days in points.days_before.get(outcome.rule.partition(".")[0], ())
    ]
    last_day = last_day_to_apply(outcome, catalogue)
    if last_day is not None:
        marks.append(Mark(last_day, tr("最迟申请延长", "last day to apply"), "apply"))
    return marks


def last_day_to_apply(outcome: Outcome, catalogue: Catalogue) -> date | None:
    """The last lawful day to ask for the next extension; None where the ladder has no further rung or sets no day."""
    rule = catalogue.rules.get(outcome.rule)
    if rule is None or outcome.deadline is None or outcome.rule_from is None:
        return None
    name = rule.version(outcome.rule_from).ladder
    ladder = catalogue.ladders[name].version(outcome.deadline) if name else None
    step = ladder.step(len(outcome.extensions)) if ladder else None
    if step is None or step.apply_by_days is None:
        return None
    return outcome.deadline - timedelta(days=step.apply_by_days)
