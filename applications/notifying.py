"""Writing on the fiche what its letter says: from then on the pair's pages tell the decision."""

from datetime import datetime

from django.utils import timezone

from accounts.models import Membership
from applications.enums import ApplicationState, Outcome
from applications.fiche_edit import locked
from applications.models import Application
from core.verdicts import OutOfTurn
from records import journal


def notify(
    application: Application, *, outcome: Outcome, number: str, by: Membership, now: datetime | None = None
) -> Application:
    """Keep the notified decision, within the deed that issues its letter and has asked the right to."""
    now = now or timezone.now()
    fiche = locked(application)
    if fiche.state != ApplicationState.ADMISSIBLE:
        raise OutOfTurn(f"La fiche est {fiche.state.said} : elle n'a pas de décision à notifier.")
    fiche.outcome, fiche.notified_at, fiche.notice_number = outcome, now, number
    fiche.save(update_fields=["outcome", "notified_at", "notice_number"])
    journal.record(
        "applications.notify",
        fiche,
        by=by,
        summary=f"Décision notifiée : fiche {fiche.status_label}, lettre {number}",
        data={"outcome": outcome, "number": number},
        now=now,
    )
    return fiche
