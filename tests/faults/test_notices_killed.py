"""Case 12, for real: the process that issues letters is killed with kill -9, several times in one batch."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from commission.models import Notice
from commission.notices import ask
from records import documents
from records.models import Job, JobState, Message
from tests.commission.decided import heard, validated
from tests.factories import CallFactory, secretary

pytestmark = pytest.mark.django_db(transaction=True)

ROOT = Path(__file__).resolve().parents[2]
WORKER = """
import sys, django
django.setup()
from django.conf import settings
settings.MEDIA_ROOT = sys.argv[2]
from records.jobs import perform
perform(int(sys.argv[1]))
"""
LETTERS, KILLS, PATIENCE = 8, 5, 120


def database_url() -> str:
    """The test database as another process names it."""
    facts = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{facts['NAME']}"
    user = f"{facts['USER']}:{facts['PASSWORD']}@" if facts["USER"] else ""
    host = facts["HOST"]
    where = (
        f"/{facts['NAME']}?host={host}" if host.startswith("/") else f"{host}:{facts['PORT'] or 5432}/{facts['NAME']}"
    )
    return f"postgres://{user}{where}"


def worker(run: Job) -> subprocess.Popen:
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "acia_portal.settings.test",
        "TEST_DATABASE_URL": database_url(),
        "PYTHONPATH": str(ROOT),
    }
    command = [sys.executable, "-c", WORKER, str(run.pk), str(settings.MEDIA_ROOT)]
    return subprocess.Popen(command, env=environment, cwd=ROOT)  # noqa: S603 - our own words


@pytest.fixture
def processes() -> Iterator[list[subprocess.Popen]]:
    started: list[subprocess.Popen] = []
    yield started
    for process in started:
        if process.poll() is None:
            process.kill()
        process.wait()


def wait_for(process: subprocess.Popen, letters: int) -> None:
    """Until so many letters exist, or the process ends."""
    end = time.monotonic() + PATIENCE
    while Notice.objects.count() < letters and process.poll() is None:
        assert time.monotonic() < end, "the worker makes no letter"
        with suppress(subprocess.TimeoutExpired):
            process.wait(timeout=0.05)


def test_five_kills_in_a_batch_leave_no_gap_no_double_and_no_number_without_file(processes, settings):
    settings.JOBS_EXECUTOR = "thread"  # outside a server, it leaves the job to the workers started here
    call = CallFactory()
    for _ in range(LETTERS):
        validated(heard(call))
    run = ask(call, by=secretary())
    assert not Notice.objects.exists()
    for killed in range(1, KILLS + 1):
        Job.objects.filter(pk=run.pk).update(state=JobState.WAITING, attempts=0)
        processes.append(worker(run))
        wait_for(processes[-1], killed)
        processes[-1].send_signal(signal.SIGKILL)
        assert processes[-1].wait() == -signal.SIGKILL
    assert Notice.objects.count() < LETTERS
    Job.objects.filter(pk=run.pk).update(state=JobState.WAITING, attempts=0)
    processes.append(worker(run))
    assert processes[-1].wait(timeout=PATIENCE) == 0
    issued = list(Notice.objects.all())
    assert [notice.act.number[-4:] for notice in issued] == [f"{n:04d}" for n in range(1, LETTERS + 1)]
    assert len({notice.decision_id for notice in issued}) == LETTERS
    assert all(documents.read(notice.act.document).startswith(b"%PDF") for notice in issued)
    assert Message.objects.count() == len(set(Message.objects.values_list("key", flat=True)))
    run.refresh_from_db()
    assert run.state == JobState.DONE
