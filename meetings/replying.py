"""What an invitee answers by the link of their mail, without an account."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from core.verdicts import OutOfTurn, Refused
from core.wording import day, instant
from meetings.enums import MeetingState, Reply
from meetings.guards import ensure_one_line, locked
from meetings.models import Invitee, Meeting
from records import journal
from regions.designating import ensure_designates


def closed_reason(meeting: Meeting, now: datetime) -> str:
    """Why nobody answers any more; blank while one may."""
    if meeting.state == MeetingState.CANCELLED:
        why = f" Motif : {meeting.cancel_reason}" if meeting.cancel_reason else ""
        return f"Cette réunion est annulée : elle n'attend plus de réponse.{why}"
    if meeting.state == MeetingState.HELD or meeting.begun(now):
        return f"Cette réunion a eu lieu le {day(meeting.on)}."
    if meeting.state != MeetingState.CONVENED:
        return "Cette réunion n'est pas encore convoquée."
    return ""


@transaction.atomic
def answer(invitee: Invitee, reply: Reply, *, replacement: str = "", now: datetime | None = None) -> Invitee:
    """Keep the answer; it may change until the meeting begins. The link is the right: its holder answers."""
    now = now or timezone.now()
    meeting = locked(invitee.meeting)
    closed = closed_reason(meeting, now)
    if closed:
        raise OutOfTurn(closed)
    replacement = replacement if reply == Reply.REPLACED else ""
    if reply == Reply.REPLACED:
        if not replacement:
            raise Refused("Indiquez la fonction de la personne qui viendra.")
        ensure_one_line(replacement, "La fonction")
        ensure_designates(replacement)
    row = meeting.invitees.filter(pk=invitee.pk).first()
    if row is None:
        raise OutOfTurn("Cette invitation a été retirée.")
    if (row.reply, row.replacement) == (reply, replacement):
        return row
    row.reply, row.replacement, row.replied_at = reply, replacement, now
    row.save(update_fields=["reply", "replacement", "replied_at"])
    said = f"{row} : {reply.label}" + (f" ({replacement})" if replacement else "")
    data = {"invitee": row.pk, "reply": reply, "at": instant(now, meeting.zone)}
    journal.record("meetings.answer", meeting, summary=f"Réponse reçue – {said}", data=data, now=now)
    return row
