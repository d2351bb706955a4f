"""Reminders by mail: one letter a day to whoever has to know, facts only, none twice, none lost when the server is away."""

import smtplib
from datetime import date, timedelta

import pytest
from django.core import mail as outbox_of_django
from django.core.mail.backends.locmem import EmailBackend

from tests.cast import PLAINTIFF, TODAY, docketed, found_province, moment
from xiezhi.project import mailing
from xiezhi.record.models import Case, Post
from xiezhi.rules.errors import InputError
from xiezhi.work.deadlines.models import Absence, Deadline, Reminder
from xiezhi.work.deadlines.outgoing.mail import NotMailed, Sent, mail_reminders

AT = moment(TODAY, hour=8)
LATER = timedelta(days=1)


@pytest.fixture
def river(db):
    return found_province().river


@pytest.fixture(autouse=True)
def addresses(settings):
    settings.MAIL_DOMAIN = "court.example"
    settings.DEFAULT_FROM_EMAIL = "xiezhi@court.example"


@pytest.fixture
def letters():
    """What was sent, by the staff number written to."""
    return outbox_of_django.outbox


def reminded(story, officer, *, point=15, due_on=date(2019, 12, 16), on=TODAY, **more):
    """A reminder of the trial limit of a case."""
    deadline = Deadline.objects.get(case=story.case, kind="trial", superseded_at=None)
    return Reminder.objects.create(
        deadline=deadline, case_id=story.case, court=story.house.court, division=story.house.divisions["civil"],
        officer=officer and officer.officer, point=point, due_on=due_on, issued_on=on, **more,
    )  # fmt: skip


def sent(on=TODAY, at=AT):
    return mail_reminders(on, at, lambda case: f"https://court.example/cases/{case}")


def to(officer):
    return [f"{officer.officer.staff_number}@court.example"]


def test_a_letter_states_number_clock_day_days_left_and_link(river, letters):
    story = docketed(river).assigned(river.judge)
    reminded(story, river.judge)
    assert sent() == Sent(1, 1)
    (letter,) = letters
    assert letter.to == to(river.judge)
    assert letter.subject == "期限提醒：1项 / Limits: 1"
    chinese, english = letter.body.split(f"{river.judge.officer.name},")
    assert f"1. {story.row.number}，第一审普通程序，2019年12月16日届满，剩15日" in chinese
    assert "due 16 Dec 2019, 15 days left" in english
    assert f"https://court.example/cases/{story.case}" in chinese
    assert letter.extra_headers["Auto-Submitted"] == "auto-generated"


def test_no_party_and_no_cause_is_in_it(river, letters):
    reminded(docketed(river).assigned(river.judge), river.judge)
    sent()
    assert PLAINTIFF["name"] not in letters[0].body and "买卖合同" not in letters[0].body


def test_one_letter_sums_up_all_reminders_of_an_officer(river, letters):
    for _ in range(3):
        reminded(docketed(river).assigned(river.judge), river.judge)
    reminded(docketed(river).assigned(river.second_judge), river.second_judge)
    assert sent() == Sent(2, 4)
    assert {tuple(letter.to): letter.subject for letter in letters} == {
        tuple(to(river.judge)): "期限提醒：3项 / Limits: 3",
        tuple(to(river.second_judge)): "期限提醒：1项 / Limits: 1",
    }


def test_none_is_mailed_twice(river, letters):
    reminded(docketed(river).assigned(river.judge), river.judge)
    sent()
    assert sent() == Sent(0, 0) and sent(TODAY + LATER, AT + LATER) == Sent(0, 0)
    assert len(letters) == 1


def test_nobody_gets_a_second_letter_on_a_day(river, letters):
    story = docketed(river).assigned(river.judge)
    reminded(story, river.judge)
    sent()
    later = reminded(story, river.judge, point=1)
    assert sent() == Sent(0, 0)
    assert sent(TODAY + LATER, AT + LATER) == Sent(1, 1)
    later.refresh_from_db()
    assert later.mailed_at == AT + LATER


@pytest.mark.parametrize(
    "more",
    [
        {"acknowledged_at": AT},
        {"on": TODAY - timedelta(days=8)},
        {"on": TODAY + timedelta(days=1)},
        {"mailed_at": AT - timedelta(days=3)},
    ],
)
def test_what_was_seen_mailed_or_is_old_is_not_mailed(river, letters, more):
    reminded(docketed(river).assigned(river.judge), river.judge, **more)
    assert sent() == Sent(0, 0) and not letters


def test_a_date_that_no_longer_holds_is_not_mailed(river, letters):
    story = docketed(river).assigned(river.judge)
    reminded(story, river.judge)
    story.closed(11, 30)
    assert sent() == Sent(0, 0)


def test_a_case_that_is_nobodys_yet_is_not_mailed(river, letters):
    reminded(docketed(river), None)
    assert sent() == Sent(0, 0)


def test_the_stand_in_is_written_to_while_the_officer_is_away(river, letters):
    reminded(docketed(river).assigned(river.judge), river.judge)
    away(river, TODAY, TODAY)
    assert sent() == Sent(1, 1)
    assert letters[0].to == to(river.second_judge)
    assert f"{river.judge.officer.name}离岗，由您代办" in letters[0].body


def test_after_the_absence_the_officer_is_written_to(river, letters):
    reminded(docketed(river).assigned(river.judge), river.judge)
    away(river, TODAY - 3 * LATER, TODAY - LATER)
    away(river, TODAY, TODAY, ended_at=AT)
    sent()
    assert letters[0].to == to(river.judge)


def away(river, first_on, last_on, **more):
    Absence.objects.create(
        officer=river.judge.officer, stand_in=river.second_judge.officer, court=river.court, first_on=first_on,
        last_on=last_on, entered_by=river.judge.officer, entered_at=AT, **more,
    )  # fmt: skip


def test_a_stand_in_with_a_conflict_learns_nothing_and_nothing_is_lost(river, letters):
    story = docketed(river).assigned(river.judge)
    reminded(story, river.judge)
    story.on(3, 6, "conflict.declared", officer=river.second_judge.id, ground="近亲属")
    away(river, TODAY, TODAY)
    assert sent() == Sent(0, 0)
    assert sent(TODAY + LATER, AT + LATER) == Sent(1, 1)


@pytest.mark.parametrize("secrecy", ["protected", "sealed"])
def test_a_protected_case_is_not_named(river, letters, secrecy):
    story = docketed(river).assigned(river.judge)
    reminded(story, river.judge)
    Case.objects.filter(pk=story.case).update(secrecy=secrecy)
    sent()
    assert "受保护案件" in letters[0].body
    assert story.row.number not in letters[0].body and str(story.case) not in letters[0].body


def test_a_stand_in_learns_of_no_protected_case(river, letters):
    story = docketed(river).assigned(river.judge)
    reminded(story, river.judge)
    Case.objects.filter(pk=story.case).update(secrecy="protected")
    away(river, TODAY, TODAY)
    assert sent() == Sent(0, 0)


def test_who_left_the_court_is_not_written_to(river, letters):
    reminded(docketed(river).assigned(river.judge), river.judge)
    Post.objects.filter(pk=river.judge.post.id).update(last_on=TODAY - LATER)
    assert sent() == Sent(0, 0)


def test_a_long_list_is_cut_and_says_so(river, letters):
    story = docketed(river).assigned(river.judge)
    for point in range(70):
        reminded(story, river.judge, point=point)
    assert sent() == Sent(1, 70)
    assert "另有10项" in letters[0].body and "And 10 more" in letters[0].body


def test_a_name_with_line_breaks_forges_no_header(river, letters):
    reminded(docketed(river).assigned(river.judge), river.judge)
    river.judge.officer.name = "陆\r\nBcc: all@court.example"
    river.judge.officer.save()
    sent()
    assert "Bcc" not in letters[0].message().as_string().partition("\n\n")[0]


# --- when it does not go


class Down(EmailBackend):
    """A server that cannot be reached."""

    def open(self):
        raise ConnectionRefusedError("no route")


class Breaking(EmailBackend):
    """A server that goes away after the first letter."""

    taken = 0

    def send_messages(self, messages):
        Breaking.taken += 1
        if Breaking.taken > 1:
            raise smtplib.SMTPServerDisconnected("gone")
        return super().send_messages(messages)


class Choosy(EmailBackend):
    """A server that refuses one recipient."""

    refused = ""

    def send_messages(self, messages):
        if messages[0].to[0].startswith(self.refused):
            raise smtplib.SMTPRecipientsRefused({messages[0].to[0]: (550, b"unknown")})
        return super().send_messages(messages)


def through(monkeypatch, backend):
    monkeypatch.setattr("xiezhi.work.deadlines.outgoing.mail.get_connection", backend)


def test_a_server_that_is_away_leaves_every_reminder_unmailed_and_is_told(river, letters, monkeypatch):
    reminded(docketed(river).assigned(river.judge), river.judge)
    through(monkeypatch, Down)
    with pytest.raises(NotMailed, match="no route"):
        sent()
    assert Reminder.objects.get().mailed_at is None
    through(monkeypatch, EmailBackend)
    assert sent() == Sent(1, 1)


def test_a_server_that_goes_away_in_between_loses_nothing(river, letters, monkeypatch):
    for judge in (river.judge, river.second_judge, river.criminal_judge):
        reminded(docketed(river).assigned(river.judge), judge)
    Breaking.taken = 0
    through(monkeypatch, Breaking)
    with pytest.raises(NotMailed, match="1封已发，2封未发"):
        sent()
    assert Reminder.objects.filter(mailed_at=None).count() == 2
    through(monkeypatch, EmailBackend)
    assert sent() == Sent(2, 2) and len(letters) == 3


def test_one_address_that_is_refused_does_not_keep_the_others_waiting(river, letters, monkeypatch):
    for judge in (river.judge, river.second_judge):
        reminded(docketed(river).assigned(river.judge), judge)
    monkeypatch.setattr(Choosy, "refused", river.judge.officer.staff_number)
    through(monkeypatch, Choosy)
    with pytest.raises(NotMailed, match="SMTPRecipientsRefused"):
        sent()
    assert [letter.to for letter in letters] == [to(river.second_judge)]
    assert Reminder.objects.get(mailed_at=None).officer == river.judge.officer


@pytest.mark.parametrize("number", ["张三", "a b", "a\nb", "x@y", "-a", "a;b", "a,b"])
def test_a_staff_number_that_makes_no_address_is_told(river, letters, number):
    river.judge.officer.staff_number = number
    river.judge.officer.save()
    reminded(docketed(river).assigned(river.judge), river.judge)
    with pytest.raises(NotMailed, match="未发"):
        sent()
    assert not letters and Reminder.objects.get().mailed_at is None


# --- where it goes


def test_without_a_server_letters_lie_in_a_folder_of_each_staff_number(
    river, tmp_path, settings, monkeypatch
):
    settings.MAIL_FOLDER = tmp_path / "mail"
    through(monkeypatch, mailing.FolderBackend)
    reminded(docketed(river).assigned(river.judge), river.judge)
    sent()
    (file,) = (tmp_path / "mail" / river.judge.officer.staff_number).iterdir()
    assert file.suffix == ".eml" and file.stat().st_mode & 0o077 == 0
    assert b"Subject: " in file.read_bytes()


def test_a_strange_recipient_stays_inside_the_folder(tmp_path, settings):
    settings.MAIL_FOLDER = tmp_path / "mail"
    for recipient in ("../../x@court.example", "..@court.example", "a/b@court.example", "@court.example"):
        message = outbox_of_django.EmailMessage("s", "t", "a@b.c", [recipient])
        mailing.FolderBackend().send_messages([message])
    assert {path.parent for path in tmp_path.rglob("*.eml")} <= set((tmp_path / "mail").iterdir())


@pytest.mark.parametrize(
    ("url", "host", "port", "tls", "ssl"),
    [
        ("smtp://mail.court.example", "mail.court.example", 25, False, False),
        ("smtp+starttls://a%40b:p%2Fw@mail.court.example", "mail.court.example", 587, True, False),
        ("smtps://mail.court.example:4650", "mail.court.example", 4650, False, True),
    ],
)
def test_a_mail_server_is_named_by_one_address(url, host, port, tls, ssl):
    made = mailing.settings_of(url, "court.example")
    assert (made["EMAIL_HOST"], made["EMAIL_PORT"]) == (host, port)
    assert (made["EMAIL_USE_TLS"], made["EMAIL_USE_SSL"]) == (tls, ssl)
    if "@" in url:
        assert (made["EMAIL_HOST_USER"], made["EMAIL_HOST_PASSWORD"]) == ("a@b", "p/w")


@pytest.mark.parametrize(
    ("url", "domain", "field"),
    [
        ("mail.court.example", "court.example", "XIEZHI_MAIL_URL"),
        ("http://mail.court.example", "court.example", "XIEZHI_MAIL_URL"),
        ("smtp://", "court.example", "XIEZHI_MAIL_URL"),
        ("smtp://mail:99999", "court.example", "XIEZHI_MAIL_URL"),
        ("smtp://mail:x", "court.example", "XIEZHI_MAIL_URL"),
        ("smtp://mail", "", "XIEZHI_MAIL_DOMAIN"),
    ],
)
def test_what_is_no_mail_server_is_refused_at_the_start(url, domain, field):
    with pytest.raises(InputError) as refused:
        mailing.settings_of(url, domain)
    assert refused.value.field == field


def test_without_a_server_nothing_needs_to_be_set():
    assert mailing.settings_of("", "") == {"EMAIL_BACKEND": "xiezhi.project.mailing.FolderBackend"}
