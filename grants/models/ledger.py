"""The ledger of a project's money: rows are added, never changed nor removed; the database sees to it."""

import uuid
from decimal import Decimal

from django.db import models
from django.db.models import Case, F, OuterRef, Q, Subquery, Sum, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from accounts.models import Membership
from grants.enums import DIRECTIONS, GIVEN, Account, EntryDirection, Nature
from grants.models.beneficiary import Beneficiary
from records.models import Document
from regions.models import RegionalProject

MONEY = models.DecimalField(max_digits=14, decimal_places=2)
NOTHING = Value(Decimal("0.00"), output_field=MONEY)
SIGNED = Case(When(direction=EntryDirection.IN, then=F("amount")), default=-F("amount"), output_field=MONEY)


def going(way: EntryDirection) -> Q:
    """The natures that go one way; a reversal goes either, against what it undoes."""
    natures = [nature.value for nature, direction in DIRECTIONS.items() if direction == way]
    return Q(nature__in=natures, direction=way, reverses__isnull=True)


class LedgerQuerySet(models.QuerySet["LedgerEntry"]):
    def live(self) -> "LedgerQuerySet":
        """What counts: neither reversals nor what they undo. Their sum is that of all rows."""
        return self.filter(reverses=None, reversal=None)

    def given(self) -> "LedgerQuerySet":
        """Aid to bodies, with or without an agreement; purchases left out."""
        return self.filter(nature__in=GIVEN)

    def total(self) -> Decimal:
        total: Decimal = self.aggregate(total=Coalesce(Sum("amount"), NOTHING))["total"]
        return total

    def with_balance(self) -> "LedgerQuerySet":
        """Annotate `balance`: that of the row's account just after it, whatever rows are filtered out of sight."""
        before = (
            LedgerEntry.objects.filter(project=OuterRef("project"), account=OuterRef("account"))
            .filter(Q(on__lt=OuterRef("on")) | Q(on=OuterRef("on"), pk__lte=OuterRef("pk")))
            .order_by()
            .values("account")
            .annotate(sum=Sum(SIGNED))
            .values("sum")
        )
        return self.annotate(balance=Subquery(before, output_field=MONEY))

    def in_full(self) -> "LedgerQuerySet":
        return self.select_related("recorded_by__organisation", "recorded_by__user", "piece", "reverses", "reversal")


class LedgerEntry(models.Model):
    """One movement of money, in euros. A mistake is undone by a reversal that names it and says why.

    `key` is chosen by the form that asked for the entry, so that sending it twice writes one row.
    """

    project = models.ForeignKey(RegionalProject, on_delete=models.PROTECT, related_name="ledger")
    account = models.CharField("compte", max_length=12, choices=Account)
    nature = models.CharField("nature", max_length=12, choices=Nature)
    direction = models.CharField("sens", max_length=3, choices=EntryDirection)
    amount = models.DecimalField("montant", max_digits=12, decimal_places=2)
    on = models.DateField("date")
    label = models.CharField("libellé", max_length=300)
    counterpart = models.CharField("tiers", max_length=200)
    beneficiary = models.ForeignKey(Beneficiary, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    instalment = models.ForeignKey(
        "grants.Instalment", on_delete=models.PROTECT, null=True, blank=True, related_name="entries"
    )
    recovery = models.ForeignKey(
        "grants.Recovery", on_delete=models.PROTECT, null=True, blank=True, related_name="entries"
    )
    contribution = models.ForeignKey(
        "grants.Contribution", on_delete=models.PROTECT, null=True, blank=True, related_name="entries"
    )
    piece = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    reverses = models.OneToOneField("self", on_delete=models.PROTECT, null=True, blank=True, related_name="reversal")
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    recorded_at = models.DateTimeField("inscrit le", default=timezone.now)
    recorded_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")

    objects = LedgerQuerySet.as_manager()

    class Meta:
        verbose_name = "écriture"
        ordering = ["on", "pk"]
        indexes = [models.Index(fields=["project", "account", "on"], name="ledger_by_account")]
        constraints = [
            models.CheckConstraint(
                condition=Q(amount__gt=0),
                name="ledger_amount_positive",
                violation_error_message="Une écriture porte sur un montant positif.",
            ),
            models.CheckConstraint(
                condition=going(EntryDirection.IN)
                | going(EntryDirection.OUT)
                | Q(nature=Nature.REVERSAL, reverses__isnull=False),
                name="ledger_nature_has_its_way",
            ),
        ]

    def __str__(self) -> str:
        return f"Écriture n° {self.pk} – {self.label}"

    @property
    def signed(self) -> Decimal:
        return self.amount if self.direction == EntryDirection.IN else -self.amount

    @property
    def undone(self) -> bool:
        """A reversal undid it; ask it of a row of `in_full`."""
        return hasattr(self, "reversal")
