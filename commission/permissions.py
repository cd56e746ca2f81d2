"""Who may do what in the commission."""

from accounts.enums import Role
from accounts.models import Membership
from applications.enums import ApplicationState
from applications.models import Application
from commission.enums import DecisionState
from commission.models import Assignment, Decision
from core.verdicts import YES, Verdict, no, not_now


def may_follow_commission(hat: Membership | None) -> Verdict:
    """Read the dashboard, the ranking and the submitted reviews."""
    if hat is not None and hat.is_national(Role.SECRETARY, Role.PRESIDENT, Role.SIGNATORY):
        return YES
    return no("Le tableau de la commission est réservé à son secrétariat, à sa présidence et aux signataires.")


def may_assign_rapporteurs(hat: Membership | None) -> Verdict:
    """Open the page on which fiches are given to rapporteurs."""
    if hat is not None and hat.is_national(Role.SECRETARY):
        return YES
    return no("Seul le secrétariat de la commission désigne les rapporteurs.")


def may_assign(hat: Membership | None, application: Application) -> Verdict:
    """Give an admissible fiche to rapporteurs."""
    verdict = may_assign_rapporteurs(hat)
    if not verdict:
        return verdict
    if application.state != ApplicationState.ADMISSIBLE:
        return not_now("Seule une fiche recevable est confiée à des rapporteurs.")
    if application.outcome:
        return not_now("La décision est notifiée : l'examen de la fiche est clos.")
    return YES


def may_declare(hat: Membership | None, assignment: Assignment) -> Verdict:
    """Declare a conflict of interest, or none; a declared one stands."""
    if hat is None or assignment.rapporteur_id != hat.pk:
        return no("Ce rapport est confié à une autre personne.")
    if assignment.ended_at is not None:
        return no("Ce rapport vous a été retiré.")
    if assignment.has_conflict:
        return no("Vous avez déclaré un lien d'intérêt : vous ne prenez pas part à l'examen de cette fiche.")
    return YES


def may_remind(hat: Membership | None) -> Verdict:
    """Write to a rapporteur whose reviews are missing."""
    if hat is not None and hat.is_national(Role.SECRETARY):
        return YES
    return no("Seul le secrétariat de la commission relance les rapporteurs.")


def may_score(hat: Membership | None, assignment: Assignment) -> Verdict:
    """Score the fiche; only after having declared no conflict."""
    verdict = may_declare(hat, assignment)
    if not verdict:
        return verdict
    if assignment.has_conflict is None:
        return no("Déclarez d'abord si un lien d'intérêt vous lie à ce projet.")
    if assignment.application.state != ApplicationState.ADMISSIBLE:
        return not_now("Seule une fiche recevable se note.")
    return YES


def may_propose(hat: Membership | None, application: Application, decision: Decision | None = None) -> Verdict:
    """Propose a decision, or propose it again until it is notified."""
    if hat is None or not hat.is_national(Role.SECRETARY, Role.PRESIDENT):
        return no("Seuls le secrétariat et la présidence de la commission proposent les décisions.")
    if application.state != ApplicationState.ADMISSIBLE:
        return not_now("Seule une fiche recevable fait l'objet d'une décision.")
    if application.outcome or (decision is not None and decision.state == DecisionState.NOTIFIED):
        return not_now("La décision est notifiée : elle ne change plus ici.")
    return YES


def may_approve(hat: Membership | None, decision: Decision) -> Verdict:
    """Validate a proposed decision for DGOS or for Anact."""
    if hat is None or not hat.is_national(Role.SIGNATORY):
        return no("Seules les personnes habilitées à signer pour la DGOS et pour l'Anact valident les décisions.")
    if decision.state != DecisionState.PROPOSED:
        return not_now(f"La décision est déjà {decision.get_state_display()}.")
    return YES


def may_return(hat: Membership | None, decision: Decision) -> Verdict:
    """Send a decision back to the secretary, before its letter."""
    if hat is None or not hat.is_national(Role.SIGNATORY):
        return no("Seules les personnes habilitées à signer pour la DGOS et pour l'Anact renvoient les décisions.")
    if decision.state not in {DecisionState.PROPOSED, DecisionState.VALIDATED}:
        return not_now(f"La décision est déjà {decision.get_state_display()}.")
    return YES


def may_issue_notices(hat: Membership | None) -> Verdict:
    """Have the notices of validated decisions issued."""
    if hat is not None and hat.is_national(Role.SECRETARY, Role.SIGNATORY):
        return YES
    return no("Seuls le secrétariat et les signataires font partir les lettres.")


def may_convene(hat: Membership | None) -> Verdict:
    """Convene the commission, convene it otherwise, or call its meeting off (CRPA R. 133-5)."""
    if hat is not None and hat.is_national(Role.SECRETARY, Role.PRESIDENT):
        return YES
    return no("Seuls le secrétariat et la présidence de la commission la convoquent.")
