"""How much is filed where and when: within the bands of the caseload paper."""

from datetime import date

import numpy as np
import pytest

from xiezhi.demo.cases.columns import NEVER
from xiezhi.demo.cases.kinds import categories
from xiezhi.demo.province import generate

TODAY = date(2026, 9, 16)


class Facts:
    """The columns of a middling province, mediation before filing left out (it is not counted as accepted)."""

    def __init__(self):
        province = generate(3, 40_000, TODAY)
        self.horizon = province.horizon
        branches = np.array([category.branch for category in categories()])
        all_cases = province.docket.cases
        self.cases = all_cases.take(
            np.flatnonzero(branches[all_cases.category] != "mediation").astype(np.int32)
        )
        self.branch = branches[self.cases.category]
        self.level = np.array([seat.court.level for seat in province.tree.seats])[self.cases.court]
        self.capital = np.array([seat.digits[:2] == "01" for seat in province.tree.seats])[self.cases.court]
        dates = np.array([(day.year, day.month) for day in province.horizon.dates])
        self.filed = dates[self.cases.filed]

    def share(self, branch):
        return (self.branch == branch).mean()


@pytest.fixture(scope="module")
def facts():
    return Facts()


def test_exactly_as_many_cases_as_asked_for():
    for count in (1, 17, 400):
        assert len(generate(5, count, TODAY).docket.cases) == count


def test_the_classes_are_mixed_as_in_the_paper(facts):
    assert 0.03 <= facts.share("criminal") <= 0.05
    assert 0.60 <= facts.share("civil") <= 0.66
    assert 0.015 <= facts.share("administrative") <= 0.025
    assert 0.26 <= facts.share("enforcement") <= 0.31


def test_nine_tenths_are_filed_with_basic_courts_and_a_quarter_in_the_capital(facts):
    assert 0.88 <= (facts.level == "basic").mean() <= 0.93
    assert 0.24 <= facts.capital.mean() <= 0.30


def test_the_month_of_the_spring_festival_is_a_trough(facts):
    for year in (2024, 2026):  # the festival fell into the first half of February
        months = [
            int(((facts.filed[:, 0] == year) & (facts.filed[:, 1] == month)).sum()) for month in range(1, 5)
        ]
        assert months[1] < 0.75 * max(months[0], months[2])


def test_more_is_filed_in_the_first_half_than_in_the_second(facts):
    year = facts.filed[facts.filed[:, 0] == 2025][:, 1]
    assert (year <= 6).sum() > (year > 6).sum()


def test_closings_peak_in_the_last_month(facts):
    closed = facts.cases.closed[facts.cases.closed <= facts.horizon.last]
    months = [
        facts.horizon.dates[day].month for day in closed.tolist() if facts.horizon.dates[day].year == 2025
    ]
    assert months.count(12) > 1.2 * len(months) / 12


def test_five_to_ten_per_cent_are_pending_at_the_end_of_a_year(facts):
    for end in facts.horizon.year_ends():
        accepted = (facts.cases.filed <= end) & (facts.cases.closed > end - 365)
        pending = (facts.cases.filed <= end) & (facts.cases.closed > end)
        assert 0.05 <= pending.sum() / accepted.sum() <= 0.10


def test_durations_are_skewed_to_the_right(facts):
    closed = facts.cases.closed <= facts.horizon.last
    days = (facts.cases.closed - facts.cases.filed)[closed & (facts.branch == "civil")]
    assert np.mean(days) > 1.15 * np.median(days)
    assert 30 < np.median(days) < 50


def test_few_cases_are_pending_for_over_a_year(facts):
    pending = (facts.cases.closed > facts.horizon.last) & (facts.cases.filed < facts.horizon.last - 365)
    assert 0 < pending.sum() < 0.001 * len(facts.cases)


def test_columns_without_a_day_say_never(facts):
    assert (facts.cases.deducted_from[facts.cases.deduction < 0] == NEVER).all()
