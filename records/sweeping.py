"""Catching up: what a lost doorbell, a dead worker or a mute mail server left behind.

Runs every minute (Celery beat, or the embedded thread), at server start, and by `manage.py sweep`. Safe to run
twice at once: every change is conditional on the state that was read.
"""

import logging
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

from django.db.models.functions import Now
from django.utils import timezone

from core import once
from records import removing, uploading
from records.jobs import RUN_JOB, set_back
from records.models import Job, JobState, Message, MessageState
from records.sending import SEND_MESSAGE

logger = logging.getLogger(__name__)

# A job that shows no sign of life for this long is taken up again.
SILENCE = timedelta(minutes=2)
# Fresh messages have their own doorbell; this one is for those that nobody answered.
MESSAGE_PATIENCE = timedelta(seconds=30)
MESSAGES_A_SWEEP = 200

Due = tuple[str, int]
EXTRA: list[Callable[[], Any]] = []


def also(function: Callable[[], Any]) -> Callable[[], Any]:
    """Decorator: a room's own idempotent catching up, run at each sweep. Put it in the room's `tasks.py`."""
    EXTRA.append(function)
    return function


def due() -> list[Due]:
    """Repair states and return the (task name, id) pairs to ring for."""
    found = [*silent_jobs(), *due_messages()]
    removing.forget(timezone.now())
    once.forget(timezone.now())
    uploading.sweep(timezone.now())
    for function in EXTRA:
        try:
            function()
        except Exception:
            logger.exception("sweeping by %s failed", function.__qualname__)
    return found


def silent_jobs() -> Iterator[Due]:
    """Jobs nobody answered for, and running jobs whose worker died; the latter fail after their last attempt."""
    silent = Job.objects.filter(
        state__in=[JobState.WAITING, JobState.RUNNING], heartbeat_at__lt=Now() - SILENCE
    ).order_by("pk")
    for run in silent:
        if run.state == JobState.WAITING:
            if silent.filter(pk=run.pk, state=JobState.WAITING).update(heartbeat_at=Now()):
                yield RUN_JOB, run.pk
            continue
        final = run.attempts >= Job.MAX_ATTEMPTS
        why = "Le programme qui l'exécutait s'est arrêté sans prévenir."
        if set_back(run, why, final=final) and not final:
            yield RUN_JOB, run.pk


def due_messages() -> Iterator[Due]:
    due = Message.objects.filter(state=MessageState.QUEUED, not_before__lt=Now() - MESSAGE_PATIENCE)
    for pk in due.order_by("not_before", "pk").values_list("pk", flat=True)[:MESSAGES_A_SWEEP]:
        yield SEND_MESSAGE, pk
