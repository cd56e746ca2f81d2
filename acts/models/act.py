"""Acts: what an authority has issued, each with its number, its text as it was that day and its file."""

import secrets

from django.db import models
from django.urls import reverse
from django.utils import timezone

from acts.enums import ActKind
from records.models import Document, Sealed


def new_check_code() -> str:
    """A code that cannot be guessed, printed on the act in its QR code."""
    return secrets.token_urlsafe(16)


class ActQuerySet(models.QuerySet["Act"]):
    def for_check(self) -> "ActQuerySet":
        return self.exclude(document=None).select_related("document", "replaced_by")


class Act(Sealed):
    """A numbered act: sealed when it is numbered, known once it has its file.

    `content` is what `acts.drafting.content_of` gave, from which the PDF is drawn and which the check page tells.
    """

    kind = models.CharField("nature", max_length=20, choices=ActKind)
    number = models.CharField("numéro", max_length=40, unique=True)
    check_code = models.CharField("code de vérification", max_length=32, unique=True)
    issued_at = models.DateTimeField("émis le", default=timezone.now, db_index=True)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    replaced_by = models.OneToOneField("self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaces")

    objects = ActQuerySet.as_manager()

    class Meta:
        verbose_name = "acte"
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.number

    @property
    def file_name(self) -> str:
        return f"{self.number}.pdf"

    @property
    def check_path(self) -> str:
        return reverse("acts:check", args=[self.check_code])
