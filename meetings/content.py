"""What minutes say, as plain data: what is approved, hashed, printed and read is this, and nothing else."""

from typing import Any

from core.wording import euros, instant
from meetings.complement import UseLine, use_of
from meetings.enums import Attendance
from meetings.models import Invitee, Meeting, MeetingDecision, Minutes
from meetings.presiding import quorum_of


def content_of(minutes: Minutes, meeting: Meeting) -> dict[str, Any]:
    """The minutes as they are now. Rows may change later; an approved content does not."""
    invitees = list(meeting.invitees.select_related("profile"))
    use = use_of(meeting)
    return {
        "project": {
            "title": meeting.project.title,
            "region": meeting.project.region.name,
            "call": meeting.project.call.title,
            "ars": meeting.project.ars.name,
            "aract": meeting.project.aract.name,
        },
        "meeting": {
            "kind": meeting.kind_label,
            "title": meeting.title,
            "when": instant(meeting.starts_at, meeting.zone),
            "duration_minutes": meeting.duration_minutes,
            "chair": ", ".join(filter(None, [meeting.chair, meeting.chair_quality])),
            "where": " – ".join(filter(None, (meeting.place, "à distance" if meeting.remote_link else ""))),
        },
        "revision": minutes.revision,
        "reason": minutes.reason,
        "quorum": quorum_of(invitees).sentence if meeting.is_steering else "",
        "attendance": [_seat(invitee) for invitee in invitees],
        "present": sum(invitee.present for invitee in invitees),
        "parts": [{"title": part.title, "text": part.text} for part in minutes.parts.all()],
        "decisions": [_decision(decision) for decision in meeting.decisions.all()],
        "complement": None
        if use is None
        else {
            "version": use.version,
            "lines": [_line(line) for line in use.lines],
            "total": euros(use.total),
            "ceiling": euros(use.ceiling),
            "left": euros(use.left),
        },
    }


def _seat(invitee: Invitee) -> dict[str, Any]:
    return {
        "profile": invitee.profile_label,
        "function": invitee.function,
        "origin": invitee.origin,
        "attendance": Attendance(invitee.attendance or Attendance.ABSENT).label,
        "present": invitee.present,
        "replacement": invitee.replacement,
        "votes": invitee.votes,
    }


def _decision(decision: MeetingDecision) -> dict[str, Any]:
    return {
        "number": decision.number,
        "text": decision.text,
        "responsible": decision.responsible,
        "due_on": decision.due_on.isoformat() if decision.due_on else "",
    }


def _line(line: UseLine) -> dict[str, str]:
    return {"purpose": line.purpose, "beneficiary": line.beneficiary, "amount": euros(line.amount)}
