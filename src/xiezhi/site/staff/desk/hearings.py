"""Hearings of those who take part in them: those that come, and those that took place and were not recorded."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from django.utils import timezone

from xiezhi.record.viewers import Viewer
from xiezhi.rules.language import tr
from xiezhi.site.staff.deadlines.naming import named, record_address
from xiezhi.site.staff.desk.items import HEARING, Found, Item
from xiezhi.site.staff.desk.scope import AHEAD, MOST
from xiezhi.work.deadlines.watched.month import Sitting, read_sittings, sittings_between

MOST_READ = 400
BEHIND = 60  # days in which a hearing that was not recorded is still asked for


def sittings(viewer: Viewer, own: Sequence[UUID]) -> list[Sitting]:
    """The hearings of the viewer's `own` cases, from some time behind to the end of next week: read once for list and week."""
    first, last = viewer.on - timedelta(days=BEHIND), viewer.on + timedelta(days=2 * AHEAD)
    rows = sittings_between(first, last).filter(case__in=own)
    rows = rows.exclude(standing="scheduled", case__closed_on__isnull=False)
    return read_sittings(viewer, rows, MOST_READ)


def hearings(viewer: Viewer, read: Sequence[Sitting]) -> Found:
    """Of the hearings read, those of the days ahead, and those behind that nobody recorded."""
    until = viewer.on + timedelta(days=AHEAD)
    waiting = [
        one
        for one in read
        if one.standing == "scheduled" and timezone.localtime(one.starts_at).date() <= until
    ]
    return Found([_item(one, viewer) for one in waiting[:MOST]], len(waiting))


def _item(one: Sitting, viewer: Viewer) -> Item:
    at, case = timezone.localtime(one.starts_at), named(one.case)
    past = at.date() < viewer.on
    told = (
        "" if one.case.hidden else one.room,
        "" if one.case.hidden else one.purpose,
        tr("还没有登记庭审情况", "what happened is not recorded yet") if past else "",
    )
    why = tr("，", ", ").join(filter(None, (tr(f"第{one.no}次开庭", f"hearing {one.no}"), *told)))
    record = record_address(viewer, one.case, "hearing.held") if past else ""
    href = record or case.href
    action = tr("登记开庭", "Record it") if record else tr("看案件", "See the case")
    title = case.cause or tr("开庭", "Hearing")
    return Item(
        HEARING, at.date(), title, case, why, action if href else "", href, at=f"{at:%H:%M}", ends=False
    )  # fmt: skip
