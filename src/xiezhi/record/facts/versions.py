"""What was known of a case at the end of each day: a row of facts for every day (24:00 Asia/Shanghai) after which it reads otherwise.

Two times meet here: the days of the row are those of the law, `recorded_at` and `superseded_at` are the time in which it was known.
Within one day only the last state counts; it is known from the last record of the day that changed something.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple

from xiezhi.record.case_values import CaseState, Happening
from xiezhi.record.effects import take_effect
from xiezhi.record.facts.row import Find, Limit, Place, Row, fact
from xiezhi.record.facts.words import words
from xiezhi.record.projection import mainland_day
from xiezhi.record.state import CORRECTION, acting, fold

WithoutExtensions = Callable[[CaseState, str, date], date | None]
"""The last day of a case's limit had it not been extended, as of a day; None where the clock has no answer."""
FilingDue = Callable[[CaseState, Sequence[Happening], str], date | None]
"""The last day for filing a case, by what happened in it and the level of its court; None where no receipt is told."""


class Known(NamedTuple):
    """One event, and since when it is known; `late`: it was recorded here more days after it happened than is usual; `here`: no other
    system told it."""

    happening: Happening
    recorded_at: datetime
    late: bool = False
    here: bool = True


class Dossier(NamedTuple):
    """What is needed of one case: its events in their order (those that bear on the facts), the answers of its trial limit, and the things
    (`words().untold`) of which its source does not tell."""

    case: str
    place: Place
    events: Sequence[Known]
    limits: Sequence[Limit]
    untold: frozenset[str] = frozenset()


def versions(
    dossier: Dossier,
    find: Find,
    courts: Mapping[str, str],
    without_extensions: WithoutExtensions,
    filing_due: FilingDue,
) -> list[Row]:
    """The rows of a case in the order of `file_columns`, oldest first; the last one is superseded by none. None before docketing."""
    told: list[tuple[datetime, Row]] = []
    moments = _moments(dossier)
    late = sorted(event.recorded_at for event in dossier.events if event.late)
    states = _states(dossier.events, list(moments))
    for moment, (state, happened) in zip(moments.values(), states):
        if state.filed_on is None:
            continue
        limit = _limit_at(dossier.limits, moment)
        if limit is not None and limit.deducted_to_find:
            on = mainland_day(limit.known_from)
            limit = limit._replace(deducted_on=without_extensions(state, dossier.place.level, on))
        known = bisect_right(late, moment)
        untold = _untold_at(dossier, moment)
        due = filing_due(state, happened, dossier.place.level)
        row = fact(dossier.case, state, happened, dossier.place, limit, find, courts, known, untold, due)
        if not told or told[-1][1] != row:
            told.append((moment, row))
    ends = [moment for moment, _ in told[1:]]
    return [(*row, since, until) for (since, row), until in zip(told, [*ends, None])]


def _untold_at(dossier: Dossier, moment: datetime) -> frozenset[str]:
    """Of what the source of a case does not tell, that of which nothing was recorded here by the end of a day either."""
    if not dossier.untold:
        return dossier.untold
    here = {event.happening.kind for event in dossier.events if event.here and event.recorded_at <= moment}
    return frozenset(name for name in dossier.untold if words().untold[name].here.isdisjoint(here))


def _moments(dossier: Dossier) -> dict[date, datetime]:
    """The last moment of each day on which something became known, in order."""
    moments = [event.recorded_at for event in dossier.events]
    for limit in dossier.limits:
        moments.append(limit.known_from)
        if limit.known_to is not None:
            moments.append(limit.known_to)
    found: dict[date, datetime] = {}
    for moment in sorted(moments):
        found[mainland_day(moment)] = moment
    return found


def _states(events: Sequence[Known], days: Sequence[date]) -> Iterator[tuple[CaseState, Sequence[Happening]]]:
    """The state at the end of each day, and the events that then held. A state is good until the next one is asked for."""
    happenings = [event.happening for event in events]
    recorded = [mainland_day(event.recorded_at) for event in events]
    if _in_order(happenings):
        return _step_by_step(happenings, recorded, days)
    return _each_anew(happenings, recorded, days)


def _in_order(happenings: Sequence[Happening]) -> bool:
    """Whether events took effect in the order in which they were recorded, and none corrects another."""
    latest = date.min
    for happening in happenings:
        if happening.kind == CORRECTION or happening.occurred_on < latest:
            return False
        latest = happening.occurred_on
    return True


def _step_by_step(
    happenings: Sequence[Happening], recorded: Sequence[date], days: Sequence[date]
) -> Iterator[tuple[CaseState, Sequence[Happening]]]:
    state, taken = CaseState(), 0
    for day in days:
        while taken < len(happenings) and recorded[taken] <= day:
            take_effect(state, happenings[taken])
            taken += 1
        yield state, happenings[:taken]


def _each_anew(
    happenings: Sequence[Happening], recorded: Sequence[date], days: Sequence[date]
) -> Iterator[tuple[CaseState, Sequence[Happening]]]:
    for day in days:
        state = fold(one for one, known in zip(happenings, recorded) if known <= day)
        yield state, acting(state)


def _limit_at(limits: Sequence[Limit], moment: datetime) -> Limit | None:
    """The answer of the clock that stood at the end of the day of a moment: the last one then known."""
    day, found = mainland_day(moment), None
    for limit in limits:
        if mainland_day(limit.known_from) <= day and (
            limit.known_to is None or mainland_day(limit.known_to) > day
        ):
            found = limit
    return found
