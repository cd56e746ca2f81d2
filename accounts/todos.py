"""What accounts put on «Vos tâches»: for administrators, invitations that nobody answered in time."""

from datetime import datetime

from django.urls import reverse
from django.utils.timezone import localdate

from accounts.models import Invitation, Membership
from core.watch import Todo
from core.wording import counted, day

SHOWN = 10


def todos(hat: Membership, now: datetime) -> list[Todo]:
    """One line each, newest first, then one line for the rest."""
    expired = Invitation.objects.visible_to(hat).expired(now).select_related("organisation")
    url = reverse("accounts:invitations") + "?etat=expired"
    rows = list(expired[: SHOWN + 1])
    lines = [
        Todo(
            label="Renvoyer ou annuler l'invitation",
            subject=f"{row.email} – {row}",
            url=url,
            detail=f"Sans réponse, expirée le {day(localdate(row.expires_at))}.",
        )
        for row in rows[:SHOWN]
    ]
    if len(rows) > SHOWN:
        rest = counted(expired.count() - SHOWN, "autre invitation expirée", "autres invitations expirées")
        lines.append(Todo(label="Revoir les invitations expirées", subject=rest, url=url))
    return lines
