"""Long work: asked for once, done once, cancelled when asked, taken up again when its worker died."""

from datetime import timedelta
from threading import Thread

import pytest
from django.db import connection
from django.utils import timezone

from xiezhi.record import jobs
from xiezhi.record.errors import InputError
from xiezhi.record.models import Job


def ask(subject: str = "one", kind: str = "count"):
    return jobs.ask(kind, subject, court=None, officer=None, at=timezone.now())


def count_to_three(run: jobs.Run) -> None:
    for step in (1, 2, 3):
        run.result["reached"] = step
        run.report(step, 3)


@pytest.mark.django_db
def test_work_is_done_in_the_order_asked_and_says_how_far_it_came():
    first, second = ask("first"), ask("second")
    assert jobs.work_off({"count": count_to_three})
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, first.done, first.total, first.result) == ("done", 3, 3, {"reached": 3})
    assert second.state == "waiting"
    assert jobs.work_off({"count": count_to_three})
    assert not jobs.work_off({"count": count_to_three}), "nothing is left"


@pytest.mark.django_db
def test_the_same_work_is_not_entered_twice_while_it_is_open():
    assert ask().pk == ask().pk
    jobs.work_off({"count": count_to_three})
    assert ask().pk != Job.objects.get(state="done").pk, "once done it can be asked for again"


@pytest.mark.django_db
def test_a_worker_takes_only_what_it_can_do():
    ask(kind="another")
    assert not jobs.work_off({"count": count_to_three})
    assert Job.objects.get().state == "waiting"


@pytest.mark.django_db
def test_waiting_work_that_is_cancelled_never_begins():
    job = ask()
    jobs.cancel(job.pk)
    assert not jobs.work_off({"count": count_to_three})
    job.refresh_from_db()
    assert (job.state, job.began_at) == ("cancelled", None)


@pytest.mark.django_db
def test_running_work_that_is_cancelled_ends_at_its_next_report():
    def cancelled_midway(run: jobs.Run) -> None:
        run.report(1, 3)
        jobs.cancel(run.job.pk)
        run.report(2, 3)
        raise AssertionError("it went on")

    job = ask()
    jobs.work_off({"count": cancelled_midway})
    job.refresh_from_db()
    assert (job.state, job.done) == ("cancelled", 1)


@pytest.mark.django_db
def test_whoever_asks_again_for_work_that_is_being_cancelled_gets_it_done():
    def asked_again_midway(run: jobs.Run) -> None:
        jobs.cancel(run.job.pk)
        assert ask().pk == run.job.pk
        run.report(3, 3)

    job = ask()
    jobs.work_off({"count": asked_again_midway})
    job.refresh_from_db()
    assert (job.state, job.done, job.cancel_asked) == ("done", 3, False)


@pytest.mark.django_db
def test_what_went_wrong_is_told_in_both_languages():
    def refuse(run: jobs.Run) -> None:
        raise InputError("第3行：日期有误", "line 3: not a day")

    job = ask()
    jobs.work_off({"count": refuse})
    job.refresh_from_db()
    assert (job.state, job.fault_zh, job.fault_en) == ("failed", "第3行：日期有误", "line 3: not a day")


@pytest.mark.django_db
def test_an_unexpected_fault_names_no_inner_matters(caplog):
    def stumble(run: jobs.Run) -> None:
        raise RuntimeError("secret of the house")

    job = ask()
    jobs.work_off({"count": stumble})
    job.refresh_from_db()
    assert job.state == "failed"
    assert "secret" not in job.fault_zh + job.fault_en
    assert "secret of the house" in caplog.text, "the log of the service has it"


@pytest.mark.django_db
def test_work_whose_worker_died_is_taken_up_again_and_its_result_so_far_is_kept():
    job = ask()
    job = jobs._take(timezone.now(), ("count",))
    assert job is not None
    jobs.Run(job).report(2, 3)
    assert not jobs.work_off({"count": count_to_three}), "its worker holds the lease"
    Job.objects.filter(pk=job.pk).update(leased_until=timezone.now() - timedelta(seconds=1))
    assert jobs.work_off({"count": count_to_three})
    job.refresh_from_db()
    assert (job.state, job.attempts) == ("done", 2)


@pytest.mark.django_db
def test_a_worker_that_was_thought_dead_stops_at_its_next_report():
    job = ask()
    late = jobs._take(timezone.now(), ("count",))
    assert late is not None
    Job.objects.filter(pk=job.pk).update(leased_until=timezone.now() - timedelta(seconds=1))
    jobs.work_off({"count": count_to_three})
    with pytest.raises(jobs.Stopped):
        jobs.Run(late).report(3, 3)


@pytest.mark.django_db
def test_work_that_kills_its_worker_again_and_again_is_given_up():
    job = ask()
    Job.objects.filter(pk=job.pk).update(
        state="running", attempts=jobs.MOST_ATTEMPTS, leased_until=timezone.now() - timedelta(seconds=1)
    )
    assert not jobs.work_off({"count": count_to_three})
    job.refresh_from_db()
    assert job.state == "failed"
    assert job.fault_en


@pytest.mark.django_db
def test_a_job_that_is_given_up_keeps_no_other_waiting():
    given_up, cancelled, next_one = ask("killer"), ask("cancelled"), ask("next")
    past = timezone.now() - timedelta(seconds=1)
    dead = Job.objects.filter(pk__in=(given_up.pk, cancelled.pk))
    dead.update(state="running", attempts=jobs.MOST_ATTEMPTS, leased_until=past)
    Job.objects.filter(pk=cancelled.pk).update(cancel_asked=True)
    assert jobs.work_off({"count": count_to_three})
    for job in (given_up, cancelled, next_one):
        job.refresh_from_db()
    assert [job.state for job in (given_up, cancelled, next_one)] == ["failed", "cancelled", "done"]


@pytest.mark.django_db
def test_work_asked_for_while_the_same_work_just_ends_is_entered_all_the_same(monkeypatch):
    manager, entries = type(Job.objects), []
    enter = manager.bulk_create

    def meets_one_that_ends(self, objects, **how):
        entries.append(objects)
        return (
            enter(self, objects, **how) if len(entries) > 1 else objects
        )  # as in a conflict: nothing entered

    monkeypatch.setattr(manager, "bulk_create", meets_one_that_ends)
    assert ask().state == "waiting"
    assert len(entries) == 2


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_two_workers_share_the_work_and_do_nothing_twice():
    for place in range(12):
        ask(str(place))
    done: list[str] = []

    def note(run: jobs.Run) -> None:
        run.report(1, 1)
        done.append(run.job.subject)

    def work() -> None:
        while jobs.work_off({"count": note}):
            pass
        connection.close()

    workers = [Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sorted(done) == sorted(str(place) for place in range(12))
