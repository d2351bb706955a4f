"""Where packs lie: encrypted in the storage of documents, by night, division, language and minute; the last seven nights are kept.

Where a folder is named (XIEZHI_PACKS), the newest pack of each division lies there as a plain PDF too: for the machine in the court
house that prints when the network is down.
"""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.utils import timezone

from xiezhi.record import locked_files
from xiezhi.record.errors import NotThere
from xiezhi.record.models import Division
from xiezhi.record.projection import MAINLAND

FOLDER = "packs"
NIGHTS_KEPT = 7
_NOT_IN_NAMES = re.compile(r"[^\w（）()·-]+")
_NAME = re.compile(r"([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.(zh|en)\.(\d{6})")
_NIGHT = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True, slots=True)
class Kept:
    """A pack that lies on the shelf."""

    division: UUID
    lang: str
    at: datetime

    @property
    def night(self) -> date:
        return self.at.date()

    @property
    def name(self) -> str:
        """How it is asked for: 2026-11-26.zh.020310."""
        return f"{self.night:%Y-%m-%d}.{self.lang}.{self.at:%H%M%S}"

    @property
    def path(self) -> str:
        return f"{FOLDER}/{self.night:%Y-%m-%d}/{self.division}.{self.lang}.{self.at:%H%M%S}"


def put(division: UUID, lang: str, at: datetime, pdf: bytes) -> Kept:
    """Keep a pack; earlier ones of the same night, division and language go."""
    kept = Kept(division, lang, timezone.localtime(at).replace(microsecond=0))
    locked_files.write(kept.path, pdf)
    for other in list(of_night(kept.night)):
        if (other.division, other.lang) == (division, lang) and other.at < kept.at:
            locked_files.remove(other.path)
    return kept


def take(kept: Kept) -> bytes:
    """The PDF. Raises NotThere when it is not there, or was cut off or changed."""
    return locked_files.read(kept.path)


def is_whole(kept: Kept) -> bool:
    """Whether it can be read: a kill while it was written leaves half of one."""
    try:
        take(kept)
    except NotThere:
        return False
    return True


def named(division: UUID, name: str) -> Kept:
    """The pack that is asked for by its name. Raises NotThere for what is no such name."""
    night, _, rest = name.partition(".")
    found = _read(night, f"{division}.{rest}")
    if found is None:
        raise NotThere("没有这份纸本", "there is no such pack")
    return found


def nights() -> list[date]:
    """The nights of which packs are kept, newest first."""
    return sorted(filter(None, map(_night, locked_files.listed(FOLDER)[0])), reverse=True)


def of_night(night: date) -> Iterator[Kept]:
    """The packs of a night."""
    day = f"{night:%Y-%m-%d}"
    return filter(None, (_read(day, name) for name in locked_files.listed(f"{FOLDER}/{day}")[1]))


def forget_old() -> int:
    """Keep the last nights only; how many packs went."""
    gone = 0
    for night in nights()[NIGHTS_KEPT:]:
        folder = f"{FOLDER}/{night:%Y-%m-%d}"
        names = locked_files.listed(folder)[1]
        for name in names:
            locked_files.remove(f"{folder}/{name}")
        locked_files.remove(folder)
        gone += len(names)
    return gone


def lay_out(division: Division, pdf: bytes) -> Path | None:
    """Put the plain PDF into the folder of this installation for that, whole or not at all; None where none is named."""
    if not settings.PACKS:
        return None
    folder = Path(settings.PACKS) / _NOT_IN_NAMES.sub("_", division.court.name)
    folder.mkdir(mode=0o750, parents=True, exist_ok=True)
    file = folder / f"{_NOT_IN_NAMES.sub('_', division.name)}.pdf"
    beside = file.with_name(f".{file.name}.{os.getpid()}")
    with open(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o640), "wb") as stream:  # noqa: PTH123 - carries the mode
        stream.write(pdf)
        stream.flush()
        os.fsync(stream.fileno())
    beside.replace(file)
    return file


def _night(name: str) -> date | None:
    """The night of a folder; None for a folder that somebody else put there."""
    try:
        return date.fromisoformat(name) if _NIGHT.fullmatch(name) else None
    except ValueError:
        return None


def _read(night: str, name: str) -> Kept | None:
    found = _NAME.fullmatch(name)
    if found is None or not _NIGHT.fullmatch(night):
        return None
    try:
        at = datetime.strptime(f"{night} {found[3]}", "%Y-%m-%d %H%M%S").replace(tzinfo=MAINLAND)
    except ValueError:
        return None
    return Kept(UUID(found[1]), found[2], at)
