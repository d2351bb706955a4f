"""Pages for what went wrong, in plain words."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from xiezhi.rules.errors import XiezhiError
from xiezhi.rules.language import tr


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form sent without, or with an old, token: the page was open too long, or the browser refuses cookies."""
    return render(request, "errors/stale_form.html", status=403)


def not_there(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The same answer for what does not exist and for what this viewer may not see."""
    return render(request, "errors/not_there.html", status=404)


def unreadable(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """What was sent cannot be read: signs no text has, a form too large, a broken address."""
    return render(request, "errors/unreadable.html", status=400)


def wrong_method(request: HttpRequest) -> HttpResponse:
    """An address opened in another way than it is meant for, such as a form's target typed by hand."""
    return render(request, "errors/wrong_method.html", status=405)


def not_now(request: HttpRequest, fault: XiezhiError) -> HttpResponse:
    """What was asked cannot be done at this moment, and why."""
    return render(request, "errors/not_now.html", {"why": tr(fault.zh, fault.en)}, status=503)


def failed(request: HttpRequest) -> HttpResponse:
    """A fault of ours: say so, say what to do; what was recorded before is safe."""
    return render(request, "errors/failed.html", status=500)
