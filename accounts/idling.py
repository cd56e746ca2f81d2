"""Accounts that nobody uses any more are closed by the portal itself (L14)."""

from datetime import datetime, timedelta

from django.db.models import Q
from django.utils import timezone

from accounts.leaving import close
from accounts.models import User
from core.verdicts import OutOfTurn
from records.models import JournalEntry

MONTHS = 24
SILENCE = timedelta(days=365 * MONTHS // 12)
A_SWEEP = 50


def close_idle_accounts(now: datetime | None = None) -> int:
    """Close those without a sign-in, a visit or a reopening for so long; how many were.

    The last account that administers stays open, however silent.
    """
    now = now or timezone.now()
    limit = now - SILENCE
    # A subject is kept as text, which no query may join to a key.
    reopened = JournalEntry.objects.filter(deed="accounts.reactivate", at__gte=limit).values_list(
        "subject_id", flat=True
    )
    silent = User.objects.filter(
        Q(last_login=None) | Q(last_login__lt=limit),
        Q(seen_at=None) | Q(seen_at__lt=limit),
        is_active=True,
        date_joined__lt=limit,
    ).exclude(pk__in=[int(pk) for pk in reopened])
    closed = 0
    for person in silent.order_by("pk")[:A_SWEEP]:
        try:
            close(person, by=None, summary=f"Compte désactivé après {MONTHS} mois sans connexion", now=now)
        except OutOfTurn:
            continue
        closed += 1
    return closed
