"""The fiche projet: what the pair writes, section by section."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.enums import Role
from accounts.models import Membership
from applications.enums import ApplicationState
from calls.models import Section
from core.states import StateField
from regions.models import RegionalProject


class ApplicationQuerySet(models.QuerySet):
    def visible_to(self, hat: Membership | None) -> "ApplicationQuerySet":
        """The pair sees its own fiche at any time; the nation sees it once deposited, a rapporteur once it is assigned.

        A draft that was given up stays the pair's alone. A rapporteur who declared a conflict no longer sees the fiche.
        """
        if hat is None:
            return self.none()
        if hat.regional:
            return self.filter(Q(project__ars=hat.organisation) | Q(project__aract=hat.organisation))
        deposited = self.exclude(state=ApplicationState.DRAFT).exclude(state=ApplicationState.WITHDRAWN, deposit=None)
        if hat.is_national(Role.SECRETARY, Role.PRESIDENT, Role.SIGNATORY):
            return deposited
        if hat.is_national(Role.RAPPORTEUR):
            # One filter: each condition is about this rapporteur's own assignment, not the other's.
            return deposited.filter(
                Q(assignments__has_conflict=None) | Q(assignments__has_conflict=False),
                assignments__rapporteur=hat,
                assignments__ended_at=None,
            )
        return self.none()

    def deposited(self) -> "ApplicationQuerySet":
        return self.exclude(state__in=[ApplicationState.DRAFT, ApplicationState.WITHDRAWN])

    def with_parties(self) -> "ApplicationQuerySet":
        return self.select_related("project__region", "project__ars", "project__aract", "project__call")


class Application(models.Model):
    """The dossier of a regional project; `content_hash` is the SHA-256 of its canonical content at the last edit."""

    project = models.OneToOneField(RegionalProject, on_delete=models.PROTECT, related_name="application")
    state = StateField("état", max_length=15, choices=ApplicationState, default=ApplicationState.DRAFT, db_index=True)
    content_hash = models.CharField("empreinte du contenu", max_length=64, blank=True)
    edited_at = models.DateTimeField("modifiée le", default=timezone.now)
    edited_by = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    checked_at = models.DateTimeField("recevabilité examinée le", null=True, blank=True)
    checked_by = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    check_reason = models.TextField("motif d'irrecevabilité", max_length=2000, blank=True)

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        verbose_name = "fiche projet"
        verbose_name_plural = "fiches projet"
        ordering = ["project__region__name", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=ApplicationState.INADMISSIBLE) | ~Q(check_reason=""),
                name="inadmissible_says_why",
                violation_error_message="Une irrecevabilité se motive.",
            )
        ]

    def __str__(self) -> str:
        return f"Fiche {self.project.region}"


class SectionAnswers(models.Model):
    """The live answers of a section: {question code: value}. `version` grows at each edit."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="sections")
    section = models.ForeignKey(Section, on_delete=models.PROTECT, related_name="+")
    answers = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=0)
    edited_at = models.DateTimeField(default=timezone.now)
    edited_by = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = "réponses d'une section"
        ordering = ["section__number"]
        constraints = [models.UniqueConstraint(fields=["application", "section"], name="section_answered_once")]

    def __str__(self) -> str:
        return f"{self.section} – {self.application}"


class SectionRevision(models.Model):
    """What a section said at each version: nothing typed is ever lost."""

    section_answers = models.ForeignKey(SectionAnswers, on_delete=models.CASCADE, related_name="revisions")
    version = models.PositiveIntegerField()
    changes = models.JSONField(help_text="{question code: new value}")
    edited_at = models.DateTimeField(default=timezone.now)
    edited_by = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = "révision de section"
        ordering = ["-version"]
        constraints = [models.UniqueConstraint(fields=["section_answers", "version"], name="section_version_once")]

    def __str__(self) -> str:
        return f"{self.section_answers}, version {self.version}"
