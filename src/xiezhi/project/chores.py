"""The work that recurs, and the worker that does it: a scan that is safe to repeat, not a queue of promises."""

import logging
import time
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from threading import Event, Thread

from django.db import connection
from django.utils import timezone

from xiezhi.project.lanes import FACTS, LANES
from xiezhi.project.wiring import CHORES, HOURS, JOBS, LEASES, PROMPT
from xiezhi.record import jobs
from xiezhi.record.models import Chore

LEASE = timedelta(
    minutes=30
)  # a worker that died is replaced after this, where the wiring says no other time
LOOK = 2.0  # seconds between two looks at the schedule

_TAKE = """
UPDATE record_chore SET leased_until = %s
WHERE name = %s AND due_at <= %s AND (leased_until IS NULL OR leased_until < %s) RETURNING name
"""
log = logging.getLogger(__name__)


def work(stop: Event, lanes: Sequence[str] = LANES) -> None:
    """Do what is due until told to stop: each line of work of these lanes in a thread of its own, so that none waits for another."""
    put_down(timezone.now())
    acts = [pair for lane in lanes for pair in lines(lane, stop).items()]
    threads = [Thread(target=rounds, args=[stop, act], name=name) for name, act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def lines(lane: str, stop: Event) -> dict[str, Callable[[], bool]]:
    """What is done side by side in a lane. The facts have one to themselves, which `xiezhi up` gives a process: they must be there within a
    minute after an event, whatever letters are sent, cases compared or reports printed meanwhile."""
    if lane == FACTS:
        return {"facts": lambda: do_due(stop, PROMPT)}
    nightly = [name for name in CHORES if name in HOURS]
    usual = [name for name in CHORES if name not in HOURS and name not in PROMPT]
    return {
        "usual": lambda: do_due(stop, usual),
        "nightly": lambda: do_due(stop, nightly),
        "jobs": lambda: jobs.work_off(JOBS),
    }


def rounds(stop: Event, act: Callable[[], bool]) -> None:
    """Act again and again, with a pause where there was nothing to do. A fault, such as a database that is away for a moment, costs a
    round and not the worker."""
    while not stop.is_set():
        try:
            busy = act()
        except Exception:
            log.exception("the round is taken again")
            connection.close()
            busy = False
        if not busy:
            stop.wait(LOOK)
    connection.close()


def do_due(stop: Event, names: Sequence[str]) -> bool:
    """Each of these chores that is due, once; the schedule is then looked at after the pause."""
    for name in names:
        if not stop.is_set():
            do_if_due(name, timezone.now())
    connection.close_if_unusable_or_obsolete()
    return False


def put_down(now: datetime) -> None:
    """Enter the chores that the schedule does not know yet."""
    for name in CHORES:
        Chore.objects.get_or_create(name=name, defaults={"due_at": now})


def do_if_due(name: str, now: datetime) -> bool:
    """Do one chore if it is due and nobody else does it. A fault is written down and the chore tried again when next due."""
    every, act = CHORES[name]
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, [now + LEASES.get(name, LEASE), name, now, now])
        if cursor.fetchone() is None:
            return False
    began = time.monotonic()
    result, fault = _attempt(name, act)
    done = timezone.now()
    values = {
        "due_at": next_due(name, every, done),
        "leased_until": None,
        "seconds": time.monotonic() - began,
        "fault": fault,
    }
    if not fault:
        values |= {"done_at": done, "result": result}
    Chore.objects.filter(name=name).update(**values)
    return True


def next_due(name: str, every: timedelta, done: datetime) -> datetime:
    """When a chore is due again: so long after it was done, or at its hour of the next night."""
    hour = HOURS.get(name)
    if hour is None:
        return done + every
    local = timezone.localtime(done)
    tonight = local.replace(hour=hour.hour, minute=hour.minute, second=0, microsecond=0)
    return tonight if tonight > local else tonight + every


def _attempt(name: str, act: Callable[[], str]) -> tuple[str, str]:
    try:
        return act()[:200], ""
    except Exception as fault:  # whatever happened, the worker goes on with the next chore
        log.exception("chore %s", name)
        return "", f"{type(fault).__name__}: {fault}"[:500]
