"""Leave entered by two people at the same moment: one of them is told, and nobody is away twice or stands in while away."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connections

from tests.cast import Member, Province, found_province, moment
from tests.watched_cases import TODAY
from xiezhi.record.errors import InputError
from xiezhi.work.deadlines.actions import hand_over
from xiezhi.work.deadlines.models import Absence

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])
WEEK = timedelta(days=7)


@pytest.fixture
def province(transactional_db: None) -> Province:
    return found_province()


def entering(officer: Member, stand_in: Member, by: Member) -> Callable[[], object]:
    def enter() -> object:
        return hand_over(
            officer.officer.pk, stand_in.officer.pk, first_on=TODAY, last_on=TODAY + WEEK, by=by.looks(TODAY), at=moment(TODAY)
        )  # fmt: skip

    return enter


def at_once(*entries: Callable[[], object]) -> list[str]:
    """The fields that were refused, of entries made together, each over its own connection."""
    together = Barrier(len(entries))

    def run(enter: Callable[[], object]) -> str:
        together.wait()
        try:
            enter()
        except InputError as refused:
            return refused.field or ""
        finally:
            connections.close_all()
        return "entered"

    with ThreadPoolExecutor(len(entries)) as pool:
        return sorted(pool.map(run, entries))


def test_an_officer_and_his_president_enter_the_same_leave_once(province: Province) -> None:
    river = province.river
    told = at_once(
        entering(river.judge, river.second_judge, river.judge),
        entering(river.judge, river.presiding_judge, river.president),
    )
    assert told == ["entered", "first_on"]
    assert Absence.objects.count() == 1


def test_two_who_stand_in_for_each_other_are_not_both_away(province: Province) -> None:
    river = province.river
    told = at_once(
        entering(river.judge, river.second_judge, river.judge),
        entering(river.second_judge, river.judge, river.second_judge),
    )
    assert told == ["entered", "stand_in"]
    assert Absence.objects.count() == 1
