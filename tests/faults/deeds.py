"""Jobs that exist for these tests, loaded by the worker."""

import time

from records import outbox
from records.jobs import job, step
from records.models import Job, Message
from tests.mails import TRIAL


@job("faults.write_letters", followers=lambda _hat: None)
def write_letters(run: Job, *, total: int, pause: float = 0) -> None:
    """One mail a number, written once however often the job runs; `pause` (seconds) leaves time to kill."""
    for number in range(total):
        key = f"letter:{number}"
        if not Message.objects.filter(key=key).exists():
            outbox.write(key, TRIAL, to="ars@exemple.test", subject=f"Lettre {number}", body="Bonjour.")
        step(run, f"Lettre {number} écrite")
        time.sleep(pause)
