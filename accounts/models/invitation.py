"""Invitations: the only way to get an account."""

import hashlib
from datetime import datetime, timedelta
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.enums import InvitationState, Role
from accounts.models.membership import Membership
from accounts.models.user import User


def digest(token: str) -> str:
    """What is kept of a token: enough to recognise it, not to write it again."""
    return hashlib.sha256(token.encode()).hexdigest()


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def visible_to(self, hat: Membership | None) -> "InvitationQuerySet":
        return self if hat is not None and hat.administers else self.none()

    def bearing(self, token: str) -> "InvitationQuerySet":
        return self.filter(token_digest=digest(token))

    def unanswered(self) -> "InvitationQuerySet":
        return self.filter(accepted_at=None, revoked_at=None)

    def pending(self, at: datetime | None = None) -> "InvitationQuerySet":
        return self.unanswered().filter(expires_at__gt=at or timezone.now())

    def expired(self, at: datetime | None = None) -> "InvitationQuerySet":
        return self.unanswered().filter(expires_at__lte=at or timezone.now())

    def in_state(self, state: InvitationState, at: datetime | None = None) -> "InvitationQuerySet":
        match state:
            case InvitationState.ACCEPTED:
                return self.exclude(accepted_at=None)
            case InvitationState.REVOKED:
                return self.exclude(revoked_at=None)
            case InvitationState.EXPIRED:
                return self.expired(at)
            case _:
                return self.pending(at)


class Invitation(models.Model):
    """An offer of one membership, sent by mail; only a digest of its secret is kept."""

    VALIDITY = timedelta(days=14)

    email = models.EmailField("adresse électronique")
    organisation: Any = models.ForeignKey("accounts.Organisation", on_delete=models.PROTECT, related_name="+")
    role = models.CharField("rôle", max_length=20, choices=Role)
    job_title = models.CharField("fonction", max_length=150)
    # Whose invitation it is and to what, in sentences, when it is not to act for an organisation.
    note = models.TextField("objet", max_length=1000, blank=True)
    token_digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField("envoyée le", default=timezone.now)
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    expires_at = models.DateTimeField("expire le")
    accepted_at = models.DateTimeField("acceptée le", null=True, blank=True)
    accepted_as = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    revoked_at = models.DateTimeField("annulée le", null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = "invitation"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["email", "organisation", "role"],
                condition=Q(accepted_at=None, revoked_at=None),
                name="invitation_once",
                violation_error_message="Une invitation attend déjà une réponse pour ce rôle.",
            ),
            models.CheckConstraint(
                condition=Q(accepted_at=None) | Q(revoked_at=None),
                name="invitation_accepted_or_revoked",
                violation_error_message="Une invitation acceptée ne s'annule pas.",
            ),
        ]

    def __str__(self) -> str:
        """Without the address: the journal keeps this label for ever."""
        return f"{self.get_role_display()}, {self.organisation}"

    def state(self, at: datetime | None = None) -> InvitationState:
        if self.accepted_at is not None:
            return InvitationState.ACCEPTED
        if self.revoked_at is not None:
            return InvitationState.REVOKED
        return InvitationState.PENDING if (at or timezone.now()) < self.expires_at else InvitationState.EXPIRED
