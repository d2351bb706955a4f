"""The parties and their defenders, from the parties part or, in excerpts, from the procedure paragraph."""

import re
from collections.abc import Iterator

from xiezhi.rules.text.charges import charge_place, charges_committed, split_charges
from xiezhi.rules.text.sections import Document
from xiezhi.rules.text.titles import SIDE, SIDES

_MENTION = re.compile(
    rf"(?:^|(?<=[。；： ]))(?:{SIDE.pattern})(?P<roles>（[^（）]{{1,40}}）)?"
    r"(?:暨[^：，。 ]{1,16}?(?:被告人?|原告人?|起诉人|人)(?=[：（]))? ?[：]? ?(?P<names>[^，。；：（）]{1,120})"
)
_ACCUSATION = re.compile(
    r"(?:指控|控诉|(?<![提公])起诉(?!书)|自诉人[^，。；：]{2,20}?以|审理)(?:的|称|认为)?(?:原审)?被告(?:人|单位)(?P<words>[^。；：]{1,600})"
    r"|^ ?被告(?:人|单位)(?P<case>[^。；：，]{1,200}?)一案"
    r"|指控(?:罪名：(?P<listed>[^。；：]{1,200})|(?P<bare>[^。；：]{1,600}))"
)
_ACCUSING = re.compile(r"指控|公诉|控诉|起诉|一案")
_AND_FURTHER = re.compile(
    r"[，；、]? ?(?:指控)?(?:原审)?被告(?:人|单位)(?P<names>[^，。；：（）]{1,400}?)(?:分别)?犯"
)
_BEFORE_CHARGE = re.compile(
    r"^(?P<names>[^，。；：（）]{1,400}?)(?:涉嫌|被控|分别|等人)*(?:犯|构成|暨|一案|，|$)"
)
_CIVIL_PLAINTIFFS = re.compile(
    r"附带民事(?:公益)?诉讼原告人?(?P<names>[㐀-鿿×XＸ*\d、]{2,60}?)(?=[，。；（]|及|向|的|提起|诉|与|和|均|到庭|依法|不服)"
)
_OFFICE_WORDS = re.compile(r"(?:原审)?被告(?:人|单位)|原审|上诉人|等(?:[一二三四五六七八九十\d]+人)?$| ")
_NOT_A_PARTY = re.compile(r"^(?:的|依法|提起|系|均|委托|本院|到庭|当庭|诉讼|向本院|辩护)|律师|要求|请求")
_AFTER_NAME = re.compile(r"(?<=.{2})(?:因|曾(?=因|用|于|被)|涉嫌|被控|于\d|在).*$|^（?自报）?")
CRIMINAL_SIDES = ("defendants", "civil_plaintiffs", "defenders")


def _split_names(words: str) -> Iterator[str]:
    for name in re.split(r"[、]|(?<=[^共])和(?=.)", words):
        cleaned = _AFTER_NAME.sub("", _OFFICE_WORDS.sub("", name)).strip("　 ：")
        if 0 < len(cleaned) <= 40 and not _NOT_A_PARTY.search(cleaned):
            yield cleaned


def _side_of(match: re.Match[str]) -> str:
    """An appellant who was the accused below is still the accused; others keep the side they have here."""
    roles = match["roles"] or ""
    side = next(side for side in SIDES if match[side])
    if "被告人" in roles or "被告单位" in roles:
        return "defendants"
    if "附带民事" in roles and "原告" in roles:
        return "civil_plaintiffs"
    return side


def _from_parties(document: Document) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for match in _MENTION.finditer(document.uniform, document.parties.start, document.parties.end):
        known = found.setdefault(_side_of(match), [])
        known += [name for name in _split_names(match["names"]) if name not in known]
    return found


def _words(accusation: re.Match[str]) -> str:
    return accusation["words"] or accusation["case"] or accusation["bare"] or accusation["listed"]


def _accused_in_procedure(text: str) -> list[str]:
    accusation = _ACCUSATION.search(text)
    if accusation is None or accusation["listed"]:
        return []
    words = _words(accusation)
    named = _BEFORE_CHARGE.match(words)
    first = named["names"] if named else words
    names = list(_split_names(first[: charge_place(first)]))
    for match in _AND_FURTHER.finditer(words):
        names += _split_names(match["names"])
    return list(dict.fromkeys(names))


def charges_accused(text: str) -> list[str]:
    """The charges of the accusation that the procedure paragraph recounts."""
    found = charges_committed("".join(part for part in re.split("(?<=。)", text) if _ACCUSING.search(part)))
    accusation = None if found else _ACCUSATION.search(text)
    if accusation is None:
        return found
    words = re.split("一案|，", _words(accusation))[0]
    charges: list[str] = []
    for part in re.split(r"、?被告(?:人|单位)", words):
        place = charge_place(part)
        charges += split_charges(part[place:]) if place is not None else []
    return list(dict.fromkeys(charges))


def _civil_plaintiffs_in_procedure(text: str) -> list[str]:
    names = [name for match in _CIVIL_PLAINTIFFS.finditer(text) for name in _split_names(match["names"])]
    return list(dict.fromkeys(names))


def criminal_parties(document: Document) -> dict[str, list[str] | None]:
    """Accused, plaintiffs of the attached civil action, defenders (None: no parties part), private prosecutors where there are."""
    found = _from_parties(document)
    procedure = document.procedure.of(document.uniform)
    sides: dict[str, list[str] | None] = {
        "defendants": found.get("defendants") or _accused_in_procedure(procedure),
        "civil_plaintiffs": found.get("civil_plaintiffs") or _civil_plaintiffs_in_procedure(procedure),
        "defenders": found.get("defenders", []) if found else None,
    }
    if "private_prosecutors" in found:
        sides["private_prosecutors"] = found["private_prosecutors"]
    return sides


def civil_parties(document: Document) -> dict[str, list[str]]:
    """Every side that the parties part names, in the words of the code (plaintiffs, persons_enforced …)."""
    found = _from_parties(document)
    return {side: found[side] for side in SIDES if side in found and side != "prosecutors"}
