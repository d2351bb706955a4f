"""Everything in one call: database server, migrations, demonstration data, seal, web site, worker; and all of it stopped again."""

import fcntl
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from xiezhi.project import places, postgres
from xiezhi.project.lanes import LANES
from xiezhi.rules.errors import InputError

LOCK = "up.lock"
PATIENCE = 10.0  # seconds a process gets to end by itself
FAREWELL = 1.0  # seconds until our own closed connections are gone from the server's list


@contextmanager
def only_one() -> Iterator[None]:
    """Hold the place of the one running installation over this folder. Raises InputError when another holds it."""
    places.VAR.mkdir(parents=True, exist_ok=True)
    with (places.VAR / LOCK).open("w", encoding="ascii") as stream:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise InputError(
                f"{places.VAR}中的系统已在运行；请先结束它，或者用 XIEZHI_VAR 另指文件夹",
                f"the installation in {places.VAR} is running already; end it first, or name another folder in XIEZHI_VAR",
            ) from None
        yield


def is_up() -> bool:
    """Whether an installation runs over this folder."""
    path = places.VAR / LOCK
    if not path.exists():
        return False
    with path.open("r+", encoding="ascii") as stream:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        return False


def refuse_taken_port(host: str, port: int) -> None:
    """Raises InputError when nobody can listen there: the port is taken, or there is no such address."""
    try:
        with socket.create_server((host, port)):
            pass
    except OSError as fault:
        raise InputError(
            f"{host}:{port}不能使用（{fault.strerror or fault}）；请用 --port 另选端口",
            f"{host}:{port} cannot be used ({fault.strerror or fault}); choose another one with --port",
        ) from None


def serve(host: str, port: int, workers: int) -> int:
    """Run the web site and the workers until one of them ends or somebody ends us; leave no process behind."""
    children = [_start(*arguments) for arguments in programs(host, port, workers)]
    keeper = subprocess.Popen(
        [sys.executable, "-m", "xiezhi.project.keeper", *(str(child.pid) for child in children)],
        stdin=subprocess.PIPE,
        start_new_session=True,
    )
    told = False

    def end(*_: object) -> None:
        nonlocal told
        told = True

    before = {number: signal.signal(number, end) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        while not told and all(child.poll() is None for child in children):
            time.sleep(0.2)
    finally:
        keeper.kill()
        keeper.wait()
        _end(children)
        for number, handler in before.items():
            signal.signal(number, handler)
    return 0 if told else 1


def programs(host: str, port: int, workers: int) -> list[tuple[str, ...]]:
    """What runs side by side, as arguments to Python: the web site, and for each lane of recurring work a worker, so that one that computes
    takes no time from another."""
    site = (
        "-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port), "--workers", str(workers),
        "--blocking-threads", "4", "--log-level", "warning", "--respawn-failed-workers", "xiezhi.project.wsgi:application",
    )  # fmt: skip
    return [site, *(("-m", "xiezhi.project.cli", "worker", "--lane", lane) for lane in LANES)]


def _start(*arguments: str) -> "subprocess.Popen[bytes]":
    """A child in a group of its own, so that Ctrl-C reaches us alone and we end the children in order."""
    return subprocess.Popen([sys.executable, *arguments], start_new_session=True)


def _end(children: "list[subprocess.Popen[bytes]]") -> None:
    for child in children:
        if child.poll() is None:
            os.killpg(child.pid, signal.SIGTERM)
    deadline = time.monotonic() + PATIENCE
    for child in children:
        try:
            child.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            os.killpg(child.pid, signal.SIGKILL)
            child.wait()


def leave() -> None:
    """Stop the database server, if this process started it and nobody else needs it."""
    if not postgres.started_here() or not postgres.is_running() or is_up():
        return
    from django.db import connections

    connections.close_all()
    until = time.monotonic() + FAREWELL
    while postgres.has_other_clients():
        if time.monotonic() > until:
            return  # somebody works with it; who starts it next, or `xiezhi up`, stops it
        time.sleep(0.1)
    postgres.stop()
