"""Secrets in files: written whole or not at all, on the disk before they are used, readable by their owner only.

Called for the master key, the signing key and the secret of sessions, by several processes that may start at once.
"""

import os
import secrets
from pathlib import Path


def place_once(file: Path, contents: bytes) -> bytes:
    """Put a secret where none is; where another process was first, its file stays. Gives what the file then holds."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    beside = file.with_name(f".{file.name}.{secrets.token_hex(4)}")
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with open(descriptor, "wb") as stream:  # noqa: PTH123 - the descriptor carries the mode
            stream.write(contents)
            stream.flush()
            os.fsync(stream.fileno())
        os.link(beside, file)
        _sync(file.parent)
    except FileExistsError:
        pass
    finally:
        beside.unlink()
    return file.read_bytes()


def _sync(folder: Path) -> None:
    """The name of a new file on the disk too, where folders can be synchronised."""
    if os.name == "posix":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
