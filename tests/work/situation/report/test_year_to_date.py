"""A report tells what came in and was closed since the year began, beside the same days of last year."""

from datetime import date

import pytest

from tests.facts_cases import a_fact, keep_facts
from xiezhi.rules.indicators.periods import read_period
from xiezhi.work.situation.looking import Shown
from xiezhi.work.situation.report.summary import _spread
from xiezhi.work.situation.report.values import plain

TO_DATE = read_period("2019-01-01..2019-09-30")


def told(contents):
    """The sentences about stock and flow."""
    return next(one for one in contents.sections if one.key == "flow").sentences


def of_the_year(contents):
    return [
        one
        for one in told(contents)
        if plain(one).startswith(("2019年1月1日至2019年9月30日累计", "1 Jan 2019 to 30 Sep 2019:"))
    ]


def test_the_year_so_far_is_told_in_numbers_that_open(report, rows):
    (sentence,) = of_the_year(report("2019Q3"))
    since = {
        key: sum(row[column] is not None and TO_DATE.start <= row[column] <= TO_DATE.end for row in rows)
        for key, column in (("flow.new", "filed_on"), ("flow.closed", "closed_on"))
    }
    opened = {cell.link.key: (cell.number, cell.link.period) for cell in sentence if cell.link}
    assert opened == {key: (count, TO_DATE) for key, count in since.items()}
    assert plain(sentence).count("同比") == 2
    (english,) = of_the_year(report("2019Q3", lang="en"))
    assert "on last year" in plain(english)


def test_where_the_period_is_all_of_the_year_so_far_it_is_not_told_twice(report):
    for name in ("2019", "2019H1", "2019-01"):
        assert not any("累计" in plain(one) for one in told(report(name))), name


def test_a_year_in_which_the_data_begin_is_compared_with_none(report, province, tmp_path, monkeypatch):
    rows = [a_fact(province.river, date(2018, month, day)) for month in (9, 10, 11) for day in range(1, 26)]
    rows += [a_fact(province.river, date(2019, month, day)) for month in (1, 9) for day in range(1, 26)]
    (sentence,) = of_the_year(report("2019Q3", name=keep_facts(rows, tmp_path, monkeypatch)))
    assert plain(sentence) == "2019年1月1日至2019年9月30日累计新收50件，结案0件。"


def test_of_two_counts_beside_each_other_chance_moves_the_one_above():
    """More appeals than decisions of the same months are no share that could not be."""

    def two(key, numerator):
        return [Shown(key, TO_DATE, (), numerator / 100, numerator, 100) for _ in range(2)]

    assert _spread(*two("cn2024.appeal", 125), share=True) == pytest.approx((2 * 1.25 / 100) ** 0.5)
    assert _spread(*two("cn2024.second_hearing", 50), share=True) == pytest.approx((2 * 0.25 / 100) ** 0.5)
