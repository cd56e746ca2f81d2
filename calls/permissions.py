"""Who may do what with calls."""

from accounts.enums import Role
from accounts.models import Membership
from calls.models import Call, Grid, Phase, Questionnaire
from core.verdicts import YES, Verdict, no, not_now


def may_prepare_calls(hat: Membership | None) -> Verdict:
    """Create a call and draft it."""
    if hat is not None and hat.is_national(Role.SECRETARY):
        return YES
    return no("Seul le secrétariat de la DGOS ou de l'Anact prépare les appels à projets.")


def may_edit_call(hat: Membership | None, call: Call) -> Verdict:
    """Change what an opening freezes: dates, rule, questionnaire, grid; remove a piece."""
    verdict = may_prepare_calls(hat)
    if verdict and call.published_at is not None:
        return not_now("L'appel est ouvert : ce qui a été publié ne change plus.")
    return verdict


def may_add_pieces(hat: Membership | None, call: Call) -> Verdict:
    """Join documents, contacts and milestones, also once the call is published, until it is concluded."""
    verdict = may_prepare_calls(hat)
    if verdict and call.concluded_at is not None:
        return not_now("L'appel est conclu : ses pièces ne changent plus.")
    return verdict


def may_open_call(hat: Membership | None, call: Call) -> Verdict:
    """Publish the call, which freezes it."""
    verdict = may_prepare_calls(hat)
    if verdict and call.published_at is not None:
        return not_now("Cet appel est déjà ouvert.")
    return verdict


def may_revise_call(hat: Membership | None, call: Call) -> Verdict:
    """Have a published call ask the next revision of its questionnaire, with a public reason."""
    verdict = may_prepare_calls(hat)
    if verdict and call.published_at is None:
        return not_now("L'appel est en préparation : son questionnaire se choisit avec le reste.")
    return verdict


def may_edit_questionnaire(hat: Membership | None, questionnaire: Questionnaire) -> Verdict:
    """Write the questions of a revision that no opened call asks yet."""
    verdict = may_prepare_calls(hat)
    if verdict and questionnaire.frozen_at is not None:
        return not_now("Ce questionnaire est figé par un appel ouvert : préparez-en la révision suivante.")
    return verdict


def may_postpone_closing(hat: Membership | None, call: Call) -> Verdict:
    """Move the closing of a published call to a later instant, with a public reason."""
    verdict = may_prepare_calls(hat)
    if verdict and call.published_at is None:
        return not_now("L'appel est en préparation : sa clôture se modifie avec ses autres dates.")
    return verdict


def may_answer_questions(hat: Membership | None, call: Call) -> Verdict:
    """Answer what the public asks about a published call, set a question aside, until the call is concluded."""
    verdict = may_prepare_calls(hat)
    if not verdict:
        return no("Seul le secrétariat de la DGOS ou de l'Anact répond aux questions sur un appel national.")
    if call.concluded_at is not None:
        return not_now("L'appel est conclu : ses questions et réponses ne changent plus.")
    return verdict


def may_edit_grid(hat: Membership | None, grid: Grid) -> Verdict:
    """Write its criteria, until a published call uses it."""
    verdict = may_prepare_calls(hat)
    if verdict and grid.frozen_at is not None:
        return not_now("Un appel publié utilise cette grille : préparez sa révision suivante pour la changer.")
    return verdict


def may_edit_phase(hat: Membership | None, phase: Phase) -> Verdict:
    """Write what a phase of a programme is, until a published call is of it."""
    verdict = may_prepare_calls(hat)
    if verdict and phase.frozen_at is not None:
        return not_now("Un appel publié est de cette phase : elle ne change plus.")
    return verdict
