"""On what conditions a structure has priority in the call that follows (R68)."""

from django.core.validators import MaxValueValidator
from django.db import models

from calls.models import Call


class PriorityRule(models.Model):
    """The conditions of one call; they are written nowhere else, so each call states its own.

    A call without a row follows the defaults. `least_days` are days of presence in the earlier project.
    """

    call = models.OneToOneField(Call, on_delete=models.CASCADE, related_name="priority_rule")
    least_days = models.PositiveSmallIntegerField(
        "jours de participation", default=90, validators=[MaxValueValidator(3650)]
    )
    confirmed = models.BooleanField("avoir confirmé son engagement", default=True)
    stayed = models.BooleanField("être restée jusqu'au bout", default=True)

    class Meta:
        verbose_name = "règle de priorité"
        verbose_name_plural = "règles de priorité"

    def __str__(self) -> str:
        return f"Priorité – {self.call}"
