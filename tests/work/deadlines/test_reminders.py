"""The warning ladder: by branch, for short limits, in custody; each point told once, and only the latest after days without a worker."""

from datetime import date, timedelta

import pytest

from tests.cast import docketed, found_province
from tests.work.deadlines.test_clocks import ACCUSED, CRIMINAL
from xiezhi.work.deadlines.models import Deadline, Reminder
from xiezhi.work.deadlines.reminders import scan

DUE = date(2019, 9, 2)  # of a civil case in ordinary procedure docketed on 1 March


@pytest.fixture
def river(db):
    return found_province().river


def only_limits():
    """Let no clock beside the limits disturb."""
    Deadline.objects.exclude(kind="trial").delete()


def points(case):
    return list(Reminder.objects.filter(case=case).order_by("pk").values_list("point", flat=True))


def scanned(*days):
    return [scan(DUE + timedelta(days=day)) for day in days]


def test_a_civil_case_is_warned_of_at_thirty_and_fifteen_days_then_on_the_day_and_after_it(river):
    story = docketed(river).assigned(river.judge)
    only_limits()
    assert scanned(-31, -30, -29, -16, -15, -1, 0, 1, 2) == [0, 1, 0, 0, 1, 0, 1, 1, 0]
    assert points(story.case) == [30, 15, 0, -1]


def test_the_reminder_goes_to_the_reporting_judge_and_to_nobody_before_there_is_one(river):
    assigned, waiting = docketed(river).assigned(river.judge), docketed(river)
    only_limits()
    scanned(-30)
    told = Reminder.objects.get(case=assigned.case)
    assert told.officer == river.judge.officer and told.court == river.court
    assert (told.division_id, told.due_on, told.issued_on) == (
        river.divisions["civil"].id,
        DUE,
        DUE - timedelta(days=30),
    )
    assert Reminder.objects.get(case=waiting.case).officer is None


def test_a_scan_repeated_tells_nothing_twice(river):
    docketed(river)
    assert scan(DUE) == 3  # the limit, and two clocks beside it that have passed
    assert scan(DUE) == 0


def test_after_days_without_a_worker_only_the_latest_point_is_told(river):
    story = docketed(river)
    only_limits()
    scanned(5)
    assert points(story.case) == [-1]


def test_a_new_answer_of_the_clock_starts_the_ladder_again(river):
    story = docketed(river)
    only_limits()
    scanned(-20)
    story.on(8, 14, "deduction.started", span_no=1, ground="appraisal")
    only_limits()
    assert scanned(-18) == [0]  # stopped: no day to warn of
    story.on(8, 15, "deduction.ended", span_no=1)
    only_limits()
    assert scanned(-17) == [1]
    assert points(story.case) == [30, 30]


def test_a_short_limit_is_warned_of_when_a_third_of_it_is_left(river):
    """Seven days to docket: two are left on the fifth."""
    story = docketed(river, procedure=None, parties=[])
    Deadline.objects.filter(case=story.case).delete()
    row = Deadline.objects.create(
        case_id=story.case, kind="registry.civil.docket", rule="registry.civil.docket", status="running",
        anchor_on=date(2019, 3, 1), due_on=date(2019, 3, 8), base_on=date(2019, 3, 8), base_days=7, known_from="2019-03-01T00:00Z",
    )  # fmt: skip
    last = date(2019, 3, 8)
    assert row.due_on == last and [scan(last - timedelta(days=left)) for left in (3, 2, 1, 0, -1)] == [
        0,
        1,
        0,
        1,
        1,
    ]
    assert points(story.case) == [2, 0, -1]


def test_in_custody_every_day_of_the_last_week_is_told(river):
    """Docketed on 1 March, three months: 1 June, a Saturday; in custody nothing rolls."""
    story = docketed(river, **CRIMINAL, parties=ACCUSED)
    only_limits()
    due = date(2019, 6, 1)
    for left in (15, 8, 7, 6, 1, 0):
        scan(due - timedelta(days=left))
    by_subject = {
        subject: list(Reminder.objects.filter(deadline__subject=subject).order_by("pk").values_list("point", flat=True))
        for subject in ("", "party/1", "party/2")
    }  # fmt: skip
    assert by_subject == {"": [15, 7, 6, 1, 0], "party/1": [15, 7, 6, 1, 0], "party/2": [20, 15]}
    assert points(story.case)


def test_at_liberty_the_last_week_is_not_told_day_by_day(river):
    story = docketed(river, **CRIMINAL, parties=[ACCUSED[1]])
    only_limits()
    for left in (7, 6, 5):
        scan(date(2019, 6, 3) - timedelta(days=left))
    assert points(story.case) == [15]


def test_closed_cases_and_fulfilled_clocks_ask_for_nothing(river):
    docketed(river).assigned(river.judge).closed(6, 3)
    assert scan(date(2020, 1, 1)) == 0
