"""A nation on Spark: a real standalone master and worker on loopback give exactly the figures and cases of DuckDB."""

import importlib.util
import os
import re
import shutil
import subprocess
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import psutil
import pytest

from tests.work.situation.random_facts import COURTS, random_facts, write
from xiezhi.rules.errors import InputError
from xiezhi.rules.indicators.catalogue import formulas
from xiezhi.rules.indicators.periods import Grid, between, grid_over
from xiezhi.work.situation.engine.cases import all_cases
from xiezhi.work.situation.engine.figures import figures
from xiezhi.work.situation.engine.question import Parameters, Question
from xiezhi.work.situation.facts.parquet import ENGINE, open_facts

PATIENCE = 180  # seconds
EVERY = [formula for _, formula in formulas().values()]
# Compiling code for every one of a hundred small queries takes longer than the queries.
SETTINGS = """
spark.sql.shuffle.partitions 2
spark.sql.codegen.wholeStage false
spark.sql.codegen.factoryMode NO_CODEGEN
spark.sql.adaptive.enabled false
spark.executor.memory 512m
spark.driver.bindAddress 127.0.0.1
spark.driver.host 127.0.0.1
"""
QUESTIONS = {
    "by court and half-year": Question(
        "core", grid_over("half", date(2019, 1, 1), date(2020, 12, 31)), COURTS, by=("court_id",)
    ),
    "a campaign, by class, narrowed": Question(
        "all",
        Grid((between(date(2019, 2, 3), date(2020, 2, 29)),)),
        None,
        (("source", "new"), ("procedure", "")),
        ("case_class", "court_level"),
        Parameters(judges=40, fte=31.5, population=120_000),
    ),
}

pytestmark = pytest.mark.filterwarnings("ignore")  # of pyspark


@pytest.fixture(scope="module")
def master(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A master and a worker of their own processes, the driver being this one."""
    found = importlib.util.find_spec("pyspark")
    java = shutil.which("java")
    if found is None or not found.origin or java is None:
        pytest.skip("pyspark or Java is missing")
    home, folder = Path(found.origin).parent, tmp_path_factory.mktemp("spark")
    (folder / "spark-defaults.conf").write_text(SETTINGS, encoding="utf-8")
    changed = {
        "SPARK_HOME": str(home),
        "SPARK_CONF_DIR": str(folder),
        "SPARK_LOCAL_IP": "127.0.0.1",
        "SPARK_WORKER_DIR": str(folder),
        "SPARK_SCALA_VERSION": "2.13",  # else it looks for the folders of its build
    }
    with pytest.MonkeyPatch.context() as patch:
        for name, value in changed.items():
            patch.setenv(name, value)
        command = [java, "-Xmx512m", "-cp", f"{folder}:{home}/jars/*"]
        standing = []
        try:
            where = ("--host", "127.0.0.1", "--webui-port", "0")
            head = [*command, "org.apache.spark.deploy.master.Master", *where, "--port", "0"]
            standing.append(start(head, folder / "master.log"))
            address = said(folder / "master.log", r"(spark://127\.0\.0\.1:\d+)")
            hand = [*command, "org.apache.spark.deploy.worker.Worker", *where]
            hand += ["--cores", "1", "--memory", "1g", address]
            standing.append(start(hand, folder / "worker.log"))
            said(folder / "worker.log", r"(registered with master)")
            yield address
            stop_session()
        finally:
            for process in standing:
                for child in psutil.Process(process.pid).children(recursive=True):
                    child.kill()
                process.kill()
                process.wait()


def start(command: list[str], log: Path) -> "subprocess.Popen[bytes]":
    with log.open("wb") as stream:
        return subprocess.Popen(command, stdout=stream, stderr=stream, env=os.environ)


def said(log: Path, pattern: str) -> str:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        found = re.search(pattern, log.read_text(encoding="utf-8", errors="replace"))
        if found:
            return found[1]
        time.sleep(0.2)
    raise AssertionError(log.read_text(encoding="utf-8", errors="replace")[-2000:])


def stop_session() -> None:
    from pyspark.sql import SparkSession

    from xiezhi.work.situation.facts import spark

    session = SparkSession.getActiveSession()
    if session is not None:
        session.stop()
    spark._session.cache_clear()


@pytest.mark.parametrize("name", QUESTIONS)
def test_figures_and_cases_are_those_of_duckdb(
    name: str, master: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(random_facts(41), tmp_path)
    here = open_facts(tmp_path)
    monkeypatch.setenv(ENGINE, master)
    there = open_facts(tmp_path)
    question = QUESTIONS[name]
    assert figures(there, question, EVERY) == figures(here, question, EVERY)
    assert all_cases(there, question, EVERY) == all_cases(here, question, EVERY)


def test_an_engine_that_there_is_not_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(random_facts(41, 4), tmp_path)
    monkeypatch.setenv(ENGINE, "sparc://nowhere")
    with pytest.raises(InputError, match="XIEZHI_ENGINE"):
        open_facts(tmp_path)
