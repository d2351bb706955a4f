"""Sealing: every few minutes the new entries of a log become leaves of its Merkle tree, and its root is signed.

An entry is settled once no transaction that might still write a smaller number is under way: appenders share LEDGER_LOCK,
the sealer holds it alone just long enough to read the highest number. Then it reads the new hashes in order, carries the
tree's frontier on, signs a checkpoint, stores it and hands it to the witness. All of it may be repeated at any time and
by several processes. Called by the command line, the job worker and the status page.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import psycopg.errors
from django.db import OperationalError, connection, transaction

from xiezhi.record.chain import LEDGER_LOCK
from xiezhi.record.checkpoint import Checkpoint
from xiezhi.record.logs import LOGS, Log, LogName
from xiezhi.record.models import Seal
from xiezhi.record.signing import signing_key
from xiezhi.record.witness import WitnessState, complete, witness_state
from xiezhi.rules.errors import XiezhiError
from xiezhi.rules.merkle import EMPTY_ROOT, Frontier

PATIENCE = "2s"  # how long appenders may keep the sealer waiting; it comes again in the next round
ROWS = 20_000

Progress = Callable[[int], None]


class SealBroken(XiezhiError):
    """The last seal does not agree with itself: its row was changed."""


@dataclass(frozen=True, slots=True)
class LogStatus:
    """How far a log is sealed, and whether the witness knows."""

    log: LogName
    sealed: int
    sealed_at: datetime | None
    age: timedelta | None
    unsealed: int
    witness: WitnessState


def last_seal(log: LogName) -> Seal | None:
    return Seal.objects.filter(log=log).order_by("-size").first()


def seal(
    log: LogName, *, at: datetime, keys: Path, witness: Path, progress: Progress | None = None
) -> Seal | None:
    """Seal what is settled and not yet sealed; None when there is nothing new, or another process is at it.

    Raises WitnessDiffers before anything is sealed when the witness knows another history, SealBroken for a changed seal.
    """
    table = LOGS[log]
    with _alone(table) as alone:
        if not alone:
            return None
        complete(witness, table)  # after a crash between the last seal and its witness
        limit = settled(table)
        made = None if limit is None else _seal_up_to(table, limit, at, keys, progress)
        complete(witness, table)
    return made


def status(log: LogName, *, at: datetime, witness: Path) -> LogStatus:
    """The age of the last seal, what is not sealed yet, and the state of the witness."""
    last, table = last_seal(log), LOGS[log]
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT count(*) FROM {table.table} WHERE entry > %s", [last.last_entry if last else 0]
        )
        unsealed = cursor.fetchone()[0]
    return LogStatus(
        log,
        sealed=last.size if last else 0,
        sealed_at=last.sealed_at if last else None,
        age=at - last.sealed_at if last else None,
        unsealed=unsealed,
        witness=witness_state(witness, table),
    )


@contextmanager
def _alone(table: Log) -> Iterator[bool]:
    """Whether this process is the only one that seals the log, for the time of the block."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [table.lock])
        alone: bool = cursor.fetchone()[0]
    try:
        yield alone
    finally:
        if alone:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [table.lock])


def settled(table: Log) -> int | None:
    """The highest number below which nothing can appear any more; None when the appenders leave no gap in time."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL lock_timeout = '{PATIENCE}'")
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LEDGER_LOCK])
            cursor.execute(f"SELECT max(entry) FROM {table.table}")
            highest: int | None = cursor.fetchone()[0]
            return highest
    except OperationalError as fault:
        if isinstance(fault.__cause__, psycopg.errors.LockNotAvailable):
            return None
        raise


@transaction.atomic
def _seal_up_to(table: Log, limit: int, at: datetime, keys: Path, progress: Progress | None) -> Seal | None:
    last = last_seal(table.name)
    frontier = _frontier(last)
    sealed = frontier.size
    for leaves in leaves_of(table, last.last_entry if last else 0, limit):
        frontier.extend(leaves)
        if progress:
            progress(frontier.size - sealed)
    if frontier.size == sealed:
        return None
    moment = max(at, last.sealed_at) if last else at
    checkpoint = Checkpoint(
        f"xiezhi/{table.name}",
        frontier.size,
        frontier.root(),
        limit,
        moment,
        bytes(last.root) if last else EMPTY_ROOT,
    )
    key = signing_key(keys)
    return Seal.objects.create(
        log=table.name,
        size=frontier.size,
        last_entry=limit,
        root=frontier.root(),
        frontier=frontier.to_bytes(),
        checkpoint=checkpoint.sign(key),
        key_id=key.public().id,
        algorithm=key.algorithm,
        sealed_at=moment,
    )


def _frontier(last: Seal | None) -> Frontier:
    if last is None:
        return Frontier()
    frontier = Frontier.from_bytes(last.size, bytes(last.frontier))
    if frontier.root() != bytes(last.root):
        raise SealBroken(
            f"封缄 {last} 的树缘与根不符：该行曾被改写；请先核验",
            f"the frontier of seal {last} does not give its root: the row was changed; verify first",
        )
    return frontier


def leaves_of(table: Log, after: int, up_to: int) -> Iterator[list[bytes]]:
    """The hashes of the entries between two in order, as they stand in the table."""
    with connection.chunked_cursor() as cursor:
        cursor.execute(
            f"SELECT hash FROM {table.table} WHERE entry > %s AND entry <= %s ORDER BY entry", [after, up_to]
        )
        while rows := cursor.fetchmany(ROWS):
            yield [bytes(row[0]) for row in rows]
