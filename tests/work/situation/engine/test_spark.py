"""A nation on Spark: on a real standalone master and worker on loopback the same statements hold as on DuckDB, with equal answers.

Everything that needs the cluster stands in one test, so that it is started once wherever tests run side by side.
"""

import socket
from collections.abc import Callable, Iterator
from datetime import date
from importlib.util import find_spec
from pathlib import Path

import pytest

from measuring.spark import FOR_SMALL_QUERIES, cluster
from tests.work.situation.engine.comparing import EVERY, NUMBERS, PARAMETERS, check
from tests.work.situation.random_facts import COURTS, random_facts, write
from xiezhi.rules.errors import InputError, XiezhiError
from xiezhi.rules.indicators.catalogue import formulas
from xiezhi.rules.indicators.model import Formula
from xiezhi.rules.indicators.periods import Grid, between, grid_over, read_period
from xiezhi.work.situation.engine.cases import all_cases
from xiezhi.work.situation.engine.figures import figures
from xiezhi.work.situation.engine.question import Parameters, Question
from xiezhi.work.situation.facts import spark
from xiezhi.work.situation.facts.parquet import ENGINE, open_facts
from xiezhi.work.situation.facts.table import Facts

DUCKDB, SPARK = "duckdb", "spark"


def kind(formula: Formula) -> tuple[object, ...]:
    """What makes another sort of query: the value, whose cases of which base, what is counted, summed or divided by."""
    sides = [side for side in (formula.numerator, formula.denominator) if side is not None]
    asked = ((side.bases, side.owner, side.of is None, side.distinct, side.per) for side in sides)
    return (formula.value, formula.follows_scope, *asked)


OF_EACH_KIND = list({kind(formula): formula for formula in EVERY}.values())
FLOW = ("flow.opening", "flow.new", "flow.closed", "flow.pending")
OF_COURTS = Parameters(**{name: dict.fromkeys(COURTS, number) for name, number in NUMBERS.items()})
BY_COURT, STATISTICAL_YEARS, CAMPAIGN = "by court", "statistical years", "campaign"
# Between them every kind of period, choice of courts, grouping, narrowing and parameter.
QUESTIONS = {
    BY_COURT: Question(
        "core",
        grid_over("half", date(2019, 7, 1), date(2020, 6, 30)),
        COURTS,
        by=("court_id",),
        parameters=OF_COURTS,
    ),
    STATISTICAL_YEARS: Question(
        "all",
        Grid((read_period("2019S"), read_period("2020S"))),
        COURTS[:2],
        parameters=PARAMETERS,
    ),
    CAMPAIGN: Question(
        "all",
        Grid((between(date(2019, 2, 3), date(2020, 2, 29)),)),
        None,
        (("hearing_held", "true"), ("judge_id", "")),
        ("case_class", "court_level"),
        PARAMETERS,
    ),
}

pytestmark = pytest.mark.filterwarnings("ignore")  # of pyspark


@pytest.fixture(scope="module", params=(DUCKDB, SPARK))
def engine(request: pytest.FixtureRequest) -> Iterator[str]:
    """What XIEZHI_ENGINE says: DuckDB, or a cluster of this test."""
    if request.param == DUCKDB:
        yield DUCKDB
        return
    missing = spark.lacking()
    if missing:
        pytest.skip(missing[1])
    with cluster(1, 1024, FOR_SMALL_QUERIES) as address:
        yield address


def opened(engine: str, folder: Path) -> Facts:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(ENGINE, engine)
        return open_facts(folder)


def test_the_same_statements_hold_on_both_engines(
    engine: str, tmp_path: Path, subtests: pytest.Subtests
) -> None:
    rows = random_facts(41)
    without = tuple(name for name in rows[0] if name != "prior_court_id")
    folders = {
        "all": write(rows, tmp_path / "all").parent,
        "without": write(rows, tmp_path / "without", without).parent,
    }
    facts = {name: opened(engine, folder) for name, folder in folders.items()}
    found = figures(facts["all"], QUESTIONS[BY_COURT], EVERY)

    with subtests.test("every figure is the one computed row by row"):
        check(found, rows, QUESTIONS[BY_COURT])

    with subtests.test("opening plus new less closed is pending"):
        by_key = {key: [one.value for one in found if one.key == key] for key in FLOW}
        assert sum(by_key["flow.closed"]) > 0
        for opening, new, closed, pending in zip(*by_key.values()):
            assert opening + new - closed == pending

    if engine == DUCKDB:
        return
    here = {name: opened(DUCKDB, folder) for name, folder in folders.items()}

    with subtests.test("figures are equal to those of DuckDB"):
        assert found == figures(here["all"], QUESTIONS[BY_COURT], EVERY)

    with subtests.test("so are those of a campaign, by class and level, narrowed"):
        narrowed = figures(facts["all"], QUESTIONS[CAMPAIGN], OF_EACH_KIND)
        assert narrowed == figures(here["all"], QUESTIONS[CAMPAIGN], OF_EACH_KIND)
        assert sum(bool(one.value) for one in narrowed) > len(OF_EACH_KIND) / 2

    with subtests.test("so are those of statistical years, prior courts being looked for, and their cases"):
        asked = QUESTIONS[STATISTICAL_YEARS], OF_EACH_KIND
        assert figures(facts["without"], *asked) == figures(here["without"], *asked)
        assert all_cases(facts["without"], *asked) == all_cases(here["without"], *asked)

    closed = [formulas()["flow.closed"][1]]

    with subtests.test("a driver that ended is begun again"):
        spark.stop()
        assert figures(facts["all"], QUESTIONS[BY_COURT], closed) == [
            one for one in found if one.key == "flow.closed"
        ]

    with subtests.test("facts that the workers cannot read are told"):
        (folders["all"] / "facts.parquet").unlink()
        with pytest.raises(spark.SparkFailed, match="Spark 未能计算") as told:
            figures(facts["all"], QUESTIONS[BY_COURT], closed)
        assert "facts.parquet" in told.value.en


# --- what is refused, with or without a Spark on this machine


@pytest.fixture
def facts_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Facts]:
    folder = write(random_facts(41, 4), tmp_path)
    monkeypatch.setattr(spark, "_driver", spark._Driver())

    def on(engine: str) -> Facts:
        return opened(engine, folder)

    return on


def test_a_master_that_takes_no_connection_is_told_at_once(
    facts_on: Callable[[str], Facts], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spark, "lacking", lambda: None)
    with socket.create_server(("127.0.0.1", 0)) as nobody:
        port = nobody.getsockname()[1]
    with pytest.raises(InputError, match="主节点没有应答") as refused:
        facts_on(f"spark://127.0.0.1:{port}")
    assert f"127.0.0.1:{port}" in refused.value.zh
    assert "no Spark master answers" in refused.value.en
    assert refused.value.field == ENGINE


@pytest.mark.parametrize("engine", ["spark://", "spark://nowhere", "spark://nowhere:99999", "spark://:7077", "sparc://a:7077"])  # fmt: skip
def test_what_is_no_address_of_a_master_is_refused(
    engine: str, facts_on: Callable[[str], Facts], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spark, "lacking", lambda: None)
    with pytest.raises(InputError, match="XIEZHI_ENGINE") as refused:
        facts_on(engine)
    assert "expected" in refused.value.en


def test_without_pyspark_it_is_said_how_to_install_it(
    facts_on: Callable[[str], Facts], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spark, "find_spec", lambda name: None)
    refusal(facts_on, "./dev spark", "./dev spark")


def test_without_java_it_is_said_which_is_needed(
    facts_on: Callable[[str], Facts], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spark, "find_spec", lambda name: find_spec("os"))
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    refusal(facts_on, "没有找到 Java", "no Java was found")
    monkeypatch.delenv("JAVA_HOME")
    monkeypatch.setenv("PATH", str(tmp_path))
    refusal(facts_on, "没有找到 Java", "no Java was found")


def refusal(facts_on: Callable[[str], Facts], zh: str, en: str) -> None:
    with pytest.raises(XiezhiError) as refused:
        facts_on("local")
    assert zh in refused.value.zh
    assert en in refused.value.en
    assert "DuckDB" in refused.value.en
