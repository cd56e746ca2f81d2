"""How the stages really go, and how their plan moved."""

from decimal import Decimal

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from accounts.models import Membership
from calls.enums import Vocabulary
from calls.models import Term
from regions.models import RegionalProject

STAGES = {"vocabulary": Vocabulary.STAGE}


class StageProgress(models.Model):
    """The days on which a stage of a project really began and ended (R58–R63)."""

    project = models.ForeignKey(RegionalProject, on_delete=models.CASCADE, related_name="stage_progress")
    stage = models.ForeignKey(
        Term, on_delete=models.PROTECT, related_name="+", limit_choices_to=STAGES, verbose_name="étape"
    )
    started_on = models.DateField("commencée le")
    ended_on = models.DateField("terminée le", null=True, blank=True)

    class Meta:
        verbose_name = "avancement d'une étape"
        verbose_name_plural = "avancement des étapes"
        ordering = ["project", "stage__position"]
        constraints = [
            models.UniqueConstraint(fields=["project", "stage"], name="stage_progress_once"),
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=F("started_on")),
                name="stage_progress_in_order",
                violation_error_message="La fin de l'étape précède son début.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.stage} – {self.project}"


class Replanning(models.Model):
    """A stage's plan as it was before a change, and why it changed; the present one is its `regions.StagePlan`.

    Days are those of the Aract. `former_…` is empty for a stage that was not planned yet.
    """

    project = models.ForeignKey(RegionalProject, on_delete=models.CASCADE, related_name="replannings")
    stage = models.ForeignKey(Term, on_delete=models.PROTECT, related_name="+", limit_choices_to=STAGES)
    former_starts_on = models.DateField("début précédent", null=True, blank=True)
    former_ends_on = models.DateField("fin précédente", null=True, blank=True)
    former_days = models.DecimalField("jours précédents", max_digits=6, decimal_places=2, default=Decimal(0))
    reason = models.CharField("raison", max_length=500)
    at = models.DateTimeField("changé le", default=timezone.now)
    by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "report d'étape"
        verbose_name_plural = "reports d'étapes"
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.stage} – {self.project}"
