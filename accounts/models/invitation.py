"""Invitations: the only way to get an account."""

from datetime import datetime, timedelta

from django.db import models
from django.utils import timezone

from accounts.enums import Role
from accounts.models.membership import Membership
from accounts.models.user import User


class InvitationQuerySet(models.QuerySet):
    def pending(self, at: datetime | None = None) -> "InvitationQuerySet":
        return self.filter(accepted_at=None, revoked_at=None, expires_at__gt=at or timezone.now())


class Invitation(models.Model):
    """An offer of one membership, sent by mail; only a digest of its secret is kept."""

    VALIDITY = timedelta(days=14)

    email = models.EmailField("adresse électronique")
    organisation = models.ForeignKey("regions.Organisation", on_delete=models.PROTECT, related_name="+")
    role = models.CharField("rôle", max_length=20, choices=Role)
    job_title = models.CharField("qualité", max_length=150)
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

    def __str__(self) -> str:
        return f"{self.email} ({self.organisation})"
