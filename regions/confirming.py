"""A structure commits itself to the collective action (R33)."""

from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.enums import Role
from accounts.mailing import Mail, tell
from accounts.models import Membership
from core.verdicts import ensure
from core.wording import instant
from records import journal
from regions.models import Participation
from regions.moments import CONFIRMED
from regions.permissions import joined_afterwards, may_confirm_participation

# By whether the structure joined after the award.
WHAT_IT_CHANGES = {
    False: "La fiche projet n'a pas changé et les signatures restent valables",
    True: "La page des participants du projet le dit",
}


@transaction.atomic
def confirm(participation: Participation, *, by: Membership, now: datetime | None = None) -> Participation:
    """Record the commitment and tell the pair; the fiche's content, and so its signatures, do not move."""
    now = now or timezone.now()
    row = Participation.objects.select_for_update(of=("self",)).select_related(
        "establishment", "project__call", "project__ars", "project__aract", "project__award"
    )
    participation = row.get(pk=participation.pk)
    ensure(may_confirm_participation(by, participation))
    participation.confirmed_at, participation.confirmed_by = now, by
    participation.save(update_fields=["confirmed_at", "confirmed_by"])
    tell_pair(participation, by=by, at=now)
    journal.record(
        "regions.confirm",
        participation,
        by=by,
        summary=f"Engagement confirmé : {participation.establishment}",
        data={"project": participation.project_id},
        now=now,
    )
    return participation


def tell_pair(participation: Participation, *, by: Membership, at: datetime) -> None:
    """One mail to each person who writes or signs for the ARS or the Aract."""
    project, establishment = participation.project, participation.establishment
    emails = (
        Membership.objects.current()
        .filter(organisation__in=[project.ars_id, project.aract_id], role__in=[Role.WRITER, Role.SIGNATORY])
        .values_list("user__email", flat=True)
    )
    mail = Mail(
        project.mail_about,
        f"{establishment.name} confirme son engagement",
        f"{establishment} a confirmé son engagement dans le projet « {project.title} », le {instant(at)}.",
        reverse("regions:participants", args=[project.pk]),
        [f"Confirmé par : {by.job_title}.", f"{WHAT_IT_CHANGES[joined_afterwards(participation)]}."],
        reply_to=by.user.email,
    )
    tell(CONFIRMED, emails, mail, key=f"participation-confirmed:{participation.pk}")
