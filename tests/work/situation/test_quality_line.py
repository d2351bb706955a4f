"""The data quality told with the figures of a period: what is lacking, what contradicts itself, what was entered late."""

from datetime import date

import pytest

from tests.cast import found_province
from tests.facts_cases import a_fact, keep_facts
from xiezhi.rules.indicators.periods import read_period
from xiezhi.work.situation.looking import Look
from xiezhi.work.situation.overview import overview
from xiezhi.work.situation.sight import sight_of

FILED, CLOSED = date(2019, 7, 5), date(2019, 9, 1)


@pytest.fixture
def province(db):
    return found_province()


def told(province, tmp_path, monkeypatch, *rows):
    """The counts that are not nought, by name, as the trial management of the court sees them."""
    facts = [a_fact(province.river, FILED, CLOSED, late_entries=0), *rows]
    look = Look(keep_facts(facts, tmp_path, monkeypatch), "all", read_period("2019Q3"), None)
    found = overview(sight_of(province.river.trial_management.looks()), look)
    return {
        count.key.removeprefix("count."): shown.numerator for count, shown in found.flaws if shown.numerator
    }


def test_a_sound_case_is_no_flaw(province, tmp_path, monkeypatch):
    assert told(province, tmp_path, monkeypatch) == {}


@pytest.mark.parametrize(
    "changes, expected",
    [
        ({"cause_code": None}, {"without_cause": 1}),
        ({"cause_code": None, "case_class": "criminal", "type_code": "刑"}, {}),
        ({"procedure": None}, {"without_procedure": 1}),
        ({"procedure": None, "case_class": "enforcement", "type_code": "执", "instance": "exec_first"}, {}),
        ({"closed_kind": None}, {"without_kind": 1}),
        ({"filed_on": date(2019, 9, 2)}, {"closed_first": 1}),
        ({"late_entries": 2}, {"late_new": 1, "late_closed": 1}),
        ({"late_entries": 1, "closed_on": None, "closed_kind": None}, {"late_new": 1}),
    ],
    ids=[
        "cause",
        "charges have no codes",
        "procedure",
        "enforcement has none by nature",
        "kind",
        "order",
        "late",
        "late and pending",
    ],
)
def test_each_flaw_is_counted_where_it_is(province, tmp_path, monkeypatch, changes, expected):
    row = a_fact(province.river, FILED, CLOSED) | changes
    assert told(province, tmp_path, monkeypatch, row) == expected
