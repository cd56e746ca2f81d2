"""Whom the pair invited to some sections of its draft."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db import models
from django.db.models import Exists, Q
from django.utils import timezone
from django.utils.functional import cached_property

from accounts.enums import NATIONAL_KINDS, InvitationState
from accounts.models import Invitation, Membership, User
from applications.enums import ApplicationState, GuestState
from applications.models.application import Application
from calls.models import Section


class GuestQuerySet(models.QuerySet["Guest"]):
    def live(self, at: datetime | None = None) -> "GuestQuerySet":
        """What opens something now: not withdrawn, not over, and the fiche still a draft."""
        return self.filter(
            withdrawn_at=None, ends_at__gt=at or timezone.now(), application__state=ApplicationState.DRAFT
        )

    def of_hat(self, hat: Membership) -> "GuestQuerySet":
        """Nothing for who examines fiches now, under another hat."""
        examines = Membership.objects.current().of(*NATIONAL_KINDS).filter(user=hat.user_id)
        return self.filter(~Exists(examines)).filter(Q(hat=hat) | Q(hat=None, invitation__accepted_as=hat))

    def of_person(self, user: User) -> "GuestQuerySet":
        """All that this person ever accepted, over or not."""
        return self.filter(Q(hat__user=user) | Q(invitation__accepted_as__user=user))

    def in_full(self) -> "GuestQuerySet":
        return self.select_related(
            "hat__user",
            "hat__organisation",
            "invitation__organisation",
            "invitation__accepted_as__user",
            "invitation__accepted_as__organisation",
            "invited_by__user",
            "invited_by__organisation",
        )


class Guest(models.Model):
    """A colleague or an expert who comments on some sections of a draft, or writes them, until a day.

    Their hat opens nothing by itself (`Membership.guest`): each row opens its sections, while it lasts. `hat` is known
    from the start of who wears one already; of the others, it is the one that the `invitation` gave once accepted.
    `sections` are their codes, which a revision of the call's questionnaire keeps.
    """

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="guests")
    hat = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    invitation = models.ForeignKey(Invitation, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    sections = models.JSONField("sections", default=list)
    writes = models.BooleanField("écrit", default=False)
    ends_at = models.DateTimeField("jusqu'à")
    invited_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    invited_at = models.DateTimeField("invitation du", default=timezone.now)
    withdrawn_at = models.DateTimeField("retirée le", null=True, blank=True)

    # Set on the rows of the pair's page: where each stands, and the numbers of its sections.
    stands: GuestState
    places: list[int]

    objects = GuestQuerySet.as_manager()

    class Meta:
        verbose_name = "invitation sur une fiche"
        verbose_name_plural = "invitations sur des fiches"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "hat"],
                condition=Q(withdrawn_at=None),
                name="guest_once",
                violation_error_message="Cette personne est déjà invitée sur cette fiche.",
            ),
            models.UniqueConstraint(
                fields=["application", "invitation"],
                condition=Q(withdrawn_at=None),
                name="guest_invited_once",
                violation_error_message="Cette adresse est déjà invitée sur cette fiche.",
            ),
            models.CheckConstraint(
                condition=Q(hat__isnull=False) | Q(invitation__isnull=False),
                name="guest_is_somebody",
                violation_error_message="Une personne invitée a un rôle, ou une invitation à l'accepter.",
            ),
        ]

    def __str__(self) -> str:
        """Without the address: the journal keeps this label for ever."""
        return f"Invitation sur la {str(self.application).lower()}"

    @property
    def worn(self) -> Membership | None:
        """The hat of who accepted."""
        return self.hat or (self.invitation.accepted_as if self.invitation else None)

    @property
    def email(self) -> str:
        """That of the account, once there is one: who leaves the portal leaves no address here."""
        if self.worn is not None:
            return self.worn.user.email
        return self.invitation.email if self.invitation else ""

    @property
    def person(self) -> str:
        """A name once they have an account, their address until then."""
        return self.worn.user.full_name if self.worn and self.worn.user.full_name else self.email

    @property
    def until(self) -> date:
        """The last day on which it opens something, where the call is."""
        return (self.ends_at - timedelta(seconds=1)).astimezone(self.application.project.call.zone).date()

    @property
    def task(self) -> str:
        return "écrire" if self.writes else "commenter"

    @cached_property
    def parts(self) -> Sequence[Section]:
        """The sections, as the fiche has them now; read once."""
        asked = Section.objects.filter(questionnaire=self.application.questionnaire_id, code__in=self.sections)
        return list(asked.order_by("number"))

    @property
    def keys(self) -> set[int]:
        return {part.pk for part in self.parts}

    @property
    def numbers(self) -> set[int]:
        return {part.number for part in self.parts}

    def state(self, at: datetime) -> GuestState:
        if self.withdrawn_at is not None:
            return GuestState.WITHDRAWN
        if self.ends_at <= at:
            return GuestState.OVER
        if self.worn is not None:
            return GuestState.OPEN
        expired = self.invitation is not None and self.invitation.state(at) != InvitationState.PENDING
        return GuestState.UNANSWERED if expired else GuestState.ASKED
