"""Money to be paid back: the beneficiary heard, then a reasoned decision of the ARS (L10)."""

from datetime import date
from decimal import Decimal

from django.db import models
from django.db.models import OuterRef, Q, Subquery, Sum

from accounts.models import Membership
from acts.models import Act
from grants.enums import RecoveryGround
from grants.models.agreement import Agreement
from grants.models.ledger import LedgerEntry
from records.models import Document


class Hearing(models.Model):
    """A beneficiary invited to present its observations on a recovery, and what it answered (CRPA L. 122-1).

    `answer_by` is the last day to answer. `spoke_on`: when it was received, if it asked to speak. Closed once the
    recovery is decided, or given up.
    """

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="hearings")
    ground = models.CharField("fondement", max_length=10, choices=RecoveryGround)
    amount = models.DecimalField("montant envisagé", max_digits=12, decimal_places=2)
    facts = models.TextField("faits et motifs envisagés", max_length=3000)
    invited_on = models.DateField("invitation du")
    invited_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    answer_by = models.DateField("réponse attendue jusqu'au")
    act = models.OneToOneField(Act, on_delete=models.PROTECT, related_name="hearing")
    reply = models.TextField("observations reçues", max_length=6000, blank=True)
    replied_on = models.DateField("reçues le", null=True, blank=True)
    asks_to_speak = models.BooleanField("demande à être reçu", default=False)
    spoke_on = models.DateField("reçu le", null=True, blank=True)
    piece = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    closed_on = models.DateField("close le", null=True, blank=True)

    class Meta:
        verbose_name = "invitation à présenter des observations"
        verbose_name_plural = "invitations à présenter des observations"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(amount__gt=0),
                name="hearing_has_an_amount",
                violation_error_message="L'invitation dit le montant envisagé.",
            ),
            models.UniqueConstraint(
                fields=["agreement"],
                condition=Q(closed_on=None),
                name="hearing_one_at_a_time",
                violation_error_message="Le bénéficiaire est déjà invité à présenter ses observations.",
            ),
        ]

    def __str__(self) -> str:
        return f"Invitation {self.act}"

    def running(self, today: date) -> bool:
        """The time to answer is not over."""
        return today <= self.answer_by

    @property
    def waits_to_speak(self) -> bool:
        return self.asks_to_speak and self.spoke_on is None

    def ready(self, today: date) -> bool:
        """Whether the recovery may be decided: answered and, on request, received; or silent until the end."""
        if self.closed_on is not None or self.waits_to_speak:
            return False
        return self.replied_on is not None or not self.running(today)


class RecoveryQuerySet(models.QuerySet["Recovery"]):
    def with_repaid(self) -> "RecoveryQuerySet":
        live = LedgerEntry.objects.live().filter(recovery=OuterRef("pk")).order_by()
        return self.annotate(repaid_or_none=Subquery(live.values("recovery").annotate(sum=Sum("amount")).values("sum")))

    def standing(self) -> "RecoveryQuerySet":
        return self.filter(lift=None)

    def total(self) -> Decimal:
        return self.aggregate(total=Sum("amount"))["total"] or Decimal(0)


class Recovery(models.Model):
    """The decision that a beneficiary pays back; repayments stand in the ledger.

    `lift` is the act that put an end to it, before anything was repaid.
    """

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="recoveries")
    hearing = models.OneToOneField(Hearing, on_delete=models.PROTECT, related_name="recovery")
    amount = models.DecimalField("montant à reverser", max_digits=12, decimal_places=2)
    reason = models.TextField("motifs", max_length=3000)
    decided_on = models.DateField("décidée le")
    decided_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    act = models.OneToOneField(Act, on_delete=models.PROTECT, related_name="recovery")
    lift = models.OneToOneField(Act, on_delete=models.PROTECT, null=True, blank=True, related_name="lifted_recovery")

    objects = RecoveryQuerySet.as_manager()

    class Meta:
        verbose_name = "décision de reversement"
        verbose_name_plural = "décisions de reversement"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(amount__gt=0),
                name="recovery_has_an_amount",
                violation_error_message="Un reversement porte sur un montant.",
            )
        ]

    def __str__(self) -> str:
        return f"Reversement {self.act}"

    @property
    def number(self) -> str:
        return self.act.number

    @property
    def repaid(self) -> Decimal:
        return getattr(self, "repaid_or_none", None) or Decimal("0.00")

    @property
    def outstanding(self) -> Decimal:
        """What is still to be paid back; nothing once the decision is lifted."""
        return Decimal("0.00") if self.lift_id else self.amount - self.repaid
