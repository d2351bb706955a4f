"""The closing of a case: on which day it counts, whether in time; and acts entered long after they happened."""

from collections.abc import Iterable, Mapping
from datetime import date

from xiezhi.rules.limits.duties import load_closing_kinds
from xiezhi.rules.procedure.advising.asked import Asked, Past
from xiezhi.rules.procedure.advising.found import Found, saying
from xiezhi.rules.procedure.advising.texts import Entry

SENT, COMPLETED = "service.sent", "service.completed"
# Which entry of service gives the day of a way of closing: its kind, and the ways of service.
_SERVED: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "served": (COMPLETED, ("direct", "electronic")),
    "left_at_address": (COMPLETED, ("left",)),
    "public_notice": (SENT, ("public_notice",)),
    "posted": (SENT, ("post",)),
    "through_unit": (COMPLETED, ("through_unit",)),
    "entrusted": (COMPLETED, ("entrusted",)),
}


def closing_day(way: str, history: Iterable[Past], papers: tuple[str, ...]) -> date | None:
    """The day on which a case closed in this way counts as closed: that of the last party whose service of the judgment is
    recorded (`papers`: words for it). None for a pronouncement, and where no service is recorded."""
    if way not in _SERVED:
        return None
    kind, ways = _SERVED[way]
    days = [
        past.occurred_on
        for past in history
        if past.kind == kind
        and past.data.get("way") in ways
        and any(word in str(past.data.get("paper", "")).lower() for word in papers)
    ]
    return max(days, default=None)


def closing_day_differs(entry: Entry, asked: Asked) -> Found | None:
    """The entries of service give another day than the one written."""
    way = str(asked.data.get("way"))
    due, kind = closing_day(way, asked.state.history, entry.words), load_closing_kinds().get(way)
    if due is None or kind is None or due == asked.on:
        return None
    return saying(*kind.articles, way=(kind.name_zh, kind.name_en), day=(kind.day_zh, kind.day_en), due=due)


def closed_late(entry: Entry, asked: Asked) -> Found | None:
    """Closed after the last day of the limit."""
    last, version = asked.last_day, asked.version()
    if last is None or version is None or asked.on <= last:
        return None
    return saying(*version.articles, last=last, days=(asked.on - last).days)


def closed_suspended(entry: Entry, asked: Asked) -> Found | None:
    """Closed while a suspension has no end on record."""
    spans = [one for one in asked.state.spans if one.thing == "suspension" and one.end is None]
    return saying(no=spans[0].no, since=spans[0].start) if spans else None


def recorded_late(entry: Entry, asked: Asked) -> Found | None:
    """Entered more days after the act than is usual."""
    if asked.recorded_on is None:
        return None
    days = (asked.recorded_on - asked.on).days
    return saying(days=days) if days > entry.days else None
