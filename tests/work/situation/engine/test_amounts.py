"""Numbers from outside the facts: one for all, by court, by court and period."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tests.work.situation.random_facts import COURTS, random_facts, write
from xiezhi.rules.indicators.catalogue import formulas
from xiezhi.rules.indicators.periods import grid_over
from xiezhi.work.situation.engine.figures import Figure, figures
from xiezhi.work.situation.engine.question import Amount, ByPeriod, Parameters, Question
from xiezhi.work.situation.facts.parquet import open_facts
from xiezhi.work.situation.facts.table import Facts

HALVES = grid_over("half", date(2019, 1, 1), date(2019, 12, 31))
FIRST, SECOND = HALVES.periods
PER_JUDGE = formulas()["flow.per_judge"][1]
BY_COURT = {court: 10.0 * (place + 1) for place, court in enumerate(COURTS)}


@pytest.fixture
def facts(tmp_path: Path) -> Facts:
    return open_facts(write(random_facts(41), tmp_path))


def asked(judges: Amount | None, courts: tuple[str, ...] | None = None, by: tuple[str, ...] = ()) -> Question:
    return Question("all", HALVES, courts, by=by, parameters=Parameters(judges=judges))


def below(facts: Facts, question: Question) -> dict[tuple[object, ...], float | None]:
    return {(one.period, *one.group): one.denominator for one in figures(facts, question, [PER_JUDGE])}


def test_each_period_divides_by_its_own_number(facts: Facts) -> None:
    found = figures(facts, asked(ByPeriod({FIRST: 4.0, SECOND: 5.0})), [PER_JUDGE])
    for one, judges in zip(found, (4, 5), strict=True):
        assert one.denominator == judges
        assert one.value == pytest.approx((one.numerator or 0) / judges)


def test_each_court_and_period_has_its_own_and_courts_add_up(facts: Facts) -> None:
    amount = ByPeriod({FIRST: BY_COURT, SECOND: dict.fromkeys(COURTS, 1.0)})
    by_court = below(facts, asked(amount, COURTS, ("court_id",)))
    assert by_court == {
        **{(FIRST, court): BY_COURT[court] for court in COURTS},
        **{(SECOND, court): 1 for court in COURTS},
    }
    assert below(facts, asked(amount, COURTS)) == {(FIRST,): sum(BY_COURT.values()), (SECOND,): len(COURTS)}
    assert below(facts, asked(amount)) == {(FIRST,): sum(BY_COURT.values()), (SECOND,): len(COURTS)}


def test_what_is_not_known_of_a_period_or_of_one_court_has_no_value(facts: Facts) -> None:
    assert below(facts, asked(ByPeriod({SECOND: 5.0}))) == {(FIRST,): None, (SECOND,): 5}
    amount = ByPeriod({FIRST: BY_COURT, SECOND: BY_COURT | {COURTS[0]: None}})
    together: list[Figure] = figures(facts, asked(amount, COURTS), [PER_JUDGE])
    assert [one.value is None for one in together] == [False, True]
    assert below(facts, asked(amount, COURTS, ("court_id",)))[(SECOND, COURTS[1])] == BY_COURT[COURTS[1]]


def test_the_same_numbers_have_the_same_key_and_others_another() -> None:
    def key(amount: Amount) -> object:
        return Parameters(judges=amount).key

    amount = ByPeriod({FIRST: dict(BY_COURT), SECOND: dict(reversed(BY_COURT.items()))})
    same = ByPeriod({FIRST: dict(reversed(BY_COURT.items())), SECOND: dict(BY_COURT)})
    assert key(amount) == key(same) and hash(key(amount)) == hash(key(same))
    other = ByPeriod({**amount.of, SECOND: BY_COURT | {COURTS[0]: None}})
    keys = [key(one) for one in (3.0, BY_COURT, amount, other, replace(amount, of={FIRST: 3.0}))]
    assert len(set(keys)) == len(keys)
    assert Parameters(judges=3.0).key != Parameters(fte=3.0).key
