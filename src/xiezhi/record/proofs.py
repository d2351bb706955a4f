"""Proofs out of the database: that an entry lies under a seal, that one seal only appended to another.

No node of the tree is stored for this. The frontiers of past seals hold the roots of most perfect subtrees; what they
lack is computed from a few leaves, so that a proof costs about the entries between two seals, not the whole log.
"""

from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from xiezhi.record.errors import NotThere
from xiezhi.record.logs import LOGS, Log, LogName
from xiezhi.record.models import Seal
from xiezhi.rules.errors import XiezhiError
from xiezhi.rules.merkle import Frontier, node_hash, split
from xiezhi.rules.merkle import consistency_proof as consistency_path
from xiezhi.rules.merkle import inclusion_proof as inclusion_path

FEW = 512  # leaves that are read rather than divided further


class NotSealed(XiezhiError):
    """The entry is newer than the seal asked for."""


@dataclass(frozen=True, slots=True)
class InclusionProof:
    """That a leaf stands at a place of the sealed tree; `checkpoint` is the signed text."""

    index: int
    leaf: bytes
    path: list[bytes]
    checkpoint: str


@dataclass(frozen=True, slots=True)
class ConsistencyProof:
    """That the tree of the newer checkpoint only appended to that of the older."""

    path: list[bytes]
    old: str
    new: str


class SealedTree:
    """The tree of a log as far as its seals reach; subtrees that were asked for once are remembered."""

    def __init__(self, log: LogName) -> None:
        self.log = LOGS[log]
        self._known: dict[tuple[int, int], bytes] = {}

    def inclusion(self, entry: int, seal: Seal) -> InclusionProof:
        """Raises NotThere for an unknown entry, NotSealed for one that the seal does not cover."""
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT hash FROM {self.log.table} WHERE entry = %s", [entry])
            found = cursor.fetchone()
        if found is None:
            raise NotThere(f"没有编号 {entry}", f"there is no entry {entry}")
        if entry > seal.last_entry:
            raise NotSealed(f"编号 {entry} 尚未封缄", f"entry {entry} is not sealed yet")
        index = self._index(entry)
        return InclusionProof(
            index, bytes(found[0]), inclusion_path(index, seal.size, self.subtree), seal.checkpoint
        )

    def consistency(self, old: Seal, new: Seal) -> ConsistencyProof:
        """The proof between two seals of this log."""
        return ConsistencyProof(
            consistency_path(old.size, new.size, self.subtree), old.checkpoint, new.checkpoint
        )

    def subtree(self, start: int, end: int) -> bytes:
        """The root over the leaves from `start` up to `end`, which is excluded."""
        root = self._known.get((start, end))
        if root is None:
            root = self._known[start, end] = self._subtree(start, end)
        return root

    def _subtree(self, start: int, end: int) -> bytes:
        root = self._out_of_a_seal(start, end - start)
        if root is not None:
            return root
        if end - start <= FEW or not self._sealed_within(start, end):
            return self._out_of_leaves(start, end)
        middle = start + split(end - start)
        return node_hash(self.subtree(start, middle), self.subtree(middle, end))

    def _out_of_a_seal(self, start: int, width: int) -> bytes | None:
        """A perfect left branch is a node in the frontier of every seal that reaches beyond it, but not beyond its sibling."""
        if width & (width - 1) or start // width & 1:
            return None
        seal = (
            Seal.objects.filter(log=self.log.name, size__gte=start + width, size__lt=start + 2 * width)
            .order_by("size")
            .first()
        )
        if seal is None:
            return None
        larger = (seal.size // (2 * width)).bit_count()
        node: bytes = Frontier.from_bytes(seal.size, bytes(seal.frontier)).nodes[larger]
        return node

    def _sealed_within(self, start: int, end: int) -> bool:
        return Seal.objects.filter(log=self.log.name, size__gt=start, size__lt=end).exists()

    def _out_of_leaves(self, start: int, end: int) -> bytes:
        before = Seal.objects.filter(log=self.log.name, size__lte=start).order_by("-size").first()
        size, last_entry = (before.size, before.last_entry) if before else (0, 0)
        frontier = Frontier()
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT hash FROM {self.log.table} WHERE entry > %s ORDER BY entry OFFSET %s LIMIT %s",
                [last_entry, start - size, end - start],
            )
            frontier.extend(bytes(row[0]) for row in cursor)
        return frontier.root()

    def _index(self, entry: int) -> int:
        before = Seal.objects.filter(log=self.log.name, last_entry__lt=entry).order_by("-last_entry").first()
        size, last_entry = (before.size, before.last_entry) if before else (0, 0)
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT count(*) FROM {self.log.table} WHERE entry > %s AND entry < %s", [last_entry, entry]
            )
            between: int = cursor.fetchone()[0]
        return size + between


def inclusion_proof(event: UUID, log: LogName = "events") -> InclusionProof:
    """The proof that an event lies under the last seal. Raises NotThere, NotSealed."""
    table: Log = LOGS[log]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT entry FROM {table.table} WHERE id = %s", [event])
        found = cursor.fetchone()
    if found is None:
        raise NotThere("没有这个事件", "no such event")
    seal = Seal.objects.filter(log=log).order_by("-size").first()
    if seal is None:
        raise NotSealed("尚无封缄", "there is no seal yet")
    return SealedTree(log).inclusion(found[0], seal)


def consistency_proof(old: Seal, new: Seal) -> ConsistencyProof:
    """The proof that a seal only appended to an older one of the same log."""
    log: LogName = "events" if old.log == "events" else "audit"
    return SealedTree(log).consistency(old, new)
