"""A whole province answered anew: nothing is written where nothing differs, twice at once is as good as once, and nobody waits."""

import threading
from datetime import date
from typing import Any

import pytest
from django.db import connection, transaction

from tests.cast import docketed, found_province, moment
from xiezhi.record import jobs
from xiezhi.work.deadlines.changed_law import long_work
from xiezhi.work.deadlines.law_in_force import law_in_force
from xiezhi.work.deadlines.models import Deadline, Question
from xiezhi.work.deadlines.recomputing import moving, recompute
from xiezhi.work.deadlines.recomputing.filling import fill

ON, AT = date(2019, 12, 1), moment(date(2019, 12, 1))
LIMIT = {"kind": "trial", "subject": ""}


@pytest.fixture
def river(db):
    return found_province().river


@pytest.fixture
def lasting_river(transactional_db):
    return found_province().river


def cases_of_all_kinds(river):
    """Running, suspended, deducted and extended, closed; each with clocks beside its limit."""
    asked: dict[str, Any] = {
        "months": 6,
        "approver": "president",
        "ground": "special_circumstances",
        "reason": "鉴定未完",
    }
    return [
        docketed(river).assigned(river.judge),
        docketed(river).on(4, 1, "suspension.ordered", span_no=1, ground="party_death"),
        docketed(river).on(4, 1, "deduction.started", span_no=1, ground="appraisal").on(5, 1, "deduction.ended", span_no=1),
        docketed(river).on(8, 1, "extension.requested", request_no=1, **asked).on(8, 9, "extension.granted", request_no=1, months=6, approver="president"),
        docketed(river).assigned(river.judge).on(4, 1, "hearing.scheduled", hearing_no=1, starts_at="2019-12-20T09:00"),
        docketed(river).assigned(river.judge).closed(),
    ]  # fmt: skip


def falsify(**changed):
    """Standing deadlines that say something wrong, as an older law would have."""
    return Deadline.objects.filter(superseded_at=None, closed_on=None).update(**changed)


def again(**options):
    return recompute.recompute(on=ON, at=AT, **options)


def test_where_nothing_differs_nothing_is_written(river):
    cases_of_all_kinds(river)
    before = Deadline.objects.count()
    done = again()
    assert (done.written, done.left) == (0, 0) and done.asked > 5
    assert Deadline.objects.count() == before


def test_a_docket_from_abroad_stops_no_other_case(river):
    """Its courts stand in none of our levels: one such case must not keep a whole province from being answered anew."""
    cases_of_all_kinds(river)
    river.court.level = "other"
    river.court.save()
    for kept in (None, "other"):  # as it is kept now, and as older versions kept it
        question = Question.objects.get(case=docketed(river, 2, 1).case)
        assert question.asks.get("court_level") is None
        question.asks["court_level"] = kept
        question.save()
    assert again().asked > 2


def test_what_differs_is_superseded_and_keeps_its_event(river):
    story = cases_of_all_kinds(river)[0]
    right = Deadline.objects.get(case=story.case, superseded_at=None, **LIMIT)
    wrong = falsify(due_on=date(2019, 9, 9))
    done = again()
    assert done.written == wrong
    stands = Deadline.objects.get(case=story.case, superseded_at=None, **LIMIT)
    assert (stands.due_on, stands.event_id, stands.known_from) == (right.due_on, right.event_id, AT)
    right.refresh_from_db()
    assert right.superseded_at == AT
    assert again().written == 0


def test_what_was_fulfilled_or_closed_stays_as_it_was_judged(river):
    story = docketed(river).assigned(river.judge).closed()
    Deadline.objects.filter(case=story.case).exclude(closed_on=None).update(due_on=date(2019, 3, 2))
    assert again().written == 0


def test_a_deadline_that_is_missing_is_added(river):
    story = docketed(river)
    Deadline.objects.filter(case=story.case).delete()
    assert again().written == 1
    assert Deadline.objects.get(case=story.case).due_on == date(2019, 9, 2)


def test_a_case_that_somebody_records_in_is_taken_again(lasting_river):
    story = docketed(lasting_river)
    falsify(due_on=date(2019, 9, 9))
    held, done = threading.Event(), threading.Event()
    thread = threading.Thread(target=_hold, args=[story.case, held, done])
    thread.start()
    try:
        assert held.wait(10)
        first = moving.move(law_in_force(), [story.case], on=ON, at=AT)
        assert (first.written, first.passed_over) == (0, [story.case])
        assert again().left == 1
    finally:
        done.set()
        thread.join()
    assert again().left == 0
    assert not Deadline.objects.filter(due_on=date(2019, 9, 9), superseded_at=None).exists()


def _hold(case, held, done):
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM record_case WHERE id = %s FOR UPDATE", [case])
            held.set()
            done.wait(20)
    finally:
        connection.close()


def test_an_event_between_the_look_and_the_lock_is_not_lost(river, monkeypatch):
    """The question changes after it was read: what is written is the answer to the new one."""
    story = docketed(river)
    falsify(due_on=date(2019, 9, 9))
    ready = moving.move

    def meanwhile(law, cases, **options):
        monkeypatch.setattr(recompute, "move", ready)
        story.on(4, 1, "suspension.ordered", span_no=1, ground="party_death")
        return ready(law, cases, **options)

    monkeypatch.setattr(recompute, "move", meanwhile)
    again()
    stands = Deadline.objects.get(case=story.case, superseded_at=None, **LIMIT)
    assert (stands.status, stands.stopped_on) == ("suspended", date(2019, 4, 1))


def test_two_recomputations_at_once_write_every_clock_once(lasting_river):
    stories = [docketed(lasting_river) for _ in range(30)]
    wrong = falsify(due_on=date(2019, 9, 9))
    results: list[recompute.Recomputed] = []
    threads = [threading.Thread(target=_again, args=[results]) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(done.written for done in results) == wrong
    for story in stories:
        assert Deadline.objects.get(case=story.case, superseded_at=None, **LIMIT).due_on == date(2019, 9, 2)


def _again(results):
    try:
        results.append(again())
    finally:
        connection.close()


# --- what is missing


def test_cases_recorded_before_limits_were_watched_are_filled_in_once(river):
    cases_of_all_kinds(river)
    asks = {question.case_id: question.asks for question in Question.objects.all()}
    beside = set(Deadline.objects.filter(superseded_at=None, closed_on=None).values_list("case", "kind", "subject", "due_on"))  # fmt: skip
    Question.objects.all().delete()
    Deadline.objects.exclude(**LIMIT).delete()
    assert fill(at=AT) == 5
    assert {question.case_id: question.asks for question in Question.objects.all()} == asks
    pending = set(Deadline.objects.filter(superseded_at=None, closed_on=None).values_list("case", "kind", "subject", "due_on"))  # fmt: skip
    assert pending == beside
    assert fill(at=AT) == 0


def test_a_job_fills_recomputes_and_says_what_it_did(river):
    docketed(river)
    Question.objects.all().delete()
    falsify(due_on=date(2019, 9, 9))
    job = jobs.ask(long_work.RECOMPUTE, court=None, officer=None, at=AT)
    assert jobs.work_off(long_work.HANDLERS)
    job.refresh_from_db()
    assert (job.state, job.result["written"], job.result["left"]) == ("done", 3, 0)


def test_a_cancelled_job_ends_between_two_steps(river):
    docketed(river)
    job = jobs.ask(long_work.RECOMPUTE, court=None, officer=None, at=AT)

    def cancel_first(run):
        jobs.cancel(job.pk)
        long_work.recompute_all(run)

    assert jobs.work_off({long_work.RECOMPUTE: cancel_first})
    job.refresh_from_db()
    assert job.state == "cancelled"
