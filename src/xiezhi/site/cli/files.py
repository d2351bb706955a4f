"""Files in and out for the command line: plain or gzip, standard input, line by line; nothing half-written.

Output goes to a temporary file in the same folder and is renamed when whole, so that an interrupted run leaves the old file.
"""

import gzip
import io
import json
import os
import re
import sys
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, NamedTuple, TextIO

from xiezhi.rules.errors import InputError
from xiezhi.rules.strict_json import parse_json

STDIN = "-"
GZIP_MAGIC = b"\x1f\x8b"
LONGEST_LINE = 64 * 1024 * 1024
DAMAGED = (EOFError, zlib.error, gzip.BadGzipFile)


class Line(NamedTuple):
    """One record of a JSON Lines file: its line number, and either the value or what was wrong."""

    number: int
    value: Any
    fault: InputError | None


@contextmanager
def open_bytes(name: str) -> Iterator[IO[bytes]]:
    """A file or standard input, unpacked when it is gzip by its first bytes. Raises InputError."""
    with _raw(name) as raw:
        packed = raw.peek(2)[:2] == GZIP_MAGIC
        yield gzip.GzipFile(fileobj=raw) if packed else raw  # type: ignore[misc]


@contextmanager
def _raw(name: str) -> Iterator[io.BufferedReader]:
    if name == STDIN:
        if sys.stdin is None:
            raise InputError("标准输入已关闭", "standard input is closed", field="FILE")
        yield io.BufferedReader(sys.stdin.buffer)  # type: ignore[arg-type]
        return
    try:
        stream = Path(name).open("rb")  # noqa: SIM115  closed below; what the reader raises is not ours to translate
    except IsADirectoryError:
        raise InputError(
            f"{name} 是目录，请给出文件", f"{name} is a folder: give a file", field="FILE"
        ) from None
    except FileNotFoundError:
        raise InputError(f"找不到文件 {name}", f"there is no file {name}", field="FILE") from None
    except OSError as fault:
        zh, en = f"无法打开 {name}：{fault.strerror}", f"cannot open {name}: {fault.strerror}"
        raise InputError(zh, en, field="FILE") from fault
    with stream:
        yield stream


def json_lines(name: str) -> Iterator[Line]:
    """Every record of a JSON Lines file (a single JSON array is read too). A line that cannot be read is told, not fatal."""
    with open_bytes(name) as stream:
        number = 0
        try:
            first = stream.readline(LONGEST_LINE)
            if first.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"[":
                yield from _array(first + stream.read(LONGEST_LINE), name)
                return
            _check_text(first, name)
            line = first
            while line:
                number += 1
                if len(line) == LONGEST_LINE and not line.endswith(b"\n"):
                    yield _too_long(number, stream)
                elif line.strip():
                    yield _record(number, line)
                line = stream.readline(LONGEST_LINE)
        except DAMAGED as fault:
            zh, en = (
                f"第{number + 1}行起文件损坏或者被截断：{fault}",
                f"from line {number + 1} the file is damaged or cut off: {fault}",
            )
            yield Line(number + 1, None, InputError(zh, en, line=number + 1))


def _too_long(number: int, stream: IO[bytes]) -> Line:
    """Leave the rest of an endless line unread in memory, so that the next line keeps its number."""
    while not (part := stream.readline(LONGEST_LINE)).endswith(b"\n") and part:
        pass
    zh = f"第{number}行超过 {LONGEST_LINE >> 20} MB"
    en = f"line {number} is longer than {LONGEST_LINE >> 20} MB"
    return Line(number, None, InputError(zh, en, line=number))


def _check_text(first: bytes, name: str) -> None:
    """A file of bytes that are no text at all is refused as a whole, not line by line."""
    if first[:2] in (b"\xff\xfe", b"\xfe\xff"):
        zh, en = f"{name} 是 UTF-16 编码，请转换为 UTF-8", f"{name} is UTF-16: convert it to UTF-8"
        raise InputError(zh, en, field="FILE")
    if b"\0" in first[:4096]:
        raise InputError(f"{name} 不是文本文件", f"{name} is no text file", field="FILE")


def _record(number: int, line: bytes) -> Line:
    try:
        text = line.removeprefix(b"\xef\xbb\xbf").decode("utf-8") if number == 1 else line.decode("utf-8")
    except UnicodeDecodeError as fault:
        zh = f"第{number}行不是 UTF-8（第{fault.start + 1}字节）；若为 GB18030，请先转换：iconv -f GB18030 -t UTF-8"
        en = f"line {number} is not UTF-8 (byte {fault.start + 1}); if it is GB18030 convert it first: iconv -f GB18030 -t UTF-8"
        return Line(number, None, InputError(zh, en, line=number))
    try:
        return Line(number, parse_json(text), None)
    except json.JSONDecodeError as fault:
        zh, en = (
            f"第{number}行第{fault.colno}列起不是 JSON；每行应是一个完整的 JSON 对象",
            f"line {number} is not JSON from column {fault.colno} on ({fault.msg}); every line should be one whole JSON object",
        )
        return _unreadable(number, text, zh, en)
    except InputError as fault:
        return _unreadable(number, text, f"第{number}行：{fault.zh}", f"line {number}: {fault.en}")
    except ValueError:  # Python refuses to read whole numbers of more than some thousand digits
        return _unreadable(number, text, f"第{number}行：数字过长", f"line {number}: a number is too long")
    except RecursionError:
        return _unreadable(number, text, f"第{number}行：嵌套过深", f"line {number}: nested too deeply")


def _unreadable(number: int, text: str, zh: str, en: str) -> Line:
    """What was wrong, with the name of the record where it can still be seen."""
    seen = re.search(r'"(?:id|doc_id)"\s*:\s*"([^"\\]{1,100})"', text)
    return Line(number, {"id": seen[1]} if seen else None, InputError(zh, en, line=number))


def _array(content: bytes, name: str) -> Iterator[Line]:
    if len(content) > LONGEST_LINE:
        zh = f"{name} 是超过 {LONGEST_LINE >> 20} MB 的 JSON 数组；请改为 JSON Lines，每行一个案件"
        en = f"{name} is a JSON array of more than {LONGEST_LINE >> 20} MB: write JSON Lines, one case a line"
        raise InputError(zh, en, field="FILE")
    whole = _record(1, content)
    if whole.fault is not None or not isinstance(whole.value, list):
        yield whole
        return
    for number, value in enumerate(whole.value, 1):
        yield Line(number, value, None)


@contextmanager
def writing(name: str | None) -> Iterator[TextIO]:
    """Standard output, or a file that appears only when everything was written; packed when its name ends in .gz."""
    if name is None or name == STDIN:
        yield sys.stdout
        sys.stdout.flush()
        return
    with replacing(name) as path:
        opener = gzip.open if name.endswith(".gz") else open
        with opener(path, "wt", encoding="utf-8", newline="\n") as stream:
            yield stream


@contextmanager
def replacing(name: str) -> Iterator[Path]:
    """A temporary path beside `name` that takes its place when the block ends well, and vanishes when it does not."""
    if Path(name).exists() and not (Path(name).is_file() or Path(name).is_dir()):
        yield Path(name)  # a device or a pipe is written to, never replaced
        return
    target = Path(name).resolve()
    if target.is_dir():
        raise InputError(
            f"{name} 是目录，请给出文件名", f"{name} is a folder: give a file name", field="--output"
        )
    try:
        handle, made = tempfile.mkstemp(prefix=f".{target.name}.", suffix=".tmp", dir=target.parent)
    except OSError as fault:
        raise InputError(
            f"无法写入 {name}：{fault.strerror}", f"cannot write {name}: {fault.strerror}", field="--output"
        ) from fault
    os.close(handle)
    path = Path(made)
    try:
        yield path
        mask = os.umask(0)
        os.umask(mask)
        path.chmod(0o666 & ~mask)
        path.replace(target)
    finally:
        path.unlink(missing_ok=True)
