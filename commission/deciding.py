"""Proposing what becomes of each fiche, never above the call's envelope."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from accounts.models import Membership
from applications.enums import ApplicationState
from applications.fiche_edit import locked
from applications.models import Application
from calls.models import AllocationRule, Call
from commission.enums import DecisionState, Outcome
from commission.hearing import ensure_heard
from commission.locks import hold
from commission.models import Approval, Decision, Envelope
from commission.models.decision import DecisionQuerySet
from commission.permissions import may_propose
from commission.rule_checks import ensure_within_bounds, gap_explained
from commission.suggesting import Candidate, candidate_of, shares_among
from commission.telling import tell_proposed
from core.states import ensure_turn, move
from core.verdicts import OutOfTurn, Refused, ensure
from core.wording import deadline, euros, listed
from records import journal


class EnvelopeExceeded(Refused):
    """The amount does not fit; the reason says how much is left."""

    at = "complement"


@dataclass(frozen=True)
class Proposal:
    """What somebody proposes. The fixed share is not theirs to choose; a rank is kept for the waiting list alone."""

    outcome: Outcome
    reason: str
    complement: Decimal = Decimal(0)
    gap_reason: str = ""
    rank: int | None = None

    @property
    def retains(self) -> bool:
        return self.outcome == Outcome.RETAINED


@transaction.atomic
def propose(
    application: Application,
    *,
    outcome: Outcome,
    complement: Decimal = Decimal(0),
    gap_reason: str = "",
    rank: int | None = None,
    reason: str,
    by: Membership,
    now: datetime | None = None,
    seen: int | None = None,
) -> Decision:
    """Propose a decision, or propose it again: the next revision, which nobody has approved yet.

    A retained fiche gets the fixed share of the rule, and a complement that `rule_checks` accepts. `seen` is the
    revision that the person had on screen, 0 for none; when another was made meanwhile, theirs is refused with the
    present one (case 4). A fiche that is not retained gives its money back.
    """
    proposal = Proposal(outcome, reason, complement, gap_reason, rank)
    return enter(application, proposal, by=by, now=now or timezone.now(), seen=seen)


@transaction.atomic
def propose_together(
    rows: Sequence[Candidate], *, reason: str, by: Membership, now: datetime | None = None
) -> list[Decision]:
    """Retain several fiches, each with the share that the rule gives them together; all of them or none.

    Refused when other decisions changed these shares since they were shown.
    """
    now, applications = now or timezone.now(), [row.application for row in rows]
    hold(applications)
    if applications:
        call = applications[0].project.call
        locked_envelope(call)
        if shares_among(call, applications) != [row.share for row in rows]:
            raise OutOfTurn("Les montants ont changé depuis que vous les avez lus : relisez-les avant de proposer.")
    return [
        enter(
            row.application,
            Proposal(Outcome.RETAINED, reason, row.share.complement),
            by_rule=row.share.complement,
            by=by,
            now=now,
            seen=row.decision.revision if row.decision else 0,
        )
        for row in rows
        if row.share
    ]


def enter(
    application: Application,
    proposal: Proposal,
    *,
    by_rule: Decimal | None = None,
    by: Membership,
    now: datetime,
    seen: int | None,
) -> Decision:
    """Judge a proposal and write it; `by_rule` is known when several fiches are shared among together."""
    fiche = locked(application)
    decision = Decision.objects.select_for_update(of=("self",)).filter(application=fiche).first()
    ensure_may_be_decided(fiche, decision, seen)
    ensure(may_propose(by, fiche, decision))
    ensure_heard(fiche)
    ensure_not_under_correction(fiche)
    fixed, complement = amounts_of(fiche, proposal)
    rank = proposal.rank if proposal.outcome == Outcome.WAITING else None
    ensure_sensible(proposal.outcome, fixed + complement, rank, proposal.reason)
    ensure_rank_free(fiche, rank)
    commit_money(fiche, fixed + complement)
    gap_reason = ""
    if proposal.retains:
        # Under the envelope's lock: what the others leave does not move any more.
        by_rule = complement_by_rule(fiche) if by_rule is None else by_rule
        gap_reason = gap_explained(complement, by_rule, proposal.gap_reason)
    lapsed = live_approvals(decision)
    decision = decision or Decision(application=fiche, revision=0)
    decision.revision += 1
    move(decision, DecisionState.PROPOSED)
    decision.outcome, decision.fixed, decision.complement = proposal.outcome, fixed, complement
    decision.by_rule, decision.gap_reason = by_rule, gap_reason
    decision.rank, decision.reason = rank, proposal.reason
    decision.proposed_by, decision.proposed_at = by, now
    decision.returned_by, decision.returned_at, decision.return_reason = None, None, ""
    decision.save()
    record_proposal(decision, lapsed, by=by, now=now)
    tell_proposed(decision, now)
    return decision


def ensure_not_under_correction(fiche: Application) -> None:
    """A decision states what was deposited last, which a correction may still change."""
    if fiche.correction is not None:
        until = deadline(fiche.correction.closes_at, fiche.project.call.zone)
        raise OutOfTurn(f"Le binôme corrige la fiche jusqu'au {until} : décidez après, ou mettez fin à la correction.")


def amounts_of(fiche: Application, proposal: Proposal) -> tuple[Decimal, Decimal]:
    """The fixed share and the complement of a retained fiche, within the rule's bounds; nothing for the others."""
    if not proposal.retains:
        return Decimal(0), Decimal(0)
    rule = rule_of_call(fiche.project.call)
    ensure_within_bounds(rule, fiche.project, proposal.complement)
    return rule.fixed, proposal.complement


def complement_by_rule(fiche: Application) -> Decimal:
    candidate = candidate_of(fiche)
    return candidate.share.complement if candidate and candidate.share else Decimal(0)


def ensure_may_be_decided(fiche: Application, decision: Decision | None, seen: int | None) -> None:
    """Only an admissible fiche, a decision not yet notified, and the proposal that the person has read."""
    if fiche.state != ApplicationState.ADMISSIBLE:
        raise OutOfTurn(f"La fiche est {fiche.state.said} : seule une fiche recevable fait l'objet d'une décision.")
    if decision is not None:
        ensure_turn(decision, DecisionState.PROPOSED)
    present = decision.revision if decision is not None else 0
    if seen is not None and seen != present:
        raise OutOfTurn(
            f"Une autre proposition vient d'être enregistrée pour cette fiche : {stated(decision)}. "
            "La vôtre ne l'est pas ; relisez la page avant de proposer à nouveau."
        )


def stated(decision: Decision | None) -> str:
    """«retenue, 100 000,00 €»."""
    if decision is None:
        return "aucune"
    amount = f", {euros(decision.amount)}" if decision.outcome == Outcome.RETAINED else ""
    return f"{decision.get_outcome_display()}{amount}"


def ensure_sensible(outcome: Outcome, amount: Decimal, rank: int | None, reason: str) -> None:
    if not reason.strip():
        raise Refused("Écrivez le motif : il figure dans la lettre.")
    if outcome == Outcome.RETAINED and amount <= 0:
        raise Refused("Une fiche retenue reçoit un montant.")
    if outcome == Outcome.WAITING and not rank:
        raise Refused("Donnez le rang sur la liste d'attente.")


def ensure_rank_free(fiche: Application, rank: int | None) -> None:
    """Two fiches of a call never wait at the same rank."""
    if rank is None:
        return
    others = Decision.objects.of_call(fiche.project.call).binding().exclude(application=fiche)
    holder = others.filter(rank=rank).select_related("application__project__region").first()
    if holder is not None:
        raise Refused(f"Le rang {rank} est déjà donné à la région {holder.application.project.region}.")


def rule_of_call(call: Call) -> AllocationRule:
    rule: AllocationRule | None = getattr(call, "rule", None)
    if rule is None:
        raise OutOfTurn("L'appel n'a pas de règle de répartition : son enveloppe est inconnue.")
    return rule


def locked_envelope(call: Call) -> Envelope:
    """The call's envelope, made at its first use from the rule, and held: proposals of a call queue up behind it."""
    Envelope.objects.get_or_create(call=call, defaults={"amount": rule_of_call(call).envelope})
    return Envelope.objects.select_for_update().get(call=call)


def money_held(decisions: DecisionQuerySet) -> Decimal:
    """What decisions set aside, those on withdrawn fiches left out."""
    return sum(
        (fixed + complement for fixed, complement in decisions.binding().values_list("fixed", "complement")), Decimal(0)
    )


def envelope_now(call: Call) -> Envelope:
    """The envelope as it stands, to be shown; nothing is written."""
    return Envelope(call=call, amount=call.rule.envelope, committed=money_held(Decision.objects.of_call(call)))


def commit_money(fiche: Application, amount: Decimal) -> None:
    """Count again, under the envelope's lock, what the other fiches hold, and add this amount if it fits (case 6)."""
    envelope = locked_envelope(fiche.project.call)
    held = money_held(Decision.objects.of_call(fiche.project.call).exclude(application=fiche))
    left = envelope.amount - held
    if amount > left:
        raise EnvelopeExceeded(
            f"Ce montant ({euros(amount)}) dépasse l'enveloppe : il reste {euros(left)} pour cette fiche."
        )
    envelope.committed = held + amount
    envelope.save(update_fields=["committed"])


def live_approvals(decision: Decision | None) -> list[Approval]:
    """The approvals that the present revision has received."""
    if decision is None:
        return []
    return list(decision.approvals.filter(revision=decision.revision))


def record_proposal(decision: Decision, lapsed: list[Approval], *, by: Membership, now: datetime) -> None:
    region = decision.application.project.region
    summary = f"Décision proposée pour la région {region} : {stated(decision)} (révision {decision.revision})"
    if lapsed:
        parties = listed([approval.get_party_display() for approval in lapsed])
        summary += f" ; validation caduque : {parties}"
    journal.record(
        "commission.propose",
        decision,
        by=by,
        summary=summary,
        data={
            "revision": decision.revision,
            "outcome": decision.outcome,
            "fixed": decision.fixed,
            "complement": decision.complement,
            "by_rule": decision.by_rule,
            "gap_reason": decision.gap_reason,
            "rank": decision.rank,
            "lapsed": [approval.party for approval in lapsed],
        },
        now=now,
    )
