"""Which reference files were loaded, so that a second run changes nothing and keeps what administrators edited."""

from django.db import models
from django.utils import timezone


class ReferenceFile(models.Model):
    """A data file of the repository as it was last loaded."""

    name = models.CharField("fichier", max_length=100, unique=True)
    sha256 = models.CharField("empreinte SHA-256", max_length=64)
    loaded_at = models.DateTimeField("chargé le", default=timezone.now)

    class Meta:
        verbose_name = "fichier de référence"
        verbose_name_plural = "fichiers de référence"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
