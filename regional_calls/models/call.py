"""The regional call of a pair, its themes, its documents, and what the public asks about it (R30, R66)."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import Count, F, Q
from django.urls import reverse
from django.utils import timezone

from accounts.models import Membership
from calls.models import PublicQuestion, Questionnaire, Term
from records.models import Document
from regions.models import RegionalProject


class RegionalCallQuerySet(models.QuerySet["RegionalCall"]):
    def published(self) -> "RegionalCallQuerySet":
        return self.exclude(published_at=None)

    def open_at(self, at: datetime) -> "RegionalCallQuerySet":
        """Closing is exclusive: at `closes_at` it is too late."""
        return self.published().filter(opens_at__lte=at, closes_at__gt=at)

    def of_pair(self, hat: Membership) -> "RegionalCallQuerySet":
        return self.filter(Q(project__ars=hat.organisation) | Q(project__aract=hat.organisation))

    def with_parties(self) -> "RegionalCallQuerySet":
        return self.select_related(
            "project__region", "project__ars", "project__aract", "project__call__phase__programme"
        )

    def with_counts(self) -> "RegionalCallQuerySet":
        """Annotate `expression_count` and `retained_count`: expressions handed in, and those that were retained."""
        handed_in = Q(expressions__state="submitted")
        return self.annotate(
            expression_count=Count("expressions", filter=handed_in, distinct=True),
            retained_count=Count(
                "expressions", filter=handed_in & Q(expressions__choice__outcome="retained"), distinct=True
            ),
        )


class RegionalCall(models.Model):
    """A call by which an ARS and an Aract look for the structures of their project; its phase follows its dates.

    `announced_at` is when the choices were made known, which concludes it.
    """

    project = models.ForeignKey(RegionalProject, on_delete=models.PROTECT, related_name="regional_calls")
    title = models.CharField("titre", max_length=200)
    slug = models.SlugField("adresse", max_length=80, unique=True)
    presentation = models.TextField("présentation", max_length=4000)
    expectations = models.TextField("ce qui guidera les choix", max_length=2000, blank=True)
    contact_function = models.CharField("fonction du contact", max_length=150)
    contact_email = models.EmailField("adresse du contact")
    opens_at = models.DateTimeField("ouverture")
    closes_at = models.DateTimeField("clôture", help_text="Une réponse reçue à cet instant précis est déjà hors délai.")
    time_zone = models.CharField("fuseau horaire", max_length=40, default="Europe/Paris")
    questionnaire = models.ForeignKey(Questionnaire, on_delete=models.PROTECT, related_name="regional_calls")
    created_at = models.DateTimeField("préparé le", default=timezone.now)
    published_at = models.DateTimeField("publié le", null=True, blank=True)
    closed_before = models.DateTimeField("clôture d'abord prévue", null=True, blank=True)
    postponement_reason = models.CharField("motif du report", max_length=500, blank=True)
    announced_at = models.DateTimeField("choix annoncés le", null=True, blank=True)
    announced_by = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects = RegionalCallQuerySet.as_manager()

    class Meta:
        verbose_name = "appel régional"
        verbose_name_plural = "appels régionaux"
        ordering = ["-opens_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_at__gt=F("opens_at")),
                name="regional_call_dates_in_order",
                violation_error_message="La clôture doit suivre l'ouverture.",
            ),
            models.CheckConstraint(
                condition=Q(announced_at=None) | Q(published_at__isnull=False),
                name="regional_call_published_before_announced",
            ),
            models.UniqueConstraint(
                fields=["project"],
                condition=Q(announced_at=None),
                name="regional_call_one_at_a_time",
                violation_error_message="Ce projet a déjà un appel régional en cours.",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("regional_calls:public_call", args=[self.slug])

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)


class RegionalTheme(models.Model):
    """A theme that the pair aims at, in its own words (R50); `term` is the national or regional term it falls under."""

    call = models.ForeignKey(RegionalCall, on_delete=models.CASCADE, related_name="themes")
    label = models.CharField("thème", max_length=200)
    definition = models.TextField("définition", max_length=1000)
    term = models.ForeignKey(Term, on_delete=models.PROTECT, related_name="+", verbose_name="thème du dispositif")
    position = models.PositiveSmallIntegerField("ordre", default=0)

    class Meta:
        verbose_name = "thème régional"
        verbose_name_plural = "thèmes régionaux"
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["call", "label"],
                name="regional_theme_once",
                violation_error_message="Ce thème est déjà dans l'appel.",
            )
        ]

    def __str__(self) -> str:
        return self.label


class RegionalDocument(models.Model):
    """A piece joined to the call, public with it."""

    call = models.ForeignKey(RegionalCall, on_delete=models.CASCADE, related_name="documents")
    title = models.CharField("titre", max_length=200)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "document de l'appel régional"
        verbose_name_plural = "documents de l'appel régional"
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.title


class RegionalQuestion(PublicQuestion):
    """A question of the public about a regional call."""

    call = models.ForeignKey(RegionalCall, on_delete=models.CASCADE, related_name="questions")
