"""Archives from strangers: looked through before anything in them is unpacked, and watched while it is."""

import zipfile
import zlib
from collections.abc import Iterator
from typing import BinaryIO

from xiezhi.record.intake.faults import Fault
from xiezhi.record.intake.files.lines import CHUNK, Damaged, check_unpacked
from xiezhi.rules.errors import InputError

MOST_MEMBERS = 10_000
BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    KeyError,
)


def opened(stream: BinaryIO) -> zipfile.ZipFile:
    """The archive, when what it declares about itself can be meant. Raises InputError."""
    try:
        archive = zipfile.ZipFile(stream)
    except BROKEN as fault:
        zh, en = f"压缩包损坏或者被截断（{fault}）", f"the archive is damaged or cut off ({fault})"
        raise InputError(zh, en, field="file") from fault
    members = archive.infolist()
    if len(members) > MOST_MEMBERS:
        zh, en = (
            f"压缩包内有{len(members):,}个文件，不是表格文件",
            f"{len(members):,} members: no spreadsheet",
        )
        raise InputError(zh, en, field="file")
    try:
        check_unpacked(
            sum(member.file_size for member in members), sum(member.compress_size for member in members)
        )
    except Damaged as trap:
        raise InputError(trap.fault.zh, trap.fault.en, field="file") from trap
    return archive


def member(archive: zipfile.ZipFile, name: str) -> Iterator[bytes]:
    """A member's contents in pieces. Raises Damaged when they are broken, or more than the archive declares."""
    try:
        info = archive.getinfo(name)
        read = 0
        with archive.open(info) as source:
            while part := source.read(CHUNK):
                read += len(part)
                check_unpacked(read, info.compress_size)
                yield part
    except BROKEN as fault:
        zh, en = f"压缩包内的 {name} 损坏（{fault}）", f"the member {name} is damaged ({fault})"
        raise Damaged(Fault("file", zh, en)) from fault


def small_member(archive: zipfile.ZipFile, name: str, most: int) -> bytes:
    """A member that is read whole; empty where there is none. Raises Damaged, also when it is larger than `most` bytes."""
    if name not in archive.namelist():
        return b""
    kept, size = [], 0
    for part in member(archive, name):
        kept.append(part)
        size += len(part)
        if size > most:
            zh, en = (
                f"压缩包内的 {name} 超过{most >> 20} MB",
                f"the member {name} has more than {most >> 20} MB",
            )
            raise Damaged(Fault("file", zh, en))
    return b"".join(kept)
