"""What turns the course of a criminal case: remand, protest, further indictment, joinder, assignment, the civil claim's end.

Called for the procedure paragraph, sentence by sentence; the end of the attached civil claim also for the facts.
"""

import re
from datetime import date

from xiezhi.rules.text.clauses import Sentence
from xiezhi.rules.text.event import Event, dated

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
_ASSIGNING_COURT = re.compile(
    r"(?:^|[，。；经由照据])(?P<court>[^，。；、经由照据于将]{2,30}?法院)[^，。；]{0,24}?指定|依照(?P<named>[^，。；]{2,30}?法院)指定"
)
_ATTACHED = re.compile(r"附带民事|被害人[^。；]{0,60}撤(?:诉|回起诉)")
_WITHDRAWN_CLAIM = re.compile(
    r"(?:申请|提出|要求|请求|准许|准予|予以)[^。；]{0,40}?(?:撤诉|撤回)|撤回(?:对[^，。；]{1,30}?的)?(?:刑事)?(?:附带民事|起诉|诉讼|告诉)|撤诉"
)
_NOT_WITHDRAWN = re.compile(r"撤回(?:上诉|抗诉|公诉)")
_SETTLED = re.compile(r"(?:达成|制作|签订|出具|签收)[^。；]{0,30}?调解(?:协议|书)|调解结案|以调解方式结案")
_EVIDENCE_LIST = re.compile(r"笔录|证言|书证|户籍")


def remands(sentence: Sentence, recent: tuple[str, date | None]) -> list[Event]:
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


def protests(sentence: Sentence) -> list[Event]:
    """A protest of the prosecution against a judgment."""
    clauses = sentence.clauses[sentence.first : sentence.last]
    if not any(_PROTEST.search(clause.text) and not _NO_PROTEST.search(clause.text) for clause in clauses):
        return []
    days = sentence.first_days(_PROTEST)
    return [Event("抗诉", days[-1] if days else None)]


def assignments(sentence: Sentence) -> list[Event]:
    """A higher court assigns the case to this court."""
    if not _ASSIGNED.search(sentence.text) or "指定管辖决定书" in sentence.text:
        return []
    days, court = sentence.first_days(_ASSIGNED), _ASSIGNING_COURT.search(sentence.text)
    name = (court["court"] or court["named"]) if court else None
    return [Event("指定管辖", days[-1] if days else None, approved_by=name)]


def indictments(sentence: Sentence) -> set[str]:
    """The numbers of the indictments with which a sentence says that the prosecution came to court."""
    if "公诉" not in sentence.text or "附带民事公益" in sentence.text:
        return set()
    return {match["number"] for match in _INDICTMENT.finditer(sentence.text)}


def additions(sentence: Sentence, earlier: set[str]) -> list[Event]:
    """A further indictment in the same case, whether or not it is called one."""
    again = bool(earlier) and bool(indictments(sentence) - earlier)
    if not _ADDED.search(sentence.text) and not again:
        return []
    if _CHANGED.search(sentence.text):
        return []
    days = sentence.first_days(_ADDED) or sentence.first_days(re.compile("提起公诉"))
    return [Event("追加起诉", days[-1] if days else None)]


def joinders(sentence: Sentence, events: list[Event]) -> list[Event]:
    """Joinder of cases; the usual joint trial of the charge and the attached civil claim is none."""
    if not _JOINED.search(sentence.text):
        return []
    added = any(event.type == "追加起诉" for event in events)
    return [Event("合并审理")] if added or _TWO_CASES.search(sentence.text) else []


def civil_claim(sentence: Sentence) -> list[Event]:
    """The attached civil claim is withdrawn or settled by mediation."""
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


changed_indictments = dated("变更起诉", _CHANGED)
withdrawn_protests = dated("撤回抗诉", _WITHDRAWN_PROTEST)
