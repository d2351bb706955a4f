"""A date that moves, in words: on the page and in the sheet."""

from datetime import date
from typing import NamedTuple

from xiezhi.rules.language import tr
from xiezhi.site.clock_strip.words import whole_day
from xiezhi.site.staff.case.voice import sentence
from xiezhi.site.staff.deadlines.naming import Named, named
from xiezhi.work.deadlines.changed_law.change_list import Moves
from xiezhi.work.deadlines.outgoing.wording import clock_name, subject_name

STATUSES = {
    "running": ("在计", "running"),
    "suspended": ("中止", "suspended"),
    "paused": ("扣除中", "clock stopped"),
    "exempt": ("不受限", "exempt"),
    "no_limit": ("无法定期限", "no limit"),
    "invalid": ("算不出", "not computed"),
}


class ChangeLine(NamedTuple):
    """Before, after, and by how much."""

    what: str
    before: str
    after: str
    days: str
    carried_out: bool
    case: Named


def line_of(one: Moves) -> ChangeLine:
    """A change in words."""
    what = sentence(tr("，", ", ").join(filter(None, (clock_name(one.kind), subject_name(one.subject)))))
    before = _day(one.due_before, one.provisional_before, one.status_before)
    after = _day(one.due_after, one.provisional_after, one.status_after)
    return ChangeLine(what, before, after, _days(one), one.carried_out, named(one.case))


def _day(day: date | None, provisional: bool, status: str) -> str:
    if day is None:
        return tr(*STATUSES[status]) if status in STATUSES else "—"
    return whole_day(day) + (tr("（暂定）", " (provisional)") if provisional else "")


def _days(one: Moves) -> str:
    """＋2, −1, 0 where only what the date hangs on changes, — where there is no day before or after."""
    if one.days is None:
        return "—"
    return f"{one.days:+d}".replace("-", "−") if one.days else "0"
