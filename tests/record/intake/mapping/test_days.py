"""Days in the spellings of many sources; what could be two days is never guessed."""

from datetime import date, datetime

import pytest

from xiezhi.record.errors import InputError
from xiezhi.record.intake.files.serial_days import is_date_format, moment_of
from xiezhi.record.intake.mapping.days import Form, day_of

MARCH_1 = date(2019, 3, 1)


@pytest.mark.parametrize(
    "text",
    [
        "2019-03-01", "2019/3/1", "2019.3.1", "2019年3月1日", "2019 年 3 月 1 日", "20190301", "2019-03-01 09:30:00", "2019-03-01T09:30", "20190301093000",
        "2019-3-1", "二〇一九年三月一日", "2019年03月01日",
    ],
)  # fmt: skip
def test_a_day_in_many_spellings_is_the_same_day(text):
    assert day_of(text, Form()) == MARCH_1


def test_a_day_of_a_sheet_is_a_day():
    assert day_of(MARCH_1, Form()) == day_of(datetime(2019, 3, 1, 9), Form()) == MARCH_1  # noqa: DTZ001
    assert day_of(20190301, Form()) == day_of(20190301.0, Form()) == MARCH_1


def test_the_declared_order_decides_between_day_and_month():
    assert day_of("01/03/2019", Form("dmy")) == MARCH_1 == day_of("03/01/2019", Form("mdy"))
    assert day_of("29/10/2020", Form()) == date(2020, 10, 29) and day_of("10/29/2020", Form()) == date(
        2020, 10, 29
    )
    assert day_of("05.05.2020", Form()) == date(2020, 5, 5)
    with pytest.raises(InputError, match="两个日期"):
        day_of("01/03/2019", Form())
    with pytest.raises(InputError):
        day_of("29/10/2020", Form("mdy"))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "昨天",
        "2019-02-30",
        "19-03-01",
        "2019-13-01",
        "43525",
        "0219-03-01",
        "2019-03-01x",
        "1/2",
        True,
        1.5,
    ],
)
def test_what_is_no_day_is_refused(text):
    with pytest.raises(InputError):
        day_of(text, Form())


def test_serial_numbers_are_days_only_where_the_mapping_says_so():
    assert day_of("43525", Form(serial=True)) == day_of(43525, Form(serial=True)) == MARCH_1
    assert day_of(42063, Form(serial=True, epoch_1904=True)) == MARCH_1
    assert moment_of(59) == date(1900, 2, 28) and moment_of(61) == date(1900, 3, 1)
    assert moment_of(43525.5) == datetime(2019, 3, 1, 12) and moment_of(-1) is None and moment_of(1e9) is None  # noqa: DTZ001


def test_date_formats_are_told_from_other_formats():
    assert (
        is_date_format(14, "")
        and is_date_format(164, "yyyy\\-mm\\-dd")
        and is_date_format(165, '[$-804]yyyy"年"m"月"d"日"')
    )
    assert (
        not is_date_format(2, "")
        and not is_date_format(164, '0.00"元"')
        and not is_date_format(164, "[Red]0.00")
        and not is_date_format(0, "General")
    )
