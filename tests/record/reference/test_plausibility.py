"""What looks wrong in the totals of another system is told, with the arithmetic."""

from typing import Any

from xiezhi.record.reference.figures import Figure
from xiezhi.record.reference.plausibility import warnings_of


def flow(year: int, unit: str = "A", **totals: int) -> list[Figure]:
    return [Figure(unit, year, measure, value, year) for measure, value in totals.items()]


def kinds(*years: list[Figure]) -> list[tuple[int, str]]:
    return [(one.year, one.kind) for one in warnings_of(figure for figures in years for figure in figures)]


SOUND: dict[str, Any] = {"new": 1000, "closed": 900, "pending": 500}


def test_a_flow_that_adds_up_says_nothing() -> None:
    assert kinds(flow(2018, **SOUND), flow(2019, new=1000, closed=950, pending=550)) == []


def test_pending_that_does_not_follow_from_the_flow_is_told_with_the_sum() -> None:
    found = warnings_of([*flow(2018, **SOUND), *flow(2019, new=1000, closed=950, pending=700)])
    assert [(one.year, one.kind) for one in found] == [(2019, "balance")]
    assert "500 + 1,000 − 950 = 550" in found[0].en
    assert "+150" in found[0].en


def test_an_opening_stock_of_the_file_counts_before_last_year() -> None:
    first = flow(2018, opening=400, **SOUND)
    assert kinds(first, flow(2019, opening=502, new=1000, closed=950, pending=552)) == []
    found = warnings_of([*first, *flow(2019, opening=520, new=1000, closed=950, pending=570)])
    assert [(one.year, one.kind) for one in found] == [(2019, "balance")]
    assert "500" in found[0].zh
    assert "520" in found[0].zh


def test_a_small_difference_is_no_warning_and_neither_are_small_numbers() -> None:
    assert kinds(flow(2018, **SOUND), flow(2019, new=1000, closed=950, pending=552)) == []
    assert kinds(flow(2018, new=3, closed=3, pending=1), flow(2019, new=40, closed=2, pending=39)) == []


def test_a_court_with_hardly_any_closings_and_a_mountain_of_pending_cases_is_told() -> None:
    assert kinds(flow(2015, new=26_700, closed=3_431, pending=468_688)) == [
        (2015, "clearance"),
        (2015, "stock"),
    ]


def test_doubling_halving_and_missing_years_are_told() -> None:
    assert kinds(flow(2017, new=1000), flow(2018, new=2500), flow(2020, new=1200)) == [
        (2018, "jump"),
        (2019, "gap"),
    ]


def test_a_total_that_others_have_is_missed() -> None:
    found = warnings_of([*flow(2018, **SOUND), *flow(2018, unit="B", new=1000, closed=900)])
    assert [(one.unit, one.kind) for one in found] == [("B", "gap")]


def test_no_new_cases_at_all_divides_by_nothing() -> None:
    assert (2018, "clearance") in kinds(flow(2018, new=0, closed=900, pending=500))
