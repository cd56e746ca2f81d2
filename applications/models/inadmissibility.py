"""Inadmissibility: proposed by the secretary, decided by an act, withdrawn by another."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import Membership
from acts.models import Act
from applications.models.application import Application
from calls.models import Call


class InadmissibilityQuerySet(models.QuerySet["Inadmissibility"]):
    def proposed(self) -> "InadmissibilityQuerySet":
        """Those that wait for their signature."""
        return self.filter(act=None, returned_at=None)

    def of_call(self, call: Call) -> "InadmissibilityQuerySet":
        return self.filter(application__project__call=call)

    def decided(self) -> "InadmissibilityQuerySet":
        return self.filter(act__isnull=False, withdrawal=None)


class Inadmissibility(models.Model):
    """Why a fiche is not to be examined. `findings` are the four points as the secretary found them.

    It counts once it has its act, signed for DGOS; a proposal sent back says why until the secretary concludes again.
    """

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="inadmissibilities")
    findings = models.JSONField("constats", default=dict)
    reason = models.TextField("motifs", max_length=2000)
    proposed_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField("proposée le", default=timezone.now)
    returned_at = models.DateTimeField("renvoyée le", null=True, blank=True)
    return_reason = models.TextField("motif du renvoi", max_length=1000, blank=True)
    act = models.OneToOneField(Act, on_delete=models.PROTECT, null=True, blank=True, related_name="inadmissibility")
    withdrawal = models.OneToOneField(
        Act, on_delete=models.PROTECT, null=True, blank=True, related_name="withdrawn_inadmissibility"
    )

    objects = InadmissibilityQuerySet.as_manager()

    class Meta:
        verbose_name = "irrecevabilité"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["application"],
                condition=Q(withdrawal=None),
                name="one_standing_inadmissibility",
                violation_error_message="Une irrecevabilité est déjà proposée pour cette fiche.",
            ),
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="inadmissibility_says_why",
                violation_error_message="Une irrecevabilité se motive.",
            ),
            models.CheckConstraint(
                condition=Q(withdrawal=None) | Q(act__isnull=False),
                name="only_a_decision_is_withdrawn",
                violation_error_message="Seule une décision prise se retire.",
            ),
        ]

    def __str__(self) -> str:
        return f"Irrecevabilité – {self.application}"
