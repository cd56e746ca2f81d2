"""Convening a meeting, reminding those who have not answered, cancelling."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import Membership
from core.verdicts import OutOfTurn, Refused
from core.wording import counted, instant
from meetings.enums import MeetingState
from meetings.guards import ensure_ahead, held_by
from meetings.mailing import send_cancellation, send_first, write_to
from meetings.models import Meeting
from records import journal


def lacking(meeting: Meeting, now: datetime) -> list[str]:
    """What prevents the convocation, in sentences."""
    missing = []
    if meeting.begun(now):
        missing.append(
            f"La réunion a commencé le {instant(meeting.starts_at, meeting.zone)} : "
            "changez sa date, ou relevez les présences si elle s'est tenue."
        )
    if not meeting.place and not meeting.remote_link:
        missing.append("Indiquez un lieu ou un lien de visioconférence.")
    if not meeting.agenda.all():
        missing.append("L'ordre du jour est vide.")
    if not meeting.invitees.all():
        missing.append("Personne n'est encore invité.")
    return missing


@transaction.atomic
def convene(meeting: Meeting, *, by: Membership, now: datetime | None = None) -> Meeting:
    """Send the invitations, each with its calendar file and its reply link; asked twice, send nothing more."""
    now = now or timezone.now()
    row = held_by(meeting, by=by)
    ensure_ahead(row)
    if row.convened_at is not None:
        return row
    missing = lacking(row, now)
    if missing:
        raise Refused(" ".join(missing))
    row.convened_at = now
    row.save(update_fields=["convened_at"])
    sent = send_first(row, now=now)
    seats = row.invitees.count()
    summary = f"Réunion convoquée : {counted(sent, 'courriel')} pour {counted(seats, 'place')}"
    journal.record("meetings.convene", row, by=by, summary=summary, data={"mails": sent, "seats": seats}, now=now)
    return row


@transaction.atomic
def remind(meeting: Meeting, *, by: Membership, now: datetime | None = None) -> int:
    """Write to those who have not answered, at most once a day each; how many."""
    now = now or timezone.now()
    row = held_by(meeting, by=by)
    ensure_ahead(row)
    if row.state != MeetingState.CONVENED:
        raise OutOfTurn("La réunion n'est pas encore convoquée.")
    if row.begun(now):
        raise OutOfTurn("La réunion a commencé : il n'y a plus de réponse à attendre.")
    silent = list(row.invitees.reachable().unanswered())
    if not silent:
        raise OutOfTurn("Toutes les personnes qui ont une adresse ont répondu.")
    today = now.astimezone(row.zone).date()
    due = [i for i in silent if i.reminded_at is None or i.reminded_at.astimezone(row.zone).date() != today]
    for invitee in due:
        invitee.reminded_at = now
        invitee.save(update_fields=["reminded_at"])
        write_to(invitee, row, what="reminder", method="REQUEST", now=now)
    if due:
        summary = f"Relance : {counted(len(due), 'courriel')}"
        journal.record("meetings.remind", row, by=by, summary=summary, data={"mails": len(due)}, now=now)
    return len(due)


@transaction.atomic
def cancel(meeting: Meeting, *, reason: str, by: Membership, now: datetime | None = None) -> Meeting:
    """Give the meeting up; those convened are told, and their calendars too."""
    now = now or timezone.now()
    row = held_by(meeting, by=by)
    if row.state == MeetingState.CANCELLED:
        return row
    ensure_ahead(row)
    row.cancelled_at, row.cancel_reason = now, reason[:500]
    told = 0
    if row.convened_at is not None:
        row.sequence += 1
        told = send_cancellation(row, now=now)
    row.save(update_fields=["cancelled_at", "cancel_reason", "sequence"])
    summary = f"Réunion annulée : {reason}" if reason else "Réunion annulée"
    journal.record("meetings.cancel", row, by=by, summary=summary, data={"mails": told}, now=now)
    return row
