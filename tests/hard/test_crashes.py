"""kill -9 of writers and of the whole server under load: nothing acknowledged is lost, nothing is half done."""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random

import psutil
import pytest

from xiezhi.project import postgres

HERE = Path(__file__).parent


class Installation:
    """A database server, keys and writers of its own, far from the one the other tests use."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.data = folder / "database"
        owner = postgres.start(self.data)
        self.server = postgres._server(self.data)
        self.environment = os.environ | {
            "XIEZHI_VAR": str(folder), "DATABASE_OWNER_URL": owner, "DATABASE_URL": owner.replace("postgres:", f"{postgres.APP_ROLE}:", 1),
            "DJANGO_SETTINGS_MODULE": "xiezhi.project.settings", "PYTHONPATH": str(HERE.parents[1]), "PYTHONWARNINGS": "ignore",
        }  # fmt: skip
        self.writers: list[subprocess.Popen[str]] = []

    def run(self, script: str, *arguments: str) -> str:
        command = [sys.executable, str(HERE / script), *arguments]
        done = subprocess.run(
            command, env=self.environment, capture_output=True, text=True, timeout=300, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def add_writer(self, court: str, shared: str) -> None:
        number = str(len(list(self.folder.glob("log-*"))) + 1)
        with (self.folder / f"log-{number}").open("w") as log:
            command = [sys.executable, str(HERE / "writer.py"), number, str(self.folder), court, shared]
            self.writers.append(subprocess.Popen(command, env=self.environment, stderr=log, text=True))

    def kill_writer(self, writer: "subprocess.Popen[str]") -> None:
        assert writer.poll() is None, "a writer gave up:\n" + "".join(
            path.read_text() for path in self.folder.glob("log-*")
        )
        writer.kill()
        writer.wait()
        self.writers.remove(writer)

    def kill_server(self) -> None:
        """The postmaster and everything under it, as when the machine stops, and start it again."""
        postmaster = psutil.Process(int((self.data / "postmaster.pid").read_text().split()[0]))
        for process in (postmaster, *postmaster.children(recursive=True)):
            process.send_signal(signal.SIGKILL)
        psutil.wait_procs([postmaster])
        self.server.ensure_postgres_running()

    def acknowledged(self) -> int:
        return sum(path.read_text().count("\n") for path in self.folder.glob("acknowledged-*"))

    def wait_for(self, events: int) -> None:
        """Until that many more events were acknowledged."""
        wanted, until = self.acknowledged() + events, time.monotonic() + 120
        while self.acknowledged() < wanted:
            assert time.monotonic() < until, "the writers stand still:\n" + "".join(
                path.read_text()[-2000:] for path in self.folder.glob("log-*")
            )
            time.sleep(0.02)


@pytest.fixture
def installation() -> Iterator[Installation]:
    # The server runs as a user of its own where we are root, and its socket needs a short path.
    folder = Path(tempfile.mkdtemp(prefix="xiezhi-hard-"))
    folder.chmod(0o755)
    made = Installation(folder)
    yield made
    for writer in list(made.writers):
        writer.kill()
        writer.wait()
    postgres.stop(made.data)
    shutil.rmtree(folder, ignore_errors=True)


def test_killed_writers_and_a_killed_server_lose_nothing_that_was_acknowledged(installation, hard):
    rng = Random(7)
    court, shared = installation.run("founding.py").split()
    for _ in range(4 if hard else 2):
        installation.add_writer(court, shared)
    installation.wait_for(30)
    kills = ["writer", "server"] * (20 if hard else 1)
    for kill in kills:
        installation.wait_for(rng.randrange(10, 2_000 if hard else 40))
        if kill == "server":
            installation.kill_server()
        else:
            installation.kill_writer(rng.choice(installation.writers))
            installation.add_writer(court, shared)
    installation.wait_for(30)
    for writer in list(installation.writers):
        installation.kill_writer(writer)
    verdict = json.loads(installation.run("judging.py", str(installation.folder)))
    acknowledged, events = verdict.pop("acknowledged"), verdict.pop("events")
    assert verdict == {
        "missing": [],
        "differences": [],
        "faults": [],
        "gaps": [],
        "doubles": 0,
        "without_deadline": 0,
    }
    assert 50 < acknowledged <= events
