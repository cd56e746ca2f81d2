"""Who leads the writing of a fiche, and to whom that is being handed over."""

from django.db import models
from django.db.models import F, Q

from accounts.models import Membership
from applications.models.application import Application


class Lead(models.Model):
    """The one person of the pair to turn to about a fiche; a help, from which no right follows.

    `offered_to` is who was asked to take over and has not answered yet.
    """

    application = models.OneToOneField(Application, on_delete=models.CASCADE, related_name="lead")
    person = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    offered_to = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    offered_by = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    offered_at = models.DateTimeField("proposée le", null=True, blank=True)

    class Meta:
        verbose_name = "conduite d'une fiche"
        verbose_name_plural = "conduites de fiches"
        constraints = [
            models.CheckConstraint(
                condition=Q(offered_to=None, offered_by=None, offered_at=None)
                | Q(offered_to__isnull=False, offered_by__isnull=False, offered_at__isnull=False),
                name="lead_offered_by_somebody",
                violation_error_message="Une conduite est proposée à quelqu'un, par quelqu'un.",
            ),
            models.CheckConstraint(
                condition=Q(person=None) | Q(offered_to=None) | ~Q(person=F("offered_to")),
                name="lead_offered_to_another",
                violation_error_message="Cette personne conduit déjà la fiche.",
            ),
        ]

    def __str__(self) -> str:
        return f"Conduite de la {str(self.application).lower()}"
