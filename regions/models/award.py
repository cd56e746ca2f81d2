"""What a project was granted, and how long its life afterwards lasts."""

from datetime import date
from decimal import Decimal

from django.db import models
from django.db.models import F, Q

from accounts.models import Membership
from regions.models.project import RegionalProject


class Award(models.Model):
    """The grant that a notified decision gives to a project (R19–R20, R24); made once, never rewritten.

    Amounts are in euros. The exploration runs from `awarded_on`; `closed_on` is its last day, None while it runs.
    """

    project = models.OneToOneField(RegionalProject, on_delete=models.PROTECT, related_name="award")
    fixed = models.DecimalField("part fixe", max_digits=12, decimal_places=2)
    complement = models.DecimalField("part complémentaire", max_digits=12, decimal_places=2, default=Decimal(0))
    notice_number = models.CharField("notification", max_length=40)
    awarded_on = models.DateField("attribuée le")
    closed_on = models.DateField("close le", null=True, blank=True)
    closed_by = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = "attribution"
        constraints = [
            models.CheckConstraint(
                condition=Q(fixed__gte=0, complement__gte=0),
                name="award_not_negative",
                violation_error_message="Un montant ne peut pas être négatif.",
            ),
            models.CheckConstraint(
                condition=Q(closed_on=None) | Q(closed_on__gte=F("awarded_on")),
                name="award_dates_in_order",
                violation_error_message="La clôture précède l'attribution.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.notice_number} – {self.project}"

    @property
    def amount(self) -> Decimal:
        return self.fixed + self.complement

    def covers(self, day: date) -> bool:
        """Whether the exploration runs on a day: from the award to the closing, both included."""
        return self.awarded_on <= day and (self.closed_on is None or day <= self.closed_on)
