"""Signing in and out, and the reader's own choices: language, light or dark, the post to act in."""

from typing import Any

from django.conf import settings
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from xiezhi.record.audit import note
from xiezhi.rules.language import LANGUAGES
from xiezhi.site.cast import cast
from xiezhi.site.context import THEMES
from xiezhi.site.middleware import LANGUAGE_COOKIE, POST, viewer_now
from xiezhi.site.staff.access import viewer_in

A_YEAR = 365 * 24 * 60 * 60
SIGNED_IN = "session.signed_in"


class SignInForm(AuthenticationForm):
    """Name and password; a name longer than any account's is not even looked up."""

    def clean_username(self) -> str:
        typed: str = self.cleaned_data["username"]
        if len(typed) > (self.username_field.max_length or 0):
            raise self.get_invalid_login_error()
        return typed


class SignIn(LoginView):
    """The sign-in page; failures are counted and limited (axes)."""

    template_name = "sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def get_context_data(self, **values: Any) -> dict[str, Any]:
        """With invented data, the accounts one may sign in with."""
        shown = cast() if settings.DEMONSTRATION else None
        return super().get_context_data(**values) | {"cast": shown}

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        """Signed in: the trail says who and from where."""
        answer = super().form_valid(form)
        note(viewer_now(self.request, form.get_user()), SIGNED_IN)
        return answer

    def form_invalid(self, form: AuthenticationForm) -> HttpResponse:
        """Not signed in: the trail keeps the name that was tried."""
        note(None, SIGNED_IN, object_id=form.data.get("username", ""), outcome="denied")
        return super().form_invalid(form)


class SignOut(LogoutView):
    """Signing out ends the session."""

    def post(self, request: HttpRequest, *arguments: Any, **options: Any) -> HttpResponse:
        """The trail is written while it is still known who signs out."""
        if request.user.is_authenticated:
            note(viewer_in(request), "session.signed_out")
        return super().post(request, *arguments, **options)


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
    if not request.user.is_authenticated:
        return redirect("sign_in")
    viewer = viewer_in(request)
    chosen = request.POST.get("post", "")
    if any(str(held.id) == chosen for held in viewer.posts):
        request.session[POST] = chosen
        note(viewer, "post.chosen", object_id=chosen)
    return redirect("staff:desk")
