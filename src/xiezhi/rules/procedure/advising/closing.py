"""The closing of a case: on which day it counts, whether in time; and acts entered long after they happened."""

from collections.abc import Iterable
from datetime import date

from xiezhi.rules.limits.duties import ClosingKind, load_closing_kinds
from xiezhi.rules.procedure.advising.asked import Asked, Past
from xiezhi.rules.procedure.advising.found import Found, saying
from xiezhi.rules.procedure.advising.texts import Entry, load_advice

FAILED = "service.failed"


Reached = tuple[ClosingKind, date]  # in which way a party was reached, and the day that counts for it


def closing_days(past: Iterable[Past]) -> dict[int, Reached]:
    """What the entries of service say of the closing, by the numbers of the parties reached with the judgment, or whatever paper closes
    the case (the words of the data for it)."""
    return _reached(past, next(entry.words for entry in load_advice() if entry.check == "closing_day"))


def closing_day(past: Iterable[Past], papers: tuple[str, ...]) -> Reached | None:
    """The day on which the case counts as closed by the entries of service, with the way in which the last party was reached; None
    where no service of the judgment is recorded. `papers` are words for it."""
    return max(_reached(past, papers).values(), key=lambda found: found[1], default=None)


def _reached(past: Iterable[Past], papers: tuple[str, ...]) -> dict[int, Reached]:
    """By party the way and the day. Of several services of a party the latest counts, and none that failed."""
    reached: dict[int, Reached] = {}
    for one in past:
        if not any(word in str(one.data.get("paper", "")).lower() for word in papers):
            continue
        party, kind = one.data["party_no"], _closed_by(one)
        if kind is not None:
            reached[party] = kind, one.occurred_on
        elif one.kind == FAILED:
            reached.pop(party, None)
    return reached


def _closed_by(one: Past) -> ClosingKind | None:
    """The way of closing whose day this entry of service gives."""
    kinds = (kind for kind in load_closing_kinds().values() if kind.entry == one.kind)
    return next((kind for kind in kinds if one.data.get("way") in kind.ways), None)


def closing_day_differs(entry: Entry, asked: Asked) -> Found | None:
    """The entries of service give another day than the one written."""
    written = load_closing_kinds().get(str(asked.data.get("way")))
    found = closing_day(asked.past, entry.words) if written and written.entry else None
    if found is None or found[1] == asked.on:
        return None
    kind, due = found
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
