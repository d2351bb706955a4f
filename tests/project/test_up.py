"""One call brings everything up over an empty folder, and Ctrl-C takes everything down again."""

import http.client
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psutil
import pytest

XIEZHI = Path(sys.executable).with_name("xiezhi")
PATIENCE = 120.0


def free_port() -> int:
    with socket.socket() as there:
        there.bind(("127.0.0.1", 0))
        port: int = there.getsockname()[1]
        return port


def environment(folder: Path) -> dict[str, str]:
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("DATABASE_", "XIEZHI_"))
    }
    return {**kept, "XIEZHI_VAR": str(folder), "LANG": "en_GB.UTF-8"}


def answers(process: "subprocess.Popen[str]", port: int, path: str) -> tuple[int, str]:
    """What the site answers, once it does; fails at once when the process has ended."""
    until = time.monotonic() + PATIENCE
    while True:
        assert process.poll() is None, process.communicate()[0]
        try:
            with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=5)) as connection:
                connection.request("GET", path)
                answer = connection.getresponse()
                return answer.status, answer.read().decode()
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.3)


def left_behind(folder: Path) -> list[str]:
    """Processes that belong to an installation."""
    found = []
    for process in psutil.process_iter(["cmdline", "environ"]):
        words = " ".join(process.info["cmdline"] or ())
        if str(folder) in words or (process.info["environ"] or {}).get("XIEZHI_VAR") == str(folder):
            found.append(words)
    return found


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    """A folder that the database server of a root user, which runs as another one, can reach."""
    made = Path(tempfile.mkdtemp(prefix="xiezhi-"))
    made.chmod(0o755)
    yield made
    shutil.rmtree(made, ignore_errors=True)


def start(folder: Path, port: int) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [XIEZHI, "up", "--port", str(port), "--cases", "300", "--workers", "1"],
        env=environment(folder), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8",
    )  # fmt: skip


def end(process: "subprocess.Popen[str]") -> str:
    process.send_signal(signal.SIGINT)
    told, _ = process.communicate(timeout=60)
    return told


def test_an_empty_folder_becomes_a_site_with_accounts_and_ctrl_c_leaves_no_process(folder: Path) -> None:
    port = free_port()
    process = start(folder, port)
    try:
        status, page = answers(process, port, "/sign-in")
        assert status == 200
        assert "username" in page
        twice = subprocess.run(
            [XIEZHI, "up"], env=environment(folder), capture_output=True, encoding="utf-8", check=False
        )
        assert twice.returncode == 2, "only one at a time over a folder"
        assert "running already" in twice.stderr
    finally:
        told = end(process)
    for account in ("clerk", "judge", "president", "provincial-management", "audit-admin"):
        assert account in told
    assert process.returncode == 0
    assert left_behind(folder) == []


def test_the_second_start_finds_everything_as_it_was(folder: Path) -> None:
    port = free_port()
    process = start(folder, port)
    try:
        assert answers(process, port, "/sign-in")[0] == 200
    finally:
        told = end(process)
    assert "Loading" not in told
    assert left_behind(folder) == []


def test_not_even_a_killed_installation_leaves_processes(folder: Path) -> None:
    port = free_port()
    process = start(folder, port)
    try:
        assert answers(process, port, "/sign-in")[0] == 200
    finally:
        process.kill()
        process.communicate(timeout=60)
    until = time.monotonic() + PATIENCE
    while left_behind(folder):
        assert time.monotonic() < until, left_behind(folder)
        time.sleep(0.5)


def test_training_is_the_same_program_over_a_database_of_its_own(folder: Path) -> None:
    told = subprocess.run(
        [XIEZHI, "demo", "accounts"], env=environment(folder) | {"XIEZHI_TRAINING": "1"}, capture_output=True,
        encoding="utf-8", check=False,
    )  # fmt: skip
    assert told.returncode == 2, "the training database is another one, and still empty"
    assert (folder / "training" / "database").exists()
    assert left_behind(folder) == [], "a command that started the server takes it down"


@pytest.mark.parametrize(
    "option", [("--port", "0"), ("--port", "65536"), ("--workers", "0"), ("--cases", "-1")]
)
def test_a_site_that_cannot_be_is_refused_before_anything_starts(
    tmp_path: Path, option: tuple[str, str]
) -> None:
    answer = subprocess.run(
        [XIEZHI, "--lang", "en", "up", *option],
        env=environment(tmp_path),
        check=False,
        capture_output=True,
        encoding="utf-8",
    )
    assert answer.returncode == 2
    assert option[0] in answer.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_taken_port_and_a_path_with_a_blank_are_told_in_one_line(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        told = subprocess.run(
            [XIEZHI, "up", "--port", port],
            env=environment(tmp_path),
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
    assert told.returncode == 2
    assert "--port" in told.stderr
    blank = tmp_path / "a b"
    told = subprocess.run(
        [XIEZHI, "migrate"], env=environment(blank), capture_output=True, encoding="utf-8", check=False
    )
    assert told.returncode == 2
    assert "blanks" in told.stderr
    assert "Traceback" not in told.stderr
