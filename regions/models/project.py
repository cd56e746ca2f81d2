"""Regional projects: one ARS–Aract pair answering one call, and what they plan."""

from decimal import Decimal
from typing import Any

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Count, F, Q
from django.utils import timezone

from accounts.enums import Role
from accounts.models import Membership
from accounts.models.organisation import Organisation, Region
from calls.enums import Vocabulary
from calls.models import Call, Term
from core.states import StateField
from directory.models.establishment import Establishment
from records.models import Document
from regions.enums import FundingState, MemberGroup, ProjectState


class RegionalProjectQuerySet(models.QuerySet["RegionalProject"]):
    def of_pair(self, hat: Membership) -> "RegionalProjectQuerySet":
        return self.filter(Q(ars=hat.organisation) | Q(aract=hat.organisation))

    def visible_to(self, hat: Membership | None) -> "RegionalProjectQuerySet":
        """The pair works on its own projects; what others may read of a fiche goes through `applications`."""
        return self.of_pair(hat) if hat is not None and hat.regional else self.none()

    def followed_by(self, hat: Membership | None) -> "RegionalProjectQuerySet":
        """Whose life after the award a hat may read: the pair's own; all of them for those who steer DGOS and Anact."""
        if hat is not None and hat.is_national(Role.SECRETARY, Role.PRESIDENT, Role.SIGNATORY):
            return self
        return self.visible_to(hat)

    def awarded(self) -> "RegionalProjectQuerySet":
        return self.filter(award__isnull=False)

    def with_parties(self) -> "RegionalProjectQuerySet":
        """With what every page of a project names, in one query."""
        return self.select_related("call__rule", "call__phase", "region", "ars", "aract", "award", "application")

    def with_counts(self) -> "RegionalProjectQuerySet":
        """Annotate what the allocation weighs (R20).

        `establishment_count`: structures taking part, `project_count`: digital projects that they explore; today before
        the award, and on its day afterwards, since who joins or leaves later does not change what was weighed.
        """
        awarded_on = F("award__awarded_on")
        today = Q(award=None, participations__left_on=None)
        then = Q(participations__left_on=None) | Q(participations__left_on__gt=awarded_on)
        present = today | (Q(participations__joined_on__lte=awarded_on) & then)
        return self.annotate(
            project_count=Count("participations__digital_project", filter=present, distinct=True),
            establishment_count=Count("participations", filter=present, distinct=True),
        )


class RegionalProject(models.Model):
    """The ACIA of a region for a call, carried by the ARS and built with the Aract (R25–R26)."""

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="projects", verbose_name="appel")
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="projects", verbose_name="région")
    ars = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="projects_as_ars", verbose_name="ARS")
    aract = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="projects_as_aract", verbose_name="Aract ou opérateur"
    )
    title = models.CharField("titre du projet", max_length=200)
    previous = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="next_projects",
        verbose_name="projet précédent",
    )
    requested_complement = models.DecimalField(
        "part complémentaire demandée",
        max_digits=12,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    complement_reason = models.TextField("justification de la part complémentaire", max_length=2000, blank=True)
    started_at = models.DateTimeField("commencé le", default=timezone.now)

    objects = RegionalProjectQuerySet.as_manager()

    class Meta:
        verbose_name = "projet régional"
        verbose_name_plural = "projets régionaux"
        ordering = ["call", "region__slug"]
        constraints = [
            models.UniqueConstraint(
                fields=["call", "region"],
                name="project_once_per_call_and_region",
                violation_error_message="Cette région a déjà un projet pour cet appel.",
            ),
            models.CheckConstraint(
                condition=Q(requested_complement=None) | Q(requested_complement__gte=0),
                name="project_complement_not_negative",
                violation_error_message="Un montant ne peut pas être négatif.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.region} : {self.title}"

    @property
    def mail_about(self) -> str:
        """How the subject of a mail begins: «ACIA n° 5 – Bretagne»."""
        return f"{self.call.mail_about} – {self.region}"

    @property
    def state(self) -> ProjectState:
        granted = getattr(self, "award", None)
        if granted is None:
            return ProjectState.BEFORE_AWARD
        return ProjectState.RUNNING if granted.closed_on is None else ProjectState.CLOSED


class DigitalProjectQuerySet(models.QuerySet["DigitalProject"]):
    def explored(self) -> "DigitalProjectQuerySet":
        """Those that a present participant explores; the others have left the fiche."""
        return self.filter(participations__left_on=None, participations__isnull=False).distinct()


class DigitalProject(models.Model):
    """A digital tool explored in one or several establishments; what the allocation counts as a project."""

    project = models.ForeignKey(RegionalProject, on_delete=models.CASCADE, related_name="digital_projects")
    title = models.CharField("projet numérique", max_length=200)
    tool = models.CharField("outil", max_length=200, blank=True)
    theme = models.ForeignKey(
        Term,
        on_delete=models.PROTECT,
        related_name="+",
        limit_choices_to={"vocabulary__in": [Vocabulary.THEME, Vocabulary.THEME_PACA]},
        verbose_name="thème",
    )
    nature = models.ForeignKey(
        Term,
        on_delete=models.PROTECT,
        related_name="+",
        limit_choices_to={"vocabulary": Vocabulary.NATURE},
        verbose_name="nature",
    )
    maturity = models.ForeignKey(
        Term,
        on_delete=models.PROTECT,
        related_name="+",
        limit_choices_to={"vocabulary": Vocabulary.MATURITY},
        verbose_name="maturité",
    )
    work_question = models.TextField(
        "question de travail posée",
        max_length=1500,
        blank=True,
        help_text="Conditions de travail, performance ou conduite du changement (R87).",
    )

    objects = DigitalProjectQuerySet.as_manager()

    class Meta:
        verbose_name = "projet numérique"
        verbose_name_plural = "projets numériques"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "title"],
                name="digital_project_title_once",
                violation_error_message="Ce projet numérique est déjà dans la fiche.",
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def last_move(self) -> Any:
        """Its latest `MaturityMove`, read from rows that the page has already fetched; None while it has not moved."""
        moves = list(self.maturity_moves.all())
        return moves[-1] if moves else None


class ParticipationQuerySet(models.QuerySet["Participation"]):
    def present(self) -> "ParticipationQuerySet":
        return self.filter(left_on=None)

    def in_full(self) -> "ParticipationQuerySet":
        """With the establishment, the tool and the words that describe it, in one query."""
        return self.select_related(
            "establishment", "digital_project__theme", "digital_project__nature", "digital_project__maturity"
        )

    def with_leaders(self) -> "ParticipationQuerySet":
        """With the project, its call, its pair and its award."""
        return self.select_related(
            "project__call", "project__region", "project__ars", "project__aract", "project__award"
        )

    def visible_to(self, hat: Membership | None) -> "ParticipationQuerySet":
        """The pair sees its own; an establishment's contact sees those of the establishment."""
        if hat is None:
            return self.none()
        if hat.role == Role.CONTACT:
            return self.filter(establishment__organisation=hat.organisation)
        if hat.regional:
            return self.filter(Q(project__ars=hat.organisation) | Q(project__aract=hat.organisation))
        return self.none()


class Participation(models.Model):
    """An establishment taking part in a regional project, with the tool it explores and what it questions (R52).

    `letter` is its director's commitment in writing, the latest one received.
    """

    project = models.ForeignKey(RegionalProject, on_delete=models.CASCADE, related_name="participations")
    establishment = models.ForeignKey(
        Establishment, on_delete=models.PROTECT, related_name="participations", verbose_name="établissement"
    )
    digital_project = models.ForeignKey(
        DigitalProject, on_delete=models.PROTECT, related_name="participations", verbose_name="projet numérique"
    )
    contact_function = models.CharField("fonction du référent", max_length=150, blank=True)
    contact_email = models.EmailField("courriel du référent", blank=True)
    dimensions = models.ManyToManyField(
        Term,
        blank=True,
        related_name="+",
        limit_choices_to={"vocabulary": Vocabulary.DIMENSION},
        verbose_name="dimensions questionnées",
    )
    joined_on = models.DateField("depuis le", default=timezone.localdate)
    left_on = models.DateField("jusqu'au", null=True, blank=True)
    left_reason = models.CharField("raison du départ", max_length=300, blank=True)
    letter = models.ForeignKey(
        Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="lettre d'engagement"
    )
    confirmed_at = models.DateTimeField("engagement confirmé le", null=True, blank=True)
    confirmed_by = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects = ParticipationQuerySet.as_manager()

    class Meta:
        verbose_name = "participation"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "establishment"],
                condition=Q(left_on=None),
                name="participation_once",
                violation_error_message="Cette structure participe déjà à ce projet.",
            ),
            models.CheckConstraint(
                condition=Q(left_on=None) | Q(left_on__gte=F("joined_on")), name="participation_dates_in_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.establishment} – {self.project}"

    @property
    def gone(self) -> bool:
        return self.left_on is not None


class CollectiveMember(models.Model):
    """A seat in the regional collective or the extended group: a profile and a function, no name, no union (C7)."""

    project = models.ForeignKey(RegionalProject, on_delete=models.CASCADE, related_name="members")
    group = models.CharField("groupe", max_length=12, choices=MemberGroup)
    profile = models.ForeignKey(Term, on_delete=models.PROTECT, related_name="+", verbose_name="profil")
    function = models.CharField("fonction", max_length=150)
    organisation_name = models.CharField("organisme", max_length=200, blank=True)
    participation = models.ForeignKey(
        Participation,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="members",
        verbose_name="établissement",
    )
    seats = models.PositiveSmallIntegerField("nombre de personnes", default=1, validators=[MinValueValidator(1)])

    class Meta:
        verbose_name = "membre"
        ordering = ["group", "profile__position", "pk"]
        constraints = [models.CheckConstraint(condition=Q(seats__gte=1), name="member_counts")]

    def __str__(self) -> str:
        return f"{self.function} ({self.profile})"

    @property
    def origin(self) -> str:
        """Where the member comes from: a participating structure or another organisation."""
        return self.participation.establishment.name if self.participation else self.organisation_name


class StagePlan(models.Model):
    """Days and dates that the pair plans for one of the six stages (R58–R64)."""

    project = models.ForeignKey(RegionalProject, on_delete=models.CASCADE, related_name="stages")
    stage = models.ForeignKey(
        Term,
        on_delete=models.PROTECT,
        related_name="+",
        limit_choices_to={"vocabulary": Vocabulary.STAGE},
        verbose_name="étape",
    )
    planned_days = models.DecimalField("jours prévus", max_digits=6, decimal_places=2, default=Decimal(0))
    starts_on = models.DateField("début", null=True, blank=True)
    ends_on = models.DateField("fin", null=True, blank=True)
    method = models.TextField("méthode", max_length=1500, blank=True)

    class Meta:
        verbose_name = "étape prévue"
        verbose_name_plural = "étapes prévues"
        ordering = ["project", "stage__position"]
        constraints = [
            models.UniqueConstraint(fields=["project", "stage"], name="stage_plan_once"),
            models.CheckConstraint(condition=Q(planned_days__gte=0), name="stage_days_not_negative"),
            models.CheckConstraint(
                condition=Q(starts_on=None) | Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="stage_dates_in_order",
                violation_error_message="La fin de l'étape précède son début.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.stage} – {self.project}"


class CoFunding(models.Model):
    """Another funder's share in the project (R23)."""

    project = models.ForeignKey(RegionalProject, on_delete=models.CASCADE, related_name="cofundings")
    funder = models.CharField("financeur", max_length=200)
    purpose = models.CharField("objet", max_length=200, blank=True)
    amount = models.DecimalField("montant", max_digits=12, decimal_places=2, validators=[MinValueValidator(0)])
    state = StateField("état", max_length=10, choices=FundingState, default=FundingState.ASKED)

    class Meta:
        verbose_name = "cofinancement"
        ordering = ["pk"]
        constraints = [models.CheckConstraint(condition=Q(amount__gte=0), name="cofunding_not_negative")]

    def __str__(self) -> str:
        return f"{self.funder} : {self.amount} €"
