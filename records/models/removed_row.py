"""Rows that were taken away, for as long as they may come back."""

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from records.models.journal import JournalEntry


class RemovedRow(models.Model):
    """A row that a deed removed: `entry` says who and when, `content` is the row as Django serialises it.

    Forgotten after a week (`records.removing.KEPT`): the journal keeps the deed, never what was written by mistake.
    """

    entry = models.ForeignKey(JournalEntry, on_delete=models.PROTECT, related_name="removed_rows")
    row_type = models.CharField("type d'objet", max_length=80)
    row_id = models.CharField("identifiant", max_length=40)
    content = models.JSONField("contenu", encoder=DjangoJSONEncoder)

    class Meta:
        verbose_name = "ligne retirée"
        verbose_name_plural = "lignes retirées"
        ordering = ["pk"]
        indexes = [models.Index(fields=["row_type", "row_id"], name="removed_row_subject")]

    def __str__(self) -> str:
        return f"{self.row_type} {self.row_id}"
