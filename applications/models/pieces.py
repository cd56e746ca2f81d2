"""What the secretary asks of a pair that deposited, and what the pair answers."""

from datetime import date

from django.db import models
from django.db.models import Exists, OuterRef
from django.utils import timezone

from accounts.models import Membership
from acts.models import Act
from applications.models.application import Application
from records.models import Document


class PiecesRequestQuerySet(models.QuerySet["PiecesRequest"]):
    def standing(self) -> "PiecesRequestQuerySet":
        """Those that no later request replaced."""
        return self.filter(act__replaced_by=None)

    def awaited(self, on: date) -> "PiecesRequestQuerySet":
        """Those whose delay still runs on that day, and that nobody has answered."""
        answered = Exists(PiecesAnswer.objects.filter(asked=OuterRef("pk")))
        return self.standing().filter(~answered, until__gte=on)


class PiecesRequest(models.Model):
    """The pieces that a deposited fiche lacks, asked by an act, to be sent until a day, included."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="pieces_requests")
    pieces = models.TextField("ce qui manque", max_length=2000)
    until = models.DateField("à envoyer jusqu'au")
    asked_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField("demandé le", default=timezone.now)
    act = models.OneToOneField(Act, on_delete=models.PROTECT, related_name="pieces_request")

    objects = PiecesRequestQuerySet.as_manager()

    class Meta:
        verbose_name = "demande de pièces"
        verbose_name_plural = "demandes de pièces"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.act} – {self.application}"


class PiecesAnswer(models.Model):
    """What the pair sends back; the deposited fiche itself does not change."""

    asked = models.ForeignKey(PiecesRequest, on_delete=models.PROTECT, related_name="answers")
    text = models.TextField("réponse", max_length=4000)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    sent_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField("envoyée le", default=timezone.now)

    class Meta:
        verbose_name = "réponse à une demande de pièces"
        verbose_name_plural = "réponses à des demandes de pièces"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"Réponse à {self.asked}"
