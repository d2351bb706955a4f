"""The record checks itself: hashes and chains by the database alone, seals by building the tree again, payloads by opening them.

The separate verifier (verifier/xiezhi_verify.py) asks the same of an export and trusts nothing of ours; these checks are
for every day, inside. Each gives the first faults it finds, in the order of entries. Called by the command line and jobs.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from cryptography.exceptions import InvalidTag
from django.db import connection, transaction

from xiezhi.record import chain
from xiezhi.record.checkpoint import SignedCheckpoint, parse_checkpoint
from xiezhi.record.encryption import unlock
from xiezhi.record.logs import LOGS, Log, LogName
from xiezhi.record.models import Seal
from xiezhi.record.seals import leaves_of
from xiezhi.record.signing import PublicKey
from xiezhi.record.witness import equals, witness_file
from xiezhi.rules.errors import InputError, XiezhiError
from xiezhi.rules.merkle import EMPTY_ROOT, Frontier

TOLD = 10  # faults of one kind that are told
ROWS = 20_000
DESTROYED = "payload.destroyed"

Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong, in both languages, and where: an entry of a log, and with events the case and its number there."""

    zh: str
    en: str
    entry: int | None = None
    case: UUID | None = None
    seq: int | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """How many entries were checked, and the first faults."""

    checked: int
    faults: tuple[Fault, ...]

    @property
    def sound(self) -> bool:
        return not self.faults


@dataclass(frozen=True, slots=True)
class _Check:
    """One question put to the database: rows that ought not to be there."""

    rows: str
    zh: str
    en: str


_NO_HASH = "'\\x" + "00" * 32 + "'::bytea"
_CHAIN = (
    _Check(
        f"record_event e WHERE (e.seq <> 1 OR e.prev_hash <> {_NO_HASH}) AND NOT EXISTS (SELECT FROM record_event before "
        "WHERE before.case_id = e.case_id AND before.seq = e.seq - 1 AND before.hash = e.prev_hash AND before.entry < e.entry)",
        "与本案上一事件的链断开：上一事件被改写、删除或换位",
        "the chain to the event before is broken: that event was changed, deleted or moved",
    ),
    _Check(
        "record_case c LEFT JOIN record_event e ON e.case_id = c.id AND e.seq = c.last_seq WHERE e.hash IS DISTINCT FROM c.last_hash",
        "案件所记的末一事件不在或不同：末尾事件被删除或改写",
        "the last event the case knows is missing or different: the end of its chain was deleted or changed",
    ),
    _Check(
        "record_case c JOIN record_event e ON e.case_id = c.id AND e.seq = c.last_seq + 1",
        "案件不知道的事件：未经登记写入",
        "the case does not know this event: it was not written by the ledger",
    ),
)


def check_keys() -> None:
    """Open the oldest payload. Raises WrongKeys when the keys of this installation are not those of its record: with other keys
    nothing old could be read, and everything new would be written under them."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT p.key, p.cipher FROM record_event e JOIN record_payload p ON p.event_id = e.id "
            "WHERE p.cipher IS NOT NULL ORDER BY e.entry LIMIT 1"
        )
        oldest = cursor.fetchone()
    try:
        if oldest is not None:
            unlock(*oldest)
    except InvalidTag:
        raise WrongKeys(
            "密钥与数据库里的记录不符；请检查 XIEZHI_KEYS，或者恢复原来的密钥",
            "the keys are not those of the record in this database; check XIEZHI_KEYS, or bring the old keys back",
        ) from None


class WrongKeys(XiezhiError):
    """The keys do not open what is recorded."""


def verify_chain(log: LogName = "events") -> Verdict:
    """Every hash over its row, and for events every case's chain up to the end that the case knows. All inside PostgreSQL."""
    table = LOGS[log]
    faults = list(_hash_faults(table))
    if log == "events":
        for check in _CHAIN:
            faults += _chain_faults(check)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table.table}")
        checked: int = cursor.fetchone()[0]
    return Verdict(checked, tuple(sorted(faults, key=_place)))


def _hash_faults(table: Log) -> Iterator[Fault]:
    wrong = f"FROM {table.table} WHERE hash <> {table.leaf}"
    if not _count(wrong):
        return
    where = "entry, case_id, seq" if table.name == "events" else 'entry, "case", NULL::int'
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {where} {wrong} ORDER BY entry LIMIT {TOLD}")
        for row in cursor.fetchall():
            yield Fault("内容与其哈希不符", "the row does not match its hash", *row)


def _chain_faults(check: _Check) -> Iterator[Fault]:
    if not _count(f"FROM {check.rows}"):
        return
    case = "c.id" if "record_case c" in check.rows else "e.case_id"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT e.entry, {case}, e.seq FROM {check.rows} ORDER BY e.entry LIMIT {TOLD}")
        for row in cursor.fetchall():
            yield Fault(check.zh, check.en, *row)


def _count(rows: str) -> int:
    """How many rows; a bare count is what PostgreSQL spreads over its workers."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL work_mem = '256MB'")
        cursor.execute(f"SELECT count(*) {rows}")
        found: int = cursor.fetchone()[0]
        return found


def _place(fault: Fault) -> int:
    return fault.entry or 0


def verify_seals(
    log: LogName, *, keys: dict[str, PublicKey], witness: Path | None, progress: Progress | None = None
) -> Verdict:
    """Build the tree again from the stored hashes, and compare every seal's root, text, signature and the witness."""
    table = LOGS[log]
    faults: list[Fault] = []
    frontier, previous, last_entry = Frontier(), EMPTY_ROOT, 0
    with transaction.atomic():  # one view of seals and entries, whatever is appended meanwhile
        for seal in Seal.objects.filter(log=log).order_by("size").iterator(chunk_size=500):
            for leaves in leaves_of(table, last_entry, seal.last_entry):
                frontier.extend(leaves)
                if progress:
                    progress(frontier.size)
            faults += _seal_faults(seal, previous, keys)
            if (frontier.size, frontier.root()) != (seal.size, bytes(seal.root)):
                span = f"{last_entry + 1}–{seal.last_entry}"
                faults.append(
                    Fault(
                        f"编号 {span} 之间有条目被改写、删除或加入：与封缄 {seal.size} 的根不符",
                        f"between entry {span} something was changed, deleted or put in: not the root of seal {seal.size}",
                        seal.last_entry,
                    )
                )
                break
            previous, last_entry = bytes(seal.root), seal.last_entry
        if witness is not None:
            faults += _witness_faults(table, witness)
    return Verdict(frontier.size, tuple(faults[:TOLD]))


def _seal_faults(seal: Seal, previous: bytes, keys: dict[str, PublicKey]) -> Iterator[Fault]:
    try:
        signed = parse_checkpoint(seal.checkpoint)
    except InputError as fault:
        yield Fault(f"封缄 {seal}：{fault.zh}", f"seal {seal}: {fault.en}", seal.last_entry)
        return
    if not signed.verify(keys):
        yield Fault(f"封缄 {seal} 签名无效", f"the signature of seal {seal} is not valid", seal.last_entry)
    if not _says(signed, seal, previous):
        yield Fault(f"封缄 {seal} 与其文本不符", f"seal {seal} is not what its text says", seal.last_entry)


def _says(signed: SignedCheckpoint, seal: Seal, previous: bytes) -> bool:
    """Whether the signed text states what the row's columns state, and continues the seal before."""
    stated = signed.checkpoint
    frontier = bytes(seal.frontier)
    return (
        (stated.origin, stated.size, stated.root, stated.last_entry)
        == (f"xiezhi/{seal.log}", seal.size, bytes(seal.root), seal.last_entry)
        and stated.previous_root == previous
        and stated.at == seal.sealed_at.replace(microsecond=0)  # the text tells seconds
        and (signed.key_id, signed.algorithm) == (seal.key_id, seal.algorithm)
        and len(frontier) == seal.size.bit_count() * len(stated.root)
        and Frontier.from_bytes(seal.size, frontier).root() == stated.root
    )


def _witness_faults(table: Log, witness: Path) -> Iterator[Fault]:
    file = witness_file(witness, table)
    checkpoints = Seal.objects.filter(log=table.name).order_by("size").values_list("checkpoint", flat=True)
    if not file.exists():
        if checkpoints.exists():
            yield Fault(f"没有见证文件 {file}", f"there is no witness file {file}")
    elif not equals(file, checkpoints.iterator(chunk_size=500)):
        yield Fault(f"见证文件 {file} 与封缄不同", f"the witness {file} differs from the seals")


def verify_payloads(*, progress: Progress | None = None) -> Verdict:
    """Open every payload and compare it with the hash in its event; an empty one must have been destroyed by a recorded order."""
    faults: list[Fault] = []
    checked = 0
    with transaction.atomic(), connection.chunked_cursor() as cursor:
        cursor.execute(
            "SELECT e.entry, e.case_id, e.seq, e.payload_hash, p.key, p.cipher FROM record_event e "
            "LEFT JOIN record_payload p ON p.event_id = e.id ORDER BY e.entry"
        )
        while len(faults) < TOLD and (rows := cursor.fetchmany(ROWS)):
            for row in rows:
                faults += _payload_faults(*row)
            checked += len(rows)
            if progress:
                progress(checked)
    return Verdict(checked, tuple(faults[:TOLD]))


def _payload_faults(
    entry: int, case: UUID, seq: int, expected: Any, key: Any, cipher: Any
) -> Iterator[Fault]:
    if key is None or cipher is None:
        if not _destroyed_by_order(case, seq):
            zh, en = "内容缺失而无销毁的记录", "the payload is gone, and no order to destroy it was recorded"
            yield Fault(zh, en, entry, case, seq)
        return
    try:
        sound = chain.payload_hash(unlock(bytes(key), bytes(cipher))) == bytes(expected)
    except (InvalidTag, ValueError):
        sound = False
    if not sound:
        yield Fault("内容被改写或调换", "the payload was changed or is another event's", entry, case, seq)


def _destroyed_by_order(case: UUID, seq: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT p.key, p.cipher FROM record_event e JOIN record_payload p ON p.event_id = e.id "
            "WHERE e.case_id = %s AND e.kind = %s AND p.cipher IS NOT NULL",
            [case, DESTROYED],
        )
        orders = [chain.unpack(unlock(bytes(key), bytes(cipher))) for key, cipher in cursor.fetchall()]
    return any(seq in named for order in orders if isinstance(named := order.get("seqs"), list))
