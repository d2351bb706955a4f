"""Holding a decision meeting: made from a pinned snapshot, topic by topic noted or given to a unit, answered by it, settled.

Led by the court's leaders and trial management; a unit's heads answer for it. Every write asks for the right first and ends in the
audit trail.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import zip_longest
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from xiezhi.record.audit import note
from xiezhi.record.errors import InputError, NotThere, Refused
from xiezhi.record.models import Division
from xiezhi.record.viewers import Viewer
from xiezhi.rules.indicators.periods import Period, read_period
from xiezhi.rules.offices import role
from xiezhi.work.situation import snapshots
from xiezhi.work.situation.looking import Look, by_key, cases_for
from xiezhi.work.situation.meeting.finding import Found, topics_of
from xiezhi.work.situation.models import Meeting, Topic
from xiezhi.work.situation.report.measuring import measure
from xiezhi.work.situation.report.printing import one_line
from xiezhi.work.situation.report.values import Link
from xiezhi.work.situation.report.wanted import (
    Wanted,
    courts_in,
    demand,
    own_courts,
    places_of,
    seen_by,
    usual_court,
)
from xiezhi.work.situation.sight import Sight

LONGEST_TEXT = 2_000
LONGEST_WAIT = 366  # days until an answer
TRIAL_MANAGEMENT = "trial_management"  # a kind of division
ASKED, CANCELLED, MADE, NOTED, ASSIGNED, ANSWERED, SETTLED, RETURNED = (
    f"meeting.{word}"
    for word in ("asked", "cancelled", "made", "noted", "assigned", "answered", "settled", "returned")
)  # fmt: skip


def leads(viewer: Viewer) -> bool:
    """Whether the post leads meetings: that of a whole court, not of one division."""
    try:
        return usual_court(viewer)[2] is None
    except Refused:
        return False


def demand_lead(viewer: Viewer, court: UUID, *, below: bool) -> Sight:
    """The sight in which the viewer leads a meeting of this court. Raises Refused, NotThere."""
    sight = demand(viewer, court, below=below, division=None)
    if not leads(viewer):
        raise Refused(
            "会商由院领导、审判管理办公室主持", "meetings are led by the court's leaders and trial management"
        )
    return sight


# --- making and reading


def find(sight: Sight, wanted: Wanted) -> list[Found]:
    """The topics that the rules find."""
    found = topics_of(sight, measure(sight, wanted.basis, places_of(wanted)))
    return [replace(one, counts=tuple(_count_of(sight, wanted, link) for link in one.lists)) for one in found]


def _count_of(sight: Sight, wanted: Wanted, link: Link) -> int:
    """How many cases a list has for who leads the meeting."""
    (formula,) = by_key((link.key,))
    courts = courts_in(UUID(link.court), below=link.below) if link.court else wanted.courts
    basis = wanted.basis
    look = Look(basis.snapshot, basis.scope, link.period, courts, link.division or None, link.where)
    return len(cases_for(sight, look, formula, link.side))


@transaction.atomic
def keep(
    wanted: Wanted, found: Iterable[Found], *, key: UUID, by: UUID, at: datetime, held_on: date
) -> Meeting:
    """A meeting on these topics, under `key`. Raises InputError for a day that has passed, NotThere when the snapshot is gone."""
    if held_on < timezone.localdate(at):
        raise InputError("会商日期已经过去", "the day of the meeting has passed", field="held_on")
    meeting = Meeting(
        id=key, court=wanted.court, below=wanted.below, scope=wanted.scope, period=wanted.period.name, snapshot=wanted.snapshot, made_at=at,
        officer_id=by, held_on=held_on,
    )  # fmt: skip
    meeting.save(force_insert=True)
    Topic.objects.bulk_create(
        Topic(
            meeting=meeting,
            place=place,
            rule=one.rule,
            zh=one.zh,
            en=one.en,
            lists=[
                _written(link) | {"count": count}
                for link, count in zip_longest(one.lists, one.counts[: len(one.lists)])
            ],
        )
        for place, one in enumerate(found, 1)
    )
    snapshots.pin(wanted.snapshot, f"meeting/{meeting.pk}", at)
    return meeting


def _written(link: Link) -> dict[str, Any]:
    return {
        "key": link.key, "period": link.period.name, "side": link.side, "court": link.court, "division": link.division,
        "where": [list(pair) for pair in link.where],
    }  # fmt: skip


def lists_of(topic: Topic) -> list[Link]:
    """The lists behind a topic."""
    return [
        Link(
            one["key"], read_period(one["period"]), one["side"], one["court"], one["division"],
            tuple((name, text) for name, text in one["where"]),
        )
        for one in topic.lists
    ]  # fmt: skip


def told_count(viewer: Viewer, topic: UUID, key: str, period: Period, side: str) -> int | None:
    """How many cases the list of a topic had when its meeting was made; None where no topic that the viewer knows tells of such a list."""
    found = Topic.objects.select_related("meeting").filter(pk=topic).first()
    if found is None or not (_of_unit(viewer).filter(pk=topic).exists() or seen_by(viewer, [found.meeting])):
        return None
    same = (
        one for one in found.lists if (one["key"], one["period"], one["side"]) == (key, period.name, side)
    )
    return next((one.get("count") for one in same), None)


def meetings_of(viewer: Viewer, most: int = 50) -> list[Meeting]:
    """The meetings that the viewer leads or takes part in, the newest first."""
    rows = (
        Meeting.objects.filter(own_courts(viewer))
        .select_related("court", "snapshot", "officer")
        .prefetch_related("topics")
    )
    found = seen_by(viewer, rows.order_by("-made_at")[: 4 * most])
    return [one for one in found if isinstance(one, Meeting)][:most]


def meeting_of(viewer: Viewer, meeting: UUID) -> Meeting:
    """One of them. Raises NotThere, Refused."""
    found = Meeting.objects.select_related("court", "snapshot").filter(pk=meeting).first()
    if found is None:
        raise NotThere("没有这次会商", "no such meeting")
    demand(viewer, found.court_id, below=found.below, division=None)
    return found


def topic_of(viewer: Viewer, topic: UUID) -> Topic:
    """A topic of a meeting that the viewer may see. Raises NotThere, Refused."""
    found = Topic.objects.select_related("meeting").filter(pk=topic).first()
    if found is None:
        raise NotThere("没有这个议题", "no such topic")
    meeting_of(viewer, found.meeting_id)
    return found


def wanted_of(meeting: Meeting) -> Wanted:
    """What a meeting is about."""
    return Wanted(
        meeting.court, meeting.below, None, meeting.scope, read_period(meeting.period), meeting.snapshot
    )


def units_of(meeting: Meeting) -> QuerySet[Division]:
    """Who may be asked to look into a topic: the divisions of the court, and the trial management of the courts below."""
    courts = courts_in(meeting.court_id, below=meeting.below)
    asked = Q(court=meeting.court) | Q(court__in=courts, kind=TRIAL_MANAGEMENT)
    return (
        Division.objects.filter(asked, last_on=None)
        .select_related("court")
        .order_by("court__place", "place", "pk")
    )


def asked_of(viewer: Viewer) -> QuerySet[Topic]:
    """The topics that the viewer's unit has to answer, the nearest day first; none for who does not answer for a unit."""
    return _of_unit(viewer).filter(state=Topic.ASSIGNED).order_by("due_on", "pk")


def answered_of(viewer: Viewer, most: int = 20) -> QuerySet[Topic]:
    """The topics that the viewer's unit has answered, the newest answer first."""
    answered = _of_unit(viewer).filter(state__in=(Topic.ANSWERED, Topic.SETTLED))
    return answered.select_related("answered_by", "decided_by").order_by("-answered_at", "pk")[:most]


def _of_unit(viewer: Viewer) -> QuerySet[Topic]:
    """Every topic that was given to the unit that the viewer answers for."""
    post, rows = (
        viewer.post,
        Topic.objects.select_related("meeting__court", "meeting__snapshot", "unit__court"),
    )
    if post is None or post.division is None or role(post.role).situation == "none":
        return rows.none()
    return rows.filter(unit=post.division)


def waiting_for_lead(viewer: Viewer) -> QuerySet[Topic]:
    """What waits for who leads the meetings of the post's own court: topics of meetings whose day has come and that nobody decided on,
    answers to look at, answers that are overdue. None for who leads none."""
    rows = Topic.objects.select_related("meeting", "unit").order_by("meeting__held_on", "meeting", "place")
    if viewer.post is None or not leads(viewer):
        return rows.none()
    undecided = Q(state=Topic.OPEN, meeting__held_on__lte=viewer.on)
    overdue = Q(state=Topic.ASSIGNED, due_on__lt=viewer.on)
    return rows.filter(undecided | overdue | Q(state=Topic.ANSWERED), meeting__court=viewer.post.court)


# --- what becomes of a topic


@transaction.atomic
def note_topic(viewer: Viewer, topic: UUID, words: str) -> Topic:
    """Enter what the meeting decided where nothing further is asked. Raises NotThere, Refused, InputError."""
    found = _led(viewer, topic)
    _expect(found, Topic.OPEN)
    found.decision, found.state = _text(words, "decision"), Topic.NOTED
    found.decided_at, found.decided_by_id = timezone.now(), viewer.officer
    found.save()
    note(viewer, NOTED, object_class="O3", object_id=str(found.pk))
    return found


@transaction.atomic
def assign(viewer: Viewer, topic: UUID, words: str, *, unit: UUID, due_on: date) -> Topic:
    """Ask a unit to look into a topic and to answer by a day. Raises NotThere, Refused, InputError."""
    found = _led(viewer, topic)
    _expect(found, Topic.OPEN)
    if not units_of(found.meeting).filter(pk=unit).exists():
        raise InputError("请选一个责任部门", "choose the responsible unit", field="unit")
    _check_due(viewer, due_on)
    found.decision, found.state, found.unit_id, found.due_on = (
        _text(words, "decision"),
        Topic.ASSIGNED,
        unit,
        due_on,
    )
    found.decided_at, found.decided_by_id = timezone.now(), viewer.officer
    found.save()
    note(
        viewer,
        ASSIGNED,
        object_class="O3",
        object_id=str(found.pk),
        details={"unit": str(unit), "due_on": str(due_on)},
    )
    return found


@transaction.atomic
def answer(viewer: Viewer, topic: UUID, words: str) -> Topic:
    """The unit's answer. Raises NotThere for a topic of another unit, Refused when it was answered meanwhile, InputError."""
    found = _of_unit(viewer).select_for_update(of=("self",)).filter(pk=topic).first()
    if found is None:
        raise NotThere("没有这个议题", "no such topic")
    _expect(found, Topic.ASSIGNED)
    found.answer, found.state = _text(words, "answer"), Topic.ANSWERED
    found.answered_at, found.answered_by_id = timezone.now(), viewer.officer
    found.save()
    note(viewer, ANSWERED, object_class="O3", object_id=str(found.pk))
    return found


@transaction.atomic
def settle(viewer: Viewer, topic: UUID) -> Topic:
    """The answer is enough. Raises NotThere, Refused."""
    found = _led(viewer, topic)
    _expect(found, Topic.ANSWERED)
    found.state = Topic.SETTLED
    found.save()
    note(viewer, SETTLED, object_class="O3", object_id=str(found.pk))
    return found


@transaction.atomic
def ask_again(viewer: Viewer, topic: UUID, words: str, *, due_on: date) -> Topic:
    """The answer is not enough: the unit answers again by another day. Raises NotThere, Refused, InputError."""
    found = _led(viewer, topic)
    _expect(found, Topic.ANSWERED)
    _check_due(viewer, due_on)
    found.decision = "\n".join((found.decision, _text(words, "decision")))
    found.state, found.due_on = Topic.ASSIGNED, due_on
    found.save()
    note(viewer, RETURNED, object_class="O3", object_id=str(found.pk), details={"due_on": str(due_on)})
    return found


def _led(viewer: Viewer, topic: UUID) -> Topic:
    """A topic of a meeting that the viewer leads, locked. Raises NotThere, Refused."""
    found = (
        Topic.objects.select_related("meeting__court")
        .select_for_update(of=("self",))
        .filter(pk=topic)
        .first()
    )
    if found is None:
        raise NotThere("没有这个议题", "no such topic")
    demand_lead(viewer, found.meeting.court_id, below=found.meeting.below)
    return found


def _expect(topic: Topic, state: str) -> None:
    if topic.state != state:
        raise Refused(
            "这个议题已经有人处理过了，请看最新情况",
            "somebody has dealt with this topic meanwhile; look at it again",
        )


def _check_due(viewer: Viewer, due_on: date) -> None:
    if not viewer.on <= due_on <= viewer.on + timedelta(days=LONGEST_WAIT):
        raise InputError(
            "答复日期应在今天至一年以内",
            "the day of the answer lies between today and a year from now",
            field="due_on",
        )


def _text(words: str, field: str) -> str:
    clean = "\n".join(map(one_line, words.splitlines())).strip()
    if not clean or len(clean) > LONGEST_TEXT:
        raise InputError(
            f"请写明内容，不超过{LONGEST_TEXT}字",
            f"say what it is, in at most {LONGEST_TEXT} characters",
            field=field,
        )
    return clean
