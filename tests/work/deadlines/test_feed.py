"""A calendar feed says when cases are due and heard, to whom holds the link, and nothing that a viewer in that post may not see."""

from datetime import date, datetime, timedelta

import icalendar
import pytest

from tests.cast import PLAINTIFF, TODAY, appoint, collegial, docketed, found_province, moment
from xiezhi.record.errors import Refused
from xiezhi.record.models import Account, AuditEntry, Post
from xiezhi.rules.language import speak_to
from xiezhi.work.deadlines.models import FeedKey
from xiezhi.work.deadlines.outgoing.calendar_file import calendar_file
from xiezhi.work.deadlines.outgoing.feed import contents_for
from xiezhi.work.deadlines.outgoing.feed_keys import (
    changed_at,
    end_key,
    key_behind,
    keys_of,
    make_key,
    note_reading,
)

AT = moment(TODAY)
OWN, DIVISION = FeedKey.OWN, FeedKey.DIVISION


@pytest.fixture
def river(db):
    river = found_province().river
    for member in river.people.values():
        Account.objects.create(username=member.officer.staff_number, officer=member.officer)
    return river


@pytest.fixture
def story(river):
    """A case of the judge with a hearing in room 3."""
    told = docketed(river).assigned(river.judge)
    return told.on(11, 20, "hearing.scheduled", hearing_no=1, starts_at="2019-12-10T09:30", room="第三法庭")


def made(member, scope=OWN, on=TODAY, language="zh"):
    return make_key(member.looks(on), scope, language=language, at=AT)


def read(member, scope=OWN, on=TODAY, lang="zh"):
    """The feed as a calendar program understands it, with the text itself."""
    with speak_to(lang):
        text = calendar_file(
            contents_for(member.looks(on), scope), "标题", lambda case: f"https://court.example/cases/{case}"
        )
    return icalendar.Calendar.from_ical(text), text.decode("utf-8").replace("\r\n ", "")


def events(calendar, word):
    return [event for event in calendar.walk("VEVENT") if word in str(event["SUMMARY"])]


# --- what it says


def test_a_due_date_is_a_whole_day_with_an_alarm_at_each_warning_point(river, story):
    calendar, _ = read(river.judge)
    (due,) = events(calendar, "审限届满")
    assert due["DTSTART"].dt == date(2019, 9, 2)
    assert story.row.number in due["SUMMARY"]
    assert [alarm["TRIGGER"].dt for alarm in due.walk("VALARM")] == [
        timedelta(hours=9) - timedelta(days=30),
        timedelta(hours=9) - timedelta(days=15),
    ]
    assert "买卖合同纠纷" in due["DESCRIPTION"]
    assert due["URL"] == f"https://court.example/cases/{story.case}"


def test_a_hearing_has_its_hour_in_mainland_time_and_its_room(river, story):
    calendar, text = read(river.judge)
    (hearing,) = events(calendar, "开庭 ")
    assert hearing["DTSTART"].dt.isoformat() == "2019-12-10T09:30:00+08:00"
    assert "第三法庭" in hearing["LOCATION"] and river.court.name in hearing["LOCATION"]
    assert "TZID:Asia/Shanghai" in text and hearing["STATUS"] == "CONFIRMED"


def test_no_party_is_named(river, story):
    _, text = read(river.judge)
    assert PLAINTIFF["name"] not in text and "示范建材" not in text


def test_a_new_answer_of_the_clock_keeps_the_event_and_raises_its_sequence(river, story):
    before = events(read(river.judge)[0], "审限届满")[0]
    story.on(4, 1, "deduction.started", span_no=1, ground="appraisal").on(5, 1, "deduction.ended", span_no=1)
    after = events(read(river.judge)[0], "审限届满")[0]
    assert after["UID"] == before["UID"]
    assert after["SEQUENCE"] > before["SEQUENCE"]
    assert after["DTSTART"].dt > before["DTSTART"].dt
    assert after["LAST-MODIFIED"].dt >= before["LAST-MODIFIED"].dt


def test_a_hearing_put_off_is_marked_so_and_keeps_its_event(river, story):
    before = events(read(river.judge)[0], "开庭 ")[0]
    story.on(11, 25, "hearing.adjourned", hearing_no=1, ground="证人未到庭")
    after = events(read(river.judge)[0], "开庭 ")[0]
    assert after["UID"] == before["UID"] and after["STATUS"] == "CANCELLED"
    assert after["SEQUENCE"] > before["SEQUENCE"]


def test_a_day_that_hangs_on_a_holiday_notice_is_called_provisional(river):
    late = docketed(river).assigned(river.judge)
    deadline = late.row.deadlines.get(superseded_at=None, kind="trial")
    type(deadline).objects.filter(pk=deadline.pk).update(provisional=True)
    calendar, text = read(river.judge)
    assert events(calendar, "（暂定）") and "放假安排" in text
    assert "(provisional)" in read(river.judge, lang="en")[1]


def test_english_readers_get_english(river, story):
    calendar, _ = read(river.judge, lang="en")
    assert events(calendar, "trial limit ends: ") and events(calendar, "Hearing: ")


def test_a_closed_case_leaves_the_calendar(river, story):
    story.closed(11, 26)
    assert not read(river.judge)[0].walk("VEVENT")


def test_a_clock_that_stands_has_no_day(river, story):
    story.on(4, 1, "suspension.ordered", span_no=1, ground="party_death")
    assert not events(read(river.judge)[0], "审限")


@pytest.mark.parametrize("secrecy", ["protected", "sealed"])
def test_a_protected_case_is_not_named_even_to_its_judge(river, story, secrecy):
    type(story.row).objects.filter(pk=story.case).update(secrecy=secrecy)
    calendar, text = read(river.judge)
    titles = {str(event["SUMMARY"]) for event in calendar.walk("VEVENT")}
    assert titles >= {"审限届满 受保护案件", "开庭 受保护案件"}
    assert all(title.endswith("受保护案件") for title in titles)
    assert story.row.number not in text and "买卖合同" not in text and str(story.case) not in text


def test_the_feed_of_a_judge_holds_own_cases_of_any_part_and_no_others(river):
    own = docketed(river).assigned(river.judge)
    sits = docketed(river).assigned(river.second_judge)
    sits.on(
        3, 5, "panel.formed",
        **collegial(river.presiding_judge, river.second_judge, river.judge, river.clerk),
    )  # fmt: skip
    docketed(river).assigned(river.second_judge)
    found = {due.case for due in contents_for(river.judge.looks(), OWN).due}
    assert found == {own.case, sits.case}


def test_the_feed_of_a_division_holds_all_of_it_and_nothing_of_others(river, story):
    other = docketed(river).assigned(river.second_judge)
    docketed(river).assigned(river.criminal_judge, division="criminal")
    found = {due.case for due in contents_for(river.division_head.looks(), DIVISION).due}
    assert found == {story.case, other.case}


def test_a_case_with_a_conflict_is_not_there(river, story):
    story.on(3, 6, "conflict.declared", officer=river.division_head.id, ground="近亲属")
    contents = contents_for(river.division_head.looks(), DIVISION)
    assert not contents.due and not contents.sittings


def test_what_somebody_wrote_cannot_forge_an_event(river, story):
    """The record refuses such words; whatever came in all the same stays inside its own value."""
    forged = "买卖\r\nEND:VEVENT\r\nBEGIN:VEVENT\x07;,纠纷"
    type(story.row).objects.filter(pk=story.case).update(cause_name=forged)
    calendar, text = read(river.judge)
    contents = contents_for(river.judge.looks(), OWN)
    assert len(calendar.walk("VEVENT")) == len(contents.due) + len(contents.sittings)
    assert "\x07" not in text


def test_the_contents_have_the_same_hash_until_something_moves(river, story):
    first = contents_for(river.judge.looks(), OWN).hash
    assert contents_for(river.judge.looks(TODAY + timedelta(1)), OWN).hash == first
    story.on(4, 1, "deduction.started", span_no=1, ground="appraisal")
    assert contents_for(river.judge.looks(), OWN).hash != first


# --- the link


def test_of_the_link_only_a_hash_is_kept(river):
    token = made(river.judge)
    key = FeedKey.objects.get()
    assert token not in repr(list(FeedKey.objects.values()))
    assert len(key.secret_hash) == 64


def test_a_link_reads_as_its_officer_in_that_post_today(river):
    token = made(river.judge)
    key, viewer = key_behind(token, on=TODAY, ip="10.0.0.1") or pytest.fail("no key")
    assert viewer.post is not None
    assert (viewer.officer, viewer.post.id, viewer.on) == (river.judge.officer.id, river.judge.post.id, TODAY)
    assert key.scope == OWN


@pytest.mark.parametrize(
    "forge",
    [
        lambda token: "",
        lambda token: "a" * 5_000,
        lambda token: token[:-1],
        lambda token: token[:-1] + ("A" if token[-1] != "A" else "B"),
        lambda token: "B" + token[1:],
        lambda token: token.partition(".")[0],
        lambda token: token + ".x",
        lambda token: token.swapcase(),
        lambda token: "键" + token,
    ],
)
def test_a_forged_link_reads_nothing(river, forge):
    assert key_behind(forge(made(river.judge)), on=TODAY) is None


def test_renewing_ends_the_link_before(river):
    old, new = made(river.judge), made(river.judge)
    assert key_behind(old, on=TODAY) is None
    assert key_behind(new, on=TODAY) is not None
    assert keys_of(river.judge.looks()).keys() == {OWN}


def test_a_revoked_link_reads_nothing(river):
    token = made(river.judge)
    assert end_key(river.judge.looks(), OWN, at=AT) and not end_key(river.judge.looks(), OWN, at=AT)
    assert key_behind(token, on=TODAY) is None


def test_nobody_ends_the_link_of_another(river):
    token = made(river.judge)
    assert not end_key(river.second_judge.looks(), OWN, at=AT)
    assert key_behind(token, on=TODAY) is not None


def test_the_link_ends_with_the_post(river):
    token = made(river.judge)
    Post.objects.filter(pk=river.judge.post.id).update(last_on=TODAY)
    assert key_behind(token, on=TODAY) is not None
    assert key_behind(token, on=TODAY + timedelta(days=1)) is None


def test_the_link_does_not_pass_to_a_new_post(river):
    token = made(river.judge)
    Post.objects.filter(pk=river.judge.post.id).update(last_on=TODAY)
    appoint(river, "", "judge", "criminal", officer=river.judge.officer, first_on=TODAY)
    assert key_behind(token, on=TODAY + timedelta(days=1)) is None


def test_the_link_ends_with_the_account(river):
    token = made(river.judge)
    Account.objects.filter(officer=river.judge.officer).update(is_active=False)
    assert key_behind(token, on=TODAY) is None


@pytest.mark.parametrize("who", ["judge", "clerk", "president", "trial_management"])
def test_only_heads_have_the_calendar_of_a_division(river, who):
    with pytest.raises(Refused):
        made(getattr(river, who), DIVISION)


def test_a_post_without_cases_has_no_calendar(river):
    with pytest.raises(Refused):
        made(river.system_administrator)


def test_a_head_may_have_both(river):
    made(river.division_head)
    made(river.division_head, DIVISION)
    assert keys_of(river.division_head.looks()).keys() == {OWN, DIVISION}


def test_reading_is_noted_once_a_day(river):
    key, viewer = key_behind(made(river.judge), on=TODAY) or pytest.fail("no key")
    note_reading(key, viewer)
    note_reading(key, viewer)
    tomorrow = river.judge.looks(TODAY + timedelta(days=1))
    note_reading(key, tomorrow)
    entries = AuditEntry.objects.filter(verb="feed.read", object_id=str(key.id))
    assert entries.count() == 2 and {entry.officer for entry in entries} == {river.judge.officer.id}


def test_making_and_revoking_are_noted(river):
    made(river.judge)
    end_key(river.judge.looks(), OWN, at=AT)
    assert set(AuditEntry.objects.values_list("verb", flat=True)) >= {"feed.made", "feed.ended"}


def test_what_changed_keeps_its_moment(river):
    made(river.judge)
    later = datetime.fromisoformat("2019-12-02T08:00:00+08:00")
    assert changed_at(FeedKey.objects.get(), "a", AT) == AT
    assert changed_at(FeedKey.objects.get(), "a", later) == AT
    assert changed_at(FeedKey.objects.get(), "b", later) == later
