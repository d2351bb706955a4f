"""The procedure paragraph: prosecution, docketing, hearings, procedure and panel, as far as the court states them.

Dates of the lower court in an appeal are not this instance's; a procedure only proposed by the prosecution is not
applied; 不宜适用 is not 适用.
"""

import re
from dataclasses import dataclass, field
from datetime import date

from xiezhi.rules.text.clauses import Clause, dates_of_act

_PROSECUTED = re.compile(
    r"提起(?:了)?(?:刑事)?公诉|向本院提起(?:刑事)?诉讼|(?:向|至)[^，。]{0,30}?(?:提起|提出)(?:刑事)?起诉|起诉至本院|移送本院起诉"
)
_SUPPLEMENTARY = re.compile(r"(?:追加|补充|变更)[^，。]{0,6}起诉|刑变诉|刑追诉|刑补诉|变更之诉")
_DOCKETED = re.compile(r"立案(?!侦查|调查|监督|查处|后侦|庭|标准|决定|登记表|材料)|受理(?!费|通知)|受案|收案")
_NOT_DOCKETED = re.compile(r"公安|监察|侦查|不予|未予|裁定不|仲裁|劳动|派出所|纪委|申请|行政复议")
_DOCKETED_ON = re.compile(r"(?:立案|受理)(?:日期|时间|之日)?[为是：]{1,2}$")
_OPEN_COURT = re.compile(r"开庭(?:[^前]|$)")
_NO_HEARING = re.compile(r"(?:不|不予|未|延期|定于.{0,16})开庭$|开庭(?:条件|后|时|传票|传唤|公告|笔录|通知)")
_OPENNESS = re.compile(
    r"(?P<no>不(?:予)?开庭|未开庭|书面审理|以不开庭)|(?P<closed>不公开(?:（[^）]*）)?[^，。]{0,6}?(?:开庭|审理|听证))"
    r"|(?P<open>公开[^，。、]{0,10}?(?:开庭|审理|听证)|开庭[^。，、]{0,8}?公开)"
)
_PANEL = re.compile(
    r"(?P<seven>七人(?:制)?合议庭|七名[^，。]{0,12}组成(?:的)?合议庭)|(?P<panel>组成[^，。]{0,60}?合议庭|合议庭(?:公开|进行|审理|审判))|(?P<sole>独任(?:审判|审理|制|庭)|审判员[^，。]{1,8}独任)"
)
_KINDS = {
    "速裁": "速裁",
    "简易": "简易",
    "普通": "普通",
    "小额诉讼": "小额诉讼",
    "小额": "小额诉讼",
    "特别": "特别",
    "督促": "督促",
    "公示催告": "公示催告",
}
_KIND = re.compile(
    r"(?P<kind>速裁|简易|普通|小额诉讼|小额|特别|督促|公示催告)(?:[审处办]理)?(?:程序|机制)(?!性)"
)
_UNFIT = re.compile(r"(?:不宜|不能|不应|不再|不适[宜合用]|不符合|无法)[^，。]{0,12}$")
_PROPOSED = re.compile(r"(?<!的)(?:建议|申请|要求|提请|请求)[^，。]{0,16}$")
_AGREED = re.compile(r"(?:经|根据|依据|应|征得|采纳|按照)[^，。]{0,30}?(?:建议|申请|要求|同意|意见)")
_WITH_INDICTMENT = re.compile(r"^[^，。]{0,12}?(?:提起公诉|起诉)")
_CONVERTED = re.compile(r"(?:转为|转换|转入|变更|改为|改用|转)[^，。]{0,10}$")


@dataclass(slots=True)
class Procedure:
    """What the court states about the course of the case."""

    prosecuted_date: date | None = None
    accepted_date: date | None = None
    hearing_dates: list[date] = field(default_factory=list)
    openness: str | None = None
    panel_type: str | None = None
    kind: str | None = None
    changes: list[dict[str, str | None]] = field(default_factory=list)
    prosecutions: int = 0


def _days(clauses: list[Clause], index: int, position: int) -> list[date]:
    return [mention.day for mention in dates_of_act(clauses, index, position) if mention.day]


def _read_prosecution(procedure: Procedure, clauses: list[Clause], index: int) -> None:
    clause = clauses[index]
    match = _PROSECUTED.search(clause.text)
    if match is None or ("附带民事" in clause.text and "公诉" not in clause.text):
        return
    if any(
        _SUPPLEMENTARY.search(other.text)
        for other in clauses[: index + 1]
        if other.sentence == clause.sentence
    ):
        return
    procedure.prosecutions += 1
    days = _days(clauses, index, clause.start + match.start())
    if procedure.prosecuted_date is None and days and procedure.prosecutions == 1:
        procedure.prosecuted_date = days[-1]


def _read_docketing(procedure: Procedure, clauses: list[Clause], index: int) -> None:
    clause = clauses[index]
    if procedure.accepted_date or not clause.own or _NOT_DOCKETED.search(clause.text):
        return
    for match in _DOCKETED.finditer(clause.text):
        days = _days(clauses, index, clause.start + match.start())
        if (
            not days
            and clause.dates
            and _DOCKETED_ON.search(clause.text[: clause.dates[0].start - clause.start])
        ):
            days = [mention.day for mention in clause.dates[:1] if mention.day]
        if days:
            procedure.accepted_date = days[-1]
            return


def _read_hearing(procedure: Procedure, clauses: list[Clause], index: int) -> None:
    clause = clauses[index]
    if not clause.own:
        return
    for openness in _OPENNESS.finditer(clause.text):
        procedure.openness = {"no": "未开庭", "closed": "不公开", "open": "公开"}[str(openness.lastgroup)]
    for match in _OPEN_COURT.finditer(clause.text):
        if _NO_HEARING.search(clause.text[: match.start() + 2]) or _NO_HEARING.match(
            clause.text, match.start()
        ):
            continue
        for day in _days(clauses, index, clause.start + match.start()):
            if day not in procedure.hearing_dates:
                procedure.hearing_dates.append(day)


def _read_panel(procedure: Procedure, clause: Clause) -> None:
    for match in _PANEL.finditer(clause.text):
        if clause.own:
            procedure.panel_type = {"seven": "七人合议庭", "panel": "合议庭", "sole": "独任"}[
                str(match.lastgroup)
            ]


class _Kinds:
    """Follows which procedure is proposed, applied, found unfit and converted, clause by clause."""

    def __init__(self) -> None:
        self.applied: str | None = None
        self.proposed: str | None = None
        self.changes: list[dict[str, str | None]] = []

    def read(self, clauses: list[Clause], index: int) -> None:
        clause = clauses[index]
        for match in _KIND.finditer(clause.text):
            kind, before = _KINDS[match["kind"]], clause.text[max(0, match.start() - 40) : match.start()]
            after = clause.text[match.end() : match.end() + 40]
            if _UNFIT.search(before):
                self.proposed = self.proposed or kind
            elif (turn := _CONVERTED.search(before)) and not (
                _PROPOSED.search(before) and not _AGREED.search(before)
            ):
                self._convert(
                    kind, _days(clauses, index, clause.start + max(0, match.start() - 40) + turn.start())
                )
            elif (_PROPOSED.search(before) and not _AGREED.search(before)) or _WITH_INDICTMENT.match(after):
                self.proposed = kind
            else:
                self.applied = kind

    def _convert(self, kind: str, days: list[date]) -> None:
        before = self.applied or self.proposed
        if before and before != kind:
            day = days[-1].isoformat() if days else None
            self.changes.append({"to": kind, "date": day, "from": before})
        self.applied = kind


def read_procedure(clauses: list[Clause]) -> Procedure:
    """The statements of the procedure paragraph about this instance."""
    procedure, kinds = Procedure(), _Kinds()
    for index, clause in enumerate(clauses):
        _read_prosecution(procedure, clauses, index)
        _read_docketing(procedure, clauses, index)
        _read_hearing(procedure, clauses, index)
        _read_panel(procedure, clause)
        if clause.own:
            kinds.read(clauses, index)
    procedure.kind, procedure.changes = kinds.applied, kinds.changes
    return procedure
