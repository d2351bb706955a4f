"""What pages read of one case: with its file in hand, whose making was the permission (record.visibility).

Nothing here is read for a bare identifier. Which object classes the file opens, the page that shows them asks.
"""

from datetime import datetime

from django.db.models import QuerySet

from xiezhi.record import ledger
from xiezhi.record.models import CaseDocument, Event
from xiezhi.record.state import Happening
from xiezhi.record.visibility import CaseFile


def happenings_of(file: CaseFile, known_at: datetime | None = None) -> list[Happening]:
    """The events of the case in order, decrypted; as known at a moment if one is given."""
    return ledger.happenings(file.case.pk, known_at=known_at)


def events_of(file: CaseFile, known_at: datetime | None = None) -> QuerySet[Event]:
    """The same events as they lie in the record, their contents encrypted."""
    rows = Event.objects.filter(case=file.case).order_by("seq")
    return rows if known_at is None else rows.filter(recorded_at__lte=known_at)


def documents_of(file: CaseFile) -> QuerySet[CaseDocument]:
    """The papers of the case, of both files."""
    return CaseDocument.objects.filter(case=file.case)
