"""The witness: every checkpoint of a log once more, in a file outside the database, so that a database set back or rewritten shows.

The file is the checkpoints one after another, each followed by an empty line. It only ever grows: what a crash left out or
half-written is completed by the next sealing. It belongs on another machine or a store that can only be appended to.
Called by record.seals and record.verification.
"""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Literal, TypeAlias

from django.db import connection

from xiezhi.record.logs import Log
from xiezhi.record.models import Seal
from xiezhi.rules.errors import XiezhiError

WitnessState: TypeAlias = Literal["same", "behind", "differs"]
_LENGTH = "SELECT coalesce(sum(octet_length(checkpoint) + 1), 0) FROM record_seal WHERE log = %s"


class WitnessDiffers(XiezhiError):
    """The witness knows seals that the database does not have: the database was set back or rewritten, or the file was."""


def witness_file(folder: Path, log: Log) -> Path:
    return folder / f"{log.name}.txt"


def witness_state(folder: Path, log: Log) -> WitnessState:
    """Whether the witness ends where the database's seals do; looks at the last seals only."""
    try:
        return "behind" if _missing(witness_file(folder, log), log) else "same"
    except WitnessDiffers:
        return "differs"


def complete(folder: Path, log: Log) -> None:
    """Hand the witness what it lacks, on disk before we return. Raises WitnessDiffers when it knows something else."""
    file = witness_file(folder, log)
    missing = _missing(file, log)
    if not missing:
        return
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with file.open("ab") as stream:
        stream.write(missing)
        stream.flush()
        os.fsync(stream.fileno())


def equals(file: Path, checkpoints: Iterable[str]) -> bool:
    """Whether the whole witness file says what these checkpoints say; it may lack the last ones."""
    with file.open("rb") as stream:
        for checkpoint in checkpoints:
            expected = _entry(checkpoint)
            found = stream.read(len(expected))
            if found != expected:
                return expected.startswith(found) and not stream.read(1)
        return not stream.read(1)


def _entry(checkpoint: str) -> bytes:
    return f"{checkpoint}\n".encode()


def _missing(file: Path, log: Log) -> bytes:
    """What the file lacks of the text it should be: its size says how far it got, its end must agree with the seal there."""
    size = file.stat().st_size if file.exists() else 0
    with connection.cursor() as cursor:
        cursor.execute(_LENGTH, [log.name])
        start: int = cursor.fetchone()[0]
    pieces = []
    for piece in _newest_first(log):
        pieces.append(piece)
        start -= len(piece)
        if start < size:
            break
    ending = b"".join(reversed(pieces))
    if size > start + len(ending) or ending[: size - start] != _read(file, start, size):
        raise WitnessDiffers(
            f"见证文件 {file} 与数据库的封缄不同：其中之一曾被退回或改写，须由人查明",
            f"the witness {file} and the seals in the database differ: one of them was set back or rewritten, "
            "and a person must find out which",
        )
    return ending[size - start :]


def _newest_first(log: Log) -> Iterator[bytes]:
    seals = Seal.objects.filter(log=log.name).order_by("-size").values_list("checkpoint", flat=True)
    return (_entry(checkpoint) for checkpoint in seals.iterator(chunk_size=100))


def _read(file: Path, start: int, end: int) -> bytes:
    if end <= start:
        return b""
    with file.open("rb") as stream:
        stream.seek(start)
        return stream.read(end - start)
