"""What a day of an Aract costs, year by year."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from accounts.models import Membership, Organisation

FIRST_YEAR, LAST_YEAR = 2016, 2100


class DayRate(models.Model):
    """Euros per day that an Aract counts for a year; without one, the plan's own cost of a day is used."""

    aract = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="day_rates")
    year = models.PositiveSmallIntegerField(
        "année", validators=[MinValueValidator(FIRST_YEAR), MaxValueValidator(LAST_YEAR)]
    )
    amount = models.DecimalField("tarif journalier", max_digits=7, decimal_places=2)
    set_at = models.DateTimeField("posé le")
    set_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "tarif journalier"
        verbose_name_plural = "tarifs journaliers"
        ordering = ["aract", "-year"]
        constraints = [
            models.UniqueConstraint(
                fields=["aract", "year"],
                name="day_rate_once_a_year",
                violation_error_message="Cette année a déjà un tarif.",
            ),
            models.CheckConstraint(
                condition=Q(amount__gt=0),
                name="day_rate_positive",
                violation_error_message="Un tarif est supérieur à zéro.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.aract} {self.year} : {self.amount} €"
