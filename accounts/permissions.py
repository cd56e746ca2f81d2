"""Who may do what with accounts, memberships and invitations.

Two limits hold for every role: nobody grants a right to themselves or takes one from themselves, and the platform
keeps an administrator (the deeds count them under a lock).
"""

from accounts.enums import Audience
from accounts.models import Invitation, Membership, SavedView, User
from core.verdicts import YES, Verdict, no, not_now
from records.permissions import may_administer


def may_manage_accounts(hat: Membership | None) -> Verdict:
    """See people, memberships and invitations."""
    return may_administer(hat)


def apart_from_oneself(hat: Membership | None, person_id: int | None, reason: str) -> Verdict:
    verdict = may_administer(hat)
    if verdict and hat is not None and hat.user_id == person_id:
        return no(reason)
    return verdict


def may_invite(hat: Membership | None, email: str = "") -> Verdict:
    """Send an invitation, or send it again."""
    verdict = may_administer(hat)
    if verdict and hat is not None and hat.user.email.lower() == email.lower():
        return no("Un autre membre de l'équipe du portail doit vous donner ce rôle.")
    return verdict


def may_revoke_invitation(hat: Membership | None) -> Verdict:
    return may_administer(hat)


def is_invited(user: User, invitation: Invitation) -> Verdict:
    """Only the person whose address was invited."""
    if user.email.lower() != invitation.email.lower():
        return no("Cette invitation est adressée à une autre personne.")
    if not user.is_active:
        return no("Ce compte est désactivé. Adressez-vous à l'équipe du portail.")
    return YES


def may_grant(hat: Membership | None, person: User) -> Verdict:
    """Give a person one more membership."""
    verdict = apart_from_oneself(hat, person.pk, "Un autre membre de l'équipe du portail doit vous donner ce rôle.")
    if verdict and not person.is_active:
        return not_now("Ce compte est désactivé : réactivez-le avant de lui donner un rôle.")
    return verdict


def may_change_membership(hat: Membership | None, membership: Membership) -> Verdict:
    """Correct the job title and the delegation that letters show."""
    return apart_from_oneself(hat, membership.user_id, "Un autre membre de l'équipe du portail modifie votre rôle.")


def may_end_membership(hat: Membership | None, membership: Membership) -> Verdict:
    return apart_from_oneself(hat, membership.user_id, "Vous ne pouvez pas mettre fin à votre propre rôle.")


def may_deactivate(hat: Membership | None, person: User) -> Verdict:
    return apart_from_oneself(hat, person.pk, "Vous ne pouvez pas désactiver votre propre compte.")


def may_reactivate(hat: Membership | None) -> Verdict:
    return may_administer(hat)


def may_anonymise(hat: Membership | None, person: User) -> Verdict:
    return apart_from_oneself(hat, person.pk, "Vous ne pouvez pas anonymiser votre propre compte.")


def may_keep_views(hat: Membership | None) -> Verdict:
    """Keep under a name what one asks of a list."""
    return YES if hat is not None and not hat.guest else no("Les vues s'enregistrent dans un rôle qui a des listes.")


def may_share_view(hat: Membership | None, audience: Audience) -> Verdict:
    """Show a view to others: those of one's organisation, and for DGOS and Anact those of both."""
    verdict = may_keep_views(hat)
    if verdict and hat is not None and audience == Audience.NATION and not hat.national:
        return no("Seules la DGOS et l'Anact partagent une vue entre elles.")
    return verdict


def may_change_view(hat: Membership | None, view: SavedView) -> Verdict:
    """Rename a view, share it or take it away: who keeps it, and for a shared one, those of the same organisation."""
    if hat is not None and view.kept_by.user_id == hat.user_id:
        return YES
    if hat is not None and view.audience != Audience.SELF and view.kept_by.organisation_id == hat.organisation_id:
        return YES
    return no("Une vue se change dans l'organisation qui la partage.")
