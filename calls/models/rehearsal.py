"""Answers by which a secretary tries a questionnaire: they are no fiche's and count nowhere."""

from django.db import models

from accounts.models import Membership
from calls.models.questionnaire import Questionnaire


class Rehearsal(models.Model):
    """What one secretary typed to try a questionnaire; nobody else reads it.

    `answers` are {code of question: {"said": stored value, "shape": that of the question it was typed for}}.
    """

    questionnaire = models.ForeignKey(Questionnaire, on_delete=models.CASCADE, related_name="rehearsals")
    by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+", verbose_name="par")
    answers = models.JSONField("réponses d'essai", default=dict)

    class Meta:
        verbose_name = "essai d'un questionnaire"
        verbose_name_plural = "essais de questionnaires"
        constraints = [models.UniqueConstraint(fields=["questionnaire", "by"], name="one_rehearsal_a_person")]

    def __str__(self) -> str:
        return f"Essai de {self.questionnaire}"
