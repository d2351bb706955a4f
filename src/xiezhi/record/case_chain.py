"""The events of one case held against themselves: every hash, the chain between them, and the encrypted contents.

For the page of a case, which shows the answer at once; the whole record is checked by `record.verification`, and from the
outside by the separate verifier. The end of the chain is what the case's own row knows.
"""

from dataclasses import dataclass
from datetime import date, datetime

from cryptography.exceptions import InvalidTag

from xiezhi.record import chain
from xiezhi.record.encryption import unlock
from xiezhi.record.reading import events_of
from xiezhi.record.visibility import CaseFile

_ROW = (
    "id", "case", "court", "seq", "kind", "version", "occurred_on", "recorded_at", "officer", "post", "source",
    "external_ref", "payload_hash", "prev_hash", "hash", "entry", "payload__key", "payload__cipher",
)  # fmt: skip

Words = tuple[str, str]
CHANGED: Words = ("内容与其哈希不符", "does not match its hash")
BROKEN: Words = ("与上一条的链断开", "the chain to the entry before is broken")
CONTENTS: Words = ("加密内容已被改动", "the encrypted content was changed")


@dataclass(frozen=True, slots=True)
class Checked:
    """An event as it stands now; `fault` says in both languages what is wrong with it, None = it holds."""

    seq: int
    kind: str
    occurred_on: date
    recorded_at: datetime
    entry: int
    hash: bytes
    fault: Words | None


def check_case(file: CaseFile, up_to: datetime | None = None) -> list[Checked]:
    """The events in order, each checked; those recorded up to a moment, if one is given."""
    checked: list[Checked] = []
    before, place = chain.NOTHING_BEFORE, 0
    for row in events_of(file, up_to).values_list(*_ROW):
        link = chain.Link._make([*row[:12], bytes(row[12]), bytes(row[13])])
        stored, entry, key, cipher = bytes(row[14]), row[15], row[16], row[17]
        fault = _link_fault(link, stored, before, place) or _contents_fault(link, key, cipher)
        checked.append(Checked(link.seq, link.kind, link.occurred_on, link.recorded_at, entry, stored, fault))
        before, place = stored, link.seq
    return checked


def _link_fault(link: chain.Link, stored: bytes, before: bytes, place: int) -> Words | None:
    if chain.leaf_hash(chain.canonical(link)) != stored:
        return CHANGED
    return None if link.prev_hash == before and link.seq == place + 1 else BROKEN


def _contents_fault(link: chain.Link, key: bytes | None, cipher: bytes | None) -> Words | None:
    """Contents that were destroyed by a lawful order leave nothing to compare."""
    if key is None or cipher is None:
        return None
    try:
        plain = unlock(key, cipher)
    except InvalidTag:
        return CONTENTS
    return None if chain.payload_hash(plain) == link.payload_hash else CONTENTS
