"""The month page: due dates, hearings, other clocks, rest days and make-up workdays; every figure opens its list."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from xiezhi.record.audit import note
from xiezhi.rules.calendar import Calendar, Day
from xiezhi.rules.errors import OutsideValidity
from xiezhi.rules.language import language, tr
from xiezhi.rules.limits.sentences import MONTHS_EN
from xiezhi.site.clock_strip.words import WEEKDAYS_EN, WEEKDAYS_ZH, weekday
from xiezhi.site.staff.access import signed_in, viewer_in
from xiezhi.site.staff.deadlines import asking, frame
from xiezhi.site.staff.deadlines.asking import Asked
from xiezhi.work.deadlines.watched.month import DAYS_A_WEEK, Figures, month_of, weeks_of

FIRST_YEAR, LAST_YEAR = 2000, 2100


@dataclass(frozen=True, slots=True)
class Count:
    """A figure of a day: its words, how many, the list it opens; `past` = these are past their limit."""

    words: str
    count: int
    href: str
    past: bool = False


@dataclass(frozen=True, slots=True)
class Square:
    """A day of the grid: `rest` = nobody works, `mark` says why (休, 班, the holiday), `roll` is what a rest day moved here."""

    on: date
    words: str
    weekday: str
    inside: bool
    today: bool
    rest: bool
    mark: str
    counts: list[Count]

    @property
    def bare(self) -> bool:
        """Whether nothing is to be said of it in a list by day."""
        return not self.counts and not self.mark and not self.today


@signed_in
def month(request: HttpRequest) -> HttpResponse:
    """The month."""
    viewer = viewer_in(request)
    none = frame.without_cases(request, viewer)
    if none is not None:
        return none
    data = request.GET.dict()
    asked = asking.read(data, viewer)
    year, number = asked_month(data, viewer.on)
    first, last = weeks_of(year, number)
    days = asked.law.calendar
    figures = month_of(viewer, asked.scope, first, last)
    note(
        viewer,
        "deadlines.listed",
        object_class="O1",
        details={"query": asked.values(), "month": f"{year}-{number:02}"},
    )
    context: dict[str, Any] = {
        "title": tr(f"{year}年{number}月", f"{MONTHS_EN[number - 1]} {year}"),
        "weeks": grid(asked, days, figures, first, last),
        "heads": WEEKDAYS_EN if language() == "en" else [f"周{sign}" for sign in WEEKDAYS_ZH],
        "turns": turns(asked, year, number),
        "unpublished": last > days.published_through,
        "published_through": days.published_through,
    }
    return render(request, "staff/deadlines_month.html", frame.head(asked, frame.MONTH) | context)


def asked_month(data: Mapping[str, str], today: date) -> tuple[int, int]:
    """The month of the address, written 2026-11; this month for anything else."""
    year, dash, month = data.get("month", "").partition("-")
    if dash and (year + month).isascii() and (year + month).isdigit() and len(year) == 4 and len(month) <= 2:
        asked = int(year), int(month)
        if FIRST_YEAR <= asked[0] <= LAST_YEAR and 1 <= asked[1] <= 12:
            return asked
    return today.year, today.month


def turns(asked: Asked, year: int, month: int) -> list[tuple[str, str]]:
    """To the month before, to today, to the month after."""
    before = (year - 1, 12) if month == 1 else (year, month - 1)
    after = (year + 1, 1) if month == 12 else (year, month + 1)

    def to(year: int, month: int) -> str:
        return asked.address(frame.MONTH, month=f"{year}-{month:02}")

    return [
        (tr("上月", "Previous"), to(*before)),
        (tr("今天", "Today"), to(asked.on.year, asked.on.month)),
        (tr("下月", "Next"), to(*after)),
    ]


def grid(
    asked: Asked, calendar: Calendar, figures: Mapping[date, Figures], first: date, last: date
) -> list[list[Square]]:
    """The days by weeks; the month is that of the first week's Sunday."""
    month = (first + timedelta(days=DAYS_A_WEEK - 1)).month
    days = [first + timedelta(days=place) for place in range((last - first).days + 1)]
    squares = [square(asked, calendar, day, figures.get(day), month) for day in days]
    return [squares[place : place + DAYS_A_WEEK] for place in range(0, len(squares), DAYS_A_WEEK)]


def square(asked: Asked, calendar: Calendar, day: date, figures: Figures | None, month: int) -> Square:
    """A day with what stands there."""
    rest, mark = _rest(calendar, day)
    named = day.day == 1 or day.month != month
    words = (
        tr(f"{day.month}月{day.day}日", f"{day.day} {MONTHS_EN[day.month - 1]}") if named else str(day.day)
    )
    counts = [] if figures is None else list(_counts(asked, calendar, day, figures))
    return Square(day, words, weekday(day), day.month == month, day == asked.on, rest, mark, counts)


def _rest(calendar: Calendar, day: date) -> tuple[bool, str]:
    """Whether nobody works on a day, and what is worth saying about it: a holiday, a day off in lieu, a make-up workday."""
    try:
        found = calendar.explain(day)
    except OutsideValidity:
        return day.weekday() >= 5, ""
    return not found.working, _mark(found)


def _mark(day: Day) -> str:
    match day.kind:
        case "make_up":
            return tr("班", "make-up workday")
        case "holiday":
            return tr(f"休，{day.name_zh}", day.name_en)
        case "in_lieu":
            return tr("休", "day off")
        case _:
            return ""


def _counts(asked: Asked, calendar: Calendar, day: date, figures: Figures) -> Iterator[Count]:
    iso = day.isoformat()
    past = day < asked.on
    if figures.due:
        words = tr("已超期限", "past the limit") if past else tr("届满", "due")
        yield Count(words, figures.due, asked.docket(due_from=iso, due_to=iso), past)
    if figures.rolled:
        yield Count(
            _roll_words(calendar, figures, day),
            figures.rolled,
            asked.address("deadlines_list", "rolled", on=iso),
        )
    if figures.hearings:
        yield Count(
            tr("开庭", "hearings"), figures.hearings, asked.address("deadlines_list", "hearings", on=iso)
        )
    if figures.beside:
        words = tr("其他期限", "other clocks")
        yield Count(words, figures.beside, asked.address("deadlines_list", "beside", on=iso), past)


def _roll_words(calendar: Calendar, figures: Figures, day: date) -> str:
    """What was rolled over: the holiday by its name, else rest days."""
    assert figures.nominal is not None
    over = figures.nominal
    while over < day:
        try:
            found = calendar.explain(over)
        except OutsideValidity:
            break
        if found.kind == "holiday":
            return tr(f"含{found.name_zh}顺延", f"of them rolled, {found.name_en}")
        over += timedelta(days=1)
    return tr("含休息日顺延", "of them rolled")
