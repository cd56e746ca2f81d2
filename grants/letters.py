"""The acts by which an ARS asks money back: what each one says."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import timezone

from accounts.models import Membership
from acts.appeals import court_of
from acts.authors import author_of
from acts.drafting import ActDraft, blockers
from acts.enums import ActKind
from core.wording import day, euros, instant
from grants.beneficiaries import addressee_of
from grants.enums import StatementState
from grants.models import Agreement, Hearing, Recovery, Submission
from grants.models.beneficiary import ARACT_IN_ANACT_SINCE

HEALTH_CODE = "le code de la santé publique, notamment ses articles L. 1435-8 et suivants et R. 1435-30"
HEARD = (
    "le code des relations entre le public et l'administration, notamment ses articles L. 121-1, L. 122-1 et L. 211-2"
)


def invitation(hearing: Hearing, by: Membership, now: datetime) -> ActDraft:
    """The facts, the amount envisaged, the time to answer, and the right to be assisted and to speak."""
    agreement = hearing.agreement
    return ActDraft(
        kind=ActKind.OBSERVATIONS,
        subject=f"Reversement envisagé – convention {agreement.number}",
        sense=f"Observations attendues jusqu'au {day(hearing.answer_by)} ; {euros(hearing.amount)} envisagés",
        body={
            **told(agreement),
            "ground": hearing.get_ground_display(),
            "amount": str(hearing.amount),
            "facts": hearing.facts,
            "answer_by": day(hearing.answer_by),
        },
        **around(agreement, by, now),
    )


def decision(recovery: Recovery, by: Membership, now: datetime) -> ActDraft:
    """The amount to pay back, why, what the beneficiary answered, how to pay; the court is the ARS's own (L5)."""
    agreement, hearing = recovery.agreement, recovery.hearing
    return ActDraft(
        kind=ActKind.RECOVERY,
        subject=f"Reversement – convention {agreement.number}",
        sense=f"{euros(recovery.amount)} à reverser, sur {euros(agreement.amount)} attribués",
        court=court_of(agreement.project.region),
        visas=[f"{HEARD} (4°) et son article L. 242-2 (2°)", HEALTH_CODE, *agreed(agreement), invited(hearing)],
        reasons=recovery.reason,
        decided_on=recovery.decided_on,
        body={
            **told(agreement),
            "ground": hearing.get_ground_display(),
            "amount": str(recovery.amount),
            "invitation": {"number": hearing.act.number, "on": day(hearing.invited_on)},
            "reply": hearing.reply,
            "replied_on": day(hearing.replied_on) if hearing.replied_on else "",
            "spoke_on": day(hearing.spoke_on) if hearing.spoke_on else "",
            "payment": settings.RECOVERY_PAYMENT,
        },
        **around(agreement, by, now),
    )


def lifting(recovery: Recovery, reason: str, by: Membership, now: datetime) -> ActDraft:
    """A decision that is put an end to, nothing having been repaid (CRPA L. 243-1)."""
    agreement = recovery.agreement
    return ActDraft(
        kind=ActKind.LIFTING,
        subject=f"Abrogation de la décision de reversement {recovery.number}",
        sense=f"Décision {recovery.number} abrogée : {euros(recovery.amount)} ne sont plus dus",
        visas=[
            "le code des relations entre le public et l'administration, notamment son article L. 243-1",
            f"la décision de reversement {recovery.number} du {day(recovery.decided_on)}",
        ],
        reasons=reason,
        body={
            **told(agreement),
            "amount": str(recovery.amount),
            "number": recovery.number,
            "on": day(recovery.decided_on),
        },
        **around(agreement, by, now),
    )


def around(agreement: Agreement, by: Membership, now: datetime) -> dict[str, Any]:
    """The author, the addressee and the place, which are those of every act on an agreement."""
    today = timezone.localdate(now)
    by_hand = not agreement.beneficiary.has_account
    signed = f"Acte établi dans le portail ACIA le {instant(now)}"
    return {
        "authors": [author_of(by, today, signed=signed)],
        "addressee": addressee_of(agreement.beneficiary, today),
        "place": agreement.project.region.seat,
        "by_hand": by_hand,
    }


def lacking(agreement: Agreement, by: Membership, now: datetime) -> list[str]:
    """What keeps any act on an agreement from being issued now by this person, whatever it says."""
    draft = ActDraft(
        ActKind.OBSERVATIONS, "", "", body={}, court=court_of(agreement.project.region), **around(agreement, by, now)
    )
    return blockers(draft, timezone.localdate(now))


def told(agreement: Agreement) -> dict[str, Any]:
    """The agreement, as every one of these acts names it."""
    return {
        "agreement": {
            "number": agreement.number,
            "signed_on": signed_day(agreement),
            "party": agreement.party,
            "purpose": agreement.purpose,
            "amount": str(agreement.amount),
            "conditions": agreement.conditions,
        },
        "ars": agreement.project.ars.name,
        "substituted": substituted(agreement),
    }


def substituted(agreement: Agreement) -> bool:
    """Signed by an Aract that was an association: Anact has taken its place since (domain § 8)."""
    signed_on = agreement.beneficiary_signed_on
    if signed_on is None:
        return False
    beneficiary = agreement.beneficiary
    return beneficiary.legal_person(signed_on) != beneficiary.legal_person(max(signed_on, ARACT_IN_ANACT_SINCE))


def signed_day(agreement: Agreement) -> str:
    return day(agreement.signed_on) if agreement.signed_on else ""


def agreed(agreement: Agreement) -> list[str]:
    """The agreement, and the statement of use that the ARS accepted, if there is one."""
    visas = [f"la convention {agreement.number} du {signed_day(agreement)}, notamment ses conditions d'utilisation"]
    rows = Submission.objects.filter(statement__agreement=agreement, outcome=StatementState.ACCEPTED)
    accepted = rows.order_by("-rank").first()
    if accepted is not None and accepted.decided_at is not None:
        visas.append(f"le compte rendu financier accepté le {day(timezone.localdate(accepted.decided_at))}")
    return visas


def invited(hearing: Hearing) -> str:
    return f"l'invitation à présenter des observations {hearing.act.number} du {day(hearing.invited_on)}"
