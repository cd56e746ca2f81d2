"""Months that the Aract declared final and that the ARS has seen."""

from django.db import models
from django.db.models import Q

from accounts.models import Membership
from records.models import Sealed
from regions.models import RegionalProject
from worklog.enums import MonthState


class MonthSeal(Sealed):
    """A month of a project's log, frozen. Made by the Aract in one act, then seen by the ARS in another.

    The database refuses to change its content or its hash, and to write a day in the month.
    """

    project = models.ForeignKey(RegionalProject, on_delete=models.PROTECT, related_name="month_seals")
    month = models.DateField("mois", help_text="Premier jour du mois.")
    days = models.DecimalField("jours", max_digits=7, decimal_places=2)
    amount = models.DecimalField("montant", max_digits=12, decimal_places=2)
    sealed_at = models.DateTimeField("scellé le")
    sealed_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    seen_at = models.DateTimeField("vu le", null=True, blank=True)
    seen_by = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = "mois scellé"
        verbose_name_plural = "mois scellés"
        ordering = ["project", "month"]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "month"],
                name="month_sealed_once",
                violation_error_message="Ce mois est déjà scellé.",
            ),
            models.CheckConstraint(
                condition=Q(seen_at=None, seen_by=None) | Q(seen_at__isnull=False, seen_by__isnull=False),
                name="month_seen_by_someone",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.month:%m/%Y} – {self.project}"

    @property
    def state(self) -> MonthState:
        return MonthState.SEEN if self.seen_at else MonthState.SEALED
