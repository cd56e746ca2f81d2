"""Around a signature: what each signatory last saw, and why one of them would not sign."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import Membership
from applications.enums import Party, RefusalEnd
from applications.models.application import Application


class SignatoryReading(models.Model):
    """The fiche as a signatory last saw it, and as it was when they saw it differ for the last time, `before`.

    Both are canonical contents; `before` is empty while what they first saw has not changed.
    """

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="readings")
    reader = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    content = models.JSONField("contenu vu")
    content_hash = models.CharField("empreinte vue", max_length=64)
    seen_at = models.DateTimeField("vu le", default=timezone.now)
    before = models.JSONField("contenu vu avant", default=dict, blank=True)
    before_at = models.DateTimeField("vu avant le", null=True, blank=True)

    class Meta:
        verbose_name = "lecture d'un signataire"
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["application", "reader"], name="one_reading_per_signatory")]

    def __str__(self) -> str:
        return f"{self.reader} – {self.application}"


class RefusalQuerySet(models.QuerySet["SignatureRefusal"]):
    def live(self) -> "RefusalQuerySet":
        return self.filter(lifted_at=None)


class SignatureRefusal(models.Model):
    """Why a party would not sign a content. It lapses when the content changes, when the party signs, or by itself."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="refusals")
    party = models.CharField("partie", max_length=5, choices=Party)
    refused_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+", verbose_name="signataire")
    reason = models.TextField("motif", max_length=2000)
    content_hash = models.CharField("empreinte refusée", max_length=64)
    refused_at = models.DateTimeField("refusée le", default=timezone.now)
    lifted_at = models.DateTimeField("levée le", null=True, blank=True)
    end = models.CharField("issue", max_length=10, choices=RefusalEnd, blank=True)

    objects = RefusalQuerySet.as_manager()

    class Meta:
        verbose_name = "refus de signer"
        verbose_name_plural = "refus de signer"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "party"],
                condition=Q(lifted_at=None),
                name="one_live_refusal_per_party",
                violation_error_message="Cette partie a déjà refusé de signer.",
            ),
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="refusal_says_why",
                violation_error_message="Un refus de signer se motive.",
            ),
            models.CheckConstraint(
                condition=Q(lifted_at=None, end="") | (Q(lifted_at__isnull=False) & ~Q(end="")),
                name="refusal_ends_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_party_display()} – {self.application}"
