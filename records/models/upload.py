"""Files that are being sent piece by piece."""

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone


class Upload(models.Model):
    """How much of a file has arrived; who sends it knows it by `key` and goes on from there after a cut.

    `purpose` is the address of what the file is for. Its pieces lie in `folder` until it is whole; `sha256` then says
    what it was, for a last answer that got lost. Swept a day after its last piece.
    """

    key = models.CharField(max_length=64)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=200)
    name = models.CharField("nom", max_length=300)
    size = models.PositiveBigIntegerField("taille en octets")
    received = models.PositiveBigIntegerField("octets reçus", default=0)
    sha256 = models.CharField("empreinte SHA-256", max_length=64, blank=True)
    folder = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    touched_at = models.DateTimeField("dernier envoi", default=timezone.now, db_index=True)

    class Meta:
        verbose_name = "envoi en cours"
        verbose_name_plural = "envois en cours"
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["by", "key"], name="one_upload_a_key")]

    def __str__(self) -> str:
        return self.name
