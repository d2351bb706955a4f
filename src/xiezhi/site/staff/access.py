"""The door of every staff page: somebody is signed in, and what is not there for this viewer is a plain 404."""

import functools
from collections.abc import Callable
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse

from xiezhi.record.errors import NotNow, NotThere
from xiezhi.record.viewers import Viewer
from xiezhi.site.errors import not_now

Page = Callable[..., HttpResponse]


def viewer_in(request: HttpRequest) -> Viewer:
    """On whose behalf a signed-in request reads; the middleware worked it out."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    return viewer


def signed_in(page: Page) -> Page:
    """Asks for signing in first; turns NotThere into the 404 that an unknown address gets, so that nothing is given away;
    says why something cannot be done at this moment."""

    @login_required
    @functools.wraps(page)
    def answer(request: HttpRequest, *arguments: Any, **options: Any) -> HttpResponse:
        try:
            return page(request, *arguments, **options)
        except NotThere:
            raise Http404 from None
        except NotNow as fault:
            return not_now(request, fault)

    return answer
