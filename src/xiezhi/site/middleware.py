"""What every request brings along: the reader's language, and on whose behalf we read."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from xiezhi.record.viewers import viewer_of
from xiezhi.rules.language import LANGUAGES, speak_to

LANGUAGE_COOKIE = "language"
POST = "post"  # the session's chosen post

Answer = Callable[[HttpRequest], HttpResponse]


def language(answer: Answer) -> Answer:
    """Speak the language that the reader chose; Chinese first."""

    def speak(request: HttpRequest) -> HttpResponse:
        chosen = request.COOKIES.get(LANGUAGE_COOKIE, "zh")
        with speak_to(chosen if chosen in LANGUAGES else "zh"):
            return answer(request)

    return speak


def viewer(answer: Answer) -> Answer:
    """`request.viewer`: the officer in the chosen post, worked out anew for every request; None when nobody is signed in."""

    def look(request: HttpRequest) -> HttpResponse:
        request.viewer = None  # type: ignore[attr-defined]
        if request.user.is_authenticated:
            request.viewer = viewer_of(  # type: ignore[attr-defined]
                request.user,
                on=timezone.localdate(),
                post=request.session.get(POST),
                session=request.session.session_key or "",
                ip=request.META.get("REMOTE_ADDR"),
            )
        return answer(request)

    return look
