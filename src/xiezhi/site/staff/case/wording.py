"""What happened, in words: one short function for every kind of the event catalogue, in both languages.

The functions say what the event says; of other events they know only what a number refers to (party, span, request,
hearing, paper). Kinds that the catalogue gains later are told by their name until they get words of their own here.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from xiezhi.record.state import CaseState
from xiezhi.rules.language import tr
from xiezhi.rules.limits.catalogue import Catalogue, Length
from xiezhi.rules.limits.loader import load_catalogue
from xiezhi.rules.limits.sentences import length_en, length_zh
from xiezhi.rules.procedure.catalogue import event_kind, load_procedure
from xiezhi.site.clock_strip.words import count_days, whole_day
from xiezhi.site.staff.case.names import Names, party_names

Data = dict[str, Any]
FEN = 100


class Said(NamedTuple):
    """An event in words: what happened, and what else is on record about it."""

    words: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Voice:
    """What the words need to know beyond one event. `papers` are the documents by their number in the file, `numbers` the case
    numbers that this viewer may read."""

    names: Names
    parties: dict[int, str]
    spans: dict[int, tuple[str | None, date]]
    requests: dict[int, Data]
    titles: dict[int, str]
    papers: dict[int, UUID]
    numbers: frozenset[str]
    law: Catalogue

    def party(self, number: int | None) -> str:
        if number is None:
            return ""
        return self.parties.get(number, tr(f"{number}号当事人", f"party {number}"))

    def ground(self, ground: str | None) -> str:
        known = self.law.grounds.get(ground or "")
        return tr(known.name_zh, known.name_en) if known else ground or ""

    def span(self, number: int) -> str:
        return self.ground(self.spans[number][0]) if number in self.spans else ""

    def span_length(self, number: int, end: date) -> str:
        """How many days a span took, up to its end."""
        if number not in self.spans:
            return ""
        days = (end - self.spans[number][1]).days
        return tr(f"共{days}日", f"{count_days(days)} in all")

    def procedure(self, rule: str | None) -> str:
        known = self.law.rules.get(rule or "")
        return tr(known.name_zh, known.name_en) if known else rule or ""

    def number(self, number: str | None) -> str:
        """A case number where the viewer may see that case; else that there is another case, and no more."""
        if number and number in self.numbers:
            return number
        return tr("另一案件", "another case")


def voice_of(state: CaseState, names: Names, papers: dict[int, UUID], numbers: frozenset[str]) -> Voice:
    """The voice in which the events of a case are told."""
    requested = [past.data for past in state.history if past.kind == "extension.requested" and past.data]
    return Voice(
        names,
        party_names(state),
        {span.no: (span.ground, span.start) for span in state.spans},
        {data["request_no"]: data for data in requested},
        {paper["no"]: paper_title(paper) for paper in state.documents},
        papers,
        numbers,
        load_catalogue(),
    )


def say(voice: Voice, kind: str, data: Data, on: date) -> Said:
    """One event in words."""
    tell = TOLD.get(kind)
    return tell(voice, data, on) if tell else Said(kind_name(kind))


def kind_name(kind: str) -> str:
    known = event_kind(kind)
    return tr(known.name_zh, known.name_en)


def choice(choices: str, value: str | None) -> str:
    """The name of a value of a closed list."""
    return tr(*load_procedure().names_of(choices, value)) if value else ""


def lower(choices: str, value: str | None) -> str:
    """The same inside a sentence: English names of lists begin with a capital."""
    words = choice(choices, value)
    return words[:1].lower() + words[1:] if words[1:2].islower() else words


def length(data: Data) -> str:
    """Months or days of an extension."""
    asked = Length(data.get("months") or 0, data.get("days") or 0)
    return tr(length_zh(asked), length_en(asked))


def moment(text: str) -> str:
    """A moment of an event's content, 2026-09-22T14:30, as people write it."""
    at = datetime.fromisoformat(text)
    return f"{whole_day(at.date())} {at:%H:%M}"


def listed(*parts: str) -> str:
    """Details side by side; empty ones are left out."""
    return tr("；", "; ").join(part for part in parts if part)


def told(zh: str, en: str, value: object) -> str:
    """A labelled detail, or nothing where there is nothing to tell."""
    return tr(f"{zh}：{value}", f"{en}: {value}") if value else ""


def paper_title(paper: Data) -> str:
    return str(paper.get("title") or paper["name"])


def panel_words(voice: Names, members: list[tuple[str, str]]) -> str:
    """The members of a panel in order, each with the roles held."""
    roles: dict[str, list[str]] = {}
    for officer, role in members:
        roles.setdefault(officer, []).append(lower("panel_role", role))
    joint = tr("、", ", ")
    return joint.join(
        tr(
            f"{voice.officer(officer)}（{joint.join(held)}）",
            f"{voice.officer(officer)} ({joint.join(held)})",
        )
        for officer, held in roles.items()
    )


# --- receiving and docketing


def _received(voice: Voice, data: Data, on: date) -> Said:
    return Said(
        tr("收到立案材料", "Papers received"),
        listed(told("来源", "from", data.get("received_from")), told("材料", "papers", data.get("material"))),
    )


def _docketed(voice: Voice, data: Data, on: date) -> Said:
    procedure, count = voice.procedure(data.get("procedure")), len(data.get("parties", ()))
    fen = data.get("amount_fen")
    amount = f"{fen / FEN:,.2f}" if fen is not None else ""
    return Said(
        tr(f"立案{'，' if procedure else ''}{procedure}", f"Docketed{': ' if procedure else ''}{procedure}"),
        listed(
            str(data["cause"]["name"]),
            tr(f"当事人{count}名", f"{count} parties" if count != 1 else "1 party"),
            tr(f"标的额{amount}元", f"{amount} yuan in dispute") if amount else "",
        ),
    )


# --- assignment and panel


def _assigned(voice: Voice, data: Data, on: date) -> Said:
    division, judge = voice.names.division(data["division_id"]), voice.names.officer(data["reporting_judge"])
    return Said(
        tr(f"分案至{division}，承办法官{judge}", f"Assigned to {division}, reporting judge {judge}"),
        listed(lower("assignment_way", data["way"]), str(data.get("ground") or "")),
    )


def _panel(zh: str, en: str) -> "Tell":
    def tell(voice: Voice, data: Data, on: date) -> Said:
        members = panel_words(
            voice.names, [(member["officer"], member["role"]) for member in data["members"]]
        )
        form = lower("panel_form", data["form"])
        return Said(tr(f"{zh}，{form}：{members}", f"{en}, {form}: {members}"), str(data.get("reason") or ""))

    return tell


# --- parties and representatives


def _party_joined(voice: Voice, data: Data, on: date) -> Said:
    party = data["party"]
    role = lower("party_role", party["role"])
    return Said(tr(f"{role}{party['name']}加入诉讼", f"{party['name']} joined as {role}"))


def _party_left(voice: Voice, data: Data, on: date) -> Said:
    name = voice.party(data["party_no"])
    return Said(tr(f"{name}退出诉讼", f"{name} left the case"), data["reason"])


def _representative_appointed(voice: Voice, data: Data, on: date) -> Said:
    party, person = voice.party(data["party_no"]), data["representative"]
    return Said(
        tr(f"{party}委托{person['name']}", f"{party} appointed {person['name']}"),
        listed(lower("representative_kind", person["kind"]), str(person.get("firm") or "")),
    )


def _representative_dismissed(voice: Voice, data: Data, on: date) -> Said:
    party = voice.party(data["party_no"])
    return Said(tr(f"{party}解除对{data['name']}的委托", f"{party} dismissed {data['name']}"))


# --- service


def _service(zh: str, en: str) -> "Tell":
    def tell(voice: Voice, data: Data, on: date) -> Said:
        values = {"party": voice.party(data["party_no"]), "paper": data["paper"]}
        return Said(
            tr(zh, en).format(**values),
            listed(lower("service_way", data["way"]), str(data.get("reason") or "")),
        )

    return tell


# --- hearings


def _hearing(zh: str, en: str, *details: tuple[str, str, str]) -> "Tell":
    def tell(voice: Voice, data: Data, on: date) -> Said:
        values = {"no": data["hearing_no"], "at": moment(data["starts_at"]) if "starts_at" in data else ""}
        shown = (told(one, two, _written(data.get(key))) for key, one, two in details)
        return Said(tr(zh, en).format(**values), listed(*shown))

    return tell


def _written(value: object) -> object:
    """A moment among the details as people write it, anything else as it is."""
    if isinstance(value, str) and len(value) >= 16 and value[10] == "T":
        return moment(value)
    return value


# --- the clock


def _span_begins(zh: str, en: str) -> "Tell":
    def tell(voice: Voice, data: Data, on: date) -> Said:
        ground = voice.ground(data.get("ground"))
        return Said(
            tr(f"{zh}：{ground}", f"{en}: {ground}"),
            listed(str(data.get("reason") or ""), told("依据", "on", data.get("document"))),
        )

    return tell


def _span_ends(zh: str, en: str) -> "Tell":
    def tell(voice: Voice, data: Data, on: date) -> Said:
        ground, number = voice.span(data["span_no"]), data["span_no"]
        return Said(
            tr(f"{zh}：{ground}", f"{en}: {ground}") if ground else tr(zh, en),
            listed(
                voice.span_length(number, on),
                str(data.get("reason") or ""),
                told("依据", "on", data.get("document")),
            ),
        )

    return tell


def _requested(voice: Voice, data: Data, on: date) -> Said:
    asked, approver = length(data), lower("approver", data["approver"])
    return Said(
        tr(
            f"申请延长审限{asked}，报{approver}批准",
            f"Extension of {asked} requested; the {approver} decides",
        ),
        data["reason"],
    )


def _granted(voice: Voice, data: Data, on: date) -> Said:
    given, approver = length(data), lower("approver", data["approver"])
    ground = voice.law.extension_grounds.get(data.get("ground") or "")
    return Said(
        tr(f"{approver}批准延长审限{given}", f"The {approver} granted an extension of {given}"),
        listed(
            told("事由", "ground", tr(*ground) if ground else data.get("ground")),
            told("决定人", "decided by", data.get("decided_by")),
            tr("双方当事人同意", "both parties consent") if data.get("parties_consent") else "",
            tr("已报高级人民法院备案", "filed with the high court") if data.get("filed_with_high") else "",
        ),
    )


def _refused(voice: Voice, data: Data, on: date) -> Said:
    approver = lower("approver", data["approver"])
    return Said(tr(f"{approver}不准延长审限", f"The {approver} refused the extension"), data["reason"])


def _request_ends(zh: str, en: str) -> "Tell":
    def tell(voice: Voice, data: Data, on: date) -> Said:
        asked = voice.requests.get(data["request_no"])
        of = length(asked) if asked else ""
        return Said(tr(zh, en) + (tr(f"（{of}）", f" ({of})") if of else ""))

    return tell


def _converted(voice: Voice, data: Data, on: date) -> Said:
    procedure = voice.procedure(data["to"])
    return Said(tr(f"转为{procedure}", f"Converted to {procedure}"), data["reason"])


def _restarted(voice: Voice, data: Data, on: date) -> Said:
    known = voice.law.restarts.get(data["reason"])
    reason = tr(known.name_zh, known.name_en) if known else data["reason"]
    return Said(tr(f"审限重新计算：{reason}", f"The limit starts again: {reason}"))


def _notice_published(voice: Voice, data: Data, on: date) -> Said:
    days = data.get("days")
    return Said(
        tr(f"发布公告{f'，期间{days}日' if days else ''}", f"Public notice{f' of {count_days(days)}' if days else ''} published"),
        told("媒体", "in", data.get("medium")),
    )  # fmt: skip


def _notice_ended(voice: Voice, data: Data, on: date) -> Said:
    return Said(tr("公告期满", "The public notice has run its time"), voice.span_length(data["span_no"], on))


def _custody(voice: Voice, data: Data, on: date) -> Said:
    who = voice.party(data.get("party_no")) or tr("被告人", "the accused")
    words = (
        tr(f"{who}被羁押", f"{who} taken into custody")
        if data["in_custody"]
        else tr(f"{who}不再在押", f"{who} no longer in custody")
    )
    return Said(words[:1].upper() + words[1:], told("强制措施", "measure", data.get("measure")))


# --- transfer, merger, split


def _transferred(voice: Voice, data: Data, on: date) -> Said:
    court = voice.names.court(data["to_court"])
    return Said(tr(f"移送{court}", f"Transferred to {court}"), data["reason"])


def _merged(voice: Voice, data: Data, on: date) -> Said:
    into = voice.number(data["into_number"])
    return Said(tr(f"并入{into}", f"Merged into {into}"))


def _split(voice: Voice, data: Data, on: date) -> Said:
    numbers = [number for number in data["into_numbers"] if number in voice.numbers]
    count, shown = len(data["into_numbers"]), tr("、", ", ").join(numbers)
    return Said(tr(f"分出{count}件审理", f"Split into {count} cases"), shown)


# --- closing and after


def _closed(voice: Voice, data: Data, on: date) -> Said:
    outcome, way = lower("outcome", data["outcome"]), lower("closing_way", data["way"])
    return Said(
        tr(f"结案：{outcome}（{way}）", f"Closed: {outcome} ({way})"),
        listed(str(data.get("result") or ""), told("文书", "paper", data.get("document"))),
    )


def _appeal(zh: str, en: str) -> "Tell":
    def tell(voice: Voice, data: Data, on: date) -> Said:
        who = voice.party(data.get("party_no")) or str(data.get("by") or "")
        return Said(tr(f"{who}{zh}", f"{who}: {en}") if who else tr(zh, en[:1].upper() + en[1:]))

    return tell


def _forwarded(voice: Voice, data: Data, on: date) -> Said:
    court = voice.names.court(data["to_court"]) if data.get("to_court") else ""
    number = data.get("number")
    shown = number if number in voice.numbers else ""
    return Said(
        tr(f"上诉案卷移送{court}", f"Appeal forwarded{' to ' if court else ''}{court}"), str(shown or "")
    )


def _effective(voice: Voice, data: Data, on: date) -> Said:
    return Said(tr("裁判生效", "The decision took effect"), str(data.get("way") or ""))


def _archived(voice: Voice, data: Data, on: date) -> Said:
    kept = lower("retention", data["retention"])
    return Said(
        tr("归档", "Archived"), listed(told("档号", "catalogue number", data["catalogue_number"]),
                                     told("保管期限", "kept", kept)),
    )  # fmt: skip


# --- papers and notes


def _linked(voice: Voice, data: Data, on: date) -> Said:
    link = data["link"]
    kind, number = lower("link_kind", link["kind"]), voice.number(link["number"])
    return Said(tr(f"登记关联案件，{kind}：{number}", f"Linked case, {kind}: {number}"))


def _corrected(voice: Voice, data: Data, on: date) -> Said:
    word = (
        tr("撤销一条记录", "An entry withdrawn")
        if data["action"] == "withdraw"
        else tr("更正一条记录", "An entry corrected")
    )
    return Said(word, told("理由", "reason", data["reason"]))


def _filed(voice: Voice, data: Data, on: date) -> Said:
    file, pages = lower("file", data["file"]), data.get("pages")
    return Said(
        tr(f"{paper_title(data)}入卷", f"{paper_title(data)} filed"),
        listed(file, tr(f"{pages}页", f"{pages} pages" if pages != 1 else "1 page") if pages else ""),
    )


def _withdrawn(voice: Voice, data: Data, on: date) -> Said:
    number = data["document_no"]
    title = voice.titles.get(number, tr(f"{number}号材料", f"document {number}"))
    return Said(tr(f"撤出{title}", f"{title} withdrawn from the file"), data["reason"])


def _note(voice: Voice, data: Data, on: date) -> Said:
    return Said(tr("工作记录", "Note"), data["text"])


def _minutes(voice: Voice, data: Data, on: date) -> Said:
    return Said(tr(f"评议笔录：{data['of']}", f"Minutes: {data['of']}"), data["text"])


# --- recusal and sealing


def _about_officer(zh: str, en: str) -> "Tell":
    def tell(voice: Voice, data: Data, on: date) -> Said:
        return Said(tr(zh, en).format(who=voice.names.officer(data["officer"])), data["ground"])

    return tell


def _sealed(voice: Voice, data: Data, on: date) -> Said:
    return Said(tr("记录封存", "Record sealed"), listed(data["ground"], told("决定", "order", data["order"])))


def _unsealed(voice: Voice, data: Data, on: date) -> Said:
    return Said(tr("解除封存", "Record unsealed"), told("决定", "order", data["order"]))


def _destroyed(voice: Voice, data: Data, on: date) -> Said:
    seqs = tr("、", ", ").join(map(str, data["seqs"]))
    return Said(
        tr(
            f"依法销毁第{seqs}号记录的内容",
            f"Content of {'entry' if len(data['seqs']) == 1 else 'entries'} {seqs} destroyed as the law orders",
        ),
        listed(data["ground"], told("决定", "order", data["order"])),
    )


Tell = Callable[[Voice, Data, date], Said]
TOLD: dict[str, Tell] = {
    "case.received": _received,
    "case.docketed": _docketed,
    "case.assigned": _assigned,
    "panel.formed": _panel("组成审判组织", "Panel formed"),
    "panel.changed": _panel("变更审判组织", "Panel changed"),
    "party.joined": _party_joined,
    "party.left": _party_left,
    "representative.appointed": _representative_appointed,
    "representative.dismissed": _representative_dismissed,
    "service.sent": _service("向{party}发出{paper}", "{paper} sent to {party}"),
    "service.completed": _service("{paper}已送达{party}", "{paper} served on {party}"),
    "service.failed": _service("{paper}未能送达{party}", "{paper} could not be served on {party}"),
    "hearing.scheduled": _hearing(
        "第{no}次开庭定于{at}",
        "Hearing {no} set for {at}",
        ("room", "法庭", "room"),
        ("purpose", "事项", "purpose"),
    ),
    "hearing.held": _hearing("第{no}次开庭", "Hearing {no} held", ("minutes", "笔录", "minutes")),
    "hearing.adjourned": _hearing(
        "第{no}次开庭延期", "Hearing {no} adjourned", ("ground", "事由", "ground"), ("next", "下次", "next")
    ),
    "hearing.cancelled": _hearing("第{no}次开庭取消", "Hearing {no} cancelled", ("reason", "理由", "reason")),
    "deduction.started": _span_begins("扣除起", "Deduction starts"),
    "deduction.ended": _span_ends("扣除止", "Deduction ends"),
    "suspension.ordered": _span_begins("裁定中止", "Suspended"),
    "suspension.ended": _span_ends("恢复审理", "Resumed"),
    "extension.requested": _requested,
    "extension.granted": _granted,
    "extension.refused": _refused,
    "extension.withdrawn": _request_ends("撤回延长申请", "Request for extension withdrawn"),
    "extension.lapsed": _request_ends("延长申请失效", "Request for extension lapsed"),
    "procedure.converted": _converted,
    "supplementary_investigation.started": lambda voice, data, on: Said(
        tr("公诉机关补充侦查", "Supplementary investigation by the prosecution"),
        str(data.get("reason") or ""),
    ),
    "supplementary_investigation.returned": lambda voice, data, on: Said(
        tr("补充侦查完毕，移送法院", "Back from supplementary investigation"),
        voice.span_length(data["span_no"], on),
    ),
    "limit.restarted": _restarted,
    "notice.published": _notice_published,
    "notice.ended": _notice_ended,
    "custody.changed": _custody,
    "case.transferred": _transferred,
    "case.merged": _merged,
    "case.split": _split,
    "case.closed": _closed,
    "appeal.filed": _appeal("提出上诉", "appeal filed"),
    "appeal.withdrawn": _appeal("撤回上诉", "appeal withdrawn"),
    "appeal.forwarded": _forwarded,
    "effect.established": _effective,
    "case.archived": _archived,
    "link.recorded": _linked,
    "correction.recorded": _corrected,
    "document.filed": _filed,
    "document.withdrawn": _withdrawn,
    "note.recorded": _note,
    "minutes.recorded": _minutes,
    "conflict.declared": _about_officer("{who}申报回避事由", "{who} declared a conflict"),
    "recusal.granted": _about_officer("决定{who}回避", "{who} recused"),
    "record.sealed": _sealed,
    "record.unsealed": _unsealed,
    "payload.destroyed": _destroyed,
}
