"""Which snapshots stay: the last ones, one of each of the last days, those pinned for good, and those that somebody looked at, the ones
looked at longest ago going first where they weigh too much together. So a link goes on opening what it opened, and no reader's past
day pushes out what others look at.
"""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from xiezhi.record.errors import NotThere
from xiezhi.record.projection import mainland_day
from xiezhi.work.situation import snapshot_files as files
from xiezhi.work.situation.models import Pin, Snapshot

KEPT = 20  # the last ones of now, whoever looks at them
DAYS_KEPT = 7  # and of so many days the last one
LOOKED_AT = 4 * 1024**3  # bytes of further ones that somebody looked at, past days among them
LOOKED_AT_ANYWAY = 3  # of these, however much they weigh


@transaction.atomic
def pin(snapshot: Snapshot, holder: str, at: datetime) -> None:
    """Keep a snapshot for as long as something rests on it. Raises NotThere when it is gone already."""
    if not Snapshot.objects.select_for_update().filter(pk=snapshot.pk, removed_at=None).exists():
        raise NotThere("没有这份数据快照", "no such snapshot of the facts")
    Pin.objects.get_or_create(snapshot=snapshot, holder=holder, defaults={"pinned_at": at})


def unpin(holder: str) -> None:
    """Let go of what a holder pinned."""
    Pin.objects.filter(holder=holder).delete()


def holders(beginning: str) -> set[str]:
    """Who pins something, of those whose name begins so."""
    return set(Pin.objects.filter(holder__startswith=beginning).values_list("holder", flat=True))


def forget() -> int:
    """Remove the files that nobody needs any more, and what killed processes left; how many snapshots went. Called by who makes one."""
    there = list(Snapshot.objects.filter(removed_at=None).order_by("-taken_at"))
    of_now = [one for one in there if one.kind != Snapshot.AS_KNOWN]
    last_of_day = {mainland_day(one.taken_at): one.pk for one in reversed(of_now)}
    of_days = {key for _, key in sorted(last_of_day.items(), reverse=True)[:DAYS_KEPT]}
    stay = {one.pk for one in of_now[:KEPT]} | of_days | set(Pin.objects.values_list("snapshot", flat=True))
    stay |= {one.pk for one in _still_looked_at([one for one in there if one.pk not in stay])}
    gone = sum(_remove(one) for one in there if one.pk not in stay)
    files.sweep({str(key) for key in Snapshot.objects.filter(removed_at=None).values_list("pk", flat=True)})
    return gone


def _still_looked_at(others: list[Snapshot]) -> list[Snapshot]:
    """Of these those that somebody looked at, the latest first, as long as they are light enough."""
    looked_at = {one.pk: files.last_used(one.pk) for one in others}
    in_order = sorted((one for one in others if looked_at[one.pk]), key=lambda one: -looked_at[one.pk])
    stay, weight = [], 0
    for place, one in enumerate(in_order):
        weight += files.weight(one.pk)
        if place >= LOOKED_AT_ANYWAY and weight > LOOKED_AT:
            break
        stay.append(one)
    return stay


@transaction.atomic
def _remove(snapshot: Snapshot) -> int:
    """Under the lock that pinning takes too: one that was pinned meanwhile stays."""
    found = Snapshot.objects.select_for_update().get(pk=snapshot.pk)
    if found.pins.exists() or found.removed_at is not None:
        return 0
    found.removed_at = timezone.now()
    found.save(update_fields=["removed_at"])
    aside = files.set_aside(snapshot.pk)
    transaction.on_commit(lambda: files.take_away(aside))
    return 1
