"""Work of the night: when it is due, and that it tells what kept it from being done."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.cast import found_province
from xiezhi.project import chores, recurring
from xiezhi.project.wiring import CHORES, HOURS
from xiezhi.record.models import Chore, Job
from xiezhi.site.staff.status import CHORE_NAMES
from xiezhi.work.deadlines.outgoing import mail
from xiezhi.work.deadlines.outgoing.mail import NotMailed
from xiezhi.work.deadlines.pack import making as pack_work
from xiezhi.work.typesetting import NoChineseFont

MAINLAND = ZoneInfo("Asia/Shanghai")


def on(day, hour, minute=0):
    return datetime(2019, 12, day, hour, minute, tzinfo=MAINLAND)


def test_every_chore_has_its_name_and_every_hour_its_chore():
    assert set(CHORES) <= set(CHORE_NAMES)
    assert set(HOURS) <= set(CHORES)


@pytest.mark.parametrize(
    ("done", "due"),
    [
        (on(1, 15), on(2, 2)),
        (on(2, 2, 5), on(3, 2)),
        (on(2, 1, 59), on(2, 2)),
        (on(2, 2), on(3, 2)),
        (on(1, 23), on(2, 2)),
    ],
)
def test_work_of_the_night_is_due_at_its_hour_of_the_next_night(done, due):
    assert chores.next_due("packs", timedelta(days=1), done) == due
    assert chores.next_due("packs", timedelta(days=1), done.astimezone(ZoneInfo("UTC"))) == due


def test_other_work_is_due_so_long_after_it_was_done():
    assert chores.next_due("seal", timedelta(minutes=5), on(1, 15)) == on(1, 15, 5)


def done(name):
    """The chore after it was tried."""
    Chore.objects.update_or_create(name=name, defaults={"due_at": on(1, 0)})
    assert chores.do_if_due(name, on(1, 2))
    return Chore.objects.get(name=name)


def test_the_packs_of_a_night_are_asked_for_once(db):
    found_province()
    assert done("packs").fault == ""
    done("packs")
    assert Job.objects.filter(kind=pack_work.PACKS).count() == 1


def test_without_a_chinese_font_the_chore_says_so(db, monkeypatch):
    def none():
        raise NoChineseFont("请安装 fonts-noto-cjk", "install fonts-noto-cjk")

    monkeypatch.setattr(pack_work, "typefaces", none)
    assert "fonts-noto-cjk" in done("packs").fault
    assert not Job.objects.exists()


def test_a_night_that_failed_is_told_the_next_night_and_made_again(db):
    Job.objects.create(
        kind=pack_work.PACKS,
        subject="night/2019-11-30",
        asked_at=on(1, 1),
        state="failed",
        fault_zh="磁盘已满",
    )
    assert "磁盘已满" in done("packs").fault
    assert Job.objects.filter(state="waiting").count() == 1


def test_a_mail_server_that_is_away_is_told_in_the_chore(db, monkeypatch):
    def away(*_):
        raise NotMailed("连不上邮件服务器", "no server")

    monkeypatch.setattr(mail, "mail_reminders", away)
    monkeypatch.setattr("django.utils.timezone.localtime", lambda *_: on(1, 9))
    with pytest.raises(NotMailed):
        recurring.mail_reminders()


def test_no_letter_goes_before_the_morning(db, monkeypatch):
    monkeypatch.setattr(mail, "mail_reminders", lambda *_: pytest.fail("too early"))
    monkeypatch.setattr("django.utils.timezone.localtime", lambda *_: on(1, 6, 59))
    assert recurring.mail_reminders() == ""
