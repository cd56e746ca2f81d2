"""What happened to a meeting, as its file tells it."""

from dataclasses import dataclass

from core.wording import instant
from meetings.models import Meeting
from records.models import JournalEntry

LONGEST = 200  # entries read; minutes saved as one types have many alike, which are drawn as one line


@dataclass(frozen=True)
class MeetingHistoryLine:
    """A deed, or a run of the same ones by the same person; `when` is the latest. `who` is blank for an invitee."""

    when: str
    who: str
    text: str
    times: int = 1


def history(meeting: Meeting) -> list[MeetingHistoryLine]:
    """The latest first."""
    lines: list[MeetingHistoryLine] = []
    for entry in JournalEntry.objects.about(meeting).order_by("-at", "-pk")[:LONGEST]:
        last = lines[-1] if lines else None
        who = entry.actor_label if entry.actor_id else ""
        if last and (last.who, last.text) == (who, entry.summary):
            lines[-1] = MeetingHistoryLine(last.when, last.who, last.text, last.times + 1)
        else:
            lines.append(MeetingHistoryLine(instant(entry.at, meeting.zone, with_zone=False), who, entry.summary))
    return lines
