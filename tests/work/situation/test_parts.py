"""What may be told of the parts of a whole to who lists no cases: never a count from one to four, nor what it could be worked out from."""

from datetime import date

import pytest

from tests.cast import appoint, found_province
from tests.facts_cases import a_fact, keep_facts
from xiezhi.rules.dates import add_months
from xiezhi.rules.indicators.periods import read_period
from xiezhi.work.situation.cohorts import cohorts
from xiezhi.work.situation.flow_keys import FLOW
from xiezhi.work.situation.looking import Look, by_key
from xiezhi.work.situation.overview import overview
from xiezhi.work.situation.page_counts import old, within
from xiezhi.work.situation.parts import flow_told_together
from xiezhi.work.situation.sight import sight_of
from xiezhi.work.situation.stock import stock

QUARTER = read_period("2019Q3")


@pytest.fixture
def province(db):
    return found_province()


def looks_at(province, tmp_path, monkeypatch, *, months, closings=20):
    """A stock of cases of so many months (months: how many), of one court, and enough that was closed."""
    end = QUARTER.end
    rows = [
        a_fact(province.river, add_months(end, -age)) for age, count in months.items() for _ in range(count)
    ]
    rows += [a_fact(province.river, date(2018, 1, 5), date(2019, 8, 1)) for _ in range(closings)]
    return Look(keep_facts(rows, tmp_path, monkeypatch), "all", QUARTER, None)


@pytest.fixture
def research(province):
    """A post with the figures of its court and no docket."""
    return sight_of(appoint(province.river, "花千重", "research").looks())


def test_one_small_band_hides_all_of_them(province, research, tmp_path, monkeypatch):
    """The stock stands beside them: all the others would tell the small one."""
    look = looks_at(province, tmp_path, monkeypatch, months={1: 20, 4: 30, 8: 3})
    found = overview(research, look)
    assert found.flow.pending.numerator == 55  # 53, in fives
    assert all(one.hidden for _, one in found.ages)
    president = overview(sight_of(province.river.president.looks()), look)
    assert [one.numerator for _, one in president.ages] == [20, 30, 3, 0, 0, 0]


def test_what_two_pages_tell_together_is_no_exact_count(province, research, tmp_path, monkeypatch):
    """From 18 to 36 months twelve, older than 24 months twenty, than 36 ten: so two from 18 to 24. In fives they tell nought."""
    look = looks_at(province, tmp_path, monkeypatch, months={1: 20, 4: 30, 14: 6, 19: 2, 25: 10, 40: 10})
    assert [one.numerator for _, one in overview(research, look).ages] == [20, 30, 0, 5, 10, 10]
    told = stock(research, look).whole
    assert [told[one.key].numerator for one in old()] == [30, 20, 10]


def test_a_stock_without_small_parts_is_told(province, research, tmp_path, monkeypatch):
    look = looks_at(province, tmp_path, monkeypatch, months={1: 20, 4: 30, 19: 6, 25: 10, 40: 10})
    assert [one.numerator for _, one in overview(research, look).ages] == [20, 30, 0, 0, 15, 10]


def test_stock_and_flow_are_hidden_together_even_where_one_of_them_is_asked_for(
    province, research, tmp_path, monkeypatch
):
    """Opening 50, new 3, closed 0, pending 53: three of them would tell how many were new."""
    look = looks_at(province, tmp_path, monkeypatch, months={2: 3, 8: 50}, closings=0)
    for keys in (FLOW, FLOW[:1], FLOW[3:]):
        told = flow_told_together(research, look, by_key((*keys, "flow.clearance")))
        assert {one.key for one in told} == {*keys, "flow.clearance"}
        assert all(one.hidden for one in told if one.key in FLOW)
    president = sight_of(province.river.president.looks())
    assert [one.numerator for one in flow_told_together(president, look, by_key(FLOW))] == [50, 3, 0, 53]


def test_shares_of_a_cohort_are_those_of_its_cases_and_not_of_counts_in_fives(
    province, research, tmp_path, monkeypatch
):
    """Of 43 cases 37 were closed: 86 %, while 35 of 45 are 78 %. Of 12 cases no share is told."""
    filed = [(date(2019, 7, 1), 43, 37), (date(2019, 4, 1), 12, 6)]
    rows = [
        a_fact(province.river, day, day.replace(day=20) if place < closed else None)
        for day, many, closed in filed
        for place in range(many)
    ]
    look = Look(keep_facts(rows, tmp_path, monkeypatch), "all", QUARTER, None)
    earlier, last = cohorts(research, look)[-2:]
    assert (last.filed.numerator, last.parts[0].shown.numerator, last.parts[0].share) == (45, 35, 0.86)
    assert earlier.parts[0].share is None and earlier.parts[0].shown.hidden
    exact = cohorts(sight_of(province.river.president.looks()), look)[-1]
    assert exact.parts[0].share == pytest.approx(37 / 43) and len(exact.parts) == len(within())
