"""Telling structures what waits for them in a project, and that it is closed."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils import timezone

from accounts.enums import Role
from accounts.mailing import Mail, addresses_of, tell
from accounts.models import Membership
from core.wording import day, of_the
from regions.models import Participation, RegionalProject
from regions.moments import CLOSED, TO_CONFIRM
from regions.permissions import joined_afterwards

# A morning missed is made up for the next day.
RECENT = timedelta(days=2)


def tell_commitments_awaited(now: datetime) -> None:
    """Each morning, to the contact of each structure entered since: its commitment is to be confirmed (R33)."""
    recent = timezone.localdate(now) - RECENT
    entered = Participation.objects.present().filter(confirmed_at=None, joined_on__gte=recent)
    for row in entered.with_leaders().select_related("establishment__organisation").order_by("pk"):
        if row.project.call.concluded_at is not None and not joined_afterwards(row):
            continue
        mail = Mail(
            row.project.mail_about,
            "votre engagement est à confirmer",
            f"Confirmez l'engagement {of_the(row.establishment)} dans le projet « {row.project.title} ».",
            reverse("regions:participations"),
            [f"L'ARS et l'Aract ont inscrit votre structure le {day(row.joined_on)}."],
            reply_to=row.project.ars.email,
        )
        tell(TO_CONFIRM, contacts_of([row]), mail, key=f"to-confirm:{row.pk}")


def contacts_of(rows: Iterable[Participation]) -> set[str]:
    """Who acts for these structures in the portal, and the referents that the pair named."""
    rows = list(rows)
    organisations = {row.establishment.organisation_id for row in rows} - {None}
    held = Membership.objects.current().filter(role=Role.CONTACT, organisation__in=organisations)
    return set(held.values_list("user__email", flat=True)) | {row.contact_email for row in rows} - {""}


def tell_closed(project: RegionalProject, *, by: Membership, now: datetime) -> None:
    rows = Participation.objects.present().filter(project=project).select_related("establishment")
    mail = Mail(
        project.mail_about,
        "le projet est clos",
        f"L'exploration du projet « {project.title} » est terminée.",
        reverse("project", args=[project.pk]),
        reply_to=project.ars.email,
    )
    told = addresses_of([project.ars, project.aract], but=by, now=now) | contacts_of(rows)
    tell(CLOSED, told, mail, key=f"project-closed:{project.pk}")
