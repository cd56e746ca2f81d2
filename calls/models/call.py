"""Calls and what is attached to them."""

from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from accounts.enums import Role
from accounts.models import Membership
from calls.enums import CallPhase, DocumentKind
from calls.models.grid import Grid
from calls.models.programme import Phase
from calls.models.questionnaire import Questionnaire
from calls.models.term import Term
from records.models import Document


class CallQuerySet(models.QuerySet["Call"]):
    def published(self) -> "CallQuerySet":
        return self.exclude(published_at=None)

    def visible_to(self, hat: Membership | None) -> "CallQuerySet":
        """Everyone reads published calls; secretaries, presidents and signatories also those in preparation."""
        if hat is not None and hat.is_national(Role.SECRETARY, Role.PRESIDENT, Role.SIGNATORY):
            return self
        return self.published()

    def standing_in(self, phase: CallPhase, at: datetime) -> "CallQuerySet":
        """Those whose `calls.calendar.phase` is this one at an instant."""
        shown = self.filter(published_at__lte=at)
        closed = shown.filter(closes_at__lte=at)
        match phase:
            case CallPhase.PREPARATION:
                return self.filter(Q(published_at=None) | Q(published_at__gt=at))
            case CallPhase.ANNOUNCED:
                return shown.filter(opens_at__gt=at)
            case CallPhase.OPEN:
                return shown.filter(opens_at__lte=at, closes_at__gt=at)
            case CallPhase.EXAMINATION:
                return closed.filter(Q(concluded_at=None) | Q(concluded_at__gt=at))
            case CallPhase.CONCLUDED:
                return closed.filter(concluded_at__lte=at)

    def matching(self, text: str) -> "CallQuerySet":
        """Those whose title, reference or presentation contains every word typed; wildcards are literals."""
        found = self
        for word in text.split():
            found = found.filter(Q(title__icontains=word) | Q(reference__icontains=word) | Q(summary__icontains=word))
        return found

    def open_at(self, at: datetime) -> "CallQuerySet":
        return self.published().filter(opens_at__lte=at, closes_at__gt=at)


class Call(models.Model):
    """A national call for projects, of a phase of a programme. Where it stands is deduced from its dates."""

    phase = models.ForeignKey(Phase, on_delete=models.PROTECT, related_name="calls", verbose_name="phase du dispositif")
    # Its programme's, which the references of its fiches and its mails bear.
    acronym = models.CharField("sigle", max_length=12, default="ACIA", editable=False)
    number = models.PositiveSmallIntegerField("numéro d'ordre", default=1)
    title = models.CharField("titre", max_length=200)
    slug = models.SlugField("adresse", max_length=80, unique=True)
    reference = models.CharField("référence", max_length=80)
    legal_basis = models.CharField("fondement budgétaire", max_length=300, blank=True)
    summary = models.TextField("présentation", max_length=4000)
    opens_at = models.DateTimeField("ouverture")
    closes_at = models.DateTimeField("clôture", help_text="Un dépôt reçu à cet instant précis est déjà hors délai.")
    time_zone = models.CharField("fuseau horaire", max_length=40, default="Europe/Paris")
    # The dates that have a name: their words and their order are those of `calls.dates`.
    questions_until = models.DateTimeField("fin des questions", null=True, blank=True)
    completeness_on = models.DateField("fin de l'examen de recevabilité", null=True, blank=True)
    commission_on = models.DateField("commission d'examen", null=True, blank=True)
    decision_on = models.DateField("décisions", null=True, blank=True)
    funds_from = models.DateField("financements disponibles à compter du", null=True, blank=True)
    report_on = models.DateField("compte rendu attendu", null=True, blank=True)
    themes = models.ManyToManyField(Term, blank=True, related_name="+", verbose_name="thèmes")
    regional_themes = models.BooleanField("thèmes propres aux régions", default=True)
    questionnaire = models.ForeignKey(Questionnaire, on_delete=models.PROTECT, related_name="calls")
    grid = models.ForeignKey(Grid, on_delete=models.PROTECT, related_name="calls", verbose_name="grille")
    previous = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="next_calls",
        verbose_name="appel précédent",
    )
    published_at = models.DateTimeField("publié le", null=True, blank=True)
    concluded_at = models.DateTimeField("conclu le", null=True, blank=True)
    opening_told = models.BooleanField(default=False, editable=False)
    # Of a past call told again with invented examples: what public texts say of it. Empty for any other.
    sources = models.TextField("ce que disent les sources", max_length=4000, blank=True)
    # By name of field, what is read instead of a date that is known roughly: «mai 2021»; nothing, if it is left out.
    dates_in_words = models.JSONField("dates en mots", default=dict, blank=True)

    objects = CallQuerySet.as_manager()

    class Meta:
        verbose_name = "appel à projets"
        verbose_name_plural = "appels à projets"
        ordering = ["-opens_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_at__gt=F("opens_at")),
                name="call_dates_in_order",
                violation_error_message="La clôture doit suivre l'ouverture.",
            )
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("calls:call", args=[self.slug])

    @property
    def mail_about(self) -> str:
        """How the subject of a mail begins: «ACIA n° 5»."""
        return f"{self.acronym} n° {self.number}"

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)


class AllocationRule(models.Model):
    """How a call's envelope is split (R17–R22); frozen when the call opens."""

    call = models.OneToOneField(Call, on_delete=models.CASCADE, related_name="rule")
    envelope = models.DecimalField("enveloppe", max_digits=12, decimal_places=2, default=Decimal(1_000_000))
    fixed = models.DecimalField("part fixe par région", max_digits=12, decimal_places=2, default=Decimal(70_000))
    project_weight = models.DecimalField("poids d'un projet", max_digits=6, decimal_places=2, default=Decimal(1))
    establishment_weight = models.DecimalField(
        "poids d'une structure", max_digits=6, decimal_places=2, default=Decimal(1)
    )
    step = models.DecimalField("arrondi", max_digits=8, decimal_places=2, default=Decimal("0.01"))
    cap = models.DecimalField("plafond par région", max_digits=12, decimal_places=2, null=True, blank=True)

    class Meta:
        verbose_name = "règle de répartition"
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    envelope__gt=0, fixed__gte=0, project_weight__gte=0, establishment_weight__gte=0, step__gt=0
                ),
                name="rule_amounts_not_negative",
                violation_error_message="Les montants et les poids ne peuvent pas être négatifs.",
            ),
            models.CheckConstraint(
                condition=Q(fixed__lte=F("envelope")),
                name="rule_fixed_within_envelope",
                violation_error_message="La part fixe dépasse l'enveloppe.",
            ),
        ]

    def __str__(self) -> str:
        return f"Répartition de {self.call}"


class CallMilestone(models.Model):
    """A date that matters in a call's calendar, besides those that rule it."""

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="milestones")
    on = models.DateField("date")
    # Read instead of the date, which then only orders: «à l'automne 2024».
    when = models.CharField("date en mots", max_length=60, blank=True)
    label = models.CharField("jalon", max_length=200)

    class Meta:
        verbose_name = "jalon"
        verbose_name_plural = "jalons"
        ordering = ["on", "pk"]

    def __str__(self) -> str:
        return self.label


class CallDocument(models.Model):
    """A piece joined to a call, public once the call is published."""

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="documents")
    kind = models.CharField("nature", max_length=10, choices=DocumentKind)
    title = models.CharField("titre", max_length=200)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "document de l'appel"
        verbose_name_plural = "documents de l'appel"
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.title


class CallContact(models.Model):
    """Whom to write to about a call: a function within an organisation (R47)."""

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="contacts")
    organisation = models.ForeignKey("accounts.Organisation", on_delete=models.PROTECT, related_name="+")
    function = models.CharField("fonction", max_length=150)
    email = models.EmailField("adresse électronique")
    phone = models.CharField("téléphone", max_length=30, blank=True)

    class Meta:
        verbose_name = "contact de l'appel"
        verbose_name_plural = "contacts de l'appel"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.function}, {self.organisation}"
