"""Telling every ARS and Aract that a call opens, or that its closing moves."""

from datetime import datetime

from django.utils import timezone

from accounts.enums import ARACT_KINDS, OrganisationKind
from accounts.mailing import Mail, addresses_of, tell
from accounts.models import Organisation
from calls.models import Call, Postponement
from calls.moments import OPENED, POSTPONED
from core.wording import NBSP, deadline


def regional_addresses(now: datetime) -> set[str]:
    return addresses_of(Organisation.objects.of_kind(OrganisationKind.ARS, *ARACT_KINDS), now=now)


def answering(call: Call) -> str:
    """The service that answers about a call: its first contact."""
    contact = call.contacts.order_by("pk").first()
    return contact.email if contact else ""


def tell_openings(now: datetime | None = None) -> None:
    """The calls that have opened since they were last looked at; one that has closed meanwhile is no news."""
    now = now or timezone.now()
    opened = Call.objects.published().filter(opens_at__lte=now, closes_at__gt=now, opening_told=False)
    for call in opened.order_by("pk"):
        mail = Mail(
            call.mail_about,
            "l'appel à projets est ouvert",
            f"L'ARS et l'Aract de chaque région déposent ensemble leur fiche projet avant le "
            f"{deadline(call.closes_at, call.zone)}.",
            call.get_absolute_url(),
            [f"Appel{NBSP}: {call.title}."],
            reply_to=answering(call),
        )
        tell(OPENED, regional_addresses(now), mail, key=f"call-opened:{call.pk}")
        Call.objects.filter(pk=call.pk).update(opening_told=True)


def tell_postponement(postponement: Postponement, now: datetime) -> None:
    call = postponement.call
    mail = Mail(
        call.mail_about,
        f"clôture reportée au {deadline(postponement.closes_at, call.zone)}",
        f"Vous avez jusqu'au {deadline(postponement.closes_at, call.zone)} pour déposer votre fiche projet.",
        call.get_absolute_url(),
        [
            f"La clôture était le {deadline(postponement.closed_before, call.zone)}.",
            f"Motif{NBSP}: {postponement.reason}",
        ],
        reply_to=answering(call),
    )
    tell(POSTPONED, regional_addresses(now), mail, key=f"call-postponed:{postponement.pk}")
