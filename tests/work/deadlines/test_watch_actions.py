"""Acknowledging reminders, standing in during leave: who may, what is refused, what the trail then says."""

from datetime import date, timedelta
from typing import Any

import pytest

from tests.cast import Member, Province, Story, appoint, found_province, moment
from tests.watched_cases import TODAY, told
from xiezhi.record.errors import InputError, NotThere, Refused
from xiezhi.record.models import AuditEntry, Conflict
from xiezhi.work.deadlines.actions import LONGEST_NOTE, acknowledge, end_absence, hand_over, may_hand_over
from xiezhi.work.deadlines.models import Absence, Deadline, Reminder
from xiezhi.work.deadlines.reminders import scan
from xiezhi.work.deadlines.watched.reminding import read_reminders, reminders_of
from xiezhi.work.deadlines.watched.standing_in import absent_officers, cases_stood_in_for

pytestmark = pytest.mark.django_db
NOW = moment(TODAY)
WEEK = timedelta(days=7)


@pytest.fixture
def province(db: None) -> Province:
    return found_province()


@pytest.fixture
def story(province: Province) -> Story:
    """A case of the judge, due on 25 September; its judge has been reminded."""
    found = told(province.river, province.river.judge, 3, 25)
    Deadline.objects.exclude(kind="trial").delete()
    scan(TODAY)
    return found


def waiting(who: Member, on: date = TODAY) -> list[int]:
    viewer = who.looks(on)
    return [one.id for one in read_reminders(viewer, reminders_of(viewer), 50)]


def leave(
    province: Province, officer: Member, stand_in: Member, *, by: Member | None = None, first: date = TODAY,
    last: date = TODAY + WEEK, on: date = TODAY,
) -> Absence:  # fmt: skip
    return hand_over(
        officer.officer.pk,
        stand_in.officer.pk,
        first_on=first,
        last_on=last,
        by=(by or officer).looks(on),
        at=NOW,
    )


# --- reminders


def test_the_judge_acknowledges_his_reminder_once_with_a_note(province: Province, story: Story) -> None:
    judge = province.river.judge
    (reminder,) = waiting(judge)
    assert acknowledge([reminder], by=judge.looks(TODAY), at=NOW, words=" 本周 宣判 ") == 1
    kept = Reminder.objects.get(pk=reminder)
    assert (kept.acknowledged_by, kept.acknowledged_at, kept.note) == (judge.officer, NOW, "本周 宣判")
    assert waiting(judge) == []
    assert (
        AuditEntry.objects.filter(
            verb="reminder.acknowledged", case=story.case, officer=judge.officer.pk
        ).count()
        == 1
    )


def test_what_was_acknowledged_stays_as_it_was(province: Province, story: Story) -> None:
    judge = province.river.judge
    (reminder,) = waiting(judge)
    acknowledge([reminder], by=judge.looks(TODAY), at=NOW, words="一")
    assert acknowledge([reminder], by=judge.looks(TODAY), at=NOW, words="二") == 0
    assert Reminder.objects.get(pk=reminder).note == "一"


@pytest.mark.parametrize("who", ["second_judge", "president", "division_head", "clerk", "trial_management"])
def test_nobody_else_acknowledges_it(province: Province, story: Story, who: str) -> None:
    (reminder,) = waiting(province.river.judge)
    with pytest.raises(NotThere):
        acknowledge([reminder], by=getattr(province.river, who).looks(TODAY), at=NOW)
    with pytest.raises(NotThere):
        acknowledge([reminder, 987654321], by=province.river.judge.looks(TODAY), at=NOW)
    assert Reminder.objects.filter(acknowledged_at=None, pk=reminder).exists()


@pytest.mark.parametrize("words", ["长" * (LONGEST_NOTE + 1), "不可见\x07"])
def test_a_note_that_cannot_be_kept_is_refused_and_nothing_is_acknowledged(
    province: Province, story: Story, words: str
) -> None:
    (reminder,) = waiting(province.river.judge)
    with pytest.raises(InputError) as refused:
        acknowledge([reminder], by=province.river.judge.looks(TODAY), at=NOW, words=words)
    assert refused.value.field == "note"
    assert waiting(province.river.judge) == [reminder]


def test_a_reminder_of_a_date_that_no_longer_holds_asks_for_nothing(province: Province, story: Story) -> None:
    story.on(9, 16, "deduction.started", span_no=1, ground="appraisal")
    assert waiting(province.river.judge) == []


# --- leave


def test_during_leave_the_reminders_reach_the_stand_in_and_afterwards_no_more(
    province: Province, story: Story
) -> None:
    river = province.river
    leave(province, river.judge, river.second_judge)
    assert waiting(river.second_judge) == waiting(river.judge) != []
    assert waiting(river.second_judge, TODAY + WEEK) != []
    assert waiting(river.second_judge, TODAY + WEEK + timedelta(days=1)) == []
    assert waiting(river.second_judge, TODAY - timedelta(days=1)) == []
    assert [one.name for one in absent_officers(river.second_judge.looks(TODAY))] == [
        river.judge.officer.name
    ]


def test_the_stand_in_acknowledges_for_the_absent(province: Province, story: Story) -> None:
    river = province.river
    leave(province, river.judge, river.second_judge)
    (reminder,) = waiting(river.second_judge)
    acknowledge([reminder], by=river.second_judge.looks(TODAY), at=NOW)
    assert Reminder.objects.get(pk=reminder).acknowledged_by == river.second_judge.officer


def test_standing_in_opens_no_case_and_tells_nothing_of_a_protected_one(
    province: Province, story: Story
) -> None:
    river = province.river
    protected = told(river, river.judge, 3, 26, secrecy="protected")
    recused = told(river, river.judge, 3, 27)
    Conflict.objects.create(
        case_id=recused.case, officer=river.second_judge.officer, ground="近亲属", first_on=TODAY
    )
    leave(province, river.judge, river.second_judge)
    viewer = river.second_judge.looks(TODAY)
    found = cases_stood_in_for(viewer, absent_officers(viewer))
    assert list(found.values_list("pk", "listed")) == [(story.case, False)]
    assert protected.case != story.case
    (reminded,) = read_reminders(viewer, reminders_of(viewer).filter(case=story.case), 5)
    assert reminded.listed is False


def test_a_stand_in_is_reminded_neither_of_a_protected_case_nor_of_one_from_which_he_is_barred(
    province: Province, story: Story
) -> None:
    river = province.river
    told(river, river.judge, 3, 26, secrecy="protected")
    barred = told(river, river.judge, 3, 27)
    barred.on(9, 16, "conflict.declared", officer=river.second_judge.id, ground="近亲属")
    scan(TODAY)
    leave(province, river.judge, river.second_judge)
    viewer = river.second_judge.looks(TODAY)
    assert set(reminders_of(viewer).values_list("case", flat=True)) == {story.case}
    theirs = Reminder.objects.filter(case=barred.case).values_list("pk", flat=True)
    with pytest.raises(NotThere):
        acknowledge(list(theirs), by=viewer, at=NOW)


def test_a_judge_is_no_longer_reminded_of_a_case_from_which_he_is_barred(
    province: Province, story: Story
) -> None:
    judge = province.river.judge
    assert waiting(judge)
    Conflict.objects.create(case_id=story.case, officer=judge.officer, ground="近亲属", first_on=TODAY)
    assert waiting(judge) == []


@pytest.mark.parametrize(
    ("who", "may"),
    [
        ("judge", True),
        ("division_head", True),
        ("president", True),
        ("vice_president", True),
        ("second_judge", False),
        ("clerk", False),
        ("trial_management", False),
    ],
)
def test_leave_is_entered_by_the_officer_and_by_the_heads_of_his_division_and_court(
    province: Province, who: str, may: bool
) -> None:
    river = province.river
    by = getattr(river, who)
    if may:
        made = leave(province, river.judge, river.second_judge, by=by)
        assert made.entered_by == by.officer
        assert AuditEntry.objects.filter(verb="absence.entered", object_id=str(made.pk)).count() == 1
    else:
        with pytest.raises(NotThere):
            leave(province, river.judge, river.second_judge, by=by)
        assert not Absence.objects.exists()


def test_the_head_of_one_division_enters_no_leave_of_another_nor_of_another_court(province: Province) -> None:
    river = province.river
    with pytest.raises(NotThere):
        leave(province, river.criminal_judge, river.judge, by=river.division_head)
    with pytest.raises(NotThere):
        leave(province, province.hill.judge, province.hill.second_judge, by=river.president)
    assert may_hand_over(river.archives.looks(TODAY)).count() == 1


@pytest.mark.parametrize(
    ("first", "last", "field"),
    [
        (TODAY + WEEK, TODAY, "last_on"),
        (TODAY - 2 * WEEK, TODAY - WEEK, "last_on"),
        (TODAY, TODAY + timedelta(days=367), "last_on"),
    ],
)
def test_days_that_cannot_be_are_refused_at_their_field(
    province: Province, first: date, last: date, field: str
) -> None:
    with pytest.raises(InputError) as refused:
        leave(province, province.river.judge, province.river.second_judge, first=first, last=last)
    assert refused.value.field == field


def test_a_stand_in_is_another_officer_of_the_court_who_is_there_himself(province: Province) -> None:
    river = province.river
    for stand_in in (river.judge, province.hill.judge):
        with pytest.raises(InputError) as refused:
            leave(province, river.judge, stand_in)
        assert refused.value.field == "stand_in"
    leave(province, river.second_judge, river.criminal_judge)
    with pytest.raises(InputError) as refused:
        leave(province, river.judge, river.second_judge)
    assert refused.value.field == "stand_in"


def test_a_stand_in_whose_post_ends_before_the_leave_does_is_refused(province: Province) -> None:
    river = province.river
    leaving = appoint(river, "申屠望", "judge", "civil")
    leaving.post.last_on = TODAY + timedelta(days=3)
    leaving.post.save(update_fields=["last_on"])
    with pytest.raises(InputError):
        leave(province, river.judge, leaving)
    assert leave(province, river.judge, leaving, last=TODAY + timedelta(days=3))


def test_nobody_is_away_twice_on_one_day(province: Province) -> None:
    river = province.river
    leave(province, river.judge, river.second_judge)
    with pytest.raises(InputError) as refused:
        leave(province, river.judge, river.criminal_judge, first=TODAY + WEEK, last=TODAY + 2 * WEEK)
    assert refused.value.field == "first_on"


def test_leave_ends_early_and_the_reminders_go_back(province: Province, story: Story) -> None:
    river = province.river
    made = leave(province, river.judge, river.second_judge)
    for stranger in (river.second_judge, river.clerk, province.hill.president):
        with pytest.raises(NotThere):
            end_absence(made.pk, by=stranger.looks(TODAY), at=NOW)
    end_absence(made.pk, by=river.division_head.looks(TODAY), at=NOW)
    assert waiting(river.second_judge) == []
    with pytest.raises(Refused):
        end_absence(made.pk, by=river.judge.looks(TODAY), at=NOW)
    assert leave(province, river.judge, river.criminal_judge)  # the days are free again


def test_leave_that_is_over_cannot_be_ended(province: Province) -> None:
    river = province.river
    made = leave(province, river.judge, river.second_judge)
    with pytest.raises(Refused):
        end_absence(made.pk, by=river.judge.looks(TODAY + 2 * WEEK), at=NOW)
    with pytest.raises(NotThere):
        end_absence(made.pk + 1, by=river.judge.looks(TODAY), at=NOW)


def test_without_a_post_there_is_nothing_to_do(province: Province, story: Story) -> None:
    river: Any = province.river
    gone = river.judge.looks(date(2015, 1, 1))
    assert gone.post is None
    assert not reminders_of(gone).exists() and not absent_officers(gone)
    with pytest.raises(NotThere):
        hand_over(
            river.judge.officer.pk, river.clerk.officer.pk, first_on=TODAY, last_on=TODAY, by=gone, at=NOW
        )
    with pytest.raises(NotThere):
        end_absence(1, by=gone, at=NOW)
