"""Files that were received: kept encrypted in the document storage under their own hash, opened again as an anonymous temporary file.

A file may be larger than memory, so it is encrypted in pieces, each under a key of its own.
"""

import hashlib
import struct
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Any, BinaryIO, NamedTuple, cast

from cryptography.exceptions import InvalidTag
from django.core.files.base import File
from django.core.files.storage import storages

from xiezhi.record.documents import ContentsBroken
from xiezhi.record.encryption import lock_together, unlock_together
from xiezhi.record.errors import InputError, NotThere

FOLDER = "imports"
MOST_BYTES = 1 << 30
PIECE = 4 << 20
_LENGTH = struct.Struct(">I")


class Kept(NamedTuple):
    """A file that is kept: its hash and its number of bytes."""

    sha256: str
    size: int


def keep(stream: BinaryIO) -> Kept:
    """Keep a file. Raises InputError for an empty one, or one of more than MOST_BYTES."""
    digest, size = hashlib.sha256(), 0
    with tempfile.TemporaryFile() as locked:
        while piece := stream.read(PIECE):
            size += len(piece)
            if size > MOST_BYTES:
                most = MOST_BYTES >> 20
                raise InputError(
                    f"文件超过{most} MB；请分成几个文件",
                    f"the file is larger than {most} MB: split it",
                    field="file",
                )
            digest.update(piece)
            cipher = lock_together(piece)
            locked.write(_LENGTH.pack(len(cipher)) + cipher)
        if not size:
            raise InputError("文件是空的", "the file is empty", field="file")
        locked.seek(0)
        storage, name = storages["documents"], _name(digest.hexdigest())
        if not storage.exists(name):
            written = storage.save(name, File(cast(IO[Any], locked)))
            if written != name:  # somebody kept the same file at the same moment
                storage.delete(written)
    return Kept(digest.hexdigest(), size)


def forget(sha256: str) -> None:
    """Take a file away that no import names."""
    storages["documents"].delete(_name(sha256))


@contextmanager
def opened(sha256: str) -> Iterator[BinaryIO]:
    """The file again, to be read from any place. Raises NotThere when it is not kept, ContentsBroken when it was changed."""
    storage, name = storages["documents"], _name(sha256)
    if not storage.exists(name):
        raise NotThere("存储中没有这个文件", "the storage does not hold this file")
    digest = hashlib.sha256()
    with tempfile.TemporaryFile() as plain:
        with storage.open(name) as locked:
            for piece in _pieces(locked):
                digest.update(piece)
                plain.write(piece)
        if digest.hexdigest() != sha256:
            raise _broken()
        plain.seek(0)
        yield cast(BinaryIO, plain)


def _pieces(locked: Any) -> Iterator[bytes]:
    while header := locked.read(_LENGTH.size):
        try:
            (length,) = _LENGTH.unpack(header)
            yield unlock_together(locked.read(length))
        except (InvalidTag, ValueError, struct.error) as fault:
            raise _broken() from fault


def _broken() -> ContentsBroken:
    return ContentsBroken(
        "这个文件的内容与登记的哈希不符，已被改动或者损坏；请重新上传", "the contents of this file do not match its hash: changed or damaged; upload it again"
    )  # fmt: skip


def _name(sha256: str) -> str:
    return f"{FOLDER}/{sha256[:2]}/{sha256}"
