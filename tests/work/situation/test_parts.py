"""What may be told of the parts of a whole to who lists no cases: never a count from one to four, nor what it could be worked out from."""

from datetime import date

import pytest

from tests.cast import appoint, found_province
from tests.facts_cases import a_fact, keep_facts
from xiezhi.rules.dates import add_months
from xiezhi.rules.indicators.periods import read_period
from xiezhi.work.situation.looking import Look
from xiezhi.work.situation.overview import overview
from xiezhi.work.situation.page_counts import old
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
