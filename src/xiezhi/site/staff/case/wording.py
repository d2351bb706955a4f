"""What happened, in words: one short function for every kind of the event catalogue, in both languages.

The functions say what the event says; of other events they know only what a number refers to (party, span, request,
hearing, paper). Kinds that the catalogue gains later are told by their name until they get words of their own here.
"""

from datetime import date

from xiezhi.rules.language import tr
from xiezhi.site.staff.case.clock_wording import TOLD_OF_CLOCK
from xiezhi.site.staff.case.voice import (
    Data,
    Said,
    Tell,
    Voice,
    kind_name,
    listed,
    lower,
    moment,
    panel_words,
    paper_title,
    sentence,
    told,
)

FEN = 100


def say(voice: Voice, kind: str, data: Data, on: date) -> Said:
    """One event in words."""
    tell = TOLD.get(kind)
    return tell(voice, data, on) if tell else Said(kind_name(kind))


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


def _panel(zh: str, en: str) -> Tell:
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


def _service(zh: str, en: str) -> Tell:
    def tell(voice: Voice, data: Data, on: date) -> Said:
        values = {"party": voice.party(data["party_no"]), "paper": data["paper"]}
        return Said(
            tr(zh, en).format(**values),
            listed(lower("service_way", data["way"]), str(data.get("reason") or "")),
        )

    return tell


# --- hearings


def _hearing(zh: str, en: str, *details: tuple[str, str, str]) -> Tell:
    def tell(voice: Voice, data: Data, on: date) -> Said:
        values = {"no": data["hearing_no"], "at": moment(data["starts_at"]) if "starts_at" in data else ""}
        shown = (told(one, two, _written(key, data.get(key))) for key, one, two in details)
        return Said(tr(zh, en).format(**values), listed(*shown))

    return tell


def _written(key: str, value: object) -> object:
    """A moment among the details as people write it, a ground that the law lists by its name, anything else as it is."""
    if key == "ground" and isinstance(value, str):
        return lower("adjournment_ground", value)
    if isinstance(value, str) and len(value) >= 16 and value[10] == "T":
        return moment(value)
    return value


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


def _appeal(zh: str, en: str) -> Tell:
    def tell(voice: Voice, data: Data, on: date) -> Said:
        who = voice.party(data.get("party_no")) or str(data.get("by") or "")
        return Said(tr(f"{who}{zh}", f"{who}: {en}") if who else tr(zh, sentence(en)))

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


def _about_officer(zh: str, en: str) -> Tell:
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
    **TOLD_OF_CLOCK,
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
    "conflict.declared": _about_officer("登记{who}的回避事由", "Conflict of {who} recorded"),
    "recusal.granted": _about_officer("决定{who}回避", "{who} recused"),
    "record.sealed": _sealed,
    "record.unsealed": _unsealed,
    "payload.destroyed": _destroyed,
}
