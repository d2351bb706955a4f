"""The audit trail: one entry for every file opened, list queried, export made, right refused (tasks-and-access 7.2, 7.3).

Entries are appended without a chain, so that readers never wait for each other; the sealing job seals them like events. What was
read is never copied into the trail.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, TypedDict, Unpack
from uuid import UUID

from django.db import connection
from django.utils import timezone

from xiezhi.record.chain import LEDGER_LOCK, leaf_hash, microseconds
from xiezhi.record.models import AuditEntry
from xiezhi.record.models.shared import new_id
from xiezhi.record.viewers import Viewer
from xiezhi.record.visibility import CaseFile

COLUMNS = (
    "id", "at", "account", "officer", "post", "court", "verb", "object_class", "object_id", "case", "purpose", "outcome",
    "reason", "session", "ip", "service", "details",
)  # fmt: skip
INSERT = f"""
INSERT INTO record_auditentry ({", ".join(f'"{name}"' for name in COLUMNS)}, hash)
SELECT {", ".join(["%s"] * (len(COLUMNS) + 1))} FROM (SELECT pg_advisory_xact_lock_shared(%s)) AS appender
"""


class About(TypedDict, total=False):
    """What an entry may say besides who did what; the outcome is ok unless said otherwise."""

    object_class: str
    object_id: str
    case: UUID | None
    purpose: str
    outcome: str
    reason: str
    service: str
    details: Mapping[str, Any]


def canonical(values: Iterable[Any]) -> str:
    """The text of an entry that is hashed: its columns in order as a JSON array, moments as microseconds."""
    return json.dumps([_plain(value) for value in values], ensure_ascii=False)


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return microseconds(value)
    return str(value) if isinstance(value, UUID) else value


def note(viewer: Viewer | None, verb: str, **about: Unpack[About]) -> None:
    """Write one entry."""
    with connection.cursor() as cursor:
        cursor.execute(INSERT, entry(viewer, verb, timezone.now(), **about))


def entry(viewer: Viewer | None, verb: str, at: datetime, **about: Unpack[About]) -> list[Any]:
    """The values that INSERT takes. The session is kept as a hash: the trail must not let anybody take over a session."""
    post, details = viewer.post if viewer else None, about.get("details")
    session = hashlib.sha256(viewer.session.encode()).hexdigest()[:16] if viewer and viewer.session else ""
    row = (
        new_id(), at, viewer.account if viewer else None, viewer.officer if viewer else None,
        post.id if post else None, post.court if post else None, verb, about.get("object_class", ""),
        str(about.get("object_id", ""))[:80], about.get("case"), about.get("purpose", "")[:200], about.get("outcome", "ok"),
        about.get("reason", "")[:200], session, (viewer.ip or "")[:45] if viewer else "", about.get("service", ""),
        json.dumps(details, ensure_ascii=False, sort_keys=True) if details else "",
    )  # fmt: skip
    return [*row, leaf_hash(canonical(row)), LEDGER_LOCK]


def of_case(file: CaseFile, limit: int = 200) -> list[AuditEntry]:
    """Who opened a case, newest first: shown to its panel, discipline orders apart."""
    entries = AuditEntry.objects.filter(case=file.case.pk).exclude(verb__startswith="discipline.")
    return list(entries.order_by("-at")[:limit])
