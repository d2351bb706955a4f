"""The evenness of closings on pages and at the command: only of months that are over on the day on which the facts are known."""

from datetime import UTC, date, datetime

import pytest

from tests.cast import found_province, moment
from tests.facts_cases import a_fact, keep_facts
from xiezhi.rules.indicators.periods import read_period
from xiezhi.site.cli.situation_input import day_of
from xiezhi.work.situation import snapshots
from xiezhi.work.situation.looking import Look, by_key, facts_of, figures_for
from xiezhi.work.situation.models import Snapshot
from xiezhi.work.situation.sight import sight_of

NOW = date(2026, 11, 26)


@pytest.fixture
def province(db):
    return found_province()


def test_a_page_of_an_unfinished_year_counts_the_months_that_are_over(province, tmp_path, monkeypatch):
    rows = [
        a_fact(province.river, date(2018, 1, 1), date(2019, month, 3))
        for month in range(1, 11)
        for _ in range(6)
    ]
    snapshot = keep_facts(rows, tmp_path, monkeypatch)
    kept = Snapshot(known_at=moment(date(2019, 11, 26)))
    monkeypatch.setattr(snapshots, "of_id", lambda _: kept)
    assert facts_of(snapshot).until == date(2019, 11, 26)
    viewer = province.high.trial_management.looks()
    look = Look(snapshot, "all", read_period("2019"), None)
    (shown,) = figures_for(sight_of(viewer), look, by_key(["flow.balance"]))
    assert (shown.value, shown.numerator) == (1, 60)


@pytest.mark.parametrize(
    ("known", "day"),
    [
        (None, NOW),
        (datetime(2019, 3, 31, 16, 0, tzinfo=UTC), date(2019, 4, 1)),  # the end of 31 March in mainland China
        (datetime(2019, 3, 31, 15, 59, tzinfo=UTC), date(2019, 3, 31)),
        (datetime(2030, 1, 1, tzinfo=UTC), NOW),
    ],
    ids=["now", "end of March", "a minute before", "what is to come"],
)
def test_the_command_looks_at_facts_on_the_day_on_which_they_are_known(known, day):
    assert day_of(known, NOW) == day
