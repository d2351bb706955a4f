"""The limits and ladders of rules/data/limits as planning needs them: the last day for a whole column of cases at once."""

import numpy as np

from xiezhi.demo.cases.time import Days, Floats, Horizon
from xiezhi.rules.limits.catalogue import LadderStep, Length
from xiezhi.rules.limits.clock import default_clock

_SENTENCE = "max_sentence_years"
_WORKING_DAYS, _DAYS = 5, 7  # of a week, as the planning reckons; holidays only leave room
_HOURS_A_DAY = 24


class Limits:
    """Base lengths and ladders of the procedures, as the law stands on the last day shown."""

    def __init__(self, horizon: Horizon) -> None:
        self.horizon = horizon
        self.catalogue = default_clock().catalogue

    def base_end(self, procedure: str, anchors: Days, years: Floats) -> Days | None:
        """The last day of the base limit for clocks that start on these days; None where there is no limit."""
        rule = self.catalogue.rules.get(procedure)
        version = rule.version(self.horizon.today) if rule else None
        if version is None or version.status != "limit":
            return None
        end = self.reach(anchors, version.base)
        for variant in reversed(version.variants):
            if variant.fact == _SENTENCE and variant.above is not None:
                end = np.where(years > variant.above, self.reach(anchors, variant.base), end).astype(np.int32)
        return end

    def reach(self, days: Days, length: Length) -> Days:
        """The day a length leads to, rest days apart; hours count as whole days, one at least."""
        whole = length.days + length.working_days * _DAYS // _WORKING_DAYS + -(-length.hours // _HOURS_A_DAY)
        moved = self.horizon.months_on(days, length.months) if length.months else days
        return (moved + whole).astype(np.int32)

    def step(self, procedure: str, used: int) -> LadderStep | None:
        """The step of the ladder that comes after so many grants."""
        rule = self.catalogue.rules.get(procedure)
        ladder = rule.version(self.horizon.today).ladder if rule else None
        version = self.catalogue.ladders[ladder].version(self.horizon.today) if ladder else None
        return version.step(used) if version else None
