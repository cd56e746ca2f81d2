"""Labels by which the secretariat sorts what it received; their pair never sees them."""

from django.db import models
from django.db.models import Count, Q
from django.utils import timezone

from accounts.models import Membership
from applications.enums import LabelTone
from applications.models.application import Application
from core.alphabetical import Alphabetical


class LabelQuerySet(models.QuerySet["Label"]):
    def in_order(self) -> "LabelQuerySet":
        return self.order_by(Alphabetical("name"))

    def with_use(self) -> "LabelQuerySet":
        """Each with `used`, the number of fiches that bear it."""
        return self.annotate(used=Count("labellings"))


class Label(models.Model):
    """A word and the tone of its badge, shared by the secretaries of DGOS and Anact, for all calls."""

    MOST = 60

    name = models.CharField("nom", max_length=40, unique=True)
    tone = models.CharField("couleur", max_length=10, choices=LabelTone, default=LabelTone.INFO, blank=True)
    made_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField("créée le", default=timezone.now)

    objects = LabelQuerySet.as_manager()

    class Meta:
        verbose_name = "étiquette"
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(name=""), name="label_has_a_name", violation_error_message="Une étiquette a un nom."
            )
        ]

    def __str__(self) -> str:
        return self.name


class Labelling(models.Model):
    """A label on a fiche."""

    label = models.ForeignKey(Label, on_delete=models.CASCADE, related_name="labellings", verbose_name="étiquette")
    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="labellings")
    put_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+", verbose_name="par")
    put_at = models.DateTimeField("posée le", default=timezone.now)

    class Meta:
        verbose_name = "étiquette posée"
        verbose_name_plural = "étiquettes posées"
        ordering = ["label__name"]
        constraints = [
            models.UniqueConstraint(
                fields=["label", "application"],
                name="label_put_once",
                violation_error_message="La fiche porte déjà cette étiquette.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.label} – {self.application}"
