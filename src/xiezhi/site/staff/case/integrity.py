"""Whether this case's events are what was recorded: hashes and chain worked out anew, and the seal that covers them."""

from dataclasses import dataclass
from datetime import date, datetime

from cryptography.exceptions import InvalidTag

from xiezhi.record import chain
from xiezhi.record.encryption import unlock
from xiezhi.record.models import Event, Seal
from xiezhi.rules.language import tr
from xiezhi.site.staff.case.known import Known
from xiezhi.site.staff.case.opening import Opened
from xiezhi.site.staff.case.timeline import readable
from xiezhi.site.staff.case.wording import kind_name

_ROW = (
    "id", "case", "court", "seq", "kind", "version", "occurred_on", "recorded_at", "officer", "post", "source",
    "external_ref", "payload_hash", "prev_hash", "hash", "entry", "payload__key", "payload__cipher",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Link:
    """One event of the chain as it was checked just now; `fault` is empty when it holds."""

    seq: int
    kind: str
    occurred_on: date
    recorded_at: datetime
    hash: str
    fault: str
    sealed: bool


@dataclass(frozen=True, slots=True)
class Integrity:
    """The chain of a case, newest first, and the first seal that covers all of it (None: some events wait for the next)."""

    links: list[Link]
    checked: int
    faults: int
    seal: Seal | None
    unsealed: int


def integrity_of(opened: Opened, known: Known) -> Integrity:
    """Check every event up to the day looked at; those of the inner file are checked too, and shown to its readers only."""
    rows = Event.objects.filter(case=opened.case, seq__in=list(known.log)).order_by("seq").values_list(*_ROW)
    last_sealed = Seal.objects.filter(log="events").order_by("-size").first()
    up_to = last_sealed.last_entry if last_sealed else 0
    links, before, last_entry = [], chain.NOTHING_BEFORE, 0
    for row in rows:
        link, (entry, key, cipher) = chain.Link(*row[:14]), row[15:]
        fault = _fault(link, bytes(row[14]), before, key, cipher)
        links.append(
            Link(
                link.seq,
                kind_name(link.kind),
                link.occurred_on,
                link.recorded_at,
                bytes(row[14]).hex(),
                fault,
                entry <= up_to,
            )
        )
        before, last_entry = bytes(row[14]), max(last_entry, entry)
    covering = Seal.objects.filter(log="events", last_entry__gte=last_entry).order_by("size").first()
    shown = {happening.seq for happening in readable(opened, known)}
    return Integrity(
        [link for link in reversed(links) if link.seq in shown],
        len(links),
        sum(bool(link.fault) for link in links),
        covering,
        sum(not link.sealed for link in links),
    )


def _fault(link: chain.Link, stored: bytes, before: bytes, key: bytes | None, cipher: bytes | None) -> str:
    plain = link._replace(payload_hash=bytes(link.payload_hash), prev_hash=bytes(link.prev_hash))
    if chain.leaf_hash(chain.canonical(plain)) != stored:
        return tr("内容与其哈希不符", "does not match its hash")
    if plain.prev_hash != before:
        return tr("与上一条的链断开", "the chain to the entry before is broken")
    if key is not None and cipher is not None and not _payload_holds(plain, key, cipher):
        return tr("加密内容已被改动", "the encrypted content was changed")
    return ""


def _payload_holds(link: chain.Link, key: bytes, cipher: bytes) -> bool:
    try:
        return chain.payload_hash(unlock(key, cipher)) == link.payload_hash
    except InvalidTag:
        return False
