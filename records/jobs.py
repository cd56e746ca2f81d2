"""Background work: registering it, asking for it, doing it once.

The `Job` row is the truth and `ring` only a doorbell: a ring that gets lost is made up for by `records.sweeping`.
Delays are measured by the database's clock, so that a machine whose clock is wrong neither hurries nor forgets.
"""

import logging
from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Now

from core.states import move_rows
from core.verdicts import OutOfTurn, Refused, ensure
from records import executor, journal
from records.followers import FOLLOWERS, Followers
from records.models import Job, JobState
from records.permissions import Hat, may_see_job

logger = logging.getLogger(__name__)

RUN_JOB = "records.tasks.run_job"
DEEDS: dict[str, Callable[..., None]] = {}


class Superseded(Exception):
    """The worker was given up for dead and another one took its job over."""


class UnderWay(OutOfTurn):
    """What is asked for is already being done: `run` is the job to follow instead of a second one (case 58)."""

    def __init__(self, run: Job, reason: str) -> None:
        super().__init__(reason)
        self.run = run


def job(name: str, *, followers: Followers) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Register `function(run: Job, **arguments)` under «app.verb»; it must be safe to run again after a crash.

    `followers` says who sees such a job beside the person who asked for it: all who may start one.
    """

    def register(function: Callable[..., None]) -> Callable[..., None]:
        if DEEDS.setdefault(name, function) is not function:
            raise ValueError(f"Two jobs are called {name}.")
        FOLLOWERS[name] = followers
        return function

    return register


def ring(task_name: str, *args: Any) -> None:
    """Once the transaction is committed, have a task (its dotted path) run by the executor of the settings."""
    transaction.on_commit(lambda: executor.dispatch(task_name, args))


def enqueue(
    deed: str, *, label: str, arguments: dict[str, Any], total: int = 0, by: Any = None, back_url: str = ""
) -> Job:
    """Ask for a job within the deed's transaction; `total` is its number of steps, 0 when unknown.

    `back_url` is where its page leads back to.
    """
    if deed not in DEEDS:
        raise LookupError(f"No job is called {deed}.")
    run = Job.objects.create(
        deed=deed,
        label=label[:200],
        arguments=arguments,
        total=total,
        created_by=getattr(by, "user", by),
        back_url=back_url,
    )
    ring(RUN_JOB, run.pk)
    return run


def step(run: Job, line: str = "", *, refused: bool = False) -> None:
    """One more step is done, or its deed was `refused`; `line` goes to the report.

    Shows life, and stops a worker whose job was taken over.
    """
    run.done += 1
    if line:
        run.report = [*run.report, line]
    if refused:
        run.refusals, run.last_error = run.refusals + 1, line[:500]
    held = Job.objects.filter(pk=run.pk, state=JobState.RUNNING, attempts=run.attempts)
    if not held.update(
        done=run.done, report=run.report, refusals=run.refusals, last_error=run.last_error, heartbeat_at=Now()
    ):
        raise Superseded(run.pk)


def expect(run: Job, total: int) -> None:
    """Say how many steps remain, counting from zero; a job taken up again may have fewer than were announced."""
    run.done, run.total = 0, total
    Job.objects.filter(pk=run.pk, attempts=run.attempts).update(done=0, total=total, heartbeat_at=Now())


def claim(job_id: int) -> Job | None:
    """Take a waiting job; of several workers that try, one gets it."""
    taken = move_rows(
        Job.objects.filter(pk=job_id),
        JobState.RUNNING,
        attempts=F("attempts") + 1,
        refusals=0,
        started_at=Now(),
        heartbeat_at=Now(),
        finished_at=None,
    )
    return Job.objects.get(pk=job_id) if taken else None


def perform(job_id: int) -> None:
    """Run a job if it is still waiting, and keep what came of it. Never raises."""
    run = claim(job_id)
    if run is None:
        return
    try:
        DEEDS[run.deed](run, **run.arguments)
    except Superseded:
        logger.warning("job %s was taken over by another worker", run.pk)
    except Refused as refusal:
        set_back(run, refusal.reason, final=True)
    except Exception as error:
        logger.exception("job %s failed", run.pk)
        set_back(run, f"Erreur inattendue : {type(error).__name__} : {error}", final=run.attempts >= Job.MAX_ATTEMPTS)
    else:
        held = Job.objects.filter(pk=run.pk, state=JobState.RUNNING, attempts=run.attempts)
        reason = run.last_error if run.refusals else ""
        move_rows(held, JobState.DONE, done=run.total or run.done, last_error=reason, finished_at=Now())


def set_back(run: Job, error: str, *, final: bool) -> bool:
    """After a failure: wait for the next try, or, when `final`, set the job aside for a person to see."""
    state, ending = (JobState.FAILED, {"finished_at": Now()}) if final else (JobState.WAITING, {})
    held = Job.objects.filter(pk=run.pk, state=JobState.RUNNING, attempts=run.attempts)
    return bool(move_rows(held, state, last_error=error[:500], heartbeat_at=Now(), **ending))


def restart(run: Job, *, by: Hat) -> None:
    """Give a failed job three more tries."""
    ensure(may_see_job(by, run))
    with transaction.atomic():
        locked = Job.objects.select_for_update().get(pk=run.pk)
        if locked.state != JobState.FAILED:
            raise OutOfTurn("Seul un travail en échec peut être relancé.")
        rows = Job.objects.filter(pk=run.pk)
        move_rows(rows, JobState.WAITING, attempts=0, last_error="", heartbeat_at=Now(), finished_at=None)
        journal.record("records.restart_job", locked, by=by, summary=f"Travail relancé : {locked.label}")
        ring(RUN_JOB, run.pk)
