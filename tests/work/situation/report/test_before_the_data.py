"""Of a time before the data begin nothing is known: it is not compared with, drawn, counted or averaged as nought."""

from datetime import date

import pytest

from tests.facts_cases import a_fact, keep_facts
from tests.work.situation.report.conftest import KNOWN, MADE
from xiezhi.rules.indicators.periods import read_period
from xiezhi.work.situation.report.contents import contents_of
from xiezhi.work.situation.report.measuring import measure
from xiezhi.work.situation.report.values import Basis, Places, plain
from xiezhi.work.situation.sight import sight_of_keeper


@pytest.fixture
def begun(province, tmp_path, monkeypatch):
    """Facts of a court from the first of July 2019 on: sixty cases a month, closed in the next."""
    rows = [
        a_fact(province.river, date(2019, month, day), date(2019, month + 1, day))
        for month in (7, 8, 9) for day in range(1, 21) for _ in range(3)
    ]  # fmt: skip
    return rows, lambda more=(): keep_facts([*rows, *more], tmp_path, monkeypatch)


def told(contents):
    return [
        plain(one)
        for one in (*contents.summary, *(text for part in contents.sections for text in part.sentences))
    ]


def test_the_first_quarter_of_the_data_is_compared_with_nothing(report, begun):
    contents = report("2019Q3", name=begun[1]())
    sentences = told(contents)
    assert not any("比上期" in one or "比上年同期" in one or "没有超出偶然起伏" in one for one in sentences)
    assert "数据自2019年7月起：没有上年同期、上期的数据，不作比较。" in sentences
    flow = next(one for one in contents.sections if one.key == "flow")
    heads = [head.words for head in flow.tables[0].heads]
    assert "上期" not in heads and "环比" not in heads
    new = next(row for row in flow.tables[0].rows if row[0].words == "新收")
    assert [cell.words for cell in new[1:]] == ["180", "—", "—"]


def test_the_second_quarter_of_the_data_is_compared_with_the_first_alone(report, begun):
    sentences = told(report("2019Q4", name=begun[1]([])))
    assert any("比上期" in one for one in sentences)
    assert "数据自2019年7月起：没有上年同期的数据，不作比较。" in sentences


def test_a_year_in_which_the_data_begin_says_from_when_on_it_is_known(report, begun):
    said = "数据自2019年7月起：没有上年同期的数据，不作比较；本期只有此后的数据。"
    assert said in told(report("2019", name=begun[1]()))
    english = told(report("2019", lang="en", name=begun[1]()))
    assert any(
        one.startswith("The data begin in Jul 2019: there are none of the same period") for one in english
    )


def test_where_the_data_reach_back_far_enough_nothing_is_said_of_their_beginning(report):
    assert not any("数据自" in one for one in told(report("2019Q3")))


def test_no_month_before_the_data_is_counted(begun, places):
    measured = measure(
        sight_of_keeper(MADE), Basis(begun[1](), KNOWN, "all", read_period("2019Q3"), None), places
    )
    assert [month.name for month, _ in measured.months] == ["2019-07", "2019-08", "2019-09"]
    assert [one.month.name for one in measured.ends] == ["2019-07", "2019-08", "2019-09"]
    assert {len(line) for line in measured.area_months.values()} <= {3}


def test_a_month_of_work_is_a_mean_of_months_that_there_were(report, begun):
    (said,) = (one for one in told(report("2019Q3", name=begun[1]())) if "月均结案" in one)
    assert said == "按近3个月的月均结案40件计，期末存案相当于1.5个月的工作量。"


def test_a_period_whose_months_all_lie_before_the_data_has_none(begun, places):
    """The data begin in a month that has not passed."""
    basis = Basis(begun[1](), KNOWN, "all", read_period("2019-06-20..2019-07-15"), None)
    assert measure(sight_of_keeper(MADE), basis, places).months == []


def test_a_court_whose_data_begin_later_than_those_of_others_is_not_compared_with_nought(
    province, begun, tmp_path, monkeypatch
):
    rows = [a_fact(province.hill, date(2018, 1, 5), date(2018, 2, 5)), *begun[0]]
    name, river = keep_facts(rows, tmp_path, monkeypatch), (str(province.river.court.pk),)
    basis = Basis(name, KNOWN, "all", read_period("2019Q3"), river)
    contents = contents_of(sight_of_keeper(MADE), basis, Places("示例法院"), made_on=MADE)
    assert "数据自2019年7月起：没有上年同期、上期的数据，不作比较。" in told(contents)


def test_a_court_without_a_case_in_the_quarter_before_had_none(report, province, begun):
    """Its data had begun: there is something to compare with."""
    early = [a_fact(province.river, date(2018, 7, 5), date(2018, 7, 20))]
    sentences = told(report("2019Q3", name=begun[1](early)))
    assert any("新收" in one and "比上期增加180件" in one for one in sentences)
