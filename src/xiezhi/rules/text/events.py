"""The events of a case, in the order of the text (time_events of the record).

Criminal documents give the closed list of types (延期审理 … 指定管辖); civil, administrative and enforcement documents
may add 公告, 鉴定, 评估, 审计 and 管辖权异议. Dates that the text does not state stay empty.
"""

import re
from dataclasses import replace
from datetime import date

from xiezhi.rules.text.clauses import Clause, sentences
from xiezhi.rules.text.event import Event
from xiezhi.rules.text.pauses import (
    adjournments,
    extensions,
    resumptions,
    supplements,
    suspensions,
    with_ends,
)
from xiezhi.rules.text.turns import (
    additions,
    assignments,
    changed_indictments,
    civil_claim,
    indictments,
    joinders,
    protests,
    remands,
    withdrawn_protests,
)

_PUBLIC_NOTICE = re.compile(r"公告(?:送达|传唤|通知)|(?:发出|刊登|登报)[^，。；]{0,12}公告")
_EXPERT = re.compile(r"(?:申请|委托|进行|移送)[^，。；]{0,24}?(?P<what>鉴定|评估|审计)")
_JURISDICTION = re.compile(r"管辖(?:权)?异议")
_ENDS = {
    "鉴定": re.compile(r"(?:鉴定|评估|审计)(?:意见|报告|结论)"),
    "公告": re.compile(r"公告(?:期|期间|期限)?(?:已)?(?:届满|期满|满)"),
    "管辖权异议": re.compile(r"驳回[^，。；]{0,16}异议|裁定[^，。；]{0,8}生效"),
}


def procedure_events(clauses: list[Clause]) -> list[Event]:
    """The events of the procedure paragraph of a criminal document, in the order of the text."""
    events: list[Event] = []
    recent: tuple[str, date | None] = ("", None)
    known: set[str] = set()
    for sentence in sentences(clauses):
        events += assignments(sentence)
        events += adjournments(sentence, events)
        events += suspensions(sentence)
        events += resumptions(sentence)
        events += extensions(sentence)
        events += supplements(sentence)
        events += remands(sentence, recent)
        events += protests(sentence)
        events += withdrawn_protests(sentence)
        events += additions(sentence, known)
        events += changed_indictments(sentence)
        events += joinders(sentence, events)
        events += civil_claim(sentence)
        known |= indictments(sentence)
        days = [
            mention.day
            for clause in sentence.clauses[sentence.first : sentence.last]
            for mention in clause.dates
        ]
        recent = (sentence.text, days[-1] if days else None)
    return with_ends(_each_once(events))


def _each_once(events: list[Event]) -> list[Event]:
    """Repetitions fall away: an event told again without its date is the same, except protests against several judgments."""
    kept: list[Event] = []
    for event in events:
        days = [other.occurred_on for other in kept if other.type == event.type]
        repeated = event.occurred_on in days or (event.occurred_on is None and days)
        if not repeated or event.type == "抗诉":
            kept.append(event)
    return kept


def claim_events(clauses: list[Clause]) -> list[Event]:
    """Withdrawal or settlement of the attached civil claim told outside the procedure paragraph."""
    events = [
        event
        for sentence in sentences(clauses)
        if len(sentence.text) < 400
        for event in civil_claim(sentence)
    ]
    return _each_once(sorted(events, key=lambda event: event.occurred_on is None))


def civil_events(clauses: list[Clause]) -> list[Event]:
    """The events of the procedure paragraph of a civil, administrative or enforcement document."""
    events = procedure_events(clauses)
    for sentence in sentences(clauses):
        for kind, pattern in (("公告", _PUBLIC_NOTICE), ("管辖权异议", _JURISDICTION)):
            if pattern.search(sentence.text):
                days = sentence.first_days(pattern)
                events.append(_with_end(Event(kind, days[-1] if days else None), clauses, _ENDS[kind]))
        expert = _EXPERT.search(sentence.text)
        if expert:
            days = sentence.first_days(_EXPERT)
            events.append(_with_end(Event(expert["what"], days[0] if days else None), clauses, _ENDS["鉴定"]))
    return _each_once(events)


def _with_end(event: Event, clauses: list[Clause], ending: re.Pattern[str]) -> Event:
    """The event with the first later day that a clause states for its end (the report received, the notice run out)."""
    start = event.occurred_on
    told = (mention.day for clause in clauses if ending.search(clause.text) for mention in clause.dates)
    ended = next((day for day in told if start and day and day > start), None)
    return replace(event, ended_on=ended) if ended else event
