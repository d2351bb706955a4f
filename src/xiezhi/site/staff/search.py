"""The search box: a case by its number in any spelling or by part of it, by a party's name or its sound, by its cause.

Only what the viewer may be shown is ever looked at (record.visibility.searchable_for), so nothing else can show, not even in a
count; who may not read the file finds no name that the label of the case does not show. `searching` finds, this answers.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from xiezhi.record.audit import note
from xiezhi.record.search_words import plain
from xiezhi.record.viewers import Viewer
from xiezhi.rules.language import tr
from xiezhi.site.staff.access import signed_in, viewer_in
from xiezhi.site.staff.docket.columns import chosen, parties
from xiezhi.site.staff.docket.frame import drawn
from xiezhi.site.staff.docket.pages import kept
from xiezhi.site.staff.docket.preferences import is_compact
from xiezhi.site.staff.docket.rows import Row
from xiezhi.site.staff.docket.views import scope_of
from xiezhi.site.staff.parts import Column
from xiezhi.site.staff.searching import Found, find, long_enough, words_of

LONGEST = 60
MOST_FOUND, MOST_SUGGESTED = 50, 8
COLUMNS = ("number", "cause", "parties", "court", "judge", "stage", "filed", "due", "left")


@signed_in
def search(request: HttpRequest) -> HttpResponse:
    """The answer to the search box: the case itself where a number names exactly one, else the cases found."""
    viewer, words = viewer_in(request), " ".join(request.GET.get("q", "").split())[:LONGEST]
    if request.headers.get("HX-Request"):
        return _suggestions(request, viewer, words)
    found = find(viewer, words, MOST_FOUND + 1)
    _audit(viewer, "search.made", words, len(found.rows))
    if len(found.rows) == 1 and names_it(words, found.rows[0]):
        return redirect("staff:case", found.rows[0].case)
    return render(request, "staff/search.html", _results(request, viewer, words, found))


def _suggestions(request: HttpRequest, viewer: Viewer, words: str) -> HttpResponse:
    """A few cases while one types."""
    rows = find(viewer, words, MOST_SUGGESTED).rows
    asked = bool(rows) or long_enough(words)
    if asked:
        _audit(viewer, "search.suggested", words, len(rows))
    found = [(row, parties(row.parties)) for row in rows]
    return render(request, "staff/search_suggestions.html", {"found": found, "words": words, "asked": asked})


def _audit(viewer: Viewer, verb: str, words: str, count: int) -> None:
    note(viewer, verb, object_class="O1", details={"query": words, "count": count})


def _results(request: HttpRequest, viewer: Viewer, words: str, found: Found) -> dict[str, Any]:
    columns, rows = chosen(COLUMNS), found.rows
    return {
        "search_words": words,
        "too_short": not long_enough(words),
        "more": len(rows) > MOST_FOUND,
        "by_sound": max(0, min(len(rows), MOST_FOUND) - found.literally),
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


def names_it(typed: str, row: Row) -> bool:
    """Whether what was typed is (part of) the number of the case."""
    words = words_of(typed)
    return any(map(str.isdigit, "".join(words))) and all(word in plain(row.number) for word in words)
