"""The law the deadlines answer by: that of the edition in force, built once per process from the texts of its files.

Which edition is in force is asked in the caller's transaction, so that an acceptance counts from its commit on. Where nothing
is in force yet (before the worker's first round) the packaged data answer, which then become the first edition.
"""

import hashlib
import json
import logging
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from xiezhi.rules.calendar import Calendar, load_calendar
from xiezhi.rules.errors import RuleDataError, XiezhiError
from xiezhi.rules.lawdata import DATA
from xiezhi.rules.limits.clock import Clock, default_clock
from xiezhi.rules.limits.duties import Duty, WarningPoints, load_duties, load_warnings
from xiezhi.rules.limits.loader import load_catalogue
from xiezhi.rules.limits.watch import Watches, load_watches
from xiezhi.work.deadlines.models import Edition

FOLDERS = ("calendar", "law", "limits")
FOUNDATION = "package"  # not a file of the law: the digest of the packaged data on which an edition was built

Files = Mapping[str, str]
log = logging.getLogger(__name__)


@dataclass(frozen=True, eq=False)
class LawInForce:
    """One edition of the law data, ready to be asked."""

    digest: str
    clock: Clock
    duties: Mapping[str, Duty]
    watches: Watches
    warnings: WarningPoints

    @property
    def calendar(self) -> Calendar:
        return self.clock.calendar

    @cached_property
    def answers(self) -> dict[object, object]:
        """What was asked before and does not hang on a case (work.deadlines.clocks)."""
        return {}


def packaged_files() -> dict[str, str]:
    """The texts of the packaged law data, by their path under rules/data."""
    return dict(_packaged_files())


@cache
def _packaged_files() -> dict[str, str]:
    paths = sorted(path for folder in FOLDERS for path in (DATA / folder).iterdir() if path.is_file())
    return {path.relative_to(DATA).as_posix(): path.read_text("utf-8") for path in paths}


@cache
def packaged_digest() -> str:
    return digest_of(_packaged_files())


def digest_of(files: Files) -> str:
    """The name of an edition: the same texts, the same digest."""
    law = {path: text for path, text in files.items() if path != FOUNDATION}
    return hashlib.sha256(json.dumps(law, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def read(files: Files) -> LawInForce:
    """The law of an edition. Raises RuleDataError, naming file and key, for texts that this program cannot read."""
    digest = digest_of(files)
    if digest == packaged_digest():
        return _packaged()
    with tempfile.TemporaryDirectory(prefix="xiezhi-law-") as name:
        folder = Path(name)
        for path, text in files.items():
            if path != FOUNDATION:
                _put(folder, path, text)
        return _load(digest, folder)


def _put(folder: Path, path: str, text: str) -> None:
    target = (folder / path).resolve()
    if not target.is_relative_to(folder.resolve()):
        raise RuleDataError(path, "", "文件不在数据目录之内", "the file lies outside the folder of the data")
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text, "utf-8")


def _load(digest: str, folder: Path) -> LawInForce:
    limits = folder / "limits"
    clock = Clock(load_catalogue(limits), load_calendar(folder / "calendar"))
    return LawInForce(digest, clock, load_duties(limits), load_watches(limits), load_warnings(limits))


@cache
def _packaged() -> LawInForce:
    return LawInForce(packaged_digest(), default_clock(), load_duties(), load_watches(), load_warnings())


_read: dict[str, LawInForce] = {}
_unreadable: dict[str, XiezhiError] = {}


def law_of(digest: str | None) -> LawInForce:
    """The law of the edition of that digest (None: of no edition); the packaged one where its texts cannot be read any more."""
    if digest is None or digest == packaged_digest():
        return _packaged()
    if digest not in _read:
        files = Edition.objects.filter(digest=digest).values_list("files", flat=True).first()
        try:
            _read[digest] = read(files or {})
        except (XiezhiError, OSError, KeyError, ValueError) as fault:
            log.error("the edition of the law data in force cannot be read: %s", fault)
            _unreadable[digest] = (
                fault if isinstance(fault, XiezhiError) else XiezhiError(str(fault), str(fault))
            )
            _read[digest] = _packaged()
    return _read[digest]


def digest_in_force() -> str | None:
    """The digest of the edition in force, as the transaction sees it."""
    return Edition.objects.filter(standing=Edition.IN_FORCE).values_list("digest", flat=True).first()


def law_in_force() -> LawInForce:
    """The law by which deadlines are answered now."""
    return law_of(digest_in_force())


def clock_in_force() -> Clock:
    """The clock by which deadlines are answered now."""
    return law_in_force().clock


def fault_in_force() -> XiezhiError | None:
    """Why the edition in force cannot be read by this program, so that the packaged data answer in its place; None: it is read."""
    digest = digest_in_force()
    law_of(digest)
    return None if digest is None else _unreadable.get(digest)
