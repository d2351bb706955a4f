"""Holding a decision meeting: made from a pinned snapshot, looked at by its court and by the units that it asks.

Making one asks for the right to lead it first and ends in the audit trail, in one transaction. What becomes of its topics: `deciding`.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from xiezhi.record.audit import note
from xiezhi.record.errors import InputError, NotThere
from xiezhi.record.models import Division
from xiezhi.record.viewers import Viewer
from xiezhi.rules.indicators.periods import Period, read_period
from xiezhi.work.situation import snapshots
from xiezhi.work.situation.looking import Look, by_key, cases_for
from xiezhi.work.situation.meeting.finding import Found, topics_of
from xiezhi.work.situation.meeting.rights import TOPICS, answers_for, demand_lead, leads, open_to
from xiezhi.work.situation.models import Meeting, Topic
from xiezhi.work.situation.report.measuring import measure
from xiezhi.work.situation.report.values import Link
from xiezhi.work.situation.report.wanted import Wanted, courts_in, places_of, written_of
from xiezhi.work.situation.sight import Sight

TRIAL_MANAGEMENT = "trial_management"  # a kind of division
ASKED, CANCELLED, MADE = (f"meeting.{word}" for word in ("asked", "cancelled", "made"))


# --- making


def find(sight: Sight, wanted: Wanted) -> list[Found]:
    """The topics that the rules find, with how many cases each list has for who leads the meeting."""
    basis = wanted.basis
    look = Look(basis.snapshot, basis.scope, basis.period, basis.courts)
    found = topics_of(sight, measure(sight, basis, places_of(wanted)))
    return [replace(one, counts=tuple(_count_of(sight, look, link) for link in one.lists)) for one in found]


def _count_of(sight: Sight, look: Look, link: Link) -> int:
    (formula,) = by_key((link.key,))
    return len(cases_for(sight, replace(look, period=link.period), formula, link.side))


@transaction.atomic
def keep(
    viewer: Viewer, wanted: Wanted, found: Iterable[Found], *, key: UUID, at: datetime, held_on: date
) -> Meeting:
    """A meeting on topics that were found, under `key`. Raises Refused for who does not lead it, InputError for a day that has passed,
    NotThere for others' courts and when the snapshot is gone."""
    demand_lead(viewer, wanted.court.pk, below=wanted.below)
    if held_on < timezone.localdate(at):
        raise InputError("会商日期已经过去", "the day of the meeting has passed", field="held_on")
    meeting = Meeting(
        id=key, court=wanted.court, below=wanted.below, scope=wanted.scope, period=wanted.period.name, snapshot=wanted.snapshot, made_at=at,
        officer_id=viewer.officer, held_on=held_on,
    )  # fmt: skip
    meeting.save(force_insert=True)
    Topic.objects.bulk_create(
        Topic(meeting=meeting, place=place, rule=one.rule, zh=one.zh, en=one.en, lists=_written(one))
        for place, one in enumerate(found, 1)
    )
    snapshots.pin(wanted.snapshot, f"meeting/{meeting.pk}", at)
    note(viewer, MADE, object_class=TOPICS, object_id=str(meeting.pk), details=written_of(wanted))
    return meeting


def _written(found: Found) -> list[dict[str, str | int]]:
    return [
        {"key": link.key, "period": link.period.name, "side": link.side, "count": count}
        for link, count in zip(found.lists, found.counts, strict=True)
    ]


# --- reading


def lists_of(topic: Topic) -> list[Link]:
    """The lists behind a topic."""
    return [Link(one["key"], read_period(one["period"]), one["side"]) for one in topic.lists]


def told_count(viewer: Viewer, topic: UUID, key: str, period: Period, side: str) -> int | None:
    """How many cases the list of a topic had when its meeting was made; None where no topic that the viewer knows tells of such a list."""
    known = Q(meeting__in=open_to(viewer)) | Q(pk__in=of_unit(viewer).values("pk"))
    found = Topic.objects.filter(known, pk=topic).first()
    lists = found.lists if found else []
    same = (one for one in lists if (one["key"], one["period"], one["side"]) == (key, period.name, side))
    return next((one.get("count") for one in same), None)


def meetings_of(viewer: Viewer, most: int = 50) -> list[Meeting]:
    """The meetings that the viewer may look at, the newest first."""
    rows = open_to(viewer).select_related("court", "snapshot", "officer").prefetch_related("topics")
    return list(rows.order_by("-made_at")[:most])


def meeting_of(viewer: Viewer, meeting: UUID) -> Meeting:
    """One of them. Raises NotThere."""
    found = open_to(viewer).select_related("court", "snapshot").filter(pk=meeting).first()
    if found is None:
        raise NotThere("没有这次会商", "no such meeting")
    return found


def topic_of(viewer: Viewer, topic: UUID) -> Topic:
    """A topic of a meeting that the viewer may look at. Raises NotThere."""
    found = Topic.objects.select_related("meeting").filter(meeting__in=open_to(viewer), pk=topic).first()
    if found is None:
        raise NotThere("没有这个议题", "no such topic")
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


# --- whose turn it is


def asked_of(viewer: Viewer) -> QuerySet[Topic]:
    """The topics that the viewer's unit has to answer, the nearest day first; none for who does not answer for a unit."""
    return of_unit(viewer).filter(state=Topic.ASSIGNED).order_by("due_on", "pk")


def answered_of(viewer: Viewer, most: int = 20) -> QuerySet[Topic]:
    """The topics that the viewer's unit has answered, the newest answer first."""
    answered = of_unit(viewer).filter(state__in=(Topic.ANSWERED, Topic.SETTLED))
    return answered.order_by("-answered_at", "pk")[:most]


def of_unit(viewer: Viewer) -> QuerySet[Topic]:
    """Every topic that was given to the unit for which the viewer answers."""
    unit = answers_for(viewer)
    if unit is None:
        return Topic.objects.none()
    rows = Topic.objects.select_related("meeting__court", "meeting__snapshot", "unit__court")
    return rows.prefetch_related("entries__by").filter(unit=unit)


def waiting_for_lead(viewer: Viewer) -> QuerySet[Topic]:
    """What waits for who leads the meetings of the post's own court: topics of meetings whose day has come and that nobody decided on,
    answers to look at, answers that are overdue. None for who leads none."""
    rows = Topic.objects.select_related("meeting", "unit").order_by("meeting__held_on", "meeting", "place")
    if viewer.post is None or not leads(viewer):
        return rows.none()
    undecided = Q(state=Topic.OPEN, meeting__held_on__lte=viewer.on)
    overdue = Q(state=Topic.ASSIGNED, due_on__lt=viewer.on)
    return rows.filter(undecided | overdue | Q(state=Topic.ANSWERED), meeting__court=viewer.post.court)
