"""What binds: signatures of a content, and its deposit."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import Membership
from acts.models import Act
from applications.enums import Party, Power
from applications.hashing import hash_of_whole
from applications.models.application import Application
from records.models import Document, Sealed


class Deposit(Sealed):
    """The fiche as it was deposited, sealed, with its PDF and its receipt. Never changed.

    `rank` is 1 for the first; each correction that is deposited makes the next, and `Application.deposit` is the last.
    `late` is the exception by which it was received after the closing; `silence_told_at` is when the secretaries were
    told that silence would soon refuse it.
    """

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="deposits")
    rank = models.PositiveSmallIntegerField("rang", default=1)
    number = models.CharField("numéro", max_length=30, unique=True)
    received_at = models.DateTimeField("reçue le")
    deposited_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    fiche_pdf = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    receipt = models.OneToOneField(Act, on_delete=models.PROTECT, null=True, blank=True, related_name="deposit")
    late = models.ForeignKey(
        "applications.LateEntry", on_delete=models.PROTECT, null=True, blank=True, related_name="deposits"
    )
    silence_told_at = models.DateTimeField("rejet implicite annoncé le", null=True, blank=True)

    hash_of = staticmethod(hash_of_whole)

    class Meta:
        verbose_name = "dépôt"
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "rank"],
                name="one_deposit_per_rank",
                violation_error_message="Ce dépôt existe déjà.",
            ),
            models.CheckConstraint(
                condition=Q(rank__gte=1),
                name="deposits_rank_from_one",
                violation_error_message="Le premier dépôt a le rang 1.",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class SignatureQuerySet(models.QuerySet["Signature"]):
    def live(self) -> "SignatureQuerySet":
        """Those of the content that is being written: neither voided, nor kept by a deposit."""
        return self.filter(voided_at=None, deposit=None)


class Signature(models.Model):
    """One party's signature of a content hash, with the power stated; `signed_as` is what papers print.

    An edit voids it, with a reason; a `deposit` keeps it for ever.
    """

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="signatures")
    party = models.CharField("partie", max_length=5, choices=Party)
    signed_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+", verbose_name="signataire")
    signed_as = models.CharField("qualité", max_length=600)
    power = models.CharField("pouvoir", max_length=10, choices=Power, blank=True)
    delegation = models.CharField("délégation", max_length=250, blank=True)
    delegated_on = models.DateField("délégation du", null=True, blank=True)
    content_hash = models.CharField("empreinte signée", max_length=64)
    signed_at = models.DateTimeField("signée le", default=timezone.now)
    deposit = models.ForeignKey(Deposit, on_delete=models.PROTECT, null=True, blank=True, related_name="signatures")
    voided_at = models.DateTimeField("annulée le", null=True, blank=True)
    void_reason = models.CharField("motif d'annulation", max_length=300, blank=True)

    objects = SignatureQuerySet.as_manager()

    class Meta:
        verbose_name = "signature"
        ordering = ["signed_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "party"],
                condition=Q(voided_at=None, deposit=None),
                name="one_live_signature_per_party",
                violation_error_message="Cette partie a déjà signé.",
            ),
            models.UniqueConstraint(
                fields=["deposit", "party"],
                condition=Q(deposit__isnull=False),
                name="one_signature_per_deposit_and_party",
                violation_error_message="Cette partie a déjà signé ce dépôt.",
            ),
            models.CheckConstraint(
                condition=~Q(power=Power.DELEGATION) | (~Q(delegation="") & Q(delegated_on__isnull=False)),
                name="a_delegation_is_named",
                violation_error_message="Une délégation de signature se nomme et se date.",
            ),
            models.CheckConstraint(
                condition=Q(deposit=None) | Q(voided_at=None),
                name="a_deposited_signature_stands",
                violation_error_message="La signature d'un contenu déposé ne s'annule plus.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_party_display()} – {self.application}"
