"""Requests for more time that wait for a decision, and what moved the dates of hidden overruns."""

from datetime import date
from typing import Any

import pytest

from tests.cast import Province, found_province
from tests.watched_cases import TODAY, cases_at_every_level, told
from xiezhi.work.deadlines.watched.overruns import Ground, ground_counts, hidden_in, moved
from xiezhi.work.deadlines.watched.requests import waiting_requests
from xiezhi.work.deadlines.watched.scope import WHOLE

pytestmark = pytest.mark.django_db
ASKED: dict[str, Any] = {
    "request_no": 1,
    "months": 3,
    "approver": "president",
    "ground": "special_circumstances",
    "reason": "案情复杂",
}


@pytest.fixture
def province(db: None) -> Province:
    return found_province()


def test_a_pending_request_waits_until_it_is_decided(province: Province) -> None:
    river = province.river
    story = told(river, river.judge, 4, 10).on(9, 10, "extension.requested", by=river.judge, **ASKED)
    (one,) = waiting_requests(river.president.looks(TODAY), WHOLE)
    assert (one.months, one.approver, one.asked_on, one.due_on, one.case.case) == (
        3, "president", date(2019, 9, 10), date(2019, 10, 10), story.case,
    )  # fmt: skip
    assert waiting_requests(province.hill.president.looks(TODAY), WHOLE) == []
    story.on(
        9,
        12,
        "extension.granted",
        request_no=1,
        months=3,
        approver="president",
        ground="special_circumstances",
    )
    assert waiting_requests(river.president.looks(TODAY), WHOLE) == []


def test_a_withdrawn_request_waits_no_longer(province: Province) -> None:
    river = province.river
    story = told(river, river.judge, 4, 10).on(9, 10, "extension.requested", by=river.judge, **ASKED)
    story.on(9, 11, "extension.withdrawn", request_no=1)
    assert waiting_requests(river.president.looks(TODAY), WHOLE) == []


def test_what_moved_the_date_of_a_hidden_overrun_is_told_by_ground(province: Province) -> None:
    cases = cases_at_every_level(province)
    president = province.river.president.looks(TODAY)
    ((case, moves),) = moved([cases["hidden"].case], TODAY).items()
    assert case == cases["hidden"].case
    assert [(one.thing, one.ground, one.days, one.still) for one in moves] == [
        ("deduct", "appraisal", 80, False)
    ]
    appraisal = Ground("deduct", "appraisal")
    assert ground_counts(president, WHOLE, 1) == {appraisal: 1}
    assert ground_counts(president, WHOLE, 2_001) is None  # too many to look into for a page
    assert [row.pk for row in hidden_in(president, WHOLE, appraisal)] == [cases["hidden"].case]
    assert list(hidden_in(president, WHOLE, Ground("deduct", "notice"))) == []
