"""Loading the demonstration: into an empty record only, and a load that was cut off says so."""

from datetime import UTC, date, datetime

import pytest

from xiezhi.demo.load import is_cut_off, load
from xiezhi.demo.model import SOURCE
from xiezhi.record.errors import InputError
from xiezhi.record.models import Account, Court, Officer

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 1, 4, tzinfo=UTC)


def a_court(source: str) -> None:
    Court.objects.create(
        code="示01", name="示范法院", level="basic", place=1, first_on=date(2000, 1, 1), source=source
    )


def load_again() -> None:
    load(1, 100, NOW.date(), NOW, progress=lambda done, total: None)


def test_a_load_that_was_cut_off_says_how_to_begin_again() -> None:
    a_court(SOURCE)
    assert is_cut_off()
    with pytest.raises(InputError, match="中断"):
        load_again()


def test_a_record_in_use_is_left_alone() -> None:
    a_court(SOURCE)
    officer = Officer.objects.create(staff_number="1", name="马晓燕", name_key="马晓燕")
    Account.objects.create(username="judge", officer=officer)
    assert not is_cut_off()
    with pytest.raises(InputError, match="已有法院"):
        load_again()


def test_courts_of_ones_own_are_no_demonstration() -> None:
    a_court("here")
    assert not is_cut_off()
