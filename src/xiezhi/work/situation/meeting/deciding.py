"""What becomes of a topic: noted, or given to a unit that answers by a day, looked at again, settled.

Every act asks for the right first and ends in the audit trail, in one transaction. Nothing that was written is written over.
"""

from datetime import date, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from xiezhi.record.audit import note
from xiezhi.record.errors import InputError, NotThere, Refused
from xiezhi.record.viewers import Viewer
from xiezhi.work.situation.meeting.holding import of_unit, units_of
from xiezhi.work.situation.meeting.rights import TOPICS, demand_lead
from xiezhi.work.situation.models import Topic, TopicEntry
from xiezhi.work.situation.report.printing import one_line

LONGEST_TEXT = 2_000
LONGEST_WAIT = 366  # days until an answer
NOTED, ASSIGNED, ANSWERED, SETTLED, RETURNED = (
    f"meeting.{word}" for word in ("noted", "assigned", "answered", "settled", "returned")
)


@transaction.atomic
def note_topic(viewer: Viewer, topic: UUID, words: str) -> Topic:
    """Enter what the meeting decided where nothing further is asked. Raises NotThere, Refused, InputError."""
    found = _led(viewer, topic)
    _expect(found, Topic.OPEN)
    _enter(viewer, found, TopicEntry.DECIDED, words)
    found.state = Topic.NOTED
    found.save()
    note(viewer, NOTED, object_class=TOPICS, object_id=str(found.pk))
    return found


@transaction.atomic
def assign(viewer: Viewer, topic: UUID, words: str, *, unit: UUID, due_on: date) -> Topic:
    """Ask a unit to look into a topic and to answer by a day. Raises NotThere, Refused, InputError."""
    found = _led(viewer, topic)
    _expect(found, Topic.OPEN)
    if not units_of(found.meeting).filter(pk=unit).exists():
        raise InputError("请选一个责任部门", "choose the responsible unit", field="unit")
    _check_due(viewer, due_on)
    _enter(viewer, found, TopicEntry.DECIDED, words)
    found.state, found.unit_id, found.due_on = Topic.ASSIGNED, unit, due_on
    found.save()
    about = {"unit": str(unit), "due_on": str(due_on)}
    note(viewer, ASSIGNED, object_class=TOPICS, object_id=str(found.pk), details=about)
    return found


@transaction.atomic
def answer(viewer: Viewer, topic: UUID, words: str) -> Topic:
    """The unit's answer. Raises NotThere for a topic of another unit, Refused when it was answered meanwhile, InputError."""
    found = of_unit(viewer).select_for_update(of=("self",)).filter(pk=topic).first()
    if found is None:
        raise NotThere("没有这个议题", "no such topic")
    _expect(found, Topic.ASSIGNED)
    entry = _enter(viewer, found, TopicEntry.ANSWERED, words)
    found.state, found.answered_at = Topic.ANSWERED, entry.at
    found.save()
    note(viewer, ANSWERED, object_class=TOPICS, object_id=str(found.pk))
    return found


@transaction.atomic
def settle(viewer: Viewer, topic: UUID) -> Topic:
    """The answer is enough. Raises NotThere, Refused."""
    found = _led(viewer, topic)
    _expect(found, Topic.ANSWERED)
    found.state = Topic.SETTLED
    found.save()
    note(viewer, SETTLED, object_class=TOPICS, object_id=str(found.pk))
    return found


@transaction.atomic
def ask_again(viewer: Viewer, topic: UUID, words: str, *, due_on: date) -> Topic:
    """The answer is not enough: the unit answers again by another day. Raises NotThere, Refused, InputError."""
    found = _led(viewer, topic)
    _expect(found, Topic.ANSWERED)
    _check_due(viewer, due_on)
    _enter(viewer, found, TopicEntry.DECIDED, words)
    found.state, found.due_on = Topic.ASSIGNED, due_on
    found.save()
    note(viewer, RETURNED, object_class=TOPICS, object_id=str(found.pk), details={"due_on": str(due_on)})
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


def _enter(viewer: Viewer, topic: Topic, kind: str, words: str) -> TopicEntry:
    """Keep what somebody wrote. Raises InputError for nothing, or too much."""
    clean = "\n".join(map(one_line, words.splitlines())).strip()
    if not clean or len(clean) > LONGEST_TEXT:
        raise InputError(
            f"请写明内容，不超过{LONGEST_TEXT}字",
            f"say what it is, in at most {LONGEST_TEXT} characters",
            field="decision" if kind == TopicEntry.DECIDED else "answer",
        )
    return topic.entries.create(kind=kind, words=clean, at=timezone.now(), by_id=viewer.officer)
