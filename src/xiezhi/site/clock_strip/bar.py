"""The small bar of a table row: the strip's essence with the due date at one fixed place, so that all flags of a page line up."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from xiezhi.rules.language import tr
from xiezhi.site.clock_strip.band import band_of
from xiezhi.site.clock_strip.course import LIFTED, Course, Excluded, State
from xiezhi.site.clock_strip.words import summary_of

DUE_AT = 82.0  # percent


@dataclass(frozen=True, slots=True)
class Bar:
    """Pieces as (class, x, width) in percent, the flag's class ("" = none), and the bar in words."""

    pieces: tuple[tuple[str, float, float], ...]
    flag: str
    words: str
    due_at: float = DUE_AT


def bar_of_course(course: Course) -> Bar:
    """The bar of a course that is known whole."""
    words = summary_of(course).spoken
    if course.first is None or course.state in LIFTED or course.state in (State.UNDOCKETED, State.INVALID):
        return Bar((), "", words)
    end = course.deadline
    if end is None:
        end = date.fromordinal((course.stopped_on or course.until).toordinal() + (course.remaining or 0))
    share = DUE_AT / max((end - course.first).days, 1)
    if course.until > end:
        share = min(share, 100 / (course.until - course.first).days) if course.deadline is None else share
    pieces = []
    for piece in band_of(course):
        x = round(share * (piece.start - course.first).days, 2)
        width = round(min(share * piece.days, 100 - x), 2)
        if width > 0 and piece.kind != "left":
            pieces.append((piece.kind, x, width))
    flag = "" if course.deadline is None else "provisional" if course.provisional else "due"
    return Bar(tuple(pieces), flag, words)


def bar_of(
    *,
    first: date | None,
    deadline: date | None,
    today: date,
    closed_on: date | None = None,
    stopped_on: date | None = None,
    remaining: int | None = None,
    suspended: bool = False,
    excluded: Sequence[tuple[date, date | None]] = (),
    provisional: bool = False,
    lifted: bool = False,
) -> Bar:
    """The bar from the columns a table row carries, without the clock's steps; `excluded` spans may be left out."""
    until = closed_on or today
    if first is None or lifted or (deadline is None and stopped_on is None):
        state = State.NO_LIMIT if lifted else State.UNDOCKETED
        return bar_of_course(Course(state, today, first, closed_on=closed_on))
    if deadline is None:
        state = State.CLOSED if closed_on else State.SUSPENDED if suspended else State.PAUSED
    elif closed_on is None:
        state = State.RUNNING if today <= deadline else State.OVERDUE
    else:
        state = State.CLOSED_IN_TIME if closed_on <= deadline else State.CLOSED_LATE
    spans = _cut(
        [*excluded, *([(stopped_on, None)] if stopped_on and deadline is None else [])], first, until
    )
    return bar_of_course(
        Course(
            state, today, first, first, closed_on, deadline,
            stopped_on=stopped_on, remaining=remaining, excluded=tuple(spans), provisional=provisional,
        )
    )  # fmt: skip


def _cut(spans: Sequence[tuple[date, date | None]], first: date, until: date) -> list[Excluded]:
    pieces, covered_to = [], first
    for start, end in sorted(spans, key=lambda span: (span[0], span[1] or date.max)):
        last = end or max(until, start)
        if last > max(start, covered_to):
            pieces.append(
                Excluded(
                    max(start, covered_to), last, tr("扣除", "excluded"), suspension=False, open=end is None
                )
            )
            covered_to = last
    return pieces
