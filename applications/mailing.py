"""Where the mails about a fiche lead."""

from datetime import datetime

from django.urls import reverse
from django.utils import timezone

from accounts.enums import OrganisationKind, Role
from accounts.mailing import secretaries
from accounts.models import Membership
from applications.models import Application

__all__ = ["dgos_signatories", "path_of", "secretaries"]


def path_of(application: Application) -> str:
    return reverse("applications:application", args=[application.pk])


def dgos_signatories(now: datetime | None = None) -> set[str]:
    """Everyone who signs for the minister now."""
    hats = Membership.objects.current(timezone.localdate(now)).of(OrganisationKind.DGOS).filter(role=Role.SIGNATORY)
    return set(hats.values_list("user__email", flat=True))
