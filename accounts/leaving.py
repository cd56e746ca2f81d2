"""Closing an account, opening it again, and taking the person's name off it for good."""

from datetime import datetime

from allauth.account.models import EmailAddress
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from accounts.joining import keep_an_administrator
from accounts.mailing import Mail, tell
from accounts.models import Invitation, Membership, User
from accounts.moments import DISABLED
from accounts.permissions import may_anonymise, may_deactivate, may_reactivate
from core.verdicts import OutOfTurn, ensure
from records.journal import record


def locked(person: User) -> User:
    """The row, locked but open to foreign keys: a deed that holds the journal may be naming this person in it."""
    return User.objects.select_for_update(no_key=True).get(pk=person.pk)


def deactivate(person: User, *, by: Membership, now: datetime | None = None) -> User:
    """Shut someone out at once; their memberships are kept, and come back with the account."""
    ensure(may_deactivate(by, person))
    return close(person, by=by, summary="Compte désactivé", now=now or timezone.now())


@transaction.atomic
def close(person: User, *, by: Membership | None, summary: str, now: datetime) -> User:
    """What becomes of the account, closed by an administrator or by the portal itself."""
    row = locked(person)
    if not row.is_active:
        raise OutOfTurn("Ce compte est déjà désactivé.")
    administering = row.memberships.administrators().values_list("pk", flat=True)
    if administering:
        keep_an_administrator(set(administering), timezone.localdate(now))
    row.is_active = False
    row.session_stamp += 1
    row.save(update_fields=["is_active", "session_stamp"])
    record("accounts.deactivate", row.traced(), by=by, summary=summary, now=now)
    todo = "Vous ne pouvez plus vous connecter au portail. S'il vous est encore utile, dites-le à l'équipe du portail."
    mail = Mail("ACIA", "votre compte est désactivé", todo)
    tell(DISABLED, [row.email], mail, key=f"disabled:{row.pk}:{row.session_stamp}")
    return row


def reactivate(person: User, *, by: Membership, now: datetime | None = None) -> User:
    ensure(may_reactivate(by))
    with transaction.atomic():
        row = locked(person)
        if row.is_active:
            raise OutOfTurn("Ce compte est déjà actif.")
        if row.anonymised_at is not None:
            raise OutOfTurn("Ce compte est anonymisé : invitez la personne à nouveau.")
        row.is_active = True
        row.save(update_fields=["is_active"])
        record("accounts.reactivate", row.traced(), by=by, summary="Compte réactivé", now=now)
    return row


def anonymise(person: User, *, by: Membership, now: datetime | None = None) -> User:
    """Forget who a departed person was, and keep what they did, under the function in which they did it.

    Cannot be undone: name, address and password are erased here, in the invitations received and in the sign-in tables.
    """
    now = now or timezone.now()
    ensure(may_anonymise(by, person))
    with transaction.atomic():
        row = locked(person)
        if row.anonymised_at is not None:
            raise OutOfTurn("Ce compte est déjà anonymisé.")
        if row.is_active:
            raise OutOfTurn("Désactivez ce compte avant de l'anonymiser.")
        neutral = f"compte-{row.pk}@anonyme.invalid"
        received = Invitation.objects.filter(email__iexact=row.email)
        received.unanswered().update(revoked_at=now)
        received.update(email=neutral)
        EmailAddress.objects.filter(user=row).delete()
        today = timezone.localdate(now)
        lasting = row.memberships.filter(Q(until=None) | Q(until__gt=today))
        lasting.filter(since__lte=today).update(until=today)
        lasting.filter(since__gt=today).update(until=F("since"))
        row.full_name = f"Personne partie (compte n° {row.pk})"
        row.email = neutral
        row.demo = False
        row.anonymised_at = now
        row.set_unusable_password()
        row.save()
        record("accounts.anonymise", row.traced(), by=by, summary="Compte anonymisé", now=now)
    return row


def close_sessions(person: User, *, by: Membership | None = None, now: datetime | None = None) -> User:
    """Sign someone out of every browser; each person does so for themselves."""
    with transaction.atomic():
        row = locked(person)
        row.session_stamp += 1
        row.save(update_fields=["session_stamp"])
        record("accounts.close_sessions", row.traced(), by=by or row.traced(), summary="Sessions fermées", now=now)
    return row
