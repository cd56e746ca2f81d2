"""What happened to a meeting, as its file tells it."""

from dataclasses import dataclass
from datetime import datetime

from meetings.models import Meeting
from records.models import JournalEntry

LONGEST = 200  # entries read; minutes saved as one types have many alike, which are drawn as one line


@dataclass(frozen=True)
class HistoryLine:
    """A deed, or a run of the same ones by the same person; `at` is the latest."""

    at: datetime
    who: str
    text: str
    times: int = 1


def history(meeting: Meeting) -> list[HistoryLine]:
    """The latest first."""
    lines: list[HistoryLine] = []
    for entry in JournalEntry.objects.about(meeting).order_by("-pk")[:LONGEST]:
        last = lines[-1] if lines else None
        if last and (last.who, last.text) == (entry.actor_label, entry.summary):
            lines[-1] = HistoryLine(last.at, last.who, last.text, last.times + 1)
        else:
            lines.append(HistoryLine(entry.at, entry.actor_label, entry.summary))
    return lines
