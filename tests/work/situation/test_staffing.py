"""Figures that divide by people: whole courts only, the posts of each period, and never so few that the figure is one person's."""

from collections import defaultdict
from dataclasses import replace
from datetime import date, timedelta
from random import Random
from typing import Any
from uuid import UUID

import pytest

from tests.cast import appoint, found_province
from tests.facts_cases import a_fact, keep_facts
from xiezhi.record.models import Court, Post
from xiezhi.rules.indicators.catalogue import formulas
from xiezhi.rules.indicators.periods import Grid, between, grid, read_period
from xiezhi.work.situation import snapshots
from xiezhi.work.situation.few import lacks_people
from xiezhi.work.situation.health import PEOPLE, health, state_of
from xiezhi.work.situation.indicator_page import indicator_page
from xiezhi.work.situation.looking import (
    DENOMINATOR,
    NUMERATOR,
    Look,
    by_key,
    cases_for,
    figures_for,
)
from xiezhi.work.situation.own_intervals import known_indicators
from xiezhi.work.situation.sight import sight_of
from xiezhi.work.situation.staffing import FEWEST_PEOPLE, Held, People

THIRD, FOURTH = read_period("2019Q3"), read_period("2019Q4")
JUDGE, EQUIVALENT, PENDING = "flow.per_judge", "flow.per_judge:fte", "flow.pending_per_judge"
OF_PEOPLE = [key for key, (_, formula) in formulas().items() if formula.parameters & {"judges", "fte"}]


@pytest.fixture
def province(db):
    return found_province()


@pytest.fixture
def snapshot(province, tmp_path, monkeypatch):
    """Thirty cases of a court of five judges, twelve of one with a single judge, closed in both quarters."""
    rows = [
        a_fact(house, date(2019, 7, 1), closed, division=division)
        for house, many in ((province.river, 30), (province.far, 12))
        for place in range(many)
        for closed, division in (
            (date(2019, 8 + 3 * (place % 2), 20), ("civil", "criminal")[place % 3 == 0]),
        )
    ]
    return keep_facts(rows, tmp_path, monkeypatch)


@pytest.fixture
def look(snapshot):
    return Look(snapshot, "all", THIRD, None)


@pytest.fixture
def president(province):
    return sight_of(province.river.president.looks())


@pytest.fixture
def high(province):
    return sight_of(province.high.trial_management.looks())


def one(sight, look, key, **more):
    return next(iter(figures_for(sight, look, by_key([key]), **more)), None)


def of_courts(sight, look, key, column="court_id"):
    return {shown.group[0]: shown for shown in figures_for(sight, look, by_key([key]), by=(column,))}


def test_closings_are_divided_by_the_judges_of_the_court(president, look):
    shown = one(president, look, JUDGE)
    assert (shown.value, shown.numerator, shown.denominator) == (3, 15, 5)
    assert one(president, look, PENDING).denominator == pytest.approx(5)
    assert one(president, look, PENDING).numerator == 15


def test_each_period_has_the_judges_of_its_last_day_and_the_days_of_its_own(province, president, look):
    appoint(province.river, "新到任", "judge", division="civil", first_on=date(2019, 11, 16))
    months = grid(FOURTH, 2)
    judges = figures_for(president, look, by_key([JUDGE]), grid=months)
    assert [shown.denominator for shown in judges] == [5, 6]
    equivalents = figures_for(president, look, by_key([EQUIVALENT]), grid=months)
    assert [shown.denominator for shown in equivalents] == pytest.approx([5, 5 + 46 / 92])


def test_of_a_period_that_goes_on_the_days_so_far_count(province, president, look, monkeypatch):
    appoint(province.river, "新到任", "judge", division="civil", first_on=date(2019, 11, 16))
    known = type("Kept", (), {"known_at": None})()
    monkeypatch.setattr(snapshots, "of_id", lambda _: known)
    monkeypatch.setattr(snapshots, "known_day", lambda _: date(2019, 11, 15))
    monkeypatch.setattr("xiezhi.work.situation.looking.mainland_day", lambda _: date(2019, 11, 15))
    (shown,) = figures_for(president, look, by_key([JUDGE]), grid=Grid((FOURTH,)))
    assert shown.denominator == 5


def test_posts_entered_later_count_at_once_in_the_same_snapshot(province, president, look):
    assert one(president, look, JUDGE).denominator == 5
    appoint(province.river, "补录", "judge", division="civil")
    assert one(president, look, JUDGE).denominator == 6


def test_whoever_only_keeps_the_record_or_leads_is_no_judge(province, president, look):
    for role in ("clerk", "judge_assistant", "president", "assessor"):
        appoint(province.river, "旁人", role)
    assert one(president, look, JUDGE).denominator == 5


def test_with_fewer_judges_than_a_few_there_is_no_figure_of_the_one(province, high, look):
    far, river = (str(house.court.pk) for house in (province.far, province.river))
    for key in OF_PEOPLE:
        found = of_courts(high, look, key)
        assert found[river].value is not None
        alone = found[far]
        assert (alone.value, alone.denominator) == (None, None), key
        assert alone.numerator == 6, "the count is told as everywhere"
        assert lacks_people(alone) and state_of(alone, None) == PEOPLE
    for number in range(FEWEST_PEOPLE - 1):
        appoint(province.far, f"第{number}人", "judge", division="civil")
    assert of_courts(high, look, JUDGE)[far].value == 2


def test_courts_together_have_the_judges_of_all_of_them(province, high, look):
    every = one(high, look, JUDGE)
    assert (every.numerator, every.denominator) == (21, 5 + 5 + 1 + 3 + 3), "courts without a case too"
    two = tuple(str(house.court.pk) for house in (province.far, province.river))
    assert one(high, replace(look, courts=two), JUDGE).denominator == 5 + 1


def test_a_court_of_judges_who_closed_nothing_has_nought_and_not_no_figure(province, high, look):
    found = of_courts(high, look, JUDGE)
    for house, many in ((province.hill, 5), (province.middle, 3)):
        shown = found[str(house.court.pk)]
        assert (shown.value, shown.numerator, shown.denominator) == (0, 0, many)
    assert sum(one.denominator or 0 for one in of_courts(high, look, EQUIVALENT).values()) == 16, (
        "but for the one judge"
    )


def test_every_court_stands_on_the_page_with_a_value_or_without(province, high, look):
    def page(key):
        return {one.court: one.shown for one in indicator_page(high, look, known_indicators()[key]).courts}

    every = list(Court.objects.order_by("place"))
    per_judge, mean = page(JUDGE), page("ops.mean_days")
    assert list(per_judge) == list(mean) == every
    assert [one.value for one in per_judge.values()].count(0) == 3
    assert lacks_people(per_judge[province.far.court]), "one judge"
    assert {court for court, one in mean.items() if one.value is not None} == {
        province.river.court,
        province.far.court,
    }
    assert all(one.numerator == one.denominator == 0 for one in mean.values() if one.value is None)
    Court.objects.filter(pk=province.hill.court.pk).update(last_on=date(2019, 6, 30))
    assert province.hill.court not in page("ops.mean_days"), "there was no such court in the period"


def test_a_court_with_cases_and_nobody_entered_is_told_by_nobody(province, high, look):
    Post.objects.filter(court=province.far.court).delete()
    far, river = (str(house.court.pk) for house in (province.far, province.river))
    assert lacks_people(one(high, look, JUDGE))
    found = of_courts(high, look, JUDGE)
    assert found[far].value is None and found[river].value == 3


def test_a_court_that_is_no_more_holds_no_sum_back(province, high, look):
    Post.objects.filter(court=province.far.court).update(last_on=date(2019, 9, 10))
    Court.objects.filter(pk=province.far.court.pk).update(last_on=date(2019, 9, 10))
    assert one(high, replace(look, period=FOURTH), JUDGE).denominator == 16
    assert one(high, look, EQUIVALENT).denominator == pytest.approx(16 + 72 / 92), (
        "its days of then count then"
    )


def test_where_nobody_was_ever_entered_the_figures_are_left_out(high, look):
    Post.objects.filter(role__in=("judge", "presiding_judge", "division_head")).delete()
    assert figures_for(high, look, by_key(OF_PEOPLE)) == []


@pytest.mark.parametrize("key", OF_PEOPLE)
def test_never_of_a_division_of_narrowed_cases_of_a_person_or_in_his_list(province, president, look, key):
    river = province.river
    judge = str(river.judge.id)
    assert one(president, look, key) is not None
    for narrowed in (
        replace(look, division=river.division("civil")),
        replace(look, where=(("case_class", "civil"),)),
        replace(look, where=(("judge_id", judge),)),
    ):
        assert one(president, narrowed, key) is None
        assert cases_for(president, narrowed, formulas()[key][1], NUMERATOR) == []
    for column in ("judge_id", "division_id", "case_class", "tribunal"):
        assert figures_for(president, look, by_key([key]), by=(column,)) == []
    for who in (river.judge, river.clerk, river.division_head, river.filing_officer, river.archives):
        assert one(sight_of(who.looks()), look, key) is None, who.post.role


def test_the_judges_open_no_list_and_the_closings_do(president, look):
    formula = formulas()[JUDGE][1]
    assert cases_for(president, look, formula, DENOMINATOR) == []
    assert len(cases_for(president, look, formula, NUMERATOR)) == 15


def test_a_grid_of_figures_asks_the_database_twice(president, look, django_assert_max_num_queries):
    one(president, look, JUDGE)
    with django_assert_max_num_queries(2):
        figures_for(president, look, by_key([JUDGE, EQUIVALENT, PENDING]), grid=grid(THIRD, 12))


def test_page_and_check_have_them_with_their_own_past(president, look):
    page = indicator_page(president, look, known_indicators()[JUDGE])
    assert page.line.now.value == 3
    assert [variant.formula.key for variant, shown in page.variants if shown is not None] == [EQUIVALENT]
    assert [shown.denominator for shown in page.months] == [5] * len(page.months)
    told = {line.indicator.id for _, lines in health(president, look).groups for line in lines}
    assert told >= {JUDGE, PENDING, "cepej.efficiency"}
    assert "cn2024.per_judge" not in told, "in force in 2024 only"


# --- the posts themselves


def slow(held, start, end):
    """Day by day: each officer once, in equal parts over where he holds a post."""
    found: defaultdict[Any, float] = defaultdict(float)
    days = (end - start).days + 1
    for number in range(days):
        day = start + timedelta(days=number)
        places = defaultdict(set)
        for post in held:
            if post.first_on <= day and (post.last_on is None or day <= post.last_on):
                places[post.officer].add(post.place)
        for where in places.values():
            for place in where:
                found[place] += 1 / len(where) / days
    return found


@pytest.mark.parametrize("seed", range(8))
def test_equivalents_are_those_counted_day_by_day(seed):
    rng = Random(seed)
    officers, places = ([UUID(int=number + at) for number in range(4)] for at in (1, 100))
    held = []
    for _ in range(14):
        first = date(2019, 1, 1) + timedelta(days=rng.randrange(200))
        last = first + timedelta(days=rng.randrange(90)) if rng.random() < 0.7 else None
        held.append(Held(rng.choice(officers), rng.choice(places), first, last))
    people = People(held)
    for span in (read_period("2019-03"), read_period("2019Q2"), between(date(2019, 4, 5), date(2019, 4, 5))):
        expected = slow(held, span.start, span.end)
        assert people.equivalents(span.start, span.end) == pytest.approx(expected)
        on = {
            one.place
            for one in held
            if one.first_on <= span.end and (one.last_on is None or span.end <= one.last_on)
        }
        assert people.on(span.end).keys() == on


def test_of_nobody_there_is_nothing():
    assert People([]).equivalents(THIRD.start, THIRD.end) == {} == People([]).on(THIRD.end)
