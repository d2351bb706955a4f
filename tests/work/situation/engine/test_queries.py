"""A query is written once for all questions of a form, and each of them is answered for its own days and courts."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tests.work.situation.random_facts import COURTS, random_facts, write
from xiezhi.rules.errors import InputError
from xiezhi.rules.indicators.catalogue import formulas
from xiezhi.rules.indicators.periods import Grid, between, grid_over, read_period
from xiezhi.work.situation.engine import scans
from xiezhi.work.situation.engine.cases import NUMERATOR, cases
from xiezhi.work.situation.engine.figures import figures
from xiezhi.work.situation.engine.question import Question
from xiezhi.work.situation.engine.rows import shape_of
from xiezhi.work.situation.facts.parquet import open_facts

FLOW = [formulas()[f"flow.{name}"][1] for name in ("opening", "new", "closed", "pending")]
PERIODS = ("2019Q3", "2019Q4", "2020", "2019-10", "2019-02-03..2020-02-29")


def months(year: int) -> Grid:
    return grid_over("month", date(year, 1, 1), date(year, 6, 30))


def years(day: int) -> Grid:
    return Grid((between(date(2018, 12, day), date(2019, 12, day - 1)), between(date(2019, 12, day), date(2020, 12, day - 1))))  # fmt: skip


ALIKE = {
    "any single period": [Question("all", Grid((read_period(name),)), None) for name in PERIODS],
    "months": [Question("all", months(year), None, by=("court_id",)) for year in (2019, 2020)],
    "periods of no calendar": [Question("core", years(day), None) for day in (21, 26)],
    "courts": [Question("all", months(2019), courts, by=("court_id",)) for courts in (COURTS[:1], COURTS[1:], ("甲 院",))],
    "words": [Question("all", months(2019), None, (("case_class", word),)) for word in ("civil", "criminal")],
}  # fmt: skip
UNLIKE = {
    "months and quarters": [
        Question("all", months(2019), None),
        Question("all", grid_over("quarter", date(2019, 1, 1), date(2019, 12, 31)), None),
    ],
    "scopes": [Question(scope, months(2019), None) for scope in ("all", "core")],
    "columns": [Question("all", months(2019), None, by=by) for by in ((), ("court_id",))],
    "values that are no words": [
        Question("all", months(2019), None, (("hearing_held", told),)) for told in ("true", "false", "")
    ],
    "all courts and some": [Question("all", months(2019), courts) for courts in (None, (), COURTS[:1])],
}


@pytest.fixture(autouse=True)
def _nothing_kept() -> None:
    scans._plans.clear()


@pytest.mark.parametrize("questions", ALIKE.values(), ids=ALIKE)
def test_questions_of_a_form_share_their_queries_and_not_their_answers(
    questions: list[Question], tmp_path: Path
) -> None:
    facts = open_facts(write(random_facts(51, 300), tmp_path))
    apart = []
    for question in questions:
        apart.append(figures(facts, question, FLOW))
        scans._plans.clear()
    assert len({scans.plan(shape_of(facts), question, tuple(FLOW)).queries for question in questions}) == 1
    assert [figures(facts, question, FLOW) for question in questions] == apart
    assert len(set(map(tuple, apart))) == len(questions)


@pytest.mark.parametrize("questions", UNLIKE.values(), ids=UNLIKE)
def test_questions_of_other_forms_do_not(questions: list[Question], tmp_path: Path) -> None:
    facts = open_facts(write(random_facts(52, 20), tmp_path))
    queries = [scans.plan(shape_of(facts), question, tuple(FLOW)).queries for question in questions]
    assert len(set(queries)) == len(questions)


@pytest.mark.parametrize("court", ["L'Aquila", "a\\", '"', "', '", "K1'); DROP VIEW facts; --"])
def test_a_court_may_be_called_whatever_it_likes(court: str, tmp_path: Path) -> None:
    rows = random_facts(53, 40)
    for row in rows[:7]:
        row["court_id"] = court
    facts = open_facts(write(rows, tmp_path))
    asked = Question(
        "all", Grid((between(date(1990, 1, 1), date(2090, 1, 1)),)), (court, "K1"), by=("court_id",)
    )
    expected = sum(row["court_id"] == court and row["case_class"] != "mediation" for row in rows)
    found = {one.group: one.value for one in figures(facts, asked, [formulas()["flow.accepted"][1]])}
    assert found[(court,)] == expected


@pytest.mark.parametrize("word", ["L'Aquila", "a\\", '"', "', '", "民初'); DROP VIEW facts; --"])
def test_a_value_asked_for_may_be_any_text(word: str, tmp_path: Path) -> None:
    rows = random_facts(54, 40)
    for row in rows[:7]:
        row["type_code"] = word
    facts = open_facts(write(rows, tmp_path))
    ever = Grid((between(date(1990, 1, 1), date(2090, 1, 1)),))
    asked = Question("all", ever, None, (("type_code", word),))
    expected = sum(row["type_code"] == word and row["case_class"] != "mediation" for row in rows)
    (found,) = figures(facts, asked, [formulas()["flow.accepted"][1]])
    assert found.value == expected > 0


def test_a_word_that_a_column_does_not_have_is_refused_though_others_were_asked_before(
    tmp_path: Path,
) -> None:
    facts = open_facts(write(random_facts(55, 20), tmp_path))
    figures(facts, Question("all", months(2019), None, (("case_class", "civil"),)), FLOW)
    with pytest.raises(InputError):
        figures(facts, Question("all", months(2019), None, (("case_class", "civill"),)), FLOW)


def test_what_two_viewers_may_count_is_one_query_over_other_rows(tmp_path: Path) -> None:
    facts = open_facts(write(random_facts(56, 300), tmp_path))
    seen = [replace(facts, table=facts.table.filter(facts.table.court_id == court)) for court in COURTS[:2]]
    asked = Question("all", months(2019), None)
    assert len({scans.plan(shape_of(one), asked, tuple(FLOW)).queries for one in (facts, *seen)}) == 1
    for one, court in zip(seen, COURTS):
        alone = Question("all", months(2019), (court,))
        assert figures(one, asked, FLOW) == figures(facts, alone, FLOW)
        for formula in FLOW:
            assert cases(one, asked, formula, NUMERATOR) == cases(facts, alone, formula, NUMERATOR)
