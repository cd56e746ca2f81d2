"""Noting days: one deed for a cell of the week, a whole week, a meeting or a file."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from accounts.models import Membership, User
from calls.enums import Vocabulary
from calls.models import Term
from core.verdicts import ensure
from core.wording import counted
from directory.models import Establishment, plain
from records import journal
from regions.awarding import locked_award
from regions.models import RegionalProject
from worklog.entries import DaysRefused, Entry, Key, Line, Recorded, tidy
from worklog.models import WorkDay
from worklog.permissions import may_log_days
from worklog.rules import Rules, standing, too_long_days

MEETING = "REUNION"
# The journal names each change up to this many; beyond, it keeps their number and sum.
DETAILED = 60


@transaction.atomic
def record_days(
    project: RegionalProject,
    entries: Sequence[Entry],
    *,
    by: Membership,
    now: datetime | None = None,
    source: str = "",
) -> Recorded:
    """Write all the entries or none; what the log already says is left as it is, so doing it twice changes nothing.

    `source` says where many entries came from (a file), for the journal.
    """
    now = now or timezone.now()
    ensure(may_log_days(by, project))
    project.award = locked_award(project)
    ensure(may_log_days(by, project))
    hold_persons(entries)
    rows = rows_of(project, entries)
    reasons = reasons_against(project, entries, rows, now)
    if reasons:
        raise DaysRefused(reasons)
    done = write(project, entries, rows, by=by, now=now)
    if done.touched:
        total = sum((entry.days for entry in entries), Decimal(0))
        journal.record(
            "worklog.record_days",
            project,
            by=by,
            summary=f"Jours notés{source and f' ({source})'} : {stated(done)}{on_behalf(entries, by)}",
            data={
                "added": done.added,
                "changed": done.changed,
                "removed": done.removed,
                "sum": total,
                "details": done.details[:DETAILED],
            },
            now=now,
        )
    return done


def log_meeting(
    project: RegionalProject,
    *,
    on: date,
    days: Decimal,
    stage: Term,
    meeting_label: str,
    by: Membership,
    establishment: Establishment | None = None,
    now: datetime | None = None,
) -> Recorded:
    """Note a meeting held, for oneself; asked twice for the same meeting, the second changes nothing."""
    method = Term.objects.filter(vocabulary=Vocabulary.METHOD, code=MEETING).first()
    line = Line(stage, establishment, method, tidy(meeting_label))
    return record_days(project, [Entry(by, on, line, days)], by=by, now=now)


def stated(done: Recorded) -> str:
    parts = [
        counted(done.added, "ligne ajoutée", "lignes ajoutées") if done.added else "",
        counted(done.changed, "modifiée", "modifiées") if done.changed else "",
        counted(done.removed, "retirée", "retirées") if done.removed else "",
    ]
    return ", ".join(part for part in parts if part)


def on_behalf(entries: Iterable[Entry], by: Membership) -> str:
    """Whose days they are, when not the author's own."""
    others = sorted({str(entry.consultant) for entry in entries if entry.consultant.pk != by.pk}, key=plain)
    return f", pour {' ; '.join(others)}" if others else ""


def hold_persons(entries: Iterable[Entry]) -> None:
    """Make those who write the days of the same persons take turns, in any project: a day holds no more than one."""
    people = {entry.consultant.user_id for entry in entries}
    list(User.objects.select_for_update(no_key=True).filter(pk__in=people).order_by("pk").values_list("pk"))


def rows_of(project: RegionalProject, entries: Sequence[Entry]) -> dict[Key, WorkDay]:
    """The rows that the entries speak of, by key; counter-entries are no one's cell."""
    if not entries:
        return {}
    written = WorkDay.objects.filter(
        project=project, corrects=None, consultant__in={entry.consultant.pk for entry in entries}
    ).between(min(entry.on for entry in entries), max(entry.on for entry in entries))
    return {
        (row.consultant_id, row.worked_on, row.stage_id, row.establishment_id, row.method_id, row.note): row
        for row in written
    }


def reasons_against(
    project: RegionalProject, entries: Sequence[Entry], rows: dict[Key, WorkDay], now: datetime
) -> dict[int, str]:
    """Why entries may not be written, by their position; what the log says already is not judged again."""
    moving = {position: entry for position, entry in enumerate(entries) if entry.days != standing(rows.get(entry.key))}
    rules = Rules(project, now)
    reasons = {position: rules.against(entry) for position, entry in moving.items()}
    return {position: reason for position, reason in reasons.items() if reason} or too_long_days(moving, rows)


def write(
    project: RegionalProject,
    entries: Sequence[Entry],
    rows: dict[Key, WorkDay],
    *,
    by: Membership,
    now: datetime,
) -> Recorded:
    """Bring the log to what the entries say, in three statements at most."""
    done = Recorded()
    new, changed, removed = [], [], []
    for entry in entries:
        row = rows.get(entry.key)
        if entry.days == standing(row):
            done.same += 1
            continue
        done.details.append(f"{entry.on.isoformat()} {entry.line.stage.code} {standing(row)} → {entry.days}")
        if row is None:
            new.append(new_day(project, entry, by=by, now=now))
        elif entry.days:
            row.days, row.logged_at, row.logged_by = entry.days, now, by
            changed.append(row)
        else:
            removed.append(row.pk)
    WorkDay.objects.bulk_create(new, batch_size=500)
    WorkDay.objects.bulk_update(changed, ["days", "logged_at", "logged_by"], batch_size=200)
    if removed:
        WorkDay.objects.filter(pk__in=removed).delete()
    done.added, done.changed, done.removed = len(new), len(changed), len(removed)
    return done


def new_day(project: RegionalProject, entry: Entry, *, by: Membership, now: datetime) -> WorkDay:
    return WorkDay(
        project=project,
        stage=entry.line.stage,
        consultant=entry.consultant,
        worked_on=entry.on,
        days=entry.days,
        method=entry.line.method,
        establishment=entry.line.establishment,
        note=entry.line.note,
        logged_at=now,
        logged_by=by,
    )
