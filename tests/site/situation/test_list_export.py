"""The list behind a number taken as a file: at once, after a second look, or by the worker, for the one who asked and nobody else."""

import csv
import io
from datetime import timedelta

import pytest
from django.utils import timezone

from tests.cast import TODAY, moment
from tests.site_cast import signed_in
from xiezhi.project import recurring
from xiezhi.record import jobs
from xiezhi.record.models import AuditEntry, Case
from xiezhi.site.staff.situation import cases, list_exporting, opened_list
from xiezhi.work.situation import snapshots
from xiezhi.work.situation.models import Pin, Snapshot

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("plain_files", "kept")]

AROUND = 3  # lines: who takes them, the heads; and who took them again


@pytest.fixture
def kept(snapshot, monkeypatch):
    """The facts of the tests as a snapshot in the database, which an export can pin."""
    row = Snapshot.objects.create(
        id=snapshot.id, kind="full", known_at=moment(TODAY), taken_at=moment(TODAY), cases=160, rows=160, digest=""
    )  # fmt: skip
    monkeypatch.setattr(snapshots, "of_id", lambda key: row if str(key) == str(row.pk) else None)
    monkeypatch.setattr(snapshots, "latest", lambda: row)
    return row


def take(client, snapshot, **typed):
    address = f"/situation/cases?figure=flow.new&period=2019&snapshot={snapshot.id}"
    return client.post(address, {"purpose": "季度核对", "form": "csv", **typed})


def lines(answer):
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))


def worked_off():
    return jobs.work_off({list_exporting.EXPORT: list_exporting.run})


def limits(monkeypatch, *, look, at_once, most=10_000):
    monkeypatch.setattr(cases, "NEEDS_A_LOOK", look)
    monkeypatch.setattr(cases, "AT_ONCE", at_once)
    monkeypatch.setattr(cases, "MOST_ROWS", most)
    monkeypatch.setattr(opened_list, "PAGE", 30)


def test_a_short_list_is_taken_at_once(province, snapshot):
    manager = province.high.trial_management
    taken = lines(take(signed_in(manager), snapshot))
    assert len(taken) == AROUND + Case.objects.count()
    assert AuditEntry.objects.get(verb="situation.exported").outcome == "ok"


def test_a_longer_one_after_a_second_look(province, snapshot, monkeypatch):
    limits(monkeypatch, look=20, at_once=1_000)
    client = signed_in(province.high.trial_management)
    first = take(client, snapshot)
    page = first.content.decode()
    assert first.status_code == 200 and "请再按一次" in page and 'name="looked"' in page
    assert not AuditEntry.objects.filter(verb="situation.exported").exists()
    assert len(lines(take(client, snapshot, looked="1"))) == AROUND + Case.objects.count()


def test_a_long_one_is_written_by_the_worker_from_the_same_facts(province, snapshot, kept, monkeypatch):
    limits(monkeypatch, look=20, at_once=50)
    manager = province.high.trial_management
    client = signed_in(manager)
    answer = take(client, snapshot, looked="1")
    assert answer.status_code == 302
    place = answer["Location"]
    assert "排队中" in client.get(place).content.decode()
    assert Pin.objects.filter(snapshot=kept).count() == 1, "its facts stay until it is written"
    assert worked_off()
    assert not Pin.objects.exists()
    written = lines(client.get(f"{place}/file"))
    assert len(written) == AROUND + Case.objects.count()
    assert "季度核对" in written[0][0]
    for who in (province.high.president, province.river.judge):
        assert signed_in(who).get(f"{place}/file").status_code == 404


def test_what_is_sealed_or_protected_stays_a_placeholder_in_the_file(province, snapshot, monkeypatch):
    limits(monkeypatch, look=20, at_once=50)
    client = signed_in(province.high.trial_management)
    place = take(client, snapshot, looked="1")["Location"]
    worked_off()
    told = client.get(f"{place}/file").content.decode("utf-8-sig")
    hidden = Case.objects.exclude(secrecy="ordinary")
    assert hidden.exists() and not any(case.number in told for case in hidden)


def test_beyond_the_limit_it_is_refused_and_told_how_to_narrow_it(province, snapshot, monkeypatch):
    limits(monkeypatch, look=20, at_once=50, most=100)
    answer = take(signed_in(province.high.trial_management), snapshot, looked="1")
    assert answer.status_code == 422 and "请缩小法院或者期间的范围" in answer.content.decode()
    assert AuditEntry.objects.get(verb="situation.exported").outcome == "denied"


def test_a_cancelled_one_lets_go_of_its_facts(province, snapshot, monkeypatch):
    limits(monkeypatch, look=20, at_once=50)
    client = signed_in(province.high.trial_management)
    place = take(client, snapshot, looked="1")["Location"]
    client.post(f"{place}/cancel")
    assert Pin.objects.exists() and not worked_off()
    recurring.forget_exports()
    assert not Pin.objects.exists()


def test_one_that_waits_keeps_its_facts(province, snapshot, monkeypatch):
    limits(monkeypatch, look=20, at_once=50)
    take(signed_in(province.high.trial_management), snapshot, looked="1")
    recurring.forget_exports()
    assert Pin.objects.exists()


def test_who_has_left_the_post_gets_nothing(province, snapshot, monkeypatch):
    limits(monkeypatch, look=20, at_once=50)
    manager = province.high.trial_management
    take(signed_in(manager), snapshot, looked="1")
    manager.post.last_on = timezone.localdate() - timedelta(days=1)
    manager.post.save()
    worked_off()
    assert not AuditEntry.objects.filter(verb="situation.exported").exists()
