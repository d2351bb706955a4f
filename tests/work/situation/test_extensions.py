"""Extensions, deductions, hidden overruns: each closing and each pending case has one place by its limit, in every breakdown."""

from dataclasses import replace
from datetime import date, timedelta
from random import Random
from statistics import median
from typing import Any

import pytest
from django.db.models import Q

from tests.cast import appoint, found_province
from tests.facts_cases import a_fact, keep_facts
from xiezhi.record.models import Court, Division
from xiezhi.rules.indicators.periods import read_period
from xiezhi.work.situation.counts import formula_of
from xiezhi.work.situation.extensions import (
    CLOSINGS,
    DAYS,
    DEDUCTED,
    EXTENDED,
    GROSS,
    HIDDEN,
    HIDDEN_PENDING,
    IN_BASE,
    KEYS,
    LIMITED,
    NET,
    OVER,
    PAST,
    STOCK,
    STOPPED,
    UNLIMITED,
    UNLIMITED_PENDING,
    by_area,
    by_court,
    by_division,
    extensions,
    within,
)
from xiezhi.work.situation.flow_keys import CLOSED, PENDING
from xiezhi.work.situation.looking import NUMERATOR, Look, cases_for
from xiezhi.work.situation.sight import sight_of

QUARTER = read_period("2019Q3")
PARTS = (UNLIMITED, GROSS, HIDDEN, PAST)
PARTS_PENDING = (IN_BASE, HIDDEN_PENDING, OVER, STOPPED, UNLIMITED_PENDING)


@pytest.fixture
def province(db):
    return found_province()


@pytest.fixture
def rows(province):
    """Nine hundred cases: a fifth has no limit, some limits are moved by deductions and extensions, some stand."""
    rng, made = Random(11), []
    for _ in range(900):
        house = rng.choice(province.houses)
        filed = date(2018, 6, 1) + timedelta(days=rng.randrange(480))
        closed = filed + timedelta(days=rng.randrange(300)) if rng.random() < 0.7 else None
        base = filed + timedelta(days=90)
        out, more = rng.choice((0, 0, 0, 20, 45)), rng.choice((0, 0, 0, 60))
        told: dict[str, Any] = {"deducted_days": out, "extended_times": int(more > 0)}
        if rng.random() < 0.8:
            told |= {
                "deadline_base": base,
                "deadline_deducted": base + timedelta(days=out),
                "deadline_extended": base + timedelta(days=out + more),
            }
        if closed is None and rng.random() < 0.1:
            told |= {"suspended_from": filed, "deadline_deducted": None, "deadline_extended": None}
        case_class = rng.choice(("civil", "criminal", "enforcement", None))
        division = rng.choice(("civil", "criminal"))
        made.append(a_fact(house, filed, closed, division=division, case_class=case_class, **told))
    return made


@pytest.fixture
def look(rows, tmp_path, monkeypatch):
    return Look(keep_facts(rows, tmp_path, monkeypatch), "all", QUARTER, None)


@pytest.fixture
def high(province):
    return sight_of(province.high.trial_management.looks())


def numbers(figures):
    return {key: figures[key].numerator for key in KEYS}


def test_every_closing_and_every_pending_case_has_one_place_by_its_limit(high, look):
    found = extensions(high, look)
    for figures in (found.whole, *found.classes.values(), *(unit.figures for unit in by_court(high, look))):
        told = numbers(figures)
        assert sum(told[key] for key in PARTS) == told[CLOSED]
        assert sum(told[key] for key in PARTS_PENDING) == told[PENDING]
        assert told[LIMITED] == told[CLOSED] - told[UNLIMITED]
        assert told[NET] - told[GROSS] == told[HIDDEN]
    assert all(numbers(found.whole).values())


def test_classes_courts_and_areas_add_up_to_the_whole(high, look, province):
    found = extensions(high, look)
    for parts in (found.classes.values(), [unit.figures for unit in by_court(high, look)]):
        for key in KEYS:
            if key != DAYS:
                assert sum(one[key].numerator for one in parts) == found.whole[key].numerator, key
    areas = by_area(high, look)
    assert sum(unit.figures[HIDDEN].numerator for unit in areas) == found.whole[HIDDEN].numerator
    assert not any(DAYS in unit.figures for unit in areas)  # a median of several courts is none of theirs


def test_a_median_is_that_of_the_cases_that_have_days_deducted(high, look, rows):
    days = [
        row["deducted_days"]
        for row in rows
        if row["deducted_days"] and row["closed_on"] and QUARTER.start <= row["closed_on"] <= QUARTER.end
    ]
    found = extensions(high, look).whole
    assert found[DAYS].value == median(days) and found[DAYS].numerator == found[DEDUCTED].numerator == len(
        days
    )


def test_courts_and_divisions_stand_in_administrative_order_and_classes_in_that_of_the_handbook(
    high, look, province
):
    courts = [unit.thing for unit in by_court(high, look)]
    assert courts == list(Court.objects.filter(pk__in=[court.pk for court in courts]).order_by("place"))
    divisions = [unit.thing for unit in by_division(high, look, province.river.court.id)]
    assert divisions == list(
        Division.objects.filter(Q(pk__in=[one.pk for one in divisions])).order_by("place")
    )
    assert list(extensions(high, look).classes) == ["criminal", "civil", "enforcement", ""]


def test_every_number_is_that_of_its_cases(high, look, province):
    for unit in by_division(high, look, province.river.court.id):
        narrowed = replace(look, courts=(str(province.river.court.id),), division=str(unit.thing.pk))
        for key in KEYS:
            assert (
                len(cases_for(high, narrowed, formula_of(key), NUMERATOR)) == unit.figures[key].numerator
            ), key


def test_an_extension_moves_the_net_limit_and_not_the_gross_one(high, province, tmp_path, monkeypatch):
    base = date(2019, 7, 10)
    rows = [
        a_fact(
            province.river, date(2019, 4, 10), base + timedelta(days=late), deadline_base=base, deadline_deducted=base,
            deadline_extended=base + timedelta(days=30), extended_times=1, deducted_days=0,
        )
        for late in (0, 1, 30, 31)
    ]  # fmt: skip
    look = Look(keep_facts(rows, tmp_path, monkeypatch), "all", QUARTER, None)
    found = extensions(high, look).whole
    told = {key: found[key].numerator for key in (GROSS, HIDDEN, PAST, NET, EXTENDED, DEDUCTED)}
    assert told == {GROSS: 1, HIDDEN: 2, PAST: 1, NET: 3, EXTENDED: 4, DEDUCTED: 0}
    assert (within(high, found, GROSS), within(high, found, NET)) == (0.25, 0.75)


def test_the_last_twelve_months_end_with_the_period(high, look):
    months = extensions(high, look).months
    names = [figures[NET].period.name for figures in months]
    assert names[0] == "2018-10" and names[-1] == "2019-09" and len(names) == 12
    inside = months[-3:]
    assert (
        sum(figures[HIDDEN].numerator for figures in inside) == extensions(high, look).whole[HIDDEN].numerator
    )


def test_who_lists_no_cases_is_told_all_or_nothing(province, look):
    sight = sight_of(appoint(province.river, "花千重", "research").looks())
    found = extensions(sight, look)
    units = by_division(sight, look, province.river.court.id)
    for figures in (found.whole, *found.classes.values(), *(unit.figures for unit in units)):
        for keys in (CLOSINGS, STOCK):
            assert len({figures[key].hidden for key in keys}) == 1
        assert not any(0 < (one.numerator or 0) < 5 for one in figures.values())


def test_without_cases_there_is_nothing_to_tell(high, look):
    assert extensions(high, replace(look, period=read_period("2001"))) is None
