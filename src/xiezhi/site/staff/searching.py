"""Finding cases by what was typed: by index over the words that the ledger wrote (record.search_words), then compared again.

Looks one after the other, each only where the one before left room: the words as they were typed; if they find nothing, the words
that a text without blanks is cut into, in any order; names that sound alike.
"""

from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple

from django.db.models import BooleanField, Exists, F, Func, OuterRef, Q, QuerySet, TextField, Value
from django.db.models.lookups import Contains

from xiezhi.record.models import CaseParty
from xiezhi.record.numbers import sort_key
from xiezhi.record.party_label import NOT_NAMED
from xiezhi.record.search_words import SEPARATORS, pairs, plain
from xiezhi.record.viewers import Viewer
from xiezhi.record.visibility import main_file_open, searchable_for
from xiezhi.rules.case_number import CaseNumberError, parse_case_number
from xiezhi.site.staff.docket.rows import READ, Row
from xiezhi.site.staff.search_terms import SHORTEST_WORD, Asked, cut, has_words, is_rare, letters, sound
from xiezhi.work.deadlines.queries import with_trial_deadline

Cases = QuerySet[Any, Any]
Has = type[Func]
Narrow = Callable[[Cases, Has], Cases]

MOST_WORDS = 4
NEWEST = 3_000  # cases looked through before the index is asked


class Found(NamedTuple):
    """The cases found, and how many of them by what was typed; the others sound like it."""

    rows: list[Row]
    literally: int


class _Plain(Func):
    """`record.search_words.plain`, done by the database."""

    function = "regexp_replace"
    template = f"%(function)s(lower(normalize(%(expressions)s, NFKC)), '{SEPARATORS}', '', 'g')"
    output_field = TextField()


class _HasWords(Func):
    """Whether the words that find a case are such as asked for, answered by the index."""

    template = "%(expressions)s::tsquery"
    arg_joiner = " @@ "
    output_field = BooleanField()


class _HasWordsItself(Func):
    """The same, answered case by case. What half the province has, the index would collect whole before the first case is shown."""

    template = "ts_match_vq(%(expressions)s::tsquery)"
    output_field = BooleanField()


def words_of(typed: str) -> list[str]:
    """The words that must all be found, in the form in which they are compared."""
    return [word for word in map(plain, typed.split()[:MOST_WORDS]) if word]


def long_enough(typed: str) -> bool:
    """Whether every word has two characters or more; a single one would find half the province."""
    words = words_of(typed)
    return bool(words) and all(len(word) >= SHORTEST_WORD for word in words)


def find(viewer: Viewer, typed: str, most: int) -> Found:
    """The cases that the words find, those first whose number it is; the newest first among the others."""
    allowed = searchable_for(viewer)
    rows = _by_number(allowed, typed, most)
    if rows or not words_of(typed):
        return Found(rows, len(rows))
    search = _Search(viewer, allowed, most)
    if long_enough(typed):
        search.typed(words_of(typed))
    literally = len(search.rows)
    search.by_sound(typed)
    return Found(search.rows, literally)


class _Search:
    """One search, look after look, until there are rows enough."""

    def __init__(self, viewer: Viewer, allowed: Cases, most: int) -> None:
        self._open, self._allowed, self._most = main_file_open(viewer), allowed, most
        self._since: Any = None
        self._asked = False
        self.rows: list[Row] = []

    def typed(self, words: list[str]) -> None:
        """What was typed, as it stands; where that finds nothing, cut into words."""
        if len(words) == 1 and words[0].isdigit():
            self._look(lambda cases, has: _by_serial(cases, has, words[0]))
        self._look(lambda cases, has: self._by_words(cases, has, words))
        parts = [part for word in words for part in cut(word)]
        if not self.rows and parts != words and len(parts) > 1:
            self._look(lambda cases, has: self._by_words(cases, has, parts))

    def by_sound(self, typed: str) -> None:
        """Names that sound like it: typed in letters, whole or by first letters, or in characters that others write otherwise."""
        for asked in filter(None, (letters(typed), sound(typed))):
            self._look(partial(self._having, asked=asked), rare=is_rare(asked))

    def _look(self, narrow: Narrow, *, rare: bool = False) -> None:
        """The newest cases among those found. What finds thousands is found among the newest; what is rare, by the index."""
        wanted = self._most - len(self.rows)
        if wanted <= 0:
            return
        allowed = (
            self._allowed.exclude(pk__in=[row.case for row in self.rows]) if self.rows else self._allowed
        )
        if rare:
            self.rows += _read(narrow(allowed, _HasWords), wanted)
            return
        since = self._first_of_the_newest()
        newest = allowed if since is None else allowed.filter(filed_on__gte=since)
        found = _read(narrow(newest, _HasWordsItself), wanted)
        if since is not None and len(found) < wanted:
            found = _read(narrow(allowed, _HasWords), wanted)
        self.rows += found

    def _first_of_the_newest(self) -> Any:
        """The day from which on there are about NEWEST cases; None where there are no more than that."""
        if not self._asked:
            filed = self._allowed.filter(filed_on__isnull=False).order_by("-filed_on")
            self._since = filed.values_list("filed_on", flat=True)[NEWEST : NEWEST + 1].first()
            self._asked = True
        return self._since

    def _by_words(self, cases: Cases, has: Has, words: list[str]) -> Cases:
        """Cases in which every word stands in the number, the cause or a party's name. Parties of protected cases find nothing."""
        for word in words:
            cases = self._having(cases, has, has_words(pairs(word)))
            # A word of two characters is a pair itself. For a longer one the pairs may stand apart: compared again, the
            # cheap way first.
            if len(word) > SHORTEST_WORD:
                cases = cases.filter(
                    _stands_in_columns(word) | _stands_in_plain_columns(word) | self._is_party(word)
                )
        return cases

    def _having(self, cases: Cases, has: Has, asked: Asked) -> Cases:
        """Cases with these words; what no label shows counts where the file is open only."""
        shown, with_unnamed = asked
        found: Cases = cases.filter(has(F("search"), Value(with_unnamed)))
        return found.filter(Q(_HasWordsItself(F("search"), Value(shown))) | self._open)

    def _is_party(self, word: str) -> Q:
        named = CaseParty.objects.alias(plain=_Plain(F("name")), latin=_Plain(F("name_latin")))
        named = named.filter(Q(plain__contains=word) | Q(latin__contains=word), case=OuterRef("pk"))
        labelled = named.exclude(role__in=NOT_NAMED).filter(left_on=None)
        return Q(secrecy="ordinary") & (Q(Exists(labelled)) | (self._open & Q(Exists(named))))


def _by_number(allowed: Cases, typed: str, most: int) -> list[Row]:
    """Cases whose whole number was typed, in either form and any spelling."""
    try:
        number = str(parse_case_number(typed))
    except CaseNumberError:
        return []
    return _read(allowed.filter(number_key=sort_key(number), number=number), most)


def _by_serial(allowed: Cases, has: Has, digits: str) -> Cases:
    """Cases with this serial number, of any court, type and year that the viewer sees."""
    shown, _ = has_words(pairs(f"{digits}号"))
    found: Cases = allowed.filter(has(F("search"), Value(shown)), number__regex=f"[^0-9]{digits}号$")
    return found


def _stands_in_columns(word: str) -> Q:
    named = Q(secrecy="ordinary", parties_label__contains=word)
    return Q(number__contains=word) | Q(cause_name__contains=word) | named


def _stands_in_plain_columns(word: str) -> Q:
    return Q(Contains(_Plain(F("number")), word)) | Q(Contains(_Plain(F("cause_name")), word))


def _read(cases: Cases, most: int) -> list[Row]:
    found = with_trial_deadline(cases).annotate(case_key=F("pk"), place=F("filed_on"), hidden=Value(False))
    return [Row(*values) for values in found.order_by("-filed_on", "-pk").values_list(*READ)[:most]]
