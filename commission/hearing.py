"""Whether both authorities have judged a fiche: before its decision is proposed, validated, notified."""

from collections.abc import Iterator

from django.utils import timezone

from applications.models import Application
from commission.enums import DecisionState, NationalParty, ReviewState
from commission.models import Assignment, Decision
from core.verdicts import OutOfTurn
from core.wording import day, listed, of_the, the

# What to do about a decision that stands on an evaluation lost since; in the other states nothing waits for it.
WAY_ON = {
    DecisionState.PROPOSED: (
        "La décision se validera une fois cette évaluation remise. Si elle doit changer, le secrétariat la propose à "
        "nouveau."
    ),
    DecisionState.VALIDATED: (
        "La lettre ne peut pas partir : un signataire renvoie la décision au secrétariat, qui fait évaluer la fiche "
        "puis propose à nouveau."
    ),
}


def rapporteurs_of(application: Application) -> dict[str, Assignment]:
    """By authority, who reads the fiche now."""
    live = Assignment.objects.live().filter(application=application)
    return {
        one.party: one for one in live.with_fiche().select_related("assigned_by__user", "assigned_by__organisation")
    }


def missing_reviews(application: Application) -> list[str]:
    """Who must still give their review before the fiche is decided on; empty when both authorities have."""
    by_party = rapporteurs_of(application)
    missing = []
    for party in NationalParty:
        assignment = by_party.get(party)
        if assignment is None:
            missing.append(f"un rapporteur de {party.article}, à désigner")
        elif assignment.has_conflict:
            missing.append(f"un rapporteur de {party.article} sans lien d'intérêt, à désigner")
        elif not hasattr(assignment, "review") or assignment.review.state != ReviewState.SUBMITTED:
            missing.append(the(assignment.rapporteur.acting))
    return missing


def ensure_heard(application: Application) -> None:
    missing = missing_reviews(application)
    if missing:
        raise OutOfTurn(f"La fiche n'est pas entièrement évaluée. Il manque : {listed(missing)}.")


def ensure_still_heard(decision: Decision) -> None:
    """Refuse to take further a decision that lost one of the evaluations it was proposed on."""
    lost = no_longer_heard(decision)
    if lost:
        raise OutOfTurn(lost)


def no_longer_heard(decision: Decision) -> str:
    """Since a decision lost an evaluation: what happened, who is missing, what to do; nothing while it is whole."""
    missing = missing_reviews(decision.application) if decision.state in WAY_ON else []
    if not missing:
        return ""
    wanted = f"Il manque l'évaluation {of_the(listed(missing))}."
    return " ".join(["La fiche n'est plus entièrement évaluée.", *losses(decision), wanted, WAY_ON[decision.state]])


def losses(decision: Decision) -> Iterator[str]:
    """Who lost the fiche after the proposal, by whom, and who then declared a tie."""
    successors = rapporteurs_of(decision.application)
    ended = Assignment.objects.filter(application=decision.application, ended_at__gte=decision.proposed_at)
    for former in ended.filter(review__state=ReviewState.SUBMITTED).with_fiche():
        if former.ended_at is not None and former.party in successors:
            by = successors[former.party].assigned_by
            on = day(timezone.localdate(former.ended_at))
            yield f"L'évaluation {of_the(former.rapporteur.acting)} a été retirée le {on} par {the(by.acting)}."
    for reader in successors.values():
        if reader.has_conflict and reader.declared_at is not None and reader.declared_at >= decision.proposed_at:
            on = day(timezone.localdate(reader.declared_at))
            yield f"{reader.rapporteur.subject} a déclaré un lien d'intérêt le {on}."
