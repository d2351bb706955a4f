"""The calendar that a program reads without signing in: the secret link is the permission, and everything wrong is a plain 404."""

import functools
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.views.decorators.http import require_safe

from xiezhi.record.viewers import Viewer
from xiezhi.rules.language import LANGUAGES, speak_to, tr
from xiezhi.site.middleware import address_of
from xiezhi.work.deadlines.models import FeedKey
from xiezhi.work.deadlines.outgoing.calendar_file import calendar_file
from xiezhi.work.deadlines.outgoing.feed import Contents, contents_for
from xiezhi.work.deadlines.outgoing.feed_keys import changed_at, key_behind, note_reading

SECONDS_KEPT = 300
MEDIA_TYPE = "text/calendar; charset=utf-8"


@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """The calendar behind a link, read as its officer in that post today; noted once a day."""
    found = key_behind(token, on=timezone.localdate(), ip=address_of(request))
    if found is None:
        raise Http404
    key, viewer = found
    note_reading(key, viewer)
    contents = contents_for(viewer, key.scope)
    lang = request.GET.get("lang", "")
    answer = _answered(request, key, contents, lang if lang in LANGUAGES else key.language, viewer)
    answer["Cache-Control"] = f"private, max-age={SECONDS_KEPT}"
    answer["X-Robots-Tag"] = "noindex"
    return answer


def _answered(
    request: HttpRequest, key: FeedKey, contents: Contents, lang: str, viewer: Viewer
) -> HttpResponse:
    """The file, or 304 where the program has it already."""
    digest = contents.hash
    etag, since = f'"{digest[:32]}-{lang}"', changed_at(key, digest, timezone.now())
    unchanged = get_conditional_response(request, etag=etag, last_modified=int(since.timestamp()))
    if unchanged is not None:
        return unchanged
    with speak_to(lang):
        written = calendar_file(contents, title_of(key, viewer), functools.partial(_case_address, request))
    answer = HttpResponse(written, content_type=MEDIA_TYPE)
    answer["ETag"] = etag
    answer["Last-Modified"] = http_date(since.timestamp())
    answer["Content-Disposition"] = 'inline; filename="xiezhi.ics"'
    return answer


def title_of(key: FeedKey, viewer: Viewer) -> str:
    """What the calendar is called in the program that reads it."""
    if key.scope == FeedKey.DIVISION and viewer.post is not None:
        return tr(viewer.post.division_name, viewer.post.division_name_en or viewer.post.division_name)
    return tr(f"{viewer.name}的案件", f"Cases of {viewer.name}")


def _case_address(request: HttpRequest, case: UUID) -> str:
    """Where the page of a case is, as the calendar program reached us."""
    return request.build_absolute_uri(reverse("staff:case", args=[case]))
