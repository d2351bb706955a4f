"""A case in a line of this area, as its templates are given it."""

from datetime import date
from typing import NamedTuple

from django.urls import reverse

from xiezhi.record.viewers import Viewer
from xiezhi.rules.language import tr
from xiezhi.rules.procedure.catalogue import event_kind
from xiezhi.site.clock_strip.words import short_day, weekday
from xiezhi.site.staff.docket.columns import hidden_words
from xiezhi.work.deadlines.watched.naming import CaseName


class Named(NamedTuple):
    """What may be said of a case: its number with the address of its page ("" = not open), its cause, its judge, its court."""

    number: str
    href: str
    cause: str
    judge: str
    court: str


def named(case: CaseName, *, opens: bool = True) -> Named:
    """The case in words; a protected one keeps number, cause and judge to itself."""
    court = tr(case.court, case.court_en or case.court)
    if case.hidden:
        return Named(hidden_words(), "", "", "", court)
    number = case.number or tr("（未编号）", "(no number yet)")
    return Named(number, case_address(case) if opens else "", case.cause, case.judge or "", court)


def case_address(case: CaseName) -> str:
    return reverse("staff:case", args=[case.case])


def record_address(viewer: Viewer, case: CaseName, kind: str) -> str:
    """The form that records an event of this kind in the case; "" where the viewer's post does not record such events there."""
    post = viewer.post
    if (
        case.hidden
        or post is None
        or post.court != case.court_id
        or post.role not in event_kind(kind).recorders
    ):
        return ""
    return reverse("staff:case_record_kind", args=[case.case, kind])


def day_words(day: date, today: date) -> str:
    """今天, 明天, 9月18日周五."""
    return f"{short_day(day, today)} {weekday(day)}"


def left_words(day: date, today: date) -> str:
    """剩3日, 今日, 超2日."""
    left = (day - today).days
    if left < 0:
        return tr(f"超{-left}日", f"{-left} d over")
    return tr(f"剩{left}日", f"{left} d left") if left else tr("今日", "today")
