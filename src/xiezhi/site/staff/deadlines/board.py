"""The board: a column for each warning level with its figure and its nearest cases, the rest below, the other clocks under it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from xiezhi.record.audit import note
from xiezhi.rules.language import tr
from xiezhi.site.clock_strip.words import short_day
from xiezhi.site.staff.access import signed_in, viewer_in
from xiezhi.site.staff.deadlines import asking, frame
from xiezhi.site.staff.deadlines.asking import Asked
from xiezhi.site.staff.deadlines.beside import nearest_beside, urgency_links
from xiezhi.site.staff.docket.columns import choice_name, left_words
from xiezhi.site.staff.docket.next_step import next_step
from xiezhi.site.staff.docket.rows import READ, Row
from xiezhi.work.deadlines.watched.board import Survey, Tally, read_first, survey
from xiezhi.work.deadlines.watched.levels import (
    EXEMPT,
    FIRST,
    LAST,
    LATER,
    NO_LIMIT,
    PAST,
    STOPPED,
    TODAY,
    UNRECKONED,
)

COLUMNS = (PAST, TODAY, LAST, FIRST, STOPPED)
BELOW = (LATER, EXEMPT, NO_LIMIT, UNRECKONED)
WORDS = {
    PAST: ("已超期限", "Past the limit"),
    TODAY: ("今日届满", "Due today"),
    LAST: ("末次提醒", "Last warning"),
    FIRST: ("首次提醒", "First warning"),
    STOPPED: ("停表", "Clock stopped"),
    LATER: ("未到提醒", "Not yet warned of"),
    EXEMPT: ("不受限", "Exempt"),
    NO_LIMIT: ("无法定期限", "No statutory limit"),
    UNRECKONED: ("算不出期限", "Limit not computed"),
}


@dataclass(frozen=True, slots=True)
class Entry:
    """A case in a column: its number ("" = protected), one line about it, its days."""

    case: UUID | None
    number: str
    why: str
    days: str
    past: bool


@dataclass(frozen=True, slots=True)
class Column:
    """A warning level: `sign` is its drawing, `href` the list its figure opens."""

    level: str
    words: str
    about: str
    count: int
    href: str
    entries: list[Entry]

    @property
    def more(self) -> bool:
        """Whether the list has more than stands here."""
        return self.count > len(self.entries)


@signed_in
def board(request: HttpRequest) -> HttpResponse:
    """Pending cases by warning level."""
    viewer = viewer_in(request)
    none = frame.without_cases(request, viewer)
    if none is not None:
        return none
    asked = asking.read(request.GET.dict(), viewer)
    found = survey(viewer, asked.scope, asked.law.warnings)
    counts = found.counts
    total = counts.total(asked.scope.branch)
    note(viewer, "deadlines.listed", object_class="O1", details={"query": asked.values(), "count": total})
    context: dict[str, Any] = {
        "columns": columns(asked, found),
        "below": below(asked, counts),
        "total": total,
        "total_href": asked.docket(),
        "dated": sum(counts.at(level, asked.scope.branch) for level in (PAST, TODAY, LAST, FIRST, LATER)),
        "urgency": urgency_links(asked),
        "others": nearest_beside(asked),
    }
    return render(request, "staff/deadlines_board.html", frame.head(asked, frame.BOARD, counts) | context)


def columns(asked: Asked, surveyed: Survey) -> list[Column]:
    """The columns with their nearest cases."""
    branch, counts = asked.scope.branch, surveyed.counts
    found: dict[str, list[Entry]] = {level: [] for level in COLUMNS}
    for level, *values in read_first(asked.viewer, asked.scope, surveyed.first, COLUMNS, READ):
        found[level].append(entry(Row._make(values), asked.on))
    return [
        Column(
            level, tr(*WORDS[level]), about(level, asked), counts.at(level, branch), asked.docket(level=level), found[level]
        )
        for level in COLUMNS
    ]  # fmt: skip


def below(asked: Asked, counts: Tally) -> list[tuple[str, int, str]]:
    """What is not warned of: its words, how many, the list of them."""
    branch = asked.scope.branch
    return [(tr(*WORDS[level]), counts.at(level, branch), asked.docket(level=level)) for level in BELOW]


def entry(row: Row, today: date) -> Entry:
    """A row of the docket as an entry; a protected case says only when it is due."""
    days = days_words(row, today)
    if row.hidden:
        return Entry(None, "", tr("受保护，不显示", "protected, not shown"), days, row.is_past(today))
    why = tr("，", ", ").join(
        filter(None, (row.cause, row.judge or "", next_step(row, today), *_notes(row, today)))
    )
    return Entry(row.case, row.number, why, days, row.is_past(today))


def days_words(row: Row, today: date) -> str:
    """Days left; in the column of stopped clocks, where nobody needs to be told that they stand, the days that remain."""
    if row.due_on is None and row.remaining_days is not None:
        return tr(f"余{row.remaining_days}", f"{row.remaining_days} left")
    return left_words(row, today)


def _notes(row: Row, today: date) -> Iterable[str]:
    """What makes the day special: a roll over rest days, a day that hangs on a notice to come."""
    if row.rolled and row.nominal_on and row.due_on:
        day = short_day(row.due_on, today)
        yield tr(f"遇休息日顺延至{day}", f"rolled over rest days to {day}")
    if row.provisional:
        yield tr("暂定", "provisional")


def about(level: str, asked: Asked) -> str:
    """One line under a column's head: what is to be done, or from when a case stands here."""
    match level:
        case "past":
            return tr("须办结并说明原因", "close the case and give the reason")
        case "today":
            return tr("今日须办结", "to be closed today")
        case "last":
            return _points(asked, min)
        case "first":
            return _points(asked, max) + tr(
                "；需要延长的，留意最迟申请日", "; if more time is needed, mind the last day to ask"
            )
        case _:
            return tr("扣除或者中止期间，停得最久的在前", "deduction or suspension; the longest stop first")


def _points(asked: Asked, which: Any) -> str:
    """From how many days before the last day, for one branch or each."""
    points, branch = asked.law.warnings, asked.scope.branch
    if branch is not None:
        days = which(points.before(branch, None))
        return tr(f"届满前{days}日起", f"from {days} days before")
    told = [
        f"{choice_name('branch', name)}{tr('', ' ')}{which(days)}"
        for name, days in points.days_before.items()
        if name != "maritime"
    ]
    return tr("届满前日数：", "days before: ") + tr("、", ", ").join(told)
