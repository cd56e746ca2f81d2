"""Whose days a project's log holds."""

from datetime import date

from django.db.models import Q

from accounts.enums import Role
from accounts.models import Membership
from regions.models import RegionalProject

WRITE = (Role.WRITER, Role.SIGNATORY)


def consultants_of(project: RegionalProject, today: date) -> list[Membership]:
    """Those who write or sign for the project's Aract today, and those who noted days before they left."""
    current = Q(role__in=WRITE, since__lte=today, user__is_active=True) & (Q(until=None) | Q(until__gt=today))
    logged = Q(pk__in=project.work_days.order_by().values("consultant"))
    return list(
        Membership.objects.filter(current | logged, organisation=project.aract_id)
        .select_related("user", "organisation__region")
        .order_by("job_title", "pk")
    )


def name_of(consultant: Membership) -> str:
    """People are shown by their displayed name; their function helps when it says more."""
    name = str(consultant.user)
    return name if consultant.job_title in {"", name} else f"{name}, {consultant.job_title}"
