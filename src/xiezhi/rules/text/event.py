"""One event in the course of a case, with the days, reason and numbers that the text gives for it."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from xiezhi.rules.text.clauses import Sentence


@dataclass(frozen=True, slots=True)
class Event:
    """One event with the words and days the text gives for it."""

    type: str
    occurred_on: date | None = None
    ended_on: date | None = None
    reason: str | None = None
    count: int | None = None
    months: int | None = None
    approved_by: str | None = None

    def as_record(self) -> dict[str, object]:
        """Type and date always, the rest where stated."""
        record: dict[str, object] = {
            "type": self.type,
            "date": self.occurred_on.isoformat() if self.occurred_on else None,
        }
        record |= {"reason": self.reason} if self.reason else {}
        record |= {"end": self.ended_on.isoformat()} if self.ended_on else {}
        for name in ("count", "months", "approved_by"):
            value = getattr(self, name)
            record |= {name: value} if value else {}
        return record


def dated(kind: str, pattern: re.Pattern[str]) -> Callable[[Sentence], list[Event]]:
    """A reader of events of one kind: one for each day that the acts of a sentence state, or one without a day."""

    def read(sentence: Sentence) -> list[Event]:
        if not pattern.search(sentence.text):
            return []
        days = [day for group in sentence.days_before(pattern) for day in group] or [None]
        return [Event(kind, day) for day in dict.fromkeys(days)]

    return read
