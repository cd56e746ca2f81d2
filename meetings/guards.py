"""What every deed on a meeting does first: hold its row, and see whether its turn has come."""

from datetime import datetime

from accounts.models import Membership
from core.verdicts import OutOfTurn, Refused, ensure
from core.wording import instant
from meetings.enums import MeetingState
from meetings.models import Meeting, Minutes
from meetings.permissions import may_run_meetings


def locked(meeting: Meeting) -> Meeting:
    """The meeting's row, held until the transaction ends, and its project as it is once held.

    Two queries: rows joined to the one that a lock waits for would be read as they were before the wait.
    """
    Meeting.objects.select_for_update().get(pk=meeting.pk)
    return Meeting.objects.with_project().get(pk=meeting.pk)


def held_by(meeting: Meeting, *, by: Membership) -> Meeting:
    """The locked meeting, for someone who may run it."""
    row = locked(meeting)
    ensure(may_run_meetings(by, row.project))
    return row


def ensure_live(meeting: Meeting) -> None:
    if meeting.state == MeetingState.CANCELLED:
        raise OutOfTurn("La réunion est annulée.")


def ensure_ahead(meeting: Meeting) -> None:
    """Still to be held: what it will be may change."""
    ensure_live(meeting)
    if meeting.state == MeetingState.HELD:
        raise OutOfTurn("La réunion est tenue : ce qu'elle a été ne change plus.")


def ensure_begun(meeting: Meeting, now: datetime) -> None:
    ensure_live(meeting)
    if not meeting.begun(now):
        raise OutOfTurn(f"La réunion commence le {instant(meeting.starts_at, meeting.zone)} : il est trop tôt.")


def latest_minutes(meeting: Meeting) -> Minutes | None:
    return meeting.minutes.order_by("-revision").first()


def ensure_open_minutes(meeting: Meeting) -> Minutes:
    """The draft of the minutes; presences and decisions change only while there is one."""
    ensure_live(meeting)
    minutes = latest_minutes(meeting)
    if minutes is None:
        raise OutOfTurn("Relevez d'abord les présences : le compte rendu commence ensuite.")
    if not minutes.is_draft:
        raise OutOfTurn("Le compte rendu est approuvé. Pour y revenir, ouvrez une correction.")
    return minutes


def ensure_one_line(text: str, what: str) -> None:
    """A title ends up in a mail's subject, where a line break would write headers (case 42)."""
    if not text.strip():
        raise Refused(f"{what} manque.")
    if "\n" in text or "\r" in text:
        raise Refused(f"{what} tient sur une seule ligne.")
