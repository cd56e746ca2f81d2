"""The fiche projet: what the pair writes, section by section."""

from collections.abc import Collection
from typing import cast

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import cached_property

from accounts.enums import Role
from accounts.models import Membership
from applications.enums import ApplicationState, Outcome, Party
from calls.models import Section
from core.states import StateField
from core.wording import of
from records.models import Sealed
from regions.models import RegionalProject


class ApplicationQuerySet(models.QuerySet["Application"]):
    def visible_to(self, hat: Membership | None) -> "ApplicationQuerySet":
        """The pair sees its own fiche at any time; the nation sees it once deposited.

        A draft that was given up stays the pair's alone. A rapporteur sees an assigned fiche from the moment they
        declare that nothing ties them to it: before, only its `reading.summary` is theirs to read.
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
                assignments__has_conflict=False, assignments__rapporteur=hat, assignments__ended_at=None
            )
        return self.none()

    def deposited(self) -> "ApplicationQuerySet":
        return self.exclude(state__in=[ApplicationState.DRAFT, ApplicationState.WITHDRAWN])

    def in_status(self, status: str) -> "ApplicationQuerySet":
        """Those whose `Application.status` is this one."""
        return self.filter(outcome=status) if status in Outcome.values else self.filter(state=status, outcome="")

    def with_parties(self) -> "ApplicationQuerySet":
        return self.select_related("project__region", "project__ars", "project__aract", "project__call")


class Application(models.Model):
    """The dossier of a regional project.

    `heading` and its sections' `content` are what it says, in the words of the day each was written; `content_hash` is
    the SHA-256 of all of it, section by section (`applications.content`).

    `outcome`, `notified_at` and `notice_number` say what the letter made known, and are empty until it is out: a
    decision that is only proposed or validated shows nowhere on the fiche.
    """

    project = models.OneToOneField(RegionalProject, on_delete=models.PROTECT, related_name="application")
    state = StateField("état", max_length=15, choices=ApplicationState, default=ApplicationState.DRAFT, db_index=True)
    heading = models.JSONField("en-tête", default=dict)
    content_hash = models.CharField("empreinte du contenu", max_length=64, blank=True)
    edited_at = models.DateTimeField("modifiée le", default=timezone.now)
    edited_by = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    checked_at = models.DateTimeField("recevabilité examinée le", null=True, blank=True)
    checked_by = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    check_reason = models.TextField("motif d'irrecevabilité", max_length=2000, blank=True)
    outcome = StateField("décision notifiée", max_length=12, choices=Outcome, blank=True)
    notified_at = models.DateTimeField("notifiée le", null=True, blank=True)
    notice_number = models.CharField("lettre", max_length=30, blank=True)

    # Not columns: whether the edit under way wrote anything, and the parties whose signature it voided
    # (`applications.fiche_edit.edit`).
    wrote = True
    voided: Collection[str] = ()
    # The numbers of the sections that a round of corrections asks for: read by `applications.completeness`, set by who
    # reads the fiche within such a round.
    to_correct: Collection[int] = ()

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        verbose_name = "fiche projet"
        verbose_name_plural = "fiches projet"
        ordering = ["project__region__slug", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=ApplicationState.INADMISSIBLE) | ~Q(check_reason=""),
                name="inadmissible_says_why",
                violation_error_message="Une irrecevabilité se motive.",
            ),
            models.CheckConstraint(
                condition=Q(outcome="", notified_at=None, notice_number="")
                | (
                    Q(state=ApplicationState.ADMISSIBLE, notified_at__isnull=False)
                    & ~Q(outcome="")
                    & ~Q(notice_number="")
                ),
                name="notified_by_a_letter",
                violation_error_message="Une décision se notifie par une lettre, sur une fiche recevable.",
            ),
        ]

    def __str__(self) -> str:
        return f"Fiche {of(self.project.region)}"

    @cached_property
    def rows_by_section(self) -> dict[int, "SectionAnswers"]:
        """The rows of its sections, in order, read once: for who holds the fiche."""
        rows = self.sections.select_related(
            "section", "edited_by__organisation", "in_charge__user", "in_charge__organisation"
        ).order_by("section__number")
        return {row.section_id: row for row in rows}

    @property
    def status(self) -> ApplicationState | Outcome:
        """Where the fiche stands for its readers: what its letter says, else its state."""
        return cast("ApplicationState | Outcome", self.outcome or self.state)

    @property
    def status_label(self) -> str:
        """In words that agree with «fiche»."""
        if self.outcome == Outcome.WAITING:
            return "sur liste d'attente"
        return self.get_outcome_display() or self.get_state_display()


class SectionAnswers(Sealed):
    """A section of the fiche: its live answers {question code: value}, and what it says once sealed.

    `missing` are sentences, and `places` where each is corrected: «#field» of the section's page, or an address of its
    own; `version` grows each time the content changes.
    """

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="sections")
    section = models.ForeignKey(Section, on_delete=models.PROTECT, related_name="+")
    answers = models.JSONField(default=dict)
    missing = models.JSONField("ce qui manque", default=list)
    places = models.JSONField("où le compléter", default=list)
    started = models.BooleanField("commencée", default=False)
    version = models.PositiveIntegerField(default=0)
    edited_at = models.DateTimeField(default=timezone.now)
    edited_by = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    # Who takes care of it, a party or one person of it: a help to share the work, from which no right follows.
    party_in_charge = models.CharField("partie qui s'en occupe", max_length=5, choices=Party, blank=True)
    in_charge = models.ForeignKey(Membership, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = "réponses d'une section"
        ordering = ["section__number"]
        constraints = [models.UniqueConstraint(fields=["application", "section"], name="section_answered_once")]

    def __str__(self) -> str:
        return f"{self.section} – {self.application}"


class SectionRevision(models.Model):
    """What an edit changed in a section: nothing typed is ever lost.

    `changes` are answers, `table` the table's content and `rows` the rows behind it, None when the edit left it alone.
    """

    section_answers = models.ForeignKey(SectionAnswers, on_delete=models.CASCADE, related_name="revisions")
    version = models.PositiveIntegerField()
    changes = models.JSONField(help_text="{question code: new value}")
    table = models.JSONField("tableau", null=True, blank=True)
    rows = models.JSONField("lignes", null=True, blank=True)
    summary = models.CharField("résumé", max_length=300, blank=True)
    edited_at = models.DateTimeField(default=timezone.now)
    edited_by = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = "révision de section"
        ordering = ["-version"]
        constraints = [models.UniqueConstraint(fields=["section_answers", "version"], name="section_version_once")]

    def __str__(self) -> str:
        return f"{self.section_answers}, version {self.version}"
