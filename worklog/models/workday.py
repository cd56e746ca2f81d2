"""The days that an Aract's consultants spend on a project."""

from datetime import date
from decimal import Decimal

from django.db import models
from django.db.models import Q, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from accounts.models import Membership
from calls.enums import Vocabulary
from calls.models import Term
from directory.models import Establishment
from regions.models import RegionalProject

QUARTERS = [Decimal(quarter) / 4 for quarter in range(1, 5)]


class WorkDayQuerySet(models.QuerySet["WorkDay"]):
    def in_full(self) -> "WorkDayQuerySet":
        """With everything that a line of a statement names, in one query."""
        return self.select_related(
            "stage", "method", "establishment", "consultant__user", "consultant__organisation", "corrects"
        )

    def between(self, first: date, last: date) -> "WorkDayQuerySet":
        return self.filter(worked_on__gte=first, worked_on__lte=last)


class WorkDay(models.Model):
    """What one consultant did for a project on one day, by quarters of a day (R29, R58–R64).

    A row of a sealed month never changes. A counter-entry (`corrects`) is dated in an open month, adds or takes away
    what the sealed row should have said, and gives its reason in `note`.
    """

    project = models.ForeignKey(RegionalProject, on_delete=models.PROTECT, related_name="work_days")
    stage = models.ForeignKey(
        Term,
        on_delete=models.PROTECT,
        related_name="+",
        limit_choices_to={"vocabulary": Vocabulary.STAGE},
        verbose_name="étape",
    )
    consultant = models.ForeignKey(
        Membership, on_delete=models.PROTECT, related_name="work_days", verbose_name="intervenant"
    )
    worked_on = models.DateField("jour")
    days = models.DecimalField("jours", max_digits=3, decimal_places=2)
    method = models.ForeignKey(
        Term,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        limit_choices_to={"vocabulary": Vocabulary.METHOD},
        verbose_name="méthode",
    )
    establishment = models.ForeignKey(
        Establishment,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="work_days",
        verbose_name="établissement",
    )
    note = models.CharField("précision", max_length=200, blank=True)
    corrects = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="counter_entries", verbose_name="corrige"
    )
    logged_at = models.DateTimeField("noté le", default=timezone.now)
    logged_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+", verbose_name="noté par")

    objects = WorkDayQuerySet.as_manager()

    class Meta:
        verbose_name = "jour d'intervention"
        verbose_name_plural = "jours d'intervention"
        ordering = ["worked_on", "pk"]
        indexes = [models.Index(fields=["project", "worked_on"], name="workday_by_project_and_day")]
        constraints = [
            models.UniqueConstraint(
                "project",
                "consultant",
                "worked_on",
                "stage",
                Coalesce("establishment", Value(0)),
                Coalesce("method", Value(0)),
                "note",
                condition=Q(corrects=None),
                name="workday_once_per_line",
                violation_error_message="Cette ligne est déjà notée pour ce jour.",
            ),
            models.CheckConstraint(
                condition=Q(corrects=None, days__in=QUARTERS)
                | Q(corrects__isnull=False, days__in=[-quarter for quarter in QUARTERS] + QUARTERS),
                name="workday_by_quarters",
                violation_error_message="Un jour se note par quarts ; seule une écriture de correction est négative.",
            ),
            models.CheckConstraint(
                condition=Q(corrects=None) | ~Q(note=""),
                name="workday_counter_entry_says_why",
                violation_error_message="Une écriture de correction dit pourquoi.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.worked_on:%d/%m/%Y} – {self.stage} – {self.days} j"
