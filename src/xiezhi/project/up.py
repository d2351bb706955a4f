"""Everything in one call: database server, migrations, demonstration data, seal, web site, worker; and all of it stopped again."""

import contextlib
import fcntl
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from xiezhi.project import places, postgres
from xiezhi.project.lanes import LANES
from xiezhi.rules.errors import InputError
from xiezhi.rules.language import tr
from xiezhi.site.cli.console import complain_line

LOCK = "up.lock"
PATIENCE = 10.0  # seconds a process gets to end by itself
PAUSE = 5.0  # seconds until a worker that ended is started again
DATABASE_LOOK = 5.0  # seconds between two looks whether the database server is there
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


def address_of(host: str, port: int) -> str:
    """Where the site is reached from this machine."""
    name = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)
    return f"http://{f'[{name}]' if ':' in name else name}:{port}"


def name_address(host: str, port: int) -> None:
    """Where links that leave the screen lead, unless XIEZHI_ADDRESS says it: where this installation listens. Before settings are read."""
    os.environ["XIEZHI_ADDRESS"] = os.environ.get("XIEZHI_ADDRESS") or address_of(host, port)


def keep_address() -> None:
    """Write down where links lead, for commands that are told no address, such as a report from a cron job."""
    places.ADDRESS.write_text(os.environ["XIEZHI_ADDRESS"], encoding="utf-8")


@dataclass(slots=True)
class _Child:
    """One of the programs that run side by side; `again_at`: when one that ended is started again."""

    arguments: tuple[str, ...]
    process: "subprocess.Popen[bytes]"
    again_at: float | None = None

    @property
    def name(self) -> str:
        return " ".join(self.arguments[1:2] if self.arguments[1] == "granian" else self.arguments[2:])


def serve(host: str, port: int, workers: int) -> int:
    """Run the web site and the workers until the site or the database server ends, or somebody ends us; leave no process behind. A worker
    that ends is told of and started again."""
    site, *others = (_Child(arguments, _start(*arguments)) for arguments in programs(host, port, workers))
    keeper, kept = _keeper_of([site, *others]), time.monotonic()
    told = False

    def end(*_: object) -> None:
        nonlocal told
        told = True

    before = {number: signal.signal(number, end) for number in (signal.SIGINT, signal.SIGTERM)}
    database, looked = postgres.is_running(), time.monotonic()
    try:
        while not told:
            if site.process.poll() is not None:
                _tell(
                    tr("网站进程结束（{how}），系统停止", "the web site ended ({how}); everything stops"),
                    how=_how(site),
                )
                break
            if database and time.monotonic() > looked + DATABASE_LOOK:
                looked = time.monotonic()
                if not postgres.is_running():
                    _tell(tr("数据库进程结束，系统停止", "the database server ended; everything stops"))
                    break
            for one in others:
                _mind(one, keeper)
            if keeper.poll() is not None and time.monotonic() >= kept + PAUSE:
                _tell(tr("看守进程结束，重新启动", "the keeper ended; it is started again"))
                _dismiss(keeper)
                keeper, kept = _keeper_of([site, *others]), time.monotonic()
            time.sleep(0.2)
    finally:
        _end([one.process for one in (site, *others)])
        _dismiss(keeper)
        for number, handler in before.items():
            signal.signal(number, handler)
    return 0 if told else 1


def _keeper_of(children: "list[_Child]") -> "subprocess.Popen[bytes]":
    """The process that takes the others down when this one is gone."""
    return subprocess.Popen(
        [sys.executable, "-m", "xiezhi.project.keeper", *(str(one.process.pid) for one in children)],
        stdin=subprocess.PIPE,
        start_new_session=True,
    )


def _dismiss(keeper: "subprocess.Popen[bytes]") -> None:
    """End the keeper."""
    keeper.kill()
    keeper.wait()
    if keeper.stdin is not None:
        with contextlib.suppress(BrokenPipeError):  # what it was not told any more
            keeper.stdin.close()


def _mind(child: _Child, keeper: "subprocess.Popen[bytes]") -> None:
    """Start a worker that ended again, after a pause; the keeper learns of the new one."""
    if child.process.poll() is None:
        return
    if child.again_at is None:
        with contextlib.suppress(ProcessLookupError):  # what it had started goes with it
            os.killpg(child.process.pid, signal.SIGKILL)
        child.again_at = time.monotonic() + PAUSE
        _tell(
            tr(
                "后台进程 {name} 结束（{how}），{pause:.0f} 秒后重新启动",
                "the process {name} ended ({how}); it is started again in {pause:.0f} seconds",
            ),
            name=child.name, how=_how(child), pause=PAUSE,
        )  # fmt: skip
    elif time.monotonic() >= child.again_at:
        child.process, child.again_at = _start(*child.arguments), None
        assert keeper.stdin is not None
        with contextlib.suppress(BrokenPipeError):  # it has ended: its successor is told of every process
            keeper.stdin.write(f"{child.process.pid}\n".encode())
            keeper.stdin.flush()


def _how(child: _Child) -> str:
    """How a process ended: the signal that ended it, or its status."""
    status = child.process.returncode
    if status < 0:
        return tr(f"信号 {-status}", f"signal {-status}")
    return tr(f"返回值 {status}", f"status {status}")


def _tell(words: str, **values: object) -> None:
    complain_line(f"{time.strftime('%Y-%m-%d %H:%M:%S')} {words.format(**values)}")


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
