"""What the national directory (FINESS) says beyond establishments: who runs them, and when it was last read."""

from django.db import models
from django.utils import timezone

from accounts.models import Membership
from core.states import StateField
from directory.enums import FinessFormat, ImportState, LegalStatus
from records.models import Job


class LegalEntity(models.Model):
    """The legal person that runs establishments. One that only establishments name is a number waiting for its name."""

    finess = models.CharField("n° FINESS", max_length=9, unique=True)
    name = models.CharField("nom", max_length=200, blank=True)
    siren = models.CharField("n° Siren", max_length=9, blank=True)
    status_code = models.CharField("code de statut juridique", max_length=2, blank=True)
    status = models.CharField("statut juridique", max_length=150, blank=True)
    legal_status = models.CharField("statut", max_length=20, choices=LegalStatus, blank=True)

    class Meta:
        verbose_name = "entité juridique"
        verbose_name_plural = "entités juridiques"
        ordering = ["name", "finess"]

    def __str__(self) -> str:
        return self.name or f"Entité juridique n° {self.finess}"


class FinessImport(models.Model):
    """One reading of FINESS files: what was read, what came of it, and what was wrong, line by line.

    `counts` and `problems` are as `directory.finess_files.report` makes them. Files sent by the page are kept only
    until the import is over.
    """

    file_name = models.CharField("fichier", max_length=200)
    sha256 = models.CharField("empreinte SHA-256", max_length=64, blank=True)
    entities_name = models.CharField("fichier des entités juridiques", max_length=200, blank=True)
    entities_sha256 = models.CharField(max_length=64, blank=True)
    format = models.CharField("format", max_length=10, choices=FinessFormat, blank=True)
    published_on = models.DateField("date du fichier", null=True, blank=True)
    extract = models.BooleanField("extrait", default=False)
    forced = models.BooleanField("sans garde-fou", default=False)
    state = StateField("état", max_length=10, choices=ImportState, default=ImportState.WAITING)
    refusal = models.CharField("motif du refus", max_length=500, blank=True)
    counts = models.JSONField("décompte", default=dict)
    problems = models.JSONField("lignes signalées", default=list)
    file = models.FileField(upload_to="finess/", blank=True)
    entities_file = models.FileField(upload_to="finess/", blank=True)
    job = models.ForeignKey(Job, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    by = models.ForeignKey(
        Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="par"
    )
    at = models.DateTimeField("demandé le", default=timezone.now)
    finished_at = models.DateTimeField("fini le", null=True, blank=True)

    class Meta:
        verbose_name = "import FINESS"
        verbose_name_plural = "imports FINESS"
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.file_name

    @property
    def over(self) -> bool:
        return self.state in {ImportState.DONE, ImportState.REFUSED}
