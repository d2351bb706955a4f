"""Dates as courts write them."""

from datetime import date

import pytest

from xiezhi.rules.text.dates import find_dates
from xiezhi.rules.text.script import uniform


def days(text: str) -> list[date | None]:
    return [mention.day for mention in find_dates(uniform(text))]


@pytest.mark.parametrize(
    "written",
    ["2016年11月7日", "二〇一六年十一月七日", "二○一六年十一月七日", "二O一六年十一月七日", "二0一六年十一月七日",
     "二零一六年十一月七日", "２０１６年１１月７日", "2016 年 11 月 7 日", "二千零一十六年十一月七日", "201６年一一月〇七日"],
)  # fmt: skip
def test_one_day_in_all_its_spellings(written: str) -> None:
    assert days(written) == [date(2016, 11, 7)]


@pytest.mark.parametrize(
    ("written", "day"),
    [("二〇二〇年元月廿三日", date(2020, 1, 23)), ("二〇二〇年十二月卅日", date(2020, 12, 30)),
     ("二〇二〇年十月二十日", date(2020, 10, 20)), ("2020年正月5号", date(2020, 1, 5))],
)  # fmt: skip
def test_old_words_for_numbers(written: str, day: date) -> None:
    assert days(written) == [day]


def test_relative_dates_lean_on_the_date_before_them() -> None:
    text = "于2019年12月30日提起公诉，本院于同日受理，次日立案，同月31日送达，同年12月31日通知，1月6日开庭，次年2月3日宣判"
    december = date(2019, 12, 31)
    assert days(text) == [
        date(2019, 12, 30), date(2019, 12, 30), december, december, december, date(2020, 1, 6), date(2021, 2, 3),
    ]  # fmt: skip


def test_a_list_of_days_shares_month_and_year() -> None:
    assert days("分别于2018年6月8日、19日、7月2日公开开庭") == [
        date(2018, 6, 8),
        date(2018, 6, 19),
        date(2018, 7, 2),
    ]


@pytest.mark.parametrize("written", ["二〇一五年四月××日", "2016年2月30日", "2019年13月1日"])
def test_a_day_that_is_masked_or_impossible_is_not_guessed(written: str) -> None:
    mentions = find_dates(uniform(written))
    assert [mention.day for mention in mentions] == [None]
    assert mentions[0].raw == written


def test_a_relative_date_without_anything_before_it_has_no_day() -> None:
    assert days("本院于同日立案") == [None]


def test_positions_are_those_of_the_original() -> None:
    text = "本院于２０２０年３月５日立案"
    (mention,) = find_dates(uniform(text))
    assert text[mention.start : mention.end] == "２０２０年３月５日"
