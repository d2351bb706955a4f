"""Who carries how much: full-time equivalents from dated posts, and persons for the person and the heads only."""

from datetime import date

import pytest
from django.db.models import Q

from tests.cast import appoint, found_province
from tests.facts_cases import a_fact, keep_facts
from xiezhi.record.models import Court, Division, Officer, Post
from xiezhi.rules.indicators.periods import read_period
from xiezhi.work.situation.looking import Look, Shown, by_key, figures_for
from xiezhi.work.situation.persons import persons_of, sees_person
from xiezhi.work.situation.sight import sight_of
from xiezhi.work.situation.staffing import fte_by
from xiezhi.work.situation.workload import Unit, areas, by_court, by_division, by_person, prospect

SEPTEMBER = read_period("2019-09")  # thirty days


@pytest.fixture
def province(db):
    return found_province()


def only(member):
    return Q(officer=member.id)


def test_half_a_month_in_post_is_half_an_equivalent(province):
    judge = province.river.judge
    Post.objects.filter(officer=judge.id).update(first_on=date(2019, 9, 16))
    assert list(fte_by(SEPTEMBER, "officer", only(judge)).values()) == pytest.approx([0.5])


def test_one_person_in_two_divisions_counts_once(province):
    judge = province.river.judge
    post = Post.objects.filter(officer=judge.id).first()
    Post.objects.create(
        officer_id=judge.id,
        court=post.court,
        division_id=province.river.division("criminal"),
        role="judge",
        first_on=post.first_on,
    )
    assert sorted(fte_by(SEPTEMBER, "division", only(judge)).values()) == pytest.approx([0.5, 0.5])
    assert list(fte_by(SEPTEMBER, "court", only(judge)).values()) == pytest.approx([1])


def test_head_and_judge_in_one_division_is_one_person(province):
    judge = province.river.judge
    post = Post.objects.filter(officer=judge.id).first()
    Post.objects.create(
        officer_id=judge.id,
        court=post.court,
        division=post.division,
        role="division_head",
        first_on=date(2019, 9, 10),
    )
    assert list(fte_by(SEPTEMBER, "division", only(judge)).values()) == pytest.approx([1])


def test_who_only_keeps_the_record_reports_no_cases(province):
    assert fte_by(SEPTEMBER, "officer", only(province.river.clerk)) == {}


def test_persons_are_shown_to_the_person_and_the_heads_only(province):
    river, judge = province.river, province.river.judge
    for leader in (river.president, river.vice_president):
        assert sees_person(leader.looks(), judge.id)
    assert sees_person(judge.looks(), judge.id)
    assert not sees_person(judge.looks(), river.second_judge.id)
    for other in (
        river.trial_management,
        river.clerk,
        river.archives,
        province.high.trial_management,
        province.middle.president,
        province.hill.president,
    ):
        assert persons_of(other.looks()) is None or not sees_person(other.looks(), judge.id), other
    assert persons_of(river.trial_management.looks()) is None


def test_the_head_of_a_division_sees_his_division_only(province):
    river = province.river
    stranger = appoint(river, "何陌", "judge", division="criminal")
    head = river.division_head
    assert sees_person(head.looks(), river.judge.id)
    assert not sees_person(head.looks(), stranger.id)


@pytest.fixture
def look(province, tmp_path, monkeypatch):
    river = province.river
    rows = [a_fact(river, date(2019, 9, 3), date(2019, 9, 20)) for _ in range(7)]
    rows += [a_fact(river, date(2019, 9, 3), judge="second_judge") for _ in range(30)]
    rows.append(a_fact(province.hill, date(2019, 9, 3)))
    return Look(keep_facts(rows, tmp_path, monkeypatch), "all", SEPTEMBER, None)


def test_persons_stand_by_division_and_staff_number_whatever_they_carry(province, look):
    president = province.river.president
    units = by_person(sight_of(president.looks()), look, persons_of(president.looks()))
    numbers = [
        unit.thing.staff_number
        for unit in units
        if isinstance(unit.thing, Officer)
        and str(unit.thing.pk) in (province.river.judge.id, province.river.second_judge.id)
    ]
    assert numbers == sorted(numbers)
    closed = {str(unit.thing.pk): unit.figures["flow.closed"].numerator for unit in units if unit.figures}
    assert closed == {province.river.judge.id: 7, province.river.second_judge.id: 0}


def test_courts_whose_people_had_no_case_stand_with_nought_and_their_people(province, look):
    sight = sight_of(province.high.trial_management.looks())
    units = by_court(sight, look)
    places = [unit.thing.place for unit in units if isinstance(unit.thing, Court)]
    assert places == sorted(places) and len(places) == len(set(places))
    of = {unit.thing: unit for unit in units}
    middle = of[province.middle.court]
    assert middle.fte == 3 and {one.numerator for one in middle.figures.values()} == {0}
    assert set(middle.figures) == set(of[province.river.court].figures)
    assert all(unit.fte or any(one.numerator for one in unit.figures.values()) for unit in units)
    (whole,) = figures_for(sight, look, by_key(["flow.per_judge:fte"]))
    assert sum(unit.fte for unit in units) == pytest.approx(whole.denominator)


def test_divisions_stand_in_administrative_order_with_their_people(province, look):
    president = province.river.president
    units = by_division(sight_of(president.looks()), look, province.river.court.id)
    places = [unit.thing.place for unit in units if isinstance(unit.thing, Division)]
    assert places == sorted(places)
    civil = next(
        unit for unit in units if unit.thing and str(unit.thing.pk) == province.river.division("civil")
    )
    assert civil.figures["flow.pending"].numerator == 30 and civil.fte > 0
    assert civil.mix["civil"].numerator == 7


def test_twice_the_people_close_twice_as_many_and_the_stock_never_falls_under_nought(province, look):
    president = province.river.president
    (unit,) = (
        one for one in by_division(sight_of(president.looks()), look, province.river.court.id) if one.figures
    )
    now, double, many = (prospect(unit, unit.fte * times, SEPTEMBER, 6) for times in (1, 2, 100))
    assert double.closed_a_month == pytest.approx(2 * now.closed_a_month)
    assert now.stock > double.stock > many.stock == 0


def test_courts_together_have_their_counts_and_no_rate_that_is_the_sum_of_rates(province):
    def unit(house, closed, filed):
        told = {
            "flow.closed": Shown("flow.closed", SEPTEMBER, (), closed, closed, None),
            "flow.clearance": Shown("flow.clearance", SEPTEMBER, (), closed / filed, closed, filed),
        }
        return Unit(house.court, told, {}, 1.0)

    (area,) = areas([unit(province.middle, 5, 10), unit(province.river, 30, 40)])
    assert area.below and area.fte == 2
    assert area.figures["flow.closed"][3:] == (35, 35, None, False)
    assert area.figures["flow.clearance"][3:] == (None, 35, 50, False)


def test_a_judge_and_a_deputy_head_see_themselves_and_nobody_else(province, look):
    """The deputy head's docket is that of the division, whose cases others report."""
    deputy = appoint(province.river, "何陌", "deputy_division_head", division="civil")
    for who in (province.river.judge, deputy):
        units = by_person(sight_of(who.looks()), look, persons_of(who.looks()))
        assert [str(unit.thing.pk) for unit in units] == [str(who.id)]
        assert not any(one.numerator for unit in units for one in unit.figures.values())
