"""What happened to the clock, in words: deductions, suspensions, extensions, conversions, restarts, notices, custody."""

from datetime import date

from xiezhi.rules.language import tr
from xiezhi.site.clock_strip.words import count_days
from xiezhi.site.staff.case.voice import Data, Said, Tell, Voice, approver, length, listed, sentence, told


def _span_begins(zh: str, en: str) -> Tell:
    def tell(voice: Voice, data: Data, on: date) -> Said:
        ground = voice.ground(data.get("ground"))
        return Said(
            tr(f"{zh}：{ground}", f"{en}: {ground}"),
            listed(str(data.get("reason") or ""), told("依据", "on", data.get("document"))),
        )

    return tell


def _span_ends(zh: str, en: str) -> Tell:
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


def _reviewed(voice: Voice, data: Data, on: date) -> Said:
    ground = voice.span(data["span_no"])
    return Said(
        tr(f"核查中止事由：{ground}", f"Cause of the suspension looked at: {ground}") if ground else tr("核查中止事由", "Cause of the suspension looked at"),
        data["reason"],
    )  # fmt: skip


def _requested(voice: Voice, data: Data, on: date) -> Said:
    asked, who = length(data), approver(data["approver"])
    to = tr(f"，报{who}批准", f"; {who} decides") if who else ""
    return Said(tr(f"申请延长审限{asked}", f"Extension of {asked} requested") + to, data["reason"])


def _granted(voice: Voice, data: Data, on: date) -> Said:
    given, who = length(data), approver(data["approver"])
    ground = voice.law.extension_grounds.get(data.get("ground") or "")
    return Said(
        tr(
            f"{who}批准延长审限{given}",
            sentence(f"{who} granted an extension of {given}") if who else f"Extension of {given} granted",
        ),
        listed(
            told("事由", "ground", tr(*ground) if ground else data.get("ground")),
            told("决定人", "decided by", data.get("decided_by")),
            tr("双方当事人同意", "both parties consent") if data.get("parties_consent") else "",
            tr("已报高级人民法院备案", "filed with the high court") if data.get("filed_with_high") else "",
        ),
    )


def _refused(voice: Voice, data: Data, on: date) -> Said:
    who = approver(data["approver"])
    words = sentence(f"{who} refused the extension") if who else "Extension refused"
    return Said(tr(f"{who}不准延长审限", words), data["reason"])


def _request_ends(zh: str, en: str) -> Tell:
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
    return Said(sentence(words), told("强制措施", "measure", data.get("measure")))


TOLD_OF_CLOCK: dict[str, Tell] = {
    "deduction.started": _span_begins("扣除起", "Deduction starts"),
    "deduction.ended": _span_ends("扣除止", "Deduction ends"),
    "suspension.ordered": _span_begins("裁定中止", "Suspended"),
    "suspension.ended": _span_ends("恢复审理", "Resumed"),
    "suspension.reviewed": _reviewed,
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
}
