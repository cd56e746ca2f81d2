"""Stored files: what was uploaded or produced, named neutrally and known by its SHA-256."""

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone


class Document(models.Model):
    """A file and its proof. Served only by a view that asks the right of the row that owns it."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField("nom affiché", max_length=200)
    file = models.FileField(max_length=200)
    media_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField("taille en octets")
    sha256 = models.CharField("empreinte SHA-256", max_length=64)
    created_at = models.DateTimeField("déposé le", default=timezone.now)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = "document"
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.name
