"""Ending a project's exploration."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import Membership
from acia_portal.verdicts import OutOfTurn, Refused, ensure
from acia_portal.wording import PARIS, day
from records import journal
from regions.awarding import locked_award
from regions.models import Award, RegionalProject
from regions.permissions import may_close_project


@transaction.atomic
def close_project(project: RegionalProject, *, on: date, by: Membership, now: datetime | None = None) -> Award:
    """State the exploration's last day."""
    now = now or timezone.now()
    ensure(may_close_project(by, project))
    granted = locked_award(project)
    if granted.closed_on is not None:
        raise OutOfTurn(f"Le projet est clos depuis le {day(granted.closed_on)}.")
    if not granted.awarded_on <= on <= now.astimezone(PARIS).date():
        raise Refused(
            f"Choisissez un jour entre l'attribution ({day(granted.awarded_on)}) et aujourd'hui : "
            "un projet se clôt quand son exploration est finie."
        )
    granted.closed_on, granted.closed_by = on, by
    granted.save(update_fields=["closed_on", "closed_by"])
    journal.record("regions.close_project", project, by=by, summary=f"Projet clos au {day(on)}", now=now)
    return granted
