"""What the shared parts of pages are given: small values that views fill and templates/parts draw.

A view may pass anything with the same attributes; these classes say which there are. Each template names its values in
its first lines; the page of all components (staff:components) shows every part in every state.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class Tab:
    """A saved view or a tab: `count` None = not counted."""

    words: str
    href: str
    count: int | None = None
    current: bool = False


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter: `href` sets it or takes it off (`on`); with `choices` it opens a menu of further chips.

    One of a row of which exactly one is on (`one_of`) has no cross.
    """

    words: str
    href: str = ""
    on: bool = False
    count: int | None = None
    choices: tuple["Chip", ...] = ()
    one_of: bool = False


class Column(NamedTuple):
    """A table head: `href` sorts by it; `sorted` is "", ascending or descending; `kind` is its class."""

    words: str
    href: str = ""
    sorted: str = ""
    kind: str = ""


class Page(NamedTuple):
    """Which rows of how many are shown; `before` and `after` are addresses, empty at the ends."""

    first: int
    last: int
    total: int
    number: int
    pages: int
    before: str = ""
    after: str = ""


class Action(NamedTuple):
    """Something to do; with `refusal` it is shown disabled, and the refusal says which post or rule forbids it."""

    words: str
    href: str = ""
    main: bool = False
    refusal: str = ""


class Due(NamedTuple):
    """A day and what is due then."""

    on: date
    words: str


class NextStep(NamedTuple):
    """Who acts next and by when."""

    words: str
    dates: tuple[Due, ...] = ()


class Masked(NamedTuple):
    """A protected value: `shown` is masked until `opened`; opening it at `href` asks for a reason and is logged."""

    label: str
    shown: str
    href: str = ""
    opened: bool = False


@dataclass(frozen=True, slots=True)
class Happened:
    """A line of the events: what happened on which day, who recorded it and when.

    `clock` = touches the limit; `ahead` = to come; `late_days` = recorded so many days late; `anchor` names the line for
    links to it, `correct_href` leads to its correction. `threaded` sets `thread` (how the line runs here: excluded, starts, ends)
    and `year_thread` (the line beside the year above it; None = the same year).
    """

    on: date
    words: str
    record: str = ""
    detail: str = ""
    document: str = ""
    document_href: str = ""
    clock: bool = False
    ahead: bool = False
    withdrawn: bool = False
    late_days: int = 0
    anchor: str = ""
    correct_href: str = ""
    thread: str = ""
    year_thread: str | None = None


def threaded(
    events: Sequence[Happened], excluded: Sequence[tuple[date, date | None]], *, today: date
) -> list[Happened]:
    """The events, newest first, with the excluded spans drawn along their line; an open span reaches to today."""
    spans = [(start, end or today + timedelta(1)) for start, end in excluded]
    return [
        replace(event, thread=_thread(event, spans), year_thread=_year_thread(newer, event, spans))
        for newer, event in zip([None, *events], events)
    ]


def _year_thread(newer: Happened | None, event: Happened, spans: Sequence[tuple[date, date]]) -> str | None:
    if newer is None:
        return ""
    if newer.on.year == event.on.year:
        return None
    return "excluded" if any(start <= event.on and newer.on <= end for start, end in spans) else ""


def _thread(event: Happened, spans: Sequence[tuple[date, date]]) -> str:
    words = set()
    for start, end in spans:
        if start < event.on < end:
            return "excluded"
        if event.on == start and event.clock:
            words.add("starts")
        if event.on == end and event.clock:
            words.add("ends")
    return " ".join(sorted(words))


@dataclass(frozen=True, slots=True)
class Kin:
    """A case in the chain of a dispute, from mediation to enforcement: `branch` = beside the main line; `line` as drawn."""

    words: str
    note: str = ""
    href: str = ""
    here: bool = False
    ahead: bool = False
    branch: bool = False
    above: str = ""
    below: str = ""


def chained(kin: Sequence[Kin]) -> list[Kin]:
    """The chain with the lines between its members: solid as far as it went, dotted to what is to come."""
    main = [place for place, member in enumerate(kin) if not member.branch]
    first, last = (main[0], main[-1]) if main else (0, -1)
    happened = max((place for place in main if not kin[place].ahead), default=-1)

    def line(upper: int) -> str:
        if not first <= upper < last:
            return ""
        return "solid" if upper < happened else "ahead"

    return [replace(member, above=line(place - 1), below=line(place)) for place, member in enumerate(kin)]


class Reading(NamedTuple):
    """One opening of a case: when, who in which post, what, why."""

    at: datetime
    who: str
    post: str
    what: str
    why: str = ""
    own: bool = False


class Difference(NamedTuple):
    """A field two people changed: as it was, as the other saved it, as you wrote it."""

    label: str
    before: str
    theirs: str
    yours: str

    @property
    def same(self) -> bool:
        """Whether nobody has to decide."""
        return self.theirs == self.yours


@dataclass(frozen=True, slots=True)
class Progress:
    """A long job: counts, time left in words, where to cancel it and where its result lies; `state` as the job's."""

    words: str
    done: int
    total: int | None
    state: str = "running"
    left: str = ""
    problems: int = 0
    problems_href: str = ""
    cancel_href: str = ""
    result_href: str = ""
    poll_href: str = ""

    @property
    def percent(self) -> float:
        """How much is done, in percent; 0 while the total is unknown."""
        return round(100 * self.done / self.total, 1) if self.total else 0.0
