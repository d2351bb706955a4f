"""What the page of enforcement shows: definitions of the day, not those of another time."""

from datetime import date

import pytest

from tests.cast import found_province
from tests.facts_cases import a_fact, keep_facts
from xiezhi.rules.indicators.periods import read_period
from xiezhi.work.situation.enforcement_flow import RATES, enforcement
from xiezhi.work.situation.looking import Look
from xiezhi.work.situation.sight import sight_of


@pytest.fixture
def province(db):
    return found_province()


def test_rates_are_those_in_force_as_the_period_ends(province, tmp_path, monkeypatch):
    columns = {
        "instance": "exec_first",
        "case_class": "enforcement",
        "type_code": "执",
        "closed_kind": "completed",
    }
    rows = [
        a_fact(province.river, date(year, 1, 5), date(year, 6, 3), **columns)
        for year in (2019, 2024)
        for _ in range(30)
    ]
    snapshot = keep_facts(rows, tmp_path, monkeypatch)
    sight = sight_of(province.high.trial_management.looks())

    def rates(period):
        return set(enforcement(sight, Look(snapshot, "all", read_period(period), None)).rates)

    assert rates("2019") == {"ops.exec_actual", "ops.exec_days"}
    assert rates("2024") == set(RATES)
