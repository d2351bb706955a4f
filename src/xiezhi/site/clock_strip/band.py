"""The band of a strip, what happened day by day, and the rail under it, what the date is made of: spans of days, no geometry."""

import itertools
from datetime import date
from typing import NamedTuple

from xiezhi.rules.language import tr
from xiezhi.site.clock_strip.course import STOPPED, Course
from xiezhi.site.clock_strip.words import short_day, span_title, whole_day


class Piece(NamedTuple):
    """A span of the band or the rail: `kind` is its class in the sheet."""

    kind: str
    start: date
    end: date
    title: str = ""

    @property
    def days(self) -> int:
        return (self.end - self.start).days


def band_of(course: Course) -> list[Piece]:
    """Every day from the first to the later of today and the deadline, in pieces without gap or overlap."""
    assert course.first is not None  # a course without a first day has no band
    end = max(course.until, course.deadline or course.until)
    pieces: list[Piece] = []
    cursor = course.first
    for span in course.excluded:
        pieces += _counted(course, cursor, min(span.start, end))
        if span.start < end:
            pieces.append(Piece("out", span.start, min(span.end, end), span_title(span)))
        cursor = min(span.end, end)
    return pieces + _counted(course, cursor, end)


def _counted(course: Course, start: date, end: date) -> list[Piece]:
    """A stretch without excluded days, cut where its meaning changes."""
    cuts = {day for day in (course.anchor, course.until, course.deadline) if day and start < day < end}
    days = [start, *sorted(cuts), end]
    return [
        Piece(_kind(course, one), one, two, _title(course, one, two))
        for one, two in itertools.pairwise(days)
        if one < two
    ]


def _kind(course: Course, day: date) -> str:
    if course.anchor is not None and day < course.anchor:
        return "earlier"
    if day >= course.until:
        return "left"
    return "over" if course.deadline is not None and day >= course.deadline else "worked"


def _title(course: Course, start: date, end: date) -> str:
    days = (end - start).days
    return {
        "earlier": tr(f"重新计算之前，{days}日", f"before the restart, {days} d"),
        "worked": tr(f"已计{days}日", f"{days} d counted"),
        "over": tr(f"超过期限{days}日", f"{days} d past the limit"),
        "left": tr(f"尚余{days}日", f"{days} d left"),
    }[_kind(course, start)]


def rail_of(course: Course) -> list[Piece]:
    """Base limit, extensions, the excluded days added at the end, the roll; empty where the base alone gives the date."""
    anchor, base, granted, nominal, due = (
        course.anchor, course.base_end, course.granted_end, course.nominal, course.deadline
    )  # fmt: skip
    if course.state in STOPPED or not (anchor and base and granted and nominal and due) or base == due:
        return []
    parts = (
        ("base", anchor, base, tr("基本期限，至", "base limit, to ")),
        ("granted", base, granted, tr(f"延长{tr('、', ', ').join(course.extensions)}，至", f"extended {', '.join(course.extensions)}, to ")),
        ("out", granted, nominal, tr(f"加回扣除{(nominal - granted).days}日，至", f"{(nominal - granted).days} excluded d added, to ")),
        ("roll", nominal, due, tr("休息日顺延，至", "moved over rest days, to ")),
    )  # fmt: skip
    return [
        Piece(kind, start, end, words + _day(kind, end, course))
        for kind, start, end, words in parts
        if start < end
    ]


def _day(kind: str, day: date, course: Course) -> str:
    return whole_day(day) if kind == "base" else short_day(day, course.today)
