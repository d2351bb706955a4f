"""What every request brings along: the reader's language, and on whose behalf we read."""

import re
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers

from xiezhi.record.viewers import Viewer, viewer_of
from xiezhi.rules.language import LANGUAGES, speak_to
from xiezhi.site import errors

LANGUAGE_COOKIE = "language"
LONGEST_ACCEPTED = 400  # characters of a header that are looked at
QUALITY = re.compile(r"q=([01](?:\.[0-9]{0,3})?)")
POST = "post"  # the session's chosen post

Answer = Callable[[HttpRequest], HttpResponse]


def language(answer: Answer) -> Answer:
    """Speak the language that the reader chose; before he chose, the one his browser asks for; Chinese first."""

    def speak(request: HttpRequest) -> HttpResponse:
        chosen = request.COOKIES.get(LANGUAGE_COOKIE)
        with speak_to(
            chosen if chosen in LANGUAGES else asked_for(request.headers.get("Accept-Language", ""))
        ):
            return answer(request)

    return speak


def asked_for(accepted: str) -> str:
    """The language of ours that a browser's Accept-Language wants most; Chinese where it wants neither, or says nothing readable."""
    wanted = dict.fromkeys(LANGUAGES, 0.0)
    for part in accepted[:LONGEST_ACCEPTED].split(","):
        tag, _, weight = part.partition(";")
        name = tag.strip().lower().partition("-")[0]
        if name in wanted:
            found = QUALITY.fullmatch(weight.strip())
            wanted[name] = max(wanted[name], float(found[1]) if found else 0.0 if weight else 1.0)
    return max(wanted, key=lambda name: (wanted[name], name == "zh"))


def plain(answer: Answer) -> Answer:
    """Refuse what no keyboard sends and the database cannot keep (NUL) before anything is asked; give every refusal of a method a page."""

    def check(request: HttpRequest) -> HttpResponse:
        sent = [*request.COOKIES.items(), *request.GET.lists(), *request.POST.lists()]
        if "\0" in request.path or any("\0" in text for name, values in sent for text in (name, *values)):
            return errors.unreadable(request)
        given = answer(request)
        if given.status_code == HTTPStatus.METHOD_NOT_ALLOWED and not given.content:
            given.content = errors.wrong_method(request).content
        return given

    return check


def viewer(answer: Answer) -> Answer:
    """`request.viewer`: the officer in the chosen post, worked out anew for every request; None when nobody is signed in.

    What one viewer was shown, no cache keeps: neither a shared one nor the browser after signing out.
    """

    def look(request: HttpRequest) -> HttpResponse:
        request.viewer = None  # type: ignore[attr-defined]
        if request.user.is_authenticated:
            request.viewer = viewer_now(request, request.user)  # type: ignore[attr-defined]
        given = answer(request)
        if not given.has_header("Cache-Control"):
            add_never_cache_headers(given)
        return given

    return look


def viewer_now(request: HttpRequest, account: Any) -> Viewer:
    """The viewer behind an account at this moment, in the post the session has chosen."""
    return viewer_of(
        account,
        on=timezone.localdate(),
        post=request.session.get(POST),
        session=request.session.session_key or "",
        ip=address_of(request),
    )


def address_of(request: HttpRequest) -> str:
    """Where a request comes from; behind a proxy, what the proxy itself saw, which it appends to the list."""
    forwarded = request.headers.get("X-Forwarded-For", "") if settings.BEHIND_PROXY else ""
    return forwarded.rpartition(",")[2].strip() or request.META.get("REMOTE_ADDR", "")
