"""What an experiment supposes, how it is measured, and what it shows (R68–R71)."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import Membership
from core.states import StateField
from fieldwork.enums import Conclusion, Direction
from regions.models import RegionalProject


class Hypothesis(models.Model):
    """Something that the experiment puts to the test, and what it concludes."""

    project = models.ForeignKey(RegionalProject, on_delete=models.CASCADE, related_name="hypotheses")
    statement = models.CharField("hypothèse", max_length=500)
    expected_effect = models.TextField("effet attendu", max_length=1500, blank=True)
    conclusion = StateField("conclusion", max_length=10, choices=Conclusion, blank=True)
    conclusion_text = models.TextField("ce que l'expérimentation montre", max_length=4000, blank=True)
    concluded_on = models.DateField("conclue le", null=True, blank=True)

    class Meta:
        verbose_name = "hypothèse"
        verbose_name_plural = "hypothèses"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(conclusion="", concluded_on=None)
                | (~Q(conclusion="") & ~Q(conclusion_text="") & Q(concluded_on__isnull=False)),
                name="hypothesis_concluded_in_words",
                violation_error_message="Une conclusion s'explique en quelques mots.",
            )
        ]

    def __str__(self) -> str:
        return self.statement


class Indicator(models.Model):
    """What is measured to test a hypothesis: `baseline` is the value before, `target` the one hoped for, in `unit`."""

    hypothesis = models.ForeignKey(Hypothesis, on_delete=models.CASCADE, related_name="indicators")
    label = models.CharField("indicateur", max_length=200)
    unit = models.CharField("unité", max_length=30, blank=True)
    direction = models.CharField("sens attendu", max_length=5, choices=Direction)
    baseline = models.DecimalField("valeur de départ", null=True, blank=True, max_digits=12, decimal_places=2)
    target = models.DecimalField("cible", null=True, blank=True, max_digits=12, decimal_places=2)

    class Meta:
        verbose_name = "indicateur"
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.label


class MeasureQuerySet(models.QuerySet["Measure"]):
    def current(self) -> "MeasureQuerySet":
        """Those that no later row replaces."""
        return self.filter(replaced_by=None)


class Measure(models.Model):
    """A value observed on a day. Rows are only added: a wrong one is corrected by a row that replaces it."""

    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="measures")
    measured_on = models.DateField("mesurée le")
    value = models.DecimalField("valeur", max_digits=12, decimal_places=2)
    note = models.CharField("précision", max_length=500, blank=True)
    replaces = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by", verbose_name="remplace"
    )
    at = models.DateTimeField("saisie le", default=timezone.now)
    by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")

    objects = MeasureQuerySet.as_manager()

    class Meta:
        verbose_name = "mesure"
        ordering = ["measured_on", "pk"]

    def __str__(self) -> str:
        return f"{self.indicator} : {self.value}"
