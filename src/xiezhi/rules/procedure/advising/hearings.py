"""Hearings: how often adjourned, how far apart, announced in time, on which day."""

from collections.abc import Iterator
from datetime import date, datetime

from xiezhi.rules.calendar import load_calendar
from xiezhi.rules.errors import OutsideValidity
from xiezhi.rules.procedure.advising.asked import Asked
from xiezhi.rules.procedure.advising.found import Found, saying
from xiezhi.rules.procedure.advising.texts import Entry
from xiezhi.rules.procedure.order import OTHER_GROUND


def adjourned_often(entry: Entry, asked: Asked) -> Found | None:
    """One adjournment more than the law allows."""
    assert entry.duty is not None
    earlier = [one for one in asked.state.hearings if one.get("standing") == "adjourned"]
    times, most = len(earlier) + 1, entry.duty.most_times or 0
    return saying(times=times, most=most) if times > most else None


def other_circumstances(entry: Entry, asked: Asked) -> Found | None:
    """The ground that says nothing by itself."""
    ground = str(asked.data.get("ground", "")).lower()
    named = ground == OTHER_GROUND or any(word in ground for word in entry.words)
    return saying() if named else None


def hearings_apart(entry: Entry, asked: Asked) -> Found | None:
    """The next hearing lies further from the last one than the law allows."""
    assert entry.duty is not None
    coming = _day_of(asked.data.get("starts_at") or asked.data.get("next"))
    past = list(_sat_on(asked))
    if coming is None or not past:
        return None
    last = max(past)
    due = entry.duty.due(last, load_calendar())
    return saying(last=last, due=due) if coming > due else None


def before_hearing(entry: Entry, asked: Asked) -> Found | None:
    """Scheduled so late that the day by which the parties are told has already gone by."""
    due = _due_before(entry, asked)
    return saying(due=due) if due is not None and asked.on > due else None


def papers_before_hearing(entry: Entry, asked: Asked) -> Found | None:
    """A paper that must be served before the hearing is not served, and the last day for it has gone by."""
    due = _due_before(entry, asked)
    if due is None or asked.on <= due:
        return None
    served = (past for past in asked.past if past.kind == "service.completed")
    in_time = (past for past in served if past.occurred_on <= due)
    told = any(word in str(past.data.get("paper", "")).lower() for past in in_time for word in entry.words)
    return None if told else saying(due=due)


def rest_day(entry: Entry, asked: Asked) -> Found | None:
    """A hearing on a day on which the courts rest."""
    day = _day_of(asked.data.get("starts_at"))
    try:
        found = load_calendar().explain(day) if day else None
    except OutsideValidity:
        return None
    if day is None or found is None or found.working:
        return None
    return saying(day=day, why=(found.name_zh, found.name_en))


def _due_before(entry: Entry, asked: Asked) -> date | None:
    day = _day_of(asked.data.get("starts_at"))
    assert entry.duty is not None
    return entry.duty.due(day, load_calendar()) if day else None


def _sat_on(asked: Asked) -> Iterator[date]:
    """The days on which the court sat: hearings held, or begun and then adjourned; the one adjourned now is among them."""
    number = asked.data.get("hearing_no") if asked.kind == "hearing.adjourned" else None
    for hearing in asked.state.hearings:
        if hearing.get("standing") == "held" or hearing["no"] == number:
            day = _day_of(hearing.get("starts_at"))
            if day is not None:
                yield day


def _day_of(moment: object) -> date | None:
    """The day of a moment as events write it; None for what is none."""
    if isinstance(moment, datetime):
        return moment.date()
    try:
        return date.fromisoformat(str(moment)[:10]) if moment else None
    except ValueError:
        return None
