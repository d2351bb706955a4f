"""Who leads meetings, who answers for a unit, who looks at which meeting: by the matrix of rights and by what a post answers for."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.cast import TODAY, House, Province, appoint, found_province, moment
from xiezhi.record.errors import NotThere, Refused
from xiezhi.record.models import AuditEntry
from xiezhi.rules.indicators.periods import read_period
from xiezhi.rules.offices import Right
from xiezhi.work.situation.meeting import holding, rights
from xiezhi.work.situation.models import Meeting, Snapshot
from xiezhi.work.situation.report.wanted import Wanted, demand, usual_court

pytestmark = pytest.mark.django_db


@pytest.fixture
def province(db: None) -> Province:
    return found_province()


@pytest.fixture
def snapshot(db: None) -> Snapshot:
    return Snapshot.objects.create(
        kind="full", known_at=moment(TODAY), taken_at=moment(TODAY), cases=1, rows=1, digest=""
    )


def a_meeting(house: House, snapshot: Snapshot, *, below: bool) -> Meeting:
    return Meeting.objects.create(
        court=house.court, below=below, scope="all", period="2019Q3", snapshot=snapshot, made_at=moment(TODAY),
        officer=house.president.officer, held_on=TODAY,
    )  # fmt: skip


def test_the_leaders_of_a_court_and_trial_management_lead_its_meetings_and_heads_of_divisions_do_not(
    province,
):
    river = province.river
    leading = {name for name, member in river.people.items() if rights.leads(member.looks())}
    assert leading == {"president", "vice_president", "trial_management"}


def test_heads_and_their_deputies_answer_for_their_unit_and_research_for_none(province):
    river = province.river
    deputy = appoint(river, "贺兰", "deputy_division_head", "civil")
    assert str(rights.answers_for(deputy.looks())) == river.division("civil")
    assert str(rights.answers_for(river.division_head.looks())) == river.division("civil")
    research = appoint(river, "花千重", "research", "office")
    for other in (research, river.president, river.judge, river.clerk):
        assert rights.answers_for(other.looks()) is None


def test_the_matrix_decides_who_leads_and_who_answers(province, monkeypatch):
    river = province.river
    monkeypatch.setattr(rights, "rights", lambda role, object_class: (Right("read", "always"),))
    for member in (river.president, river.trial_management):
        assert not rights.leads(member.looks())
        with pytest.raises(Refused):
            rights.demand_lead(member.looks(), river.court.pk, below=False)
    assert rights.answers_for(river.division_head.looks()) is None


def test_a_head_whose_post_names_no_division_answers_for_no_court(province):
    viewer = appoint(province.river, "无庭", "division_head").looks()
    with pytest.raises(Refused):
        usual_court(viewer)
    assert not rights.leads(viewer) and not rights.open_to(viewer).exists()
    assert not holding.waiting_for_lead(viewer).exists()


def test_a_meeting_is_open_to_whoever_answers_for_all_its_courts(province, snapshot):
    meetings = [
        a_meeting(house, snapshot, below=below)
        for house in (province.high, province.middle, province.river, province.hill, province.far)
        for below in (False, True)
    ]
    people = [member for house in province.houses for member in house.people.values()]
    for member in (*people, appoint(province.middle, "副职", "vice_president")):
        viewer = member.looks()
        assert set(rights.open_to(viewer)) == {one for one in meetings if _may_have(viewer, one)}


def _may_have(viewer, meeting):
    try:
        demand(viewer, meeting.court_id, below=meeting.below, division=None)
    except (NotThere, Refused):
        return False
    return True


def test_the_list_of_meetings_asks_no_more_of_the_database_for_more_of_them(province, snapshot):
    viewer = province.middle.president.looks()
    a_meeting(province.middle, snapshot, below=True)
    with CaptureQueriesContext(connection) as few:
        assert len(holding.meetings_of(viewer)) == 1
    for _ in range(20):
        a_meeting(province.river, snapshot, below=False)
    with CaptureQueriesContext(connection) as many:
        assert len(holding.meetings_of(viewer)) == 21
    assert len(many) == len(few)


def test_keeping_a_meeting_asks_for_the_right_and_ends_in_the_trail(province, snapshot):
    wanted = Wanted(province.river.court, False, None, "all", read_period("2019Q3"), snapshot)
    key, at, day = snapshot.pk, timezone.now(), timezone.localdate() + timedelta(days=1)
    for other in (province.hill.president, province.river.division_head):
        with pytest.raises(NotThere):
            holding.keep(other.looks(), wanted, [], key=key, at=at, held_on=day)
    assert not Meeting.objects.exists() and not AuditEntry.objects.exists()
    holding.keep(province.river.president.looks(), wanted, [], key=key, at=at, held_on=day)
    entry = AuditEntry.objects.get()
    assert (entry.verb, entry.object_class, entry.object_id) == (holding.MADE, "O6", str(key))
