"""Telling every ARS and Aract that a call opens, or that its closing moves."""

from datetime import datetime

from django.utils import timezone

from accounts.enums import ARACT_KINDS, OrganisationKind
from accounts.mailing import Mail, by_clock, tell
from accounts.models import Organisation, Region
from calls.models import Call, Postponement
from calls.moments import OPENED, POSTPONED
from core.wording import NBSP, deadline


def regions_by_clock(now: datetime) -> list[tuple[Region | None, set[str]]]:
    """Everyone at the ARS and the Aract, by the hours that they live by."""
    agencies = Organisation.objects.of_kind(OrganisationKind.ARS, *ARACT_KINDS).select_related("region")
    return by_clock(agencies, now=now)


def answering(call: Call) -> str:
    """The service that answers about a call: its first contact."""
    contact = call.contacts.order_by("pk").first()
    return contact.email if contact else ""


def tell_openings(now: datetime | None = None) -> None:
    """The calls that have opened since they were last looked at; one that has closed meanwhile is no news."""
    now = now or timezone.now()
    opened = Call.objects.published().filter(opens_at__lte=now, closes_at__gt=now, opening_told=False)
    for call in opened.order_by("pk"):
        for region, addresses in regions_by_clock(now):
            mail = Mail(
                call.mail_about,
                "l'appel à projets est ouvert",
                f"L'ARS et l'Aract de chaque région déposent ensemble leur fiche projet avant le "
                f"{deadline(call.closes_at, call.zone, there=region)}.",
                call.get_absolute_url(),
                [f"Appel{NBSP}: {call.title}."],
                reply_to=answering(call),
            )
            tell(OPENED, addresses, mail, key=f"call-opened:{call.pk}")
        Call.objects.filter(pk=call.pk).update(opening_told=True)


def tell_postponement(postponement: Postponement, now: datetime) -> None:
    call = postponement.call
    for region, addresses in regions_by_clock(now):
        closing = deadline(postponement.closes_at, call.zone, there=region)
        mail = Mail(
            call.mail_about,
            f"clôture reportée au {deadline(postponement.closes_at, call.zone)}",
            f"Vous avez jusqu'au {closing} pour déposer votre fiche projet.",
            call.get_absolute_url(),
            [
                f"La clôture était le {deadline(postponement.closed_before, call.zone, there=region)}.",
                f"Motif{NBSP}: {postponement.reason}",
            ],
            reply_to=answering(call),
        )
        tell(POSTPONED, addresses, mail, key=f"call-postponed:{postponement.pk}")
