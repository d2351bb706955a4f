#!/usr/bin/env python3
"""Verify an exported log of Xiezhi without Xiezhi: python xiezhi_verify.py FOLDER [--key keys.json] [--witness events.txt]

Needs Python 3.11 and the package `cryptography`, nothing else. Checked are the hash of every event over its text, the chain
of every case, the order of entries, the Merkle root (RFC 6962) of every seal, the signatures, opened payloads, and a witness
file if one is given. The first bad event is named. Exit status: 0 sound, 1 something is not, 2 it cannot be checked (docs/seals.md).
"""

import argparse
import gzip
import json
import os
import re
import sys
from base64 import b64decode
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from functools import reduce
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple, TypeAlias

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

FORMAT = "xiezhi-log/1"
SHOWN, KEPT = 10, 1000  # faults told, and remembered; all are counted
BLOCK, UNREADABLE = 1 << 20, -1
ALGORITHMS = {"ed25519": Ed25519PublicKey.from_public_bytes}

START = rb'\{"entry": (\d+), "hash": "(.{64})", (.*?)"event": '
UUID, HASH, BASE64 = rb'"[0-9a-f-]{36}"', rb'"(.{64})"', "([A-Za-z0-9+/]+=*)"
# An event: id, case, court, seq, …, payload_hash, prev_hash. What is hashed are the bytes from [ to ] as they stand.
EVENT = START + rb'(\[%b, "([0-9a-f-]{36})", %b, (\d+), ".*, %b, %b\])\}' % (UUID, UUID, HASH, HASH)
# An audit entry stands in no chain: its empty groups are where an event has case, seq and hashes.
AUDIT = START + rb"(\[%b, .*\])\}()()()()" % UUID
FORMS = {"events": re.compile(EVENT), "audit": re.compile(AUDIT)}
NOTE = re.compile(
    rf"((\S+)\n(\d+)\n{BASE64}\nlast_entry (\d+)\ntime \S+\nprevious {BASE64}\n)\n— (\w+) (\S+) {BASE64}\n\n?"
)
Row: TypeAlias = tuple[int, bytes, bytes, int, bytes]  # entry, leaf hash, case, seq, previous hash
Fault: TypeAlias = tuple[int, str, str]  # place (counts events from 0), where, what
Found: TypeAlias = tuple[list[Row], list[Fault]]


class Seal(NamedTuple):
    body: str
    origin: str
    size: int
    root: bytes
    last_entry: int
    previous: bytes
    key_id: str
    algorithm: str
    signature: bytes

    def fault(self, what: str) -> Fault:
        return self.size, f"封缄 seal size={self.size} last_entry={self.last_entry}", what


def at(entry: int, case: bytes, seq: int) -> str:
    return f"案件 case={case.decode()} seq={seq} entry={entry}" if case else f"entry={entry}"


def node(left: bytes, right: bytes) -> bytes:
    return sha256(b"\x01" + left + right).digest()


def check_lines(lines: bytes, kind: str, seal: Seal | None) -> Found:
    """What some lines say, and what is wrong with each alone; places count from the first of them."""
    rows: list[Row] = []
    faults: list[Fault] = []
    fullmatch = FORMS[kind].fullmatch
    for place, line in enumerate(lines.removesuffix(b"\n").split(b"\n")):
        found = fullmatch(line)
        if not found:
            rows.append((UNREADABLE, b"", b"", 0, b""))
            faults.append((place, repr(line[:60]), "这一行无法读取 / this line cannot be read"))
            continue
        entry, stated, more, text, case, seq, payload_hash, previous = found.groups()
        leaf = sha256(b"\x00" + text).digest()
        rows.append((int(entry), leaf, case, int(seq or 0), previous))
        if leaf.hex().encode() != stated:
            where = at(int(entry), case, int(seq or 0))
            faults.append((place, where, "内容与其哈希不符 / the text does not match its hash"))
        if more or seal:
            where = at(int(entry), case, int(seq or 0))
            single = seal if seal and int(entry) <= seal.last_entry else None
            faults += [(place, where, what) for what in check_more(more, leaf, payload_hash, single)]
    return rows, faults


def check_more(more: bytes, leaf: bytes, payload_hash: bytes, seal: Seal | None) -> Iterator[str]:
    """An opened payload; of a single case's event (it comes with a seal) the proof that it lies in the sealed tree."""
    try:
        members = json.loads(b"{" + more.rstrip(b", ") + b"}")
        payload = members.get("payload")
        if payload and sha256(b64decode(payload)).hexdigest().encode() != payload_hash:
            yield "所附内容与登记的哈希不符 / the opened payload does not match its hash"
        path = [b64decode(sibling) for sibling in members["proof"]] if seal else []
        if seal and proven_root(leaf, members["index"], seal.size, path) != seal.root:
            yield "不在封缄之内 / this is not what was sealed"
    except (ValueError, TypeError, KeyError) as fault:
        yield f"附加项有误 / wrong additions: {fault!r}"


def proven_root(leaf: bytes, place: int, size: int, proof: list[bytes]) -> bytes:
    """The root to which a proof leads from a leaf at its place (RFC 6962, 2.1.1)."""
    if not 0 <= place < size or (size == 1) != (not proof):
        raise ValueError("proof")
    if size == 1:
        return leaf
    left = 1 << ((size - 1).bit_length() - 1)
    if place < left:
        return node(proven_root(leaf, place, left, proof[:-1]), proof[-1])
    return node(proof[-1], proven_root(leaf, place - left, size - left, proof[:-1]))


class Log:
    """What is known after so many events: the right edge of the tree, the end of every case's chain, the faults."""

    def __init__(self, seals: list[Seal]) -> None:
        self.seals = deque(seals)
        self.size = self.entry = self.sealed_entry = self.fault_count = 0
        self.nodes: list[bytes] = []  # the roots of the tree's perfect subtrees, the largest first
        self.heads: dict[bytes, tuple[int, bytes]] = {}
        self.faults: list[Fault] = []

    def fault(self, *faults: Fault) -> None:
        self.fault_count += len(faults)
        self.faults += faults[: max(0, KEPT - len(self.faults))]

    def add(self, found: Found) -> None:
        rows, faults = found
        start, taken = self.size, 0
        self.fault(*((start + place, where, what) for place, where, what in faults))
        self.check_order(rows)
        while self.seals and self.seals[0].size <= start + len(rows):
            seal = self.seals.popleft()
            self.grow(rows[taken : seal.size - start])
            taken = max(taken, seal.size - start)
            self.check_root(seal, rows[taken - 1][0] if taken else self.entry)
        self.grow(rows[taken:])

    def check_order(self, rows: list[Row]) -> None:
        """Entries rise; within a case every event carries the number and the hash that follow from the one before."""
        heads, before, start = self.heads, self.entry, (0, bytes(32))
        for place, (entry, leaf, case, seq, previous) in enumerate(rows, self.size):
            if entry == UNREADABLE:
                continue
            what = ""
            if entry <= before:
                what = f"编号应大于 {before} / the entry should be above {before}"
            before = entry
            if case:
                last_seq, last_leaf = heads.get(case, start)
                heads[case] = seq, leaf
                if seq != last_seq + 1:
                    what = f"应为序号 {last_seq + 1}：有事件缺失、重复或换位 / "
                    what += f"expected seq {last_seq + 1}: an event is missing, doubled or out of place"
                elif previous != last_leaf.hex().encode():
                    what = "与上一事件的哈希链断开 / the hash chain from the event before is broken"
            if what:
                self.fault((place, at(entry, case, seq), what))
        self.entry = before

    def grow(self, rows: list[Row]) -> None:
        nodes, size = self.nodes, self.size
        for row in rows:
            top, size = row[1], size + 1
            perfect = size
            while not perfect & 1:
                top, perfect = sha256(b"\x01" + nodes.pop() + top).digest(), perfect >> 1
            nodes.append(top)
        self.size = size

    def check_root(self, seal: Seal, entry: int) -> None:
        root = reduce(lambda right, left: node(left, right), reversed(self.nodes))
        if (root, entry) != (seal.root, seal.last_entry):
            causes = (
                "有事件被改写或换位 one was changed or moved",
                "缺事件 one is missing",
                "多事件 one was put in",
            )
            what = causes[(entry > seal.last_entry) - (entry < seal.last_entry)]
            span = f"entry {self.sealed_entry + 1}–{seal.last_entry}"
            self.fault(seal.fault(f"与封缄的根不符 / not the sealed root: {span} {what}"))
        self.sealed_entry = seal.last_entry

    def finish(self, expected: int) -> None:
        what = f"日志只有 {self.size} 条：末尾缺失 / the log has {self.size} events: its end is missing"
        self.fault(*(seal.fault(what) for seal in self.seals))
        if expected != self.size:
            what = f"应有 {expected} 条，实有 {self.size} 条 / {expected} expected, {self.size} found"
            self.fault((self.size, "manifest.json", what))


def blocks(file: Path) -> Iterator[bytes]:
    """The file in pieces of whole lines, with a sign of life."""
    with gzip.open(file) if file.suffix == ".gz" else file.open("rb") as stream:
        for done, lines in enumerate(iter(lambda: stream.read(BLOCK), b"")):
            yield lines + stream.readline()
            if done % 64 == 63 and sys.stderr.isatty():
                print(f"\r{done} MB …", end="", file=sys.stderr, flush=True)


def check_events(file: Path, log: Log, kind: str, seal: Seal | None, processes: int) -> None:
    """Feed all events to the log; no more blocks are under way than keep the processes busy."""
    with ProcessPoolExecutor(processes) as pool:
        under_way: deque[Future[Found]] = deque()
        for lines in blocks(file):
            under_way.append(pool.submit(check_lines, lines, kind, seal))
            if len(under_way) > 2 * processes:
                log.add(under_way.popleft().result())
        for found in under_way:
            log.add(found.result())


def read_seals(file: Path) -> list[Seal]:
    text, place, seals = file.read_text("utf-8"), 0, []
    while place < len(text):
        found = NOTE.match(text, place)
        if not found:
            raise ValueError(f"{file}: 不是检查点 / not a checkpoint: {text[place : place + 60]!r}")
        body, origin, size, root, entry, previous, key_id, algorithm, signature = found.groups()
        numbers = (origin, int(size), b64decode(root), int(entry), b64decode(previous))
        seals.append(Seal(body, *numbers, key_id, algorithm, b64decode(signature)))
        place = found.end()
    return seals


def check_seals(seals: list[Seal], key_file: Path, kind: str) -> Iterator[Fault]:
    """Signatures, and each seal against the one before."""
    given = json.loads(key_file.read_bytes())["keys"]
    publics = [(key["algorithm"], b64decode(key["public"])) for key in given]
    keys = {(sha256(public).hexdigest()[:8], algorithm): public for algorithm, public in publics}
    size, root = 0, sha256(b"").digest()
    for seal in seals:
        try:
            public = ALGORITHMS[seal.algorithm](keys[seal.key_id, seal.algorithm])
            public.verify(seal.signature, seal.body.encode())
        except KeyError:
            yield seal.fault(f"不是所给公钥签名 / not signed by a key given: {seal.key_id} {seal.algorithm}")
        except (InvalidSignature, ValueError):
            yield seal.fault("签名无效 / the signature is not valid")
        if seal.origin.rpartition("/")[2] != kind:
            yield seal.fault(f"属于另一日志 / belongs to another log: {seal.origin}")
        if seal.size <= size or seal.previous != root:
            yield seal.fault("不接上一封缄 / does not follow the seal before")
        size, root = seal.size, seal.root


def verify(folder: Path, key: Path | None, witness: Path | None, processes: int) -> int:
    manifest = json.loads((folder / "manifest.json").read_bytes())
    kind = manifest["log"]
    if manifest["format"] != FORMAT or kind not in FORMS:
        raise ValueError(f"格式不明 / unknown format: {manifest['format']} {kind}")
    seals = read_seals(folder / "checkpoints.txt")
    known = set(read_seals(witness)) if witness else set()
    if witness and not known:
        raise ValueError("见证文件没有检查点 / the witness holds no checkpoint")
    # One case alone gives no root: its events carry proofs that lead to the last seal.
    single = seals[-1] if seals and manifest["scope"] == "case" else None
    log = Log([] if single else seals)
    file = next(folder.glob("events.jsonl*"), folder / "events.jsonl")
    check_events(file, log, kind, single, processes)
    log.finish(manifest["events"])
    log.fault(*check_seals(seals, key or folder / "keys.json", kind))
    log.fault(*(seal.fault("与见证文件不符 / the witness has another") for seal in known.difference(seals)))
    report(log, seals, key)
    return 1 if log.fault_count or (log.entry and not seals) else 0


def report(log: Log, seals: list[Seal], key: Path | None) -> None:
    for number, (_, where, what) in enumerate(sorted(log.faults)[:SHOWN]):
        print(f"{'错误 fault' if number else '首个错误 first fault'}: {where}\n    {what}")
    sealed = seals[-1].last_entry if seals else 0
    if log.entry > sealed:
        print(f"entry {sealed} 之后尚未封缄，仅有案件哈希链 / what follows is not sealed: only case chains")
    if not key:
        print("警告：公钥取自导出包 / warning: the export's own public key; give one with --key")
    print(f"事件 events {log.size}, 封缄 seals {len(seals)}, 错误 faults {log.fault_count}")


def main() -> int:
    options = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    options.add_argument("folder", type=Path, help="导出的日志文件夹 / the exported log")
    options.add_argument("--key", type=Path, help="公钥文件 / public keys, in the form of keys.json")
    options.add_argument("--witness", type=Path, help="见证文件 / the witness file of this log")
    options.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    try:
        return verify(**vars(options.parse_args()))
    except (OSError, EOFError, ValueError, KeyError, TypeError, RuntimeError) as fault:
        print(f"无法校验 / the check cannot be made: {fault!r}", file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main())
