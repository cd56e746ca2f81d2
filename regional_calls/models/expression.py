"""What an establishment answers to a regional call, from a link sent to its address."""

import hashlib
from datetime import timedelta

from django.db import models
from django.db.models import Q
from django.utils import timezone

from acts.models import Act
from calls.models import Term
from core.states import StateField
from directory.enums import EntityKind, LegalStatus, Sector
from directory.models import Establishment
from records.models import Document, Sealed
from regional_calls.enums import ExpressionState, PieceKind
from regional_calls.models.call import RegionalCall, RegionalTheme
from regions.models import Participation

# How long a link still opens its expression once its decision may no longer be contested.
LINK_AFTERLIFE = timedelta(days=30)


def digest(token: str) -> str:
    """What is kept of a link's secret: enough to recognise it, not to write it again."""
    return hashlib.sha256(token.encode()).hexdigest()


class AccessLinkQuerySet(models.QuerySet["AccessLink"]):
    def bearing(self, token: str) -> "AccessLinkQuerySet":
        return self.filter(token_digest=digest(token))


class AccessLink(models.Model):
    """A secret link that opens the expression of an address in a call. Each one sent stays good."""

    call = models.ForeignKey(RegionalCall, on_delete=models.CASCADE, related_name="links")
    email = models.EmailField("adresse électronique")
    token_digest = models.CharField(max_length=64, unique=True)
    sent_at = models.DateTimeField("envoyé le", default=timezone.now)

    objects = AccessLinkQuerySet.as_manager()

    class Meta:
        verbose_name = "lien d'accès"
        verbose_name_plural = "liens d'accès"
        ordering = ["-pk"]

    def __str__(self) -> str:
        """Without the address."""
        return f"Lien d'accès n° {self.pk}"


class ExpressionQuerySet(models.QuerySet["Expression"]):
    def handed_in(self) -> "ExpressionQuerySet":
        """What the pair reads: a draft or a withdrawn expression is its author's alone."""
        return self.filter(state=ExpressionState.SUBMITTED)

    def in_full(self) -> "ExpressionQuerySet":
        """With what a list or a comparison shows of each, in a constant number of queries."""
        return self.select_related(
            "theme", "nature", "maturity", "establishment", "choice__act__document", "participation"
        ).prefetch_related("views")


class Expression(Sealed):
    """An expression of interest of one structure.

    `draft` is what its author is writing: {"structure": {…}, "address": text, "project": {…}, "answers": {question
    code: value}}. The columns below it are what was last handed in, which alone the pair reads, and `content` says it
    in the words of that day; handing in again replaces them. `receipt` is that of the last handing in.
    """

    call = models.ForeignKey(RegionalCall, on_delete=models.PROTECT, related_name="expressions")
    email = models.EmailField("adresse électronique")
    state = StateField("état", max_length=10, choices=ExpressionState, default=ExpressionState.DRAFT)
    draft = models.JSONField("en cours d'écriture", default=dict)
    started_at = models.DateTimeField("commencée le", default=timezone.now)
    edited_at = models.DateTimeField("modifiée le", default=timezone.now)

    number = models.CharField("numéro", max_length=40, unique=True, null=True, blank=True)
    submission = models.PositiveSmallIntegerField("remise n°", default=0)
    submitted_at = models.DateTimeField("remise le", null=True, blank=True)
    withdrawn_at = models.DateTimeField("retirée le", null=True, blank=True)
    establishment = models.ForeignKey(
        Establishment, on_delete=models.PROTECT, null=True, blank=True, related_name="expressions"
    )
    kind = models.CharField("nature", max_length=15, choices=EntityKind, blank=True)
    name = models.CharField("structure", max_length=200, blank=True)
    finess = models.CharField("n° FINESS", max_length=9, blank=True)
    category = models.CharField("catégorie", max_length=150, blank=True)
    city = models.CharField("ville", max_length=80, blank=True)
    address = models.CharField("adresse postale", max_length=350, blank=True)
    sector = models.CharField("secteur", max_length=15, choices=Sector, blank=True)
    legal_status = models.CharField("statut", max_length=20, choices=LegalStatus, blank=True)
    contact_function = models.CharField("fonction du référent", max_length=150, blank=True)
    title = models.CharField("projet numérique", max_length=200, blank=True)
    tool = models.CharField("outil", max_length=200, blank=True)
    theme = models.ForeignKey(
        RegionalTheme, on_delete=models.PROTECT, null=True, blank=True, related_name="expressions", verbose_name="thème"
    )
    nature = models.ForeignKey(Term, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    maturity = models.ForeignKey(Term, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    work_question = models.TextField("question de travail", max_length=1500, blank=True)
    answers = models.JSONField("réponses", default=dict)
    receipt = models.OneToOneField(Act, on_delete=models.PROTECT, null=True, blank=True, related_name="expression")
    participation = models.OneToOneField(
        Participation, on_delete=models.SET_NULL, null=True, blank=True, related_name="expression"
    )

    objects = ExpressionQuerySet.as_manager()

    class Meta:
        verbose_name = "réponse à un appel régional"
        verbose_name_plural = "réponses à un appel régional"
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["call", "email"],
                name="expression_once_per_address",
                violation_error_message="Cette adresse a déjà une réponse à cet appel.",
            ),
            models.UniqueConstraint(
                fields=["call", "establishment"],
                condition=Q(state="submitted"),
                name="expression_once_per_establishment",
                violation_error_message="Cette structure a déjà répondu à cet appel.",
            ),
            models.CheckConstraint(
                condition=~Q(state="submitted")
                | (
                    Q(
                        submitted_at__isnull=False,
                        number__isnull=False,
                        theme__isnull=False,
                        nature__isnull=False,
                        maturity__isnull=False,
                    )
                    & ~Q(name="")
                    & ~Q(address="")
                    & ~Q(title="")
                ),
                name="expression_handed_in_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number or 'Brouillon'} – {self.name or 'structure à choisir'}"

    @property
    def place(self) -> str:
        return f"{self.name} ({self.city})" if self.city else self.name


class AttachmentQuerySet(models.QuerySet["Attachment"]):
    def of_author(self) -> "AttachmentQuerySet":
        return self.filter(removed_at=None)

    def of_pair(self) -> "AttachmentQuerySet":
        """Those handed in; one that its author removes stays until the next handing in."""
        return self.exclude(submitted_at=None)


class Attachment(models.Model):
    """A piece joined to an expression; the pair sees it once it is handed in."""

    expression = models.ForeignKey(Expression, on_delete=models.CASCADE, related_name="attachments")
    kind = models.CharField("nature", max_length=12, choices=PieceKind)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField("jointe le", default=timezone.now)
    submitted_at = models.DateTimeField("remise le", null=True, blank=True)
    removed_at = models.DateTimeField("retirée le", null=True, blank=True)

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        verbose_name = "pièce jointe"
        verbose_name_plural = "pièces jointes"
        ordering = ["kind", "pk"]

    def __str__(self) -> str:
        return self.document.name
