"""States of accounts and invitations as pages show them."""

from typing import Any

from django import template
from django.utils.timezone import localdate

from accounts.enums import AccountState, InvitationState
from accounts.models import Invitation, Membership, User
from accounts.people import state_of
from core.wording import day

register = template.Library()

ACCOUNT_TONES = {
    AccountState.ACTIVE: "success",
    AccountState.IDLE: "warning",
    AccountState.CLOSED: "error",
    AccountState.ANONYMISED: "",
}
INVITATION_TONES = {
    InvitationState.PENDING: "info",
    InvitationState.EXPIRED: "warning",
    InvitationState.ACCEPTED: "success",
    InvitationState.REVOKED: "",
}


@register.inclusion_tag("components/badge.html")
def account_badge(person: User) -> dict[str, Any]:
    state = state_of(person)
    return {"label": state.label, "tone": ACCOUNT_TONES[state]}


@register.inclusion_tag("components/badge.html")
def invitation_badge(invitation: Invitation) -> dict[str, Any]:
    state = invitation.state()
    return {"label": state.label, "tone": INVITATION_TONES[state]}


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
        f"{membership.user} n'agira plus pour {membership.organisation} (rôle : {membership.get_role_display()}), "
        "dès sa prochaine page. Ses actes passés restent inscrits."
    )
