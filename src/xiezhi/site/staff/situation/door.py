"""The door of every page of the situation, and how it refuses: the words on a page, the entry in the trail."""

import functools
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from xiezhi.record.audit import note
from xiezhi.record.errors import InputError, NotThere, Refused, XiezhiError
from xiezhi.record.viewers import Viewer
from xiezhi.rules.language import tr
from xiezhi.site.staff import access
from xiezhi.site.staff.access import Page, viewer_in

ASKED = "situation.asked"  # how the trail names what was asked for and refused
LONGEST_ADDRESS = 400


def signed_in(page: Page) -> Page:
    """As the door of every staff page. What a post has not, and what cannot be done, is told with its reason; of what is not there for
    this viewer nothing is given away. Refusals of both kinds leave an entry."""

    @access.signed_in
    @functools.wraps(page)
    def answer(request: HttpRequest, *arguments: Any, **options: Any) -> HttpResponse:
        try:
            return page(request, *arguments, **options)
        except NotThere as refusal:
            deny(viewer_in(request), refusal, request.get_full_path())
            raise
        except Refused as refusal:
            return _told(request, words_of(request, refusal), 403)
        except InputError as fault:
            return _told(request, words_of(request, fault), 422)

    return answer


def words_of(request: HttpRequest, fault: XiezhiError) -> str:
    """What a fault says in the reader's language; a refusal leaves its entry."""
    if isinstance(fault, Refused):
        deny(viewer_in(request), fault, request.get_full_path())
    return tr(fault.zh, fault.en)


def deny(viewer: Viewer, refusal: XiezhiError, address: str) -> None:
    """The entry for something of the situation that was asked for and refused."""
    note(
        viewer, ASKED, object_class="O6", outcome="denied", reason=refusal.en, details={"address": address[:LONGEST_ADDRESS]}
    )  # fmt: skip


def _told(request: HttpRequest, why: str, status: int) -> HttpResponse:
    return render(
        request, "staff/situation/refused.html", {"why": why, "refused": status == 403}, status=status
    )


__all__ = ["ASKED", "deny", "signed_in", "words_of"]
