"""Spark for what does not fit one machine: the same expressions, written in its language by Ibis (dependency group `spark`).

The facts must lie where every worker can read them, under the same path.
"""

import os
import shutil
import socket
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from pathlib import Path
from subprocess import TimeoutExpired
from typing import Any

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from xiezhi.rules.errors import InputError, XiezhiError

PATIENCE = 5  # seconds for a master to take a connection
_NAME = "facts"  # of the rows, the same in every session: equal questions have equal queries
_FIELD = "XIEZHI_ENGINE"
_TOLD = 400  # characters of what Spark says of a fault


class SparkFailed(XiezhiError):
    """The cluster does not answer."""


class Spark:
    """A session of its own on a master: `local`, or spark://host:port (several masters between commas). Any thread.

    Raises InputError where Spark or Java is not installed or no master takes a connection, SparkFailed where it cannot answer. When
    the driver was ended meanwhile (its cluster was restarted) the next query begins it again.
    """

    def __init__(self, master: str) -> None:
        self._master = master
        self._paths: list[str] = []
        self._lock = threading.Lock()
        self._begin()

    def view(self, paths: Sequence[Path]) -> str:
        """The rows of Parquet files under a name."""
        self._paths = [path.resolve().as_uri() for path in paths]
        self._show()
        return _NAME

    def ask(self, text: str) -> pa.Table:
        """The answer to a query."""
        with self._lock:
            if _has_ended(self._session):
                self._begin()
                self._show()
        with _told():
            return self._session.sql(text).toArrow()

    @staticmethod
    def text(wanted: ir.Table) -> str:
        """The query of an expression."""
        return str(ibis.to_sql(wanted, dialect="pyspark", pretty=False))

    def _begin(self) -> None:
        self._session = _driver.session(self._master).newSession()

    def _show(self) -> None:
        with _told():
            self._session.read.parquet(*self._paths).createOrReplaceTempView(_NAME)


def stop() -> None:
    """End the driver of this process, if there is one, and its Java."""
    _driver.stop()


def lacking() -> tuple[str, str] | None:
    """What this machine lacks for Spark, in both languages; None where nothing is lacking."""
    if find_spec("pyspark") is None:
        return (
            "没有安装 Spark（依赖组 spark，用 ./dev spark 安装）",
            "Spark is not installed (dependency group spark, installed by ./dev spark)",
        )
    if java() is None:
        return "没有找到 Java（17 或 21）", "no Java was found (17 or 21)"
    return None


def java() -> Path | None:
    """The Java of JAVA_HOME, else the one in PATH; None where there is none."""
    home = os.environ.get("JAVA_HOME")
    found = shutil.which("java", path=str(Path(home) / "bin")) if home else shutil.which("java")
    return Path(found) if found else None


class _Driver:
    """What of Spark runs in this process: there can be one only."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._master = ""
        self._session: Any = None

    def session(self, master: str) -> Any:
        with self._lock:
            if self._session is None or self._master != master or _has_ended(self._session):
                self._end()
                self._session, self._master = _begun(master), master
            return self._session

    def stop(self) -> None:
        with self._lock:
            self._end()

    def _end(self) -> None:
        if self._session is not None:
            with suppress(Exception):  # of a driver that is gone already
                self._session.stop()
            self._session = None
            _end_java()


_driver = _Driver()


def _begun(master: str) -> Any:
    missing = lacking()
    if missing:
        raise InputError(
            f"{missing[0]}；去掉 {_FIELD} 则用本机的 DuckDB",
            f"{missing[1]}; without {_FIELD} DuckDB serves in this process",
            field=_FIELD,
        )
    if master != "local":
        _look_for(master)
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.appName("xiezhi").master("local[*]" if master == "local" else master)
    builder = builder.config("spark.sql.session.timeZone", "UTC").config("spark.ui.enabled", "false")
    with _told():
        return builder.config("spark.ui.showConsoleProgress", "false").getOrCreate()


def _look_for(master: str) -> None:
    """Spark itself tries for a minute before it says that nobody is there."""
    reasons = []
    for address in master.removeprefix("spark://").split(","):
        host, _, port = address.rpartition(":")
        if not host or not port.isdecimal() or int(port) >= 1 << 16:
            raise InputError(
                f"{_FIELD} 应为 spark://主机:端口，实为 {master}",
                f"{_FIELD}: expected spark://host:port, found {master}",
                field=_FIELD,
            )
        try:
            socket.create_connection((host.strip("[]"), int(port)), PATIENCE).close()
        except OSError as fault:
            reasons.append(f"{address}: {fault.strerror or fault}")
        else:
            return
    raise InputError(
        f"Spark 的主节点没有应答（{'；'.join(reasons)}）；请检查 {_FIELD}，或者去掉它，用本机的 DuckDB",
        f"no Spark master answers ({'; '.join(reasons)}); check {_FIELD}, or leave it out: DuckDB then serves in this process",
        field=_FIELD,
    )


def _has_ended(session: Any) -> bool:
    from py4j.protocol import Py4JError

    context = session.sparkContext._jsc
    try:
        return context is None or bool(context.sc().isStopped())
    except (Py4JError, OSError):
        return True  # its Java was killed


def _end_java() -> None:
    """It would keep the settings of its first master; and pyspark holds on to it even when it was killed."""
    from pyspark import SparkContext
    from pyspark.sql import SparkSession

    gateway = SparkContext._gateway
    if gateway is None:
        return
    gateway.shutdown()
    gateway.proc.stdin.close()  # it ends with it, and takes its files along
    try:
        gateway.proc.wait(PATIENCE)
    except TimeoutExpired:
        gateway.proc.kill()
        gateway.proc.wait()
    SparkContext._gateway = SparkContext._jvm = SparkContext._active_spark_context = None
    SparkSession._instantiatedSession = None


@contextmanager
def _told() -> Iterator[None]:
    """Faults of Spark as ours; where in its program they arose stands in its logs."""
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException

    try:
        yield
    except (PySparkException, Py4JError, OSError) as fault:
        words = _in_short(str(fault))
        raise SparkFailed(f"Spark 未能计算：{words}", f"Spark did not answer: {words}") from fault


def _in_short(trace: str) -> str:
    """What lies at the bottom of a fault, without the places in the program."""
    cause = trace.strip().split("Caused by: ")[-1]
    return " ".join(cause.partition("\n\tat ")[0].split())[:_TOLD]
