"""Noting a meeting held in one click: how long it lasted and which stage it belongs to are known already."""

from datetime import datetime
from decimal import Decimal

from django.utils import timezone

from accounts.models import Membership
from calls.enums import Vocabulary
from calls.models import Term
from core.verdicts import OutOfTurn
from meetings.enums import MeetingKind
from meetings.models import Meeting
from regions.models import RegionalProject
from worklog.entries import Recorded
from worklog.recording import log_meeting

QUARTER = Decimal("0.25")
# A working day of seven hours, by quarters.
QUARTER_MINUTES = 105
# Steering belongs to the coordination (R63), every other meeting to the collective sessions (R61).
STEERING = frozenset({MeetingKind.STEERING, MeetingKind.TECHNICAL})


def days_of(meeting: Meeting) -> Decimal:
    """Its length in days, by quarters begun, a whole day at most."""
    quarters = -(-meeting.duration_minutes // QUARTER_MINUTES)
    return min(QUARTER * quarters, Decimal(1))


def stage_of(meeting: Meeting) -> Term:
    code = "COORDINATION" if meeting.kind in STEERING else "ANIMATION"
    return Term.objects.get(vocabulary=Vocabulary.STAGE, code=code)


def note(
    project: RegionalProject, meeting: Meeting, *, by: Membership, now: datetime | None = None
) -> tuple[Decimal, Recorded]:
    """Write the meeting in one's own log, on its day in the region; asked twice, the second changes nothing."""
    now = now or timezone.now()
    if meeting.held_at is None:
        raise OutOfTurn("La réunion se note une fois tenue, quand ses présences sont relevées.")
    length = days_of(meeting)
    done = log_meeting(
        project,
        on=meeting.on,
        days=length,
        stage=stage_of(meeting),
        meeting_label=f"{meeting.kind_label} : {meeting.title}",
        by=by,
        now=now,
    )
    return length, done
