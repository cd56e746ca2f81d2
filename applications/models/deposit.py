"""What binds: signatures of a content, and its deposit."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import Membership
from acts.models import Act
from applications.enums import Party
from applications.hashing import hash_of_whole
from applications.models.application import Application
from records.models import Document, Sealed


class SignatureQuerySet(models.QuerySet["Signature"]):
    def live(self) -> "SignatureQuerySet":
        return self.filter(voided_at=None)


class Signature(models.Model):
    """One party's signature of a content hash; an edit voids it, and the row stays with the reason."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="signatures")
    party = models.CharField("partie", max_length=5, choices=Party)
    signed_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+", verbose_name="signataire")
    signed_as = models.CharField("qualité", max_length=300)
    content_hash = models.CharField("empreinte signée", max_length=64)
    signed_at = models.DateTimeField("signée le", default=timezone.now)
    voided_at = models.DateTimeField("annulée le", null=True, blank=True)
    void_reason = models.CharField("motif d'annulation", max_length=300, blank=True)

    objects = SignatureQuerySet.as_manager()

    class Meta:
        verbose_name = "signature"
        ordering = ["signed_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "party"],
                condition=Q(voided_at=None),
                name="one_live_signature_per_party",
                violation_error_message="Cette partie a déjà signé.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_party_display()} – {self.application}"


class Deposit(Sealed):
    """The fiche as it was deposited, sealed, with its PDF and its receipt. Never changed.

    `silence_told_at` is when the secretaries were told that silence would soon refuse it.
    """

    application = models.OneToOneField(Application, on_delete=models.PROTECT, related_name="deposit")
    number = models.CharField("numéro", max_length=30, unique=True)
    received_at = models.DateTimeField("reçue le")
    deposited_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    fiche_pdf = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    receipt = models.OneToOneField(Act, on_delete=models.PROTECT, null=True, blank=True, related_name="deposit")
    silence_told_at = models.DateTimeField("rejet implicite annoncé le", null=True, blank=True)

    hash_of = staticmethod(hash_of_whole)

    class Meta:
        verbose_name = "dépôt"
        ordering = ["number"]

    def __str__(self) -> str:
        return self.number
