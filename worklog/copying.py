"""Last week's days, copied where they fit."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from accounts.models import Membership
from core.verdicts import OutOfTurn, ensure
from regions.awarding import locked_award
from regions.models import RegionalProject
from worklog.calendar import holidays, week_label
from worklog.entries import Entry
from worklog.models.workday import WorkDayQuerySet
from worklog.permissions import may_log_days
from worklog.recording import record_days
from worklog.rules import WHOLE, Rules, totals
from worklog.week import line_of

WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Copied:
    """How many lines were copied, and how many had no room: a closed day, a holiday, a day already full."""

    lines: int
    left: int


@transaction.atomic
def copy_week(
    project: RegionalProject,
    consultant: Membership,
    monday: date,
    *,
    by: Membership,
    now: datetime | None = None,
) -> Copied:
    """Copy the week before `monday` into its week; lines that the week already has stay as they are.

    The award is held before the week is read, so that no day noted meanwhile is taken for an empty cell.
    """
    now = now or timezone.now()
    ensure(may_log_days(by, project))
    project.award = locked_award(project)
    rows = list(days_noted(project, consultant, monday - WEEK).order_by("worked_on", "pk"))
    if not rows:
        raise OutOfTurn(f"Rien n'est noté pour la semaine {week_label(monday - WEEK)} : il n'y a rien à recopier.")
    rules = Rules(project, now)
    room = totals([consultant.user_id], monday, monday + timedelta(days=6))
    there = {(row.worked_on, *line_of(row).key) for row in days_noted(project, consultant, monday)}
    entries, left = [], 0
    for row in rows:
        on, line = row.worked_on + WEEK, line_of(row)
        person_day = (consultant.user_id, on)
        total = room.get(person_day, Decimal(0)) + row.days
        entry = Entry(consultant, on, line, row.days)
        if (on, *line.key) in there:
            continue
        if total > WHOLE or on in holidays(on.year, project.region.code) or rules.against(entry):
            left += 1
            continue
        room[person_day] = total
        entries.append(entry)
    record_days(project, entries, by=by, now=now, source="semaine recopiée")
    return Copied(len(entries), left)


def days_noted(project: RegionalProject, consultant: Membership, monday: date) -> WorkDayQuerySet:
    rows = project.work_days.in_full().filter(consultant=consultant, corrects=None)
    return rows.between(monday, monday + timedelta(days=6))
