"""The tables of the record: who exists, which cases there are, what happened in them, who looked.

Rows of cases sum up their events and are written by the ledger alone. Fields and constraints only: no logic lives here.
"""

from xiezhi.record.models.accounts import Account
from xiezhi.record.models.audit import AuditEntry
from xiezhi.record.models.cases import (
    Case,
    CaseDocument,
    CaseLink,
    CaseParty,
    CasePast,
    Conflict,
    Hearing,
    NumberSeries,
    PanelMember,
    Representative,
)
from xiezhi.record.models.courts import Court, CourtName, Division, Officer, Post, Room
from xiezhi.record.models.events import Event, Payload
from xiezhi.record.models.jobs import Job
from xiezhi.record.models.schedule import Chore
from xiezhi.record.models.seals import Seal
from xiezhi.record.models.views import CourtView

__all__ = [
    "Account", "AuditEntry", "Case", "CaseDocument", "CaseLink", "CaseParty", "CasePast", "Chore", "Conflict", "Court", "CourtName",
    "CourtView", "Division", "Event", "Hearing", "Job", "NumberSeries", "Officer", "PanelMember", "Payload", "Post", "Representative", "Room",
    "Seal",
]  # fmt: skip
