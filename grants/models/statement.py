"""The statement of use that a beneficiary owes, and what it submitted (L8)."""

from decimal import Decimal

from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import Membership
from core.states import StateField
from grants.enums import Rubric, Side, StatementState
from grants.models.agreement import Agreement
from records.models import Document, Sealed


class Statement(models.Model):
    """How the money of one agreement was used: what its author is writing. `edition` counts the saves."""

    agreement = models.OneToOneField(Agreement, on_delete=models.PROTECT, related_name="statement")
    state = StateField("état", max_length=10, choices=StatementState, default=StatementState.DRAFT)
    achievements = models.TextField("actions réalisées", max_length=6000, blank=True)
    gaps = models.TextField("écarts entre le prévu et le réalisé", max_length=3000, blank=True)
    allocation = models.TextField("règles de répartition des charges", max_length=3000, blank=True)
    edition = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = "compte rendu financier"
        verbose_name_plural = "comptes rendus financiers"

    def __str__(self) -> str:
        return f"Compte rendu financier – {self.agreement}"

    @property
    def open(self) -> bool:
        """Still to be written or corrected."""
        return self.state in {StatementState.DRAFT, StatementState.RETURNED}


class StatementLine(models.Model):
    """One line of the table: what was planned, what was done, in euros."""

    statement = models.ForeignKey(Statement, on_delete=models.CASCADE, related_name="lines")
    position = models.PositiveSmallIntegerField()
    rubric = models.CharField("rubrique", max_length=10, choices=Rubric)
    label = models.CharField("intitulé", max_length=200)
    planned = models.DecimalField("prévu", max_digits=12, decimal_places=2, default=Decimal(0))
    actual = models.DecimalField("réalisé", max_digits=12, decimal_places=2, default=Decimal(0))

    class Meta:
        verbose_name = "ligne du compte rendu"
        verbose_name_plural = "lignes du compte rendu"
        ordering = ["statement", "position"]
        constraints = [
            models.UniqueConstraint(fields=["statement", "position"], name="statement_line_position_once"),
            models.CheckConstraint(condition=Q(planned__gte=0, actual__gte=0), name="statement_line_not_negative"),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def side(self) -> Side:
        return Rubric(self.rubric).side


class Submission(Sealed):
    """A statement as it was handed in, sealed, and what came of it.

    `used` is what the content justifies of the money paid; `paid` what had been paid that day.
    """

    statement = models.ForeignKey(Statement, on_delete=models.PROTECT, related_name="submissions")
    rank = models.PositiveSmallIntegerField("version")
    paid = models.DecimalField("versé", max_digits=12, decimal_places=2)
    used = models.DecimalField("justifié", max_digits=12, decimal_places=2)
    submitted_at = models.DateTimeField("déposé le", default=timezone.now)
    submitted_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    signed_copy = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    pdf = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    outcome = models.CharField(
        "suite",
        max_length=10,
        blank=True,
        choices=[
            (StatementState.ACCEPTED.value, StatementState.ACCEPTED.label),
            (StatementState.RETURNED.value, StatementState.RETURNED.label),
        ],
    )
    decided_at = models.DateTimeField("examiné le", null=True, blank=True)
    decided_by = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.TextField("motif du renvoi", max_length=2000, blank=True)

    class Meta:
        verbose_name = "dépôt d'un compte rendu"
        verbose_name_plural = "dépôts de comptes rendus"
        ordering = ["statement", "rank"]
        constraints = [models.UniqueConstraint(fields=["statement", "rank"], name="submission_rank_once")]

    def __str__(self) -> str:
        return f"Version {self.rank} – {self.statement}"

    @property
    def state(self) -> StatementState:
        """What became of this version."""
        return StatementState(self.outcome or StatementState.SUBMITTED)

    @property
    def unspent(self) -> Decimal:
        return self.paid - self.used
