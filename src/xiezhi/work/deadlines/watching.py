"""What the events of a case make of the clocks watched beside its limit: from when each runs, and what ended it.

The meaning of rules/data/limits/watch.toml, read over the events as corrected. No law is asked here: a run has an anchor, not a due
date.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from xiezhi.record.state import CaseState, Happening
from xiezhi.rules.limits.watch import WATCHABLE, Watch

RECEIVED, DOCKETED, HEARING_SCHEDULED = "case.received", "case.docketed", "hearing.scheduled"
_WORDS = {  # where the words of an event name the paper
    "service.sent": ("paper",),
    "service.completed": ("paper",),
    "document.filed": ("title", "name"),
    "minutes.recorded": ("of",),
}
Marks = dict[str, list[Happening]]


class Run(NamedTuple):
    """A clock beside the limit that runs, or that ran until it was fulfilled on `ended_on`."""

    watch: Watch
    subject: str
    anchor: date
    ended_on: date | None


def runs_of(watches: Sequence[Watch], state: CaseState, happenings: Iterable[Happening]) -> Iterator[Run]:
    """Every run of a case; `happenings` in the order of their effect."""
    marks: Marks = {}
    for happening in happenings:
        if happening.kind in WATCHABLE:
            marks.setdefault(happening.kind, []).append(happening)
    if state.received_on is not None and RECEIVED not in marks:  # told at the docketing
        marks[RECEIVED] = [Happening(0, RECEIVED, state.received_on, {})]
    groups: set[str] = set()
    for watch in watches:
        if watch.starts.isdisjoint(marks) or watch.group in groups or not _fits(watch, state, marks):
            continue
        if watch.group:
            groups.add(watch.group)
        yield from _of_hearings(watch, state, marks) if watch.of_hearings else _of_case(watch, state, marks)


def _fits(watch: Watch, state: CaseState, marks: Marks) -> bool:
    """The conditions that branch, instance and type of the case do not settle."""
    where = watch.where
    if not watch.particular:
        return True
    if state.procedure in watch.unless_procedure:
        return False
    if "outcome" in where and state.outcome not in where["outcome"]:
        return False
    if "way" in where and state.closing_way not in where["way"]:
        return False
    if "panel" in where and state.panel_form not in where["panel"]:
        return False
    if "cause" in where and state.cause_code not in where["cause"]:
        return False
    if "links" in where and not any(link["kind"] in where["links"] for link in state.links):
        return False
    if "roles" in where and not any(party["role"] in where["roles"] for party in state.parties):
        return False
    return not watch.pronounced_in_court or any(
        held.occurred_on == state.closed_on for held in marks.get("hearing.held", ())
    )


# --- clocks of the case


def _of_case(watch: Watch, state: CaseState, marks: Marks) -> Iterator[Run]:
    starts = [
        happening
        for kind in watch.starts
        for happening in marks.get(kind, ())
        if not watch.papers_of_start or _names(happening, watch.papers_of_start)
    ]
    if not starts:
        return
    start = (min if watch.takes == "first" else max)(starts, key=_order)
    since = date.min if watch.early else start.occurred_on
    end = _end(watch, state, marks, since, None)
    drop = _drop(watch, marks, start, None)
    if drop is not None and (end is None or end > drop):
        return
    anchor = start.occurred_on + timedelta(days=watch.wait)
    if watch.anchor == "after_period":
        over = state.closed_on + timedelta(days=watch.wait) if state.closed_on else start.occurred_on
        anchor = max(start.occurred_on, over)
    yield Run(watch, watch.subject, anchor, end)


def _order(happening: Happening) -> tuple[date, int]:
    return happening.occurred_on, happening.seq


def _names(happening: Happening, papers: tuple[str, ...]) -> bool:
    """Whether the event names one of the papers."""
    data = happening.data
    told = [data.get(place, "") for place in _WORDS.get(happening.kind, ())]
    return any(paper in text for text in told for paper in papers)


def _end(watch: Watch, state: CaseState, marks: Marks, since: date, hearing: int | None) -> date | None:
    """The day the clock was fulfilled, on or after a day; where each party must have it, that of the last."""
    ends = [
        happening
        for kind in watch.ends
        for happening in marks.get(kind, ())
        if happening.occurred_on >= since
        and (not watch.papers or _names(happening, watch.papers))
        and (hearing is None or happening.data.get("hearing_no", hearing) == hearing)
    ]
    if not ends:
        return None
    if not watch.each:
        return min(happening.occurred_on for happening in ends)
    first: dict[Any, date] = {}
    for happening in sorted(ends, key=_order):
        first.setdefault(happening.data.get("party_no"), happening.occurred_on)
    wanted = {party["no"] for party in state.parties if party["role"] in watch.each and "left" not in party}
    return max(first[number] for number in wanted) if wanted and wanted <= first.keys() else None


def _drop(watch: Watch, marks: Marks, start: Happening, hearing: int | None) -> date | None:
    """The day from which the clock is no longer asked for."""
    after = (
        happening.occurred_on
        for kind in watch.dropped_by
        for happening in marks.get(kind, ())
        if _order(happening) > _order(start)
        and (hearing is None or happening.data.get("hearing_no", hearing) == hearing)
    )
    return min(after, default=None)


# --- clocks of each hearing


def _of_hearings(watch: Watch, state: CaseState, marks: Marks) -> Iterator[Run]:
    days = {hearing["no"]: date.fromisoformat(hearing["starts_at"][:10]) for hearing in state.hearings}
    for start in marks.get(HEARING_SCHEDULED, ()):
        number: int = start.data.get("hearing_no", 0)  # a destroyed payload says nothing
        if number not in days:
            continue
        anchor = days[number] if watch.anchor == "hearing" else _day_before(state, days, number)
        if anchor is None:
            continue
        since = date.min if watch.early else start.occurred_on
        end, drop = _end(watch, state, marks, since, number), _drop(watch, marks, start, number)
        if drop is None or (end is not None and end <= drop):
            yield Run(watch, f"{watch.subject}/{number}", anchor, end)


def _day_before(state: CaseState, days: dict[int, date], number: int) -> date | None:
    """The day of the last hearing before this one that was held or put off."""
    earlier = (
        days[hearing["no"]]
        for hearing in state.hearings
        if hearing["standing"] in ("held", "adjourned")
        and hearing["no"] != number
        and days[hearing["no"]] <= days[number]
    )
    return max(earlier, default=None)
