"""A list of the situation too long to wait for, written by the worker beside the exports of the docket: fetched by the one who asked.

Its snapshot stays until it is written. The rows are read with the rights the asker has then; who has left the post gets nothing.
"""

import tempfile
from collections.abc import Iterator
from datetime import datetime
from typing import BinaryIO, cast
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils import timezone

from xiezhi.record import jobs, results
from xiezhi.record.errors import NotThere
from xiezhi.record.models import Job
from xiezhi.record.models.jobs import OPEN
from xiezhi.rules.language import speak_to
from xiezhi.site.staff.docket import exporting, sheets
from xiezhi.site.staff.docket.rows import Row
from xiezhi.site.staff.situation import asking
from xiezhi.site.staff.situation.opened_list import Opened, every_row, note_taking, open_list, sheet_of
from xiezhi.work.situation import snapshots

EXPORT = exporting.SITUATION_EXPORT
HOLDER = "export/"  # what pins a snapshot, with the job behind it


def ask_for(opened: Opened, form: str, purpose: str, at: datetime) -> Job:
    """Have a list written; the same asked for twice is one piece of work."""
    query = urlencode([*opened.asked.values(), ("figure", opened.key), ("side", opened.side)])
    job = exporting.ask(opened.asked.viewer, EXPORT, {"query": query, "form": form, "purpose": purpose}, at)
    snapshots.pin(opened.asked.snapshot, _holder(job), at)
    return job


def run(work: jobs.Run) -> None:
    """Write the file. Raises Refused when the asker no longer holds the post in which he asked, NotThere when the list is not his."""
    request = work.result["request"]
    viewer = exporting.asker(work.job, request["post"])
    with speak_to(request["language"]), tempfile.TemporaryFile() as stream:
        data = QueryDict(request["query"])
        asked = asking.read(data, viewer)
        if asked is None:
            raise NotThere("没有这份数据快照", "no such snapshot")
        opened = open_list(data, asked)
        sheet = sheet_of(opened, request["purpose"], timezone.now(), _rows(work, opened))
        count = sheets.WRITERS[request["form"]](sheet, cast(BinaryIO, stream))
        stream.seek(0)
        results.keep(work.job.pk, stream.read())
        note_taking(opened, request["purpose"], request["form"])
    snapshots.unpin(_holder(work.job))
    work.result |= {"rows": count, "kept": True}
    work.report(count, count)


def let_go() -> None:
    """Let go of the snapshots of files that were cancelled, or could not be written."""
    holders = snapshots.holders(HOLDER)
    open_now = Job.objects.filter(kind=EXPORT, state__in=OPEN).values_list("pk", flat=True)
    for holder in holders - {f"{HOLDER}{key}" for key in open_now}:
        snapshots.unpin(holder)


def _holder(job: Job) -> str:
    return f"{HOLDER}{job.pk}"


def _rows(work: jobs.Run, opened: Opened) -> Iterator[Row]:
    """The rows, telling how far the work is."""
    done = 0
    for rows in every_row(opened.cases):
        yield from rows
        done += len(rows)
        work.report(done, len(opened.cases))
