"""What waits for a person about mails and jobs."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.urls import reverse

from core.watch import Move, Todo
from core.wording import counted
from records.models import Job, JobState, Message, MessageState
from records.permissions import Hat

# Older failures stay in the lists, but no longer ask for anything.
RECENT = timedelta(days=30)


def todos(hat: Hat, now: datetime) -> list[Todo]:
    """Failed mails for administrators; failed jobs for them and for the person who asked."""
    return [*failed_messages(hat, now), *failed_jobs(hat, now)]


def failed_messages(hat: Hat, now: datetime) -> Iterator[Todo]:
    if not hat.administers:
        return
    number = Message.objects.filter(state=MessageState.FAILED, created_at__gte=now - RECENT).count()
    if number:
        yield Todo(
            label="Renvoyer ou corriger",
            subject=counted(number, "courriel en échec", "courriels en échec"),
            url=f"{reverse('records:outbox')}?etat={MessageState.FAILED}",
            urgent=True,
        )


def failed_jobs(hat: Hat, now: datetime) -> Iterator[Todo]:
    failed = Job.objects.filter(state=JobState.FAILED, created_at__gte=now - RECENT)
    if not hat.administers:
        kinds = set(failed.order_by().values_list("deed", flat=True).distinct())
        failed = failed.visible_to(hat, among=kinds) if kinds else failed.none()
    for run in failed.only("key", "label", "last_error")[:5]:
        yield Todo(
            label="Relancer un travail en échec",
            subject=run.label,
            url=reverse("records:job", args=[run.key]),
            detail=run.last_error,
            urgent=True,
        )


def moves(hat: Hat, since: datetime, now: datetime) -> list[Move]:
    """Jobs that one asked for and that have ended since."""
    ended = Job.objects.filter(
        created_by=hat.user_id, state=JobState.DONE, finished_at__gt=since, finished_at__lte=now
    ).only("key", "label", "state", "refusals", "finished_at")
    return [
        Move(
            at=run.finished_at, text=f"Travail {run.outcome} : {run.label}", url=reverse("records:job", args=[run.key])
        )
        for run in ended[:10]
        if run.finished_at is not None
    ]
