"""What people do about watched dates: acknowledge a reminder, hand over on leave, come back early.

Each asks for the right first and leaves an entry in the audit trail, in one transaction.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet

from xiezhi.record.audit import note
from xiezhi.record.errors import InputError, NotThere, Refused
from xiezhi.record.models import Officer, Post
from xiezhi.record.viewers import HeldPost, Viewer
from xiezhi.work.deadlines.models import Absence, Reminder
from xiezhi.work.deadlines.watched.reminding import reminders_of

LONGEST_NOTE = 500
LONGEST_ABSENCE = 366  # days
COURT_HEADS = ("president", "vice_president")
DIVISION_HEADS = ("division_head", "deputy_division_head")


@transaction.atomic
def acknowledge(reminders: Sequence[int], *, by: Viewer, at: datetime, words: str = "") -> int:
    """Say that reminders were seen; how many. One that was acknowledged meanwhile stays as it is.

    Raises NotThere for a reminder of somebody else and for one who holds no post today, InputError for a note that is too long.
    """
    if by.post is None:
        raise NotThere("没有这条提醒", "no such reminder")
    wanted = set(reminders)
    own = reminders_of(by).filter(pk__in=wanted)
    found = list(own.values_list("pk", "case"))
    if len(found) < len(wanted) and _foreign(wanted - {key for key, _ in found}, by):
        raise NotThere("没有这条提醒", "no such reminder")
    clean = _clean(words)
    done = Reminder.objects.filter(pk__in=[key for key, _ in found], acknowledged_at=None).update(
        acknowledged_by=by.officer, acknowledged_at=at, note=clean
    )
    for key, case in found:
        note(by, "reminder.acknowledged", object_id=str(key), case=case)
    return done


def _foreign(reminders: set[int], by: Viewer) -> bool:
    """Whether any of these was never the viewer's: not merely acknowledged or overtaken by a newer date."""
    known = Reminder.objects.filter(Q(officer=by.officer) | Q(acknowledged_by=by.officer), pk__in=reminders)
    return known.count() < len(reminders)


def _clean(words: str) -> str:
    clean = " ".join(words.split())
    if len(clean) > LONGEST_NOTE or not clean.isprintable():
        raise InputError(
            f"备注至多{LONGEST_NOTE}个可见字符",
            f"a note takes at most {LONGEST_NOTE} printable characters",
            field="note",
        )
    return clean


def may_hand_over(by: Viewer) -> QuerySet[Post]:
    """The posts whose holders' leave the viewer may enter: his own in this court; a head's division; all of a president's court."""
    post = by.post
    if post is None:
        return Post.objects.none()
    held = _held(post, by.on)
    own = Q(officer=by.officer)
    if post.role in COURT_HEADS:
        return held
    if post.role in DIVISION_HEADS and post.division is not None:
        return held.filter(own | Q(division=post.division))
    return held.filter(own)


def _held(post: HeldPost, on: date) -> QuerySet[Post]:
    return Post.objects.filter(Q(last_on=None) | Q(last_on__gte=on), court=post.court, first_on__lte=on)


@transaction.atomic
def hand_over(
    officer: UUID, stand_in: UUID, *, first_on: date, last_on: date, by: Viewer, at: datetime
) -> Absence:
    """Enter an absence of an officer of the viewer's court and who stands in.

    Raises NotThere when the officer is not his to enter, InputError naming the field for days or a stand-in that cannot be.
    """
    if by.post is None or not may_hand_over(by).filter(officer=officer).exists():
        raise NotThere("没有这位人员", "no such officer")
    _check_days(first_on, last_on, by.on)
    _check_stand_in(officer, stand_in, by.post, first_on, last_on)
    # Held until the end, so that of two entries at once the second sees the first one.
    list(Officer.objects.select_for_update().filter(pk__in=(officer, stand_in)).order_by("pk"))
    overlapping = Absence.objects.filter(
        ended_at=None, first_on__lte=last_on, last_on__gte=first_on, court=by.post.court
    )
    if overlapping.filter(officer=officer).exists():
        raise InputError(
            "这些日子已有离岗登记", "an absence on these days is entered already", field="first_on"
        )
    if overlapping.filter(officer=stand_in).exists():
        raise InputError("代办人这些日子也离岗", "the stand-in is away on these days too", field="stand_in")
    made = Absence.objects.create(
        officer_id=officer, stand_in_id=stand_in, court_id=by.post.court, first_on=first_on, last_on=last_on,
        entered_by_id=by.officer, entered_at=at,
    )  # fmt: skip
    note(by, "absence.entered", object_id=str(made.pk))
    return made


def _check_days(first_on: date, last_on: date, today: date) -> None:
    if last_on < first_on:
        raise InputError("止日早于起日", "the last day is before the first", field="last_on")
    if last_on < today:
        raise InputError(
            "止日已过，无须登记", "the last day has passed; there is nothing to hand over", field="last_on"
        )
    if last_on - first_on > timedelta(days=LONGEST_ABSENCE):
        raise InputError(
            f"一次离岗至多{LONGEST_ABSENCE}日",
            f"one absence lasts at most {LONGEST_ABSENCE} days",
            field="last_on",
        )


def _check_stand_in(officer: UUID, stand_in: UUID, post: HeldPost, first_on: date, last_on: date) -> None:
    if officer == stand_in:
        raise InputError("不能由本人代办", "an officer cannot stand in for himself", field="stand_in")
    on_duty = Q(last_on=None) | Q(last_on__gte=last_on)
    if not Post.objects.filter(on_duty, officer=stand_in, court=post.court, first_on__lte=first_on).exists():
        raise InputError(
            "代办人这些日子须在本院任职",
            "the stand-in must hold a post in this court on all of these days",
            field="stand_in",
        )


@transaction.atomic
def end_absence(absence: int, *, by: Viewer, at: datetime) -> Absence:
    """Take an absence back, or end it before its last day. Raises NotThere for one that is not the viewer's to end, Refused for one
    that is over."""
    if by.post is None:
        raise NotThere("没有这条登记", "no such entry")
    found = Absence.objects.select_for_update().filter(pk=absence, court=by.post.court).first()
    if found is None or not may_hand_over(by).filter(officer=found.officer_id).exists():
        raise NotThere("没有这条登记", "no such entry")
    if found.ended_at is not None or found.last_on < by.on:
        raise Refused("这次离岗已经结束", "this absence is over")
    found.ended_at = at
    found.save(update_fields=["ended_at"])
    note(by, "absence.ended", object_id=str(found.pk))
    return found
