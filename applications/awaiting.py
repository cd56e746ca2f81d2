"""Telling the pair, each morning, that a signature is awaited or that the call closes soon."""

from datetime import datetime, timedelta

from django.urls import reverse
from django.utils import timezone

from accounts.enums import ARACT_KINDS, OrganisationKind, Role
from accounts.mailing import Mail, addresses_of, tell
from accounts.models import Membership, Organisation
from applications.completeness import missing_sections, statuses
from applications.enums import ApplicationState, Party
from applications.mailing import path_of
from applications.models import Application
from applications.moments import CLOSING_SOON, TO_SIGN
from calls.models import Call
from calls.telling import answering
from core.wording import deadline

SOON = timedelta(days=7)


def tell_signatures_awaited(now: datetime) -> None:
    """To the signatories of a party that has not signed a complete fiche; once a fiche and a party."""
    drafts = Application.objects.filter(state=ApplicationState.DRAFT, project__call__in=Call.objects.open_at(now))
    for fiche in drafts.select_related("project__call", "project__region", "project__ars", "project__aract"):
        if missing_sections(statuses(fiche)):
            continue
        signed = set(fiche.signatures.live().values_list("party", flat=True))
        for party, organisation in ((Party.ARS, fiche.project.ars), (Party.ARACT, fiche.project.aract)):
            if party not in signed:
                ask_to_sign(fiche, party, organisation, now)


def ask_to_sign(fiche: Application, party: Party, organisation: Organisation, now: datetime) -> None:
    hats = Membership.objects.current(timezone.localdate(now)).filter(organisation=organisation, role=Role.SIGNATORY)
    mail = Mail(
        fiche.project.mail_about,
        "la fiche est complète, votre signature est attendue",
        f"Relisez la fiche projet « {fiche.project.title} », puis signez-la.",
        path_of(fiche),
        [f"L'appel ferme le {deadline(fiche.project.call.closes_at, fiche.project.call.zone)}."],
        reply_to=answering(fiche.project.call),
    )
    tell(TO_SIGN, hats.values_list("user__email", flat=True), mail, key=f"to-sign:{fiche.pk}:{party}")


def tell_closings(now: datetime) -> None:
    """A week before a call closes, to each ARS and Aract whose region has not deposited."""
    for call in Call.objects.open_at(now).filter(closes_at__lte=now + SOON):
        deposited = Application.objects.deposited().filter(project__call=call).values("project__region")
        waiting = Organisation.objects.of_kind(OrganisationKind.ARS, *ARACT_KINDS).exclude(region__in=deposited)
        closing = deadline(call.closes_at, call.zone)
        mail = Mail(
            call.mail_about,
            f"l'appel ferme le {closing}",
            f"Signez et déposez votre fiche projet avant le {closing}.",
            reverse("applications:applications"),
            reply_to=answering(call),
        )
        tell(CLOSING_SOON, addresses_of(waiting, now=now), mail, key=f"closing-soon:{call.pk}")
