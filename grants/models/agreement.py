"""Agreements between an ARS and a beneficiary, their amendments and their instalments (L6–L7)."""

from datetime import date
from decimal import Decimal

from django.db import models
from django.db.models import F, Max, OuterRef, Q, Subquery
from django.utils import timezone

from accounts.models import Membership
from core.states import StateField
from grants.calendar import statement_due
from grants.enums import GRANT_ACCOUNTS, AgreementState, InstalmentState
from grants.models.beneficiary import Beneficiary
from grants.models.ledger import LedgerEntry
from records.models import Document
from regions.models import RegionalProject


class AgreementQuerySet(models.QuerySet["Agreement"]):
    def binding(self) -> "AgreementQuerySet":
        """Those that were signed, ended ones included."""
        return self.exclude(state=AgreementState.DRAFT)

    def in_full(self) -> "AgreementQuerySet":
        return self.select_related("beneficiary__organisation", "document", "signed_by__organisation", "statement")

    def with_paid(self) -> "AgreementQuerySet":
        """Annotate `paid`: what the ledger says was paid under the agreement."""
        live = LedgerEntry.objects.live().filter(instalment__agreement=OuterRef("pk")).order_by()
        total = live.values("instalment__agreement").annotate(total=models.Sum("amount")).values("total")
        return self.annotate(paid_or_none=Subquery(total))


class Agreement(models.Model):
    """What an ARS and a beneficiary agree on: object, amount, terms, conditions of use.

    `amount` and `ends_on` are those in force; what they were before an amendment stands in the amendment's row.
    `party` is the legal person that signed, named as it was on the day of its signature.
    """

    project = models.ForeignKey(RegionalProject, on_delete=models.PROTECT, related_name="agreements")
    beneficiary = models.ForeignKey(
        Beneficiary, on_delete=models.PROTECT, related_name="agreements", verbose_name="bénéficiaire"
    )
    account = models.CharField(
        "part de la subvention", max_length=12, choices=[(one.value, one.label) for one in GRANT_ACCOUNTS]
    )
    number = models.CharField("numéro", max_length=40, blank=True)
    purpose = models.CharField("objet", max_length=300)
    amount = models.DecimalField("montant", max_digits=12, decimal_places=2)
    terms = models.TextField("modalités de versement", max_length=2000)
    conditions = models.TextField("conditions d'utilisation", max_length=4000)
    evaluation = models.TextField("évaluation", max_length=2000)
    starts_on = models.DateField("prend effet le")
    ends_on = models.DateField("prend fin le")
    state = StateField("état", max_length=10, choices=AgreementState, default=AgreementState.DRAFT)
    party = models.CharField("cocontractant", max_length=300, blank=True)
    ars_signed_on = models.DateField("signée par l'ARS le", null=True, blank=True)
    beneficiary_signed_on = models.DateField("signée par le bénéficiaire le", null=True, blank=True)
    document = models.ForeignKey(
        Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="convention signée"
    )
    signed_by = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    ended_on = models.DateField("terminée le", null=True, blank=True)
    end_reason = models.CharField("motif de fin", max_length=300, blank=True)
    begun_at = models.DateTimeField("préparée le", default=timezone.now)

    objects = AgreementQuerySet.as_manager()

    class Meta:
        verbose_name = "convention"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(amount__gt=0),
                name="agreement_has_an_amount",
                violation_error_message="Une convention porte sur un montant.",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="agreement_dates_in_order",
                violation_error_message="La convention prend fin avant de prendre effet.",
            ),
            models.CheckConstraint(
                condition=Q(account__in=[one.value for one in GRANT_ACCOUNTS]), name="agreement_spends_the_grant"
            ),
            models.CheckConstraint(
                condition=Q(state=AgreementState.DRAFT)
                | Q(
                    ars_signed_on__isnull=False,
                    beneficiary_signed_on__isnull=False,
                    document__isnull=False,
                    number__gt="",
                    party__gt="",
                ),
                name="agreement_signed_by_both",
                violation_error_message="Une convention signée porte un numéro, deux dates de signature et sa pièce.",
            ),
            models.UniqueConstraint(fields=["number"], condition=Q(number__gt=""), name="agreement_number_once"),
        ]

    def __str__(self) -> str:
        return f"Convention {self.number or '(projet)'} – {self.beneficiary}"

    @property
    def paid(self) -> Decimal:
        """What was paid, from `with_paid`."""
        return getattr(self, "paid_or_none", None) or Decimal("0.00")

    @property
    def live(self) -> bool:
        return bool(self.state == AgreementState.SIGNED)

    @property
    def signed_on(self) -> date | None:
        """The day on which the second party signed; None while one has not."""
        if self.ars_signed_on is None or self.beneficiary_signed_on is None:
            return None
        return max(self.ars_signed_on, self.beneficiary_signed_on)

    @property
    def with_aract(self) -> bool:
        """Between the two halves of the pair: the Aract then accounts for itself, in the portal."""
        return self.beneficiary.organisation_id == self.project.aract_id

    @property
    def last_day(self) -> date:
        return min(self.ends_on, self.ended_on) if self.ended_on else self.ends_on

    @property
    def statement_due_on(self) -> date:
        return statement_due(self.last_day, self.beneficiary.closing_month)


class Amendment(models.Model):
    """A signed change of an agreement's amount or end, with what they were before."""

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="amendments")
    rank = models.PositiveSmallIntegerField("rang")
    reason = models.TextField("objet de l'avenant", max_length=1000)
    former_amount = models.DecimalField(max_digits=12, decimal_places=2)
    amount = models.DecimalField("nouveau montant", max_digits=12, decimal_places=2)
    former_end = models.DateField()
    ends_on = models.DateField("nouvelle fin")
    ars_signed_on = models.DateField("signé par l'ARS le")
    beneficiary_signed_on = models.DateField("signé par le bénéficiaire le")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+")
    signed_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "avenant"
        ordering = ["agreement", "rank"]
        constraints = [models.UniqueConstraint(fields=["agreement", "rank"], name="amendment_rank_once")]

    def __str__(self) -> str:
        return f"Avenant n° {self.rank} – {self.agreement}"


class InstalmentQuerySet(models.QuerySet["Instalment"]):
    def with_payment(self) -> "InstalmentQuerySet":
        """Annotate `entry_pk` and `paid_on`: the live entry of the ledger that pays each, if any."""
        live = LedgerEntry.objects.live().filter(instalment=OuterRef("pk")).order_by("pk")
        return self.annotate(entry_pk=Subquery(live.values("pk")[:1]), paid_on=Subquery(live.values("on")[:1]))

    def unpaid(self) -> "InstalmentQuerySet":
        return self.with_payment().filter(Q(entry_pk=None), amount__gt=0)

    def next_position(self) -> int:
        return (self.aggregate(last=Max("position"))["last"] or 0) + 1


class Instalment(models.Model):
    """One payment that an agreement plans; whether it was made is read off the ledger (`with_payment`).

    An amendment that takes all of an instalment leaves it at nothing if the ledger names it, else removes it.
    """

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="instalments")
    position = models.PositiveSmallIntegerField()
    label = models.CharField("échéance", max_length=150)
    due_on = models.DateField("prévue le")
    amount = models.DecimalField("montant", max_digits=12, decimal_places=2)

    objects = InstalmentQuerySet.as_manager()

    class Meta:
        verbose_name = "échéance"
        ordering = ["due_on", "position"]
        constraints = [
            models.UniqueConstraint(fields=["agreement", "position"], name="instalment_position_once"),
            models.CheckConstraint(
                condition=Q(amount__gte=0),
                name="instalment_is_not_negative",
                violation_error_message="Une échéance ne porte pas sur un montant négatif.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.label} – {self.agreement}"

    def state(self, today: date) -> InstalmentState:
        """Asked of a row of `with_payment`."""
        if getattr(self, "paid_on", None) is not None:
            return InstalmentState.PAID
        if self.agreement.state == AgreementState.ENDED or not self.amount:
            return InstalmentState.DROPPED
        return InstalmentState.LATE if self.due_on < today else InstalmentState.DUE
