"""Handing over the lead of a fiche within its pair: offered, then accepted or declined by the person.

The lead is whom colleagues turn to. The ARS carries the project no matter who leads its writing (R24, R26).
"""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.mailing import Mail, tell
from accounts.models import Membership
from applications.fiche_edit import locked
from applications.mailing import path_of
from applications.models import Application, Lead, SectionAnswers
from applications.moments import LEAD_ANSWERED, LEAD_OFFERED
from applications.permissions import may_lead, party_of
from applications.presence import who
from core.verdicts import YES, NotAllowed, OutOfTurn, Refused, Verdict, ensure, no
from records import journal

NOBODY_ASKED = "Personne n'est plus sollicité pour conduire cette fiche."


def lead_of(application: Application) -> Lead:
    """Its lead; a row not saved yet while nobody was named."""
    people = ("person", "offered_to", "offered_by")
    rows = Lead.objects.select_related(*(f"{name}__{what}" for name in people for what in ("user", "organisation")))
    lead = rows.filter(application=application).first() or Lead()
    lead.application = application
    return lead


def may_offer(hat: Membership, lead: Lead, now: datetime) -> Verdict:
    """Who leads hands over; anybody of the pair does when nobody leads, or who led has left."""
    leader = lead.person
    if leader is None or leader.user_id == hat.user_id or not leader.is_current(timezone.localdate(now)):
        return YES
    return no(f"Seule la personne qui conduit la fiche en passe le relais : {who(leader, lead.application.project)}.")


@transaction.atomic
def offer(application: Application, to: Membership, *, by: Membership, now: datetime | None = None) -> Lead:
    """Ask a person of the pair to lead from now on; nothing changes until they accept."""
    now = now or timezone.now()
    fiche, lead = held(application, by)
    ensure(may_offer(by, lead, now))
    if party_of(to, fiche.project) is None or not to.is_current(timezone.localdate(now)):
        raise Refused("Cette personne n'agit pas, ou plus, pour l'ARS ou l'Aract de ce projet.", at="to")
    if lead.person_id == to.pk:
        raise Refused("Cette personne conduit déjà la fiche.", at="to")
    if lead.offered_to_id == to.pk:
        return lead
    lead.offered_to, lead.offered_by, lead.offered_at = to, by, now
    lead.save()
    summary = f"Conduite de la fiche proposée à {who(to, fiche.project)}"
    entry = journal.record("applications.offer_lead", fiche, by=by, summary=summary, now=now)
    if to.user_id != by.user_id:
        mail = Mail(
            fiche.project.mail_about,
            "la conduite de la fiche vous est proposée",
            "Acceptez ou déclinez : rien ne change jusqu'à votre réponse.",
            path_of(fiche),
            [f"{who(by, fiche.project)} vous propose de conduire la fiche « {fiche.project.title} »."],
            reply_to=by.user.email,
        )
        tell(LEAD_OFFERED, [to.user.email], mail, key=f"lead-offered:{entry.pk}")
    return lead


@transaction.atomic
def take_back(application: Application, *, by: Membership, now: datetime | None = None) -> None:
    """Who offered, or leads, thinks again before the answer."""
    fiche, lead = held(application, by)
    asked = awaited(lead)
    if by.user_id not in {hat.user_id for hat in (lead.offered_by, lead.person) if hat is not None}:
        raise NotAllowed("Seule la personne qui a proposé de passer le relais revient sur sa proposition.")
    _close(lead)
    summary = f"Conduite de la fiche : proposition à {who(asked, fiche.project)} retirée"
    journal.record("applications.take_back_lead", fiche, by=by, summary=summary, now=now)


@transaction.atomic
def answer(application: Application, *, accepted: bool, by: Membership, now: datetime | None = None) -> None:
    """Accept, and take care of the sections that the former lead took care of; or decline, and nothing changes."""
    now = now or timezone.now()
    fiche, lead = held(application, by)
    asked, former, asker = awaited(lead), lead.person, lead.offered_by
    if asked.user_id != by.user_id:
        raise NotAllowed("Seule la personne sollicitée accepte ou décline.")
    if accepted:
        lead.person = asked
        if former is not None:
            rows = SectionAnswers.objects.filter(application=fiche, in_charge=former)
            rows.update(in_charge=asked, party_in_charge=party_of(asked, fiche.project) or "")
    _close(lead)
    said = "acceptée" if accepted else "déclinée"
    summary = f"Conduite de la fiche {said} par {who(asked, fiche.project)}"
    entry = journal.record("applications.answer_lead", fiche, by=by, summary=summary, now=now)
    if asker is not None and asker.user_id != by.user_id:
        mail = Mail(
            fiche.project.mail_about,
            f"la conduite de la fiche est {said}",
            "Le relais est passé." if accepted else "Vous pouvez proposer le relais à une autre personne.",
            path_of(fiche),
            [f"{summary}."],
            reply_to=by.user.email,
        )
        tell(LEAD_ANSWERED, [asker.user.email], mail, key=f"lead-answered:{entry.pk}")


def held(application: Application, by: Membership) -> tuple[Application, Lead]:
    fiche = locked(application)
    ensure(may_lead(by, fiche))
    return fiche, lead_of(fiche)


def awaited(lead: Lead) -> Membership:
    if lead.offered_to is None:
        raise OutOfTurn(NOBODY_ASKED)
    return lead.offered_to


def _close(lead: Lead) -> None:
    lead.offered_to = lead.offered_by = lead.offered_at = None
    lead.save()
