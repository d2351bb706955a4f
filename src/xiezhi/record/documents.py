"""Contents of documents: kept outside the database under their own hash, encrypted, behind the storage setting "documents".

What is stored is found again by its contents alone: the same paper in two files lies there once, and what was changed on
the disk is noticed when it is opened. What a paper is, its first bytes say, never its name. Called by the recording of
documents and by the download of the case page.
"""

import hashlib
import zipfile
from collections.abc import Iterator
from io import BytesIO
from typing import BinaryIO, NamedTuple

from cryptography.exceptions import InvalidTag
from django.core.files.base import ContentFile
from django.core.files.storage import Storage, storages

from xiezhi.record.encryption import lock_together, unlock_together
from xiezhi.record.errors import InputError, NotThere, XiezhiError

MOST_BYTES = 64 * 1024 * 1024
CHUNK = 1024 * 1024
FOLDER = "documents"
UNKNOWN, PLAIN = "application/octet-stream", "text/plain"

_FIRST_BYTES = (
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"BM", "image/bmp"),
    (b"{\\rtf", "application/rtf"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
    (b"OggS", "application/ogg"),
    (b"fLaC", "audio/flac"),
    (b"ID3", "audio/mpeg"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (b"Rar!\x1a\x07", "application/vnd.rar"),
    (b"\x1f\x8b", "application/gzip"),
)
_RIFF = {b"WEBP": "image/webp", b"WAVE": "audio/wav", b"AVI ": "video/x-msvideo"}
# A member that only one kind of archive has.
_MEMBERS = (
    ("OFD.xml", "application/ofd"),
    ("word/document.xml", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ("xl/workbook.xml", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ("ppt/presentation.xml", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
)
_TEXT_SIGNS = b"\t\n\r\f"


class Stored(NamedTuple):
    """What the record keeps of a document's contents."""

    sha256: str
    size: int
    media_type: str


class ContentsBroken(XiezhiError):
    """What lies in the storage is not what was stored."""


def store(stream: BinaryIO) -> Stored:
    """Keep the contents. Raises InputError for nothing, or for more than MOST_BYTES."""
    return store_anew(stream)[0]


def store_anew(stream: BinaryIO) -> tuple[Stored, bool]:
    """As `store`, and whether nothing of these contents lay there before."""
    contents = _read(stream)
    digest = hashlib.sha256(contents).hexdigest()
    storage, name = _storage(), _name(digest)
    new = not storage.exists(name)
    if new:
        written = storage.save(name, ContentFile(lock_together(contents)))
        if written != name:  # somebody stored the same contents at the same moment
            storage.delete(written)
    return Stored(digest, len(contents), media_type(contents)), new


def open_document(sha256: str) -> bytes:
    """The contents again. Raises NotThere when they are not in the storage, ContentsBroken when they were changed."""
    storage, name = _storage(), _name(sha256)
    if not storage.exists(name):
        raise NotThere("存储中没有这份材料的内容", "the storage does not hold the contents of this document")
    with storage.open(name) as stream:
        cipher = stream.read()
    try:
        contents = unlock_together(cipher)
    except (InvalidTag, ValueError):
        contents = b""
    if hashlib.sha256(contents).hexdigest() != sha256:
        raise ContentsBroken(
            "这份材料的内容与登记的哈希不符，已被改动或者损坏；请报告系统管理员，从备份恢复",
            "the contents do not match the recorded hash: changed or damaged; tell the system administrator, restore from the backup",
        )
    return contents


def is_stored(sha256: str) -> bool:
    """Whether contents of this digest lie in the storage."""
    return _storage().exists(_name(sha256))


def remove(sha256: str) -> None:
    """Take contents away that no record names."""
    _storage().delete(_name(sha256))


def media_type(contents: bytes) -> str:
    """What the contents are, by themselves. Whatever a browser might carry out (HTML, SVG, scripts) is plain text."""
    for first, kind in _FIRST_BYTES:
        if contents.startswith(first):
            return kind
    if contents.startswith(b"RIFF"):
        return _RIFF.get(contents[8:12], UNKNOWN)
    if contents[4:8] == b"ftyp":
        return "video/mp4"
    if contents.startswith(b"PK\x03\x04"):
        return _archive(contents)
    return PLAIN if _is_text(contents) else UNKNOWN


def _storage() -> Storage:
    return storages["documents"]


def _name(sha256: str) -> str:
    return f"{FOLDER}/{sha256[:2]}/{sha256}"


def _read(stream: BinaryIO) -> bytes:
    kept = BytesIO()
    for chunk in _chunks(stream):
        kept.write(chunk)
        if kept.tell() > MOST_BYTES:
            most = MOST_BYTES // 1024 // 1024
            raise InputError(
                f"材料超过{most} MB；请压缩或者分成几份",
                f"the document is larger than {most} MB; compress it or file it in parts",
                field="file",
            )
    if not kept.tell():
        raise InputError("材料是空的", "the document is empty", field="file")
    return kept.getvalue()


def _chunks(stream: BinaryIO) -> Iterator[bytes]:
    while chunk := stream.read(CHUNK):
        yield chunk


def _archive(contents: bytes) -> str:
    try:
        with zipfile.ZipFile(BytesIO(contents)) as archive:
            members = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return UNKNOWN
    return next((kind for member, kind in _MEMBERS if member in members), "application/zip")


def _is_text(contents: bytes) -> bool:
    """Text has no control characters, and reads as UTF-8 or as the Chinese national encoding."""
    if any(sign < 0x20 and sign not in _TEXT_SIGNS for sign in contents[:CHUNK]):
        return False
    for encoding in ("utf-8", "gb18030"):
        try:
            contents.decode(encoding)
        except UnicodeDecodeError:
            continue
        return True
    return False
