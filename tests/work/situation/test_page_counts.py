"""Counts of the further pages: parts that must add up to the whole they are parts of."""

from datetime import date, timedelta
from random import Random
from typing import Any

import pytest

from tests.cast import found_province
from tests.facts_cases import a_fact, keep_facts
from xiezhi.rules.dates import add_months
from xiezhi.rules.indicators.periods import Period, read_period
from xiezhi.work.situation.looking import Look, by_key, figures_for
from xiezhi.work.situation.page_counts import ends, limits, old, passing, within
from xiezhi.work.situation.sight import sight_of

TODAY = date(2019, 10, 31)  # the end of a month, where months are hardest


@pytest.fixture
def province(db):
    return found_province()


@pytest.fixture
def counts(province, tmp_path, monkeypatch):
    """Figures of three hundred random cases, by key, in a period."""
    rng, rows = Random(3), []
    for _ in range(300):
        filed = date(2016, 1, 1) + timedelta(days=rng.randrange(1_400))
        closed = filed + timedelta(days=rng.randrange(500)) if rng.random() < 0.6 else None
        due = rng.choice((None, filed + timedelta(days=180), TODAY + timedelta(days=rng.randrange(-40, 260))))
        kind = rng.choice(("judgment", "merged", "transferred", None)) if closed else None
        suspended = filed if closed is None and rng.random() < 0.1 else None
        stopped = rng.choice((True, False, None)) if due is None else rng.choice((False, None))
        rows.append(
            a_fact(province.river, filed, closed, closed_kind=kind, deadline_base=due, deadline_deducted=due, deadline_extended=due, suspended_from=suspended,
                   clock_stopped=stopped)
        )  # fmt: skip
    snapshot = keep_facts(rows, tmp_path, monkeypatch)
    sight = sight_of(province.high.trial_management.looks())

    def found(period, formulas):
        look = Look(snapshot, "all", period, None)
        return {one.key: one.numerator for one in figures_for(sight, look, formulas)}

    return found


@pytest.mark.parametrize("name", ["2016", "2018Q1", "2019-10"])
def test_what_was_filed_was_closed_or_left_or_is_open(counts, name):
    found = counts(read_period(name), [*by_key(["flow.new"]), *(one.formula for one in ends())])
    assert sum(found[one.key] for one in ends()) == found["flow.new"] > 0


@pytest.mark.parametrize("day", [TODAY, date(2019, 2, 28), date(2018, 12, 31)])
def test_every_pending_case_has_one_place_by_its_limit(counts, day):
    parts = (*passing(), *limits())
    found = counts(Period("campaign", day, day), [*by_key(["flow.pending"]), *(one.formula for one in parts)])
    assert sum(found[one.key] for one in parts) == found["flow.pending"] > 0


def test_a_limit_that_ends_today_is_not_past_and_one_a_month_on_is_within_the_month(
    province, tmp_path, monkeypatch
):
    due = [TODAY - timedelta(days=1), TODAY, add_months(TODAY, 1), add_months(TODAY, 1) + timedelta(days=1)]
    rows = [
        a_fact(
            province.river, date(2019, 5, 1), deadline_base=day, deadline_deducted=day, deadline_extended=day
        )
        for day in due
    ]
    snapshot = keep_facts(rows, tmp_path, monkeypatch)
    look = Look(snapshot, "all", Period("campaign", TODAY, TODAY), None)
    sight = sight_of(province.high.trial_management.looks())
    first, second, *_ = passing()
    past, *_ = limits()
    found = {
        one.key: one.numerator
        for one in figures_for(sight, look, [past.formula, first.formula, second.formula])
    }
    # From 31 October a month on is 30 November; 1 December already lies in the second month.
    assert found == {past.key: 1, first.key: 2, second.key: 1}


def test_a_running_deduction_stops_the_clock_and_is_not_a_case_without_a_limit(
    province, tmp_path, monkeypatch
):
    pending: list[dict[str, Any]] = [
        {"clock_stopped": True},
        {"clock_stopped": True, "suspended_from": TODAY},
        {"clock_stopped": False},
        {},
    ]
    rows = [a_fact(province.river, date(2019, 5, 1), **columns) for columns in pending]
    snapshot = keep_facts(rows, tmp_path, monkeypatch)
    look = Look(snapshot, "all", Period("campaign", TODAY, TODAY), None)
    sight = sight_of(province.high.trial_management.looks())
    *_, stopped, unlimited = limits()
    found = {one.key: one.numerator for one in figures_for(sight, look, [stopped.formula, unlimited.formula])}
    assert found == {stopped.key: 2, unlimited.key: 2}


def test_who_waits_longer_also_waits_shorter(counts):
    found = counts(read_period("2019-10"), [one.formula for one in old()])
    assert found["count.old_12"] >= found["count.old_24"] >= found["count.old_36"] > 0
    found = counts(read_period("2017"), [*by_key(["flow.new"]), *(one.formula for one in within())])
    values = [found[one.key] for one in within()]
    assert values == sorted(values) and values[-1] <= found["flow.new"]
