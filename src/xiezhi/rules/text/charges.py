"""Charges (罪名) in running text; several in one phrase are told apart by the official list.

贪污、受贿罪 names two charges, 走私、贩卖毒品罪 one, because its parts are forms of one official selective charge
(走私、贩卖、运输、制造毒品罪). The list is `xiezhi.rules.causes`.
"""

import re
from functools import cache, lru_cache

from xiezhi.rules.causes import charge_names
from xiezhi.rules.text.script import without_blanks

# 罪 closes a charge unless it belongs to 犯罪 (犯罪所得, 犯罪分子) or opens 罪犯, 罪名, 罪责, 罪行.
_CLOSE = r"(?<!犯)罪(?![犯名责行])"
_NAME = rf"(?:侵犯|犯(?=罪)|[^，。；：（）“”《》犯]){{1,60}}?{_CLOSE}"
_NEXT = rf"(?:[、，]|以?及|和|与) ?(?:(?:侵犯|犯(?=罪)|[^，。；：（）“”《》犯判处被其前原]){{2,40}}?{_CLOSE})"
COMMITTED = re.compile(rf"(?<![罪侵])犯(?!罪)[“]?(?P<names>{_NAME}(?:{_NEXT})*)")
_BETWEEN = re.compile(r"(?<=罪)(?<!犯罪)(?:[、，“”]|以?及|和|与)+ ?")
# 与前罪…并罚, 与（2012）…号判决中对其犯…罪判处的刑罚并罚: an earlier conviction that is only added up.
_COUNTED_IN = re.compile(
    r"(?:与|和|连同)[^，。；]{0,50}?(?:前罪|前判|原判|原犯|之前|此前|先前|已判|法院|号|余刑|未执行)[^，。；]{0,40}$"
)
_FILLER = re.compile(r"^(?:有|了|下列|其他|一般|数个|“|应以|行为构成|的是)|[”]$")

_LONGEST_CHARGES = 60


@cache
def _official() -> frozenset[str]:
    return frozenset(name.removesuffix("罪") for name in charge_names())


@cache
def _selective() -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(name.split("、")) for name in sorted(_official()) if "、" in name)


def _is_subsequence(short: str, long: str) -> bool:
    characters = iter(long)
    return all(character in characters for character in short)


@lru_cache(maxsize=4096)
def _is_form_of_selective(name: str) -> bool:
    """Whether a name without separators is one of the choices a selective charge offers (贩卖毒品, 非法持有枪支)."""
    for parts in _selective():
        if name == parts[-1]:
            return True
        heads, tails = tuple(part[:2] for part in parts), tuple(part[-2:] for part in parts[1:])
        chosen = name.startswith(heads) and name.endswith(tails) and name not in parts
        if chosen and _is_subsequence(name, "".join(parts)):
            return True
    return False


def _is_charge(pieces: list[str]) -> bool:
    return "、".join(pieces) in _official() or _is_form_of_selective("".join(pieces))


def _split_pieces(pieces: list[str]) -> list[str]:
    """The longest charges that the pieces form from the left; pieces that form none join what follows."""
    charges: list[str] = []
    first = 0
    while first < len(pieces):
        longest = next((end for end in range(len(pieces), first, -1) if _is_charge(pieces[first:end])), None)
        shortest_rest = next(
            (start for start in range(first + 1, len(pieces)) if _is_charge(pieces[start : start + 1])),
            len(pieces),
        )
        end = longest or shortest_rest
        charges.append("、".join(pieces[first:end]) + "罪")
        first = end
    return charges


def split_charges(phrase: str) -> list[str]:
    """The charges named in a phrase such as 贪污、受贿罪 or 盗窃罪、诈骗罪, each ending in 罪."""
    charges: list[str] = []
    for part in _BETWEEN.split(without_blanks(phrase)):
        name = _FILLER.sub("", part).removesuffix("罪")
        charges += _split_pieces([piece for piece in re.split("[、，]", name) if piece])
    return list(dict.fromkeys(charges))


def charges_committed(text: str) -> list[str]:
    """The charges of every 犯…罪 in a uniform text, in order, each once."""
    found = [charge for match in COMMITTED.finditer(text) for charge in split_charges(match["names"])]
    return list(dict.fromkeys(found))


def charges_sentenced(text: str) -> list[str]:
    """Like `charges_committed`, without earlier crimes whose punishment is only counted in (与前罪…并罚)."""
    found: list[str] = []
    for match in COMMITTED.finditer(text):
        if not _COUNTED_IN.search(text, max(0, match.start() - 90), match.start()):
            found += split_charges(match["names"])
    return list(dict.fromkeys(found))


def charge_place(text: str) -> int | None:
    """Where the charges begin with which a text ends (被告人某贩卖毒品罪), when no 犯 stands before them."""
    words = text.removesuffix("罪")[-_LONGEST_CHARGES:]
    offset = len(text.removesuffix("罪")) - len(words)
    for start in range(len(words)):
        pieces = words[start:].split("、")
        if all(_is_charge([piece]) for piece in pieces) or _is_charge(pieces):
            return offset + start
    return None
