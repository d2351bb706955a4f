"""What may be told of the parts of a whole to who lists no cases: never a count from one to four, nor what it could be worked out from."""

from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.cast import appoint, found_province
from tests.facts_cases import a_fact, keep_facts
from xiezhi.rules.dates import add_months
from xiezhi.rules.indicators.periods import read_period
from xiezhi.work.situation.counts import BANDS_FROM
from xiezhi.work.situation.looking import Look, Shown
from xiezhi.work.situation.overview import overview
from xiezhi.work.situation.page_counts import OLD_MONTHS, old
from xiezhi.work.situation.parts import told_by_age
from xiezhi.work.situation.sight import sight_of, sight_of_keeper
from xiezhi.work.situation.stock import stock
from xiezhi.work.situation.suppression import is_small

QUARTER = read_period("2019Q3")
SINCE = sorted({*BANDS_FROM, *OLD_MONTHS})


KEEPER = sight_of_keeper(date(2019, 12, 1))
READER = replace(KEEPER, lists=False)


def shown(count):
    small = is_small(count)
    return Shown("", QUARTER, (), None if small else count, None if small else count, None, hidden=small)


def by_age(ages):
    """The stock, its bands and what is older, of cases of these ages in months."""
    ends = dict(zip(BANDS_FROM, (*BANDS_FROM[1:], 10_000)))
    bands = {start: shown(sum(start <= age < ends[start] for age in ages)) for start in BANDS_FROM}
    return shown(len(ages)), bands, {month: shown(sum(age >= month for age in ages)) for month in OLD_MONTHS}


@given(st.lists(st.sampled_from(SINCE), max_size=60))
def test_a_stock_is_told_by_age_only_where_nothing_between_two_cuts_is_small(ages):
    parts = [sum(first <= age < last for age in ages) for first, last in pairwise([*SINCE, 10_000])]
    assert told_by_age(READER, *by_age(ages)) is not any(map(is_small, parts))


def test_who_lists_the_cases_is_told_everything():
    assert told_by_age(KEEPER, *by_age([1, 20, 40]))


# --- on the pages


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
    assert found.flow.pending.numerator == 53
    assert all(one.hidden for _, one in found.ages)
    president = overview(sight_of(province.river.president.looks()), look)
    assert [one.numerator for _, one in president.ages] == [20, 30, 3, 0, 0, 0]


def test_what_only_two_pages_together_would_tell_is_told_by_neither(
    province, research, tmp_path, monkeypatch
):
    """From 18 to 36 months twelve, older than 24 months twenty, than 36 ten: so two from 18 to 24."""
    look = looks_at(province, tmp_path, monkeypatch, months={1: 20, 4: 30, 14: 6, 19: 2, 25: 10, 40: 10})
    assert all(one.hidden for _, one in overview(research, look).ages)
    told = stock(research, look).whole
    assert all(told[key].hidden for key in told if key.startswith("count.age_"))
    assert [told[one.key].numerator for one in old()] == [28, 20, 10]


def test_a_stock_without_small_parts_is_told(province, research, tmp_path, monkeypatch):
    look = looks_at(province, tmp_path, monkeypatch, months={1: 20, 4: 30, 19: 6, 25: 10, 40: 10})
    assert [one.numerator for _, one in overview(research, look).ages] == [20, 30, 0, 0, 16, 10]
