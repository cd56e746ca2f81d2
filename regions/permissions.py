"""Who may do what in a region, outside the fiche itself."""

from accounts.enums import Role
from accounts.models import Membership
from acia_portal.verdicts import YES, Verdict, no
from regions.models import Participation


def may_read_participations(hat: Membership | None) -> Verdict:
    """The page of an establishment's participations; pairs read theirs in the fiche."""
    if hat is not None and hat.role == Role.CONTACT:
        return YES
    return no("Cette page est celle des contacts d'établissement.")


def may_confirm_participation(hat: Membership | None, participation: Participation) -> Verdict:
    """Commit the establishment to the collective action (R33); its own contact does."""
    if hat is None or hat.role != Role.CONTACT or participation.establishment.organisation_id != hat.organisation_id:
        return no("Seul le contact de l'établissement confirme son engagement.")
    if participation.confirmed_at is not None:
        return no("L'engagement de l'établissement est déjà confirmé.")
    if participation.left_on is not None:
        return no("L'établissement ne participe plus à ce projet.")
    if participation.project.call.concluded_at is not None:
        return no("L'appel est conclu : il n'y a plus d'engagement à confirmer.")
    return YES
