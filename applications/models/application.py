"""The fiche projet: what the pair writes, section by section."""

from collections.abc import Collection
from datetime import datetime
from typing import TYPE_CHECKING, cast

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import cached_property

from accounts.enums import Role
from accounts.models import Membership
from applications.enums import ApplicationState, FileState, Outcome, Party
from calls.models import Questionnaire, Section
from core.states import StateField
from core.verdicts import OutOfTurn
from core.wording import of
from records.models import Sealed
from regions.models import RegionalProject

if TYPE_CHECKING:
    from applications.models.carried import CarriedOver
    from applications.models.correction import Correction
    from applications.models.deposit import Deposit
    from applications.models.fiche_file import FicheFile
    from applications.models.guest import FicheGuest
    from applications.models.late import LateEntry
    from applications.models.signing import SignatureRefusal


class ApplicationQuerySet(models.QuerySet["Application"]):
    def visible_to(self, hat: Membership | None) -> "ApplicationQuerySet":
        """The pair sees its own fiche at any time; the nation sees it once deposited.

        A draft that was given up stays the pair's alone. A rapporteur sees an assigned fiche from the moment they
        declare that nothing ties them to it: before, only its `reading.summary` is theirs to read. A guest sees no
        fiche: the few pages that show them their sections ask `guesthood`.
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

    It answers the `questionnaire` of its call, and keeps that revision once deposited (`applications.moving`).
    `deposit` is the one in force, the last of its `deposits`: what everybody but the pair reads.

    `heading` and its sections' `content` are what it says, in the words of the day each was written; `content_hash` is
    the SHA-256 of all of it, section by section (`applications.content`).

    `outcome`, `notified_at` and `notice_number` say what the letter made known, and are empty until it is out: a
    decision that is only proposed or validated shows nowhere on the fiche.
    """

    project = models.OneToOneField(RegionalProject, on_delete=models.PROTECT, related_name="application")
    questionnaire = models.ForeignKey(
        Questionnaire, on_delete=models.PROTECT, related_name="applications", verbose_name="questionnaire"
    )
    deposit = models.OneToOneField(
        "applications.Deposit",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="in_force_of",
        verbose_name="dépôt en vigueur",
    )
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

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        verbose_name = "fiche projet"
        verbose_name_plural = "fiches projet"
        ordering = ["project__region__slug", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=ApplicationState.WITHDRAWN)
                | Q(state=ApplicationState.DRAFT, deposit=None)
                | (~Q(state=ApplicationState.DRAFT) & Q(deposit__isnull=False)),
                name="a_deposited_fiche_has_its_deposit",
                violation_error_message="Une fiche déposée a son dépôt ; un brouillon n'en a pas.",
            ),
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

    @cached_property
    def carried_over(self) -> "list[CarriedOver]":
        """What it took from elsewhere (`applications.carried`), read once: for who holds the fiche."""
        # `fiche_edit.locked` reads whether there is anything.
        return list(self.carried.in_full()) if getattr(self, "carries", True) else []

    @cached_property
    def correction(self) -> "Correction | None":
        """The round of correction that is open on it, read once: for who holds the fiche."""
        if self.pk is None or self.state not in {ApplicationState.DEPOSITED, ApplicationState.ADMISSIBLE}:
            return None
        return (
            self.corrections.open().select_related("of", "opened_by__organisation").prefetch_related("sections").first()
        )

    @cached_property
    def unsound_files(self) -> "list[FicheFile]":
        """Those that are not examined, or were set aside."""
        return list(self.attachments.exclude(state=FileState.SOUND).select_related("document"))

    @cached_property
    def refusal(self) -> "SignatureRefusal | None":
        """Why a party does not sign it as it stands, read once: for who holds the fiche."""
        return self.refusals.live().order_by("pk").first()

    def guesthood(self, hat: Membership | None) -> "FicheGuest | None":
        """What this hat was invited to on it and may still, read once; None for who wears another hat."""
        if hat is None or not hat.guest:
            return None
        if hat.pk not in self._guesthoods:
            found = self.guests.live().of_hat(hat).in_full().order_by("pk").first()
            if found is not None:
                found.application = self
            self._guesthoods[hat.pk] = found
        return self._guesthoods[hat.pk]

    @cached_property
    def _guesthoods(self) -> "dict[int, FicheGuest | None]":
        return {}

    def late_entry(self, at: datetime) -> "LateEntry | None":
        """The late access that keeps it open longest at this instant; None when nothing does."""
        return self.late_entries.open_at(at).select_related("access").order_by("-access__expires_at").first()

    @property
    def written(self) -> bool:
        """Whether its pair is writing it: a draft, or a correction; whether it is in time is another matter."""
        return self.state == ApplicationState.DRAFT or self.correction is not None

    @property
    def in_force(self) -> "Deposit":
        """The deposit that its readers read, for what only a deposited fiche undergoes."""
        if self.deposit is None:
            raise OutOfTurn(f"La fiche est {self.state.said} : elle n'est pas déposée.")
        return self.deposit

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


class LiveSections(models.Manager["SectionAnswers"]):
    def get_queryset(self) -> models.QuerySet["SectionAnswers"]:
        return super().get_queryset().filter(left_at=None)


class SectionAnswers(Sealed):
    """A section of the fiche: its live answers {question code: value}, and what it says once sealed.

    `missing` are sentences, and `places` where each is corrected: «#field» of the section's page, or an address of its
    own; `version` grows each time the content changes. A section that a revision of the call's questionnaire withdrew
    left the fiche at `left_at`: its answers and versions stay, and come back if it does.
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
    left_at = models.DateTimeField("retirée le", null=True, blank=True)

    objects = LiveSections()
    with_former = models.Manager["SectionAnswers"]()

    class Meta:
        verbose_name = "réponses d'une section"
        base_manager_name = "with_former"
        ordering = ["section__number"]
        constraints = [models.UniqueConstraint(fields=["application", "section"], name="section_answered_once")]

    def __str__(self) -> str:
        return f"{self.section} – {self.application}"

    @property
    def is_void(self) -> bool:
        """«Sans objet», by what the other sections answer: nothing in it is asked, required or signed."""
        return bool(self.content.get("void"))


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
