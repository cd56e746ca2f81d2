"""On what conditions a structure has priority in the call that follows (R68)."""

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q

from accounts.models import Membership
from calls.models import Call
from regions.models.project import Participation


class PriorityRule(models.Model):
    """The conditions of one call; they are written nowhere else, so each call states its own.

    A call without a row follows the defaults. `least_days` are days of presence in the earlier project.
    """

    call = models.OneToOneField(Call, on_delete=models.CASCADE, related_name="priority_rule")
    least_days = models.PositiveSmallIntegerField(
        "jours de participation", default=90, validators=[MaxValueValidator(3650)]
    )
    confirmed = models.BooleanField("avoir confirmé son engagement", default=True)
    stayed = models.BooleanField("être restée jusqu'au bout", default=True)

    class Meta:
        verbose_name = "règle de priorité"
        verbose_name_plural = "règles de priorité"

    def __str__(self) -> str:
        return f"Priorité – {self.call}"


class PriorityContest(models.Model):
    """A pair's reason against the priority computed for one of its structures, and what the secretary made of it.

    `granted` and `computed` are what the rule gave then. An `upheld` contest puts the contrary in its place.
    """

    participation = models.ForeignKey(Participation, on_delete=models.CASCADE, related_name="priority_contests")
    granted = models.BooleanField("priorité calculée")
    computed = models.TextField("raisons calculées")
    reason = models.TextField("motif de la contestation", max_length=1500)
    contested_at = models.DateTimeField("contestée le")
    contested_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    upheld = models.BooleanField("priorité corrigée", null=True, blank=True)
    answer = models.TextField("réponse", max_length=1500, blank=True)
    answered_at = models.DateTimeField("répondue le", null=True, blank=True)
    answered_by = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = "contestation de priorité"
        verbose_name_plural = "contestations de priorité"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(upheld=None, answer="", answered_at=None, answered_by=None)
                | (Q(upheld__isnull=False, answered_at__isnull=False, answered_by__isnull=False) & ~Q(answer="")),
                name="priority_contest_answered_with_a_reason",
                violation_error_message="Une réponse à une contestation dit ce qu'elle décide, et pourquoi.",
            ),
            models.UniqueConstraint(
                fields=["participation"],
                condition=Q(answered_at=None),
                name="priority_contested_once_at_a_time",
                violation_error_message="La priorité de cette structure est déjà contestée.",
            ),
        ]

    def __str__(self) -> str:
        return f"Priorité contestée : {self.participation.establishment}"

    @property
    def corrected(self) -> bool:
        """What the priority becomes if the contest is upheld."""
        return not self.granted
