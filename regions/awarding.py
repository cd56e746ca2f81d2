"""The life of a project after the decision begins with its award; `fieldwork.closing` ends it."""

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from accounts.models import Membership
from core.verdicts import OutOfTurn, Refused, ensure
from core.wording import PARIS, day, euros, to_the
from records import journal
from regions.models import Award, RegionalProject
from regions.permissions import may_run_project


@transaction.atomic
def award(
    project: RegionalProject,
    *,
    fixed: Decimal,
    complement: Decimal,
    notice_number: str,
    by: Membership,
    now: datetime | None = None,
) -> Award:
    """Open the project's life, within the deed that notifies its decision; asked again, give the award that exists."""
    now = now or timezone.now()
    granted, fresh = Award.objects.get_or_create(
        project=project,
        defaults={
            "fixed": fixed,
            "complement": complement,
            "notice_number": notice_number,
            "awarded_on": now.astimezone(PARIS).date(),
        },
    )
    if fresh:
        journal.record(
            "regions.award",
            project,
            by=by,
            summary=f"Attribution {to_the(project.ars)} : {euros(granted.amount)} ({notice_number})",
            data={"fixed": fixed, "complement": complement, "notice": notice_number},
            now=now,
        )
    return granted


def lives(project: RegionalProject) -> bool:
    """Retained and not closed."""
    granted = getattr(project, "award", None)
    return granted is not None and granted.closed_on is None


def locked_award(project: RegionalProject) -> Award:
    """The award's row, held until the transaction ends: what moves the project's life queues up behind it."""
    granted = Award.objects.select_for_update().filter(project=project).first()
    if granted is None:
        raise OutOfTurn("Le projet n'est pas retenu : sa vie après la décision n'a pas commencé.")
    return granted


def running_award(project: RegionalProject, *, by: Membership) -> Award:
    """The locked award of a project that this hat runs; `OutOfTurn` if it was closed since its page was drawn."""
    ensure(may_run_project(by, project))
    granted = locked_award(project)
    if granted.closed_on is not None:
        raise OutOfTurn(f"Le projet est clos depuis le {day(granted.closed_on)}.")
    return granted


def ensure_lived(granted: Award, on: date, now: datetime) -> None:
    """Refuse a day outside the project's life so far: from the award until today."""
    today = now.astimezone(PARIS).date()
    if not granted.covers(on) or on > today:
        raise Refused(f"Choisissez un jour entre l'attribution ({day(granted.awarded_on)}) et aujourd'hui.")
