"""A feed as an iCalendar file (RFC 5545, RFC 7986): due dates as whole days with an alarm, hearings with hour and room."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TypeAlias
from uuid import NAMESPACE_OID, UUID, uuid5

from icalendar import Alarm, Calendar, Event

from xiezhi.record.projection import MAINLAND
from xiezhi.rules.language import tr
from xiezhi.rules.limits.sentences import day_en, day_zh
from xiezhi.work.deadlines.outgoing.feed import Contents, DueDate, Sitting
from xiezhi.work.deadlines.outgoing.wording import (
    TRIAL,
    clock_name,
    joined,
    number_shown,
    plain_text,
    rule_name,
    subject_name,
)

Address: TypeAlias = Callable[[UUID], str]
MAKER = "-//Xiezhi//Court limits//ZH"
ASK_AGAIN = timedelta(hours=1)
MORNING = timedelta(hours=9)
USUAL_HEARING = timedelta(hours=1)  # an end is not recorded; without one some programs draw nothing
_STANDINGS = {
    "scheduled": "CONFIRMED",
    "held": "CONFIRMED",
    "adjourned": "CANCELLED",
    "cancelled": "CANCELLED",
}


def calendar_file(contents: Contents, title: str, address: Address) -> bytes:
    """The file in the language of the moment. `address` tells where the page of a case is."""
    calendar = Calendar()
    for name, value in (
        ("prodid", MAKER),
        ("version", "2.0"),
        ("calscale", "GREGORIAN"),
        ("method", "PUBLISH"),
    ):
        calendar.add(name, value)
    calendar.add("name", title)
    calendar.add("x-wr-calname", title)
    calendar.add("x-wr-timezone", str(MAINLAND))
    calendar.add("refresh-interval", ASK_AGAIN, parameters={"VALUE": "DURATION"})
    for due in contents.due:
        calendar.add_component(_due(due, address))
    for sitting in contents.sittings:
        calendar.add_component(_sitting(sitting, address))
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def _event(name: str, title: str, *, known: datetime, sequence: int, link: str, about: list[str]) -> Event:
    event = Event()
    event.add("uid", f"{uuid5(NAMESPACE_OID, name)}@xiezhi")
    event.add("dtstamp", known)
    event.add("last-modified", known)
    event.add("sequence", sequence)
    event.add("summary", plain_text(title))
    event.add("description", "\n".join(plain_text(line) for line in about if line))
    if link:
        event.add("url", link)
    return event


def _due(due: DueDate, address: Address) -> Event:
    number = number_shown(due.number, due.protected)
    title = tr(f"{_what(due)}届满 {number}", f"{_what(due)} ends: {number}")
    if due.provisional:
        title += tr("（暂定）", " (provisional)")
    event = _event(
        f"{due.case} {due.kind} {due.subject}", title, known=due.known_from, sequence=due.sequence,
        link="" if due.protected else address(due.case), about=_basis(due),
    )  # fmt: skip
    event.add("dtstart", due.due_on)
    event.add("dtend", due.due_on + timedelta(days=1))
    event.add("transp", "TRANSPARENT")
    for days in due.warned:
        event.add_component(_alarm(title, MORNING - timedelta(days=days)))
    return event


def _what(due: DueDate) -> str:
    name = clock_name(due.kind)
    return (
        f"{name}{tr('', ' ')}{tr('（', '(')}{subject_name(due.subject)}{tr('）', ')')}"
        if due.subject
        else name
    )


def _basis(due: DueDate) -> list[str]:
    """What the day rests on, a line each."""
    anchor = due.anchor_on
    return [
        "" if due.protected else due.cause,
        rule_name(due.rule) if due.kind == TRIAL else "",
        tr(f"{day_zh(anchor)}起算", f"counted from {day_en(anchor)}") if anchor else "",
        joined(
            tr(f"扣除{due.deducted_days}日", f"{due.deducted_days} days excluded") if due.deducted_days else "",
            tr(f"延长{due.extensions}次", f"extended {due.extensions} times") if due.extensions else "",
        ),
        tr(
            "暂定：放假安排公布后可能顺延", "provisional: may move once the holiday notice is out"
        ) if due.provisional else "",
    ]  # fmt: skip


def _sitting(sitting: Sitting, address: Address) -> Event:
    number = number_shown(sitting.number, sitting.protected)
    event = _event(
        f"{sitting.case} hearing {sitting.no}", tr(f"开庭 {number}", f"Hearing: {number}"), known=sitting.known_from,
        sequence=sitting.sequence, link="" if sitting.protected else address(sitting.case),
        about=["" if sitting.protected else sitting.cause, tr(f"第{sitting.no}次", f"No. {sitting.no}")],
    )  # fmt: skip
    starts = sitting.starts_at.astimezone(MAINLAND)
    event.add("dtstart", starts)
    event.add("dtend", starts + USUAL_HEARING)
    event.add("status", _STANDINGS.get(sitting.standing, "CONFIRMED"))
    court = tr(sitting.court, sitting.court_en or sitting.court)
    event.add("location", plain_text(joined(court, sitting.room)))
    return event


def _alarm(title: str, before: timedelta) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", plain_text(title))
    alarm.add("trigger", before)
    return alarm
