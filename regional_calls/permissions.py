"""Who may do what with regional calls: both of the pair act, those who steer DGOS and Anact read."""

from accounts.enums import Role
from accounts.models import Membership
from core.verdicts import YES, Verdict, no, not_now
from core.wording import day
from regional_calls.enums import PairParty
from regional_calls.models import RegionalCall
from regions.models import RegionalProject
from regions.permissions import may_follow_project, may_run_project, of_pair

ARS_SIGNS = (
    "Les structures reçoivent une décision de l'ARS : la personne habilitée à signer pour elle annonce les choix. "
    "L'équipe du portail donne ce rôle à qui en a reçu la délégation."
)
PAIR_ONLY = "L'appel régional se mène par l'ARS et l'Aract de ce projet."


def party_of(hat: Membership, project: RegionalProject) -> PairParty | None:
    """Which of the pair a hat acts for, if any."""
    if not of_pair(hat, project):
        return None
    return PairParty.ARS if hat.ars else PairParty.ARACT


def may_read_regional_calls(hat: Membership | None, project: RegionalProject) -> Verdict:
    """See the regional calls of a project and their figures."""
    return may_follow_project(hat, project)


def may_prepare_regional_call(hat: Membership | None, project: RegionalProject) -> Verdict:
    """Begin a regional call, before the national decision or while the retained project runs (R66)."""
    if not of_pair(hat, project):
        return no(PAIR_ONLY)
    granted = getattr(project, "award", None)
    if granted is not None and granted.closed_on is not None:
        return not_now(f"Le projet est clos depuis le {day(granted.closed_on)} : il ne cherche plus de structures.")
    return YES


def may_edit_regional_call(hat: Membership | None, call: RegionalCall) -> Verdict:
    """Change its text, dates and themes, until it is published."""
    verdict = may_prepare_regional_call(hat, call.project)
    if verdict and call.published_at is not None:
        return not_now(
            "L'appel est publié : son texte, ses thèmes et ses dates ne changent plus. Seule sa clôture se reporte."
        )
    return verdict


def may_run_regional_call(hat: Membership | None, call: RegionalCall) -> Verdict:
    """Publish it, postpone its closing, join documents, answer questions, until the choices are announced."""
    if not of_pair(hat, call.project):
        return no(PAIR_ONLY)
    if call.announced_at is not None:
        return not_now("Les choix sont annoncés : l'appel est conclu.")
    return YES


def may_read_expressions(hat: Membership | None, call: RegionalCall) -> Verdict:
    """Read what structures handed in: the pair at once, DGOS and Anact once the choices are announced."""
    if of_pair(hat, call.project):
        return YES
    if hat is not None and hat.is_national(Role.SECRETARY, Role.PRESIDENT, Role.SIGNATORY):
        if call.announced_at is not None:
            return YES
        return no("Les réponses se lisent nationalement une fois les choix annoncés par l'ARS et l'Aract.")
    return no(PAIR_ONLY)


def may_sort_expressions(hat: Membership | None, call: RegionalCall) -> Verdict:
    """Give a view, propose or confirm a choice."""
    if not of_pair(hat, call.project):
        return no(PAIR_ONLY)
    if call.published_at is None:
        return not_now("L'appel n'est pas publié : il n'a pas de réponse.")
    if call.announced_at is not None:
        return not_now("Les choix sont annoncés : ils ne changent plus.")
    return YES


def signs_for_ars(hat: Membership | None, project: RegionalProject) -> bool:
    """Is the author of the decisions that structures receive: the ARS's, and the Aract has a copy."""
    return hat is not None and of_pair(hat, project) and hat.ars and hat.role == Role.SIGNATORY


def may_announce(hat: Membership | None, call: RegionalCall) -> Verdict:
    """Announce the choices: each is a decision of the ARS, signed by the person who announces."""
    verdict = may_sort_expressions(hat, call)
    return verdict if not verdict or signs_for_ars(hat, call.project) else no(ARS_SIGNS)


def may_call_up(hat: Membership | None, call: RegionalCall) -> Verdict:
    """Retain the first of the waiting list when a place comes free; its order was chosen by both."""
    verdict = may_prepare_regional_call(hat, call.project)
    if verdict and not signs_for_ars(hat, call.project):
        return no(ARS_SIGNS)
    if verdict and call.announced_at is None:
        return not_now("Les choix ne sont pas encore annoncés.")
    return verdict


def may_take_in(hat: Membership | None, call: RegionalCall) -> Verdict:
    """Make participants of the structures retained, once the project itself is."""
    verdict = may_run_project(hat, call.project)
    if verdict and call.announced_at is None:
        return not_now("Les choix ne sont pas encore annoncés.")
    return verdict
