"""What a row, a group of rows or a text says of one case: the events it is to have, in the order of recording, and how it is known."""

import hashlib
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from pydantic_core import to_json

from xiezhi.record.intake.faults import Fault

DIGEST_BYTES = 16
LONGEST_REF = 200


class Told(NamedTuple):
    """One event that the source tells of."""

    kind: str
    on: date
    data: dict[str, Any]


class Incoming(NamedTuple):
    """A case as a source tells it. `ref` is what the source calls it, `digest` stands for everything told, `notes` refuse nothing. `papers` are the contents
    of the documents it files, to be stored when it is recorded."""

    ref: str
    version: str
    court: UUID
    number: str
    events: tuple[Told, ...]
    digest: bytes
    notes: tuple[Fault, ...] = ()
    papers: tuple[bytes, ...] = ()


class FaultyError(Exception):
    """A row that cannot be recorded as it is, with every fault of it."""

    def __init__(self, faults: list[Fault], ref: str = "", number: str = "") -> None:
        super().__init__("; ".join(fault.zh for fault in faults))
        self.faults, self.ref, self.number = faults, ref, number


def digest_of(court: UUID, events: tuple[Told, ...]) -> bytes:
    """A digest of everything told of a case."""
    return hashlib.blake2b(to_json((court, events)), digest_size=DIGEST_BYTES).digest()


def ref_of_contents(digest: bytes) -> str:
    """What a case is called whose source has no name for it."""
    return f"row:{digest.hex()}"
