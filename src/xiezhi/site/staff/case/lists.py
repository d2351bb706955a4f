"""The lists under the tabs: hearings, papers, requests for more time. Newest first, in words."""

from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse

from xiezhi.record.projection import hearing_time
from xiezhi.rules.language import tr
from xiezhi.rules.limits.catalogue import Length
from xiezhi.rules.limits.sentences import length_en, length_zh
from xiezhi.site.staff.case.known import Known
from xiezhi.site.staff.case.opening import Opened
from xiezhi.site.staff.case.voice import Voice, choice, listed, paper_title, told

HEARING_STANDINGS = {
    "scheduled": ("已排期", "scheduled"),
    "held": ("已开庭", "held"),
    "adjourned": ("延期", "adjourned"),
    "cancelled": ("取消", "cancelled"),
}
REQUEST_STANDINGS = {
    "pending": ("待决定", "pending"),
    "granted": ("批准", "granted"),
    "refused": ("不准", "refused"),
    "withdrawn": ("撤回", "withdrawn"),
    "lapsed": ("失效", "lapsed"),
}
MEDIA = {
    "application/pdf": "PDF",
    "application/ofd": "OFD",
    "application/msword": "Word",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "Word",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "Excel",
}
GENERAL_MEDIA = {
    "image": ("图片", "image"),
    "video": ("录像", "video"),
    "audio": ("录音", "audio"),
    "text": ("文本", "text"),
}
KILO = 1024


@dataclass(frozen=True, slots=True)
class HearingLine:
    """A hearing: when, where, what for, what became of it."""

    no: int
    at: datetime
    room: str
    purpose: str
    standing: str
    detail: str
    is_open: bool


@dataclass(frozen=True, slots=True)
class Paper:
    """A document of the file with its archive attributes; `href` is empty when it was withdrawn."""

    no: int
    title: str
    name: str
    file: str
    inner: bool
    filed_on: date
    pages: int | None
    kind: str
    size: str
    catalogue_number: str
    retention: str
    href: str
    withdrawn: date | None


@dataclass(frozen=True, slots=True)
class RequestLine:
    """A request for an extension and what was decided."""

    no: int
    asked_on: date
    length: str
    approver: str
    standing: str
    decided_on: date | None
    reason: str
    detail: str
    pending: bool


def hearings_of(known: Known) -> list[HearingLine]:
    """The hearings, the latest first."""
    lines = [
        HearingLine(
            hearing["no"],
            hearing_time(hearing["starts_at"]),
            str(hearing.get("room") or ""),
            str(hearing.get("purpose") or ""),
            tr(*HEARING_STANDINGS[hearing["standing"]]),
            str(hearing.get("ground") or hearing.get("reason") or hearing.get("minutes") or ""),
            hearing["standing"] == "scheduled",
        )
        for hearing in known.state.hearings
    ]
    return sorted(lines, key=lambda line: line.at, reverse=True)


def papers_of(opened: Opened, known: Known, voice: Voice) -> list[Paper]:
    """The documents whose file (main or inner) is open to this viewer, as they were filed."""
    inner_open = opened.file.opens("O2")
    return [
        Paper(
            paper["no"],
            paper_title(paper),
            paper["name"],
            choice("file", paper["file"]),
            paper["file"] == "inner",
            paper["filed_on"],
            paper.get("pages"),
            media_name(paper["media_type"]),
            size_words(paper["size"]),
            str(paper.get("catalogue_number") or ""),
            choice("retention", paper.get("retention")),
            _href(opened, voice, paper["no"]) if not paper.get("withdrawn") else "",
            paper.get("withdrawn"),
        )
        for paper in known.state.documents
        if inner_open or paper["file"] != "inner"
    ]


def _href(opened: Opened, voice: Voice, number: int) -> str:
    paper = voice.papers.get(number)
    return reverse("staff:document", args=[opened.case, paper]) if paper else ""


def media_name(media_type: str) -> str:
    """PDF, image, …: what a reader calls it."""
    general = GENERAL_MEDIA.get(media_type.partition("/")[0])
    return MEDIA.get(media_type) or (tr(*general) if general else tr("文件", "file"))


def size_words(size: int) -> str:
    """12 KB, 3.4 MB."""
    if size < KILO * KILO:
        return f"{max(1, round(size / KILO))} KB"
    return f"{size / KILO / KILO:.1f} MB"


def requests_of(known: Known, voice: Voice) -> list[RequestLine]:
    """The requests for extension, the latest first."""
    return [
        RequestLine(
            request.no,
            request.asked_on,
            _length(request.months, request.days),
            choice("approver", request.approver),
            tr(*REQUEST_STANDINGS[request.standing]),
            request.decided_on,
            request.reason or "",
            listed(
                told("事由", "ground", tr(*voice.law.extension_grounds.get(request.ground or "", ("", "")))),
                told("决定人", "decided by", request.decided_by),
                tr("双方当事人同意", "both parties consent") if request.parties_consent else "",
            ),
            request.standing == "pending",
        )
        for request in reversed(known.state.requests)
    ]


def _length(months: int | None, days: int | None) -> str:
    length = Length(months or 0, days or 0)
    return tr(length_zh(length), length_en(length))
