"""The very first account, which nobody is there to invite."""

from datetime import datetime

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils import timezone

from accounts.enums import OrganisationKind, Role
from accounts.models import Membership, Organisation, User
from core.verdicts import OutOfTurn
from records.journal import record


@transaction.atomic
def make_first_administrator(email: str, *, now: datetime | None = None) -> Membership:
    """Make the first administrator of a new portal, without a password: «mot de passe oublié» gives them one.

    Refused once there is an administrator, who invites the others.
    """
    now = now or timezone.now()
    if Membership.objects.current(timezone.localdate(now)).administrators().exists():
        raise OutOfTurn("Le portail a déjà une administration : c'est elle qui invite.")
    platform = Organisation.objects.get(kind=OrganisationKind.PLATFORM)
    user = User.objects.create_user(email, full_name="Administration du portail")
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    membership = Membership.objects.create(
        user=user,
        organisation=platform,
        role=Role.ADMINISTRATOR,
        job_title="Administration du portail",
        since=timezone.localdate(now),
    )
    record("accounts.found", membership, summary="Première administration du portail", now=now)
    return membership
