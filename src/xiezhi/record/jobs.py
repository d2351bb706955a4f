"""Long work: asked for on a page or by the schedule, done by a worker, followed by a bar, cancelled, taken up again after a kill.

A handler works in steps that are safe to repeat and reports after each; the table of handlers is `project/wiring.py`.
"""

import logging
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any, TypeAlias
from uuid import UUID

from django.db import connection, transaction
from django.db.models import F, Q
from django.utils import timezone

from xiezhi.record.models.jobs import CANCELLED, DONE, FAILED, OPEN, RUNNING, WAITING, Job
from xiezhi.rules.errors import XiezhiError

LEASE = timedelta(minutes=2)  # a worker that died is replaced after this; every report extends it
MOST_ATTEMPTS = 5  # a job that killed its worker so often is given up

log = logging.getLogger(__name__)


class Stopped(Exception):
    """The one who asked for the work cancelled it, or another worker has taken it over. Raised by `Run.report`."""


class Run:
    """A job being done: what the handler knows of it, and how it says how far it is."""

    def __init__(self, job: Job, told: Callable[[int, int | None], None] | None = None) -> None:
        self.job = job
        self.result: dict[str, Any] = dict(job.result)
        self._told = told

    def report(self, done: int, total: int | None = None, *, problems: int = 0) -> None:
        """Say how far the work is. Raises Stopped when it was cancelled or taken over. Call it at least every minute, outside
        transactions; and as the first act of the one that keeps the outcome, whose worker then is the only one until it ends."""
        mine = Job.objects.filter(pk=self.job.pk, state=RUNNING, attempts=self.job.attempts)
        held = mine.filter(cancel_asked=False).update(
            done=done,
            total=total,
            problems=problems,
            result=self.result,
            leased_until=timezone.now() + LEASE,
        )
        if not held:
            raise Stopped
        if self._told is not None:
            self._told(done, total)


Handler: TypeAlias = Callable[[Run], None]


def ask(kind: str, subject: str = "", *, court: UUID | None, officer: UUID | None, at: datetime) -> Job:
    """Enter a piece of work; the one that is open already, where the same is asked for again, which takes back its cancelling."""
    same = Job.objects.select_for_update().filter(kind=kind, subject=subject, state__in=OPEN)
    with transaction.atomic():
        # Looked for again after entering it: somebody may have entered the same at this moment, and it may have ended since.
        while (open_now := same.first()) is None:
            Job.objects.bulk_create(
                [Job(kind=kind, subject=subject, court_id=court, officer_id=officer, asked_at=at)],
                ignore_conflicts=True,
            )
        if open_now.cancel_asked:
            open_now.cancel_asked = False
            open_now.save(update_fields=["cancel_asked"])
        return open_now


def cancel(job: UUID) -> None:
    """Ask a job to end. One that waits ends at once, one that runs at its next report."""
    Job.objects.filter(pk=job, state=WAITING).update(state=CANCELLED, ended_at=timezone.now())
    Job.objects.filter(pk=job, state=RUNNING).update(cancel_asked=True)


def work_off(handlers: Mapping[str, Handler]) -> bool:
    """Do the next piece of waiting work, if there is any; whether there was."""
    job = _take(timezone.now(), tuple(handlers))
    if job is None:
        return False
    _carry_out(Run(job), handlers[job.kind])
    return True


def lease(job: UUID, at: datetime) -> bool:
    """Keep a waiting job for this process, which then calls `do_leased`; False when a worker has it already. In the transaction of `ask` no worker
    can come first."""
    waiting = Job.objects.filter(pk=job, state=WAITING)
    return bool(
        waiting.update(state=RUNNING, leased_until=at + LEASE, attempts=F("attempts") + 1, began_at=at)
    )


def do_leased(job: UUID, handler: Handler, told: Callable[[int, int | None], None]) -> Job:
    """Do a job that was leased, in the foreground; `told` hears every report. Interrupted by the keyboard, the job ends as cancelled."""
    run = Run(Job.objects.get(pk=job), told)
    try:
        _carry_out(run, handler)
    except (KeyboardInterrupt, SystemExit):
        _end(run, CANCELLED, XiezhiError("", ""))
        raise
    return Job.objects.get(pk=job)


def _carry_out(run: Run, handler: Handler) -> None:
    job, state, fault = run.job, DONE, XiezhiError("", "")
    try:
        handler(run)
    except Stopped:
        state = CANCELLED
    except XiezhiError as refused:
        state, fault = FAILED, refused
    except Exception as unexpected:  # whatever happened, the worker goes on with the next job
        log.exception("job %s %s", job.kind, job.subject)
        state = FAILED
        fault = XiezhiError(
            f"意外错误（{type(unexpected).__name__}），详见服务日志；可重新开始",
            f"unexpected fault ({type(unexpected).__name__}), see the log of the service; it can be started again",
        )
    if not connection.in_atomic_block:
        connection.close_if_unusable_or_obsolete()
    _end(run, state, fault)


def _end(run: Run, state: str, fault: XiezhiError) -> None:
    Job.objects.filter(pk=run.job.pk, state=RUNNING, attempts=run.job.attempts).update(
        state=state,
        ended_at=timezone.now(),
        leased_until=None,
        result=run.result,
        fault_zh=fault.zh,
        fault_en=fault.en,
    )


@transaction.atomic
def _take(now: datetime, kinds: tuple[str, ...]) -> Job | None:
    """The oldest job that waits or whose worker died, now ours. Those before it that are not to be taken up again end here."""
    free = Q(state=WAITING) | Q(state=RUNNING, leased_until__lt=now)
    jobs = Job.objects.select_for_update(skip_locked=True, of=("self",)).filter(free, kind__in=kinds)
    while (job := jobs.order_by("asked_at").first()) is not None:
        if job.cancel_asked or job.attempts >= MOST_ATTEMPTS:
            _give_up(job, now)
            continue
        job.state, job.leased_until, job.attempts = RUNNING, now + LEASE, job.attempts + 1
        job.began_at = job.began_at or now
        job.save()
        return job
    return None


def _give_up(job: Job, now: datetime) -> None:
    """End a job whose worker died: cancelled, or cut off too often."""
    job.state, job.ended_at, job.leased_until = (CANCELLED if job.cancel_asked else FAILED), now, None
    if job.state == FAILED:
        job.fault_zh = f"中断{job.attempts}次，不再自动继续；可重新开始"
        job.fault_en = f"cut off {job.attempts} times; not taken up again by itself, it can be started again"
    job.save()


__all__ = ["Handler", "Run", "Stopped", "ask", "cancel", "do_leased", "lease", "work_off"]
