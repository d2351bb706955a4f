"""Signing in and out, and the reader's own choices: language, light or dark, the post to act in."""

from typing import Any

from django.conf import settings
from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from xiezhi.record.audit import note
from xiezhi.rules.language import LANGUAGES
from xiezhi.site.cast import cast
from xiezhi.site.context import THEMES
from xiezhi.site.middleware import LANGUAGE_COOKIE, POST

A_YEAR = 365 * 24 * 60 * 60


class SignIn(LoginView):
    """The sign-in page; failures are counted and limited (axes)."""

    template_name = "sign_in.html"
    redirect_authenticated_user = True

    def get_context_data(self, **values: Any) -> dict[str, Any]:
        """With invented data, the accounts one may sign in with."""
        shown = cast() if settings.DEMONSTRATION else None
        return super().get_context_data(**values) | {"cast": shown}


class SignOut(LogoutView):
    """Signing out ends the session."""


def back(request: HttpRequest) -> HttpResponseRedirect:
    """To the page one came from, if it is ours."""
    target = request.POST.get("next", "")
    ours = url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure())
    return HttpResponseRedirect(target if ours else "/")


@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Remember the language."""
    answer = back(request)
    chosen = request.POST.get("language", "")
    if chosen in LANGUAGES:
        answer.set_cookie(LANGUAGE_COOKIE, chosen, max_age=A_YEAR, samesite="Lax")
    return answer


@require_POST
def set_theme(request: HttpRequest) -> HttpResponse:
    """Remember light or dark; anything else follows the system again."""
    answer = back(request)
    chosen = request.POST.get("theme", "")
    if chosen in THEMES:
        answer.set_cookie("theme", chosen, max_age=A_YEAR, samesite="Lax")
    else:
        answer.delete_cookie("theme")
    return answer


@require_POST
def choose_post(request: HttpRequest) -> HttpResponse:
    """Act in another of one's posts; what may be seen follows at once."""
    viewer = request.viewer  # type: ignore[attr-defined]
    if viewer is None:
        return redirect("sign_in")
    chosen = request.POST.get("post", "")
    if any(str(held.id) == chosen for held in viewer.posts):
        request.session[POST] = chosen
        note(viewer, "post.chosen", object_id=chosen)
    return redirect("staff:docket")
