"""The week beside the desk: hearings by the clock, how much is due on each day, rest days."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone

from xiezhi.record.viewers import Viewer
from xiezhi.rules.calendar import Calendar
from xiezhi.rules.errors import OutsideValidity
from xiezhi.rules.language import tr
from xiezhi.site.clock_strip.words import short_day, weekday
from xiezhi.site.staff.deadlines.asking import Asked
from xiezhi.site.staff.deadlines.naming import named
from xiezhi.site.staff.desk.scope import own_scope
from xiezhi.work.deadlines.watched.month import Sitting, due_by_day

DAYS = 7


@dataclass(frozen=True, slots=True)
class Sat:
    """A hearing of the week."""

    at: str
    words: str
    href: str


@dataclass(frozen=True, slots=True)
class WeekDay:
    """A day: its hearings, how many limits end, and the list of those."""

    on: date
    weekday: str
    words: str
    today: bool
    rest: str
    sittings: list[Sat]
    due: int
    due_href: str
    past: bool


@dataclass(frozen=True, slots=True)
class Week:
    """This week, and the next one in figures."""

    days: list[WeekDay]
    next_hearings: int
    next_due: int
    next_due_href: str
    next_href: str


def week_of(viewer: Viewer, read: Sequence[Sitting], calendar: Calendar) -> Week:
    """From Monday to Sunday, with the hearings that were read."""
    scope = own_scope(viewer)
    asked = Asked(viewer, scope)
    monday = viewer.on - timedelta(days=viewer.on.weekday())
    sunday, next_sunday = monday + timedelta(days=DAYS - 1), monday + timedelta(days=2 * DAYS - 1)
    figures = due_by_day(viewer, scope, monday, next_sunday)
    sittings = _by_day(read)
    days = [_day(asked, calendar, monday + timedelta(days=place), figures, sittings) for place in range(DAYS)]
    following = sunday + timedelta(days=1)
    ahead = [following + timedelta(days=place) for place in range(DAYS)]
    return Week(
        days,
        sum(len(sittings.get(day, ())) for day in ahead),
        sum(figures.get(day, 0) for day in ahead),
        asked.docket(due_from=following.isoformat(), due_to=next_sunday.isoformat()),
        asked.address("deadlines_month", month=f"{following:%Y-%m}"),
    )


def _by_day(read: Sequence[Sitting]) -> dict[date, list[Sat]]:
    """The hearings by day, in the few words of the week."""
    days: dict[date, list[Sat]] = {}
    for one in read:
        at, case = timezone.localtime(one.starts_at), named(one.case)
        words = tr("，", ", ").join(
            filter(None, ("" if one.case.hidden else one.room, case.cause or case.number))
        )
        days.setdefault(at.date(), []).append(Sat(f"{at:%H:%M}", words, case.href))
    return days


def _day(
    asked: Asked, calendar: Calendar, day: date, figures: dict[date, int], sittings: dict[date, list[Sat]]
) -> WeekDay:
    due = figures.get(day, 0)
    iso = day.isoformat()
    return WeekDay(
        day, weekday(day), short_day(day, asked.on), day == asked.on, _rest(calendar, day), sittings.get(day, []), due,
        asked.docket(due_from=iso, due_to=iso), day < asked.on,
    )  # fmt: skip


def _rest(calendar: Calendar, day: date) -> str:
    """休, 调休上班 or nothing."""
    try:
        found = calendar.explain(day)
    except OutsideValidity:
        return ""
    if found.kind == "make_up":
        return tr("调休上班", "make-up workday")
    if found.kind == "holiday":
        return tr(found.name_zh, found.name_en)
    return "" if found.working else tr("休", "rest")
