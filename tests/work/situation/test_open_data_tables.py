"""Of which quarters open data may be made."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from xiezhi.rules.errors import InputError
from xiezhi.rules.indicators.periods import read_period
from xiezhi.work.situation.models import Snapshot
from xiezhi.work.situation.open_data.tables import is_over, quarters_of

QUARTER = read_period("2019Q3")


def known_at(year, month, day, hour):
    return Snapshot(known_at=datetime(year, month, day, hour, tzinfo=ZoneInfo("Asia/Shanghai")))


def test_a_quarter_is_over_at_the_midnight_that_ends_its_last_day():
    assert is_over(QUARTER, known_at(2019, 10, 1, 0))
    with pytest.raises(InputError, match="2019-09-30"):
        quarters_of(QUARTER, known_at(2019, 9, 30, 23))


def test_what_is_known_until_midnight_is_known_to_that_day():
    """The facts of 24:00 on 30 September reach to that day, not to the next."""
    with pytest.raises(InputError, match="2019-09-30"):
        quarters_of(read_period("2019Q4"), known_at(2019, 10, 1, 0))
