"""Milestones of a project and what they produce."""

from django.db import models
from django.utils import timezone

from accounts.models import Membership
from calls.models import Term
from fieldwork.enums import DeliverableKind
from fieldwork.models.stage import STAGES
from records.models import Document
from regions.models import RegionalProject


class Milestone(models.Model):
    """Something that a project must have reached by a day; `responsible` is a function, never a name."""

    project = models.ForeignKey(RegionalProject, on_delete=models.CASCADE, related_name="milestones")
    stage = models.ForeignKey(
        Term,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        limit_choices_to=STAGES,
        verbose_name="étape",
    )
    title = models.CharField("jalon", max_length=200)
    due_on = models.DateField("échéance")
    responsible = models.CharField("fonction responsable", max_length=150, blank=True)
    done_on = models.DateField("atteint le", null=True, blank=True)

    class Meta:
        verbose_name = "jalon"
        verbose_name_plural = "jalons"
        ordering = ["due_on", "pk"]

    def __str__(self) -> str:
        return self.title


class MilestoneMove(models.Model):
    """A milestone's earlier day and why it moved."""

    milestone = models.ForeignKey(Milestone, on_delete=models.CASCADE, related_name="moves")
    former_due_on = models.DateField("échéance précédente")
    reason = models.CharField("raison", max_length=500)
    at = models.DateTimeField("reporté le", default=timezone.now)
    by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "report de jalon"
        verbose_name_plural = "reports de jalons"
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.milestone} ({self.former_due_on})"


class Deliverable(models.Model):
    """What a milestone produces: expected until its document is attached."""

    milestone = models.ForeignKey(Milestone, on_delete=models.CASCADE, related_name="deliverables")
    kind = models.CharField("nature", max_length=15, choices=DeliverableKind)
    title = models.CharField("livrable", max_length=200)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = "livrable"
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.title
