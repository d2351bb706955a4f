"""What waits for a decision of this post: requests for more time, cases to assign, cases to docket, an edition of the law data."""

from collections.abc import Sequence
from uuid import UUID

from django.urls import reverse
from django.utils import timezone

from xiezhi.record.viewers import Viewer
from xiezhi.rules.language import tr
from xiezhi.rules.limits.catalogue import Length
from xiezhi.rules.limits.sentences import APPROVERS, length_en, length_zh
from xiezhi.rules.procedure.catalogue import event_kind
from xiezhi.site.clock_strip.words import short_day
from xiezhi.site.staff.deadlines.asking import docket_address
from xiezhi.site.staff.deadlines.changes import decides
from xiezhi.site.staff.deadlines.naming import named, record_address
from xiezhi.site.staff.desk.items import ASSIGN, EDITION, RECEIVED, REQUEST, Found, Item
from xiezhi.site.staff.desk.scope import MOST, own_scope
from xiezhi.work.deadlines.changed_law.editions import staged
from xiezhi.work.deadlines.watched.naming import CaseName, name_fields
from xiezhi.work.deadlines.watched.requests import Waiting, waiting_requests
from xiezhi.work.deadlines.watched.scope import hidden_from, pending_in

GRANTED, ASSIGNED, DOCKETED = "extension.granted", "case.assigned", "case.docketed"


def may_record(viewer: Viewer, kind: str) -> bool:
    """Whether the post records such an event in any case."""
    return viewer.post is not None and viewer.post.role in event_kind(kind).recorders


def requests(viewer: Viewer, asking: Sequence[UUID] | None) -> Found:
    """The pending requests of the post's cases: to decide on where this post is the approver, else to know of."""
    return Found([_request(one, viewer) for one in waiting_requests(viewer, own_scope(viewer), asking)])


def _request(one: Waiting, viewer: Viewer) -> Item:
    assert viewer.post is not None
    case, length = named(one.case), Length(one.months, one.days)
    mine = one.approver == viewer.post.role and may_record(viewer, GRANTED)
    who = tr(*APPROVERS.get(one.approver, (one.approver, one.approver)))
    asked = (
        tr(f"{short_day(one.asked_on, viewer.on)}申请", f"asked {short_day(one.asked_on, viewer.on)}")
        if one.asked_on
        else ""
    )
    told = (
        case.judge and tr(f"承办{case.judge}", f"judge {case.judge}"),
        asked,
        tr(f"延长{length_zh(length)}", f"{length_en(length)} more"),
        tr("由您决定", "yours to decide") if mine else tr(f"由{who}决定", f"decided by {who}"),
    )
    why = tr("，", ", ").join(filter(None, told))
    action, href = tr("看案件", "See the case"), case.href
    record = record_address(viewer, one.case, GRANTED) if mine else ""
    if record:
        action, href = tr("决定", "Decide"), record
    return Item(
        REQUEST,
        one.due_on,
        tr("延长审限申请", "Request for more time"),
        case,
        why,
        action if href else "",
        href,
        main=mine,
    )


def to_assign(viewer: Viewer) -> Found:
    """The docketed cases without a judge, for those who assign."""
    if not may_record(viewer, ASSIGNED):
        return Found([])
    rows = pending_in(viewer, own_scope(viewer)).filter(reporting_judge=None, filed_on__isnull=False)
    named_rows = rows.annotate(hidden=hidden_from(viewer)).order_by("filed_on", "pk")
    items = []
    for filed_on, *name in named_rows.values_list("filed_on", *name_fields())[:MOST]:
        case = CaseName._make(name)
        shown, day = named(case), short_day(filed_on, viewer.on)
        why = tr(f"{day}立案，还没有承办人", f"docketed {day}, without a judge")
        href = record_address(viewer, case, ASSIGNED)
        items.append(
            Item(
                ASSIGN,
                None,
                shown.cause or tr("待分案件", "Case to assign"),
                shown,
                why,
                tr("分案", "Assign") if href else "",
                href,
                main=True,
            )
        )
    return Found(items, rows.count() if len(items) == MOST else -1, docket_address(own_scope(viewer)))


def received(viewer: Viewer) -> Found:
    """The received cases on whose docketing nobody has decided, for those who docket."""
    if not may_record(viewer, DOCKETED):
        return Found([])
    rows = pending_in(viewer, own_scope(viewer)).filter(stage="received")
    named_rows = rows.annotate(hidden=hidden_from(viewer)).order_by("received_on", "pk")
    items = []
    for received_on, *name in named_rows.values_list("received_on", *name_fields())[:MOST]:
        case = CaseName._make(name)
        shown = named(case)
        day = short_day(received_on, viewer.on) if received_on else ""
        why = tr(f"{day}收到材料，审查是否立案", f"received {day}; decide on docketing")
        href = record_address(viewer, case, DOCKETED)
        items.append(
            Item(
                RECEIVED,
                None,
                shown.cause or tr("收案", "Received case"),
                shown,
                why,
                tr("决定立案", "Decide") if href else "",
                href,
                main=True,
            )
        )
    return Found(
        items, rows.count() if len(items) == MOST else -1, docket_address(own_scope(viewer), stage="received")
    )


def edition(viewer: Viewer) -> Found:
    """An edition of the law data that waits, for those who decide on it."""
    found = staged() if decides(viewer) else None
    if found is None:
        return Found([])
    title, day = tr(found.title_zh, found.title_en), short_day(timezone.localdate(found.staged_at), viewer.on)
    why = tr(f"{day}提出；看过前后对照再决定", f"staged {day}; look at before and after, then decide")
    href = reverse("staff:deadlines_changes")
    return Found([Item(EDITION, None, title, None, why, tr("看对照", "Look"), href, main=True)])
