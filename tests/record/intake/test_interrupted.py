"""An import that is cut off, cancelled or shared by several processes: nothing doubled, nothing lost."""

import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psutil
import pytest
from django.db import connection
from django.utils import timezone

from tests.cast import found_province
from tests.record.intake.conftest import PLAIN, Desk, closed, counts, row, table
from xiezhi.record import jobs
from xiezhi.record.intake import actions, batch, run
from xiezhi.record.intake.models import Import, ImportBatch
from xiezhi.record.models import Case, Event, Job

HOME = Path(__file__).parents[3]


class KilledError(BaseException):
    """As when the process ends here."""


def many(count: int) -> str:
    return table(*(closed(serial) for serial in range(1, count + 1)))


def asked(system: Desk, contents: str) -> Import:
    of = system.receive(contents)
    saved = actions.save_mapping(system.code, PLAIN, by=None, at=system.at)
    actions.start(of.pk, saved.pk, by=None, at=system.at)
    return of


def lease_ends() -> None:
    """The time in which a dead worker is waited for is over; nobody counts how often it died."""
    Job.objects.filter(state="running").update(leased_until=timezone.now() - jobs.LEASE, attempts=0)


@pytest.mark.parametrize("where", ["_write", "_new_cases", "append_many"])
def test_cut_off_at_any_place_the_work_goes_on_without_doubling(system, monkeypatch, where):
    monkeypatch.setattr(run, "ROWS", 10)
    of = asked(system, many(55))
    once, calls = getattr(batch, where), []

    def cut(*args: Any, **more: Any) -> Any:
        calls.append(1)
        if len(calls) == 3:
            raise KilledError
        return once(*args, **more)

    monkeypatch.setattr(batch, where, cut)
    with pytest.raises(KilledError):
        system.work(of)
    assert counts(of) == {"recorded": 20} and Case.objects.count() == 20
    monkeypatch.setattr(batch, where, once)
    monkeypatch.setattr(run, "ROWS", 7)  # a newer version of the software has other habits
    lease_ends()
    of = system.work(of)
    assert counts(of) == {"recorded": 55} and of.standing == "done"
    assert (Case.objects.count(), Event.objects.count()) == (55, 110)
    assert of.job.done == of.job.total == 55


def test_cancelled_what_is_done_stays_and_a_new_start_goes_on(system, monkeypatch):
    monkeypatch.setattr(run, "ROWS", 10)
    of = asked(system, many(35))
    once = batch.record

    def cancelled(*args: Any) -> Any:
        found = once(*args)
        if ImportBatch.objects.count() == 2:
            actions.stop(of.pk, by=None)
        return found

    monkeypatch.setattr("xiezhi.record.intake.hands.record", cancelled)
    of = system.work(of)
    assert (of.standing, of.job.state, counts(of)) == ("stopped", "cancelled", {"recorded": 20})
    monkeypatch.setattr("xiezhi.record.intake.hands.record", once)
    actions.start(of.pk, of.mapping_id, by=None, at=system.at)
    assert counts(system.work(of)) == {"recorded": 35}


def test_progress_is_told_with_counts_and_problems(system, monkeypatch):
    monkeypatch.setattr(run, "ROWS", 10)
    of = asked(
        system,
        table(
            *(row(serial) for serial in range(1, 30)), row(30, 立案日期="昨天"), closed(31, 结案方式="结掉")
        ),
    )
    of = system.work(of)
    assert (of.job.state, of.job.done, of.job.total, of.job.problems) == ("done", 31, 31, 2)
    assert of.job.result["recorded"] == 29 and of.job.result["unmapped"] == [["outcome", "结掉", 1]]


def _worker(size: int, folder: Path) -> subprocess.Popen[str]:
    place = connection.settings_dict
    host = quote(place["HOST"] or place["OPTIONS"].get("host", ""), safe="") + (
        f":{place['PORT']}" if place["PORT"] else ""
    )
    address = f"postgresql://{place['USER']}:{place['PASSWORD']}@{host}/{place['NAME']}"
    command = [sys.executable, "-m", "tests.record.intake.killed_worker", str(size), str(folder)]
    environment = os.environ | {
        "DATABASE_URL": address,
        "DJANGO_SETTINGS_MODULE": "xiezhi.project.settings",
        "PYTHONPATH": f"{HOME}:{HOME / 'tests'}",
    }
    return subprocess.Popen(command, cwd=HOME, env=environment, stdout=subprocess.PIPE, text=True)


def _kill(worker: subprocess.Popen[str]) -> None:
    """The worker alone, if it still works: its helpers end by themselves with their pipe."""
    helpers = psutil.Process(worker.pid).children(recursive=True) if worker.poll() is None else []
    worker.kill()
    worker.communicate()
    _, alive = psutil.wait_procs(helpers, timeout=120)
    assert not alive


@pytest.mark.django_db(transaction=True)
def test_two_processes_killed_again_and_again_lose_and_double_nothing(storage, hard):
    found_province()
    system = Desk(None)
    rows = 20_000 if hard else 1_500
    of = asked(system, many(rows))
    for done in (1, 4, 9) if not hard else range(1, 60, 6):
        worker = _worker(100, storage)
        assert worker.stdout is not None
        worker.stdout.readline()
        until = time.monotonic() + 120
        while ImportBatch.objects.filter(of=of).count() < done and worker.poll() is None:
            assert time.monotonic() < until, "the worker stands still"
            time.sleep(0.02)
        _kill(worker)
        lease_ends()
    worker = _worker(100, storage)
    worker.communicate(timeout=300)
    of.refresh_from_db()
    assert (of.standing, counts(of)) == ("done", {"recorded": rows}), of.fault_en or of.job
    assert (Case.objects.count(), Event.objects.count()) == (rows, 2 * rows)
