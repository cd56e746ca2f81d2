"""Postponed closings: the one date of an open call that may still move, later and with a public reason."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from accounts.models import Membership
from calls.models.call import Call


class Postponement(models.Model):
    """A closing moved to a later instant."""

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="postponements")
    closed_before = models.DateTimeField("clôture précédente")
    closes_at = models.DateTimeField("nouvelle clôture")
    reason = models.CharField("motif", max_length=500)
    decided_at = models.DateTimeField("décidé le", default=timezone.now)
    decided_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "report de clôture"
        verbose_name_plural = "reports de clôture"
        ordering = ["decided_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_at__gt=F("closed_before")),
                name="postponement_goes_later",
                violation_error_message="La nouvelle clôture doit être postérieure à l'ancienne.",
            )
        ]

    def __str__(self) -> str:
        return f"Report de {self.call}"
