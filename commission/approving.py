"""The two validations that a decision needs, and sending it back."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.enums import OrganisationKind
from accounts.models import Membership
from applications.fiche_edit import locked as locked_fiche
from commission.deciding import live_approvals, stated
from commission.enums import DecisionState, NationalParty
from commission.hearing import ensure_still_heard, no_longer_heard
from commission.models import Approval, Decision
from commission.permissions import may_approve, may_return
from commission.telling import tell_returned, tell_validated
from core.states import ensure_turn, move
from core.verdicts import OutOfTurn, Refused, ensure
from core.wording import the
from records import journal

PARTIES: dict[str, NationalParty] = {
    OrganisationKind.DGOS: NationalParty.DGOS,
    OrganisationKind.ANACT: NationalParty.ANACT,
}


def party_of(hat: Membership | None) -> NationalParty | None:
    """The authority that a person signs for, if any."""
    return PARTIES.get(hat.organisation.kind) if hat is not None else None


@transaction.atomic
def approve(decision: Decision, revision: int, *, by: Membership, now: datetime | None = None) -> Decision:
    """Validate, for one's authority, the revision that one has read; with both, the decision is validated.

    The two come from two persons of two organisations (case 7).
    """
    now = now or timezone.now()
    # The fiche before its decision, as proposing does; its rapporteurs stay as they are until this is done.
    locked_fiche(decision.application)
    locked = lock(decision)
    ensure_seen(locked, revision)
    ensure_turn(locked, DecisionState.VALIDATED)
    ensure(may_approve(by, locked))
    ensure_still_heard(locked)
    party = PARTIES[by.organisation.kind]
    given = live_approvals(locked)
    if any(approval.party == party for approval in given):
        raise OutOfTurn(f"Cette décision est déjà validée pour {party.article}.")
    if any(approval.person_id == by.user_id for approval in given):
        raise Refused("Vous avez déjà validé cette décision pour l'autre autorité : il faut deux personnes.")
    Approval.objects.create(
        decision=locked, revision=revision, party=party, approved_by=by, person_id=by.user_id, approved_at=now
    )
    if len(given) + 1 == len(NationalParty):
        move(locked, DecisionState.VALIDATED)
        locked.save(update_fields=["state"])
        tell_validated(locked, now)
    journal.record(
        "commission.approve",
        locked,
        by=by,
        summary=f"Décision validée pour {party.article} : {stated(locked)} (révision {revision})",
        data={"revision": revision, "party": party, "state": locked.state},
        now=now,
    )
    return locked


@transaction.atomic
def send_back(
    decision: Decision, revision: int, *, reason: str, by: Membership, now: datetime | None = None
) -> Decision:
    """Refuse to validate, with the reason that the secretary will read; the approvals given lapse.

    One validated by both comes back too when it lost an evaluation, until its letter is numbered.
    The amount stays set aside until the next proposal, so that nobody takes it meanwhile.
    """
    now = now or timezone.now()
    locked = lock(decision)
    ensure_seen(locked, revision)
    ensure_turn(locked, DecisionState.RETURNED)
    ensure(may_return(by, locked))
    ensure_returnable(locked)
    if not reason.strip():
        raise Refused("Écrivez pourquoi vous renvoyez cette décision.")
    move(locked, DecisionState.RETURNED)
    locked.returned_by, locked.returned_at, locked.return_reason = by, now, reason
    locked.save(update_fields=["state", "returned_by", "returned_at", "return_reason"])
    tell_returned(locked, now)
    journal.record(
        "commission.return",
        locked,
        by=by,
        summary=f"Décision renvoyée au secrétariat par {the(by.acting)} (révision {revision})",
        data={"revision": revision, "reason": reason, "lapsed": [given.party for given in live_approvals(locked)]},
        now=now,
    )
    return locked


def ensure_returnable(decision: Decision) -> None:
    """Refuse to send back what both authorities validated, while its evaluations stand."""
    if decision.state == DecisionState.VALIDATED and not no_longer_heard(decision):
        raise OutOfTurn("La décision est déjà validée : seul le secrétariat peut encore la proposer à nouveau.")


def lock(decision: Decision) -> Decision:
    """The row as it is now, held until the deed is done."""
    return Decision.objects.with_parties().select_for_update(of=("self",)).get(pk=decision.pk)


def ensure_seen(decision: Decision, revision: int) -> None:
    """Refuse to act on a proposal that changed since the person read it."""
    if decision.revision != revision:
        raise OutOfTurn(
            f"La proposition pour la région {decision.application.project.region} a changé depuis que vous l'avez lue. "
            "Relisez-la avant d'agir : rien n'a été enregistré."
        )
