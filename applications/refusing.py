"""Refusing to sign: the fiche goes back to those who write it, with the reason."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.mailing import Mail, addresses_of, tell
from accounts.models import Membership
from applications.enums import Party, RefusalEnd
from applications.fiche_edit import locked
from applications.mailing import path_of
from applications.models import Application, SignatureRefusal
from applications.moments import SIGNATURE_REFUSED
from applications.permissions import may_sign, party_of
from applications.signing import ensure_unsigned
from applications.window import is_open
from core.verdicts import OutOfTurn, Refused, ensure
from records import journal


@transaction.atomic
def refuse(
    application: Application, *, seen_hash: str, reason: str, by: Membership, now: datetime | None = None
) -> SignatureRefusal:
    """Say why one's party does not sign the content that one has read; said again, the reason is replaced."""
    now = now or timezone.now()
    fiche = locked(application)
    ensure(may_sign(by, fiche) and is_open(fiche, now))
    if seen_hash != fiche.content_hash:
        raise OutOfTurn("La fiche a changé depuis que vous l'avez ouverte. Relisez-la : elle vous convient peut-être.")
    if not reason.strip():
        raise Refused("Dites ce qui est à reprendre : les personnes qui écrivent la fiche le liront.", at="reason")
    party = ensure_unsigned(fiche, by=by)
    standing = fiche.refusals.live().filter(party=party).first()
    if standing is not None and standing.reason == reason:
        return standing
    lift(fiche, party, RefusalEnd.REPLACED, now)
    refusal = SignatureRefusal.objects.create(
        application=fiche, party=party, refused_by=by, reason=reason, content_hash=fiche.content_hash, refused_at=now
    )
    project = fiche.project
    mail = Mail(
        project.mail_about,
        f"l'{party.label} ne signe pas la fiche en l'état",
        f"Reprenez la fiche « {project.title} » : la signature attend.",
        path_of(fiche),
        [f"{by.subject} explique : {reason}"],
        reply_to=by.user.email,
    )
    told = addresses_of([project.ars, project.aract], but=by, now=now)
    tell(SIGNATURE_REFUSED, told, mail, key=f"signature-refused:{refusal.pk}")
    journal.record(
        "applications.refuse_signature",
        fiche,
        by=by,
        summary=f"Signature refusée pour l'{party.label}",
        data={"party": party, "content_hash": fiche.content_hash, "reason": reason},
        now=now,
    )
    return refusal


@transaction.atomic
def withdraw_refusal(application: Application, *, by: Membership, now: datetime | None = None) -> None:
    """Take one's party's refusal back: the fiche waits for its signature again."""
    now = now or timezone.now()
    fiche = locked(application)
    ensure(may_sign(by, fiche))
    party = Party(str(party_of(by, fiche.project)))
    if not lift(fiche, party, RefusalEnd.WITHDRAWN, now):
        raise OutOfTurn("Votre organisation n'a pas refusé de signer ce contenu : il n'y a rien à reprendre.")
    journal.record(
        "applications.withdraw_refusal",
        fiche,
        by=by,
        summary=f"Refus de signer repris pour l'{party.label}",
        data={"party": party},
        now=now,
    )


def lift(fiche: Application, party: Party, end: RefusalEnd, now: datetime) -> int:
    """How many live refusals of the party this ends: one or none."""
    return fiche.refusals.live().filter(party=party).update(lifted_at=now, end=end)
