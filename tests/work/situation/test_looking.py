"""The doorway of figures: a number and its list agree, whoever asks; small counts stay hidden from who lists no cases."""

from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any
from uuid import uuid4

import pytest

from tests.cast import appoint, found_province
from tests.facts_cases import a_fact, keep_facts
from xiezhi.rules.indicators.catalogue import formulas
from xiezhi.rules.indicators.model import COUNT, RATIO
from xiezhi.rules.indicators.periods import grid, read_period
from xiezhi.work.situation.counts import age_bands, counts
from xiezhi.work.situation.looking import DENOMINATOR, NUMERATOR, Look, by_key, cases_for, figures_for
from xiezhi.work.situation.sight import sight_of

QUARTER = read_period("2019Q3")
FLOW = ("flow.opening", "flow.new", "flow.closed", "flow.pending")


@pytest.fixture
def province(db):
    return found_province()


@pytest.fixture
def rows(province):
    """Two hundred cases of all courts, some sealed, some about decisions of the courts below."""
    rng, found = Random(1), []
    for _ in range(200):
        house = rng.choice(province.houses)
        filed = date(2018, 6, 1) + timedelta(days=rng.randrange(500))
        closed = filed + timedelta(days=rng.randrange(400)) if rng.random() < 0.7 else None
        about = rng.choice((province.river, province.hill)).court.id if house is province.middle else None
        found.append(
            a_fact(
                house, filed, closed, secrecy=rng.choice(("ordinary",) * 5 + ("sealed",)), division=rng.choice(("civil", "criminal")),
                prior_court_id=str(about) if about else None, prior_case_id=str(uuid4()) if about else None,
                instance="second" if about else "first", outcome_on_prior=rng.choice(("affirmed", "modified")) if about and closed else None,
            )
        )  # fmt: skip
    return found


@pytest.fixture
def snapshot(rows, tmp_path, monkeypatch):
    return keep_facts(rows, tmp_path, monkeypatch)


def look(snapshot, **changes):
    return Look(**({"snapshot": snapshot, "scope": "all", "period": QUARTER, "courts": None} | changes))


def people(province):
    return {
        "high": province.high.trial_management, "middle": province.middle.president, "river": province.river.president,
        "head": province.river.division_head, "judge": province.river.judge,
    }  # fmt: skip


@pytest.mark.parametrize("who", ["high", "middle", "river", "head", "judge"])
def test_a_number_opens_as_many_cases_as_it_says(province, snapshot, who):
    sight = sight_of(people(province)[who].looks())
    formulas = [
        *by_key((*FLOW, "flow.accepted", "flow.clearance", "ops.reversal_first")),
        *(one.formula for one in counts().values()),
    ]
    for shown in figures_for(sight, look(snapshot), formulas):
        (formula,) = (one for one in formulas if one.key == shown.key)
        for side, count in ((NUMERATOR, shown.numerator), (DENOMINATOR, shown.denominator)):
            if formula.value in (COUNT, RATIO) and count is not None:
                assert len(cases_for(sight, look(snapshot), formula, side)) == count, (shown, side)


@pytest.mark.parametrize("who", ["high", "middle", "river", "head"])
def test_what_stood_open_and_came_in_was_closed_or_stands_open(province, snapshot, who):
    sight = sight_of(people(province)[who].looks())
    opening, new, closed, pending = (
        one.numerator for one in figures_for(sight, look(snapshot), by_key(FLOW))
    )
    assert opening + new - closed == pending


def test_sealed_cases_count_for_who_leads_and_for_nobody_else(province, rows, snapshot):
    river = str(province.river.court.id)
    every = sum(
        row["court_id"] == river and date(2019, 7, 1) <= row["filed_on"] <= date(2019, 9, 30) for row in rows
    )
    (new,) = figures_for(sight_of(province.river.president.looks()), look(snapshot), by_key(("flow.new",)))
    assert new.numerator == every
    assert (
        figures_for(sight_of(province.river.judge.looks()), look(snapshot), by_key(("flow.new",)))[
            0
        ].numerator
        == 0
    )


def test_a_president_cannot_ask_for_another_court(province, snapshot):
    sight = sight_of(province.river.president.looks())
    hill = look(snapshot, courts=(str(province.hill.court.id),))
    assert figures_for(sight, hill, by_key(FLOW)) == []
    assert cases_for(sight, hill, by_key(("flow.new",))[0], NUMERATOR) == []


def test_of_what_one_person_works_on_there_are_counts_only(province, snapshot):
    every = [formula for _, formula in formulas().values()]
    for who in (province.river.judge, province.river.clerk):
        told = figures_for(sight_of(who.looks()), look(snapshot), every)
        assert {formulas()[one.key][1].value for one in told} == {COUNT}, who
    of_all = figures_for(sight_of(province.river.president.looks()), look(snapshot), every)
    assert {formulas()[one.key][1].value for one in of_all} > {COUNT, RATIO}


def test_narrowed_to_one_person_there_are_counts_only_even_for_the_president(province, snapshot):
    every = [formula for _, formula in formulas().values()]
    sight, judge = sight_of(province.river.president.looks()), str(province.river.judge.id)
    for told in (
        figures_for(sight, look(snapshot, where=(("judge_id", judge),)), every),
        figures_for(sight, look(snapshot, courts=(str(province.river.court.id),)), every, by=("judge_id",)),
    ):
        assert {formulas()[one.key][1].value for one in told} == {COUNT}
    rate = formulas()["flow.clearance"][1]
    assert cases_for(sight, look(snapshot), rate, NUMERATOR)
    assert cases_for(sight, look(snapshot, where=(("judge_id", judge),)), rate, NUMERATOR) == []


def test_a_person_stands_apart_only_before_whom_the_office_shows_persons(province, snapshot):
    """Whatever page or interface asks: the doorway refuses."""
    river, new = province.river, by_key(("flow.new",))
    court, judge = (str(river.court.id),), str(river.judge.id)
    of_judge = look(snapshot, where=(("judge_id", judge),))
    for who, sees in (
        (river.president, True), (river.division_head, True), (river.judge, True), (river.second_judge, False), (river.clerk, False),
        (river.trial_management, False), (province.high.trial_management, False), (province.middle.president, False),
    ):  # fmt: skip
        sight = sight_of(who.looks())
        assert bool(figures_for(sight, of_judge, new)) is sees, who.post.role
        assert sees or cases_for(sight, of_judge, new[0], NUMERATOR) == []
        apart = figures_for(
            sight, look(snapshot, courts=court, division=river.division("civil")), new, by=("judge_id",)
        )
        assert bool(apart) is (who in (river.president, river.division_head)), who.post.role
    whole_court = look(snapshot, courts=court)
    assert figures_for(sight_of(river.president.looks()), whole_court, new, by=("judge_id",))
    every_court = look(snapshot)
    assert figures_for(sight_of(province.middle.president.looks()), every_court, new, by=("judge_id",)) == []


def test_sums_of_money_are_told_to_who_lists_the_cases_alone(province, tmp_path, monkeypatch):
    """One case of 123,456.78 of 500,000 yuan would be known by its sum."""
    day = date(2019, 8, 1)
    told: dict[str, Any] = {
        "instance": "exec_first",
        "claim_amount": Decimal(500_000),
        "recovered_amount": Decimal("123456.78"),
        "case_class": "enforcement",
    }
    name = keep_facts([a_fact(province.river, day, day, **told)], tmp_path, monkeypatch)
    sums = [formula for _, formula in formulas().values() if formula.rests_on_sums]
    assert {"cn2024.exec_recovery", "ops.penalty_recovery", "courtools.7", "ifce.10", "cn2011.x5"} <= {
        one.key for one in sums
    }
    research = sight_of(appoint(province.river, "花千重", "research").looks())
    assert figures_for(research, look(name), sums) == []
    found = {
        one.key: one for one in figures_for(sight_of(province.river.president.looks()), look(name), sums)
    }
    assert found["cn2024.exec_recovery"].numerator == pytest.approx(123_456.78)


def test_what_became_of_a_courts_decisions_is_told_to_its_president_and_not_by_division(province, snapshot):
    sight = sight_of(province.river.president.looks())
    reversal = by_key(("ops.reversal_first",))
    assert figures_for(sight, look(snapshot, period=read_period("2019")), reversal)[0].numerator > 0
    division = look(snapshot, division=province.river.division("civil"))
    assert figures_for(sight, division, reversal) == []
    assert figures_for(sight_of(province.river.division_head.looks()), look(snapshot), reversal) == []


def test_the_bands_of_age_add_up_to_the_stock(province, snapshot):
    sight = sight_of(province.high.president.looks())
    bands = figures_for(sight, look(snapshot), [one.formula for one in age_bands()])
    (pending,) = figures_for(sight, look(snapshot), by_key(("flow.pending",)))
    assert sum(one.numerator for one in bands) == pending.numerator > 0


def test_who_lists_no_cases_is_shown_no_small_count_and_opens_nothing(province, snapshot):
    research = sight_of(appoint(province.river, "花千重", "research").looks())
    months = figures_for(research, look(snapshot), by_key(FLOW), grid=grid(read_period("2019-09"), 12))
    assert months and not any(one.numerator and one.numerator < 5 for one in months)
    assert any(one.hidden for one in months)
    assert cases_for(research, look(snapshot), by_key(("flow.pending",))[0], NUMERATOR) == []


def test_who_lists_no_cases_works_out_no_small_count_from_any_sum(province, snapshot):
    """Opening + new − closed and pending, months and their quarter: what may be told of it is told in fives."""
    research, president = (
        sight_of(one.looks())
        for one in (appoint(province.river, "花千重", "research"), province.river.president)
    )
    every = [formula for _, formula in formulas().values()]
    hidden = 0
    for name in ("2019", "2019H2", "2019Q3", "2019-07", "2019-08", "2019-09"):
        exact = {
            one.key: one for one in figures_for(president, look(snapshot, period=read_period(name)), every)
        }
        for one in figures_for(research, look(snapshot, period=read_period(name)), every):
            hidden += one.hidden
            for told, true in (
                (one.numerator, exact[one.key].numerator),
                (one.denominator, exact[one.key].denominator),
            ):
                assert told is None or (told % 5 == 0 and abs(told - (true or 0)) <= 2.5)
            assert one.denominator is None or one.denominator == 0 or (exact[one.key].denominator or 0) >= 20
    assert hidden


def test_one_month_that_is_hidden_hides_another(province, snapshot):
    """The months add up to the year, which is shown."""
    research = sight_of(appoint(province.river, "花千重", "research").looks())
    for key in FLOW:
        line = figures_for(research, look(snapshot), by_key((key,)), grid=grid(read_period("2019-09"), 12))
        assert sum(one.hidden for one in line) != 1
