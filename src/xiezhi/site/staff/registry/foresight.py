"""Which dates a docketing, or a receipt, starts: the last day of the limit with its articles, and the clocks beside it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, NamedTuple

from xiezhi.record import schemas
from xiezhi.record.numbers import symbol_of
from xiezhi.record.state import CaseState, Happening, apply, standing
from xiezhi.rules.documents import Source
from xiezhi.rules.errors import InputError, XiezhiError
from xiezhi.rules.language import tr
from xiezhi.rules.limits.loader import load_catalogue
from xiezhi.rules.procedure.advice import Advice, advice
from xiezhi.rules.procedure.order import fault
from xiezhi.site.clock_strip import State
from xiezhi.site.clock_strip.words import weekday, whole_day
from xiezhi.site.staff.case.clock import WITHOUT_DAY, course_of_case
from xiezhi.site.staff.recording.desk import DOCKETED, RECEIVED
from xiezhi.site.staff.recording.inputs import capital
from xiezhi.work.deadlines.clocks import TRIAL, clocks_beside
from xiezhi.work.deadlines.law_in_force import law_in_force
from xiezhi.work.deadlines.outgoing.wording import clock_name, joined
from xiezhi.work.deadlines.panel import Limit, limit_of

UNNUMBERED = "（2000）示0000民初1号"  # in the place of the number that the record gives


class Started(NamedTuple):
    """A clock beside the limit: what is to be done by when; `done` = it is fulfilled with this act, `late` = too late."""

    words: str
    due_on: date | None
    done: bool
    late: bool


@dataclass(frozen=True)
class Foresight:
    """What the form would start. Without `due` the limit has no last day, and `status` says why."""

    on: date
    due: str = ""
    status: str = ""
    past: bool = False
    provisional: bool = False
    soft: str = ""
    rule: str = ""
    rule_id: str = ""
    anchor: str = ""
    sources: tuple[Source, ...] = ()
    started: tuple[Started, ...] = ()
    advice: tuple[Advice, ...] = ()
    refusal: str = ""
    listed: bool = True


def of_docketing(
    content: dict[str, Any], on: date, before: CaseState, level: str, today: date, *, listed: bool
) -> Foresight:
    """What this content starts, as far as it can be read; a cause or a party still missing does not matter yet."""
    complete = {
        **content,
        "number": UNNUMBERED,
        "cause": {**content["cause"], "name": content["cause"].get("name") or "—"},
    }
    complete["parties"] = [party for party in content["parties"] if party.get("name")]
    try:
        clean = schemas.validate(DOCKETED, complete)
        found = fault(DOCKETED, clean, standing(before), on, recorded_on=today)
    except InputError as refused:
        return Foresight(on, refusal=tr(refused.zh, refused.en), listed=listed)
    if found is not None:
        return Foresight(on, refusal=tr(found.zh, found.en), listed=listed)
    state = apply(before, Happening(before.last_seq + 1, DOCKETED, on, clean))
    seen = _told(state, level, on, today, listed=listed)
    return replace(seen, advice=advice(DOCKETED, clean, before, on, recorded_on=today))


def of_receipt(on: date, level: str, today: date) -> Foresight:
    """What a receipt starts: the days for docketing."""
    found = fault(RECEIVED, {}, standing(CaseState()), on, recorded_on=today)
    if found is not None:
        return Foresight(on, refusal=tr(found.zh, found.en))
    state = apply(CaseState(), Happening(1, RECEIVED, on, {}))
    return Foresight(on, started=tuple(_started(state, level, today)))


def number_to_come(court_code: str, type_code: str, on: date) -> str:
    """The number as it will look; its serial is given when the docketing is recorded."""
    try:
        return f"（{on.year}）{court_code}{symbol_of(type_code)}…号"
    except XiezhiError:
        return ""


def _told(state: CaseState, level: str, on: date, today: date, *, listed: bool) -> Foresight:
    limit = limit_of(state, level, today)
    outcome = limit.outcome
    started = tuple(_started(state, level, today))
    if outcome is None:
        words = tr("没有适用程序，不计审限", "no procedure, no limit")
        refusal = tr(limit.outside.zh, limit.outside.en) if limit.outside else ""
        return Foresight(on, status=words, started=started, refusal=refusal, listed=listed)
    rule = load_catalogue().rules[outcome.rule]
    version = rule.version(outcome.rule_from) if outcome.rule_from else rule.versions[-1]
    return Foresight(
        on,
        due=_due(limit),
        status=""
        if outcome.deadline
        else tr(*WITHOUT_DAY.get(outcome.status, ("算不出", "cannot be computed"))),
        past=course_of_case(state, limit).state is State.OVERDUE,
        provisional=outcome.provisional,
        soft=whole_day(outcome.soft_deadline) if outcome.soft_deadline else "",
        rule=tr(rule.name_zh, rule.name_en),
        rule_id=rule.id,
        anchor=tr(*load_catalogue().anchors[version.anchor]),
        sources=outcome.articles,
        started=started,
        listed=listed,
    )


def _due(limit: Limit) -> str:
    day = limit.outcome.deadline if limit.outcome else None
    return joined(whole_day(day), weekday(day)) if day else ""


def _started(state: CaseState, level: str, today: date) -> Iterator[Started]:
    """The registry and other clocks that run after this, the nearest first; one that was due before it is late."""
    clocks = [
        (key, answer)
        for key, answer in clocks_beside(law_in_force(), state, level).items()
        if key.kind != TRIAL
    ]
    for key, answer in sorted(clocks, key=lambda one: one[1].due_on or date.max):
        done = answer.closed_on is not None
        overdue = not done and answer.due_on is not None and answer.due_on < today
        late = overdue or (done and answer.in_time is False)
        if not done or late:
            yield Started(capital(clock_name(key.kind)), answer.due_on, done, late)
