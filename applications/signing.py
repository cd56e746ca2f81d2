"""Signing the fiche: each party signs the same content, known by its hash."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.mailing import Mail, addresses_of, tell
from accounts.models import Membership
from applications.capacity import Capacity, ensure_stated, stated
from applications.completeness import missing_sections, statuses
from applications.enums import Party, Power, RefusalEnd
from applications.fiche_edit import locked
from applications.mailing import path_of
from applications.models import Application, Deposit, Signature
from applications.moments import SIGNED
from applications.permissions import may_sign, party_of
from applications.window import is_open
from core.verdicts import OutOfTurn, Refused, ensure
from core.wording import counted, instant
from records import journal


class Incomplete(Refused):
    """Sections lack something; `sections` says which and what."""

    def __init__(self, application: Application, sections: list[Any]) -> None:
        lacking = missing_sections(sections)
        super().__init__(f"La fiche est incomplète : {counted(len(lacking), 'section')} à compléter.")
        self.application = application
        self.sections = lacking


def ensure_complete(application: Application) -> None:
    """Refuse with everything that is missing, so that nothing is found out one piece at a time."""
    sections = statuses(application)
    if missing_sections(sections):
        raise Incomplete(application, sections)


def live_signatures(application: Application) -> dict[str, Signature]:
    """The live signature of each party."""
    signatures = application.signatures.live().select_related("signed_by__user", "signed_by__organisation")
    return {signature.party: signature for signature in signatures}


def signatures_of(deposit: Deposit) -> dict[str, Signature]:
    """The signature of each party that a deposit keeps."""
    signatures = deposit.signatures.select_related("signed_by__user", "signed_by__organisation")
    return {signature.party: signature for signature in signatures}


def ensure_unsigned(fiche: Application, *, by: Membership) -> Party:
    """The party that a person signs for, which has not signed this content yet."""
    party = Party(str(party_of(by, fiche.project)))
    if fiche.signatures.live().filter(party=party).exists():
        raise OutOfTurn(f"L'{party.label} a déjà signé ce contenu.")
    return party


@transaction.atomic
def sign(
    application: Application, *, seen_hash: str, capacity: Capacity, by: Membership, now: datetime | None = None
) -> Signature:
    """Sign for one's party the content that the signatory has read, `seen_hash`, in the capacity that they state.

    Refused when the content moved since that reading: nobody signs what they have not seen.
    """
    now = now or timezone.now()
    fiche = locked(application)
    ensure(may_sign(by, fiche) and is_open(fiche, now))
    if seen_hash != fiche.content_hash:
        raise OutOfTurn("La fiche a changé depuis que vous l'avez ouverte. Relisez-la avant de la signer.")
    ensure_complete(fiche)
    if fiche.deposit is not None and fiche.deposit.sha256 == fiche.content_hash:
        raise Refused(f"Rien n'a changé depuis le dépôt {fiche.deposit} : il n'y a rien à signer de nouveau.")
    ensure_stated(capacity, now.astimezone(fiche.project.call.zone).date())
    party = ensure_unsigned(fiche, by=by)
    signature = Signature.objects.create(
        application=fiche,
        party=party,
        signed_by=by,
        signed_as=stated(capacity, by),
        power=capacity.power,
        delegation=capacity.delegation if capacity.power == Power.DELEGATION else "",
        delegated_on=capacity.delegated_on if capacity.power == Power.DELEGATION else None,
        content_hash=fiche.content_hash,
        signed_at=now,
    )
    fiche.refusals.live().filter(party=party).update(lifted_at=now, end=RefusalEnd.SIGNED)
    _tell_other_party(fiche, signature, by=by, now=now)
    journal.record(
        "applications.sign",
        fiche,
        by=by,
        summary=f"Fiche signée pour l'{party.label}",
        data={"content_hash": fiche.content_hash, "party": party, "as": signature.signed_as},
        now=now,
    )
    return signature


def _tell_other_party(fiche: Application, signature: Signature, *, by: Membership, now: datetime) -> None:
    project = fiche.project
    other = project.aract if signature.party == Party.ARS else project.ars
    both = fiche.signatures.live().count() == len(Party)
    if both:
        todo = "Les deux signatures sont réunies : l'ARS peut déposer la fiche."
    else:
        todo = f"Relisez la fiche, puis signez-la : la signature de votre organisation ({other}) est attendue."
    mail = Mail(
        project.mail_about,
        f"la fiche est signée par l'{signature.get_party_display()}",
        todo,
        path_of(fiche),
        [f"{by.subject} a signé la fiche « {project.title} » le {instant(now, project.call.zone)}."],
        reply_to=by.user.email,
    )
    tell(SIGNED, addresses_of([other], now=now), mail, key=f"signed:{signature.pk}")
