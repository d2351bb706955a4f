"""A Spark of this machine: a standalone master and so many workers of one core each, processes of their own on loopback.

For measurements and for tests. Its ports are free ones, its files lie in a folder that goes with it.
"""

import ctypes
import importlib.util
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from xiezhi.work.situation.facts import spark

PATIENCE = 180  # seconds until a process says that it stands
SETTINGS = {
    "spark.sql.shuffle.partitions": "8",
    "spark.sql.debug.maxToStringFields": "1000",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.host": "127.0.0.1",
}
# For tests: compiling code for each of some dozen small queries takes longer than the queries.
FOR_SMALL_QUERIES = {
    "spark.sql.shuffle.partitions": "1",
    "spark.sql.adaptive.enabled": "false",
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
    "spark.task.maxFailures": "1",
    "spark.driver.extraJavaOptions": "-XX:+UseSerialGC -XX:TieredStopAtLevel=1",
    "spark.executor.extraJavaOptions": "-XX:+UseSerialGC -XX:TieredStopAtLevel=1",
}
_DEATH_OF_PARENT = 1  # PR_SET_PDEATHSIG
_DAEMON = ("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1")


@contextmanager
def cluster(workers: int, megabytes: int, settings: Mapping[str, str] | None = None) -> Iterator[str]:
    """The address of a master with workers of so much memory each. A driver that this process had is ended before and after."""
    found = importlib.util.find_spec("pyspark")
    java = spark.java()
    assert found is not None and found.origin is not None and java is not None
    home = Path(found.origin).parent
    spark.stop()
    before = dict(os.environ)
    standing: list[subprocess.Popen[bytes]] = []
    with tempfile.TemporaryDirectory(prefix="xiezhi-spark-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        told = SETTINGS | {"spark.executor.memory": f"{megabytes - 384}m"} | dict(settings or {})
        lines = [f"{key} {value}\n" for key, value in told.items()]
        (folder / "spark-defaults.conf").write_text("".join(lines), encoding="utf-8")
        os.environ |= {
            "SPARK_HOME": str(home), "SPARK_CONF_DIR": name, "SPARK_WORKER_DIR": name, "SPARK_LOCAL_DIRS": name, "SPARK_LOCAL_IP": "127.0.0.1",
            "SPARK_SCALA_VERSION": "2.13",  # else it looks for the folders of its build
        }  # fmt: skip
        deploy = [str(java), *_DAEMON, "-cp", f"{folder}{os.pathsep}{home}/jars/*"]
        where = ["--host", "127.0.0.1", "--webui-port", "0"]
        one = ["--cores", "1", "--memory", f"{megabytes}m"]
        try:
            master = [*deploy, "org.apache.spark.deploy.master.Master", *where, "--port", "0"]
            standing.append(_started(master, folder / "master.log"))
            address = _said(standing[-1], folder / "master.log", r"(spark://127\.0\.0\.1:\d+)")
            worker = [*deploy, "org.apache.spark.deploy.worker.Worker", *where, *one, address]
            logs = [folder / f"worker-{number}.log" for number in range(workers)]
            standing += [_started(worker, log) for log in logs]
            for process, log in zip(standing[1:], logs):
                _said(process, log, r"(registered with master)")
            yield address
        finally:
            spark.stop()
            for process in reversed(standing):
                _ended(process)
            os.environ.clear()
            os.environ |= before


def _started(command: list[str], log: Path) -> "subprocess.Popen[bytes]":
    """In a group of its own, with all that it will start; it ends with this process too, even when that is killed."""
    dies_with_us = ctypes.CDLL(None).prctl if sys.platform == "linux" else lambda *_: None
    with log.open("wb") as stream:
        return subprocess.Popen(
            command,
            stdout=stream,
            stderr=stream,
            start_new_session=True,
            preexec_fn=lambda: dies_with_us(_DEATH_OF_PARENT, signal.SIGKILL),  # noqa: PLW1509 - no lock is held in it
        )


def _ended(process: "subprocess.Popen[bytes]") -> None:
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _said(process: "subprocess.Popen[bytes]", log: Path, pattern: str) -> str:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and process.poll() is None:
        found = re.search(pattern, log.read_text(encoding="utf-8", errors="replace"))
        if found:
            return found[1]
        time.sleep(0.1)
    raise RuntimeError(log.read_text(encoding="utf-8", errors="replace")[-2000:])
