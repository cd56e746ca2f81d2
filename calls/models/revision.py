"""Revisions of an open call's questionnaire: what changed, why, and who decided it."""

from django.db import models
from django.urls import reverse
from django.utils import timezone

from accounts.models import Membership
from calls.models.call import Call
from calls.models.questionnaire import Questionnaire


class CallRevision(models.Model):
    """A published call that went from one revision of its questionnaire to a later one, in public."""

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="revisions")
    before = models.ForeignKey(Questionnaire, on_delete=models.PROTECT, related_name="+", verbose_name="avant")
    after = models.ForeignKey(Questionnaire, on_delete=models.PROTECT, related_name="+", verbose_name="après")
    reason = models.CharField("motif", max_length=500)
    decided_at = models.DateTimeField("décidée le", default=timezone.now)
    decided_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "révision d'appel"
        verbose_name_plural = "révisions d'appel"
        ordering = ["decided_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["call", "after"], name="call_revised_to_once")]

    def __str__(self) -> str:
        return f"Révision de {self.call}"

    def get_absolute_url(self) -> str:
        return reverse("calls:revision", args=[self.call.slug, self.pk])
