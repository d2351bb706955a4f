"""Recording a receipt or a docketing, with the complaint, in one transaction; once for each form, however often it is sent."""

from datetime import date
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from xiezhi.record import ledger, uploads
from xiezhi.record.ledger import Written
from xiezhi.record.models import Event
from xiezhi.record.recorders import Recorder
from xiezhi.record.viewers import Viewer
from xiezhi.site.staff.recording.desk import DOCKETED, OF_REGISTRY, RECEIVED
from xiezhi.site.staff.recording.papers import FILED, Kept, filing
from xiezhi.site.staff.recording.saving import MARK
from xiezhi.site.staff.registry.sheet import Received

FIRST_PAPER = 1  # the number of the complaint
CASE_REF_ONCE = "case_ref"  # the constraint


class SentTwice(Exception):
    """The same form was recorded at the same moment."""


def recorded_already(viewer: Viewer, token: str) -> UUID | None:
    """The case this form led to, if it was sent before."""
    of_form = Event.objects.filter(
        officer=viewer.officer, external_ref=f"{MARK}{token}", kind__in=OF_REGISTRY
    )
    return of_form.values_list("case", flat=True).first()


def receive(viewer: Viewer, content: dict[str, Any], on: date, token: str) -> Written:
    """A new case, received and not yet docketed. Raises as the ledger does, SentTwice for a form sent at the same moment."""
    return _open(viewer, RECEIVED, content, on, token)


@transaction.atomic
def docket(
    viewer: Viewer,
    content: dict[str, Any],
    on: date,
    token: str,
    *,
    received: Received | None,
    kept: Kept | None,
) -> Written:
    """A docketing, of a new case or of one received before, and its complaint. Raises as the ledger does; nothing is written then."""
    if received is None:
        written = _open(viewer, DOCKETED, content, on, token)
    else:
        written = ledger.append(
            received.case, DOCKETED, content, occurred_on=on, by=_recorder(viewer), at=timezone.now(), ref=f"{MARK}{token}",
            seen=received.seen,
        )  # fmt: skip
    if kept is not None:
        uploads.recorded(kept.sha256)
        ledger.append(
            written.case,
            FILED,
            filing(kept, FIRST_PAPER),
            occurred_on=viewer.on,
            by=_recorder(viewer),
            at=timezone.now(),
        )
    return written


def _open(viewer: Viewer, kind: str, content: dict[str, Any], on: date, token: str) -> Written:
    by = _recorder(viewer)
    try:
        return ledger.open_case(
            by.court, kind, content, occurred_on=on, by=by, at=timezone.now(), ref=f"{MARK}{token}"
        )
    except IntegrityError as broken:
        if CASE_REF_ONCE in str(broken):
            raise SentTwice from broken
        raise


def _recorder(viewer: Viewer) -> Recorder:
    recorder = viewer.recorder
    assert recorder is not None  # the page is shown to nobody without a post
    return recorder
