"""Recording: the event and its paper in one transaction, once for each form that was opened, however often it is sent."""

import re
import secrets
from typing import Any, NamedTuple

from django.db import transaction
from django.utils import timezone

from xiezhi.record import ledger, uploads
from xiezhi.record.ledger import Written
from xiezhi.record.models import Event
from xiezhi.site.staff.recording.automatic import next_number
from xiezhi.site.staff.recording.desk import Desk
from xiezhi.site.staff.recording.papers import FILED, Kept, filing

TOKEN = re.compile(r"[A-Za-z0-9_-]{20,64}")
MARK = "form/"  # before the token, in the reference of an event
RECORDED_ALREADY = (
    "这一表单已经登记过，没有重复登记",
    "This form was recorded already; it was not recorded twice",
)


class Act(NamedTuple):
    """One event about to be recorded: its content and day, its paper, the form it came from, and the last entry its writer saw."""

    content: dict[str, Any]
    on: Any
    kept: Kept | None
    token: str
    seen: int


def new_token() -> str:
    """The mark of one opened form."""
    return secrets.token_urlsafe(24)


def token_in(sent: str) -> str:
    """The token a form brought back; a new one for a form that brought none."""
    return sent if TOKEN.fullmatch(sent) else new_token()


def recorded_already(desk: Desk, token: str) -> int | None:
    """The event this form led to, if it was sent before."""
    of_form = Event.objects.filter(case=desk.case, officer=desk.viewer.officer, external_ref=f"{MARK}{token}")
    return of_form.values_list("seq", flat=True).first()


@transaction.atomic
def save(desk: Desk, act: Act) -> Written:
    """Write the event, then file its paper. Raises as `ledger.append`; nothing is written then."""
    now, recorder = timezone.now(), desk.recorder
    written = ledger.append(
        desk.case, desk.kind.name, act.content, occurred_on=act.on, by=recorder, at=now, ref=f"{MARK}{act.token}", seen=act.seen
    )  # fmt: skip
    if act.kept is not None:
        uploads.recorded(act.kept.sha256)
    if act.kept is None or desk.kind.name == FILED:
        return written
    number = next_number(written.state, "document")
    content = filing(act.kept, number, str(act.content.get("document") or ""))
    ledger.append(desk.case, FILED, content, occurred_on=desk.today, by=recorder, at=now)
    return written
