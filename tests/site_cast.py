"""Members of the cast signed in, for the tests of pages."""

from uuid import uuid4

from django.test import Client

from tests.cast import Member
from xiezhi.record.models import Account

BACKEND = "django.contrib.auth.backends.ModelBackend"


def signed_in(who: Member) -> Client:
    """A client in which this member of the cast is signed in, in the post the tests know him by."""
    account, _ = Account.objects.get_or_create(officer=who.officer, defaults={"username": uuid4().hex})
    client = Client()
    client.force_login(account, BACKEND)
    session = client.session
    session["post"] = str(who.post.id)
    session.save()
    return client
