"""On whose behalf a program asks, in which language, and how every refusal is answered: one shape, both languages, the field."""

import functools
from collections.abc import Callable
from typing import Any

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.security import SessionAuth
from ninja.security.apikey import APIKeyCookie

from xiezhi.record.errors import InputError, NotNow, NotThere, Overtaken, ReadOnlyHere, Refused, XiezhiError
from xiezhi.record.recorders import Recorder
from xiezhi.record.viewers import Viewer
from xiezhi.rules.language import LANGUAGES, speak_to
from xiezhi.site.staff.access import viewer_in


class RepeatedDifferently(InputError):
    """A reference that was used before, for something else."""


# The first that fits.
STATUSES: dict[type[XiezhiError], int] = {
    RepeatedDifferently: 409,
    InputError: 422,
    Refused: 403,
    ReadOnlyHere: 403,
    NotThere: 404,
    Overtaken: 409,
    NotNow: 503,
}
ABSENT = NotThere("没有这样的内容", "no such thing")
LONGEST_LANGUAGES = 200  # of the header that is looked at

Ask = Callable[..., Any]


class SignedIn(SessionAuth):
    """The session of a person who signed in on the pages; what writes carries the CSRF token of that session."""

    openapi_name = "session"

    def _get_key(self, request: HttpRequest) -> str | None:
        if not request.user.is_authenticated:  # who is nobody needs no token to hear that
            return None
        return APIKeyCookie._get_key(self, request)


def viewer_of(request: HttpRequest) -> Viewer:
    """The person in the chosen post. Raises Refused for somebody who holds no post today."""
    viewer = viewer_in(request)
    if viewer.post is None:
        raise Refused("您今天没有任何岗位", "you hold no post today")
    return viewer


def recorder_of(viewer: Viewer) -> Recorder:
    """The viewer as one who records."""
    recorder = viewer.recorder
    assert recorder is not None  # he has a post
    return recorder


def spoken(ask: Ask) -> Ask:
    """Answer in the language of `?lang=`, else of Accept-Language, else in the one chosen on the pages."""

    @functools.wraps(ask)
    def answer(request: HttpRequest, *arguments: Any, **options: Any) -> Any:
        chosen = _asked_language(request)
        if chosen is None:
            return ask(request, *arguments, **options)
        with speak_to(chosen):
            return ask(request, *arguments, **options)

    return answer


def _asked_language(request: HttpRequest) -> str | None:
    asked = request.GET.get("lang")
    if asked in LANGUAGES:
        return asked
    accepted = request.headers.get("Accept-Language", "")[:LONGEST_LANGUAGES].lower()
    words = [part.partition(";")[0].strip()[:2] for part in accepted.split(",")]
    return next((word for word in words if word in LANGUAGES), None)


def answer_refusals(api: NinjaAPI) -> None:
    """Give every way of failing its status and the one shape of an error."""

    def refuse(request: HttpRequest, fault: Any) -> HttpResponse:
        more = {"seen": fault.seen, "now": fault.now} if isinstance(fault, Overtaken) else {}
        return _answer(
            api, request, _status(fault), fault.zh, fault.en, getattr(fault, "field", None), **more
        )

    def unseen(request: HttpRequest, fault: Any) -> HttpResponse:
        return _answer(api, request, 404, ABSENT.zh, ABSENT.en, None)

    def misshapen(request: HttpRequest, fault: Any) -> HttpResponse:
        zh, en, field = _told(fault.errors[0])
        return _answer(api, request, 422, zh, en, field)

    def stopped(request: HttpRequest, fault: Any) -> HttpResponse:
        zh, en = _STOPPED.get(fault.status_code, _STOPPED[400])
        return _answer(api, request, fault.status_code, zh, en, None)

    def too_big(request: HttpRequest, fault: Any) -> HttpResponse:
        return _answer(api, request, 413, "内容过大", "the body is too large", None)

    handlers: tuple[tuple[type[Exception], Any], ...] = (
        (XiezhiError, refuse), (Http404, unseen), (ValidationError, misshapen), (HttpError, stopped),
        (RequestDataTooBig, too_big), (SuspiciousOperation, too_big),
    )  # fmt: skip
    for kind, handler in handlers:
        api.add_exception_handler(kind, handler)


_STOPPED = {
    400: ("读不出内容：应为 JSON", "the body cannot be read: expected JSON"),
    401: ("请先登录", "sign in first"),
    403: ("缺少或者不符的 CSRF 令牌；写入须带 X-CSRFToken", "the CSRF token is missing or wrong; writing needs X-CSRFToken"),
}  # fmt: skip


def _status(fault: XiezhiError) -> int:
    return next((status for kind, status in STATUSES.items() if isinstance(fault, kind)), 422)


def _answer(
    api: NinjaAPI, request: HttpRequest, status: int, zh: str, en: str, field: str | None, **more: int
) -> HttpResponse:
    return api.create_response(
        request, {"error": {"zh": zh, "en": en, "field": field, **more}}, status=status
    )


def _told(error: Any) -> tuple[str, str, str]:
    """The first thing wrong with the outer shape of a request, with its place."""
    place = ".".join(
        str(step) for step in error["loc"] if step not in ("body", "query", "path", "asked", "question")
    )
    kind = str(error.get("type", ""))
    if kind == "missing":
        return f"{place}：缺少这一项", f"{place}: this field is missing", place
    if kind == "extra_forbidden":
        return f"{place}：没有这样的字段", f"{place}: there is no such field", place
    return f"{place}：不是要求的类型或者范围", f"{place}: not of the type or range expected", place
