"""Giving a person a membership, correcting it, ending it."""

from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.mailing import Mail, tell
from accounts.models import Membership, User
from accounts.models.membership import CAPACITY
from accounts.moments import ROLE_ADDED, ROLE_ENDED
from accounts.permissions import may_change_membership, may_end_membership, may_grant
from accounts.roles import role_exists
from core.verdicts import OutOfTurn, Refused, ensure
from core.wording import NBSP, the
from records.journal import record
from records.moments import Moment


def join(person: User, *, organisation: Any, role: str, job_title: str, now: datetime) -> Membership:
    """Add the row, within the transaction of a deed that has asked the right."""
    verdict = role_exists(role, organisation)
    if not verdict:
        raise Refused(verdict.reason)
    try:
        with transaction.atomic():
            return Membership.objects.create(
                user=person, organisation=organisation, role=role, job_title=job_title, since=timezone.localdate(now)
            )
    except IntegrityError as error:
        raise OutOfTurn(f"Ce compte a déjà ce rôle pour {the(organisation)}.") from error


def grant(
    person: User, *, organisation: Any, role: str, job_title: str, by: Membership, now: datetime | None = None
) -> Membership:
    """Give a known person one more hat, without an invitation."""
    now = now or timezone.now()
    ensure(may_grant(by, person))
    with transaction.atomic():
        membership = join(person, organisation=organisation, role=role, job_title=job_title, now=now)
        trace(membership, "accounts.grant", "Rôle ajouté", by=by, now=now)
        tell_role(membership, ROLE_ADDED, "un rôle vous est donné", "Vous pouvez agir dès maintenant dans ce rôle.")
    return membership


def change_membership(
    membership: Membership, *, by: Membership, now: datetime | None = None, **capacity: Any
) -> Membership:
    """Correct under what title and by which power (`CAPACITY`) the person signs; acts already issued keep theirs."""
    ensure(may_change_membership(by, membership))
    with transaction.atomic():
        row = locked(membership)
        before = capacity_of(row)
        for name, value in capacity.items():
            setattr(row, name, value)
        row.save(update_fields=[*capacity])
        trace(row, "accounts.change_membership", "Rôle modifié", by=by, now=now, before=before)
    return row


def end_membership(membership: Membership, *, by: Membership, now: datetime | None = None) -> Membership:
    """Take a hat away, at once: it is gone at the person's next request."""
    now = now or timezone.now()
    today = timezone.localdate(now)
    ensure(may_end_membership(by, membership))
    with transaction.atomic():
        if membership.administers:
            keep_an_administrator({membership.pk}, today)
        row = locked(membership)
        if row.until is not None and row.until <= today:
            raise OutOfTurn("Ce rôle est déjà terminé.")
        row.until = max(today, row.since)
        row.save(update_fields=["until"])
        trace(row, "accounts.end_membership", "Rôle terminé", by=by, now=now)
        tell_role(row, ROLE_ENDED, "un de vos rôles est terminé", "Vous n'agissez plus dans ce rôle.")
    return row


def keep_an_administrator(leaving: set[int], on: date) -> None:
    """Refuse to end the last memberships that administer; two departures at the same time wait for one another.

    Every administrator's row is locked, in order, before any other membership. Those who remain are counted only then,
    by a separate query that sees what the departure before this one committed.
    """
    rows = Membership.objects.administrators().select_for_update(of=("self",), no_key=True).order_by("pk")
    everyone = {row.pk for row in rows}
    remaining = Membership.objects.current(on).filter(pk__in=everyone - leaving)
    if not remaining.exists():
        raise OutOfTurn("Le portail garde toujours au moins un compte d'administration : nommez d'abord quelqu'un.")


def locked(membership: Membership) -> Membership:
    rows = Membership.objects.select_for_update(of=("self",), no_key=True).select_related("user", "organisation")
    return rows.get(pk=membership.pk)


def tell_role(membership: Membership, moment: Moment, what: str, todo: str) -> None:
    role = f"{membership.organisation}, {membership.get_role_display()}"
    mail = Mail("ACIA", what, todo, reverse("accounts:account"), [f"Rôle{NBSP}: {role}."])
    tell(moment, [membership.user.email], mail, key=f"{moment.code}:{membership.pk}")


def capacity_of(membership: Membership) -> dict[str, Any]:
    return {name: getattr(membership, name) for name in CAPACITY}


def trace(
    membership: Membership,
    deed: str,
    verb: str,
    *,
    by: Membership,
    now: datetime | None,
    before: dict[str, Any] | None = None,
) -> None:
    """Journal a membership under the account that it belongs to."""
    record(
        deed,
        membership.user.traced(),
        by=by,
        summary=f"{verb} : {membership.get_role_display()}, {membership.organisation}",
        data={
            "membership": membership.pk,
            "organisation": membership.organisation_id,
            "role": membership.role,
            **capacity_of(membership),
            **({"before": before} if before else {}),
        },
        now=now,
    )
