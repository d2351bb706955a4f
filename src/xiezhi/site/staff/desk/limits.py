"""Trial limits on the ladder, other clocks, suspensions to look at: what is due in the cases of the post, and of those it stands in for."""

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

from django.db.models import F, Value
from django.urls import reverse

from xiezhi.record.viewers import Viewer
from xiezhi.rules.language import tr
from xiezhi.rules.limits.duties import WarningPoints
from xiezhi.rules.limits.watch import Watches
from xiezhi.rules.offices import role
from xiezhi.site.clock_strip.words import short_day
from xiezhi.site.staff.deadlines.asking import Asked
from xiezhi.site.staff.deadlines.beside import line as beside_line
from xiezhi.site.staff.deadlines.board import WORDS
from xiezhi.site.staff.deadlines.naming import Named, named, record_address
from xiezhi.site.staff.desk.items import CLOCK, LIMIT, REVIEW, Found, Item
from xiezhi.site.staff.desk.scope import AHEAD, MOST, own_scope
from xiezhi.site.staff.docket.columns import hidden_words
from xiezhi.site.staff.docket.next_step import next_step
from xiezhi.site.staff.docket.rows import READ, Row
from xiezhi.work.deadlines.models import Deadline
from xiezhi.work.deadlines.queries import with_trial_deadline
from xiezhi.work.deadlines.watched.beside import OPEN_BESIDE, Beside, beside_in, ends_of, read_beside
from xiezhi.work.deadlines.watched.board import Survey, read_first
from xiezhi.work.deadlines.watched.levels import LADDER, level_of
from xiezhi.work.deadlines.watched.naming import CaseName, name_fields
from xiezhi.work.deadlines.watched.standing_in import Absent, cases_stood_in_for
from xiezhi.work.deadlines.watched.unseen import read_unlooked, unlooked

SEE = ("看案件", "See the case")


def limits(viewer: Viewer, surveyed: Survey) -> Found:
    """The cases on the ladder, out of the desk's scope as it was surveyed."""
    scope = own_scope(viewer)
    found = read_first(viewer, scope, surveyed.first, LADDER, READ)
    rows = [(level, Row._make(values)) for level, *values in found]
    rows.sort(key=lambda found: (found[1].due_on or date.max, str(found[1].case)))
    total = sum(surveyed.counts.at(level) for level in LADDER)
    items = [limit(row, level, viewer) for level, row in rows[:MOST]]
    return Found(items, total, Asked(viewer, scope).address("deadlines"))


def limit(row: Row, level: str, viewer: Viewer) -> Item:
    """A case on the ladder: the level, the judge where it is another one, the next step."""
    today = viewer.on
    if row.hidden:
        nobody = Named(hidden_words(), "", "", "", "")
        return Item(LIMIT, row.due_on, tr("受保护案件", "Protected case"), nobody, tr(*WORDS[level]))
    judge = row.judge if row.judge and row.judge != viewer.name else ""
    step = next_step(row, today)
    flags = tr("暂定", "provisional") if row.provisional else ""
    why = tr("，", ", ").join(
        filter(None, (tr(*WORDS[level]), judge and tr(f"承办{judge}", f"judge {judge}"), step, flags))
    )
    href = reverse("staff:case", args=[row.case])
    number = row.number or tr("（未编号）", "(no number yet)")
    shown = Named(number, href, row.cause, row.judge or "", row.court)
    return Item(LIMIT, row.due_on, row.cause or number, shown, why, tr(*SEE), href)


def stood_in(viewer: Viewer, absent: list[Absent], points: WarningPoints) -> Found:
    """The cases on the ladder of those the viewer stands in for. A case opens only where the viewer's own post opens it."""
    if not absent:
        return Found([])
    cases = with_trial_deadline(cases_stood_in_for(viewer, absent), pending=True)
    levelled = cases.annotate(level=level_of(viewer.on, points), due=F("trial__due_on"), hidden=Value(False))
    rows = levelled.filter(level__in=LADDER).order_by("due", "pk")
    items = []
    for level, due, listed, *name in rows.values_list("level", "due", "listed", *name_fields())[:MOST]:
        case = CaseName._make(name)
        shown = named(case, opens=listed)
        why = tr(f"代{case.judge}：", f"for {case.judge}: ") + tr(*WORDS[level])
        if not listed:
            why += tr(
                "；案卷不对您开放，请找庭长", "; the file is not open to you, ask the head of the division"
            )
        items.append(
            Item(LIMIT, due, case.cause or shown.number, shown, why, tr(*SEE) if listed else "", shown.href)
        )
    return Found(items, rows.count() if len(items) == MOST else -1, reverse("staff:deadlines_reminders"))


def clocks(viewer: Viewer, own: Sequence[UUID], watches: Watches) -> Found:
    """The other clocks that are past or end within the days a desk looks ahead: of the `own` cases, those the viewer deals with; of
    the unassigned ones before those who docket and assign. How those of others stand, the board says."""
    scope, until = own_scope(viewer), viewer.on + timedelta(days=AHEAD)
    assert viewer.post is not None
    if role(viewer.post.role).docket == "unassigned":
        rows = beside_in(viewer, scope).filter(due_on__lte=until)
    else:
        rows = Deadline.objects.filter(OPEN_BESIDE, due_on__lte=until, case__in=own)
    items = [clock(one, viewer, watches) for one in read_beside(viewer, rows, MOST)]
    total = rows.count() if len(items) == MOST else -1
    return Found(items, total, Asked(viewer, scope).address("deadlines") + "#others")


def clock(one: Beside, viewer: Viewer, watches: Watches) -> Item:
    """One of the other clocks, with the form of the event that fulfils it where the post records such events."""
    shown = beside_line(one, viewer.on)
    judge = shown.case.judge if shown.case.judge != viewer.name else ""
    told = (
        shown.case.cause,
        judge and tr(f"承办{judge}", f"judge {judge}"),
        tr("暂定", "provisional") if one.provisional else "",
    )
    record = next(
        filter(None, (record_address(viewer, one.case, kind) for kind in ends_of(one, watches))), ""
    )
    href = record or shown.case.href
    action = tr("登记办理", "Record it") if record else tr(*SEE) if href else ""
    return Item(
        CLOCK, one.due_on, shown.what, shown.case, tr("，", ", ").join(filter(None, told)), action, href
    )


def reviews(viewer: Viewer, points: WarningPoints) -> Found:
    """The open suspensions whose cause is to be looked at by the end of the days a desk looks ahead."""
    scope = own_scope(viewer)
    rows = unlooked(viewer, scope, points, viewer.on + timedelta(days=AHEAD))
    items = []
    for one in read_unlooked(viewer, rows, points, MOST):
        case = named(one.case)
        looked = short_day(one.looked_on, viewer.on)
        why = tr(f"中止的事由上次看过是{looked}", f"its cause was last looked at {looked}")
        href = record_address(viewer, one.case, "suspension.reviewed")
        items.append(
            Item(
                REVIEW,
                one.check_on,
                case.cause or tr("中止案件", "Suspended case"),
                case,
                why,
                tr("登记核查", "Record the check") if href else "",
                href,
            )
        )
    total = rows.count() if len(items) == MOST else -1
    return Found(items, total, Asked(viewer, scope).address("deadlines_suspensions"))
