"""The search box: a case by its number in any spelling or by part of it, by a party's name, by its cause.

Only what the viewer may be shown is ever looked at (record.visibility.searchable_for), so nothing else can show, not even in a
count. Pairs of neighbouring characters find the candidates by index; the words are then compared again.
"""

from collections.abc import Callable
from typing import Any

from django.db.models import BooleanField, Exists, F, Func, OuterRef, Q, QuerySet, TextField, Value
from django.db.models.lookups import Contains
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from xiezhi.record.audit import note
from xiezhi.record.models import CaseParty
from xiezhi.record.numbers import sort_key
from xiezhi.record.projection import SEPARATORS, pairs, plain
from xiezhi.record.viewers import Viewer
from xiezhi.record.visibility import searchable_for
from xiezhi.rules.case_number import CaseNumberError, parse_case_number
from xiezhi.rules.language import tr
from xiezhi.site.staff.access import signed_in, viewer_in
from xiezhi.site.staff.docket.columns import chosen, parties
from xiezhi.site.staff.docket.frame import drawn
from xiezhi.site.staff.docket.pages import kept
from xiezhi.site.staff.docket.preferences import is_compact
from xiezhi.site.staff.docket.rows import READ, Row
from xiezhi.site.staff.docket.views import scope_of
from xiezhi.site.staff.parts import Column
from xiezhi.work.deadlines.queries import with_trial_deadline

Cases = QuerySet[Any, Any]

LONGEST = 60
SHORTEST_WORD = 2
MOST_WORDS = 4
MOST_FOUND, MOST_SUGGESTED = 50, 8
NEWEST = 5_000  # cases looked through before the index is asked
COLUMNS = ("number", "cause", "parties", "court", "judge", "stage", "filed", "due", "left")


class _Plain(Func):
    """`record.projection.plain`, done by the database."""

    function = "regexp_replace"
    template = f"%(function)s(lower(normalize(%(expressions)s, NFKC)), '{SEPARATORS}', '', 'g')"
    output_field = TextField()


class _HasPairs(Func):
    """Whether the words that find a case have all of these pairs."""

    template = "%(expressions)s::tsquery"
    arg_joiner = " @@ "
    output_field = BooleanField()


@signed_in
def search(request: HttpRequest) -> HttpResponse:
    """The answer to the search box: the case itself where a number names exactly one, else the cases found."""
    viewer, words = viewer_in(request), " ".join(request.GET.get("q", "").split())[:LONGEST]
    if request.headers.get("HX-Request"):
        return _suggestions(request, viewer, words)
    rows = find(viewer, words, MOST_FOUND + 1)
    _audit(viewer, "search.made", words, len(rows))
    if len(rows) == 1 and names_it(words, rows[0]):
        return redirect("staff:case", rows[0].case)
    return render(request, "staff/search.html", _results(request, viewer, words, rows))


def _suggestions(request: HttpRequest, viewer: Viewer, words: str) -> HttpResponse:
    """A few cases while one types."""
    rows = find(viewer, words, MOST_SUGGESTED)
    asked = bool(rows) or long_enough(words)
    if asked:
        _audit(viewer, "search.suggested", words, len(rows))
    found = [(row, parties(row.parties)) for row in rows]
    return render(request, "staff/search_suggestions.html", {"found": found, "words": words, "asked": asked})


def _audit(viewer: Viewer, verb: str, words: str, count: int) -> None:
    note(viewer, verb, object_class="O1", details={"query": words, "count": count})


def _results(request: HttpRequest, viewer: Viewer, words: str, rows: list[Row]) -> dict[str, Any]:
    columns = chosen(COLUMNS)
    return {
        "search_words": words,
        "too_short": not long_enough(words),
        "more": len(rows) > MOST_FOUND,
        "rows": drawn(rows[:MOST_FOUND], columns, viewer.on),
        "total": min(len(rows), MOST_FOUND),
        "capped": len(rows) > MOST_FOUND,
        "searched": True,
        "head": [Column(column.words, kind=column.classes) for column in columns],
        "keys": [column.key for column in columns],
        "compact": is_compact(kept(request)),
        "lists_cases": scope_of(viewer) != "none",
        "about": tr("案号、当事人、案由", "number, party, cause"),
    }


def words_of(typed: str) -> list[str]:
    """The words that must all be found, in the form in which they are compared."""
    return [word for word in map(plain, typed.split()[:MOST_WORDS]) if word]


def long_enough(typed: str) -> bool:
    """Whether every word has two characters or more; a single one would find half the province."""
    words = words_of(typed)
    return bool(words) and all(len(word) >= SHORTEST_WORD for word in words)


def names_it(typed: str, row: Row) -> bool:
    """Whether what was typed is (part of) the number of the case."""
    words = words_of(typed)
    return any(map(str.isdigit, "".join(words))) and all(word in plain(row.number) for word in words)


def find(viewer: Viewer, typed: str, most: int) -> list[Row]:
    """The cases that the words find, those first whose number it is; the newest first among the others."""
    allowed = searchable_for(viewer)
    exact = _by_number(allowed, typed, most)
    if exact or not long_enough(typed):
        return exact
    words = words_of(typed)
    first: list[Row] = []
    if len(words) == 1 and words[0].isdigit():
        first = _newest(allowed, lambda cases: _by_serial(cases, words[0]), most)
    if len(first) == most:
        return first
    shown = [row.case for row in first]
    return first + _newest(
        allowed.exclude(pk__in=shown), lambda cases: _by_words(cases, words), most - len(first)
    )


def _newest(allowed: Cases, narrow: Callable[[Cases], Cases], most: int) -> list[Row]:
    """The newest cases among those found. What finds thousands is found among the newest; what is rare, by the index."""
    filed = allowed.filter(filed_on__isnull=False).order_by("-filed_on").values_list("filed_on", flat=True)
    since = filed[NEWEST : NEWEST + 1].first()
    if since is not None:
        found = _read(narrow(allowed.filter(filed_on__gte=since)), most)
        if len(found) == most:
            return found
    return _read(narrow(allowed), most)


def _by_number(allowed: Cases, typed: str, most: int) -> list[Row]:
    """Cases whose whole number was typed, in either form and any spelling."""
    try:
        number = str(parse_case_number(typed))
    except CaseNumberError:
        return []
    return _read(allowed.filter(number_key=sort_key(number), number=number), most)


def _by_serial(allowed: Cases, digits: str) -> Cases:
    """Cases with this serial number, of any court, type and year that the viewer sees."""
    return _with_pairs(allowed, f"{digits}号").filter(number__regex=f"[^0-9]{digits}号$")


def _by_words(allowed: Cases, words: list[str]) -> Cases:
    """Cases in which every word stands in the number, the cause or a party's name. Parties of protected cases find nothing."""
    found = allowed
    for word in words:
        found = _with_pairs(found, word)
        # A word of two characters is a pair itself. For a longer one the pairs may stand apart: compared again, the
        # cheap way first.
        if len(word) > SHORTEST_WORD:
            found = found.filter(_stands_in_columns(word) | _stands_in_plain_columns(word) | _is_party(word))
    return found


def _stands_in_columns(word: str) -> Q:
    named = Q(secrecy="ordinary", parties_label__contains=word)
    return Q(number__contains=word) | Q(cause_name__contains=word) | named


def _stands_in_plain_columns(word: str) -> Q:
    return Q(Contains(_Plain(F("number")), word)) | Q(Contains(_Plain(F("cause_name")), word))


def _is_party(word: str) -> Q:
    named = CaseParty.objects.alias(plain=_Plain(F("name"))).filter(case=OuterRef("pk"), plain__contains=word)
    return Q(secrecy="ordinary") & Q(Exists(named))


def _with_pairs(cases: Cases, word: str) -> Cases:
    quoted = " & ".join("'" + pair.replace("\\", "\\\\").replace("'", "''") + "'" for pair in pairs(word))
    found: Cases = cases.filter(_HasPairs(F("search"), Value(quoted)))
    return found


def _read(cases: Cases, most: int) -> list[Row]:
    found = with_trial_deadline(cases).annotate(case_key=F("pk"), place=F("filed_on"), hidden=Value(False))
    return [Row(*values) for values in found.order_by("-filed_on", "-pk").values_list(*READ)[:most]]
