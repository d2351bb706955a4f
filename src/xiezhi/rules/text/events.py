"""What happened to the clock of a case: adjournments, suspensions, extensions, remands, protests and the like.

Criminal documents give the closed list of types (延期审理 … 指定管辖); civil, administrative and enforcement documents
may add 公告, 鉴定, 评估, 审计 and 管辖权异议. A proposal of the prosecution is 建议延期审理 until the court grants it; dates that
the text does not state stay empty.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from xiezhi.rules.text.clauses import Clause, dates_of_act
from xiezhi.rules.text.numerals import COUNTING, number

_COUNT = re.compile(rf"(?P<count>[{COUNTING}]{{1,2}}) ?(?:次|度)")
_MONTHS = re.compile(rf"(?P<months>[{COUNTING}]{{1,2}}) ?个?月")
_APPROVED_BY = re.compile(r"(?:经|报|由|报请|报经|获|请示)(?P<court>[^，。；、报经请由]{2,30}?法院)(?:审判委员会|院长)?[^，。]{0,6}?(?:批准|审批|决定|同意|批复|指定)")
_REASON = re.compile(r"(?:因|由于|鉴于|以)(?P<reason>[^，。；]{2,40}?)(?:为由|需要|，|的原因|$)")
_ADJOURN = re.compile(r"(?:建议|申请|提请|提出|要求|决定|裁定|同意|准许|报请|请求)[^，。；]{0,24}?延期|延期(?:审理|开庭)")
_PROPOSING = re.compile(r"建议|申请|提请|提出|要求|请求")
_GRANTED = re.compile(r"准许|准予|同意|许可|采纳|(?:决定|裁定)[^，。]{0,8}延期|依法[^，。建议申请]{0,6}延期|予以延期|进行了延期")
_UPON_PROPOSAL = re.compile(r"(?:经|应|根据|依|因)[^，。；]{0,30}?(?:建议|申请|提请|请求)")
_RESUME = re.compile(r"(?:(?:裁定|决定|提请|建议|申请|准予|同意)[^，。；]{0,12}?)?恢复[^，。；]{0,10}?(?:审理|开庭|庭审|诉讼)")
_SUSPEND = re.compile(r"(?:裁定|决定)[^，。；]{0,14}?中止(?:审理|诉讼|执行|本案)?|中止(?:审理|诉讼|执行)")
_EXTEND = re.compile(r"(?:延长|延期)[^，。；]{0,10}?(?:审理期限|审限|审理时间|期限|办案期限|[一二三四五六两\d]个?月)|(?:审理期限|审限)[^，。；]{0,8}延长")
_SUPPLEMENT = re.compile(r"补充侦查")
_REMAND = re.compile(r"发回[^，。；]{0,30}?重(?:新)?(?:审判|审理|审)|指令[^，。；]{0,30}?重新审理")
_PROTEST = re.compile(r"(?:提出|提起)(?:了)?(?:刑事)?抗诉|提抗|提请抗诉|检察院抗诉(?=[，。；称])")
_NO_PROTEST = re.compile(r"(?:没有|未)[^，。；]{0,14}抗诉|不抗诉|无抗诉|抗诉期|撤回抗诉")
_WITHDRAWN_PROTEST = re.compile(r"撤回(?:了)?(?:刑事)?抗诉")
_ADDED = re.compile(r"(?:追加|补充)[^，。；侦查]{0,6}起诉|刑追诉|刑补诉")
_INDICTMENT = re.compile(r"(?P<number>（\d{4}） ?[^，。；（）]{0,12}?号) ?起诉书")
_CHANGED = re.compile(r"变更[^，。；]{0,4}起诉|变更之诉|刑变诉|变更指控")
_JOINED = re.compile(r"并案|合并(?:进行)?(?:了)?审理")
_TWO_CASES = re.compile(r"并案|两案|二案|两起|各案|多案|系列案|案件合并|与[^，。]{2,40}一案")
_ASSIGNED = re.compile(r"指定[^，。；辩代检]{0,30}?(?:管辖|审判|审理)")
_ASSIGNING_COURT = re.compile(r"(?:^|[，。；经由照据])(?P<court>[^，。；、经由照据于将]{2,30}?法院)[^，。；]{0,24}?指定|依照(?P<named>[^，。；]{2,30}?法院)指定")
_ATTACHED = re.compile(r"附带民事")
_WITHDRAWN_CLAIM = re.compile(r"(?:申请|提出|要求|请求|准许|准予|予以)[^。；]{0,40}?(?:撤诉|撤回)|撤回(?:对[^，。；]{1,30}?的)?(?:刑事)?(?:附带民事|起诉|诉讼|告诉)|撤诉")
_NOT_WITHDRAWN = re.compile(r"撤回(?:上诉|抗诉|公诉)")
_SETTLED = re.compile(r"(?:达成|制作|签订|出具|签收)[^。；]{0,30}?调解(?:协议|书)|调解结案|以调解方式结案")
_EVIDENCE_LIST = re.compile(r"笔录|证言|书证|户籍")
_PUBLIC_NOTICE = re.compile(r"公告(?:送达|传唤|通知)|(?:发出|刊登|登报)[^，。；]{0,12}公告")
_EXPERT = re.compile(r"(?:申请|委托|进行|移送)[^，。；]{0,24}?(?P<what>鉴定|评估|审计)")
_JURISDICTION = re.compile(r"管辖(?:权)?异议")
_SPAN = re.compile(r"[自从][^，。；]{6,20}起?[至到]|日至|日起至")


@dataclass(frozen=True, slots=True)
class Event:
    """One event with the words and days the text gives for it."""

    type: str
    occurred_on: date | None = None
    ended_on: date | None = None
    reason: str | None = None
    count: int | None = None
    months: int | None = None
    approved_by: str | None = None

    def as_record(self) -> dict[str, object]:
        """Type and date always, the rest where stated."""
        record: dict[str, object] = {"type": self.type, "date": self.occurred_on.isoformat() if self.occurred_on else None}
        record |= {"reason": self.reason} if self.reason else {}
        record |= {"end": self.ended_on.isoformat()} if self.ended_on else {}
        for name in ("count", "months", "approved_by"):
            value = getattr(self, name)
            record |= {name: value} if value else {}
        return record


@dataclass(frozen=True, slots=True)
class _Sentence:
    """The clauses of one sentence, their place among all clauses, and the sentence's words."""

    clauses: list[Clause]
    first: int
    last: int
    text: str

    def days_before(self, pattern: re.Pattern[str]) -> list[list[date | None]]:
        """For every match of the pattern the days that belong to it ([] when the act has no date)."""
        found: list[list[date | None]] = []
        for index in range(self.first, self.last):
            clause = self.clauses[index]
            for match in pattern.finditer(clause.text):
                mentions = dates_of_act(self.clauses, index, clause.start + match.start())
                found.append([mention.day for mention in mentions])
        return found

    def first_days(self, pattern: re.Pattern[str]) -> list[date | None]:
        return next((days for days in self.days_before(pattern) if days), [])


def _sentences(clauses: list[Clause]) -> Iterator[_Sentence]:
    for _, group in groupby(range(len(clauses)), key=lambda index: clauses[index].sentence):
        places = list(group)
        first, last = places[0], places[-1] + 1
        yield _Sentence(clauses, first, last, "".join(clause.text for clause in clauses[first:last]))


def _stated_count(text: str) -> int | None:
    match = _COUNT.search(text)
    return number(match["count"]) if match else None


def _stated_reason(text: str) -> str | None:
    if "补充侦查" in text:
        return "补充侦查"
    match = _REASON.search(text)
    return match["reason"] if match else None


def _adjournments(sentence: _Sentence, earlier: list[Event]) -> list[Event]:
    if not _ADJOURN.search(sentence.text):
        return []
    granted = not _PROPOSING.search(sentence.text) or _UPON_PROPOSAL.search(sentence.text) or _granted(sentence)
    groups = sentence.days_before(_ADJOURN)
    if granted and earlier and earlier[-1].type == "建议延期审理" and not any(groups):
        return [_granted_now(earlier.pop())]
    reason = _stated_reason(sentence.text) or _proposer(sentence.text)
    kind = "延期审理" if granted else "建议延期审理"
    # The day of the court's own decision, named last, is that of the adjournment; a list of proposals keeps its days.
    dated = [group for group in groups if group]
    days: list[date | None] = (dated[-1] if granted else dated[0]) if dated else [None]
    if len(days) == 2 and _SPAN.search(sentence.text):
        return [Event(kind, days[0], days[1], reason)]
    count = _stated_count(sentence.text) if len(days) == 1 else None
    return [Event(kind, day, reason=reason, count=count) for day in days]


def _granted(sentence: _Sentence) -> bool:
    """Whether the court agrees in the same sentence to what the prosecution proposed."""
    return any(clause.own and _GRANTED.search(clause.text) for clause in sentence.clauses[sentence.first : sentence.last])


def _granted_now(proposal: Event) -> Event:
    return Event("延期审理", proposal.occurred_on, reason=proposal.reason, count=proposal.count)


def _proposer(text: str) -> str | None:
    match = re.search(r"(检察机关|公诉机关|检察院|辩护人|被告人)[^，。；]{0,20}?(建议|申请|提请|提出)", text)
    return f"{'检察机关' if match[1] == '检察院' else match[1]}{match[2]}" if match else None


def _dated(kind: str, pattern: re.Pattern[str]) -> Callable[[_Sentence], list[Event]]:
    """Events of one kind, one for each day that the acts of the sentence state."""

    def read(sentence: _Sentence) -> list[Event]:
        if not pattern.search(sentence.text):
            return []
        days = [day for group in sentence.days_before(pattern) for day in group] or [None]
        return [Event(kind, day) for day in dict.fromkeys(days)]

    return read


def _suspensions(sentence: _Sentence) -> list[Event]:
    if not _SUSPEND.search(sentence.text) or "犯罪中止" in sentence.text:
        return []
    days = sentence.first_days(_SUSPEND)
    start = days[0] if days else None
    end = days[-1] if len(days) == 2 and _SPAN.search(sentence.text) else None
    return [Event("中止审理", start, end, reason=_stated_reason(sentence.text))]


def _extensions(sentence: _Sentence) -> list[Event]:
    if not _EXTEND.search(sentence.text):
        return []
    days = sentence.first_days(_EXTEND)
    months = _MONTHS.search(sentence.text, _EXTEND.search(sentence.text).start())  # type: ignore[union-attr]
    approved = _APPROVED_BY.search(sentence.text)
    return [
        Event(
            "延长审限",
            days[-1] if days else None,
            months=number(months["months"]) if months else None,
            approved_by=approved["court"] if approved else None,
        )
    ]


def _supplements(sentence: _Sentence) -> list[Event]:
    """Supplementary investigation by itself; as the ground of an adjournment it is that adjournment's reason."""
    if not _SUPPLEMENT.search(sentence.text) or _ADJOURN.search(sentence.text) or _RESUME.search(sentence.text):
        return []
    days = [day for group in sentence.days_before(_SUPPLEMENT) for day in group]
    end = days[1] if len(days) == 2 and "至" in sentence.text else None
    return [Event("补充侦查", days[0] if days else None, end, count=_stated_count(sentence.text))]


def _remands(sentence: _Sentence, recent: tuple[str, date | None]) -> list[Event]:
    """A remand is dated by the ruling that orders it, which may be named in the sentence before."""
    if not _REMAND.search(sentence.text):
        return []
    text, day = sentence.text, None
    for clause in sentence.clauses[sentence.first : sentence.last]:
        remand = _REMAND.search(clause.text)
        for mention in clause.dates:
            if remand is None or mention.start < clause.start + remand.start():
                day = mention.day
        if remand:
            break
    if day is None and "裁定" in recent[0] and "判决" not in text.split("发回")[0].split("裁定")[0]:
        day = recent[1] if re.match(r"裁定|[^，。]{0,4}[一二]、|撤销", text) else None
    return [Event("发回重审", day)]


def _protests(sentence: _Sentence) -> list[Event]:
    clauses = sentence.clauses[sentence.first : sentence.last]
    if not any(_PROTEST.search(clause.text) and not _NO_PROTEST.search(clause.text) for clause in clauses):
        return []
    days = sentence.first_days(_PROTEST)
    return [Event("抗诉", days[-1] if days else None)]


def _assignments(sentence: _Sentence) -> list[Event]:
    if not _ASSIGNED.search(sentence.text) or "指定管辖决定书" in sentence.text:
        return []
    days, court = sentence.first_days(_ASSIGNED), _ASSIGNING_COURT.search(sentence.text)
    name = (court["court"] or court["named"]) if court else None
    return [Event("指定管辖", days[-1] if days else None, approved_by=name)]


def _indictments(sentence: _Sentence) -> set[str]:
    """The numbers of the indictments with which a sentence says that the prosecution came to court."""
    if "公诉" not in sentence.text or "附带民事公益" in sentence.text:
        return set()
    return {match["number"] for match in _INDICTMENT.finditer(sentence.text)}


def _additions(sentence: _Sentence, indictments: set[str]) -> list[Event]:
    """A further indictment in the same case, whether or not it is called one."""
    again = bool(indictments) and bool(_indictments(sentence) - indictments)
    if not _ADDED.search(sentence.text) and not again:
        return []
    if _CHANGED.search(sentence.text):
        return []
    days = sentence.first_days(_ADDED) or sentence.first_days(re.compile("提起公诉"))
    return [Event("追加起诉", days[-1] if days else None)]


_dated_changes = _dated("变更起诉", _CHANGED)
_dated_resumptions = _dated("恢复审理", _RESUME)
_dated_withdrawn_protests = _dated("撤回抗诉", _WITHDRAWN_PROTEST)


def _joinders(sentence: _Sentence, events: list[Event]) -> list[Event]:
    """Joinder of cases; the usual joint trial of the charge and the attached civil claim is none."""
    if not _JOINED.search(sentence.text):
        return []
    added = any(event.type == "追加起诉" for event in events)
    return [Event("合并审理")] if added or _TWO_CASES.search(sentence.text) else []


def _civil_claim(sentence: _Sentence) -> list[Event]:
    if not _ATTACHED.search(sentence.text) or _EVIDENCE_LIST.search(sentence.text):
        return []
    found: list[Event] = []
    if _WITHDRAWN_CLAIM.search(sentence.text) and not _NOT_WITHDRAWN.search(sentence.text):
        days = sentence.first_days(_WITHDRAWN_CLAIM)
        found.append(Event("附带民事撤诉", days[-1] if days else None))
    elif _SETTLED.search(sentence.text):
        days = sentence.first_days(_SETTLED)
        found.append(Event("附带民事调解", days[-1] if days else None))
    return found


def _with_ends(events: list[Event]) -> list[Event]:
    """An adjournment or suspension ends with the resumption stated after it."""
    ended: list[Event] = []
    for place, event in enumerate(events):
        if event.type in ("延期审理", "中止审理") and event.occurred_on and not event.ended_on:
            resumed = (later.occurred_on for later in events[place + 1 :] if later.type == "恢复审理")
            end = next((day for day in resumed if day and day >= event.occurred_on), None)
            if end:
                event = Event(event.type, event.occurred_on, end, event.reason, event.count, event.months, event.approved_by)
        ended.append(event)
    return ended


def procedure_events(clauses: list[Clause]) -> list[Event]:
    """The events of the procedure paragraph of a criminal document, in the order of the text."""
    events: list[Event] = []
    recent: tuple[str, date | None] = ("", None)
    indictments: set[str] = set()
    for sentence in _sentences(clauses):
        events += _assignments(sentence)
        events += _adjournments(sentence, events)
        events += _suspensions(sentence)
        events += _dated_resumptions(sentence)
        events += _extensions(sentence)
        events += _supplements(sentence)
        events += _remands(sentence, recent)
        events += _protests(sentence)
        events += _dated_withdrawn_protests(sentence)
        events += _additions(sentence, indictments)
        events += _dated_changes(sentence)
        events += _joinders(sentence, events)
        events += _civil_claim(sentence)
        indictments |= _indictments(sentence)
        days = [mention.day for clause in sentence.clauses[sentence.first : sentence.last] for mention in clause.dates]
        recent = (sentence.text, days[-1] if days else None)
    return _with_ends(_each_once(events))


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
    events = [event for sentence in _sentences(clauses) if len(sentence.text) < 400 for event in _civil_claim(sentence)]
    return _each_once(sorted(events, key=lambda event: event.occurred_on is None))


def civil_events(clauses: list[Clause]) -> list[Event]:
    """The events of the procedure paragraph of a civil, administrative or enforcement document."""
    events = procedure_events(clauses)
    for sentence in _sentences(clauses):
        for kind, pattern in (("公告", _PUBLIC_NOTICE), ("管辖权异议", _JURISDICTION)):
            if pattern.search(sentence.text):
                days = sentence.first_days(pattern)
                events.append(Event(kind, days[-1] if days else None))
        expert = _EXPERT.search(sentence.text)
        if expert:
            days = sentence.first_days(_EXPERT)
            events.append(Event(expert["what"], days[0] if days else None))
    return _each_once(events)
