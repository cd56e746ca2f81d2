"""Memberships: the hats a person may wear."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.text import capfirst

from accounts.enums import ARACT_KINDS, NATIONAL_KINDS, OrganisationKind, Role
from accounts.models.user import User
from core.wording import lowered, the

# Under what title and by which power a person signs.
CAPACITY = (
    "job_title",
    "service",
    "own_power",
    "delegation",
    "delegation_act",
    "delegation_from",
    "delegation_until",
)


class MembershipQuerySet(models.QuerySet["Membership"]):
    def current(self, on: date | None = None) -> "MembershipQuerySet":
        """Hats that may be worn on a day. `until` is the first day without: ending one today closes it at once."""
        on = on or timezone.localdate()
        return self.filter(Q(until=None) | Q(until__gt=on), since__lte=on, user__is_active=True)

    def administrators(self) -> "MembershipQuerySet":
        return self.filter(role=Role.ADMINISTRATOR)

    def of(self, *kinds: OrganisationKind) -> "MembershipQuerySet":
        return self.filter(organisation__kind__in=kinds)


class Membership(models.Model):
    """A hat: a person acting for an organisation in one role, between two dates.

    Every right is asked of a membership, and every deed is signed by one (`by=`). Who signs an act has its power of
    their own (a director general) or by a delegation, published, which runs from one day to another, both included.
    """

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships", verbose_name="personne")
    organisation = models.ForeignKey(
        "accounts.Organisation", on_delete=models.PROTECT, related_name="memberships", verbose_name="organisation"
    )
    role = models.CharField("rôle", max_length=20, choices=Role)
    job_title = models.CharField("fonction", max_length=150, help_text="Figure sous la signature.")
    delegation = models.CharField(
        "délégation", max_length=200, blank=True, help_text="Par exemple « Pour le ministre et par délégation »."
    )
    delegation_act = models.CharField(
        "publication de la délégation",
        max_length=250,
        blank=True,
        help_text="L'acte et sa publication : « arrêté du 3 mars 2026, Journal officiel du 5 mars 2026 ».",
    )
    delegation_from = models.DateField("délégation valable du", null=True, blank=True)
    delegation_until = models.DateField("au (compris)", null=True, blank=True)
    own_power = models.BooleanField("signe par son pouvoir propre", default=False)
    service = models.CharField("service", max_length=200, blank=True)
    since = models.DateField("depuis le", default=timezone.localdate)
    until = models.DateField("terminé le", null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = "rôle"
        ordering = ["organisation__name", "role", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "organisation", "role"],
                condition=Q(until=None),
                name="membership_once",
                violation_error_message="Cette personne a déjà ce rôle dans cette organisation.",
            ),
            models.CheckConstraint(
                condition=Q(delegation_until=None)
                | Q(delegation_from=None)
                | Q(delegation_until__gte=F("delegation_from")),
                name="delegation_dates_in_order",
                violation_error_message="La délégation finirait avant de commencer.",
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")),
                name="membership_dates_in_order",
                violation_error_message="La fin précède le début.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.job_title or self.user}, {self.organisation}"

    @property
    def lower_title(self) -> str:
        return lowered(self.job_title)

    @property
    def named(self) -> str:
        """«Prénom Nom, chargée de mission (ARS Paca)», as papers that bind say who did what."""
        return ", ".join(filter(None, [self.user.full_name, self.lower_title])) + f" ({self.organisation})"

    @property
    def acting(self) -> str:
        """«ARS Paca (chargée de mission)», before which `core.wording` puts its article: who acts, in a sentence."""
        return f"{self.organisation} ({self.lower_title or self.user})"

    @property
    def subject(self) -> str:
        return capfirst(the(self.acting))

    def is_current(self, on: date | None = None) -> bool:
        """The dates alone; whether the person's account is active is another matter."""
        on = on or timezone.localdate()
        return self.since <= on and (self.until is None or self.until > on)

    @property
    def administers(self) -> bool:
        return self.role == Role.ADMINISTRATOR

    @property
    def guest(self) -> bool:
        """Acts for nobody: sees what a room's own invitation opens to them, and nothing else (decision 0043)."""
        return self.role == Role.GUEST

    @property
    def national(self) -> bool:
        """Acts for DGOS or Anact."""
        return self.organisation.kind in NATIONAL_KINDS

    @property
    def ars(self) -> bool:
        return self.organisation.kind == OrganisationKind.ARS

    @property
    def aract(self) -> bool:
        """Acts for an Aract, or for the operator that stands in for it."""
        return self.organisation.kind in ARACT_KINDS

    @property
    def regional(self) -> bool:
        return self.ars or self.aract

    def is_national(self, *roles: Role) -> bool:
        """Acts for DGOS or Anact in one of these roles."""
        return self.national and self.role in roles
