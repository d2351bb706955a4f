"""The heading: court, kind of document, case numbers, and what the case number says about the instance.

The court stands directly before the kind of document, the case number after it; a title given by a website may
stand in front of both. Case types: 最高人民法院关于人民法院案件案号的若干规定 (法〔2015〕137号) and the forms before 2016.
"""

import re
from dataclasses import dataclass

from xiezhi.rules.text.script import without_blanks
from xiezhi.rules.text.sections import Document, heading_numbers
from xiezhi.rules.text.titles import DOCUMENT_KIND

_COURT = r"(?P<court>[㐀-鿿 ]{2,40}法院(?:[㐀-鿿]{2,12}(?:分院|法庭))?)"
_COURT_AND_KIND = re.compile(rf"{_COURT} *[^㐀-鿿（）]{{0,8}}(?P<kind>{DOCUMENT_KIND}) *$")
_TITLE_REST = re.compile(r".*(?:书|[^法]案|罪|一审|二审|再审|终稿|草稿|文本)(?=[㐀-鿿]{2,}法院)")
_KIND_BEFORE_NUMBER = re.compile(rf"({DOCUMENT_KIND}) *(?:（[^（）\d]{{1,12}}） *)?$")

# How the type symbol ends, directly before the serial number → instance; the first that fits is taken.
_INSTANCES = (
    (r"重审?", "一审重审"),
    (r"再(?:初|终|审)?|提", "再审"),
    (r"申|监|抗", "再审审查"),
    (r"执异|[执行]异", "执行异议"),
    (r"执复|复", "执行复议"),
    (r"执监", "执行监督"),
    (r"执保?恢?|执行", "执行"),
    (r"终|二", "二审"),
    (r"初|一|速", "一审"),
    (r"特|督|催|破申?|清申?|调|认|保|辖|更|停执", "特别程序"),
)
_INSTANCE_PATTERNS = tuple((re.compile(rf"(?:{ending})$"), instance) for ending, instance in _INSTANCES)
_SERIAL = re.compile(r"字?第?\d+(?:[-—~、]\d+)*号[^号]*$")


@dataclass(frozen=True, slots=True)
class Heading:
    """What the heading says; None where it does not."""

    court: str | None
    document_type: str | None
    case_no: str | None
    other_case_nos: tuple[str, ...]
    title: str


def instance_of(case_no: str | None) -> str | None:
    """The instance that a case number stands for."""
    symbols = _SERIAL.sub("", (case_no or "").rpartition("）")[2])
    return next((instance for pattern, instance in _INSTANCE_PATTERNS if pattern.search(symbols)), None)


def _court_and_kind(text: str) -> tuple[str | None, str | None, str]:
    """Court, kind of document and the title before them, from the heading without its case numbers."""
    match = _COURT_AND_KIND.search(text)
    if match is None:
        kind = _KIND_BEFORE_NUMBER.search(text)
        return None, without_blanks(kind[1]) if kind else None, text
    court = match["court"]
    title = _TITLE_REST.match(court)
    start = title.end() if title else court.rfind(" ", 0, _last_name_start(court)) + 1
    return without_blanks(court[start:]), without_blanks(match["kind"]), text[: match.start("court") + start]


def _last_name_start(court: str) -> int:
    """Before the last word of at least four characters: blanks inside a spaced-out name are kept together."""
    words = court.split(" ")
    return len(court) - len(words[-1]) if len(words[-1]) > 3 else len(court) - len(court.lstrip())


def read_heading(document: Document) -> Heading:
    """The facts of the heading of a document."""
    text = document.uniform
    places = heading_numbers(text)
    court, kind, title = _court_and_kind(
        text[: places[0][0] if places else document.heading.end].rstrip(" ：。")
    )
    numbers = list(dict.fromkeys(without_blanks(text[start:end]) for start, end in places))
    return Heading(court, kind, numbers[0] if numbers else None, tuple(numbers[1:]), title.strip())
