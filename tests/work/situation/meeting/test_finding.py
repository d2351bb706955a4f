"""Topics of a meeting: found by the rules of the data, with the lists behind them, none for few cases."""

from datetime import date, timedelta
from typing import Any

import pytest

from tests.cast import found_province
from tests.facts_cases import a_fact, keep_facts
from tests.work.situation.report.conftest import KNOWN, MADE
from xiezhi.rules.indicators.periods import read_period
from xiezhi.rules.indicators.topics import topic_rules
from xiezhi.work.situation.counts import formula_of
from xiezhi.work.situation.looking import Look, cases_for
from xiezhi.work.situation.meeting.finding import topics_of
from xiezhi.work.situation.report.measuring import measure
from xiezhi.work.situation.report.values import Basis, Places
from xiezhi.work.situation.sight import sight_of_keeper


@pytest.fixture
def province(db):
    return found_province()


@pytest.fixture
def found(tmp_path, monkeypatch):
    """The topics that the rules find in rows; every list behind them opens."""

    def found(rows, period="2019Q3"):
        name, sight = keep_facts(rows, tmp_path, monkeypatch), sight_of_keeper(MADE)
        topics = topics_of(
            sight, measure(sight, Basis(name, KNOWN, "all", read_period(period), None), Places("示例"))
        )
        for topic in topics:
            assert "{" not in topic.zh + topic.en
            for link in topic.lists:
                formula = formula_of(link.key)
                assert formula and cases_for(sight, Look(name, "all", link.period, None), formula, link.side)
        return topics

    return found


@pytest.fixture
def topics(found):
    """The same by rule."""
    return lambda rows, period="2019Q3": {topic.rule: topic for topic in found(rows, period)}


def steady(house, a_month=20):
    """As many cases in each month of three years, closed within it."""
    months = [
        (year, month) for year in (2017, 2018, 2019) for month in range(1, 13) if (year, month) <= (2019, 9)
    ]
    return [
        a_fact(house, date(year, month, 1 + place), date(year, month, 3 + place)) for year, month in months for place in range(a_month)
    ]  # fmt: skip


def test_a_steady_court_gives_nothing_to_talk_about(province, topics):
    assert topics(steady(province.river)) == {}


def test_stock_that_grew_three_quarters_in_a_row_is_a_topic(province, topics):
    growing = [a_fact(province.river, date(2018, 11, 1) + timedelta(days=3 * place)) for place in range(100)]
    topic = topics(growing)["stock_grows"]
    assert "连续3期增加" in topic.zh and "3 periods in a row" in topic.en


def test_stock_under_twenty_cases_is_not(province, topics):
    assert "stock_grows" not in topics(
        [a_fact(province.river, date(2018, 11, 1) + timedelta(days=20 * place)) for place in range(15)]
    )


def test_stock_that_grows_because_the_facts_begin_is_not(province, topics):
    filed = [date(2019, 1, 2) + timedelta(days=2 * place) for place in range(100)]
    assert "stock_grows" not in topics([a_fact(province.river, day) for day in filed]), (
        "nothing is known of 2018"
    )


def test_a_month_far_beyond_the_usual_is_a_topic(province, topics):
    batch = [a_fact(province.river, date(2019, 8, 12), date(2019, 8, 20)) for _ in range(300)]
    assert "2019年8月新收" in topics(steady(province.river) + batch)["intake_signal"].zh


def test_a_january_and_february_judged_together_are_one_topic_with_both_months(province, found):
    batch = [a_fact(province.river, date(2019, 2, 12), date(2019, 2, 20)) for _ in range(300)]
    signals = [one for one in found(steady(province.river) + batch, "2019Q1") if one.rule == "intake_signal"]
    (one,) = signals
    assert one.zh.startswith("2019年1月和2019年2月新收340件")
    assert [(link.period.start, link.period.end) for link in one.lists] == [
        (date(2019, 1, 1), date(2019, 2, 28))
    ]
    low, high = (float(end.replace(",", "")) for end in one.zh.split("（")[1].split("）")[0].split("至"))
    assert not low <= 340 <= high, "what is told lies beyond what is told as usual"


def test_closings_on_the_last_days_of_months_are_a_topic(province, topics):
    rows = [
        a_fact(province.river, date(2019, month, 1), date(2019, month, day))
        for month in (7, 8, 9)
        for day in (10, 28, 29, 30)
        for _ in range(10)
    ]
    topic = topics(rows)["month_ends"]
    assert "占结案的75.0%" in topic.zh and len(topic.lists) == 3


def test_cases_over_their_limit_hidden_overruns_and_long_pending_are_topics(province, topics):
    day = date(2019, 3, 1)
    limited: dict[str, Any] = {"deadline_base": day, "deadline_deducted": day}
    found = topics([
        a_fact(province.river, date(2018, 9, 1), **limited, deadline_extended=day),
        a_fact(province.river, date(2018, 9, 1), **limited, deadline_extended=date(2019, 12, 1)),
        a_fact(province.river, date(2016, 9, 1), **limited, deadline_extended=date(2019, 12, 1)),
    ])  # fmt: skip
    assert found["over_the_limit"].zh.startswith("期末有1件")
    assert found["hidden_overruns"].zh.startswith("期末有2件")
    assert found["long_pending"].zh.startswith("期末有1件")


def test_flaws_of_the_data_are_a_topic(province, topics):
    assert "1处" in topics([a_fact(province.river, date(2019, 8, 1), cause_code=None)])["flaws"].zh


def test_every_rule_says_what_to_talk_about_in_both_languages():
    for rule in topic_rules().values():
        assert all((rule.zh, rule.en, rule.ask_zh, rule.ask_en))
