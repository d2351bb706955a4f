"""Snapshots of the facts: the figures, their lists and the reports of one moment all rest on the same files, which never change.

`take` makes one of every case, `refresh`, quicker, of those that changed since the last; `latest` is what pages look at, `as_known` what
was known on a past day; `pin` keeps one for a report (which others stay: `snapshot_keeping`). Any number of workers may run, any may be
killed at any moment: one makes at a time, a half-made one is never seen, and where the folder is gone everything is made anew from the
record.
"""

import logging
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from pathlib import Path
from uuid import UUID

from django.db import connection
from django.utils import timezone

from xiezhi.record.errors import InputError, NotNow, NotThere
from xiezhi.record.facts.columns import rules_digest
from xiezhi.record.facts.writing import CURRENT, MANY, Written, digest, write
from xiezhi.record.models import Court
from xiezhi.record.models.shared import new_id
from xiezhi.record.projection import mainland_day
from xiezhi.work.situation import past_days
from xiezhi.work.situation import snapshot_files as files
from xiezhi.work.situation.alone import alone
from xiezhi.work.situation.limits_of_cases import CaseLimits
from xiezhi.work.situation.mark import Mark, changed_between, gaps_in, mark_now, written
from xiezhi.work.situation.models import Snapshot
from xiezhi.work.situation.snapshot_keeping import forget, holders, pin, unpin

HELPERS = 2
_LOCK = 7_204_015  # PostgreSQL advisory lock: one makes at a time
_COMPARED = "comparison"

Progress = Callable[[int], None]
log = logging.getLogger(__name__)


# --- looking


def latest() -> Snapshot | None:
    """The newest facts of now; None while there are none."""
    return next((one for one in _bases() if files.stand(one.pk)), None)


def of_id(text: str | UUID) -> Snapshot | None:
    """A snapshot by its identifier, which so stays for those who look at it. Of a past day it is made anew where its files went. None
    where there is none, or it is gone. Raises NotNow where it cannot be made anew at this moment."""
    try:
        key = text if isinstance(text, UUID) else UUID(text)
    except ValueError:
        return None
    found = Snapshot.objects.filter(pk=key).first()
    if found is None:
        return None
    if found.removed_at is None and files.stand(key):
        files.used(key)
        return found
    base = latest() if found.kind == Snapshot.AS_KNOWN else None
    if base is None:
        return None
    with _written_now():
        return past_days.again(found, base)


def path_of(snapshot: str | UUID) -> Path:
    """The file of the facts as they were known at the moment of the snapshot, one row a case. Raises NotThere."""
    found = of_id(snapshot)
    if found is None:
        raise NotThere("没有这份数据快照", "no such snapshot of the facts")
    return files.folder_of(found.pk) / CURRENT


def _bases() -> Iterable[Snapshot]:
    return Snapshot.objects.filter(removed_at=None).exclude(kind=Snapshot.AS_KNOWN).order_by("-taken_at")


def known_day(snapshot: Snapshot) -> date:
    """The last day of which a snapshot knows."""
    return mainland_day(snapshot.known_at - timedelta(microseconds=1))


def whole_since(moment: datetime) -> bool:
    """Whether every case was read since a moment."""
    return Snapshot.objects.filter(kind=Snapshot.FULL, taken_at__gte=moment).exists()


# --- making


def _quiet(done: int) -> None:
    pass


def ensure(progress: Progress = _quiet) -> Snapshot:
    """The newest facts, made now when there are none."""
    found = latest()
    if found is None:
        with alone(_LOCK):  # whoever makes them at this moment is waited for
            found = latest() or _take_first(progress)
    return found


def refresh() -> Snapshot | None:
    """The facts brought up to date; None where another process does it at this moment."""
    with alone(_LOCK, wait=False) as mine:
        if not mine:
            return None
        base = latest()
        if base is None or base.rules != rules_digest():
            return _take_first(_quiet)
        now = mark_now(timezone.now(), _mark(base))
        changed = changed_between(_mark(base), now)
        if not changed:
            Snapshot.objects.filter(pk=base.pk).update(checked_at=now.at)
            return base
        began, key = time.monotonic(), new_id()
        with files.made(key) as folder:
            merged = _merge(files.folder_of(base.pk), changed, folder, _quiet)
        return _keep(_new(key, Snapshot.INCREMENTAL, now, merged), began)


def take(progress: Progress = _quiet) -> Snapshot:
    """The facts of every case, read anew, with what the incremental ones had otherwise. Meanwhile those go on."""
    if latest() is None:
        return ensure(progress)
    began, start = time.monotonic(), mark_now(timezone.now())
    with files.apart() as whole:
        made = write(whole, CaseLimits(), progress=progress, helpers=_helpers())
        with alone(_LOCK):
            base, now, key = latest(), mark_now(timezone.now(), start), new_id()
            with files.made(key) as folder:
                merged = _merge(whole, changed_between(start, now), folder, _quiet)
            found = _new(key, Snapshot.FULL, now, merged)
            found.unreadable += made.unreadable
            compared = base is not None and base.rules == found.rules
            if compared and base is not None:
                pin(base, _COMPARED, now.at)
            _keep(found, began)
    if compared and base is not None:  # those kept up to date need not wait for it
        _compare(found, base, now)
        unpin(_COMPARED)
    return found


def _take_first(progress: Progress) -> Snapshot:
    """Every case, where there is nothing to go on from."""
    began, now, key = time.monotonic(), mark_now(timezone.now()), new_id()
    with files.made(key) as folder:
        made = write(folder, CaseLimits(), progress=progress, helpers=_helpers())
    return _keep(_new(key, Snapshot.FULL, now, made), began)


def _merge(old: Path, changed: set[UUID], folder: Path, progress: Progress) -> Written:
    """Facts of before, with the cases that changed read anew."""
    helpers = _helpers() if len(changed) > MANY else 0
    with files.apart() as part:
        made = write(part, CaseLimits(), cases=changed, progress=progress, helpers=helpers)
        current, past = files.merge(old, part, changed, folder)
    return Written(current, current + past, made.unreadable, digest(folder))


def _mark(snapshot: Snapshot) -> Mark:
    return Mark(snapshot.entry, snapshot.known_at, gaps_in(snapshot.gaps))


def _new(key: UUID, kind: str, now: Mark, made: Written) -> Snapshot:
    return Snapshot(
        id=key, kind=kind, known_at=now.at, taken_at=timezone.now(), checked_at=now.at, entry=now.entry, gaps=written(now.gaps),
        cases=made.cases, rows=made.rows, unreadable=made.unreadable, digest=made.digest, rules=rules_digest(),
    )  # fmt: skip


def _compare(snapshot: Snapshot, base: Snapshot, now: Mark) -> None:
    """What the facts kept up to date had otherwise, apart from the cases that changed since."""
    since = changed_between(_mark(base), now)
    differing, first = files.difference(files.folder_of(base.pk), files.folder_of(snapshot.pk), since)
    snapshot.compared_with, snapshot.differing, snapshot.differences = base, differing, first
    snapshot.save(update_fields=["compared_with", "differing", "differences"])
    if differing:
        log.error(
            "facts: %s cases differ between snapshots %s and %s: %s", differing, base.pk, snapshot.pk, first
        )


def as_known(day: date) -> Snapshot:
    """The facts as they were known at the end of a day (24:00 in mainland China); of today, the newest. Raises NotNow where
    they cannot be made at this moment."""
    with _written_now():
        base = ensure()
        return base if day >= mainland_day(base.known_at) else past_days.known_at_end(day, base)


@contextmanager
def _written_now() -> Iterator[None]:
    """Where a reader waits for files to be written. Raises NotNow when they cannot be: no right to the folder, a full disk."""
    import duckdb

    try:
        yield
    except (OSError, duckdb.IOException) as fault:
        log.exception("facts cannot be written")
        raise NotNow(
            "当时的数据现在生成不了：数据目录无法写入或者磁盘已满；请告诉系统管理员",
            "the facts of then cannot be made now: their folder cannot be written to, or the disk is full; tell the system administrator",
        ) from fault


def _keep(snapshot: Snapshot, began: float) -> Snapshot:
    snapshot.seconds = time.monotonic() - began
    snapshot.save(force_insert=True)
    forget()
    return snapshot


def _helpers() -> int:
    """How many further processes read: two for many cases, which pays from some ten thousand on."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM (SELECT 1 FROM record_case LIMIT %s) first", [MANY])
        return HELPERS if cursor.fetchone() == (MANY,) else 0


def export(snapshot: Snapshot, target: Path) -> int:
    """Write every row of a snapshot, superseded ones too, into one file for use elsewhere; how many. There courts go by their codes:
    identifiers mean nothing outside. A court whose code is missing or not its own alone keeps its identifier. Raises InputError."""
    codes = Counter(Court.objects.values_list("code", flat=True))
    own = {
        str(key): code for key, code in Court.objects.values_list("pk", "code") if code and codes[code] == 1
    }
    import duckdb

    try:
        return files.export(files.folder_of(snapshot.pk), own, target)
    except (OSError, duckdb.IOException) as fault:
        raise InputError(
            f"无法写入 {target}：{fault}", f"{target} cannot be written: {fault}", field="--output"
        ) from None


__all__ = [
    "as_known",
    "ensure",
    "export",
    "forget",
    "holders",
    "known_day",
    "latest",
    "of_id",
    "path_of",
    "pin",
    "refresh",
    "take",
    "unpin",
    "whole_since",
]
