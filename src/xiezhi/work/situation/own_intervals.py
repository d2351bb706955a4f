"""The reference intervals of this installation: a file that its people keep, read anew whenever it changes.

A faulty file is left out as a whole: the figures go on without it, and the start, the health check and the status page say why.
Invented intervals of the demonstration never count in real work. docs/intervals.md.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from xiezhi.rules.errors import InputError, XiezhiError
from xiezhi.rules.indicators import catalogue
from xiezhi.rules.indicators.intervals import IntervalFile, read_intervals, with_intervals
from xiezhi.rules.indicators.model import Indicator, Interval


@dataclass(frozen=True, slots=True)
class OwnIntervals:
    """What the file says now. `file`: its name, "" where there is none. `indicators`: the catalogue with its intervals; without them
    where there is a `fault`."""

    file: str
    read: IntervalFile
    indicators: Mapping[str, Indicator]
    fault: XiezhiError | None = None


def known_indicators() -> Mapping[str, Indicator]:
    """Every indicator by id, with the intervals of the catalogue and of this installation."""
    return own_intervals().indicators


def own_intervals() -> OwnIntervals:
    """The file as it stands at this moment; read once for each of its contents."""
    path = Path(settings.INTERVALS)
    try:
        contents = path.read_bytes()
    except FileNotFoundError:
        return _nothing(_not_there(path) if settings.INTERVALS_NAMED else None, path)
    except OSError as fault:
        unread = InputError(
            f"{path.name} 无法读取：{fault.strerror}", f"{path.name} cannot be read: {fault.strerror}"
        )
        return _nothing(unread, path)
    return _of_contents(path.name, contents, demonstration=settings.DEMONSTRATION)


def intervals_in_force(day: date) -> list[tuple[Indicator, Interval]]:
    """What the file sets on a day, in the order of the catalogue."""
    own = own_intervals()
    found = ((one, one.interval_on(day)) for key, one in own.indicators.items() if key in own.read.intervals)
    return [(one, interval) for one, interval in found if interval is not None]


@lru_cache(maxsize=4)
def _of_contents(file: str, contents: bytes, *, demonstration: bool) -> OwnIntervals:
    known = catalogue.indicators()
    try:
        read = read_intervals(file, contents, known)
        if read.demonstration and not demonstration:
            raise InputError(
                f"{file} 是演示用的虚构区间，不用于实际工作；请换成自己的文件或者删去",
                f"{file} holds the invented intervals of the demonstration, which real work does not use; "
                "put your own file in its place or remove it",
            )
    except XiezhiError as fault:
        return OwnIntervals(file, IntervalFile({}), known, fault)
    return OwnIntervals(file, read, with_intervals(known, read.intervals))


def _nothing(fault: XiezhiError | None, path: Path) -> OwnIntervals:
    return OwnIntervals(path.name if fault else "", IntervalFile({}), catalogue.indicators(), fault)


def _not_there(path: Path) -> InputError:
    return InputError(
        f"没有 XIEZHI_INTERVALS 所指的文件 {path.name}；请改正或者去掉这一环境变量",
        f"there is no file {path.name}, which XIEZHI_INTERVALS names; correct this environment variable or leave it out",
        field="XIEZHI_INTERVALS",
    )


__all__ = ["OwnIntervals", "intervals_in_force", "known_indicators", "own_intervals"]
