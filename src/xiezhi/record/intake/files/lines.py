"""Bytes in, lines out: unpacked within limits, decoded line by line, so that one bad line spoils no other."""

import codecs
import zlib
from collections.abc import Callable, Iterator
from typing import BinaryIO, NamedTuple

from xiezhi.record.intake.faults import Fault
from xiezhi.rules.errors import InputError

CHUNK = 1 << 16
GZIP_MAGIC = b"\x1f\x8b"
MOST_UNPACKED = 4 << 30  # bytes
SUSPICIOUS_RATIO, INNOCENT = (
    250,
    32 << 20,
)  # a file that unpacks to so many times its size is a trap, unless it is small
_GZIP = 31  # zlib: with the header of gzip


class Line(NamedTuple):
    """A line with its ending, or why it is none."""

    number: int
    text: str
    fault: Fault | None = None


class Damaged(Exception):
    """The bytes end before their time, or unpack to more than can be meant."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.zh)
        self.fault = fault


def check_unpacked(unpacked: int, packed: int) -> None:
    """Raises Damaged for what unpacks to more than can be meant."""
    if unpacked > MOST_UNPACKED or (unpacked > INNOCENT and unpacked > SUSPICIOUS_RATIO * max(packed, 1)):
        zh = f"压缩文件展开后超过{max(packed, 1):,}字节的{SUSPICIOUS_RATIO}倍或者{MOST_UNPACKED >> 30} GB，疑为压缩炸弹，停止读取"
        en = f"it unpacks to more than {SUSPICIOUS_RATIO} times its {max(packed, 1):,} bytes or {MOST_UNPACKED >> 30} GB: not read further"
        raise Damaged(Fault("file", zh, en))


def chunks(stream: BinaryIO, packed_size: int, unpack: bool) -> Iterator[bytes]:
    """The bytes of a file, unpacked if it is gzip. Raises Damaged where they end before their time, after all that could be read."""
    read = 0
    try:
        for part in _unpacked(stream) if unpack else _raw(stream):
            read += len(part)
            if unpack:
                check_unpacked(read, packed_size)
            yield part
    except (zlib.error, OSError) as fault:
        raise _cut(str(fault)) from fault


def _raw(stream: BinaryIO) -> Iterator[bytes]:
    while part := stream.read(CHUNK):
        yield part


def _unpacked(stream: BinaryIO) -> Iterator[bytes]:
    """The members of a gzip file, one after another."""
    member = zlib.decompressobj(wbits=_GZIP)
    begun = False
    for piece in _raw(stream):
        packed = piece
        while packed:
            if member.eof:
                member, begun = zlib.decompressobj(wbits=_GZIP), False
            part = member.decompress(packed, CHUNK)
            begun = True
            if part:
                yield part
            packed = member.unused_data.lstrip(b"\0") if member.eof else member.unconsumed_tail
    if begun and not member.eof:
        raise _cut("gzip")


def _cut(why: str) -> Damaged:
    zh, en = f"文件自此损坏或者被截断（{why}）", f"from here on the file is damaged or cut off ({why})"
    return Damaged(Fault("file", zh, en))


def lines(parts: Iterator[bytes], encoding: str, longest: int) -> Iterator[Line]:
    """Lines with their endings (any of LF, CR LF, CR), decoded each by itself. Raises Damaged as `chunks` does, after the last whole line."""
    if encoding.startswith("utf-16"):
        parts, encoding = _as_utf8(parts, encoding), "utf-8"
    decode = codecs.getdecoder(encoding)
    number = 0
    for line in _split(parts, longest):
        number += 1
        if line is None:
            zh, en = f"一行超过{longest >> 20} MB", f"a line of more than {longest >> 20} MB"
            yield Line(number, "", Fault("", zh, en))
            continue
        try:
            yield Line(number, decode(line)[0])
        except UnicodeDecodeError as fault:
            zh = f"第{fault.start + 1}字节起不是 {encoding.upper()} 文字"
            en = f"no {encoding.upper()} text from byte {fault.start + 1} on"
            yield Line(number, decode(line, "replace")[0], Fault("", zh, en))


def _split(parts: Iterator[bytes], longest: int) -> Iterator[bytes | None]:
    """Lines as bytes; None in the place of one that is too long, whose rest is thrown away."""
    held: list[bytes] = []  # pieces of the line that goes on
    size, endless, after_cr = 0, False, False
    for part in filter(None, parts):
        pieces = part.splitlines(keepends=True)
        if after_cr and not pieces[0].startswith(
            b"\n"
        ):  # the CR at the end of the part before was a line end of its own
            yield _whole(held, endless)
            held, size, endless = [], 0, False
        for piece in pieces:
            size += len(piece)
            endless = endless or size > longest
            if not endless:
                held.append(piece)
            if piece.endswith(b"\n") or (piece.endswith(b"\r") and piece is not pieces[-1]):
                yield _whole(held, endless)
                held, size, endless = [], 0, False
        after_cr = pieces[-1].endswith(b"\r")
    if size:
        yield _whole(held, endless)


def _whole(held: list[bytes], endless: bool) -> bytes | None:
    return None if endless else b"".join(held)


def _as_utf8(parts: Iterator[bytes], encoding: str) -> Iterator[bytes]:
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    for part in parts:
        yield decoder.decode(part).encode("utf-8", "replace")
    yield decoder.decode(b"", final=True).encode("utf-8", "replace")


# --- which encoding

_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
ENCODINGS = ("utf-8", "gb18030", "utf-16-le", "utf-16-be", "cp1252")
_CANDIDATES: tuple[str, ...] = ("utf-8", "gb18030", "cp1252")


class Guessed(NamedTuple):
    """An encoding, the length of its mark at the beginning, and whether it is sure."""

    encoding: str
    mark: int
    sure: bool


def guess_encoding(parts: Callable[[], Iterator[bytes]]) -> Guessed:
    """By the mark at the beginning, else by the first stretch that is not plain ASCII. Damaged files are judged by what can be read."""
    head, begun = b"", False
    try:
        for part in parts():
            begun = bool(head)
            if not begun:
                for mark, name in _MARKS:
                    if part.startswith(mark):
                        return Guessed(name, len(mark), True)
                wide = _wide(part)
                if wide:
                    return Guessed(wide, 0, False)
            head = part
            if not part.isascii():
                break
    except Damaged:
        pass
    if head.isascii():
        return Guessed("utf-8", 0, True)
    cut = 3 if begun else 0
    found = next((name for name in _CANDIDATES if _reads(head, name, cut)), "utf-8")
    return Guessed(found, 0, found == "utf-8")


def known_encoding(name: str) -> str:
    """The encoding asked for, as Python calls it. Raises InputError for another than ENCODINGS."""
    plain = {
        "utf8": "utf-8",
        "gbk": "gb18030",
        "gb2312": "gb18030",
        "utf-16": "utf-16-le",
        "latin-1": "cp1252",
    }.get(name.lower(), name.lower())
    if plain not in ENCODINGS:
        raise InputError(
            f"没有编码{name}；可选：{'、'.join(ENCODINGS)}", f"no encoding {name}; choose from: {', '.join(ENCODINGS)}", field="encoding"
        )  # fmt: skip
    return plain


def _wide(head: bytes) -> str:
    """UTF-16 without a mark: every other byte of Latin signs, commas and line ends is nothing."""
    even, odd = head[0:400:2].count(0), head[1:400:2].count(0)
    half = len(head[:400]) // 2
    if half and odd > half // 5 and not even:
        return "utf-16-le"
    if half and even > half // 5 and not odd:
        return "utf-16-be"
    return ""


def _reads(sample: bytes, encoding: str, cut: int = 0) -> bool:
    """Whether a stretch reads in an encoding. A character may be cut at its end, and one of so many bytes at its beginning."""
    for skipped in range(cut + 1):
        try:
            codecs.getincrementaldecoder(encoding)().decode(sample[skipped:])
        except UnicodeDecodeError:
            continue
        return True
    return False
