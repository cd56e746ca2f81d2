"""Correcting a sealed row: a counter-entry beside it, in an open month, never a change of the row itself."""

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone

from accounts.models import Membership, User
from core.verdicts import OutOfTurn, Refused, ensure
from core.wording import PARIS, day, days, of
from records import journal
from regions.awarding import locked_award
from worklog.calendar import month_name, month_of
from worklog.models import MonthSeal, WorkDay
from worklog.permissions import may_log_days
from worklog.rules import QUARTER, WHOLE, ensure_open, totals


def standing_days(row: WorkDay) -> Decimal:
    """What a row is worth once its counter-entries are counted."""
    moved = row.counter_entries.aggregate(total=Sum("days"))["total"]
    return row.days + (moved or Decimal(0))


@transaction.atomic
def correct(
    row: WorkDay,
    *,
    days_worked: Decimal,
    reason: str,
    by: Membership,
    on: date | None = None,
    now: datetime | None = None,
) -> WorkDay | None:
    """Say what a sealed row should have said, in days; `on` (today by default) is the day that the correction bears.

    None when the row is already worth that, so that a second click changes nothing.
    """
    now = now or timezone.now()
    on = on or now.astimezone(PARIS).date()
    project = row.project
    ensure(may_log_days(by, project))
    project.award = locked_award(project)
    ensure(may_log_days(by, project))
    list(User.objects.select_for_update(no_key=True).filter(pk=row.consultant.user_id).values_list("pk"))
    row = WorkDay.objects.in_full().get(pk=row.pk)
    ensure_correctable(row)
    ensure_open(project, on, now)
    ensure_stated(days_worked, reason)
    if (before := standing_days(row)) == days_worked:
        return None
    ensure_room(row, days_worked, before)
    made = WorkDay(project=project, stage=row.stage, consultant=row.consultant, method=row.method, corrects=row)
    made.establishment, made.note = row.establishment, reason.strip()[:200]
    made.worked_on, made.days, made.logged_at, made.logged_by = on, days_worked - before, now, by
    made.save()
    journal.record(
        "worklog.correct",
        made,
        by=by,
        summary=f"Correction au {day(on)} : {days(before)} du {day(row.worked_on)} deviennent {days(days_worked)}",
        data={"project": project.pk, "corrects": row.pk, "before": before, "after": days_worked, "reason": made.note},
        now=now,
    )
    return made


def ensure_correctable(row: WorkDay) -> None:
    """A row of a sealed month, that is not itself a counter-entry."""
    if row.corrects_id is not None:
        raise Refused("Une écriture de correction ne se corrige pas : corrigez la ligne d'origine.")
    if not MonthSeal.objects.filter(project=row.project_id, month=month_of(row.worked_on)).exists():
        raise OutOfTurn(f"Le mois {of(month_name(row.worked_on))} est ouvert : corrigez la ligne dans la semaine.")


def ensure_stated(days_worked: Decimal, reason: str) -> None:
    if not reason.strip():
        raise Refused("Dites pourquoi : le motif figure au relevé.")
    if not 0 <= days_worked <= WHOLE or days_worked % QUARTER:
        raise Refused("Un jour se note par quarts, de 0 à 1.")


def ensure_room(row: WorkDay, days_worked: Decimal, before: Decimal) -> None:
    """A person's day holds no more than one, all projects together; what takes days away always fits."""
    person_day = (row.consultant.user_id, row.worked_on)
    others = totals([row.consultant.user_id], row.worked_on, row.worked_on).get(person_day, Decimal(0)) - before
    if days_worked > before and others + days_worked > WHOLE:
        raise Refused(
            f"Le {day(row.worked_on)} compterait {days(others + days_worked)} : pas plus d'un jour par personne, "
            "tous projets confondus."
        )
