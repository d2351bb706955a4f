"""The worker goes on: a fault costs a round, not the chores or the jobs that come after it."""

from datetime import timedelta
from threading import Event, Thread

import pytest
from django.db import OperationalError

from xiezhi.project import chores, up
from xiezhi.project.lanes import FACTS, LANES, REST
from xiezhi.project.wiring import CHORES, LEASES, PROMPT
from xiezhi.record import jobs


@pytest.fixture(autouse=True)
def without_pauses(monkeypatch):
    monkeypatch.setattr(chores, "LOOK", 0)
    monkeypatch.setattr("django.db.connection.close", lambda: None)


def test_a_database_that_is_away_for_a_moment_does_not_end_the_worker(caplog):
    stop, told = Event(), []

    def act() -> bool:
        told.append("round")
        if len(told) == 1:
            raise OperationalError("the server is away")
        stop.set()
        return True

    chores.rounds(stop, act)
    assert told == ["round", "round"]
    assert "the server is away" in caplog.text


def test_nothing_is_done_once_told_to_stop():
    stop = Event()
    stop.set()
    chores.rounds(stop, lambda: pytest.fail("it went on"))


# --- the facts wait for nobody: an event is in them within a minute


@pytest.fixture
def worker(monkeypatch):
    """Every chore always due; one that this test names does what it says, the others nothing."""
    acts = dict.fromkeys(CHORES, lambda: None)
    monkeypatch.setattr(chores, "put_down", lambda now: None)
    monkeypatch.setattr(chores, "do_if_due", lambda name, now: acts[name]())
    monkeypatch.setattr(jobs, "work_off", lambda handlers: acts["jobs"]() or False)
    acts["jobs"] = lambda: None
    return acts


@pytest.mark.parametrize("slow", ["seal", "mail", "reminders", "compare", "whole_facts", "jobs"])
def test_the_facts_are_kept_up_to_date_while_other_work_goes_on(worker, slow):
    stop, begun, facts_done = Event(), Event(), Event()

    def facts():
        if begun.is_set():
            facts_done.set()

    def goes_on():
        begun.set()
        assert facts_done.wait(60), "the facts waited"
        stop.set()

    worker[slow], worker["facts"] = goes_on, facts
    working = Thread(target=chores.work, args=[stop])
    working.start()
    working.join(90)
    assert facts_done.is_set() and not working.is_alive()


def test_a_lane_does_its_own_work_and_no_other(worker):
    for lane, mine in ((FACTS, {"facts"}), (REST, set(CHORES) - {"facts"} | {"jobs"})):
        done: set[str] = set()
        stop = Event()

        def note(name, stop=stop, done=done, mine=mine):
            done.add(name)
            if done >= mine:
                stop.set()

        for name in (*CHORES, "jobs"):
            worker[name] = lambda name=name, note=note: note(name)
        chores.work(stop, (lane,))
        assert done == mine


def test_an_installation_gives_each_lane_a_process():
    """Python computes on one processor in a process: what compares cases or prints a report would hold the facts up."""
    lanes = [program[-1] for program in up.programs("127.0.0.1", 8000, 2) if "worker" in program]
    assert lanes == list(LANES)


def test_a_worker_killed_while_it_kept_the_facts_up_to_date_is_soon_replaced():
    assert set(PROMPT) <= set(LEASES)
    assert all(LEASES[name] + CHORES[name][0] < timedelta(minutes=1) for name in PROMPT)
