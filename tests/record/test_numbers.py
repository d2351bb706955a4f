"""Case numbers: one series for each court, type and year, without gaps, whatever happens at the same time."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections, transaction

from tests.cast import docketed
from xiezhi.record.errors import InputError
from xiezhi.record.models import Case, NumberSeries
from xiezhi.record.numbers import sort_key
from xiezhi.rules.case_number import parse_case_number


def serials():
    return sorted(
        parse_case_number(number).serial for number in Case.objects.values_list("number", flat=True)
    )


def test_every_court_type_and_year_has_its_own_series(province):
    told = [docketed(province.river).row.number for _ in range(2)]
    told.append(docketed(province.hill).row.number)
    told.append(
        docketed(
            province.river, type="0201", branch="criminal", procedure="criminal.first.ordinary"
        ).row.number
    )
    assert told == [
        "（2019）示0102民初1号", "（2019）示0102民初2号", "（2019）示0103民初1号", "（2019）示0102刑初1号",
    ]  # fmt: skip


def test_a_docketing_that_fails_gives_its_number_to_the_next(province):
    docketed(province.river)
    with pytest.raises(InputError):
        docketed(province.river, branch="no such branch")
    with transaction.atomic():
        docketed(province.river)
        transaction.set_rollback(True)  # the machine fails after the docketing, before the commit
    assert docketed(province.river).row.number == "（2019）示0102民初2号"


def test_a_number_that_a_case_brought_along_is_passed_over(province):
    for serial in (2, 3):
        docketed(province.river, number=f"（2019）示0102民初{serial}号")
    for _ in range(2):
        docketed(province.river)
    assert serials() == [1, 2, 3, 4]


def test_a_type_without_a_symbol_gives_no_number(province):
    with pytest.raises(InputError):
        docketed(province.river, type="0300")


@pytest.mark.django_db(transaction=True)
def test_many_at_once_get_numbers_without_gap_or_double(lasting_province):
    """Four counters docket at once; every third docketing fails after its number was given out."""
    start = threading.Barrier(4)

    def docket_ten(counter):
        start.wait()
        try:
            for turn in range(10):
                with transaction.atomic():
                    docketed(lasting_province.river)
                    transaction.set_rollback((counter + turn) % 3 == 0)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as counters:
        list(counters.map(docket_ten, range(4)))
    assert serials() == list(range(1, Case.objects.count() + 1))
    assert NumberSeries.objects.get().last == Case.objects.count() == 26


def test_numbers_sort_by_their_serial_as_a_number(province):
    numbers = ["（2019）示0102民初10号", "（2019）示0102民初9号", "（2018）示0102民初100号"]
    assert sorted(numbers, key=sort_key) == numbers[::-1]
