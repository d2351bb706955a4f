"""Papers sent along with forms: stored at once, so that a refused form loses nothing, and removed when the form was never recorded.

A mark beside the storage says since when contents wait for their form. Only what was new when it was sent gets one, so that nothing the
record ever named can go.
"""

from datetime import datetime, timedelta
from functools import partial
from typing import BinaryIO

from django.db import transaction

from xiezhi.record import documents, locked_files
from xiezhi.record.documents import Stored
from xiezhi.record.errors import NotThere
from xiezhi.record.models import CaseDocument

WAITING = "waiting"


def keep(stream: BinaryIO, at: datetime) -> Stored:
    """Store the contents for a form. Raises InputError as `documents.store`."""
    stored, new = documents.store_anew(stream)
    if new or stored.sha256 in locked_files.listed(WAITING)[1]:
        locked_files.write(_mark(stored.sha256), at.isoformat().encode())
    return stored


def recorded(sha256: str) -> None:
    """The form is recorded, once this transaction is: its paper waits no more."""
    transaction.on_commit(partial(locked_files.remove, _mark(sha256)))


def forget(now: datetime, kept_for: timedelta) -> int:
    """Remove the contents that waited so long for a form that nobody recorded; how many there were."""
    gone = 0
    for sha256 in locked_files.listed(WAITING)[1]:
        if CaseDocument.objects.filter(sha256=sha256).exists():
            locked_files.remove(_mark(sha256))
        elif _since(sha256, now) < now - kept_for:
            documents.remove(sha256)
            locked_files.remove(_mark(sha256))
            gone += 1
    return gone


def _since(sha256: str, now: datetime) -> datetime:
    """Since when it waits; a mark that cannot be read is left alone."""
    try:
        return datetime.fromisoformat(locked_files.read(_mark(sha256)).decode())
    except (NotThere, ValueError):
        return now


def _mark(sha256: str) -> str:
    return f"{WAITING}/{sha256}"
