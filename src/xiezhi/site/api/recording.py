"""Recording for programs: the ledger with a reference of the caller, under which the same thing is recorded once."""

import re
from datetime import date
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from xiezhi.record import ledger
from xiezhi.record.documents import is_stored
from xiezhi.record.errors import InputError
from xiezhi.record.models import Case, Event
from xiezhi.record.models.shared import HERE
from xiezhi.record.recorders import check_text
from xiezhi.record.repeated import says_the_same
from xiezhi.record.viewers import Viewer
from xiezhi.record.visibility import nameable_for
from xiezhi.rules.limits.exchange import PLAUSIBLE_YEARS
from xiezhi.rules.procedure.catalogue import event_kind
from xiezhi.site.api.door import RepeatedDifferently, recorder_of
from xiezhi.site.api.shapes import NewCase, NewEvent, Written
from xiezhi.site.api.telling import written

CASE_REF_ONCE = "case_ref"  # the constraint
FILED = "document.filed"
DIGEST = re.compile(r"[0-9a-f]{64}")


def open_case(asked: NewCase, viewer: Viewer, court_code: str) -> Written:
    """A new case of the recorder's court, or the one that this reference opened before."""
    by, on = recorder_of(viewer), day_of(asked.occurred_on)
    check_text("ref", asked.ref, ledger.LONGEST_REF)
    # Cases of all courts share the references of a source: the court's code keeps one court from meeting another's.
    ref = f"{court_code}/{asked.ref}" if asked.ref else ""
    found = _opened_before(viewer, ref, asked)
    if found is not None:
        return found
    try:
        new = ledger.open_case(
            by.court, asked.kind, asked.data, occurred_on=on, by=by, at=timezone.now(), ref=ref
        )
    except IntegrityError as fault:  # the same request at the same moment was faster
        found = _opened_before(viewer, ref, asked) if CASE_REF_ONCE in str(fault) else None
        if found is None:
            raise
        return found
    return written(new.case, new.event, new.seq, new.state.number)


def _opened_before(viewer: Viewer, ref: str, asked: NewCase) -> Written | None:
    by = recorder_of(viewer)
    if not ref or by.role not in event_kind(asked.kind).recorders:
        return None  # what this post may not record, the ledger refuses
    event = Event.objects.filter(
        case__court=by.court, case__source=HERE, case__external_ref=ref, seq=1
    ).first()
    return _repeated(viewer, event, asked) if event else None


@transaction.atomic
def append(case: UUID, asked: NewEvent, viewer: Viewer) -> Written:
    """One more event, or the one this reference recorded before in the case."""
    by, on = recorder_of(viewer), day_of(asked.occurred_on)
    check_text("ref", asked.ref, ledger.LONGEST_REF)
    # Who may not record it hears nothing of the reference: the ledger refuses him.
    if asked.ref and by.role in event_kind(asked.kind).recorders:
        # Held until the end, so that of two equal requests at once the second finds the first one's event.
        Case.objects.select_for_update().only("pk").get(pk=case)
        event = Event.objects.filter(case=case, source=HERE, external_ref=asked.ref).first()
        if event is not None:
            return _repeated(viewer, event, asked)
    refuse_missing_contents(asked.kind, asked.data)
    new = ledger.append(
        case, asked.kind, asked.data, occurred_on=on, by=by, at=timezone.now(), ref=asked.ref, seen=asked.seen
    )  # fmt: skip
    return written(new.case, new.event, new.seq, new.state.number)


def _repeated(viewer: Viewer, event: Event, asked: NewCase | NewEvent) -> Written:
    """The answer for what was recorded before under the reference, with the number where the viewer may still know it."""
    on = day_of(asked.occurred_on)
    if not says_the_same(event.case_id, event.seq, asked.kind, asked.data, on):
        raise RepeatedDifferently(
            f"ref：这一参考号已用于第{event.seq}号记录，内容不同，这次没有登记。另一件事请用另一个参考号；原来登记有误的，请登记更正（correction.recorded）",
            f"ref: this reference was used for event {event.seq}, which says something else; nothing was recorded now. "
            "Give something else another reference; if that event is wrong, record a correction (correction.recorded)",
            field="ref",
        )
    named = nameable_for(viewer).filter(pk=event.case_id).values_list("number", flat=True).first()
    return written(event.case_id, event.pk, event.seq, named or "", repeated=True)


def refuse_missing_contents(kind: str, data: dict[str, Any]) -> None:
    """Raises InputError for a document whose contents were not sent before."""
    digest = data.get("sha256")
    if kind == FILED and isinstance(digest, str) and DIGEST.fullmatch(digest) and not is_stored(digest):
        raise InputError(
            "存储中没有这一摘要的内容；请先以 POST /api/documents 送来",
            "no contents with this digest are stored; send them to POST /api/documents first",
            field="sha256",
        )


def day_of(text: str) -> date:
    """A day as the interface takes it. Raises InputError."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = None
    if day is None or day.year not in PLAUSIBLE_YEARS:
        raise InputError(
            f"occurred_on：应为真实日期，如 2024-03-01，实为 {text}",
            f"occurred_on: expected a real day such as 2024-03-01, found {text}",
            field="occurred_on",
        )
    return day
