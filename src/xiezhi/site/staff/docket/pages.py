"""The docket's pages: the list, and what a reader keeps of it. What is taken away from it: `taking_pages`."""

from typing import Any
from urllib.parse import parse_qsl, urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from xiezhi.record.audit import note
from xiezhi.record.viewers import Viewer
from xiezhi.rules.errors import InputError
from xiezhi.rules.language import tr
from xiezhi.site.staff.access import signed_in, viewer_in
from xiezhi.site.staff.docket import asking, court_views, frame, preferences
from xiezhi.site.staff.docket.asking import Asked
from xiezhi.site.staff.docket.listing import DAYS, Listing
from xiezhi.site.staff.docket.paging import read_mark
from xiezhi.site.staff.docket.taking import columns_for
from xiezhi.site.staff.docket.views import scope_of


def kept(request: HttpRequest) -> dict[str, Any]:
    """The reader's preferences."""
    found: dict[str, Any] = request.user.preferences  # type: ignore[union-attr]
    return found


@signed_in
def docket(request: HttpRequest) -> HttpResponse:
    """The list of cases."""
    viewer = viewer_in(request)
    if scope_of(viewer) == "none":
        return render(request, "staff/docket_none.html")
    asked = asking.read(request.GET.dict(), viewer)
    listing = Listing(asked, viewer)
    cut = listing.page(read_mark(request.GET.dict(), day=asked.sort in DAYS))
    figures = listing.figures().agreeing_with(cut)
    _audit(viewer, asked, figures.total)
    columns = columns_for(asked, viewer, kept(request))
    ticked = frozenset(request.GET.get("ticked", "").split(","))
    context = frame.table(asked, figures, cut, columns, viewer, _first_row(request), ticked)
    context |= frame.surroundings(request, asked, figures, viewer, kept(request))
    return render(request, "staff/docket.html", context)


def _audit(viewer: Viewer, asked: Asked, count: int) -> None:
    """Lists are audited as query and count, not row by row."""
    details = {"query": asked.address(), "count": count}
    note(viewer, "docket.listed", object_class="O1", details=details)


def _first_row(request: HttpRequest) -> int:
    """The number of the page's first row, as the address carries it; only shown, never counted with."""
    typed = request.GET.get("row", "")
    return max(1, int(typed)) if typed.isascii() and typed.isdigit() and len(typed) < 9 else 1


@signed_in
@require_POST
def keep_view(request: HttpRequest) -> HttpResponse:
    """Save, rename or remove a view of one's own; make or end one of the court."""
    query, name = request.POST.get("query", ""), request.POST.get("name", "")
    try:
        kept_query, words, mark = _kept_view(viewer_in(request), request.POST.dict())
    except InputError as fault:
        messages.error(request, tr(f"没有保存：{fault.zh}", f"Not saved: {fault.en}"))
        return back(query, named=name)
    messages.success(request, words)
    return back(kept_query, saved=mark) if mark else back(kept_query)


def _kept_view(viewer: Viewer, typed: dict[str, Any]) -> tuple[str, str, str]:
    """What was asked for, done: the question of the view, what to say, and how an address names the view if it is still there."""
    act, name, saved = typed.get("act"), typed.get("name", ""), typed.get("saved", "")
    if act == "remove" and saved.startswith(court_views.MARK):
        ended = court_views.end(viewer, saved, timezone.now())
        return (
            ended.query,
            tr(f"已结束本院视图“{ended.name}”", f'The court\'s view "{ended.name}" has ended'),
            "",
        )
    if act == "remove":
        view = preferences.remove_view(viewer.account, saved)
        return view.query, tr(f"已删去视图“{view.name}”", f'View "{view.name}" removed'), ""
    if act == "save" and typed.get("for_court"):
        made = court_views.make(viewer, name, typed.get("query", ""), timezone.now())
        words = tr(
            f"已设立本院视图“{made.name}”，全院可见", f'View "{made.name}" now stands for the whole court'
        )
        return made.query, words, court_views.mark_of(made)
    if act == "rename":
        view = preferences.rename_view(viewer.account, saved, name)
    else:
        view = preferences.save_view(viewer.account, name, typed.get("query", ""))
    return view.query, tr(f"已保存视图“{view.name}”", f'View "{view.name}" saved'), view.id


@signed_in
@require_POST
def keep_columns(request: HttpRequest) -> HttpResponse:
    """Remember columns or close rows."""
    account = viewer_in(request).account
    if "compact" in request.POST:
        preferences.choose_compact(account, request.POST["compact"] == "1")
    else:
        keys = [] if "usual" in request.POST else request.POST.getlist("column")
        preferences.choose_columns(account, request.POST.get("view", ""), keys)
    return back(request.POST.get("query", ""))


def back(query: str, **typed: str) -> HttpResponseRedirect:
    """To the list one came from, with what was typed into a form that was refused."""
    return redirect(f"{reverse('staff:docket')}?{urlencode([*parse_qsl(query), *typed.items()])}")
