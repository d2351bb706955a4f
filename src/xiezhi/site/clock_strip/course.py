"""The course of a limit: what became of each day from the filing on, read from the clock's answer.

A course holds only days and words, no geometry. Everything it says comes from the Outcome and its steps; nothing is
computed a second time here, so the picture cannot differ from the derivation.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from xiezhi.rules.language import tr
from xiezhi.rules.limits.catalogue import Catalogue, Length
from xiezhi.rules.limits.issues import ISSUE_TEXTS
from xiezhi.rules.limits.loader import load_catalogue
from xiezhi.rules.limits.model import Outcome, Span, Status
from xiezhi.rules.limits.sentences import length_en, length_zh

SHORT_NAME = re.compile(r"[，、（(,;]")


class State(StrEnum):
    """How the clock of a case stands on the day of the reader, in the words of the strip."""

    RUNNING = "running"
    OVERDUE = "overdue"
    PAUSED = "paused"
    SUSPENDED = "suspended"
    EXEMPT = "exempt"
    NO_LIMIT = "no_limit"
    CLOSED_IN_TIME = "closed_in_time"
    CLOSED_LATE = "closed_late"
    CLOSED = "closed"
    INVALID = "invalid"
    UNDOCKETED = "undocketed"


STOPPED = (State.PAUSED, State.SUSPENDED)
LIFTED = (State.EXEMPT, State.NO_LIMIT)


class Excluded(NamedTuple):
    """Days (start, end] that do not count, each only once; `words` is empty where another span says it already."""

    start: date
    end: date
    words: str
    suspension: bool
    open: bool

    @property
    def days(self) -> int:
        return (self.end - self.start).days


@dataclass(frozen=True, slots=True)
class Course:
    """One limit from its first day. `anchor` is the day the present counting starts, later than `first` after a restart.

    `base_end` is where the statutory length alone would lead, `granted_end` with the extensions, both before excluded days.
    `hidden_days` are the gross days beyond the base limit of a case that is still within its deadline (hidden overrun).
    """

    state: State
    today: date
    first: date | None = None
    anchor: date | None = None
    closed_on: date | None = None
    deadline: date | None = None
    nominal: date | None = None
    soft: date | None = None
    base_end: date | None = None
    granted_end: date | None = None
    stopped_on: date | None = None
    remaining: int | None = None
    excluded: tuple[Excluded, ...] = ()
    restarts: tuple[date, ...] = ()
    extensions: tuple[str, ...] = ()
    provisional: bool = False
    hidden_days: int = 0
    gross: int | None = None
    net: int | None = None
    reasons: tuple[str, ...] = ()

    @property
    def until(self) -> date:
        """The day up to which things have happened: the closing, or today."""
        return self.closed_on or self.today

    @property
    def days_left(self) -> int | None:
        """Days from today (or the closing) to the deadline; negative once it is past."""
        return None if self.deadline is None else (self.deadline - self.until).days

    @property
    def excluded_in_count(self) -> int:
        """The excluded days of the present counting, those that are added at the end of the limit."""
        if self.anchor is None:
            return 0
        return sum(max(0, (span.end - max(span.start, self.anchor)).days) for span in self.excluded)


def undocketed(received_on: date | None, today: date) -> Course:
    """A case that was received but not docketed: no limit runs yet."""
    return Course(State.UNDOCKETED, today, first=received_on)


def course_of(
    outcome: Outcome | None,
    *,
    today: date,
    closed_on: date | None = None,
    catalogue: Catalogue | None = None,
    received_on: date | None = None,
) -> Course:
    """The course behind an outcome computed with steps; None = there is no clock yet (the case is not docketed)."""
    if outcome is None:
        return undocketed(received_on, today)
    if outcome.status is Status.INVALID:
        reasons = tuple(tr(*ISSUE_TEXTS[issue]) for issue in outcome.issues)
        return Course(State.INVALID, today, closed_on=closed_on, reasons=reasons)
    if outcome.status in (Status.EXEMPT, Status.NO_LIMIT):
        state = State.EXEMPT if outcome.status is Status.EXEMPT else State.NO_LIMIT
        articles = tuple(tr(source.zh, source.en) for source in outcome.articles)
        return Course(state, today, outcome.anchor_date, outcome.anchor_date, closed_on, reasons=articles)
    return _counted(outcome, today, closed_on, catalogue or load_catalogue())


def _counted(outcome: Outcome, today: date, closed_on: date | None, catalogue: Catalogue) -> Course:
    assert outcome.anchor_date is not None  # a clock that ran has a first day
    starts = [step.start for step in outcome.steps if step.kind == "start" and step.start is not None]
    anchor = outcome.anchor_date
    first = min(anchor, *starts) if starts else anchor
    until = closed_on or today
    base_end = next((step.end for step in reversed(outcome.steps) if step.kind == "base"), None)
    return Course(
        _state(outcome, until, closed_on),
        today,
        first,
        anchor,
        closed_on,
        outcome.deadline,
        outcome.nominal_deadline,
        outcome.soft_deadline,
        base_end,
        _granted_end(outcome),
        outcome.stopped_on,
        outcome.remaining_days,
        _excluded(outcome, first, until, catalogue),
        tuple(day for day in starts[1:] if day > first),
        tuple(_granted(outcome)),
        outcome.provisional,
        _hidden_days(outcome, base_end, until),
        outcome.gross_days,
        outcome.net_days,
    )


def _state(outcome: Outcome, until: date, closed_on: date | None) -> State:
    if outcome.deadline is None:
        if closed_on is not None:
            return State.CLOSED
        return State.SUSPENDED if outcome.status is Status.SUSPENDED else State.PAUSED
    if closed_on is not None:
        return State.CLOSED_IN_TIME if closed_on <= outcome.deadline else State.CLOSED_LATE
    return State.RUNNING if until <= outcome.deadline else State.OVERDUE


def _granted_end(outcome: Outcome) -> date | None:
    nominal = outcome.nominal_deadline
    return None if nominal is None else date.fromordinal(nominal.toordinal() - outcome.deducted_days)


def _granted(outcome: Outcome) -> list[str]:
    lengths = [Length(grant.months or 0, grant.days or 0) for grant in outcome.extensions]
    return [tr(length_zh(length), length_en(length)) for length in lengths]


def _hidden_days(outcome: Outcome, base_end: date | None, until: date) -> int:
    """Glossary, hidden overrun: within the deadline, yet past the base limit by the calendar."""
    if base_end is None or outcome.deadline is None or until > outcome.deadline:
        return 0
    return max(0, (until - base_end).days)


def _excluded(outcome: Outcome, first: date, until: date, catalogue: Catalogue) -> tuple[Excluded, ...]:
    """The spans cut so that no day is in two of them, in order of time; an open one reaches to `until`."""
    spans: Sequence[Span] = sorted(outcome.spans, key=lambda span: (span.start, span.end or date.max))
    pieces, covered_to = [], first
    for span in spans:
        ground = catalogue.grounds[span.ground]
        start, end = max(span.start, covered_to), span.end or max(until, span.start)
        if end > start:
            name = tr(ground.name_zh, ground.name_en)
            pieces.append(Excluded(start, end, name, ground.kind == "suspension", span.end is None))
            covered_to = end
    stop = outcome.stopped_on
    if stop is not None and until > max(stop, covered_to):
        name = tr("补充侦查", "supplementary investigation")
        pieces.append(Excluded(max(stop, covered_to), until, name, suspension=False, open=True))
    return tuple(pieces)


def short_name(words: str) -> str:
    """The name of a ground as a label has room for it: its first part."""
    return SHORT_NAME.split(words, maxsplit=1)[0].strip()
