"""Every open clock of the installation answered anew and held against what stands: what differs is superseded, in small steps.

The bulk clock answers (`standing`), the few cases that differ are looked at once more under their locks (`moving`). Safe to repeat and to
run twice at once; nightly by the schedule, because a capped deduction ends by the mere passing of days; after the acceptance of an
edition with the list of its changes.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial
from uuid import UUID

from xiezhi.rules.errors import XiezhiError
from xiezhi.work.deadlines.law_in_force import LawInForce, fault_in_force, law_in_force
from xiezhi.work.deadlines.recomputing import standing
from xiezhi.work.deadlines.recomputing.moving import FEWEST, FIRST, MOST, SOON, move

ROUNDS = 20  # how often a case that is being recorded in is taken again

Report = Callable[[int, int], None]
Step = Callable[[], None]


@dataclass
class Recomputed:
    """What a recomputation did: clocks asked, clocks written anew, cases that somebody held all the time, the longest lock."""

    asked: int = 0
    written: int = 0
    longest: float = 0.0
    held: set[UUID] = field(default_factory=set, repr=False)
    _size: int = field(default=FIRST, repr=False)

    @property
    def left(self) -> int:
        return len(self.held)

    def __str__(self) -> str:
        return f"{self.asked}, {self.written} ≠"


def quiet(done: int, total: int) -> None:
    """For those who do not want to hear how far it is."""


def recompute(*, on: date, at: datetime, report: Report = quiet, edition: int | None = None) -> Recomputed:
    """Answer every open clock by the law in force on a day and write what differs. `report` is told how many questions of how
    many are done; what it raises ends the work between two steps.

    Raises XiezhiError when the edition in force cannot be read (the packaged law must not move dates in its place), EditionChanged
    when another one comes into force meanwhile.
    """
    fault = fault_in_force()
    if fault is not None:
        raise XiezhiError(
            f"现行法规数据无法读取：{fault.zh}", f"the law data in force cannot be read: {fault.en}"
        )
    law, done = law_in_force(), Recomputed()
    total = standing.count_asked()
    for page in standing.pages():
        asked = standing.asked_on(law, page, on)
        done.asked += sum(len(asked[one.asks]) for one in page)
        tell = partial(report, min(done.asked, total), total)
        _bring(done, law, standing.differing(page, asked), on, at, edition, tell)
        tell()
    otherwise: dict[UUID, None] = {}
    for group in standing.groups():
        done.asked += group.clocks
        if standing.says_otherwise(law, group):
            otherwise |= dict.fromkeys(case for case, _ in standing.cases_of(group))
    _bring(done, law, list(otherwise), on, at, edition, partial(report, total, total))
    return done


def _bring(
    done: Recomputed, law: LawInForce, cases: Sequence[UUID], on: date, at: datetime, edition: int | None, after_each: Step = lambda: None
) -> None:  # fmt: skip
    """Small steps over cases that seem to differ; those held by others are taken again."""
    waiting = list(cases)
    for _ in range(ROUNDS):
        held: list[UUID] = []
        while waiting:
            some, waiting = waiting[: done._size], waiting[done._size :]
            moved = move(law, some, on=on, at=at, edition=edition)
            done.written += moved.written
            done.longest = max(done.longest, moved.seconds)
            done._size = _next_size(done._size, moved.seconds)
            held += moved.passed_over
            after_each()
        if not held:
            return
        waiting = held
    done.held.update(waiting)


def _next_size(size: int, seconds: float) -> int:
    """Fewer cases after a long lock, more after a short one."""
    if seconds > SOON:
        return max(FEWEST, size // 2)
    return min(MOST, size + FEWEST) if seconds < SOON / 2 else size
