"""The worker goes on: a fault costs a round, not the chores or the jobs that come after it."""

from threading import Event

import pytest
from django.db import OperationalError

from xiezhi.project import chores


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
