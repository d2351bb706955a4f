"""How names sort and sound: by pinyin, with the readings that only surnames have. The database knows no Chinese collation, so keys
are stored.

Called for officers and parties: by the import of staff, by the rows of cases, and by the search, which reads what was typed in
the same way, so that a homophone meets the same key.
"""

import re
from functools import lru_cache

import rjieba
from pypinyin import lazy_pinyin

LONGEST_KEY = 160
LONGEST_READING = 60  # letters of a name's reading that find it
_SHOWN_NAME = 39

# Characters that a dictionary of words reads otherwise than a family does.
_SURNAMES = {
    "万俟": "mo qi", "尉迟": "yu chi", "长孙": "zhang sun", "澹台": "tan tai", "单于": "chan yu", "乐正": "yue zheng", "子车": "zi ju",
    "单": "shan", "仇": "qiu", "解": "xie", "曾": "zeng", "区": "ou", "查": "zha", "任": "ren", "华": "hua", "朴": "piao",
    "盖": "ge", "缪": "miao", "员": "yun", "乐": "yue", "洗": "xian", "覃": "qin", "燕": "yan", "翟": "zhai", "葛": "ge",
    "逄": "pang", "召": "shao", "黑": "he", "秘": "bi", "折": "she", "种": "chong", "重": "chong", "能": "nai", "隗": "wei",
    "祭": "zhai", "阚": "kan", "繁": "po", "郇": "xun", "卜": "bu", "都": "du", "炅": "gui", "佴": "nai", "粘": "nian",
    "藏": "zang", "颉": "xie", "句": "gou", "禇": "chu", "囤": "dun", "乜": "nie", "长": "zhang", "宁": "ning", "那": "na",
}  # fmt: skip
_HAN = re.compile("[㐀-鿿豈-﫿\U00020000-\U0003ffff]+")
_NO_LETTER = re.compile(r"[\W_]+")
_LONGEST_PERSON = 4  # characters: a longer run of Han characters is cut into words before it is read


def name_key(name: str) -> str:
    """The sort key of a name: pinyin without tones, then the name itself so that equal readings keep an order."""
    surname = _surname(name)
    rest = _syllables(name[len(surname) :])
    parts = [_SURNAMES[surname], *rest] if surname else rest
    return " ".join(parts).lower()[: LONGEST_KEY - _SHOWN_NAME - 1] + " " + name[:_SHOWN_NAME]


def readings(name: str) -> tuple[str, ...]:
    """What a name sounds like, each without blanks: whole (as a family and as a dictionary reads it), the first letters of both,
    and, of a person's name, what follows the surname."""
    syllables = _syllables(name)
    if not syllables:
        return ()
    found = []
    for read in dict.fromkeys((syllables, _as_family(name, syllables))):
        found += ["".join(read), "".join([one[0] for one in read])]
    if 1 < len(syllables) <= _LONGEST_PERSON:
        found.append("".join(syllables[1:]))
    return tuple(dict.fromkeys([one[:LONGEST_READING] for one in found if len(one) > 1]))


def sounds_as(typed: str) -> str:
    """The reading of a typed name, the way `readings` has it first for a family name; empty where nothing is in Han characters."""
    if not _HAN.search(typed):
        return ""
    return "".join(_as_family(typed, _syllables(typed)))[:LONGEST_READING]


def _as_family(name: str, syllables: tuple[str, ...]) -> tuple[str, ...]:
    """The syllables of a name with its surname as the family reads it."""
    surname = _surname(name)
    return (*_SURNAMES[surname].split(), *syllables[len(surname) :]) if surname else syllables


def _surname(name: str) -> str:
    """The beginning of a name that a family reads in its own way, if it has one."""
    if name[:2] in _SURNAMES:
        return name[:2]
    return name[:1] if name[:1] in _SURNAMES else ""


@lru_cache(maxsize=4_000)
def _syllables(name: str) -> tuple[str, ...]:
    """A name syllable by syllable; letters and figures between Han characters stand as they are."""
    found: list[str] = []
    for part in _NO_LETTER.split(name):
        place = 0
        for han in _HAN.finditer(part):
            if place < han.start():
                found.append(part[place : han.start()].lower())
            found += _read(han[0])
            place = han.end()
        if place < len(part):
            found.append(part[place:].lower())
    return tuple(found)


def _read(text: str) -> list[str]:
    """A person's name is read character by character, a longer one word by word: 银行 is no xing."""
    if len(text) <= _LONGEST_PERSON:
        return [_reading(sign) for sign in text]
    return [syllable for word in rjieba.cut(text) for syllable in _word(word)]


@lru_cache(maxsize=20_000)
def _word(word: str) -> tuple[str, ...]:
    return tuple(lazy_pinyin(word))


@lru_cache(maxsize=20_000)
def _reading(sign: str) -> str:
    return str(lazy_pinyin(sign)[0])
