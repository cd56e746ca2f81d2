"""Money to be paid back: a reasoned decision of the ARS (L10)."""

from decimal import Decimal

from django.db import models
from django.db.models import OuterRef, Q, Subquery, Sum

from accounts.models import Membership
from grants.enums import RecoveryGround
from grants.models.agreement import Agreement
from grants.models.ledger import LedgerEntry
from records.models import Document


class RecoveryQuerySet(models.QuerySet["Recovery"]):
    def with_repaid(self) -> "RecoveryQuerySet":
        live = LedgerEntry.objects.live().filter(recovery=OuterRef("pk")).order_by()
        return self.annotate(repaid_or_none=Subquery(live.values("recovery").annotate(sum=Sum("amount")).values("sum")))


class Recovery(models.Model):
    """The decision that a beneficiary pays back, which its letter makes known; repayments stand in the ledger.

    `heard_on`: when the beneficiary was invited to present its observations, as every unfavourable decision wants.
    """

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="recoveries")
    number = models.CharField("numéro", max_length=40, unique=True)
    ground = models.CharField("fondement", max_length=10, choices=RecoveryGround)
    amount = models.DecimalField("montant à reverser", max_digits=12, decimal_places=2)
    reason = models.TextField("motifs", max_length=3000)
    heard_on = models.DateField("observations demandées le")
    decided_on = models.DateField("décidée le")
    decided_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    letter = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

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
        return f"Reversement {self.number}"

    @property
    def repaid(self) -> Decimal:
        return getattr(self, "repaid_or_none", None) or Decimal("0.00")

    @property
    def outstanding(self) -> Decimal:
        return self.amount - self.repaid
