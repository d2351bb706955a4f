"""The two logs that are sealed, events and audit trail: their tables, and their canonical texts as PostgreSQL itself writes them.

What Python hashed when an entry was written (record.chain, record.audit) the database can write again from its columns,
byte for byte: so it checks itself at its own speed, and an export needs no second opinion. Called by seals, proofs, checks, export.
"""

from dataclasses import dataclass
from typing import Literal, TypeAlias

LogName: TypeAlias = Literal["events", "audit"]

_EVENT_TEXT = """json_build_array(id, case_id, court_id, seq, kind, version, occurred_on,
    (extract(epoch FROM recorded_at) * 1000000)::bigint, officer_id, post_id, source, external_ref,
    encode(payload_hash, 'hex'), encode(prev_hash, 'hex'))::text"""
_AUDIT_TEXT = """json_build_array(id, (extract(epoch FROM at) * 1000000)::bigint, account, officer, post, court, verb,
    object_class, object_id, "case", purpose, outcome, reason, session, ip, service, details)::text"""


@dataclass(frozen=True, slots=True)
class Log:
    """A table whose rows are the leaves of a Merkle tree, in the order of `entry`; constants of this module, safe within SQL."""

    name: LogName
    table: str
    text: str
    lock: int

    @property
    def leaf(self) -> str:
        """The SQL of the leaf hash of a row, computed from its columns."""
        return f"sha256('\\x00'::bytea || convert_to({self.text}, 'UTF8'))"


# A number of its own for each log: only one process seals it at a time.
LOGS: dict[LogName, Log] = {
    "events": Log("events", "record_event", _EVENT_TEXT, 7_204_011),
    "audit": Log("audit", "record_auditentry", _AUDIT_TEXT, 7_204_012),
}
