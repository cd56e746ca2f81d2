"""Who may do what with calls."""

from accounts.enums import Role
from accounts.models import Membership
from acia_portal.verdicts import YES, Verdict, no
from calls.models import Call


def may_prepare_calls(hat: Membership | None) -> Verdict:
    """Create a call and draft it."""
    if hat is not None and hat.is_national(Role.SECRETARY):
        return YES
    return no("Seul le secrétariat de la DGOS ou de l'Anact prépare les appels à projets.")


def may_edit_call(hat: Membership | None, call: Call) -> Verdict:
    """Change what an opening freezes: dates, rule, questionnaire, grid."""
    verdict = may_prepare_calls(hat)
    if verdict and call.published_at is not None:
        return no("L'appel est ouvert : ce qui a été publié ne change plus.")
    return verdict


def may_open_call(hat: Membership | None, call: Call) -> Verdict:
    verdict = may_prepare_calls(hat)
    if verdict and call.published_at is not None:
        return no("Cet appel est déjà ouvert.")
    return verdict
