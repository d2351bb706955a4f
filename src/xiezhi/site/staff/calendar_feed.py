"""The page of the calendar feed: make the secret link, see it once, renew it, revoke it, and what it contains."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from xiezhi.record.errors import NotThere, Refused
from xiezhi.record.viewers import Viewer
from xiezhi.rules.language import language, tr
from xiezhi.site.staff.access import signed_in, viewer_in
from xiezhi.work.deadlines.models import FeedKey
from xiezhi.work.deadlines.outgoing.feed_keys import SCOPES, end_key, keys_of, make_key, refusal

MAKE, END = "make", "end"
_TITLES = {
    FeedKey.OWN: ("本人案件", "My cases"),
    FeedKey.DIVISION: ("全庭案件", "Cases of the division"),
}


@dataclass(frozen=True, slots=True)
class Offer:
    """One feed of the page: its key if there is one, the link if it was made just now, why there can be none."""

    scope: str
    title: str
    key: FeedKey | None
    elsewhere: bool
    link: str
    refusal: Refused | None


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def calendar_feed(request: HttpRequest) -> HttpResponse:
    """The feeds of this viewer. A new link is shown in answer to its making and never again."""
    viewer = viewer_in(request)
    if request.method != "POST":
        return _page(request, viewer)
    scope, at = request.POST.get("scope", ""), timezone.now()
    if scope not in SCOPES:
        raise NotThere("没有这种日历", "there is no such calendar")
    if request.POST.get("act") == END:
        if end_key(viewer, scope, at=at):
            messages.success(
                request, tr("链接已撤销，不再能读。", "The link is revoked and can be read no more.")
            )
        return redirect("staff:calendar_feed")
    try:
        token = make_key(viewer, scope, language=language(), at=at)
    except Refused as refused:
        messages.error(request, tr(refused.zh, refused.en))
        return redirect("staff:calendar_feed")
    return _page(request, viewer, {scope: _address(request, token)})


def _page(request: HttpRequest, viewer: Viewer, links: dict[str, str] | None = None) -> HttpResponse:
    keys, made = keys_of(viewer), links or {}
    offers = [_offer(viewer, scope, keys.get(scope), made.get(scope, "")) for scope in SCOPES]
    shown = [offer for offer in offers if offer.scope == FeedKey.OWN or offer.key or not offer.refusal]
    return render(request, "staff/calendar_feed.html", {"offers": shown, "made": bool(made)})


def _offer(viewer: Viewer, scope: str, key: FeedKey | None, link: str) -> Offer:
    elsewhere = key is not None and (viewer.post is None or key.post_id != viewer.post.id)
    return Offer(scope, tr(*_TITLES[scope]), key, elsewhere, link, refusal(viewer, scope))


def _address(request: HttpRequest, token: str) -> str:
    address = request.build_absolute_uri(reverse("feed", args=[token]))
    return f"{address}?{urlencode({'lang': language()})}" if language() != "zh" else address
