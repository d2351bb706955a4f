"""The lens: the last weeks before (or after) the deadline day by day, with rest days, holidays and what falls on them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import NamedTuple

from xiezhi.rules.calendar import Calendar
from xiezhi.rules.language import tr
from xiezhi.rules.limits.sentences import MONTHS_EN
from xiezhi.site.clock_strip.course import Course, State
from xiezhi.site.clock_strip.labels import ROW, Wanted, arrange, extent
from xiezhi.site.clock_strip.marks import Mark
from xiezhi.site.clock_strip.shapes import Box, Drawing, Label, Stroke
from xiezhi.site.clock_strip.words import short_day

SHOWN_FROM = 45  # days left
BEFORE, AFTER, MOST_OVER = 9, 2, 14
WIDTHS = (("wide", 1000), ("medium", 600))
CELL, HEAD, MOST_ROWS = 24, 18, 5
WEEK, WEEK_WIDTH, WEEK_ROW = 7, 288, 32
NUMBER_GAP = 3
ROOMY = 17  # px a day needs for its number
WEIGHTS = {"due": 0, "today": 1, "apply": 2, "hearing": 3, "nominal": 4}  # which mark is placed first


class Day(NamedTuple):
    """One day of the lens: its classes in the sheet and what it says when touched."""

    on: date
    kind: str
    title: str

    @property
    def marked(self) -> bool:
        return "today" in self.kind or "due" in self.kind or "nominal" in self.kind


@dataclass(frozen=True, slots=True)
class Lens:
    """The last weeks: drawn as one row, on a phone as a month's sheet; `entries` are its marks as a list."""

    drawings: tuple[Drawing, ...]
    entries: tuple[tuple[str, str], ...]


def lens_of(course: Course, marks: Sequence[Mark], calendar: Calendar) -> Lens | None:
    """The lens where the end is near: at most 45 days ahead, at most a fortnight past."""
    due = course.deadline
    if due is None or course.state not in (State.RUNNING, State.OVERDUE):
        return None
    if not -MOST_OVER <= (due - course.today).days <= SHOWN_FROM:
        return None
    first = min(course.today, due) - timedelta(days=BEFORE)
    last = max(course.today, due) + timedelta(days=AFTER)
    if not calendar.first <= first <= last <= calendar.last:
        return None
    days = [_day(course, first + timedelta(days=place), calendar) for place in range((last - first).days + 1)]
    entries = _entries(course, marks, first, last)
    drawings = [_Row(days, entries, course, calendar, name, width).drawing() for name, width in WIDTHS]
    listed = tuple((short_day(mark.on, course.today), mark.words) for mark in entries)
    return Lens((*drawings, _weeks(days)), listed)


def _day(course: Course, on: date, calendar: Calendar) -> Day:
    told = calendar.explain(on)
    kinds = [_kind(course, on, working=told.working), *_accents(course, on)]
    if told.kind == "make_up":
        kinds.append("make-up")
    return Day(on, " ".join(kinds), f"{short_day(on, course.today)} {tr(told.name_zh, told.name_en)}")


def _kind(course: Course, on: date, *, working: bool) -> str:
    if any(span.start < on <= span.end for span in course.excluded):
        return "out"
    if course.deadline is not None and course.deadline < on <= course.today:
        return "over"
    past = on <= course.today
    if working:
        return "worked" if past else "ahead"
    return "worked-rest" if past else "rest"


def _accents(course: Course, on: date) -> list[str]:
    days = {"today": course.today, "due": course.deadline, "nominal": course.nominal}
    if course.nominal == course.deadline:
        del days["nominal"]
    return [kind for kind, day in days.items() if day == on]


def _entries(course: Course, marks: Sequence[Mark], first: date, last: date) -> list[Mark]:
    assert course.deadline is not None
    own = [
        Mark(course.today, tr("今天", "today"), "today"),
        Mark(course.deadline, tr("届满", "last day"), "due"),
    ]
    if course.nominal is not None and course.nominal != course.deadline:
        own.append(Mark(course.nominal, tr("名义届满", "nominal date"), "nominal"))
    if course.soft is not None:
        own.append(Mark(course.soft, tr("软期限", "soft date"), "soft"))
    inside = sorted((mark for mark in (*own, *marks) if first <= mark.on <= last), key=lambda mark: mark.on)
    return [_together(list(same_day)) for _, same_day in groupby(inside, key=lambda mark: mark.on)]


def _together(marks: list[Mark]) -> Mark:
    """What falls on one day as one mark."""
    kind = next((mark.kind for mark in marks if mark.kind in WEIGHTS), marks[0].kind)
    return Mark(marks[0].on, tr("、", ", ").join(mark.words for mark in marks), kind)


class _Row:
    """The days side by side at one width: names above, numbers in the cells, marks below."""

    def __init__(
        self, days: list[Day], entries: list[Mark], course: Course, calendar: Calendar, name: str, width: int
    ) -> None:
        self.days, self.entries, self.course, self.calendar = days, entries, course, calendar
        self.name, self.width = name, width
        self.share = 100 / len(days)

    def _left(self, place: int) -> float:
        return round(place * self.share, 3)

    def _middle(self, place: int) -> float:
        return round((place + 0.5) * self.share, 3)

    def drawing(self) -> Drawing:
        boxes = tuple(
            Box(day.kind, self._left(place), HEAD, round(self.share, 3), CELL, day.title)
            for place, day in sorted(enumerate(self.days), key=lambda placed: placed[1].marked)
        )
        names = [
            Label(placed.wanted.words, placed.wanted.x, HEAD - 5, placed.anchor, placed.dx, "quiet")
            for placed in arrange(self._names(), self.width, 1).placed
        ]
        below = arrange(self._marks(), self.width, MOST_ROWS)
        marks, strokes = [], []
        for placed in below.placed:
            y = HEAD + CELL + ROW * (placed.row + 1)
            marks.append(
                Label(placed.wanted.words, placed.wanted.x, y, placed.anchor, placed.dx, placed.wanted.kind)
            )
            strokes.append(Stroke("leader", placed.wanted.x, HEAD + CELL, placed.wanted.x, y))
        labels = (*names, *self._numbers(), *marks)
        height = HEAD + CELL + below.height + 6
        return Drawing(f"lens-{self.name}", self.width, height, boxes, tuple(strokes), (), labels)

    def _names(self) -> list[Wanted]:
        """The months, then the holidays and make-up workdays as far as there is room."""
        months = [
            Wanted(
                tr(f"{day.on.month}月", MONTHS_EN[day.on.month - 1]),
                self._left(place),
                "quiet",
                0,
                ("start",),
            )
            for place, day in enumerate(self.days)
            if place == 0 or day.on.day == 1
        ]
        return months + [
            Wanted(words, round((first + last + 1) / 2 * self.share, 3), "quiet", 0, ("middle",))
            for words, first, last in self._holidays()
        ]

    def _holidays(self) -> list[tuple[str, int, int]]:
        told = [self.calendar.explain(day.on) for day in self.days]
        runs, place = [], 0
        for words, days in groupby(
            told, key=lambda day: _holiday_name(day.kind, tr(day.name_zh, day.name_en))
        ):
            count = len(list(days))
            if words:
                runs.append((words, place, place + count - 1))
            place += count
        return runs

    def _numbers(self) -> list[Label]:
        """Day numbers as far as they stand apart: the marked days first, then Mondays, then the others if all have room."""
        roomy = self.width / len(self.days) >= ROOMY
        places = [
            place
            for place, day in enumerate(self.days)
            if roomy or day.marked or day.on.weekday() == 0 or day.on.day == 1
        ]
        order = sorted(
            places, key=lambda place: (not self.days[place].marked, self.days[place].on.weekday() > 0)
        )
        taken: list[tuple[float, float]] = []
        labels = []
        for place in order:
            words, x = str(self.days[place].on.day), self._middle(place)
            left, right = extent(x * self.width / 100, words, "middle", 0)
            if all(right + NUMBER_GAP <= one or left >= two + NUMBER_GAP for one, two in taken):
                taken.append((left, right))
                labels.append(Label(words, x, HEAD + 16, "middle", 0, f"on-{self.days[place].kind}"))
        return labels

    def _marks(self) -> list[Wanted]:
        first = self.days[0].on
        weights = {"due": 0, "today": 1, "apply": 2, "hearing": 3, "nominal": 4}
        ordered = sorted(self.entries, key=lambda mark: weights.get(mark.kind, 9))
        return [
            Wanted(mark.words, self._middle((mark.on - first).days), mark.kind, 4, needed=True)
            for mark in ordered
        ]


def _holiday_name(kind: str, name: str) -> str:
    if kind == "make_up":
        return tr("调休上班", "make-up day")
    return (
        name.removesuffix(tr("调休", "\0")).removeprefix(tr("\0", "day off in lieu, "))
        if kind in ("holiday", "in_lieu")
        else ""
    )


def _weeks(days: list[Day]) -> Drawing:
    """The same days as the sheet of a month, Monday first, for a narrow screen."""
    monday = days[0].on - timedelta(days=days[0].on.weekday())
    share = 100 / WEEK
    boxes, labels = [], []
    for place, name in enumerate(tr("一 二 三 四 五 六 日", "Mo Tu We Th Fr Sa Su").split()):
        labels.append(Label(name, round((place + 0.5) * share, 3), 12, "middle", 0, "quiet"))
    for before, day in zip([None, *(day.on for day in days)], days):
        row, column = divmod((day.on - monday).days, WEEK)
        x, y = round(column * share, 3), HEAD + row * WEEK_ROW
        boxes.append(Box(day.kind, x, y, round(share, 3), WEEK_ROW, day.title))
        words = str(day.on.day)
        if before is None or day.on.day == 1:
            words = tr(f"{day.on.month}/{words}", f"{words} {MONTHS_EN[day.on.month - 1]}")
        labels.append(Label(words, round(x + share / 2, 3), y + 20, "middle", 0, f"on-{day.kind}"))
    rows = (days[-1].on - monday).days // WEEK + 1
    boxes.sort(key=lambda box: any(mark in box.kind for mark in ("today", "due", "nominal")))
    return Drawing("lens-narrow", WEEK_WIDTH, HEAD + rows * WEEK_ROW + 4, tuple(boxes), (), (), tuple(labels))
