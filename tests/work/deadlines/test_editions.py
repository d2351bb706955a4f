"""The law in force is an edition that a person accepted: until then no stored date moves, and new events are answered by the old one."""

from datetime import date, timedelta

import pytest

from tests.cast import docketed, found_province, moment
from xiezhi.record import jobs
from xiezhi.record.errors import InputError, NotThere, Refused
from xiezhi.record.models import Job
from xiezhi.rules.calendar import load_calendar
from xiezhi.rules.holiday_notice import NoticeDay, NoticeFaults
from xiezhi.work.deadlines import law_in_force, panel
from xiezhi.work.deadlines.changed_law import editions, long_work
from xiezhi.work.deadlines.models import Change, Deadline, Edition

AT = moment(date(2019, 12, 1))
LIMIT = {"kind": "trial", "subject": "", "superseded_at": None}
# In 2019 the notice was out: it is corrected here so that 2 September, the last day of the cases of 1 March, becomes a rest day.
LAST_DAY, ROLLED = date(2019, 9, 2), date(2019, 9, 3)


@pytest.fixture
def province(db):
    found = found_province()
    editions.settle(AT)
    return found


@pytest.fixture
def river(province):
    return province.river


def corrected():
    """The notice of 2019 with one more day of rest."""
    special = load_calendar().special
    rows = [
        NoticeDay(day, one.status != "work", one.name_zh) for day, one in special.items() if day.year == 2019
    ]
    return [*rows, NoticeDay(LAST_DAY, True, "中秋节")]


def stage(province):
    return editions.stage_calendar(2019, corrected(), by=province.high.trial_management.recorder, at=AT)


def work():
    while jobs.work_off(long_work.HANDLERS):
        pass
    assert not Job.objects.filter(state="failed").exists()


def due(story):
    return Deadline.objects.get(case=story.case, **LIMIT).due_on


def test_the_packaged_data_come_into_force_by_themselves_and_once(province):
    assert editions.settle(AT) is None
    now = editions.in_force()
    assert now is not None and now.digest == law_in_force.packaged_digest()
    assert law_in_force.law_in_force() is law_in_force.law_of(None)


def test_a_staged_notice_moves_nothing_until_it_is_accepted(province, river):
    story = docketed(river)
    edition = stage(province)
    work()
    assert (
        due(story) == LAST_DAY == due(docketed(river))
    )  # new events too are answered by the edition in force
    change = Change.objects.get(edition=edition, case=story.case, kind="trial")
    assert (change.due_before, change.due_after, change.carried_out_at) == (LAST_DAY, ROLLED, None)
    edition.refresh_from_db()
    assert edition.compared_at is not None and edition.compared >= 1


def test_once_accepted_the_dates_follow_and_name_the_change(province, river):
    story = docketed(river)
    edition = stage(province)
    work()
    later = docketed(river)  # after the list was made
    editions.accept(edition.pk, by=province.high.president.recorder, at=AT, note="国务院办公厅通知")
    assert due(story) == LAST_DAY  # not before the job
    assert due(docketed(river)) == ROLLED  # but every event from now on
    work()
    for one in (story, later):
        stands = Deadline.objects.get(case=one.case, **LIMIT)
        assert (stands.due_on, stands.event) == (ROLLED, None) and stands.change is not None
        assert stands.change.edition_id == edition.pk and stands.change.carried_out_at is not None
    edition.refresh_from_db()
    assert (edition.standing, edition.decided_by, edition.note) == (
        "in_force",
        province.high.president.officer,
        "国务院办公厅通知",
    )
    assert editions.clock_in_force().calendar.is_working(LAST_DAY) is False


def test_carried_out_twice_it_moves_nothing_more(province, river):
    docketed(river)
    edition = stage(province)
    work()
    editions.accept(edition.pk, by=province.high.president.recorder, at=AT)
    work()
    rows = Deadline.objects.count()
    jobs.ask(editions.CARRY_OUT, str(edition.pk), court=None, officer=None, at=AT)
    work()
    assert Deadline.objects.count() == rows


def test_the_clocks_beside_the_limit_move_too(province, river):
    """A mass of short clocks end in the days of a holiday: here the service of a complaint."""
    story = docketed(river, 8, 28)
    assert Deadline.objects.get(case=story.case, kind="secondary.serve_complaint").due_on == LAST_DAY
    edition = stage(province)
    work()
    assert Change.objects.get(kind="secondary.serve_complaint").due_after == ROLLED
    editions.accept(edition.pk, by=province.high.president.recorder, at=AT)
    work()
    stands = Deadline.objects.get(case=story.case, kind="secondary.serve_complaint", superseded_at=None)
    assert stands.due_on == ROLLED and stands.change is not None and stands.change.edition_id == edition.pk


def test_a_refused_edition_moves_nothing_and_another_may_be_staged(province, river):
    story = docketed(river)
    edition = stage(province)
    work()
    editions.refuse(edition.pk, by=province.high.president.recorder, at=AT, note="有误")
    work()
    assert due(story) == LAST_DAY
    assert stage(province).pk != edition.pk


def test_the_page_of_a_case_answers_by_the_edition_in_force(province, river):
    story = docketed(river)
    edition = stage(province)
    work()
    editions.accept(edition.pk, by=province.high.president.recorder, at=AT)
    outcome = panel.limit_of(story.state, "basic", date(2019, 4, 1)).outcome
    assert outcome is not None and outcome.deadline == ROLLED


# --- who decides


@pytest.mark.parametrize("house, who", [("river", "president"), ("middle", "trial_management"), ("high", "judge"), ("high", "filing_officer")])  # fmt: skip
def test_others_neither_stage_nor_decide(province, house, who):
    somebody = getattr(getattr(province, house), who).recorder
    with pytest.raises(Refused):
        editions.stage_calendar(2019, corrected(), by=somebody, at=AT)
    edition = stage(province)
    work()
    for decide in (editions.accept, editions.refuse):
        with pytest.raises(Refused):
            decide(edition.pk, by=somebody, at=AT)
    assert editions.staged() == edition and not editions.may_decide(somebody)


def test_a_post_that_ended_decides_nothing(province):
    edition = stage(province)
    work()
    former = province.high.president
    former.post.last_on = date(2019, 11, 30)
    former.post.save()
    with pytest.raises(Refused):
        editions.accept(edition.pk, by=former.recorder, at=AT)


def test_nothing_is_accepted_before_its_list_is_made(province):
    edition = stage(province)
    with pytest.raises(InputError):
        editions.accept(edition.pk, by=province.high.president.recorder, at=AT)


def test_a_decision_is_made_once(province):
    edition, president = stage(province), province.high.president.recorder
    work()
    editions.refuse(edition.pk, by=president, at=AT)
    with pytest.raises(InputError):
        editions.accept(edition.pk, by=president, at=AT)
    with pytest.raises(NotThere):
        editions.accept(edition.pk + 1, by=president, at=AT)


def test_one_edition_waits_at_a_time(province):
    stage(province)
    with pytest.raises(InputError):
        stage(province)


def test_what_changes_nothing_is_not_staged(province):
    rows = [row for row in corrected() if row.on != LAST_DAY]
    by, year = province.high.trial_management.recorder, load_calendar().published_through.year
    own = [NoticeDay(day, one.status != "work", one.name_zh) for day, one in load_calendar().special.items() if day.year == year + 1]  # fmt: skip
    assert rows
    edition = editions.stage_calendar(year + 1, own, by=by, at=AT)
    work()
    editions.accept(edition.pk, by=province.high.president.recorder, at=AT)
    work()
    with pytest.raises(InputError):
        editions.stage_calendar(year + 1, own, by=by, at=AT)


def test_a_faulty_notice_is_refused_with_its_rows(province):
    with pytest.raises(NoticeFaults) as refused:
        editions.stage_calendar(2019, [NoticeDay(date(2019, 3, 4), False, "春节")], by=province.high.president.recorder, at=AT)  # fmt: skip
    assert refused.value.faults[0].line == 2
    assert editions.staged() is None


# --- updates of the software


def update_of_the_package(monkeypatch, replace):
    files = {path: replace(path, text) for path, text in law_in_force.packaged_files().items()}
    monkeypatch.setattr(law_in_force, "packaged_files", lambda: dict(files))
    monkeypatch.setattr(law_in_force, "packaged_digest", lambda: law_in_force.digest_of(files))
    return files


def test_an_update_waits_for_a_decision_and_is_offered_once(province, river, monkeypatch):
    story = docketed(river)
    update_of_the_package(
        monkeypatch, lambda path, text: text + "# new\n" if path.endswith("registry.toml") else text
    )
    edition = editions.settle(AT)
    assert edition is not None and edition.standing == Edition.STAGED and edition.staged_by is None
    assert editions.settle(AT) is None
    work()
    assert not Change.objects.exists() and due(story) == LAST_DAY
    editions.refuse(edition.pk, by=province.high.president.recorder, at=AT)
    assert editions.settle(AT) is None


def test_an_update_keeps_the_notice_that_the_court_entered(province, monkeypatch):
    year = load_calendar().published_through.year + 1
    rows = [
        NoticeDay(day, True, one.name_zh) for day, one in load_calendar().special.items() if day.year == year
    ]
    own = editions.stage_calendar(year, rows, by=province.high.president.recorder, at=AT)
    work()
    editions.accept(own.pk, by=province.high.president.recorder, at=AT)
    update_of_the_package(
        monkeypatch, lambda path, text: text + "# new\n" if path.endswith("registry.toml") else text
    )
    edition = editions.settle(AT)
    assert edition is not None
    assert law_in_force.read(edition.files).calendar.published_through == date(year, 12, 31)


def test_data_that_this_program_cannot_read_are_told_and_move_no_date(province, river, monkeypatch):
    story = docketed(river)
    files = {**law_in_force.packaged_files(), "limits/registry.toml": "nonsense = 1"}
    digest = law_in_force.digest_of(files)
    Edition.objects.filter(standing=Edition.IN_FORCE).update(files=files, digest=digest)
    Deadline.objects.filter(case=story.case).update(due_on=LAST_DAY + timedelta(days=9))
    fault = editions.fault_in_force()
    assert fault is not None and "registry.toml" in fault.en
    assert due(docketed(river)) == LAST_DAY  # the packaged data answer
    job = jobs.ask(long_work.RECOMPUTE, court=None, officer=None, at=AT)
    jobs.work_off(long_work.HANDLERS)
    job.refresh_from_db()
    assert job.state == "failed" and "registry.toml" in job.fault_en
    assert due(story) == LAST_DAY + timedelta(days=9)
