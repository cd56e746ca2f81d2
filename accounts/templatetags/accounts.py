"""Dates of invitations and ends of memberships, in words."""

from django import template
from django.utils.timezone import localdate

from accounts.enums import InvitationState
from accounts.models import Invitation, Membership
from core.wording import day, the

register = template.Library()


@register.filter
def invitation_date(invitation: Invitation) -> str:
    """The date that goes with the state."""
    ended = invitation.accepted_at or invitation.revoked_at
    if ended is not None:
        return f"le {day(localdate(ended))}"
    expires = day(localdate(invitation.expires_at))
    return f"jusqu'au {expires}" if invitation.state() == InvitationState.PENDING else f"le {expires}"


@register.filter
def is_unanswered(invitation: Invitation) -> bool:
    return invitation.state() in {InvitationState.PENDING, InvitationState.EXPIRED}


@register.filter
def ending_text(membership: Membership) -> str:
    """What ending a membership does, and to whom."""
    return (
        f"{membership.user} n'agira plus pour {the(membership.organisation)} (rôle : {membership.get_role_display()}), "
        "dès sa prochaine page. Ses actes passés restent inscrits."
    )
