"""What finds a case: the words that the ledger writes into its row, and that a search asks for.

Everything is found from any part of it of two characters or more, so it is cut into pairs of neighbouring characters. Words of a
dictionary do not stand beside them: what is typed is cut into words instead (decision 0014). Names are found by their sound as
well (`record.name_keys`). What the label of the case does not name is marked, so that it finds the case only for those who may
read the file.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from operator import add
from typing import NamedTuple

from xiezhi.record.name_keys import readings
from xiezhi.record.party_label import in_label
from xiezhi.record.state import CaseState

SEPARATORS = r"[\s（）()〔〕\[\]【】·•、，,。.]+"  # what a search passes over in numbers and names
_SEPARATORS = re.compile(SEPARATORS)
BY_SOUND = "~"  # before the reading of a name
UNNAMED = "!"  # before what finds a party that the label does not name
ORDINARY = "ordinary"
KEPT = 4_000  # names whose words are kept: most names of a load are new, and each takes a kilobyte or two


class Named(NamedTuple):
    """A party as the search knows it."""

    name: str
    name_latin: str
    in_label: bool


def plain(text: str) -> str:
    """A text as a search compares it: one width, small letters, without brackets and blanks."""
    signs = unicodedata.normalize("NFKC", text).lower()
    return signs if signs.isalnum() else _SEPARATORS.sub("", signs)  # none of them is a letter or figure


def pairs(text: str) -> tuple[str, ...]:
    """Pairs of neighbouring characters: what a name or number is found by, from any part of it of two characters or more."""
    signs = plain(text)
    return tuple(map(add, signs, signs[1:])) or ((signs,) if signs else ())


def search_words(state: CaseState) -> str:
    """What finds a case, as the text of a tsvector."""
    parties = [
        Named(
            party["name"],
            party.get("name_latin") or "",
            in_label(party["role"], party.get("left")),
        )
        for party in state.parties
    ]
    open_names = state.secrecy == ORDINARY and not state.sealed
    return words_of(state.number, state.cause_name or "", parties if open_names else ())


def words_of(number: str, cause: str, parties: Iterable[Named]) -> str:
    """The same from what it follows from. The parties of a protected case do not find it: for such a case none are given."""
    found = {*pairs(number), *_words_of_cause(cause)}
    for party in parties:
        names = _words_of_name(party)
        found.update(names if party.in_label else (UNNAMED + word for word in names))
    plainly = "' '".join(found)
    # Quotes and backslashes are rare, and a case has forty words.
    if "\\" in plainly or plainly.count("'") > 2 * (len(found) - 1):
        return " ".join(map(quoted, found))
    return f"'{plainly}'" if found else ""


_words_of_cause = lru_cache(maxsize=1_000)(pairs)  # there are some hundred causes, and no number comes twice


@lru_cache(maxsize=KEPT)
def _words_of_name(party: Named) -> tuple[str, ...]:
    found = [*pairs(party.name), *pairs(party.name_latin)]
    found += [BY_SOUND + reading for reading in readings(party.name)]
    return tuple(found)


def quoted(word: str) -> str:
    """A word as tsvector and tsquery read it."""
    return "'" + word.replace("\\", "\\\\").replace("'", "''") + "'"
