"""What makes the clock stand or run longer: adjournment, suspension, resumption, extension, supplementary investigation.

A proposal of the prosecution is 建议延期审理 until the court grants it. Called for the procedure paragraph, sentence by sentence.
"""

import re
from dataclasses import replace

from xiezhi.rules.text.clauses import Sentence
from xiezhi.rules.text.event import Event, dated
from xiezhi.rules.text.numerals import COUNTING, number

_COUNT = re.compile(rf"(?P<count>[{COUNTING}]{{1,2}}) ?(?:次|度)")
_MONTHS = re.compile(rf"(?P<months>[{COUNTING}]{{1,2}}) ?个?月")
_APPROVED_BY = re.compile(
    r"(?:经|报|由|报请|报经|获|请示)(?P<court>[^，。；、报经请由]{2,30}?法院)(?:审判委员会|院长)?[^，。]{0,6}?(?:批准|审批|决定|同意|批复|指定)"
)
_REASON = re.compile(r"(?:因|由于|鉴于|以)(?P<reason>[^，。；]{2,40}?)(?:为由|需要|，|的原因|$)")
_ADJOURN = re.compile(
    r"(?:建议|申请|提请|提出|要求|决定|裁定|同意|准许|报请|请求)[^，。；]{0,24}?延期|延期(?:审理|开庭)"
)
_PROPOSING = re.compile(r"建议|申请|提请|提出|要求|请求")
_GRANTED = re.compile(
    r"准许|准予|同意|许可|采纳|(?:决定|裁定)[^，。]{0,8}延期|依法[^，。建议申请]{0,6}延期|予以延期|进行了延期"
)
_APPLIED_AND_COUNTED = re.compile(rf"申请[^，。；]{{0,10}}延期审理[{COUNTING}]次")
_PROPOSER = re.compile(r"(检察机关|公诉机关|检察院|辩护人|被告人)[^，。；]{0,20}?(建议|申请|提请|提出)")
_UPON_PROPOSAL = re.compile(r"(?:经|应|根据|依|因)[^，。；]{0,30}?(?:建议|申请|提请|请求)")
_RESUME = re.compile(
    r"(?:(?:裁定|决定|提请|建议|申请|准予|同意)[^，。；]{0,12}?)?恢复[^，。；]{0,10}?(?:审理|开庭|庭审|诉讼)"
)
_SUSPEND = re.compile(r"(?:裁定|决定)[^，。；]{0,14}?中止(?:审理|诉讼|执行|本案)?|中止(?:审理|诉讼|执行)")
_EXTEND = re.compile(
    r"延长[^，。；]{0,10}?(?:审理期限|审限|审理时间|期限|办案期限|[一二三四五六两\d]个?月)|(?:审理期限|审限)[^，。；]{0,8}延长"
)
_SUPPLEMENT = re.compile(r"补充侦查")
_SPAN = re.compile(r"[自从][^，。；]{6,20}起?[至到]|日至|日起至")


def _stated_count(text: str) -> int | None:
    match = _COUNT.search(text)
    return number(match["count"]) if match else None


def _stated_reason(text: str) -> str | None:
    if "补充侦查" in text:
        return "补充侦查"
    match = _REASON.search(text)
    return match["reason"] if match else None


def adjournments(sentence: Sentence, earlier: list[Event]) -> list[Event]:
    """Adjournments ordered, or only proposed; a grant without a day completes the proposal in the sentence before."""
    if not _ADJOURN.search(sentence.text):
        return []
    granted = not _PROPOSING.search(sentence.text) or _took_place(sentence)
    groups = sentence.days_before(_ADJOURN)
    if granted and earlier and earlier[-1].type == "建议延期审理" and not any(groups):
        return [replace(earlier.pop(), type="延期审理")]
    reason = _stated_reason(sentence.text) or _proposer(sentence.text)
    kind = "延期审理" if granted else "建议延期审理"
    # The day of the court's own decision, named last, is that of the adjournment; a list of proposals keeps its days.
    stated = [group for group in groups if group]
    days = (stated[-1] if granted else stated[0]) if stated else [None]
    if len(days) == 2 and _SPAN.search(sentence.text):
        return [Event(kind, days[0], days[1], reason)]
    count = _stated_count(sentence.text) if len(days) == 1 else None
    return [Event(kind, day, reason=reason, count=count) for day in days]


def _took_place(sentence: Sentence) -> bool:
    """Whether what was proposed came about: upon a proposal, granted in the same sentence, or applied for and counted."""
    if _UPON_PROPOSAL.search(sentence.text) or _APPLIED_AND_COUNTED.search(sentence.text):
        return True
    clauses = sentence.clauses[sentence.first : sentence.last]
    return any(clause.own and _GRANTED.search(clause.text) for clause in clauses)


def _proposer(text: str) -> str | None:
    match = _PROPOSER.search(text)
    return f"{'检察机关' if match[1] == '检察院' else match[1]}{match[2]}" if match else None


def suspensions(sentence: Sentence) -> list[Event]:
    """A suspension by ruling."""
    if not _SUSPEND.search(sentence.text) or "犯罪中止" in sentence.text:
        return []
    days = sentence.first_days(_SUSPEND)
    start = days[0] if days else None
    end = days[-1] if len(days) == 2 and _SPAN.search(sentence.text) else None
    return [Event("中止审理", start, end, reason=_stated_reason(sentence.text))]


def extensions(sentence: Sentence) -> list[Event]:
    """An extension of the limit, with its months and the court that approved it."""
    extended = _EXTEND.search(sentence.text)
    if extended is None:
        return []
    days = sentence.first_days(_EXTEND)
    months = _MONTHS.search(sentence.text, extended.start())
    approved = _APPROVED_BY.search(sentence.text)
    return [
        Event(
            "延长审限",
            days[-1] if days else None,
            months=number(months["months"]) if months else None,
            approved_by=approved["court"] if approved else None,
        )
    ]


def supplements(sentence: Sentence) -> list[Event]:
    """Supplementary investigation by itself; as the ground of an adjournment it is that adjournment's reason."""
    if (
        not _SUPPLEMENT.search(sentence.text)
        or _ADJOURN.search(sentence.text)
        or _RESUME.search(sentence.text)
    ):
        return []
    days = [day for group in sentence.days_before(_SUPPLEMENT) for day in group]
    end = days[1] if len(days) == 2 and "至" in sentence.text else None
    return [Event("补充侦查", days[0] if days else None, end, count=_stated_count(sentence.text))]


resumptions = dated("恢复审理", _RESUME)


def with_ends(events: list[Event]) -> list[Event]:
    """An adjournment or suspension ends with the resumption stated after it."""
    return [_ended(event, events[place + 1 :]) for place, event in enumerate(events)]


def _ended(event: Event, following: list[Event]) -> Event:
    if event.type not in ("延期审理", "中止审理") or event.occurred_on is None or event.ended_on:
        return event
    resumed = (later.occurred_on for later in following if later.type == "恢复审理")
    return replace(event, ended_on=next((day for day in resumed if day and day >= event.occurred_on), None))
