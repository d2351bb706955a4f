"""The long work of watching limits, as jobs: filling, recomputing, comparing an edition, carrying one out. Wired in project/wiring.py."""

import time
from typing import Any

from django.db import connection
from django.utils import timezone

from xiezhi.record.errors import NotThere
from xiezhi.record.jobs import Run
from xiezhi.work.deadlines.changed_law.comparing import compare
from xiezhi.work.deadlines.changed_law.editions import CARRY_OUT, COMPARE
from xiezhi.work.deadlines.models import Change, Edition
from xiezhi.work.deadlines.recomputing.filling import fill
from xiezhi.work.deadlines.recomputing.recompute import Recomputed, Report, recompute

QUESTIONS, RECOMPUTE = "deadlines.questions", "deadlines.recompute"
EVERY = 1.0  # seconds between two reports
PATIENCE = 120.0  # seconds until transactions that began before an acceptance must have ended
_NOW = "SELECT clock_timestamp()"
# Of the application's own role: of other roles the server tells us nothing, and they record nothing.
_OLDER = """
SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND xact_start < %s
"""


def reporting(run: Run) -> Report:
    """How a step tells the job how far it is: not more often than once a second."""
    last = 0.0

    def report(done: int, total: int) -> None:
        nonlocal last
        now = time.monotonic()
        if now - last > EVERY:
            last = now
            run.report(done, total)

    return report


def fill_questions(run: Run) -> None:
    """Job "deadlines.questions"."""
    run.result["filled"] = fill(at=timezone.now(), report=reporting(run))


def recompute_all(run: Run) -> None:
    """Job "deadlines.recompute"."""
    report = reporting(run)
    fill(at=timezone.now(), report=report)
    _tell(run, recompute(on=timezone.localdate(), at=timezone.now(), report=report))


def compare_edition(run: Run) -> None:
    """Job "edition.compare"; the subject is the number of the edition."""
    report = reporting(run)
    fill(at=timezone.now(), report=report)
    listed = compare(int(run.job.subject), on=timezone.localdate(), at=timezone.now(), report=report)
    run.result["changes"] = listed


def carry_out_edition(run: Run) -> None:
    """Job "edition.carry_out"; the subject is the number of the edition. What events recorded before the acceptance and committed
    after it said by the old law is moved as well."""
    edition = Edition.objects.filter(pk=int(run.job.subject), standing=Edition.IN_FORCE).first()
    if edition is None:
        raise NotThere("这一版法规数据不是现行版", "this edition is not in force")
    _wait_for_the_old_law(run)
    report = reporting(run)
    fill(at=timezone.now(), report=report)
    done = recompute(on=timezone.localdate(), at=timezone.now(), report=report, edition=edition.pk)
    # What is left on the list needs no moving any more: closed meanwhile, or answered anew by an event.
    Change.objects.filter(edition=edition, carried_out_at=None).update(carried_out_at=timezone.now())
    _tell(run, done)


def _tell(run: Run, done: Recomputed) -> None:
    run.result |= {
        "asked": done.asked,
        "written": done.written,
        "left": done.left,
        "longest_ms": round(done.longest * 1000),
    }


def _wait_for_the_old_law(run: Run) -> None:
    """Until every transaction that may have read the former edition has ended; a sleeping one is not waited for for ever."""
    until, begun = time.monotonic() + PATIENCE, _one(_NOW)
    while _one(_OLDER, begun) and time.monotonic() < until:
        run.report(0, None)
        time.sleep(0.2)


def _one(statement: str, *values: Any) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchone()[0]


HANDLERS = {
    QUESTIONS: fill_questions,
    RECOMPUTE: recompute_all,
    COMPARE: compare_edition,
    CARRY_OUT: carry_out_edition,
}
