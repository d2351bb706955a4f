"""Exporting a log for the separate verifier (verifier/xiezhi_verify.py): a folder that anybody can check without us.

The canonical texts are written by PostgreSQL from its own columns. A whole log goes out as it stands, its unsealed end
included; a single case goes out with proofs that its events lie under the last seal, and tells nothing of other cases.
docs/seals.md describes the files. Called by the command line.
"""

import gzip
import json
import shutil
from base64 import b64encode
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from xiezhi.record.encryption import unlock
from xiezhi.record.errors import NotThere
from xiezhi.record.logs import LOGS, Log, LogName
from xiezhi.record.models import Seal
from xiezhi.record.proofs import SealedTree
from xiezhi.record.seals import last_seal, settled
from xiezhi.record.signing import public_keys, write_public_keys
from xiezhi.rules.errors import InputError

FORMAT = "xiezhi-log/1"
ROWS = 5_000
QUICK = 3  # of gzip's levels: hashes do not compress, a higher one only takes time

Progress = Callable[[int], None]


def export(
    folder: Path,
    *,
    keys: Path,
    at: datetime,
    log: LogName = "events",
    case: UUID | None = None,
    opened: bool = False,
    packed: bool = False,
    progress: Progress | None = None,
) -> int:
    """Write a log into a new folder; give the number of entries.

    `case` exports the events of one case with their proofs; `opened` adds its payloads, for whoever may read the file;
    `packed` makes a third of the size in thrice the time.
    Raises InputError when the folder is there already, NotThere for an unknown case; nothing half-written is left.
    """
    if folder.exists():
        raise InputError(f"{folder} 已存在", f"{folder} is there already", field="folder")
    if case is not None and log != "events":
        raise InputError("只有事件按案件导出", "only events are exported by case", field="case")
    unfinished = folder.with_name(f".{folder.name}.unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(parents=True)
    try:
        table, last = LOGS[log], last_seal(log)
        # What is not settled yet could still get a neighbour below it; at worst the log goes out up to its last seal.
        up_to = settled(table) or (last.last_entry if last else 0)
        lines = _whole_log(table, up_to) if case is None else _one_case(case, up_to, last, opened)
        written = _write_lines(unfinished, lines, packed, progress)
        if case is not None and not written:
            raise NotThere("没有这个案件", "no such case")
        _write_checkpoints(unfinished / "checkpoints.txt", last)
        write_public_keys(unfinished / "keys.json", public_keys(keys))
        scope = "all" if case is None else "case"
        manifest = {
            "format": FORMAT,
            "log": log,
            "scope": scope,
            "events": written,
            "exported_at": at.isoformat(),
        }
        (unfinished / "manifest.json").write_text(json.dumps(manifest, indent=2) + "\n", "utf-8")
        unfinished.rename(folder)
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)
    return written


def _write_lines(folder: Path, lines: Iterator[list[str]], packed: bool, progress: Progress | None) -> int:
    file, written = folder / "events.jsonl", 0
    with transaction.atomic(), gzip.open(f"{file}.gz", "wb", QUICK) if packed else file.open("wb") as stream:
        for some in lines:
            stream.write("".join(some).encode())
            written += len(some)
            if progress:
                progress(written)
    return written


def _write_checkpoints(file: Path, last: Seal | None) -> None:
    """Every checkpoint up to the seal that was the last when the export began."""
    seals = Seal.objects.filter(log=last.log, size__lte=last.size) if last else Seal.objects.none()
    file.write_text("\n".join(seals.order_by("size").values_list("checkpoint", flat=True)), "utf-8")


def _whole_log(table: Log, up_to: int) -> Iterator[list[str]]:
    """The lines of all entries in order, as the database writes them."""
    line = f"""'{{"entry": ' || entry || ', "hash": "' || encode(hash, 'hex') || '", "event": ' || {table.text} || E'}}\\n'"""
    with connection.chunked_cursor() as cursor:
        cursor.execute(f"SELECT {line} FROM {table.table} WHERE entry <= %s ORDER BY entry", [up_to])
        while rows := cursor.fetchmany(ROWS):
            yield [row[0] for row in rows]


def _one_case(case: UUID, up_to: int, last: Seal | None, opened: bool) -> Iterator[list[str]]:
    """The lines of one case's events, with the proofs of those that are sealed."""
    table, tree = LOGS["events"], SealedTree("events")
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT entry, encode(hash, 'hex'), {table.text}, p.key, p.cipher FROM record_event "
            "LEFT JOIN record_payload p ON p.event_id = id WHERE case_id = %s AND entry <= %s ORDER BY entry",
            [case, up_to],
        )
        rows = cursor.fetchall()
    for entry, digest, text, key, cipher in rows:
        members: dict[str, Any] = {"entry": entry, "hash": digest}
        if last and entry <= last.last_entry:
            proof = tree.inclusion(entry, last)
            members |= {"index": proof.index, "proof": [b64encode(node).decode() for node in proof.path]}
        if opened and cipher is not None:
            members["payload"] = b64encode(unlock(bytes(key), bytes(cipher))).decode()
        yield [f'{json.dumps(members)[:-1]}, "event": {text}}}\n']
