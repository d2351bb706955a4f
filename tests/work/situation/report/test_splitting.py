"""A change is told as mix and as what the classes did themselves, and both add up to it."""

from datetime import date

import pytest

from tests.facts_cases import a_fact, keep_facts
from xiezhi.rules.indicators.periods import read_period
from xiezhi.work.situation.report.measuring import measure
from xiezhi.work.situation.report.splitting import split_of
from xiezhi.work.situation.report.values import Basis
from xiezhi.work.situation.sight import sight_of_keeper

from .conftest import KNOWN, MADE

NORMAL = "ops.in_normal_limit"


def closed(house, year, case_class, count, in_time):
    """Cases closed in August, so many of them within their limit."""
    late, timely = date(year, 7, 31), date(year, 12, 31)
    return [
        a_fact(
            house, date(year, 5, 1), date(year, 8, 1), case_class=case_class, deadline_base=day, deadline_deducted=day, deadline_extended=day
        )
        for day in [timely] * in_time + [late] * (count - in_time)
    ]  # fmt: skip


@pytest.fixture
def measured(province, places, tmp_path, monkeypatch):
    def made(rows):
        basis = Basis(keep_facts(rows, tmp_path, monkeypatch), KNOWN, "all", read_period("2019Q3"), None)
        return measure(sight_of_keeper(MADE), basis, places)

    return made


def test_more_cases_of_a_slower_class_are_mix_and_nothing_else(province, measured):
    house = province.river
    before = closed(house, 2018, "civil", 80, 80) + closed(house, 2018, "criminal", 20, 10)
    now = closed(house, 2019, "civil", 50, 50) + closed(house, 2019, "criminal", 50, 25)
    found = split_of(measured(before + now), NORMAL)
    assert found is not None
    assert (round(found.mix, 9), round(found.rate, 9)) == (-0.15, 0)


def test_mix_and_rate_add_up_to_the_change(province, measured):
    house = province.river
    before = closed(house, 2018, "civil", 70, 60) + closed(house, 2018, "criminal", 30, 12)
    now = closed(house, 2019, "civil", 40, 38) + closed(house, 2019, "criminal", 60, 30)
    figures = measured(before + now)
    found = split_of(figures, NORMAL)
    assert found is not None
    assert found.mix + found.rate == pytest.approx(figures.now[NORMAL].value - figures.before[NORMAL].value)


def test_one_class_alone_or_few_cases_are_not_split(province, measured):
    house = province.river
    assert (
        split_of(
            measured(closed(house, 2018, "civil", 50, 40) + closed(house, 2019, "civil", 50, 45)), NORMAL
        )
        is None
    )
    few = (
        closed(house, 2018, "civil", 5, 4)
        + closed(house, 2018, "criminal", 5, 4)
        + closed(house, 2019, "civil", 9, 5)
    )
    assert split_of(measured(few), NORMAL) is None
