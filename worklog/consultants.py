"""Whose days a project's log holds."""

from datetime import date

from django.db.models import Exists, OuterRef, Q

from accounts.enums import Role
from accounts.models import Membership
from regions.models import RegionalProject
from worklog.models import WorkDay

WRITE = (Role.WRITER, Role.SIGNATORY)


def consultants_of(project: RegionalProject, today: date) -> list[Membership]:
    """Those who write or sign for the project's Aract today, and those who noted days before they left."""
    logged = Exists(WorkDay.objects.filter(project=project, consultant=OuterRef("pk")))
    current = Q(organisation=project.aract_id, role__in=WRITE, since__lte=today) & (Q(until=None) | Q(until__gt=today))
    return list(
        Membership.objects.filter(current & Q(user__is_active=True) | logged)
        .select_related("user", "organisation__region")
        .order_by("job_title", "pk")
    )


def name_of(consultant: Membership) -> str:
    """People are shown by their displayed name; their function helps when it says more."""
    name = str(consultant.user)
    return name if consultant.job_title in {"", name} else f"{name}, {consultant.job_title}"
