"""Words of a drawing stand clear of each other: names at the right edge, months beyond limits, shares beside names of rows."""

from datetime import date

from xiezhi.rules.dates import add_months
from xiezhi.work.situation.charts import Count, control, limits
from xiezhi.work.situation.charts.drawing import APART, Text, names_at_end
from xiezhi.work.situation.statistics.control import individuals

FIRST = date(2025, 1, 1)


def control_chart(values):
    return control.control(
        individuals(values), [control.Opened(add_months(FIRST, place)) for place in range(len(values))]
    )


def texts(chart):
    return [mark for mark in chart.drawing.marks if isinstance(mark, Text)]


def beginning(chart, *starts):
    return [one for one in texts(chart) if one.words.startswith(starts)]


def test_mean_and_limits_of_one_height_are_told_one_under_another_above_the_months():
    upper, mean, lower = beginning(control_chart([0] * 12), "上限", "均值", "下限")
    assert (upper.words, mean.words, lower.words) == ("上限0.00", "均值0.00", "下限0.00")
    assert mean.y - upper.y >= APART and lower.y - mean.y >= APART
    assert lower.y <= control.BOTTOM + 4


def test_names_pushed_out_at_the_bottom_push_back_up():
    found = names_at_end([(100, "a", ""), (98, "b", ""), (20, "c", "")], 100)
    assert [one.y - 4 for one in found if isinstance(one, Text)] == [20, 85, 100]


def test_limits_of_few_cases_are_not_rounded_to_nothing():
    chart = control_chart([0, 1, 0, 0, 1, 0, 0, 1, 0, 0, 0, 1])
    upper, mean = beginning(chart, "上限", "均值")
    assert (upper.words, mean.words) == ("上限2.0", "均值0.3")
    assert not beginning(chart, "下限"), "a limit under nought is none"
    assert {row[2].words for row in chart.rows} == {"—"}


def test_the_month_of_a_low_point_stands_above_the_months_of_the_axis():
    (low,) = beginning(control_chart([100, 101, 100, 101, 40, 100, 101, 100, 101, 100]), "2025年5月")
    assert low.y <= control.BOTTOM


def test_the_share_of_a_hollow_dot_does_not_run_into_the_name_of_its_row():
    chart = limits.net_and_gross([limits.Pair("执行", Count(1000), Count(950), Count(24))])
    (share,) = beginning(chart, "2.4%")
    (name,) = beginning(chart, "执行")
    assert share.y - name.y >= 12
