"""The limit on the page of a case: when its causes are looked at again, and when somebody is told, as the reminders reckon it."""

from datetime import date

import pytest

from tests.cast import Province, docketed, found_province
from xiezhi.work.deadlines.panel import limit_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def province(db: None) -> Province:
    return found_province()


def test_a_look_at_the_cause_of_a_suspension_moves_the_next_check(province: Province) -> None:
    story = docketed(province.river).assigned(province.river.judge)
    story.on(4, 1, "suspension.ordered", span_no=1, ground="party_death")
    assert limit_of(story.state, "basic", date(2019, 8, 1)).next_check == date(2019, 7, 1), "nobody looked"
    story.on(6, 20, "suspension.reviewed", span_no=1, reason="继承人尚未确定")
    assert limit_of(story.state, "basic", date(2019, 8, 1)).next_check == date(2019, 9, 20)
    story.on(8, 5, "suspension.ended", span_no=1)
    assert limit_of(story.state, "basic", date(2019, 8, 6)).next_check is None


def test_of_a_short_limit_one_is_told_in_its_last_third(province: Province) -> None:
    ordinary = docketed(province.river).state
    assert limit_of(ordinary, "basic", date(2019, 3, 4)).warned == (30, 15)
    special = docketed(
        province.river, 3, 4, type="0312", instance="special", procedure="civil.special.general"
    ).state
    assert limit_of(special, "basic", date(2019, 3, 5)).warned == (10,)
