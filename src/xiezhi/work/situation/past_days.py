"""The facts as they were known at the end of a past day, made when somebody asks for them, and once for all who do.

Their identifier follows from the moment and the contents. Files that went because nobody had looked at them for long are made anew from
the record, under the same identifier: an old link opens what it opened.
"""

import time
from datetime import date, datetime, timedelta
from datetime import time as clock_time
from uuid import UUID, uuid5

from django.db import transaction
from django.utils import timezone

from xiezhi.record.facts.writing import digest
from xiezhi.record.projection import MAINLAND, mainland_day
from xiezhi.work.situation import snapshot_files as files
from xiezhi.work.situation.alone import alone
from xiezhi.work.situation.mark import GIVEN_UP
from xiezhi.work.situation.models import Snapshot
from xiezhi.work.situation.snapshot_keeping import forget

_LOCK = 7_204_016  # PostgreSQL advisory lock, with the day: one makes those of a day
_NAMES = UUID("5a1f6c0e-2d43-4b0e-9c53-6f1d5be0a7c4")


def end_of(day: date) -> datetime:
    """24:00 of a day in mainland China."""
    return datetime.combine(day + timedelta(days=1), clock_time(), MAINLAND)


def known_at_end(day: date, base: Snapshot) -> Snapshot:
    """The facts of a day, out of a snapshot that was taken later."""
    end = end_of(day)
    found = _there(end, base)
    if found is None:
        with alone(_LOCK, day.toordinal()):  # whoever makes them at this moment is waited for
            found = _there(end, base) or _make(end, base)
            files.used(found.pk)
        forget()
    files.used(found.pk)
    return found


def again(gone: Snapshot, base: Snapshot) -> Snapshot | None:
    """One whose files went, made anew; None where the record no longer tells it like that (destroyed words, other rules)."""
    found = known_at_end(mainland_day(gone.known_at - timedelta(microseconds=1)), base)
    return found if found.pk == gone.pk else None


def _there(end: datetime, base: Snapshot) -> Snapshot | None:
    """Those of this moment, made by the rules of today. Some that were made within a day of it may lack what was then still being written
    (`mark`): they are made once more, which gives the same ones where nothing was."""
    standing = Snapshot.objects.filter(
        kind=Snapshot.AS_KNOWN, known_at=end, rules=base.rules, removed_at=None
    )
    if base.taken_at >= end + GIVEN_UP:
        standing = standing.filter(taken_at__gte=end + GIVEN_UP)
    return next((one for one in standing if files.stand(one.pk)), None)


def _make(end: datetime, base: Snapshot) -> Snapshot:
    began = time.monotonic()
    with files.apart() as place:
        cases = files.as_known(files.folder_of(base.pk), end - timedelta(microseconds=1), place)
        told = digest(place)
        key = uuid5(_NAMES, f"{end.isoformat()} {told}")
        with transaction.atomic():
            list(Snapshot.objects.select_for_update().filter(pk=key))  # one that is just going has gone then
            files.put(place, key)
            made, _ = Snapshot.objects.update_or_create(
                pk=key,
                defaults={
                    "kind": Snapshot.AS_KNOWN, "known_at": end, "taken_at": timezone.now(), "cases": cases, "rows": cases, "digest": told,
                    "rules": base.rules, "seconds": time.monotonic() - began, "removed_at": None,
                },
            )  # fmt: skip
    return made
