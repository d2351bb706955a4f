"""The pages of decision meetings: the meetings there are, one with its topics, and what a unit was asked to answer."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from xiezhi.record.errors import NotThere, Refused
from xiezhi.record.models import Job
from xiezhi.record.models.jobs import DONE, OPEN
from xiezhi.record.viewers import Viewer
from xiezhi.rules.errors import InputError
from xiezhi.rules.indicators.periods import read_period
from xiezhi.rules.indicators.topics import topic_rules
from xiezhi.rules.language import tr
from xiezhi.site.staff.access import viewer_in
from xiezhi.site.staff.parts import Progress
from xiezhi.site.staff.situation import asking, meeting_work
from xiezhi.site.staff.situation.asking import Asked
from xiezhi.site.staff.situation.door import signed_in, words_of
from xiezhi.site.staff.situation.frame import head, question
from xiezhi.site.staff.situation.opened_list import TOPIC
from xiezhi.site.staff.situation.report_links import links_of
from xiezhi.site.staff.situation.reports import for_leaders
from xiezhi.site.staff.typed import typed_day
from xiezhi.work.situation.counts import name_of
from xiezhi.work.situation.meeting import deciding, holding, rights
from xiezhi.work.situation.models import Meeting, Topic, TopicEntry
from xiezhi.work.situation.report.values import Link
from xiezhi.work.situation.report.wanted import places_of
from xiezhi.work.situation.sight import sight_of
from xiezhi.work.situation.wording import named, period_words

HERE = "situation_meetings"
WEEK = timedelta(days=7)
STATES = {
    Topic.OPEN: ("待讨论", "to be discussed"), Topic.NOTED: ("已记录", "noted"), Topic.ASSIGNED: ("待答复", "to be answered"),
    Topic.ANSWERED: ("已答复，待查看", "answered, to be looked at"), Topic.SETTLED: ("已了结", "settled"),
}  # fmt: skip

WROTE = {TopicEntry.DECIDED: ("会商意见", "The meeting"), TopicEntry.ANSWERED: ("答复", "Answer")}


@dataclass(frozen=True, slots=True)
class Kept:
    """What somebody wrote about a topic that was not entered, and why: it stands in the form again."""

    topic: UUID
    words: str
    fault: str
    unit: str = ""
    due_on: str = ""


@for_leaders
def page(request: HttpRequest) -> HttpResponse:
    """The meetings there are, what the viewer's unit has to answer, and the button for a meeting on what is looked at."""
    return _page(request)


def _page(request: HttpRequest, kept: Kept | None = None) -> HttpResponse:
    asked = question(request)
    if isinstance(asked, HttpResponse):
        return asked
    viewer = asked.viewer
    context = head(asked, HERE) | {
        "leads": rights.leads(viewer),
        "wanted_words": _wanted_words(asked),
        "values": asked.values(),
        "works": [progress_of(job) for job in meeting_work.works_of(viewer, timezone.now())],
        "meetings": [_line(one, viewer.on) for one in holding.meetings_of(viewer)],
        "mine": [_topic(one, viewer, kept) for one in holding.asked_of(viewer)],
        "answered": [_topic(one, viewer, kept) for one in holding.answered_of(viewer)],
        "usual_day": viewer.on + WEEK,
        "today": viewer.on,
    }
    return render(request, "staff/situation/meetings.html", context, status=422 if kept else 200)


def _wanted_words(asked: Asked) -> str:
    if not rights.leads(asked.viewer):
        return ""
    wanted = meeting_work.wanted_by_meeting(asked)
    return tr("，", ", ").join((places_of(wanted).title, period_words(wanted.period)))


def _line(meeting: Meeting, today: date) -> dict[str, Any]:
    states = [topic.state for topic in meeting.topics.all()]
    due = [topic.due_on for topic in meeting.topics.all() if topic.state == Topic.ASSIGNED and topic.due_on]
    return {
        "meeting": meeting,
        "title": tr("，", ", ").join((_court_words(meeting), period_words(read_period(meeting.period)))),
        "topics": len(states),
        "states": [(tr(*words), states.count(state)) for state, words in STATES.items() if state in states],
        "next": min(due, default=None),
        "overdue": sum(day < today for day in due),
    }


def _court_words(meeting: Meeting) -> str:
    return places_of(holding.wanted_of(meeting)).title


@for_leaders
def one(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """A meeting with its topics."""
    return _one(request, viewer_in(request), meeting_id)


def _one(request: HttpRequest, viewer: Viewer, meeting_id: UUID, kept: Kept | None = None) -> HttpResponse:
    meeting = holding.meeting_of(viewer, meeting_id)
    units = [(unit, _unit_words(unit, meeting)) for unit in holding.units_of(meeting)]
    rows = meeting.topics.select_related("unit__court", "meeting__court", "meeting__snapshot")
    topics = rows.prefetch_related("entries__by").order_by("place")
    context = {
        "meeting": meeting,
        "title": tr("，", ", ").join((_court_words(meeting), period_words(read_period(meeting.period)))),
        "topics": [_topic(topic, viewer, kept) for topic in topics],
        "units": units,
        "leads": rights.leads(viewer),
        "usual_day": viewer.on + WEEK,
        "today": viewer.on,
    }
    return render(request, "staff/situation/meeting.html", context, status=422 if kept else 200)


def _unit_words(unit: Any, meeting: Meeting) -> str:
    return named(unit) if unit.court_id == meeting.court_id else f"{named(unit.court)} {named(unit)}"


def _topic(topic: Topic, viewer: Viewer, kept: Kept | None) -> dict[str, Any]:
    """A topic as it is drawn: its sentence, what to talk about, its lists, who is next and by when; with what was not entered."""
    rule = topic_rules().get(topic.rule)
    address = links_of(holding.wanted_of(topic.meeting), on_paper=False)
    lists = [
        (
            tr(
                f"{name_of(link.key)}，{period_words(link.period)}",
                f"{name_of(link.key)}, {period_words(link.period)}",
            ),
            f"{href}&{urlencode({TOPIC: topic.pk})}",
        )
        for link in holding.lists_of(topic)
        if (href := address(_within(link, topic, viewer)))
    ]
    unit = f"{named(topic.unit.court)}{tr('', ', ')}{named(topic.unit)}" if topic.unit else ""
    nearest = {
        Topic.OPEN: (tr("会商主持人", "who leads the meeting"), topic.meeting.held_on), Topic.ASSIGNED: (unit, topic.due_on),
        Topic.ANSWERED: (tr("会商主持人", "who leads the meeting"), topic.due_on),
    }.get(topic.state)  # fmt: skip
    return {
        "topic": topic,
        "says": tr(topic.zh, topic.en),
        "ask": tr(rule.ask_zh, rule.ask_en) if rule else "",
        "lists": lists,
        "entries": [(tr(*WROTE[entry.kind]), entry) for entry in topic.entries.all()],
        "state": tr(*STATES[topic.state]),
        "next": nearest,
        "late": bool(nearest and nearest[1] and nearest[1] < viewer.on),
        "unit": unit,
        "kept": kept if kept and kept.topic == topic.pk else None,
    }


def _within(link: Link, topic: Topic, viewer: Viewer) -> Link:
    """A list of the meeting's court, for a reader of a court below narrowed to his own, of which he may see the cases."""
    if sight_of(viewer).over(link.court or str(topic.meeting.court_id)) or viewer.post is None:
        return link
    return replace(link, court=str(viewer.post.court), below=True)


# --- acting


@require_POST
@for_leaders
def make(request: HttpRequest) -> HttpResponse:
    """Have the topics of the question found."""
    asked = asking.read(request.POST, viewer_in(request))
    if asked is None:
        return redirect(f"staff:{HERE}")
    if asked.faults:  # not another meeting than the one that was asked for
        messages.error(request, tr("没有开始：", "Not begun: ") + tr("；", "; ").join(asked.faults))
        return redirect(asked.address(HERE))
    try:
        held_on = typed_day(request.POST.get("held_on", ""))
        meeting_work.ask_for(asked.viewer, meeting_work.wanted_by_meeting(asked), held_on, at=timezone.now())
    except (Refused, InputError) as fault:
        messages.error(request, tr("没有开始：", "Not begun: ") + words_of(request, fault))
        return redirect(asked.address(HERE))
    messages.success(
        request,
        tr("正在按规则查找议题，完成后列在下面。", "Topics are being found; the meeting will stand below."),
    )
    return redirect(asked.address(HERE))


@signed_in
def work(request: HttpRequest, job_id: UUID) -> HttpResponse:
    """The bar of a job, renewed by itself; a POST cancels. Not there for whoever did not ask for it, in whichever post."""
    viewer = viewer_in(request)
    job = meeting_work.work_of(viewer, job_id)
    if request.method == "POST":
        meeting_work.cancel(viewer, job_id)
        return redirect(f"staff:{HERE}")
    return render(request, "parts/progress.html", {"progress": progress_of(job)})


def progress_of(job: Job) -> Progress:
    """The bar of a job."""
    words = tr("查找会商议题：", "Finding topics: ") + period_words(
        read_period(job.result["request"]["period"])
    )
    if job.fault_zh:
        words += tr("：", ": ") + tr(job.fault_zh, job.fault_en)
    here = reverse("staff:situation_meeting_work", args=[job.pk])
    made = job.result.get("meeting") if job.state == DONE else None
    open_now = job.state in OPEN
    return Progress(
        words, job.done, job.total, job.state, "", poll_href=here if open_now else "", cancel_href=here if open_now else "",
        result_href=reverse("staff:situation_meeting", args=[made]) if made else "",
    )  # fmt: skip


@require_POST
@for_leaders
def decide(request: HttpRequest, topic_id: UUID) -> HttpResponse:
    """What becomes of a topic: noted, given to a unit, settled, asked again."""
    viewer, words = viewer_in(request), request.POST.get("words", "")
    acts: dict[str, Callable[[], Topic]] = {
        "note": lambda: deciding.note_topic(viewer, topic_id, words),
        "assign": lambda: deciding.assign(
            viewer,
            topic_id,
            words,
            unit=_identifier(request.POST.get("unit", "")),
            due_on=typed_day(request.POST.get("due_on", "")),
        ),
        "settle": lambda: deciding.settle(viewer, topic_id),
        "again": lambda: deciding.ask_again(
            viewer, topic_id, words, due_on=typed_day(request.POST.get("due_on", ""))
        ),
    }
    act = acts.get(request.POST.get("act", ""))
    if act is None:
        raise NotThere("没有这个操作", "no such act")
    try:
        topic = act()
    except (Refused, InputError) as fault:
        told = tr("没有登记：", "Nothing was entered: ") + words_of(request, fault)
        kept = Kept(topic_id, words, told, request.POST.get("unit", ""), request.POST.get("due_on", ""))
        return _one(request, viewer, holding.topic_of(viewer, topic_id).meeting_id, kept)
    return redirect(f"{reverse('staff:situation_meeting', args=[topic.meeting_id])}#topic-{topic.place}")


def _identifier(typed: str) -> UUID:
    try:
        return UUID(typed)
    except ValueError:
        raise InputError("请选一个责任部门", "choose the responsible unit", field="unit") from None


@require_POST
@signed_in
def answer(request: HttpRequest, topic_id: UUID) -> HttpResponse:
    """The answer of the viewer's unit."""
    words = request.POST.get("words", "")
    try:
        deciding.answer(viewer_in(request), topic_id, words)
    except (Refused, InputError) as fault:
        told = tr("没有登记：", "Nothing was entered: ") + words_of(request, fault)
        return _page(request, Kept(topic_id, words, told))
    messages.success(
        request,
        tr(
            "已答复，由会商主持人查看；答复列在“本部门已答复”。",
            "Answered; who leads the meeting looks at it. The answer stands under “Answered by this unit”.",
        ),
    )
    return redirect(f"staff:{HERE}")
