"""Deciding that a fiche is not examined: the secretary proposes, a signatory of DGOS signs, sends back or withdraws."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from accounts.mailing import Mail, tell
from accounts.models import Membership
from acts import issuing
from applications.enums import ApplicationState
from applications.fiche_edit import locked
from applications.letters import inadmissibility_of, withdrawal_of
from applications.mailing import path_of, secretaries
from applications.models import Application, Inadmissibility
from applications.moments import INADMISSIBILITY_RETURNED
from applications.permissions import may_declare_inadmissible, may_withdraw_inadmissibility
from applications.posting import post_later
from core.dates import months_after
from core.states import ensure_turn, move
from core.verdicts import OutOfTurn, Refused, ensure
from core.wording import PARIS, day
from records import journal

WITHDRAWN_WITHIN = 4  # months, for an act that creates no right and is unlawful (CRPA L. 243-3)
NOTHING_PROPOSED = "Aucune irrecevabilité n'est proposée pour cette fiche : le secrétariat l'a reprise, ou l'a conclue."


def proposal_of(application: Application) -> Inadmissibility | None:
    """What waits for a signature."""
    return application.inadmissibilities.proposed().select_related("proposed_by").first()


def decided_of(application: Application) -> Inadmissibility | None:
    return application.inadmissibilities.decided().select_related("act").first()


def mark_of(found: Inadmissibility) -> str:
    """What the page that shows a proposal carries, so that nobody signs another than the one that they read."""
    return f"{found.pk} {found.proposed_at.isoformat()}"


@transaction.atomic
def declare(
    application: Application, *, seen: str | None = None, by: Membership, now: datetime | None = None
) -> Inadmissibility:
    """Sign what the secretary proposes: the fiche is inadmissible from then on, and its pair receives the act.

    `seen` is the mark of the proposal that was read; None asks nothing.
    """
    now = now or timezone.now()
    fiche = locked(application)
    ensure_turn(fiche, ApplicationState.INADMISSIBLE)
    ensure(may_declare_inadmissible(by, fiche))
    found = proposal_of(fiche)
    if found is None:
        raise OutOfTurn(NOTHING_PROPOSED)
    if seen is not None and seen != mark_of(found):
        raise OutOfTurn("Le secrétariat a changé sa proposition depuis que vous l'avez ouverte : relisez-la.")
    found.application = fiche
    found.act = issuing.issue(inadmissibility_of(found, by=by, at=now), now=now)
    found.save(update_fields=["act"])
    move(fiche, ApplicationState.INADMISSIBLE)
    fiche.checked_at, fiche.checked_by, fiche.check_reason = now, found.proposed_by, found.reason
    fiche.save(update_fields=["state", "checked_at", "checked_by", "check_reason"])
    post_later(found.act, fiche, by=by)
    journal.record(
        "applications.reject",
        fiche,
        by=by,
        summary=f"Fiche déclarée irrecevable (décision {found.act}) : {found.reason}",
        data={"number": found.act.number, "findings": found.findings, "reason": found.reason},
        now=now,
    )
    return found


@transaction.atomic
def send_back(application: Application, *, reason: str, by: Membership, now: datetime | None = None) -> Inadmissibility:
    """Not sign: the secretary reads why, and concludes again."""
    now = now or timezone.now()
    fiche = locked(application)
    ensure(may_declare_inadmissible(by, fiche))
    found = proposal_of(fiche)
    if found is None:
        raise OutOfTurn(NOTHING_PROPOSED)
    if not reason.strip():
        raise Refused("Dites au secrétariat ce qui est à revoir.")
    found.returned_at, found.return_reason = now, reason
    found.save(update_fields=["returned_at", "return_reason"])
    mail = Mail(
        fiche.project.mail_about,
        "irrecevabilité à revoir",
        "Revoyez l'irrecevabilité proposée, qui n'est pas signée.",
        path_of(fiche),
        [f"{by.subject} ne la signe pas. Motif : {reason}"],
        reply_to=by.user.email,
    )
    tell(
        INADMISSIBILITY_RETURNED, secretaries(now), mail, key=f"inadmissibility-returned:{found.pk}:{now:%Y%m%d%H%M%S}"
    )
    # The pair reads the deeds of its fiche; what was not signed is not its to know.
    journal.record(
        "commission.return_inadmissibility",
        fiche,
        by=by,
        summary="Irrecevabilité renvoyée au secrétariat",
        data={"reason": reason},
        now=now,
    )
    return found


def last_withdrawal_on(found: Inadmissibility) -> date:
    """The last day on which the decision may be withdrawn."""
    if found.act is None:
        raise ValueError(found)
    return months_after(found.act.issued_at.astimezone(PARIS).date(), WITHDRAWN_WITHIN)


def ensure_withdrawable(application: Application, now: datetime) -> Inadmissibility:
    """The decision in force, if the law and the call's progress still let it be withdrawn."""
    found = decided_of(application)
    if found is None:
        raise OutOfTurn("Cette fiche n'a pas de décision d'irrecevabilité à retirer.")
    if now.astimezone(PARIS).date() > last_withdrawal_on(found):
        raise OutOfTurn(
            f"Une décision se retire dans les quatre mois, ici jusqu'au {day(last_withdrawal_on(found))}. Elle ne peut "
            "plus que faire l'objet d'un recours."
        )
    if application.project.call.concluded_at is not None:
        raise OutOfTurn("L'appel est terminé : ses crédits sont répartis, et la fiche ne peut plus être examinée ici.")
    return found


@transaction.atomic
def withdraw_inadmissibility(
    application: Application, *, reason: str, by: Membership, now: datetime | None = None
) -> Inadmissibility:
    """Take an unlawful inadmissibility back, by an act that replaces it: the fiche is deposited again."""
    now = now or timezone.now()
    fiche = locked(application)
    ensure(may_withdraw_inadmissibility(by, fiche))
    found = ensure_withdrawable(fiche, now)
    former = found.act
    if former is None or not reason.strip():
        raise Refused("Dites en quoi la décision était illégale : le retrait se motive.")
    draft = withdrawal_of(former, fiche, reason=reason, by=by, at=now)
    found.withdrawal = issuing.issue(draft, now=now, replaces=former)
    found.save(update_fields=["withdrawal"])
    move(fiche, ApplicationState.DEPOSITED)
    fiche.checked_at, fiche.checked_by, fiche.check_reason = None, None, ""
    fiche.save(update_fields=["state", "checked_at", "checked_by", "check_reason"])
    post_later(found.withdrawal, fiche, by=by)
    journal.record(
        "applications.withdraw_inadmissibility",
        fiche,
        by=by,
        summary=f"Décision {former} retirée : la fiche est de nouveau à examiner",
        data={"number": found.withdrawal.number, "withdrawn": former.number, "reason": reason},
        now=now,
    )
    return found
