"""What nobody would see without looking: suspensions nobody looked at, cases with nobody who acts next or with no next date."""

from datetime import date

import pytest

from tests.cast import Province, Story, docketed, found_province
from tests.watched_cases import TODAY, cases_at_every_level, told
from xiezhi.record.models import Case, Post
from xiezhi.rules.limits.duties import load_warnings
from xiezhi.work.deadlines.models import Deadline
from xiezhi.work.deadlines.watched.scope import WHOLE, Scope
from xiezhi.work.deadlines.watched.unseen import adrift, read_adrift, read_unlooked, unlooked

pytestmark = pytest.mark.django_db
POINTS = load_warnings()


@pytest.fixture
def province(db: None) -> Province:
    return found_province()


@pytest.fixture
def suspended(province: Province) -> Story:
    """Suspended on 3 June 2019."""
    return told(province.river, province.river.judge, 5, 6).on(
        6, 3, "suspension.ordered", span_no=1, ground="other_case", document="裁定"
    )


def due(province: Province, on: date) -> list[date]:
    viewer = province.river.president.looks(on)
    return [one.looked_on for one in read_unlooked(viewer, unlooked(viewer, WHOLE, POINTS), POINTS, 9)]


def test_an_open_suspension_is_to_be_looked_at_after_three_months(
    province: Province, suspended: Story
) -> None:
    assert due(province, date(2019, 9, 2)) == []
    assert due(province, date(2019, 9, 3)) == due(province, date(2020, 2, 1)) == [date(2019, 6, 3)]


def test_a_look_that_was_recorded_begins_the_months_anew(province: Province, suspended: Story) -> None:
    suspended.on(9, 3, "suspension.reviewed", span_no=1, reason="另案尚未审结")
    assert due(province, date(2019, 12, 2)) == []
    assert due(province, date(2019, 12, 3)) == [date(2019, 9, 3)]


def test_a_suspension_that_ended_is_not_looked_at(province: Province, suspended: Story) -> None:
    suspended.on(9, 4, "suspension.ended", span_no=1)
    assert due(province, date(2020, 2, 1)) == []


def test_the_desk_may_ask_for_the_checks_of_the_days_ahead(province: Province, suspended: Story) -> None:
    viewer = province.river.president.looks(date(2019, 8, 30))
    (one,) = read_unlooked(viewer, unlooked(viewer, WHOLE, POINTS, date(2019, 9, 6)), POINTS, 9)
    assert (one.check_on, one.case.case) == (date(2019, 9, 3), suspended.case)


def test_suspensions_of_another_court_are_nobodys_business(province: Province, suspended: Story) -> None:
    stranger = province.hill.president.looks(TODAY)
    assert unlooked(stranger, WHOLE, POINTS).count() == 0
    above = province.middle.president.looks(TODAY)
    assert (
        unlooked(above, WHOLE, POINTS).count(),
        unlooked(above, Scope(court=province.hill.court.pk), POINTS).count(),
    ) == (
        1,
        0,
    )


def lacking(province: Province) -> dict[object, bool]:
    """The cases adrift, each with whether it is nobody's."""
    viewer = province.river.president.looks(TODAY)
    return {one.case.case: one.nobody for one in read_adrift(viewer, adrift(viewer, WHOLE), 50)}


def test_only_a_case_without_a_limit_has_no_next_date(province: Province) -> None:
    cases = cases_at_every_level(province)
    Deadline.objects.exclude(kind="trial").delete()
    assert lacking(province) == {cases["without_procedure"].case: False}


def test_a_hearing_or_another_clock_is_a_next_date(province: Province) -> None:
    story = told(province.river, province.river.judge, 8, 5, procedure=None)
    Deadline.objects.all().delete()
    assert lacking(province) == {story.case: False}
    story.on(9, 2, "hearing.scheduled", hearing_no=1, starts_at="2019-09-16T09:30")
    Deadline.objects.all().delete()
    assert lacking(province) == {}
    Case.objects.filter(pk=story.case).update(next_hearing_at=None)
    Deadline.objects.create(
        case_id=story.case, kind="secondary.summon", subject="hearing/1", rule="secondary.summon", status="running",
        due_on=TODAY, known_from=story.row.known_from,
    )  # fmt: skip
    assert lacking(province) == {}


def test_a_case_whose_judge_has_left_the_court_is_nobodys(province: Province) -> None:
    story = told(province.river, province.river.second_judge, 8, 1)
    waiting = docketed(province.river, 9, 2)
    Post.objects.filter(officer=province.river.second_judge.officer).update(last_on=date(2019, 9, 1))
    assert lacking(province) == {story.case: True}
    assert waiting.case not in lacking(province)  # the filing division acts
