"""Celery for real: work is done once, even when a worker or Redis dies meanwhile (cases 12 to 15)."""

import time
from datetime import timedelta

from django.db import transaction
from django.db.models.functions import Now

from records import executor, jobs, tasks
from records.models import Job, JobState, Message, MessageState
from tests.faults import deeds  # noqa: F401  # registers the job
from tests.servers import eventually


def ask(total: int, pause: float = 0) -> Job:
    with transaction.atomic():
        return jobs.enqueue(
            "faults.write_letters",
            label="Écrire des lettres",
            arguments={"total": total, "pause": pause},
            total=total,
        )


def state_of(run: Job) -> str:
    return Job.objects.values_list("state", flat=True).get(pk=run.pk)


def silence_all() -> None:
    """Make it as if two minutes had passed without news."""
    Job.objects.update(heartbeat_at=Now() - timedelta(minutes=5))
    Message.objects.update(not_before=Now() - timedelta(minutes=5))


def letters(total: int) -> list[str]:
    """The subjects of as many letters, each once."""
    return sorted(f"Lettre {number}" for number in range(total))


def all_sent(total: int) -> bool:
    return Message.objects.filter(state=MessageState.SENT).count() == total


def test_a_worker_does_the_job_and_sends_its_mails(workers):
    workers.start()
    run = ask(total=5)
    eventually(lambda: state_of(run) == JobState.DONE)
    eventually(lambda: all_sent(5))
    run.refresh_from_db()
    assert (run.done, run.attempts, len(run.report)) == (5, 1, 5)
    assert workers.mails_sent() == letters(5)


def test_a_broker_that_is_down_neither_fails_nor_delays_the_deed(redis, workers):
    redis.stop()
    before = time.monotonic()
    run = ask(total=3)
    for number in range(10):
        transaction.on_commit(lambda number=number: executor.dispatch("records.tasks.send_message", (number,)))
    assert time.monotonic() - before < 3
    assert state_of(run) == JobState.WAITING
    redis.start()
    executor.broker.rests_until = 0
    workers.start()
    silence_all()
    tasks.sweep()
    eventually(lambda: state_of(run) == JobState.DONE)
    eventually(lambda: all_sent(3))


def test_a_queue_that_is_emptied_is_filled_again_by_the_sweep(redis, workers):
    run = ask(total=3)
    redis.stop()
    redis.start()
    workers.start()
    silence_all()
    tasks.sweep()
    eventually(lambda: state_of(run) == JobState.DONE)
    eventually(lambda: all_sent(3))


def test_a_killed_worker_leaves_no_gap_and_no_double(workers):
    total = 30
    run = ask(total=total, pause=0.1)
    for attempt in (1, 2):
        worker = workers.start()
        eventually(lambda attempt=attempt: len(Job.objects.get(pk=run.pk).report) >= 4 * attempt)
        workers.kill(worker)
        assert state_of(run) == JobState.RUNNING
        silence_all()
        tasks.sweep()
        assert state_of(run) == JobState.WAITING
    workers.start()
    eventually(lambda: state_of(run) == JobState.DONE)
    assert Message.objects.count() == total
    silence_all()
    tasks.sweep()
    eventually(lambda: all_sent(total))
    assert workers.mails_sent() == letters(total)
    assert Job.objects.get(pk=run.pk).attempts == 3
