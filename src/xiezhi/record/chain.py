"""The chain of a case: the bytes of an event that are hashed, and the hash that the next event holds on to.

The hash is at once the leaf of the Merkle tree over all events (RFC 6962, section 2.1), so sealing hashes nothing twice.
PostgreSQL's `json_build_array(…)::text` gives the same bytes, which lets the database check itself (record.seals).
"""

import hashlib
import json
import os
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from pydantic_core import from_json, to_json

from xiezhi.rules import merkle

NOTHING_BEFORE = bytes(32)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
LEDGER_LOCK = (
    7_204_001  # PostgreSQL advisory lock: appenders share it, the sealer holds it alone for a moment
)
SALT_BYTES = 16

_text = json.encoder.encode_basestring  # a text as JSON, Chinese as it is


class Link(NamedTuple):
    """The fields of an event that are chained, in the order of the canonical text."""

    id: UUID
    case: UUID
    court: UUID
    seq: int
    kind: str
    version: int
    occurred_on: date
    recorded_at: datetime
    officer: UUID | None
    post: UUID | None
    source: str
    external_ref: str
    payload_hash: bytes
    prev_hash: bytes


def microseconds(moment: datetime) -> int:
    """A moment as whole microseconds since 1970, without the rounding of floats."""
    return (moment - EPOCH) // MICROSECOND


def _quoted(value: UUID | None) -> str:
    return "null" if value is None else f'"{value}"'


def canonical(link: Link) -> str:
    """The text that is hashed: a JSON array with `, ` between its items. Written out by hand, because it is made for every event
    of a bulk load; a test holds it equal to `json.dumps`."""
    return (
        f'["{link.id}", "{link.case}", "{link.court}", {link.seq}, {_text(link.kind)}, {link.version}, '
        f'"{link.occurred_on.isoformat()}", {microseconds(link.recorded_at)}, {_quoted(link.officer)}, {_quoted(link.post)}, '
        f'{_text(link.source)}, {_text(link.external_ref)}, "{link.payload_hash.hex()}", "{link.prev_hash.hex()}"]'
    )


def leaf_hash(text: str) -> bytes:
    """The RFC 6962 leaf hash of a canonical text."""
    return merkle.leaf_hash(text.encode())


def pack(data: dict[str, object]) -> bytes:
    """The payload as it is encrypted: a salt, so that its hash tells nothing about short contents, and JSON."""
    return os.urandom(SALT_BYTES) + to_json(data)


def unpack(packed: bytes) -> dict[str, object]:
    """The data of a payload made by `pack`."""
    data: dict[str, object] = from_json(packed[SALT_BYTES:])
    return data


def payload_hash(packed: bytes) -> bytes:
    return hashlib.sha256(packed).digest()
