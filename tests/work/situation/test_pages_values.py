"""The values of overview, health check and indicator pages: they add up, they break where definitions change, they colour nothing alone."""

from dataclasses import replace
from datetime import date, timedelta
from random import Random
from statistics import fmean, pstdev

import pytest

from tests.cast import found_province
from tests.facts_cases import a_fact, keep_facts
from xiezhi.rules.indicators.catalogue import indicators
from xiezhi.rules.indicators.model import Interval
from xiezhi.rules.indicators.periods import grid, read_period
from xiezhi.work.situation.flow_keys import FLOW
from xiezhi.work.situation.health import (
    FEW,
    INSIDE,
    NOTHING,
    OUTSIDE,
    WITHOUT,
    health,
    in_force,
    line_of,
    state_of,
)
from xiezhi.work.situation.indicator_limits import control_of, funnel_of, is_ratio_of_counts, is_share
from xiezhi.work.situation.indicator_page import indicator_page
from xiezhi.work.situation.looking import Look, Shown, by_key, figures_for
from xiezhi.work.situation.overview import overview
from xiezhi.work.situation.overview_values import Flow
from xiezhi.work.situation.sight import sight_of

QUARTER = read_period("2024Q3")


@pytest.fixture
def province(db):
    return found_province()


@pytest.fixture
def look(province, tmp_path, monkeypatch):
    rng, rows = Random(3), []
    for _ in range(600):
        filed = date(2021, 1, 1) + timedelta(days=rng.randrange(1400))
        closed = filed + timedelta(days=rng.randrange(300)) if rng.random() < 0.9 else None
        limit = filed + timedelta(days=180)
        rows.append(
            a_fact(
                rng.choice(province.houses), filed, closed, case_class=rng.choice(("civil", "criminal")), deadline_base=limit,
                deadline_deducted=limit + timedelta(days=20), deadline_extended=limit + timedelta(days=rng.choice((20, 110))),
            )
        )  # fmt: skip
    return Look(keep_facts(rows, tmp_path, monkeypatch), "all", QUARTER, None)


@pytest.fixture
def high(province):
    return sight_of(province.high.trial_management.looks())


def test_months_classes_ages_and_courts_each_add_up_to_the_figures_of_the_period(high, look):
    found = overview(high, look)
    flow = found.flow
    assert flow.opening.numerator + flow.new.numerator - flow.closed.numerator == flow.pending.numerator
    assert sum(shown.numerator for _, shown in found.ages) == flow.pending.numerator
    assert sum(part.flow["flow.pending"].numerator for part in found.classes) == flow.pending.numerator
    assert sum(area.pending for area in found.areas) == flow.pending.numerator
    of_period = [month for month in found.months if QUARTER.start <= month.period.start <= QUARTER.end]
    assert sum(month.new.numerator for month in of_period) == flow.new.numerator
    assert sum(month.closed.numerator for month in of_period) == flow.closed.numerator
    assert found.previous.pending.numerator == flow.opening.numerator


def test_courts_stand_in_administrative_order_those_below_an_intermediate_court_with_it(high, look, province):
    areas = overview(high, look).areas
    assert [area.court.place for area in areas] == sorted(area.court.place for area in areas)
    assert {area.court.level for area in areas if area.below} == {"intermediate"}
    middle = next(area for area in areas if area.court.pk == province.middle.court.pk)
    courts = tuple(str(house.court.pk) for house in (province.middle, province.river, province.hill))
    assert overview(high, replace(look, courts=courts)).flow.pending.numerator == middle.pending


def test_the_check_lists_what_is_in_force_and_nothing_of_another_time(high, look):
    lines = [line for _, group in health(high, look).groups for line in group]
    assert {line.indicator.id for line in lines} <= {one.id for one in in_force(QUARTER)}
    assert not any(line.indicator.family == "cn2018exec" for line in lines)
    assert not any(line.indicator.family == "cn2011" for line in lines)
    old = [
        line
        for _, group in health(high, replace(look, period=read_period("2019Q3"))).groups
        for line in group
    ]
    assert not any(line.indicator.family == "cn2024" for line in old)


def test_where_no_document_sets_an_interval_nothing_lies_inside_or_outside(high, look):
    states = {line.state for _, group in health(high, look).groups for line in group}
    assert states <= {WITHOUT, FEW, NOTHING}


def test_a_definition_is_compared_with_last_year_only_if_it_was_in_force_then(high, look):
    indicator = indicators()["cn2024.in_limit"]
    first = replace(look, period=read_period("2024Q1"))
    lines = {line.indicator.id: line for _, group in health(high, first).groups for line in group}
    assert lines[indicator.id].before is None
    assert lines["flow.clearance"].before is not None
    assert not lines[indicator.id].past


def test_a_history_breaks_where_the_definition_changed(high, look):
    page = indicator_page(high, look, indicators()["cn2024.in_limit"])
    older, newer = page.history
    assert older.indicator.id == "ops.in_approved_limit"
    assert (
        max(one.period.end for one in older.shown)
        < date(2024, 1, 1)
        <= min(one.period.start for one in newer.shown)
    )


def a_value(value, denominator):
    return Shown("cn2024.appeal", QUARTER, (), value, None, denominator)


@pytest.mark.parametrize(
    "value, denominator, state",
    [(0.95, 100, INSIDE), (0.9, 100, INSIDE), (0.98, 100, INSIDE), (0.899, 100, OUTSIDE), (1.0, 100, OUTSIDE), (0.95, 19, FEW), (0.5, 19, FEW),
     (None, 0, NOTHING)],
)  # fmt: skip
def test_inside_both_ends_is_enough_and_both_ends_raise_the_same_question(value, denominator, state):
    assert (
        state_of(
            a_value(value, denominator),
            Interval(0.9, 0.98, "某院〔2024〕1号", "Order 1", date(2024, 1, 1), None),
        )
        == state
    )


def test_a_descriptive_indicator_has_no_interval_whatever_stands_in_the_data(high, look):
    indicator = replace(
        indicators()["flow.clearance"],
        intervals=(Interval(0.9, 1.0, "某院〔2024〕1号", "Order 1", date(2024, 1, 1), None),),
    )
    found = {QUARTER: a_value(0.5, 100)}
    assert indicator.descriptive and line_of(indicator, found, QUARTER).state == WITHOUT


def test_only_shares_of_cases_have_binomial_limits():
    catalogue = indicators()
    assert is_share(catalogue["ops.in_normal_limit"].formula)
    assert not is_share(catalogue["flow.clearance"].formula) and is_ratio_of_counts(
        catalogue["flow.clearance"].formula
    )
    for key in ("ops.mean_days", "cn2024.exec_recovery", "cn2024.case_entry_ratio", "cn2011.x1"):
        assert not is_share(catalogue[key].formula) and not is_ratio_of_counts(catalogue[key].formula), key


@pytest.mark.parametrize(
    "key", ["flow.closing_rate", "br.congestion", "ops.premediation_use", "cn2024.premediation_share"]
)
def test_what_is_counted_above_and_below_has_the_narrow_limits_of_a_share(key):
    """Of 1,000 cases with 80 % chance moves 2.5 points; two counts that have nothing to do with each other would move 5.5."""
    formula = indicators()[key].formula
    assert is_share(formula) and not is_ratio_of_counts(formula)
    courts = [Shown(key, QUARTER, (name,), 0.8, 800, 1000) for name in ("one", "two", "three")]
    limits = funnel_of(formula, courts).points[0].limits
    assert (limits.low_95, limits.high_95) == pytest.approx((0.7752, 0.8248), abs=2e-4)


def test_months_whose_days_contradict_each_other_have_no_control_chart():
    """Closed before it was filed: a part larger than its whole."""
    formula = indicators()["flow.closing_rate"].formula
    months = [Shown(formula.key, one, (), 1.0, 10, 10) for one in grid(read_period("2024-09"), 12).periods]
    assert control_of(formula, months) is not None
    assert control_of(formula, [months[0]._replace(numerator=11), *months[1:]]) is None


def test_limits_are_computed_for_months_and_courts(high, look):
    page = indicator_page(high, look, indicators()["ops.in_normal_limit"])
    control, funnel = (
        control_of(page.indicator.formula, page.months),
        funnel_of(page.indicator.formula, [one.shown for one in page.courts]),
    )
    assert control is not None and len(control.values) == len(page.months)
    assert funnel is not None and len(funnel.points) == len(page.courts)


def test_who_lists_no_cases_gets_no_courts_beside_each_other_and_the_whole_flow_or_none(province, look):
    from tests.cast import appoint

    research = sight_of(appoint(province.river, "花千重", "research").looks())
    found = overview(research, look)
    assert found.areas == []
    hidden = [
        one.hidden for one in (found.flow.opening, found.flow.new, found.flow.closed, found.flow.pending)
    ]
    assert all(hidden) or not any(hidden)


def test_the_evenness_is_that_of_the_months_drawn_and_of_two_at_least(high, look):
    found = overview(high, look)
    closed = [month.closed.numerator for month in found.year]
    assert len(closed) == 9 and found.balance.value == pytest.approx(1 - pstdev(closed) / fmean(closed))
    assert overview(high, replace(look, period=read_period("2024-01"))).balance is None
    assert overview(high, replace(look, period=read_period("2024-02"))).balance is not None


def test_the_year_so_far_stands_beside_the_same_days_of_last_year(high, look):
    to_date = read_period("2024-01-01..2024-09-30")
    for period in (QUARTER, read_period("2024-09"), read_period("2024-09-02..2024-09-30")):
        now, before = overview(high, replace(look, period=period)).to_date
        for flow, whole in ((now, to_date), (before, to_date.last_year)):
            asked = {one.key: one for one in figures_for(high, replace(look, period=whole), by_key(FLOW))}
            assert flow == Flow(*(asked[key] for key in FLOW)) and flow.new.numerator


@pytest.mark.parametrize("name", ["2024", "2024H1", "2024Q1", "2024-01", "2024-01-01..2024-05-06"])
def test_a_period_that_is_all_of_the_year_so_far_is_not_told_twice(high, look, name):
    assert overview(high, replace(look, period=read_period(name))).to_date is None


def test_a_year_before_the_facts_begin_is_no_year_to_compare_with(high, look):
    """They begin in January 2021."""
    compared = overview(high, replace(look, period=read_period("2022Q2"))).to_date
    alone = overview(high, replace(look, period=read_period("2021Q2"))).to_date
    assert compared[1] is not None and alone[0].new.numerator and alone[1] is None
