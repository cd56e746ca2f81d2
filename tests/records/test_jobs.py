"""Jobs run once, are taken up again when their worker dies, and are set aside after three failures."""

import threading
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import transaction
from django.db.models.functions import Now

from core.verdicts import NotAllowed, OutOfTurn
from records import executor, jobs, sweeping, tasks
from records.models import Job, JobState, JournalEntry, Message
from tests.factories import MembershipFactory, administrator
from tests.records import deeds
from tests.together import outcomes_of


def waiting(deed: str = "tests.write_letters", **kwargs) -> Job:
    arguments = {"numbers": [1, 2, 3]} if deed == "tests.write_letters" else {}
    return Job.objects.create(deed=deed, label="Travail de test", arguments=arguments, **kwargs)


def silence(run: Job) -> None:
    """Make it as if nothing had been heard of the job for five minutes."""
    Job.objects.filter(pk=run.pk).update(heartbeat_at=Now() - timedelta(minutes=5))


@pytest.mark.django_db
def test_a_job_is_asked_for_with_the_deed_and_run_after_it(django_capture_on_commit_callbacks):
    hat = MembershipFactory()
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        run = jobs.enqueue(
            "tests.write_letters", label="Écrire", arguments={"numbers": [1, 2]}, total=2, by=hat, back_url="/taches/"
        )
        assert Job.objects.get().state == JobState.WAITING
    run.refresh_from_db()
    assert (run.state, run.done, run.total, run.attempts) == (JobState.DONE, 2, 2, 1)
    assert run.report == ["Lettre 1 écrite", "Lettre 2 écrite"]
    assert (run.created_by, run.back_url) == (hat.user, "/taches/")
    assert run.finished_at >= run.started_at
    assert Message.objects.filter(state="sent").count() == 2


@pytest.mark.django_db
def test_a_deed_rolled_back_leaves_no_job(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True) as rung, transaction.atomic():
        jobs.enqueue("tests.write_letters", label="Écrire", arguments={"numbers": [1]})
        transaction.set_rollback(True)
    assert rung == []
    assert not Job.objects.exists()


@pytest.mark.django_db
def test_an_unknown_deed_is_refused_at_once():
    with pytest.raises(LookupError):
        jobs.enqueue("tests.unknown", label="?", arguments={})


def test_two_deeds_may_not_share_a_name():
    with pytest.raises(ValueError, match=r"tests\.break"):
        jobs.job("tests.break", followers=lambda _hat: None)(deeds.refuse)
    assert jobs.DEEDS["tests.break"] is deeds.break_down


@pytest.mark.django_db
def test_a_claimed_job_is_claimed_no_more():
    run = waiting()
    assert jobs.claim(run.pk) is not None
    assert jobs.claim(run.pk) is None


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_run_a_job_once():
    run = waiting()
    outcomes_of(*[lambda: jobs.perform(run.pk)] * 2)
    run.refresh_from_db()
    assert (run.state, run.attempts, run.done) == (JobState.DONE, 1, 3)


@pytest.mark.django_db
def test_a_failure_is_tried_three_times_then_shown(caplog):
    run = waiting("tests.break")
    for attempt in (1, 2, 3):
        assert run.state == JobState.WAITING
        jobs.perform(run.pk)
        run.refresh_from_db()
        assert run.attempts == attempt
    assert run.state == JobState.FAILED
    assert "No space left on device" in run.last_error
    assert run.finished_at is not None


@pytest.mark.django_db
def test_a_refusal_is_not_tried_again():
    run = waiting("tests.refuse")
    jobs.perform(run.pk)
    run.refresh_from_db()
    assert (run.state, run.attempts, run.last_error) == (JobState.FAILED, 1, "L'enveloppe est dépassée.")


@pytest.mark.django_db
def test_a_job_over_says_what_was_refused_on_the_way():
    run = waiting("tests.refuse_some")
    for _ in range(2):
        jobs.perform(run.pk)
        run.refresh_from_db()
        assert (run.state, run.refusals, run.last_error) == (JobState.DONE, 1, "Lettre 2 : l'enveloppe est dépassée.")
        assert run.outcome == "terminé avec 1\N{NO-BREAK SPACE}refus"
        Job.objects.update(state=JobState.WAITING)
    Job.objects.update(deed="tests.write_letters", arguments={"numbers": [1]})
    jobs.perform(run.pk)
    run.refresh_from_db()
    assert (run.refusals, run.last_error, run.outcome) == (0, "", "terminé")


@pytest.mark.django_db
def test_the_sweep_takes_up_a_job_whose_worker_died():
    run = waiting()
    dead = jobs.claim(run.pk)
    jobs.step(dead, "Lettre 1 écrite")
    assert sweeping.due() == []
    silence(run)
    assert sweeping.due() == [(jobs.RUN_JOB, run.pk)]
    assert sweeping.due() == [], "a second sweep at the same time rings for nothing"
    jobs.perform(run.pk)
    run.refresh_from_db()
    assert (run.state, run.attempts) == (JobState.DONE, 2)
    assert Message.objects.count() == 3


@pytest.mark.django_db
def test_a_worker_given_up_for_dead_stops_at_its_next_step():
    run = waiting()
    slow = jobs.claim(run.pk)
    silence(run)
    sweeping.due()
    with pytest.raises(jobs.Superseded):
        jobs.step(slow)
    jobs.perform(run.pk)
    with pytest.raises(jobs.Superseded):
        jobs.step(slow)
    assert Job.objects.get().state == JobState.DONE


@pytest.mark.django_db
def test_a_job_whose_worker_dies_three_times_is_set_aside():
    run = waiting()
    for _ in range(3):
        assert jobs.claim(run.pk) is not None
        silence(run)
        sweeping.due()
    run.refresh_from_db()
    assert run.state == JobState.FAILED
    assert "arrêté sans prévenir" in run.last_error


@pytest.mark.django_db
def test_a_lost_doorbell_is_rung_again_once_by_interval():
    run = waiting()
    silence(run)
    assert sweeping.due() == [(jobs.RUN_JOB, run.pk)]
    assert sweeping.due() == []


@pytest.mark.django_db
def test_what_remains_may_be_counted_anew():
    run = jobs.claim(waiting(total=10, done=7).pk)
    jobs.expect(run, 3)
    jobs.step(run)
    run.refresh_from_db()
    assert (run.done, run.total) == (1, 3)


@pytest.mark.django_db
def test_rooms_add_their_own_catching_up(monkeypatch, caplog):
    called = []

    def broken() -> None:
        raise RuntimeError

    monkeypatch.setattr(sweeping, "EXTRA", [])
    sweeping.also(broken)
    sweeping.also(lambda: called.append("room"))
    assert sweeping.due() == []
    assert called == ["room"]
    assert "broken" in caplog.text


@pytest.mark.django_db
def test_the_sweep_command_does_the_work_itself_without_workers():
    run = waiting()
    silence(run)
    out = StringIO()
    call_command("sweep", stdout=out)
    run.refresh_from_db()
    assert run.state == JobState.DONE
    assert out.getvalue().startswith("1\xa0")


@pytest.mark.django_db
def test_only_who_asked_and_administrators_restart_a_failed_job(django_capture_on_commit_callbacks):
    asker, other, admin = MembershipFactory(), MembershipFactory(), administrator()
    run = waiting(created_by=asker.user, state=JobState.FAILED, attempts=3)
    with pytest.raises(NotAllowed):
        jobs.restart(run, by=other)
    with django_capture_on_commit_callbacks(execute=True):
        jobs.restart(run, by=asker)
    run.refresh_from_db()
    assert (run.state, run.attempts) == (JobState.DONE, 1)
    with pytest.raises(OutOfTurn):
        jobs.restart(run, by=admin)
    assert JournalEntry.objects.filter(deed="records.restart_job").count() == 1


def test_the_embedded_worker_runs_jobs_outside_the_request(embedded_worker):
    with transaction.atomic():
        run = jobs.enqueue("tests.write_letters", label="Écrire", arguments={"numbers": [1, 2]}, total=2)
    assert embedded_worker.thread not in {None, threading.current_thread()}
    embedded_worker.stop()
    run.refresh_from_db()
    assert run.state == JobState.DONE
    assert Message.objects.filter(state="sent").count() == 2


def test_the_embedded_worker_begins_with_what_was_left(embedded_worker):
    run = waiting()
    silence(run)
    executor.serve()
    embedded_worker.stop()
    run.refresh_from_db()
    assert run.state == JobState.DONE


@pytest.mark.django_db
def test_a_process_that_serves_no_page_starts_no_thread(settings, django_capture_on_commit_callbacks):
    settings.JOBS_EXECUTOR = "thread"
    with django_capture_on_commit_callbacks(execute=True):
        run = jobs.enqueue("tests.write_letters", label="Écrire", arguments={"numbers": [1]})
    assert Job.objects.get(pk=run.pk).state == JobState.WAITING
    assert not executor.embedded_worker.thread or not executor.embedded_worker.thread.is_alive()


def test_a_fork_forgets_the_thread_of_its_parent():
    worker = executor.EmbeddedWorker()
    worker.serving = True
    worker.lock.acquire()
    worker.reset()
    assert worker.lock.acquire(blocking=False)
    assert worker.thread is None


def test_a_task_that_fails_raises_nothing(caplog):
    executor.run_here("records.tasks.unknown", ())
    assert "records.tasks.unknown" in caplog.text


def test_tasks_carry_the_names_by_which_they_are_rung(settings):
    assert {tasks.run_job.name, tasks.send_message.name} == {"records.tasks.run_job", "records.tasks.send_message"}
    assert tasks.sweep.name == settings.CELERY_BEAT_SCHEDULE["sweep"]["task"] == executor.SWEEP
