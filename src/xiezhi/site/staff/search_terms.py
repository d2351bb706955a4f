"""What was typed into the search box, turned into what the index is asked for.

A question to the index is a pair: what finds a case for everybody who may list it, and what finds it also by names that its label
does not show.
"""

import re
from collections.abc import Iterable

import rjieba

from xiezhi.record.name_keys import sounds_as
from xiezhi.record.search_words import BY_SOUND, UNNAMED, plain, quoted

SHORTEST_WORD = 2
SHORTEST_BEGINNING = (
    3  # letters from which on a name may begin so; two must be the first letters of the whole name
)
RARE = 10  # letters from which on few names begin so
LONGEST_EXACT = 3  # characters: a name of more may go on behind what was typed
SAID_BETWEEN = frozenset("与和的等案")  # words that part names and causes, and stand in none

_HAN = re.compile(r"[㐀-鿿\U00020000-\U0003ffff]+")
_AGAINST = re.compile(
    "(?<=..)(?<![起上申抗反撤公自投应])诉(?![讼前状求权])(?=..)"
)  # between two names, not in 上诉 or 诉讼
_LETTERS = re.compile(r"[a-z']+")

Asked = tuple[str, str]


def has_words(words: Iterable[str]) -> Asked:
    """All of these words: of what the label shows, and of a name that it does not show."""
    found = list(words)
    shown = " & ".join(map(quoted, found))
    unnamed = " & ".join(quoted(UNNAMED + word) for word in found)
    return shown, f"({shown}) | ({unnamed})"


def cut(word: str) -> list[str]:
    """The words that a text in Han characters without blanks consists of, each of two characters or more; itself where it does
    not fall into such words. A character that stands alone, as surnames do, goes with the word behind it."""
    if not _HAN.fullmatch(word):
        return [word]
    if _AGAINST.search(word):
        return [part for side in _AGAINST.split(word) for part in cut(side)]
    found: list[str] = []
    alone = ""
    for part in rjieba.cut(word):
        if part in SAID_BETWEEN:
            if alone:
                return [word]
            continue
        alone += part
        if len(part) > 1 or len(alone) > SHORTEST_WORD:
            found.append(alone)
            alone = ""
    if alone:
        found.append(found.pop() + alone if found else alone)
    return found if found and all(len(part) >= SHORTEST_WORD for part in found) else [word]


def letters(typed: str) -> Asked | None:
    """A name typed in letters, whole (wangxiaoming, wang xiaoming) or by its first letters (wxm); None for anything else."""
    words = typed.lower().split()
    if not words or not all(_LETTERS.fullmatch(word) for word in words):
        return None
    typed_together = "".join(words).replace("'", "")
    return _sounding(typed_together, begins=len(typed_together) >= SHORTEST_BEGINNING)


def sound(typed: str) -> Asked | None:
    """The sound of a name typed in Han characters; None for anything else and for a single character."""
    name = plain(typed)
    if len(name) < SHORTEST_WORD or not _HAN.fullmatch(name):
        return None
    return _sounding(sounds_as(name), begins=len(name) > LONGEST_EXACT)


def _sounding(reading: str, *, begins: bool) -> Asked | None:
    if len(reading) < SHORTEST_WORD:
        return None
    more = ":*" if begins else ""
    shown, unnamed = quoted(BY_SOUND + reading) + more, quoted(UNNAMED + BY_SOUND + reading) + more
    return shown, f"{shown} | {unnamed}"


def is_rare(sounding: Asked) -> bool:
    """Whether few names can sound so: the index alone then answers."""
    shown, _ = sounding
    begins = shown.endswith(":*")
    return not begins or len(shown.strip("':*" + BY_SOUND)) >= RARE
