"""Telling the pair, each morning, that a signature is awaited or that the call closes soon."""

from datetime import datetime, timedelta

from django.urls import reverse
from django.utils import timezone

from accounts.enums import ARACT_KINDS, OrganisationKind, Role
from accounts.mailing import Mail, addresses_of, by_clock, tell
from accounts.models import Membership, Organisation
from applications.completeness import missing_sections, statuses
from applications.enums import ApplicationState, Party
from applications.mailing import path_of
from applications.models import Application
from applications.moments import CLOSING_SOON, DRAFT_REMINDED, TO_SIGN
from calls.models import Call
from calls.telling import answering
from core.wording import deadline

SOON = timedelta(days=7)
# How long before the closing a draft is reminded, the first first.
REMINDERS = (SOON, timedelta(hours=48))


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
    call = fiche.project.call
    closing = deadline(call.closes_at, call.zone, there=fiche.project.region)
    mail = Mail(
        fiche.project.mail_about,
        "la fiche est complète, votre signature est attendue",
        f"Relisez la fiche projet « {fiche.project.title} », puis signez-la.",
        path_of(fiche),
        [f"L'appel ferme le {closing}."],
        reply_to=answering(call),
    )
    tell(TO_SIGN, hats.values_list("user__email", flat=True), mail, key=f"to-sign:{fiche.pk}:{party}")


def tell_closings(now: datetime) -> None:
    """A week before a call closes, to each ARS and Aract whose region has neither deposited nor begun to write."""
    for call in Call.objects.open_at(now).filter(closes_at__lte=now + SOON):
        begun = Application.objects.filter(project__call=call).values("project__region")
        waiting = Organisation.objects.of_kind(OrganisationKind.ARS, *ARACT_KINDS).exclude(region__in=begun)
        for region, addresses in by_clock(waiting.select_related("region"), now=now):
            mail = Mail(
                call.mail_about,
                f"l'appel ferme le {deadline(call.closes_at, call.zone)}",
                f"Écrivez, signez et déposez votre fiche projet avant le "
                f"{deadline(call.closes_at, call.zone, there=region)}.",
                reverse("applications:applications"),
                reply_to=answering(call),
            )
            tell(CLOSING_SOON, addresses, mail, key=f"closing-soon:{call.pk}:{call.closes_at:%Y%m%d%H%M}")


def remind_of_drafts(now: datetime | None = None) -> None:
    """Seven days, then 48 hours before the closing, to both sides of each draft; at every sweep, once each.

    The key holds the closing: after a postponement the reminders come again. A sweep that was down while one was due
    sends it late, or leaves it to the next when that one is due too.
    """
    now = now or timezone.now()
    for call in Call.objects.open_at(now).filter(closes_at__lte=now + REMINDERS[0]):
        due = min(before for before in REMINDERS if call.closes_at <= now + before)
        drafts = Application.objects.filter(state=ApplicationState.DRAFT, project__call=call).with_parties()
        for fiche in drafts.order_by("pk"):
            remind(fiche, due, now)


def remind(fiche: Application, due: timedelta, now: datetime) -> None:
    project, call = fiche.project, fiche.project.call
    closing = deadline(call.closes_at, call.zone, there=project.region)
    left = "dans sept jours" if due == SOON else "dans 48 heures"
    mail = Mail(
        project.mail_about,
        f"votre fiche n'est pas déposée, l'appel ferme {left} au plus tard",
        f"Déposez la fiche « {project.title} » avant le {closing}.",
        path_of(fiche),
        ["Elle se dépose une fois complète, et signée par l'ARS et par l'Aract."],
        reply_to=answering(call),
    )
    told = addresses_of([project.ars, project.aract], now=now)
    tell(DRAFT_REMINDED, told, mail, key=f"draft-reminded:{fiche.pk}:{due.days}:{call.closes_at:%Y%m%d%H%M}")
