"""The parts in which a court writes a document, as spans into the original text.

Heading, parties, procedure paragraph, facts, reasoning, result, signatures and what is appended follow one
another; each may be missing (a ruling without facts, an excerpt without result). Masking and search use the
spans, the other modules of this package read one part each.
"""

import re
from dataclasses import dataclass

from xiezhi.rules.case_number import find_case_numbers
from xiezhi.rules.text.script import uniform
from xiezhi.rules.text.titles import BLANK, DOCUMENT_KIND, OFFICE

HEADING_WINDOW = 1500
# The longest parties parts and procedure paragraphs of real documents are shorter than these.
_PARTIES_WINDOW = 60_000
_PROCEDURE_WINDOW = 20_000
_SIGNATURE_WINDOW = 400


@dataclass(frozen=True, slots=True)
class Span:
    """Half-open stretch of characters of the original text."""

    start: int
    end: int

    def of(self, text: str) -> str:
        return text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Document:
    """A text and the spans of its parts; `uniform` is the same text in one spelling, position by position."""

    text: str
    uniform: str
    heading: Span
    parties: Span
    procedure: Span
    facts: Span
    reasoning: Span | None
    result: Span | None
    signatures: Span | None
    appendix: Span | None


_UNDATED_NUMBER = re.compile(rf"(?:{DOCUMENT_KIND}) *(?P<number>[^，。；：（） ]{{1,16}}字第? ?\d+ ?号)")
_KIND_BEFORE = re.compile(rf"(?:{DOCUMENT_KIND})[ ：]*(?:（[^（）\d]{{1,12}}） *)?$")
_KIND = re.compile(DOCUMENT_KIND)

_COURT_ACTS = "立案|受理|审查|依法(?:组成|适用|另行)|适用|组成合议庭|作出|做出|在执行|执行"
_PROCEDURE_OPENS = re.compile(
    r"(?:检察院|检院|公诉机关|检察机关|自诉人)[^。]{0,120}?(?:起诉书|指控|提起公诉|控诉|提起自诉|提起公益诉讼)"
    r"|人民法院(?:审理|受理)[^。]{0,600}?一案"
    r"|(?:原告|上诉人|申请人|申请执行人|异议人|案外人|起诉人|自诉人|被执行人)[^。]{0,300}?一案"
    rf"|本院(?:于[^。，]{{0,20}}?)?(?:{_COURT_ACTS})"
    r"|指控罪名"
)
_CLOSED = re.compile(
    r"审理终结|审理完毕|审查终结|(?:现|案)[^。，]{0,6}审结(?=[。，]|$)|执行完毕|合议庭评议终结"
)
_AFTERWORD = re.compile(
    r"。? ?(?:期间|其间|(?:在)?(?:本案)?(?:审理|诉讼)(?:期间|过程中|中)|另)[，,][^。]{0,80}?(?:延期|延长|中止|补充侦查|恢复)"
)
_FACTS_OPEN = re.compile(
    r"(?:公诉机关|检察院|检察机关|自诉人|检院)[^。，：]{0,24}?(?:指控|控诉)[称]?[：，]"
    r"|(?:原告|上诉人|申请人|异议人|申请执行人|起诉人)[^。，：]{0,40}?(?:诉称|上诉请求|提出诉讼请求|向本院提出|申请再审称|申请称|称)[^。，：]{0,12}[：，]"
    r"|(?:经(?:依法|本院|公开|开庭|不公开|庭审)*审(?:理|查)|本院(?:经审(?:理|查))?)查明"
    r"|(?:原判|原审|一审|二审)[^。，[^，。]{0,16}?(?:认定|查明|认为)"
)
_REASONING_OPENS = re.compile(
    r"(?:^|(?<=[。：；） ]))(?:综上，)?本院(?:经(?:审(?:理|查)|依法审查|评议))?(?:后)?认为"
)
_RESULT_OPENS = re.compile(rf"(?:判{BLANK}决|裁{BLANK}定|决{BLANK}定|调解|协议){BLANK}如{BLANK}下[：，。]?")
_GOES_ON = re.compile(
    r"上诉人?[^。]{0,40}(?:提出|上诉称|不服)|本院(?:经|审|认)|辩护人|抗诉机关|检察院[^。]{0,20}(?:抗诉|认为)|查明"
)
_SIGNATURES_OPEN = re.compile(
    rf"(?:^|(?<=[。：；）！, ]))(?:{OFFICE.pattern})[：: ]*(?=[㐀-鿿×X某*])".replace("?P<", "?P<at_")
)
_SIGNATURE_END = re.compile(
    r"附(?=[：:相本录页件法有一]| )|PAGE|法律条文|法条|适用法律|主要法律|引用|本案适用|本判决|相关法|《"
    r"|第[一二三四五六七八九十百]+条|一、|。"
)
_APPENDED = re.compile(
    r"[（ 。]附(?:[：:相录页件法有一]|本案|判决)|(?:本案|本判决)(?:适用|引用|依据)的?(?:主要)?法"
)


def heading_numbers(text: str) -> list[tuple[int, int]]:
    """Where the case numbers of the heading stand: those that directly follow a kind of document."""
    window = text[:HEADING_WINDOW]
    places = [(found.start, found.end) for found in find_case_numbers(window)]
    first = next((i for i, place in enumerate(places) if _KIND_BEFORE.search(window, 0, place[0])), None)
    if first is None:
        undated = _UNDATED_NUMBER.search(window)
        return [undated.span("number")] if undated else places[:1]
    last = first
    while last + 1 < len(places) and not text[places[last][1] : places[last + 1][0]].strip(" 、，"):
        last += 1
    return places[first : last + 1]


def _heading_end(text: str) -> int:
    """After the case numbers, else after the kind of document."""
    numbers = heading_numbers(text)
    kind = _KIND.search(text[:HEADING_WINDOW])
    end = numbers[-1][1] if numbers else kind.end() if kind else 0
    while end < len(text) and text[end] in " ：。":
        end += 1
    return end


def _sentence_start(text: str, position: int, floor: int) -> int:
    return max(text.rfind("。", floor, position) + 1, text.rfind("。 ", floor, position) + 2, floor)


def _procedure_start(text: str, floor: int, ceiling: int) -> int:
    match = _PROCEDURE_OPENS.search(text, floor, min(ceiling, floor + _PARTIES_WINDOW))
    return _sentence_start(text, match.start(), floor) if match else floor


def _procedure_end(text: str, start: int, ceiling: int) -> int:
    """After 审理终结, else where the facts begin."""
    ceiling = min(ceiling, start + _PROCEDURE_WINDOW)
    reasoning = _REASONING_OPENS.search(text, start, ceiling)
    ceiling = reasoning.start() if reasoning else ceiling
    closed = _CLOSED.search(text, start, ceiling)
    afterword = _AFTERWORD.match(text, closed.end(), ceiling) if closed else None
    if closed and not afterword:
        return closed.end() + (text[closed.end() : closed.end() + 1] == "。")
    facts = _FACTS_OPEN.search(text, afterword.end() if afterword else start, ceiling)
    return max(start, _clear_of_words(text, facts.start())) if facts else ceiling


def _clear_of_words(text: str, position: int) -> int:
    """Back to the end of the sentence before, when it is near: a name may stand in front of what was matched."""
    stop = max(text.rfind(mark, max(0, position - 40), position) for mark in "。，；：、")
    return stop + 1 if stop >= 0 and text[stop] == "。" else position


def _first_signature(text: str, floor: int) -> int | None:
    match = _SIGNATURES_OPEN.search(text, floor)
    return match.start() if match else None


def _signature_span(text: str, floor: int) -> Span | None:
    start = _first_signature(text, floor)
    if start is None:
        return None
    end = start
    while match := OFFICE.search(text, end, min(len(text), end + _SIGNATURE_WINDOW)):
        stop = _SIGNATURE_END.search(text, end, match.start())
        if stop and end != start:
            break
        end = match.end()
    limit = min(len(text), end + 60)
    stop = _SIGNATURE_END.search(text, end, limit)
    return Span(start, stop.start() if stop else limit)


def _result_start(text: str, floor: int, ceiling: int) -> int | None:
    last = None
    for match in _RESULT_OPENS.finditer(text, floor, ceiling):
        last = match.end()
    return last


def _result_and_signatures(text: str, floor: int) -> tuple[Span | None, Span | None]:
    signatures = _signature_span(text, floor)
    if signatures:
        start = _result_start(text, floor, signatures.start)
        return (Span(start, signatures.start) if start else None), signatures
    # Without signatures a 判决如下 may be the lower court's, quoted: only one that ends the text is this court's.
    appended = _APPENDED.search(text, floor)
    ceiling = appended.start() if appended else len(text)
    start = _result_start(text, floor, ceiling)
    own = start is not None and not _GOES_ON.search(text, start, ceiling)
    return (Span(start, ceiling) if start is not None and own else None), None


def _end_of_body(result: Span | None, signatures: Span | None, text: str) -> int:
    return result.start if result else signatures.start if signatures else len(text)


def cut(text: str) -> Document:
    """The document with its parts found."""
    plain = uniform(text)
    heading = _heading_end(plain)
    start = _procedure_start(plain, heading, len(plain))
    result, signatures = _result_and_signatures(plain, start)
    body = _end_of_body(result, signatures, plain)
    end = _procedure_end(plain, start, body)
    reasoning = _REASONING_OPENS.search(plain, end, body)
    facts_end = reasoning.start() if reasoning else body
    return Document(
        text=text,
        uniform=plain,
        heading=Span(0, heading),
        parties=Span(heading, start),
        procedure=Span(start, end),
        facts=Span(end, facts_end),
        reasoning=Span(facts_end, body) if reasoning else None,
        result=result,
        signatures=signatures,
        appendix=Span(signatures.end, len(plain)) if signatures and signatures.end < len(plain) else None,
    )
