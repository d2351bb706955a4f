"""The Merkle tree of RFC 6962 (unchanged in RFC 9162): one root stands for a whole log, and short proofs show what it holds.

A log only grows, so sealing keeps a `Frontier` (the roots of the perfect subtrees, a few dozen hashes at most) and appends
in the time of the new leaves. Proofs ask for the roots of subtrees; where those come from (a list, a database) is the
caller's affair. Leaves are leaf hashes throughout: an event's stored hash is one. Called by record.seals.
"""

from collections.abc import Callable, Iterable, Sequence
from hashlib import sha256
from typing import TypeAlias

from xiezhi.rules.errors import InputError

HASH_SIZE = 32
EMPTY_ROOT = sha256(b"").digest()
LEAF = b"\x00"
NODE = b"\x01"

# The root over the leaves from the first (included) to the second place (excluded).
Subtree: TypeAlias = Callable[[int, int], bytes]


def leaf_hash(entry: bytes) -> bytes:
    """The leaf of one log entry; its prefix keeps it apart from inner nodes."""
    return sha256(LEAF + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The inner node over two subtrees."""
    return sha256(NODE + left + right).digest()


class Frontier:
    """The right edge of a growing tree: its size, and the roots of its perfect subtrees from the largest to the smallest."""

    def __init__(self, size: int = 0, nodes: Iterable[bytes] = ()) -> None:
        self.size = size
        self.nodes = list(nodes)

    @classmethod
    def from_bytes(cls, size: int, stored: bytes) -> "Frontier":
        """The frontier as `to_bytes` stored it. Raises InputError when it cannot belong to a tree of this size."""
        if size < 0 or len(stored) != size.bit_count() * HASH_SIZE:
            raise InputError(
                f"{len(stored)} 字节的树缘与 {size} 个条目的树不符",
                f"a frontier of {len(stored)} bytes cannot belong to a tree of {size} entries",
                field="frontier",
            )
        return cls(size, (stored[place : place + HASH_SIZE] for place in range(0, len(stored), HASH_SIZE)))

    def to_bytes(self) -> bytes:
        return b"".join(self.nodes)

    def extend(self, leaves: Iterable[bytes]) -> None:
        """Append leaves: about one hash for each, whatever the size of the tree."""
        nodes, size = self.nodes, self.size
        for leaf in leaves:
            node = leaf
            size += 1
            perfect = size
            while not perfect & 1:
                node = sha256(NODE + nodes.pop() + node).digest()
                perfect >>= 1
            nodes.append(node)
        self.size = size

    def root(self) -> bytes:
        """The root of the whole tree."""
        if not self.nodes:
            return EMPTY_ROOT
        root = self.nodes[-1]
        for node in self.nodes[-2::-1]:
            root = node_hash(node, root)
        return root


def split(size: int) -> int:
    """The leaves in the left branch of a tree of at least two: the largest power of two below its size."""
    return 1 << ((size - 1).bit_length() - 1)


def subtrees_of(leaves: Sequence[bytes]) -> Subtree:
    """The subtrees over leaves that are at hand."""

    def subtree(start: int, end: int) -> bytes:
        frontier = Frontier()
        frontier.extend(leaves[start:end])
        return frontier.root()

    return subtree


def inclusion_proof(index: int, size: int, subtree: Subtree) -> list[bytes]:
    """The audit path of a leaf in the tree of the first `size` leaves (RFC 6962, 2.1.1)."""
    if not 0 <= index < size:
        raise InputError(
            f"{size} 个条目的树中没有第 {index} 个（从 0 数）",
            f"a tree of {size} entries has no entry {index} (counted from 0)",
            field="index",
        )
    path = []
    start, end = 0, size
    while end - start > 1:
        middle = start + split(end - start)
        if index < middle:
            path.append(subtree(middle, end))
            end = middle
        else:
            path.append(subtree(start, middle))
            start = middle
    return path[::-1]


def consistency_proof(old: int, new: int, subtree: Subtree) -> list[bytes]:
    """The proof that the tree of `new` leaves only appended to that of `old` (RFC 6962, 2.1.2); empty when `old` is 0."""
    if not 0 <= old <= new:
        raise InputError(
            f"{old} 个条目的树不在 {new} 个条目的树之前",
            f"a tree of {old} entries does not come before one of {new}",
            field="old",
        )
    if old == 0:
        return []
    proof = []
    start, end = 0, new
    while end != old:
        middle = start + split(end - start)
        if old <= middle:
            proof.append(subtree(middle, end))
            end = middle
        else:
            proof.append(subtree(start, middle))
            start = middle
    if start:  # otherwise the old root itself is this subtree, and the verifier has it
        proof.append(subtree(start, end))
    return proof[::-1]


def includes(root: bytes, size: int, index: int, leaf: bytes, proof: Sequence[bytes]) -> bool:
    """Whether the proof shows the leaf at its place under the root (RFC 9162, 2.1.3.2)."""
    if not 0 <= index < size:
        return False
    place, last, node = index, size - 1, leaf
    for sibling in proof:
        if last == 0:
            return False
        if place & 1 or place == last:
            node = node_hash(sibling, node)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            node = node_hash(node, sibling)
        place, last = place >> 1, last >> 1
    return last == 0 and node == root


def extends(old_root: bytes, old: int, new_root: bytes, new: int, proof: Sequence[bytes]) -> bool:
    """Whether the proof shows that the new tree only appended to the old one (RFC 9162, 2.1.4.2)."""
    if old == new:
        return not proof and old_root == new_root
    if old == 0:
        return not proof and old_root == EMPTY_ROOT
    if not 0 < old < new:
        return False
    place, last = old - 1, new - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    path = list(proof) if place else [old_root, *proof]
    if not path:
        return False
    old_node = new_node = path[0]
    for sibling in path[1:]:
        if last == 0:
            return False
        if place & 1 or place == last:
            old_node = node_hash(sibling, old_node)
            new_node = node_hash(sibling, new_node)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            new_node = node_hash(new_node, sibling)
        place, last = place >> 1, last >> 1
    return last == 0 and old_node == old_root and new_node == new_root
