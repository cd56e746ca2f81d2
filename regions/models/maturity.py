"""How far along digital projects are, over time."""

from django.db import models
from django.db.models import F, Q

from accounts.models import Membership
from calls.models import Term
from regions.models.project import DigitalProject


class MaturityMove(models.Model):
    """A day on which a digital project passed from one state of maturity to another, forwards or back (R56)."""

    digital_project = models.ForeignKey(DigitalProject, on_delete=models.CASCADE, related_name="maturity_moves")
    former = models.ForeignKey(Term, on_delete=models.PROTECT, related_name="+", verbose_name="état quitté")
    reached = models.ForeignKey(Term, on_delete=models.PROTECT, related_name="+", verbose_name="état atteint")
    on = models.DateField("le")
    by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "changement d'état"
        verbose_name_plural = "changements d'état"
        ordering = ["on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(former=F("reached")),
                name="maturity_move_changes_something",
                violation_error_message="Le projet numérique est déjà dans cet état.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.digital_project} : {self.reached}"
