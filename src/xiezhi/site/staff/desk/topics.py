"""What decision meetings ask of this post: topics its unit has to answer, answers and decisions that wait for who leads the meeting."""

from datetime import date
from itertools import groupby

from django.urls import reverse

from xiezhi.record.viewers import Viewer
from xiezhi.rules.indicators.periods import read_period
from xiezhi.rules.language import tr
from xiezhi.site.clock_strip.words import short_day
from xiezhi.site.staff.desk.items import TOPIC, Found, Item
from xiezhi.site.staff.desk.scope import MOST
from xiezhi.work.situation.meeting.holding import asked_of, waiting_for_lead
from xiezhi.work.situation.models import Meeting, Topic
from xiezhi.work.situation.wording import period_words

LONGEST_WHY = 60  # characters of a decision on the desk


def topics(viewer: Viewer) -> Found:
    """The topics of the post's unit; for who leads the meetings of the court what waits for him, answers that are overdue too."""
    asked, led = list(asked_of(viewer)), list(waiting_for_lead(viewer))
    items = [*(_to_answer(one) for one in asked), *_led(led, viewer.on)]
    return Found(items[:MOST], len(items), reverse("staff:situation_meetings"))


def _to_answer(topic: Topic) -> Item:
    asks = topic.asks
    why = asks if len(asks) <= LONGEST_WHY else asks[: LONGEST_WHY - 1] + "…"
    words = tr(f"会商请本部门答复：{why}", f"the meeting asks this unit: {why}")
    href = f"{reverse('staff:situation_meetings')}#mine"
    return Item(TOPIC, topic.due_on, _says(topic), None, words, tr("答复", "Answer"), href, main=True)


def _led(found: list[Topic], today: date) -> list[Item]:
    items = [_of_unit(one, today) for one in found if one.state != Topic.OPEN]
    undecided = [one for one in found if one.state == Topic.OPEN]
    return items + [
        _undecided(meeting, len(list(some))) for meeting, some in groupby(undecided, lambda one: one.meeting)
    ]


def _of_unit(topic: Topic, today: date) -> Item:
    """An answer to look at, or one that did not come in time."""
    unit = tr(topic.unit.name, topic.unit.name_en or topic.unit.name) if topic.unit else ""
    href = f"{reverse('staff:situation_meeting', args=[topic.meeting_id])}#topic-{topic.place}"
    if topic.state == Topic.ANSWERED:
        why = tr(f"{unit}已答复，请查看后了结或者请其再答复", f"{unit} has answered; settle it or ask again")
        return Item(TOPIC, None, _says(topic), None, why, tr("看答复", "See it"), href, main=True)
    day = short_day(topic.due_on, today) if topic.due_on else ""
    why = tr(f"{unit}应在{day}前答复，还没有答复", f"{unit} was to answer by {day} and has not")
    return Item(TOPIC, topic.due_on, _says(topic), None, why, tr("看议题", "See the topic"), href)


def _undecided(meeting: Meeting, count: int) -> Item:
    period = period_words(read_period(meeting.period))
    title = tr(f"{period}数据会商", f"Meeting on the figures of {period}")
    why = tr(f"{count}个议题还没有登记决定", f"{count} topics without a decision")
    href = reverse("staff:situation_meeting", args=[meeting.pk])
    return Item(
        TOPIC,
        meeting.held_on,
        title,
        None,
        why,
        tr("登记决定", "Enter decisions"),
        href,
        main=True,
        ends=False,
    )


def _says(topic: Topic) -> str:
    return tr(topic.zh, topic.en)
