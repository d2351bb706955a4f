"""Keys of calendar feeds: a link that a calendar program reads without signing in, made, renewed and revoked by the officer.

The link is signed, so that a guess is refused before anything is looked up, and of its secret only the hash is kept. Whoever
holds it reads as the officer in that post today: it ends with the post, with the account, with a newer link.
"""

import hashlib
import secrets
from datetime import date, datetime

from django.core.signing import BadSignature, Signer
from django.db import transaction
from django.db.models import Q, QuerySet

from xiezhi.record.audit import note
from xiezhi.record.errors import Refused
from xiezhi.record.models import Account, Officer
from xiezhi.record.viewers import Viewer, posts_held
from xiezhi.rules.offices import role
from xiezhi.work.deadlines.models import FeedKey

SECRET_BYTES = 32
LONGEST_TOKEN = 200
SCOPES = (FeedKey.OWN, FeedKey.DIVISION)
MADE, ENDED, READ = "feed.made", "feed.ended", "feed.read"
_signer = Signer(salt="xiezhi.feed", sep=".")


def refusal(viewer: Viewer, scope: str) -> Refused | None:
    """Why this viewer may have no link of that scope; None when he may."""
    if viewer.post is None:
        return Refused("今天没有岗位，不能使用日历订阅", "no post today, so no calendar feed")
    if role(viewer.post.role).docket == "none":
        return Refused(
            "这个岗位不办理案件，没有日历订阅", "this post handles no cases: it has no calendar feed"
        )
    heads = role(viewer.post.role).docket == "division" and viewer.post.division is not None
    if scope == FeedKey.DIVISION and not heads:
        return Refused(
            "全庭的日历由庭长、副庭长订阅", "the calendar of a division is for its head and deputy head"
        )
    return None


@transaction.atomic
def make_key(viewer: Viewer, scope: str, *, language: str, at: datetime) -> str:
    """A new link for the viewer's present post; the one before ends. Gives its token, which nobody can give again.

    Raises Refused for a post without such a feed.
    """
    refused = refusal(viewer, scope)
    if refused is not None:
        raise refused
    assert viewer.post is not None and scope in SCOPES
    Officer.objects.select_for_update().get(pk=viewer.officer)  # two windows make one after the other
    _open_keys(viewer).filter(scope=scope).update(ended_at=at)
    token = _signer.sign(secrets.token_urlsafe(SECRET_BYTES))
    key = FeedKey.objects.create(
        secret_hash=_hash(token), officer_id=viewer.officer, post_id=viewer.post.id, scope=scope, language=language, made_at=at
    )  # fmt: skip
    note(viewer, MADE, object_id=str(key.id), details={"scope": scope})
    return token


@transaction.atomic
def end_key(viewer: Viewer, scope: str, *, at: datetime) -> bool:
    """Revoke the viewer's link of a scope; whether there was one."""
    ended = list(_open_keys(viewer).filter(scope=scope).select_for_update())
    for key in ended:
        FeedKey.objects.filter(pk=key.pk).update(ended_at=at)
        note(viewer, ENDED, object_id=str(key.id), details={"scope": scope})
    return bool(ended)


def keys_of(viewer: Viewer) -> dict[str, FeedKey]:
    """The viewer's open links by scope, of whichever of his posts they are."""
    return {key.scope: key for key in _open_keys(viewer).select_related("post__court", "post__division")}


def key_behind(token: str, *, on: date, ip: str | None = None) -> tuple[FeedKey, Viewer] | None:
    """The key of a link, with the viewer it reads as on a day; None for whatever is forged, ended, or no longer of an officer in office."""
    if len(token) > LONGEST_TOKEN:
        return None
    try:
        _signer.unsign(token)
    except BadSignature:
        return None
    key = FeedKey.objects.filter(secret_hash=_hash(token), ended_at=None).select_related("officer").first()
    account = key and Account.objects.filter(officer=key.officer, is_active=True).first()
    if key is None or account is None:
        return None
    posts = posts_held(key.officer_id, on)
    post = next((held for held in posts if held.id == key.post_id), None)
    viewer = Viewer(account.id, key.officer_id, key.officer.name, post, posts, on, "", ip)
    return None if refusal(viewer, key.scope) else (key, viewer)


@transaction.atomic
def note_reading(key: FeedKey, viewer: Viewer) -> None:
    """One entry of the audit trail for each key and day: calendar programs ask every few minutes."""
    first = Q(read_on=None) | Q(read_on__lt=viewer.on)
    if FeedKey.objects.filter(first, pk=key.pk).update(read_on=viewer.on):
        note(viewer, READ, object_class="O1", object_id=str(key.id), details={"scope": key.scope})


def changed_at(key: FeedKey, contents: str, at: datetime) -> datetime:
    """Since when the feed has said what it says: the moment at which another hash of contents was first seen."""
    if key.contents == contents and key.changed_at is not None:
        return key.changed_at
    FeedKey.objects.filter(pk=key.pk).update(contents=contents, changed_at=at)
    return at


def _open_keys(viewer: Viewer) -> QuerySet[FeedKey]:
    return FeedKey.objects.filter(officer=viewer.officer, ended_at=None)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8")).hexdigest()
