"""Background jobs: the table is the truth, the broker only a doorbell."""

import uuid
from collections.abc import Collection
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils import timezone

from core.states import State, StateField, life
from core.wording import counted
from records.followers import followed_by


@life("le travail", waiting="running", running="waiting done failed", failed="waiting")
class JobState(State):
    WAITING = "waiting", "info", "en attente"
    RUNNING = "running", "new", "en cours"
    DONE = "done", "success", "terminé"
    FAILED = "failed", "error", "en échec"


class JobQuerySet(models.QuerySet["Job"]):
    def visible_to(self, hat: Any, among: Collection[str] | None = None) -> "JobQuerySet":
        """Administrators see every job, others those that they asked for or might have (case 58).

        `among` are the names of jobs that there may be, all of them by default: followers of the others are not read.
        """
        if hat is None:
            return self.none()
        return self if hat.administers else self.filter(followed_by(hat, among))

    def under_way(self, deed: str, **arguments: Any) -> "JobQuerySet":
        """Asked for with these arguments, among others, and not over."""
        same = {f"arguments__{name}": value for name, value in arguments.items()}
        return self.filter(deed=deed, state__in=[JobState.WAITING, JobState.RUNNING], **same)


class Job(models.Model):
    """A piece of work with its progress. `deed` names a function registered with `records.jobs.job`.

    `heartbeat_at` moves with each step, by the database's clock; a job silent for too long, waiting or running, is
    taken up again by the sweep. `refusals` counts the steps whose deed was refused: the work is over, and it says so;
    `last_error` is then the last reason. `attempts` also tells a worker whether the job is still its own.
    """

    MAX_ATTEMPTS = 3

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    deed = models.CharField("travail", max_length=80)
    label = models.CharField("libellé", max_length=200)
    arguments = models.JSONField(default=dict)
    state = StateField("état", max_length=10, choices=JobState, default=JobState.WAITING, db_index=True)
    done = models.PositiveIntegerField("faits", default=0)
    total = models.PositiveIntegerField("à faire", default=0)
    report = models.JSONField("compte rendu", default=list)
    last_error = models.CharField("dernière erreur", max_length=500, blank=True)
    refusals = models.PositiveIntegerField("refus", default=0)
    attempts = models.PositiveSmallIntegerField("essais", default=0)
    created_at = models.DateTimeField("demandé le", default=timezone.now)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="par"
    )
    started_at = models.DateTimeField(null=True, blank=True)
    heartbeat_at = models.DateTimeField(db_default=Now())
    finished_at = models.DateTimeField("fini le", null=True, blank=True)
    back_url = models.CharField("page de retour", max_length=300, blank=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        verbose_name = "travail de fond"
        verbose_name_plural = "travaux de fond"
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.label

    @property
    def outcome(self) -> str:
        """The state, and what was refused on the way."""
        label = self.get_state_display()
        return f"{label} avec {counted(self.refusals, 'refus', 'refus')}" if self.partly_refused else label

    @property
    def partly_refused(self) -> bool:
        return self.state == JobState.DONE and self.refusals > 0

    @property
    def over(self) -> bool:
        """Nothing more will happen unless someone restarts it."""
        return self.state in {JobState.DONE, JobState.FAILED}
