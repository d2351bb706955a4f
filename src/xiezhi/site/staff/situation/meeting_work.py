"""Meetings made by the worker: finding topics takes the statistics, which load in seconds. The rights are those the asker has then.

A meeting and its entry in the audit trail are kept in one transaction, under the identifier of the job: a worker that takes the job up
again after a kill finds both or neither.
"""

import hashlib
import json
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from xiezhi.record import jobs
from xiezhi.record.audit import note
from xiezhi.record.models import Job
from xiezhi.record.viewers import Viewer
from xiezhi.rules.errors import InputError
from xiezhi.site.staff.situation.asking import Asked
from xiezhi.site.staff.situation.reporting import (
    asker_of,
    cancel_own,
    own_work,
    own_works,
    read_wanted,
    wanted_by,
)
from xiezhi.work.situation.meeting import holding, rights
from xiezhi.work.situation.models import Meeting
from xiezhi.work.situation.report.wanted import Wanted, written_of

MEETING = "situation.meeting"  # the kind of the job


def wanted_by_meeting(asked: Asked) -> Wanted:
    """What a meeting on a question is about: its courts, never one division alone. Raises Refused, NotThere."""
    return replace(wanted_by(replace(asked, division=None)), division=None)


def ask_for(viewer: Viewer, wanted: Wanted, held_on: date, *, at: datetime) -> Job:
    """Have the topics of a meeting found. Raises Refused, NotThere, InputError."""
    rights.demand_lead(viewer, wanted.court.pk, below=wanted.below)
    if held_on < viewer.on:
        raise InputError("会商日期已经过去", "the day of the meeting has passed", field="held_on")
    assert viewer.post is not None
    request = written_of(wanted) | {"held_on": held_on.isoformat(), "post": str(viewer.post.id)}
    digest = hashlib.sha256(json.dumps(request, sort_keys=True).encode()).hexdigest()
    with transaction.atomic():
        job = jobs.ask(
            MEETING, f"{viewer.officer}/{digest[:40]}", court=wanted.court.pk, officer=viewer.officer, at=at
        )
        if not job.result:
            Job.objects.filter(pk=job.pk).update(result={"request": request})
        note(viewer, holding.ASKED, object_class=rights.TOPICS, object_id=str(job.pk), details=request)
    return job


def run(work: jobs.Run) -> None:
    """Find the topics and keep the meeting, once."""
    key = work.job.pk
    if not Meeting.objects.filter(pk=key).exists():
        _make(work, key)
    work.result |= {"meeting": str(key)}


def _make(work: jobs.Run, key: UUID) -> None:
    request = work.result["request"]
    viewer = asker_of(work.job, request["post"])
    wanted = read_wanted(request)
    sight = rights.demand_lead(viewer, wanted.court.pk, below=wanted.below)
    work.report(0, 1)
    found = holding.find(sight, wanted)
    held_on = max(date.fromisoformat(request["held_on"]), viewer.on)
    with transaction.atomic():
        work.report(1, 1)
        holding.keep(viewer, wanted, found, key=key, at=timezone.now(), held_on=held_on)


def works_of(viewer: Viewer, now: datetime) -> list[Job]:
    """The viewer's own meetings that are being made, or were within the hour without becoming one."""
    return own_works(viewer, MEETING, "meeting", now)


def work_of(viewer: Viewer, job: UUID) -> Job:
    """One of the viewer's, asked for in the same post. Raises NotThere."""
    return own_work(viewer, job, MEETING)


@transaction.atomic
def cancel(viewer: Viewer, job: UUID) -> None:
    """End one of the viewer's. Raises NotThere."""
    cancel_own(viewer, work_of(viewer, job), holding.CANCELLED, object_class=rights.TOPICS)
