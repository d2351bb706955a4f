"""Who does what next in a case, and by which day, as far as the docket's columns tell."""

from datetime import date

from django.utils import timezone

from xiezhi.rules.language import tr
from xiezhi.site.clock_strip.words import short_day
from xiezhi.site.staff.docket.rows import Row

_AFTER_CLOSING = {
    "closed": ("等待生效", "effect awaited"),
    "effective": ("归档", "to be archived"),
    "archived": ("已归档", "archived"),
}


def next_step(row: Row, today: date) -> str:
    """The next act in a few words, with its day where there is one."""
    if row.closed_on is not None:
        return tr(*_AFTER_CLOSING.get(row.stage, ("", "")))
    if row.stage == "received":
        return tr("审查立案", "decide on docketing")
    if row.judge is None:
        return tr("分案", "assign")
    if row.is_past(today):
        return tr("今日说明原因", "give the reason today")
    if row.stage == "suspended":
        return tr("核查中止事由", "check the suspension")
    hearing = None if row.hearing_at is None else timezone.localdate(row.hearing_at)
    if hearing is not None and hearing >= today:
        return tr(f"{short_day(hearing, today)}开庭", f"hearing {short_day(hearing, today)}")
    if row.status == "paused":
        return tr("扣除事由消除后续办", "go on when the ground ends")
    if row.due_on is not None:
        return tr("期限内办结", "close by due date")
    return tr("办理中", "in progress")
