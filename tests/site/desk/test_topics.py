"""Topics of decision meetings on the desk: of the unit that answers, of who leads the meeting; overdue ones are seen by both."""

from datetime import date, timedelta

import pytest

from tests.cast import Province, appoint, moment
from tests.site.desk.test_desk import lines, sections
from tests.watch_pages import shown
from tests.watched_cases import TODAY
from xiezhi.work.situation.models import Meeting, Snapshot, Topic, TopicEntry

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("plain_files")]


@pytest.fixture
def meeting(province: Province) -> Meeting:
    """Held a week ago, about the second quarter of a basic court."""
    snapshot = Snapshot.objects.create(
        kind="full", known_at=moment(TODAY), taken_at=moment(TODAY), cases=1, rows=1, digest=""
    )
    return Meeting.objects.create(
        court=province.river.court, below=False, scope="all", period="2019Q2", snapshot=snapshot, made_at=moment(TODAY),
        officer=province.river.trial_management.officer, held_on=TODAY - timedelta(days=7),
    )  # fmt: skip


def a_topic(
    meeting: Meeting, province: Province, state: str, due_on: date | None = None, decision: str = ""
) -> Topic:
    unit = province.river.division("civil") if state != Topic.OPEN else None
    answered = moment(TODAY) if state == Topic.ANSWERED else None
    topic = Topic.objects.create(
        meeting=meeting, place=meeting.topics.count() + 1, rule="flaws", zh="有12处缺项。", en="12 things are lacking.", state=state, unit_id=unit,
        due_on=due_on or (TODAY if unit else None), answered_at=answered,
    )  # fmt: skip
    if decision:
        topic.entries.create(kind=TopicEntry.DECIDED, words=decision, at=moment(TODAY), by=meeting.officer)
    return topic


def test_the_head_of_the_responsible_unit_finds_it_on_its_day(province: Province, meeting: Meeting) -> None:
    a_topic(meeting, province, Topic.ASSIGNED, TODAY + timedelta(days=1), decision="查明原因，逐件补正。")
    (line,) = lines(shown(province.river.division_head, "/desk"), "会商")
    assert "有12处缺项" in line and "查明原因" in line and "答复" in line and "剩1日" in line
    for other in (province.river.judge, province.hill.division_head, province.river.president):
        assert not lines(shown(other, "/desk"), "会商")


def test_an_overdue_answer_stands_among_what_is_past_for_the_unit_and_who_leads(
    province: Province, meeting: Meeting
) -> None:
    a_topic(meeting, province, Topic.ASSIGNED, TODAY - timedelta(days=2))
    for member in (province.river.division_head, province.river.president, province.river.trial_management):
        page = shown(member, "/desk?kind=topic")
        (line,) = lines(page, "会商")
        assert "超2日" in line and sections(page) == {"已过": 1}
    assert "还没有答复" in line
    assert not lines(shown(province.hill.president, "/desk"), "会商")


def test_answers_and_topics_without_a_decision_wait_for_who_leads(
    province: Province, meeting: Meeting
) -> None:
    a_topic(meeting, province, Topic.ANSWERED)
    for _ in range(2):
        a_topic(meeting, province, Topic.OPEN)
    found = lines(shown(province.river.president, "/desk"), "会商")
    assert len(found) == 2
    assert any("已答复" in line for line in found) and any("2个议题还没有登记决定" in line for line in found)
    of_no_division = appoint(province.river, "无庭", "division_head")
    for other in (province.river.division_head, of_no_division):
        assert not lines(shown(other, "/desk"), "会商")


def test_a_meeting_that_is_still_to_come_waits_for_nobody(province: Province, meeting: Meeting) -> None:
    a_topic(meeting, province, Topic.OPEN)
    Meeting.objects.update(held_on=TODAY + timedelta(days=1))
    assert not lines(shown(province.river.president, "/desk"), "会商")


def test_a_long_decision_is_cut_on_the_desk(province: Province, meeting: Meeting) -> None:
    a_topic(meeting, province, Topic.ASSIGNED, decision="逐" * 200)
    (line,) = lines(shown(province.river.division_head, "/desk"), "会商")
    assert "逐…" in line and "逐" * 61 not in line
