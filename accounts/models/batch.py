"""The rows of an act that somebody asked for on several at once, and what became of each."""

from django.db import models

from accounts.enums import LineOutcome
from core.states import StateField
from records.models import Job


class BatchLine(models.Model):
    """One row of a batch: its key among the rows of the act, how it was called, whether the act was done to it.

    Written in the transaction of the row's own deed, so that a job taken up again does none of them twice.
    """

    run = models.ForeignKey(Job, on_delete=models.CASCADE, related_name="batch_lines", verbose_name="travail")
    position = models.PositiveSmallIntegerField("rang")
    key = models.PositiveBigIntegerField("identifiant")
    label = models.CharField("ligne", max_length=200)
    state = StateField("issue", max_length=8, choices=LineOutcome, default=LineOutcome.WAITING)
    reason = models.CharField("motif", max_length=500, blank=True)

    class Meta:
        verbose_name = "ligne d'un lot"
        verbose_name_plural = "lignes d'un lot"
        ordering = ["run", "position"]
        constraints = [
            models.UniqueConstraint(fields=["run", "key"], name="batch_row_once"),
            models.CheckConstraint(
                condition=models.Q(state=LineOutcome.REFUSED) ^ models.Q(reason=""),
                name="refused_row_says_why",
                violation_error_message="Une ligne refusée dit pourquoi.",
            ),
        ]

    def __str__(self) -> str:
        return self.label
