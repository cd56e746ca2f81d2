"""What other funders bring during a project's life (R23); the fiche keeps what was announced."""

from decimal import Decimal

from django.db import models
from django.db.models import OuterRef, Q, Subquery, Sum

from grants.models.ledger import LedgerEntry
from regions.models import CoFunding, RegionalProject


class ContributionQuerySet(models.QuerySet["Contribution"]):
    def with_received(self) -> "ContributionQuerySet":
        live = LedgerEntry.objects.live().filter(contribution=OuterRef("pk")).order_by()
        return self.annotate(
            received_or_none=Subquery(live.values("contribution").annotate(sum=Sum("amount")).values("sum"))
        )


class Contribution(models.Model):
    """A co-funding that its funder confirmed: a line of the deposited fiche (`cofunding`), or one that came later."""

    project = models.ForeignKey(RegionalProject, on_delete=models.PROTECT, related_name="contributions")
    cofunding = models.OneToOneField(
        CoFunding, on_delete=models.PROTECT, null=True, blank=True, related_name="contribution"
    )
    funder = models.CharField("financeur", max_length=200)
    purpose = models.CharField("objet", max_length=200, blank=True)
    confirmed = models.DecimalField("montant confirmé", max_digits=12, decimal_places=2)
    confirmed_on = models.DateField("confirmé le")

    objects = ContributionQuerySet.as_manager()

    class Meta:
        verbose_name = "cofinancement confirmé"
        verbose_name_plural = "cofinancements confirmés"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "funder", "purpose"],
                name="contribution_once",
                violation_error_message="Ce cofinancement est déjà suivi.",
            ),
            models.CheckConstraint(
                condition=Q(confirmed__gte=0),
                name="contribution_not_negative",
                violation_error_message="Un montant ne peut pas être négatif.",
            ),
        ]

    def __str__(self) -> str:
        return self.funder

    @property
    def received(self) -> Decimal:
        return getattr(self, "received_or_none", None) or Decimal("0.00")
