"""What the steering committee decides to do with the complementary share (R21)."""

from django.db import models
from django.db.models import Q

from accounts.models import Membership
from directory.models import Establishment
from meetings.models.meeting import Meeting
from regions.models import RegionalProject

# Who benefits from a line without a structure.
PAIR = "Le binôme ARS–Aract"


class ComplementUse(models.Model):
    """The whole use of a project's complement, as one steering committee set it; the latest version holds (R21)."""

    project = models.ForeignKey(RegionalProject, on_delete=models.PROTECT, related_name="complement_uses")
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="complement_uses")
    version = models.PositiveSmallIntegerField("version")
    decided_at = models.DateTimeField("enregistré le")
    decided_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "usage de la part complémentaire"
        verbose_name_plural = "usages de la part complémentaire"
        ordering = ["project", "-version"]
        constraints = [models.UniqueConstraint(fields=["project", "version"], name="complement_version_once")]

    def __str__(self) -> str:
        return f"Usage décidé (part complémentaire), version {self.version}"


class ComplementLine(models.Model):
    """One purpose, in euros, for a structure or, without one, for the pair itself."""

    use = models.ForeignKey(ComplementUse, on_delete=models.CASCADE, related_name="lines")
    position = models.PositiveSmallIntegerField()
    purpose = models.CharField("objet", max_length=200)
    establishment = models.ForeignKey(
        Establishment, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="bénéficiaire"
    )
    amount = models.DecimalField("montant", max_digits=12, decimal_places=2)

    class Meta:
        verbose_name = "ligne d'usage de la part complémentaire"
        verbose_name_plural = "lignes d'usage de la part complémentaire"
        ordering = ["use", "position"]
        constraints = [
            models.CheckConstraint(
                condition=Q(amount__gt=0),
                name="complement_line_positive",
                violation_error_message="Un montant est supérieur à zéro.",
            ),
            models.UniqueConstraint(fields=["use", "position"], name="complement_line_once"),
        ]

    def __str__(self) -> str:
        return self.purpose

    @property
    def beneficiary(self) -> str:
        return self.establishment.name if self.establishment else PAIR
