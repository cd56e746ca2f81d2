"""Inviting someone to act for an organisation, and what becomes of the invitation."""

import secrets
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from accounts.enums import InvitationState
from accounts.joining import join
from accounts.mailing import answered_by, closing
from accounts.models import Invitation, Membership, User
from accounts.models.invitation import digest
from accounts.moments import INVITED
from accounts.permissions import is_invited, may_invite, may_revoke_invitation
from accounts.roles import role_exists
from core.verdicts import OutOfTurn, Refused, ensure
from core.wording import the
from records import outbox
from records.journal import record

UNUSABLE = {
    InvitationState.ACCEPTED: "Cette invitation a déjà été acceptée.",
    InvitationState.REVOKED: "Cette invitation a été annulée.",
    InvitationState.EXPIRED: "Cette invitation a expiré : elle valait quatorze jours.",
}
KNOWN = "Un compte existe déjà avec cette adresse : connectez-vous pour accepter l'invitation."


def send(invitation: Invitation, token: str, *, asked_again: bool = False) -> None:
    link = settings.SITE_URL + reverse("accounts:accept_invitation", args=[token])
    body = render_to_string(
        "accounts/mails/invitation.txt",
        {"invitation": invitation, "link": link, "asked_again": asked_again, "closing": closing()},
    )
    outbox.write(
        f"invitation:{invitation.pk}:{invitation.token_digest[:16]}",
        INVITED,
        to=invitation.email,
        subject="ACIA : invitation à rejoindre le portail"
        + ("" if invitation.note else f" pour {the(invitation.organisation)}"),
        reply_to=answered_by(),
        body=body,
        secret=token,
    )


def invite(
    *, email: str, organisation: Any, role: str, job_title: str, by: Membership, now: datetime | None = None
) -> Invitation:
    """Offer a membership to an address; the mail leaves through the outbox, with a link good for fourteen days."""
    email = email.strip().lower()
    ensure(may_invite(by, email))
    return offer(email=email, organisation=organisation, role=role, job_title=job_title, by=by, now=now)


def offer(
    *,
    email: str,
    organisation: Any,
    role: str,
    job_title: str,
    note: str = "",
    by: Membership,
    now: datetime | None = None,
) -> Invitation:
    """`invite`, for a deed that has asked its own right; `note` says what to, when not to act for an organisation."""
    now = now or timezone.now()
    verdict = role_exists(role, organisation)
    if not verdict:
        raise Refused(verdict.reason)
    held = Membership.objects.current(timezone.localdate(now))
    if held.filter(user__email__iexact=email, organisation=organisation, role=role).exists():
        raise OutOfTurn("Cette personne a déjà ce rôle dans cette organisation.")
    token = secrets.token_urlsafe(32)
    with transaction.atomic():
        try:
            with transaction.atomic():
                invitation = Invitation.objects.create(
                    email=email,
                    organisation=organisation,
                    role=role,
                    job_title=job_title,
                    note=note,
                    token_digest=digest(token),
                    created_at=now,
                    created_by=by.user,
                    expires_at=now + Invitation.VALIDITY,
                )
        except IntegrityError as error:
            raise OutOfTurn(
                "Une invitation est déjà partie à cette adresse pour ce rôle : renvoyez-la depuis la liste."
            ) from error
        send(invitation, token)
        record("accounts.invite", invitation, by=by, summary=f"Invitation envoyée : {invitation}", now=now)
    return invitation


def locked(invitation: Invitation) -> Invitation:
    """The row as it stands now, held until the end of the transaction."""
    return Invitation.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=invitation.pk)


def resend_invitation(invitation: Invitation, *, by: Membership, now: datetime | None = None) -> Invitation:
    """Send a fresh link for fourteen more days; the former one no longer opens anything."""
    ensure(may_invite(by, invitation.email))
    return renew(invitation, by=by, now=now)


def renew(invitation: Invitation, *, note: str = "", by: Membership, now: datetime | None = None) -> Invitation:
    """`resend_invitation`, for a deed that has asked its own right; a `note` takes the place of the former."""
    now = now or timezone.now()
    token = secrets.token_urlsafe(32)
    with transaction.atomic():
        row = locked(invitation)
        if row.state(now) not in {InvitationState.PENDING, InvitationState.EXPIRED}:
            raise OutOfTurn(UNUSABLE[row.state(now)])
        row.token_digest = digest(token)
        row.expires_at = now + Invitation.VALIDITY
        row.note = note or row.note
        row.save(update_fields=["token_digest", "expires_at", "note"])
        send(row, token, asked_again=True)
        record("accounts.resend_invitation", row, by=by, summary=f"Invitation renvoyée : {row}", now=now)
    return row


def revoke_invitation(invitation: Invitation, *, by: Membership, now: datetime | None = None) -> Invitation:
    """Close an unanswered invitation; its link says so."""
    ensure(may_revoke_invitation(by))
    return revoke(invitation, by=by, now=now)


def revoke(invitation: Invitation, *, by: Membership, now: datetime | None = None) -> Invitation:
    """`revoke_invitation`, for a deed that has asked its own right."""
    now = now or timezone.now()
    with transaction.atomic():
        row = locked(invitation)
        if row.state(now) not in {InvitationState.PENDING, InvitationState.EXPIRED}:
            raise OutOfTurn(UNUSABLE[row.state(now)])
        row.revoked_at = now
        row.save(update_fields=["revoked_at"])
        record("accounts.revoke_invitation", row, by=by, summary=f"Invitation annulée : {row}", now=now)
    return row


def accept(invitation: Invitation, *, user: User, now: datetime | None = None) -> Membership:
    """Someone who has an account accepts the offered membership. Of two at once, one gets it, the other is told."""
    now = now or timezone.now()
    with transaction.atomic():
        row = locked(invitation)
        if row.state(now) != InvitationState.PENDING:
            raise OutOfTurn(UNUSABLE[row.state(now)])
        ensure(is_invited(user, row))
        membership = join(user, organisation=row.organisation, role=row.role, job_title=row.job_title, now=now)
        row.accepted_at = now
        row.accepted_as = membership
        row.save(update_fields=["accepted_at", "accepted_as"])
        record(
            "accounts.accept_invitation",
            user.traced(),
            by=membership,
            summary=f"Invitation acceptée : {row}",
            data={"invitation": row.pk, "membership": membership.pk},
            now=now,
        )
    return membership


def accept_as_newcomer(
    invitation: Invitation, *, full_name: str, password: str, now: datetime | None = None
) -> Membership:
    """Someone without an account gets one by accepting; the link proves the address."""
    now = now or timezone.now()
    with transaction.atomic():
        row = locked(invitation)
        if row.state(now) != InvitationState.PENDING:
            raise OutOfTurn(UNUSABLE[row.state(now)])
        if User.objects.filter(email__iexact=row.email).exists():
            raise OutOfTurn(KNOWN)
        try:
            with transaction.atomic():
                user = User.objects.create_user(row.email, password, full_name=full_name, date_joined=now)
        except IntegrityError as error:
            raise OutOfTurn(KNOWN) from error
        return accept(row, user=user, now=now)
