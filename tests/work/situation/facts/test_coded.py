"""Coded facts give the figures and cases of the Parquet files they were made of, and hold nothing else."""

from pathlib import Path

import pytest

from tests.work.situation.random_facts import COURTS, random_facts, write
from xiezhi.rules.errors import InputError
from xiezhi.rules.indicators.catalogue import formulas
from xiezhi.rules.indicators.periods import Grid, grid_over, read_period
from xiezhi.work.situation.engine.cases import all_cases
from xiezhi.work.situation.engine.figures import figures
from xiezhi.work.situation.engine.question import Parameters, Question
from xiezhi.work.situation.facts import coded, parquet
from xiezhi.work.situation.facts.connection import DuckDB
from xiezhi.work.situation.facts.parquet import open_facts, open_kept
from xiezhi.work.situation.facts.table import Facts

EVERY = [formula for _, formula in formulas().values()]
QUESTIONS = {
    "by court": Question("core", grid_over("half", *(read_period("2019").start, read_period("2020").end)), None, by=("court_id",)),
    "by class, of some courts": Question("all", Grid((read_period("2019Q4"),)), COURTS[:2], by=("case_class",)),
    "of a division": Question("trial", Grid((read_period("2019"),)), None, where=(("division_id", ""),), parameters=Parameters(judges=9)),
}  # fmt: skip


@pytest.mark.parametrize("question", QUESTIONS.values(), ids=QUESTIONS)
def test_figures_and_cases_are_those_of_the_parquet_file(question: Question, tmp_path: Path) -> None:
    source = write(random_facts(41), tmp_path)
    plain, kept = open_facts(source), open_facts(coded.write(source, coded.beside(source)))
    assert (kept.columns, kept.quality.rows, kept.prior_known) == (
        plain.columns,
        plain.quality.rows,
        plain.prior_known,
    )
    assert figures(kept, question, EVERY) == figures(plain, question, EVERY)
    assert all_cases(kept, question, EVERY) == all_cases(plain, question, EVERY)


def test_they_are_taken_where_they_lie_beside_the_file_unless_another_engine_answers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = write(random_facts(42, 50), tmp_path)
    assert _kind(open_kept(source)) == "VARCHAR"
    coded.write(source, coded.beside(source))
    assert _kind(open_kept(source)).startswith("ENUM")
    monkeypatch.setenv(parquet.ENGINE, "duckdb")
    assert _kind(open_kept(source)).startswith("ENUM")
    monkeypatch.setenv(parquet.ENGINE, "elsewhere")
    with pytest.raises(InputError):
        open_kept(source)


def test_columns_of_many_words_stay_texts_and_answers_are_texts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(coded, "MOST_WORDS", 3)
    source = write(random_facts(43, 200), tmp_path)
    facts = open_facts(coded.write(source, tmp_path / "some.duckdb"))
    assert _kind(facts, "case_id") == _kind(facts, "instance") == "VARCHAR"
    assert _kind(facts, "tribunal").startswith("ENUM")
    answer = facts.run(facts.table.select("tribunal", "instance"))
    assert {str(kind) for kind in answer.schema.types} == {"string"}


def test_a_file_that_cannot_be_written_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = write(random_facts(44, 20), tmp_path)
    before = set(tmp_path.iterdir())

    def fails(*_: object) -> list[str]:
        raise RuntimeError

    monkeypatch.setattr(coded, "_words", fails)
    with pytest.raises(RuntimeError):
        coded.write(source, coded.beside(source))
    assert set(tmp_path.iterdir()) == before


def _kind(facts: Facts, column: str = "court_id") -> str:
    engine = facts.engine
    assert isinstance(engine, DuckDB)
    return str(engine.connection.sql(f"SELECT typeof({column}) FROM facts LIMIT 1").fetchall()[0][0])
