"""The next rung of the ladder of extensions: who may grant how much more time, and by when it is asked and decided (handbook section 11)."""

from datetime import date, timedelta
from typing import NamedTuple

from xiezhi.rules.limits.catalogue import Catalogue, LadderStep, LadderVersion
from xiezhi.rules.limits.model import Outcome


class Rung(NamedTuple):
    """A step of the ladder with its last days, counted back from the day the limit ends; None where the law sets none, or the clock
    stands. `refuse_by`: the last day for a refusal only."""

    step: LadderStep
    ladder: LadderVersion
    apply_by: date | None
    decide_by: date | None
    refuse_by: date | None

    @property
    def articles(self) -> tuple[str, ...]:
        """What the step rests on, its own articles first."""
        return tuple(dict.fromkeys(self.step.articles + self.ladder.articles))


def rung_of(outcome: Outcome, catalogue: Catalogue, on: date) -> Rung | None:
    """The rung that a decision taken on a day would use; None where the rule has no ladder then, or all its steps are used."""
    ladder = catalogue.ladders[outcome.ladder].version(on) if outcome.ladder else None
    step = ladder.step(len(outcome.extensions)) if ladder else None
    if ladder is None or step is None:
        return None
    days = step.apply_by_days, step.decide_by_days, step.refuse_by_days
    return Rung(step, ladder, *(_before(outcome.deadline, number) for number in days))


def _before(last: date | None, days: int | None) -> date | None:
    return last - timedelta(days=days) if last is not None and days is not None else None
