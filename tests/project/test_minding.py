"""While an installation runs: workers that die come back, the end of the site ends it, and links know where it listens."""

import os
import signal
import subprocess
import sys
import threading
import time

import pytest

from xiezhi.project import places, up
from xiezhi.rules.language import speak_to

LASTS = ("-c", "import time; time.sleep(60)")
WORKER = (*LASTS, "worker", "--lane", "rest")


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("127.0.0.1", "http://127.0.0.1:8171"),
        ("0.0.0.0", "http://127.0.0.1:8171"),
        ("::1", "http://[::1]:8171"),
        ("court.example", "http://court.example:8171"),
    ],
    ids=["here", "every address", "IPv6", "name"],
)
def test_links_lead_to_where_the_site_listens(monkeypatch, host, expected):
    monkeypatch.setenv("XIEZHI_ADDRESS", "")
    monkeypatch.delenv("XIEZHI_ADDRESS")
    up.name_address(host, 8171)
    assert os.environ["XIEZHI_ADDRESS"] == expected


def test_an_address_that_was_given_stays(monkeypatch):
    monkeypatch.setenv("XIEZHI_ADDRESS", "https://limits.court.example")
    up.name_address("127.0.0.1", 8171)
    assert os.environ["XIEZHI_ADDRESS"] == "https://limits.court.example"


def test_commands_are_told_where_the_installation_was_reached_last(monkeypatch, tmp_path):
    monkeypatch.setattr(places, "ADDRESS", tmp_path / "up.address")
    monkeypatch.delenv("XIEZHI_ADDRESS", raising=False)
    assert places.address() == "http://127.0.0.1:8000"
    monkeypatch.setenv("XIEZHI_ADDRESS", "")
    up.name_address("127.0.0.1", 8171)
    up.keep_address()
    monkeypatch.delenv("XIEZHI_ADDRESS")
    assert places.address() == "http://127.0.0.1:8171"
    monkeypatch.setenv("XIEZHI_ADDRESS", "https://limits.court.example/")
    assert places.address() == "https://limits.court.example"


def test_a_keeper_that_was_killed_brings_nothing_down_and_comes_back(monkeypatch, capfd):
    monkeypatch.setattr(up, "PAUSE", 0.0)
    monkeypatch.setattr(up, "programs", lambda *_: [(*LASTS, "granian"), WORKER])
    keepers: list[subprocess.Popen[bytes]] = []
    started = up._keeper_of

    def noticed(children):
        if not keepers:
            keepers.append(started(children))
            keepers[0].kill()
            children[1].process.kill()  # the first thing the dead keeper should be told
        else:
            keepers.append(started(children))
            threading.Timer(1.0, os.kill, (os.getpid(), signal.SIGTERM)).start()
        return keepers[-1]

    monkeypatch.setattr(up, "_keeper_of", noticed)
    with speak_to("en"):
        assert up.serve("127.0.0.1", 1, 1) == 0, "it went on until it was told to end"
    assert len(keepers) == 2 and all(keeper.returncode is not None for keeper in keepers)
    assert "the keeper ended; it is started again" in capfd.readouterr().err


def test_a_worker_that_was_killed_is_told_of_and_comes_back(monkeypatch, capfd):
    monkeypatch.setattr(up, "PAUSE", 0.0)
    child = up._Child(WORKER, up._start(*WORKER))
    keeper = subprocess.Popen(
        [sys.executable, "-c", "import sys; print(sys.stdin.read())"], stdin=subprocess.PIPE
    )
    first = child.process
    first.kill()
    first.wait()
    try:
        with speak_to("en"):
            up._mind(child, keeper)
            up._mind(child, keeper)
        assert child.process.pid != first.pid and child.process.poll() is None
    finally:
        keeper.communicate()
        up._end([child.process])
    told = capfd.readouterr()
    assert "signal 9" in told.err and "--lane rest ended" in told.err
    assert told.out.split() == [str(child.process.pid)], "the keeper knows the new one"


def test_the_end_of_the_web_site_ends_everything_and_is_told(monkeypatch, capfd):
    monkeypatch.setattr(up, "programs", lambda *_: [("-c", "pass", "granian"), WORKER])
    began = time.monotonic()
    with speak_to("en"):
        assert up.serve("127.0.0.1", 1, 1) == 1
    assert time.monotonic() - began < up.PATIENCE
    assert "the web site ended (status 0)" in capfd.readouterr().err
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
